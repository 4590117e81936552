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
    let all = (0..site.cases.len()).map(CaseId::from_index);
    match text {
        None => Ok(all.collect()),
        Some(text) => {
            let query = query(site, text)?;
            Ok(all.filter(|id| (query.holds)(site.case(*id))).collect())
        }
    }
}
