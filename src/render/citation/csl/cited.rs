//! The citations of a case, written in a style, and what the style cannot do for it.

use rustc_hash::FxHashMap;

use crate::render::citation::written::CitationHtml;

/// The citations of a case, written.
#[derive(Debug, Default)]
pub struct Cited {
    /// HTML by the index of the group.
    pub groups: FxHashMap<usize, CitationHtml>,
    /// Sources in the order of the style's bibliography, with their HTML; empty where the style has none.
    pub entries: Vec<(usize, String)>,
    /// What stands for a source beside an event, as plain text.
    pub labels: FxHashMap<usize, String>,
    /// What the style cannot do for this case.
    pub limits: Vec<Limit>,
}

/// What a style cannot do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// A citation, by its group, in which the style says nothing of a source.
    Empty(usize),
    /// Two sources are cited by one label.
    Alike(usize, usize, String),
}
