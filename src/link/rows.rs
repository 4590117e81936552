//! All terms of all taxonomies numbered consecutively, so that counts and weights fit plain lists.

use crate::model::{Taxonomy, TermRef};

/// Where each taxonomy's terms begin in the row.
pub struct Rows {
    offsets: Vec<usize>,
    length: usize,
}

impl Rows {
    /// The row of some taxonomies.
    pub fn new(taxonomies: &[Taxonomy]) -> Self {
        let mut offsets = Vec::with_capacity(taxonomies.len());
        let mut length = 0;
        for taxonomy in taxonomies {
            offsets.push(length);
            length += taxonomy.terms.all().len();
        }
        Rows { offsets, length }
    }

    /// The place of a term.
    pub fn of(&self, term: &TermRef) -> usize {
        self.offsets[term.taxonomy.index()] + term.term.index()
    }

    /// How many terms there are.
    pub fn length(&self) -> usize {
        self.length
    }
}
