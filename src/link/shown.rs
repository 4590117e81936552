//! How much a text shows of statements of others: a name of a few bytes may show thousands, as often as it is written.

use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::BodyLink;

/// How many bytes a text shows, each statement counted for at least [`LEAST`].
const MOST: usize = 1 << 20;

/// What a statement is counted for, however short: its case is gone through for it.
const LEAST: usize = 1000;

/// What a text shows so far.
#[derive(Debug, Default)]
pub struct Shown {
    bytes: usize,
    is_reported: bool,
}

impl Shown {
    /// Count a statement of so many bytes: may it be shown?
    pub fn add(&mut self, length: usize) -> bool {
        self.bytes = self.bytes.saturating_add(length.max(LEAST));
        self.bytes <= MOST
    }

    /// A finding at the first link that shows too much.
    pub fn report(&mut self, file: FileId, link: &BodyLink) -> Option<Diagnostic> {
        if std::mem::replace(&mut self.is_reported, true) {
            return None;
        }
        let message = "this text shows more than 1 MiB of statements of others";
        let found = Diagnostic::new(Code::TooLarge, file, link.span.clone(), message);
        Some(found.help("link to them, or part the text; no setting raises this limit"))
    }
}
