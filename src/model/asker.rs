//! The texts that may ask the site something: pages of its own, and what is said of terms.

use super::{Body, FreePageId, Site, TermRef};
use crate::files::{FileId, Text};

/// A text that may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A page of the site's own.
    Page(FreePageId),
    /// What is said of a term.
    Term(TermRef),
}

impl Asker {
    /// Its file, the text of that, and what is known of it.
    pub fn text(self, site: &Site) -> Option<(FileId, &Text, &Body)> {
        match self {
            Asker::Page(id) => {
                let page = site.free_page(id);
                Some((page.file, &page.text, &page.body))
            }
            Asker::Term(id) => {
                let record = site.record(id)?;
                Some((record.file, &record.text, &record.body))
            }
        }
    }
}
