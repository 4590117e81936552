//! Query: an expression that chooses cases, for `casebook export` and `casebook list`.
//!
//! Comes in: the site and a text such as `sector=finance and not year<2024`. Goes out: a [`Query`], which holds for a
//! case or not, or a [`QueryError`] with its place in the text. Fields are named as on Explore and in `cases.csv`;
//! `docs/data.md` describes them. Not done here: counting, ordering, printing.

mod fields;
mod parse;

use std::fmt;
use std::ops::Range;

use crate::model::{Case, CaseId, Site};

/// What holds for a case, or not.
pub type Query<'s> = Box<dyn Fn(&Case) -> bool + 's>;

/// Why an expression cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: String,
    /// Bytes of the expression.
    pub span: Range<usize>,
    /// The expression.
    pub text: String,
}

impl fmt::Display for QueryError {
    /// The message, and the expression with carets under the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line: String = self.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let width = |range: Range<usize>| self.text.get(range).unwrap_or_default().chars().count();
        let (before, below) = (width(0..self.span.start), width(self.span.clone()).max(1));
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  | {line}")?;
        write!(f, "  | {}{} {}", " ".repeat(before), "^".repeat(below), self.help)
    }
}

impl std::error::Error for QueryError {}

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
            Ok(all.filter(|id| query(site.case(*id))).collect())
        }
    }
}
