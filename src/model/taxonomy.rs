//! Taxonomies and their terms.

use std::collections::HashMap;

use super::{CaseId, Identifier, Listing, OwnField, Slug, TaxonomyId, TermId, choices, fold};

/// May terms appear by use?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// Unknown terms are errors.
    Closed,
    /// New terms appear by use.
    Open,
}

/// The shape beside a term's label, where its taxonomy says how cases ended: how much of the thing there is, without a
/// judgement of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A full circle.
    Full,
    /// A circle half full.
    Half,
    /// An empty circle.
    Empty,
    /// A circle of dashes: nothing is known.
    None,
}

impl Mark {
    /// As written in a vocabulary.
    pub const NAMES: [(&str, Mark); 4] =
        [("full", Mark::Full), ("half", Mark::Half), ("empty", Mark::Empty), ("none", Mark::None)];

    /// As written in a vocabulary.
    pub fn as_str(self) -> &'static str {
        choices::name_of(&Mark::NAMES, &self).unwrap_or_default()
    }

    /// The mark of a name.
    pub fn named(name: &str) -> Option<Mark> {
        choices::named(&Mark::NAMES, name)
    }
}

/// One way of classifying cases.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// The front-matter key; `[a-z0-9]+(_[a-z0-9]+)*`.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// What it classifies.
    pub definition: Option<String>,
    /// Advice to those who choose its terms.
    pub editors: Option<String>,
    /// First part of the addresses of its pages.
    pub route: Slug,
    /// May terms appear by use?
    pub openness: Openness,
    /// Must every case have a term?
    pub required: bool,
    /// The taxonomy whose terms it shares: it is a role in which they occur, and has none of its own.
    pub terms_of: Option<TaxonomyId>,
    /// Id of the taxonomy whose file has its terms: its own, unless it is a role.
    pub vocabulary: String,
    /// The taxonomy whose number of terms this one describes.
    pub scope_of: Option<TaxonomyId>,
    /// Keys of its own that its terms may have.
    pub fields: Vec<OwnField>,
    /// Its terms: those of its file in their order, those with a file of their own by id, then those that appeared by use,
    /// by label.
    pub terms: Listing<Term>,
    /// How many of them files declare; those that appeared by use come behind.
    pub declared: usize,
    /// Term ids in the order of the list page: broader terms before their narrower ones.
    pub order: Vec<TermId>,
    /// Every folded name (id, label, alias) and whose it is.
    pub names: HashMap<String, TermId>,
}

impl Taxonomy {
    /// The terms that at least one case has, in the order of the taxonomy.
    pub fn in_use(&self) -> impl Iterator<Item = TermId> {
        self.order.iter().copied().filter(|term| !self.term(*term).cases.is_empty())
    }

    /// The term that a name stands for.
    pub fn find(&self, name: &str) -> Option<TermId> {
        self.names.get(&fold(name)).copied()
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        self.terms.get(id.index())
    }
}

/// The taxonomy of an id.
pub fn taxonomy_named(taxonomies: &[Taxonomy], id: &str) -> Option<TaxonomyId> {
    taxonomies.iter().position(|taxonomy| taxonomy.id == id).map(TaxonomyId::from_index)
}

/// One value of a taxonomy.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its name in addresses.
    pub id: Slug,
    /// Its name for people.
    pub label: String,
    /// What it means.
    pub definition: Option<String>,
    /// Advice to those who choose it.
    pub editors: Option<String>,
    /// The shape beside its label.
    pub mark: Option<Mark>,
    /// Other names.
    pub aliases: Vec<String>,
    /// By which it is known elsewhere, in the order of their keys.
    pub identifiers: Vec<Identifier>,
    /// Has it a file of its own?
    pub has_file: bool,
    /// What is said of it beyond that: its text, its sources, values of its taxonomy's fields. They are held as those of a
    /// case that stands in no list.
    pub record: Option<CaseId>,
    /// Broader terms, the nearest first.
    pub broader: Vec<TermId>,
    /// Terms whose nearest broader term this is.
    pub narrower: Vec<TermId>,
    /// Listed cases that carry it or a narrower term, in whatever role, in the order of the site's lists.
    pub cases: Vec<CaseId>,
    /// How many of them carry it under the key of this taxonomy, and not of a role alone.
    pub direct: usize,
}

impl Term {
    /// Is more said of it than its vocabulary has room for?
    pub fn is_told(&self) -> bool {
        self.has_file || self.record.is_some()
    }

    /// The identifier that a key gives.
    pub fn identifier(&self, key: &str) -> Option<&str> {
        self.identifiers.iter().find(|one| one.key == key).map(|one| &*one.value)
    }
}

/// Where the file of a term lies, by the id of its taxonomy and its own.
pub fn term_path(taxonomy: &str, id: &str) -> String {
    format!("content/taxonomies/{taxonomy}/{id}.md")
}

/// What whoever writes cases is told: what a taxonomy or term means to readers, and advice to editors.
pub fn told(definition: Option<&str>, editors: Option<&str>) -> Option<String> {
    let texts: Vec<&str> = definition.into_iter().chain(editors).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// A term of a taxonomy of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermRef {
    /// Which taxonomy.
    pub taxonomy: TaxonomyId,
    /// Which of its terms.
    pub term: TermId,
}
