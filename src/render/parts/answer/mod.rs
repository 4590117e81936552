//! The answer to a query of a page: a table, a list or a number, with links to its cases.

mod answered;
mod cells;
mod grouped;
mod html;

pub use answered::{Asking, answered, csv_route};
