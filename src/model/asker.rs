//! The texts that may ask the site something: pages of its own, and what is said of terms.

use super::{Body, FreePageId, Site, TaxonomyId, TermId, TermRef};
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
    /// All that ask something, in the order of their pages.
    pub fn all(site: &Site) -> Vec<Asker> {
        let pages = (0..site.pages.len()).map(|index| Asker::Page(FreePageId::from_index(index)));
        let of_taxonomy = |taxonomy: TaxonomyId| {
            let terms = 0..site.taxonomy(taxonomy).terms.len();
            terms.map(move |index| Asker::Term(TermRef { taxonomy, term: TermId::from_index(index) }))
        };
        let all = pages.chain(site.taxonomy_ids().flat_map(of_taxonomy));
        all.filter(|asker| asker.text(site).is_some_and(|(_, _, body)| !body.queries.is_empty())).collect()
    }

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
