//! What a site puts first: of a case, in lists and on the home page.

use super::{CaseId, TaxonomyId};

/// What the configuration puts first, found in the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// The taxonomy that says how cases ended.
    pub lead: Option<TaxonomyId>,
    /// What cards say of a case.
    pub cards: Vec<CardFact>,
    /// The case that the home page opens with; none where there are no cases.
    pub lead_case: Option<CaseId>,
}

/// A line of `cards`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardFact {
    /// The terms of a taxonomy.
    Terms(TaxonomyId),
    /// The values of a field of the site's own: an index into those of its configuration.
    Values(usize),
}
