//! Expressions that choose cases, for `casebook export` and `casebook list`, and the queries of pages: `docs/data.md`
//! and `docs/reference.md` describe them.

mod answer;
mod choice;
mod compile;
mod error;
mod fields;
mod groups;
mod in_explore;
mod named;
mod order;
mod parse;
mod questions;
mod select;
mod test;

pub use answer::{Answer, answer, report};
pub use choice::Choice;
pub use error::{Holds, Query, QueryError};
pub use groups::{Group, groups, summed};
pub use in_explore::Filters;
pub use named::{BuiltIn, Field, Named};
pub use questions::{answers, report_questions};
pub use select::{query, select};
