//! What is wrong with some YAML, for whoever reports it.

use crate::diagnostic::Fix;
use crate::files::Span;

/// Something that is not YAML, or that YAML reads otherwise than it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Where: bytes of the file.
    pub span: Span,
    /// What is wrong, in an editor's words.
    pub message: String,
    /// The cure.
    pub help: String,
    /// A cure that a machine can apply.
    pub fix: Option<Fix>,
    /// It is YAML, and means something else.
    pub is_silent: bool,
}
