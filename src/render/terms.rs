//! Terms as pages print them: made when a page first asks, and shared by all that print them later.
//!
//! A case's terms stand on its own page and in its row on dozens of others.

use std::sync::OnceLock;

use super::context::{Fact, Link, Shared};
use crate::model::{Site, TermRef};

/// The parts of every term of a site.
pub struct Terms {
    /// By taxonomy and term.
    parts: Vec<Vec<Parts>>,
}

#[derive(Default)]
struct Parts {
    link: OnceLock<Shared<Link>>,
    /// What is said of a case that has this term of its taxonomy and no other.
    fact: OnceLock<Shared<Fact>>,
}

impl Terms {
    /// Room for the terms of a site.
    pub fn new(site: &Site) -> Self {
        let of_taxonomy = |taxonomy| site.taxonomy(taxonomy).terms.iter().map(|_| Parts::default()).collect();
        Terms { parts: site.taxonomy_ids().map(of_taxonomy).collect() }
    }

    /// A term with its address.
    pub fn link(&self, term: TermRef, make: impl FnOnce() -> Link) -> Shared<Link> {
        self.parts(term).link.get_or_init(|| Shared::new(&make())).clone()
    }

    /// The fact that a term alone makes.
    pub fn fact(&self, term: TermRef, make: impl FnOnce() -> Fact) -> Shared<Fact> {
        self.parts(term).fact.get_or_init(|| Shared::new(&make())).clone()
    }

    fn parts(&self, term: TermRef) -> &Parts {
        &self.parts[term.taxonomy.index()][term.term.index()]
    }
}
