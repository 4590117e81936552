//! A value of a facet.

use crate::model::Mark;

/// A value of a facet.
pub struct FacetValue {
    /// Its name in addresses.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Index of the value that is broader; cases count under both.
    pub broader: Option<usize>,
    /// The mark of a term.
    pub mark: Option<Mark>,
}
