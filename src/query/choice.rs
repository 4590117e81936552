//! A value of a facet of Explore, as an expression chooses it.

use crate::explore::facets::About;

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which facet.
    pub about: About,
    /// Its name in addresses; of a field of the site's own the value, folded.
    pub value: String,
}
