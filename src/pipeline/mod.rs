//! The line of stages, for every command: load → parse → link → plan.
//!
//! [`check`] stops here, `build` goes on to [`crate::publish`], `serve` checks a [`Workspace`] again and again.

mod check;
mod workspace;

pub use check::{Checked, Options, Timings, check, site};
pub use workspace::Workspace;
