//! The stages that every command runs: load, parse, link and plan.

mod check;
mod workspace;

pub use check::{Checked, Options, Timings, check, check_again, site};
pub use workspace::Workspace;
