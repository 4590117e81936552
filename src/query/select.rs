//! The cases that an expression chooses.

use super::error::{Query, QueryError};
use super::parse;
use crate::model::{CaseId, Site};

/// Read an expression.
///
/// # Errors
/// Where it is no expression, or names what the site does not have.
pub fn query<'s>(site: &'s Site, text: &str) -> Result<Query<'s>, QueryError> {
    parse::parse(site, text)
}

/// The cases that an expression chooses, by slug; all without one.
///
/// # Errors
/// As [`query`].
pub fn select(site: &Site, text: Option<&str>) -> Result<Vec<CaseId>, QueryError> {
    let query = text.map(|text| query(site, text)).transpose()?;
    Ok(chosen(site, site.case_ids(), query.as_ref()))
}

/// Of some cases those that a query chooses, in their order; all without one.
pub fn chosen(site: &Site, cases: impl Iterator<Item = CaseId>, query: Option<&Query<'_>>) -> Vec<CaseId> {
    cases.filter(|id| query.is_none_or(|query| (query.holds)(site.case(*id)))).collect()
}
