//! The stages that every command runs: load, parse, link and plan.

mod check;
mod since;
mod workspace;

pub use check::{Checked, Options, Timings, check, check_again, site};
pub use since::{Change, ChangedCase, Since, SinceError, keep_added};
pub use workspace::Workspace;
