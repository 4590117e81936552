//! Errors in expressions, each with what would be understood.

use std::fmt;
use std::ops::Range;

use super::choice::Choice;
use crate::files::{neutral, neutral_source};
use crate::model::Case;

/// What holds for a case, or not.
pub type Holds<'s> = Box<dyn Fn(&Case) -> bool + 's>;

/// An expression that was understood.
pub struct Query<'s> {
    /// What holds for the cases that it chooses.
    pub holds: Holds<'s>,
    /// The same as choices of Explore, of which all must hold; absent where Explore cannot say it.
    pub choices: Option<Vec<Choice>>,
}

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
        let line = neutral_source(&self.text.replace(char::is_control, " "));
        let width = |range: Range<usize>| self.text.get(range).unwrap_or_default().chars().count();
        let (before, below) = (width(0..self.span.start), width(self.span.clone()).max(1));
        writeln!(f, "{}", neutral(&self.message))?;
        writeln!(f, "  | {line}")?;
        write!(f, "  | {}{} {}", " ".repeat(before), "^".repeat(below), neutral(&self.help))
    }
}

impl std::error::Error for QueryError {}
