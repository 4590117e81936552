//! Findings about the content, in a settled order and in every form in which they are shown.

mod codes;
mod finding;
mod fix;
pub mod github;
pub mod gitlab;
pub mod grouped;
pub mod human;
pub mod json;
pub mod markdown;
mod near;
mod policy;
pub mod sarif;
mod severity;
pub mod short;

pub use codes::Code;
pub use finding::{Counts, Diagnostic, Edit, Fix, Related, Severities, sort};
pub use fix::apply_fixes;
pub use near::{HELPED, did_you_mean, is_typing_error, nearest};
pub use policy::{Allowance, apply, forgive_unfinished, parse_severity};
pub use severity::Severity;
