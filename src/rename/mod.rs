//! A case or page that gets another name: its file, the files beside it, the links to it and its old address.

mod aliases;
mod links;
mod proposal;
mod subject;
mod write;

pub use proposal::{Changed, Proposal, propose};
pub use subject::RenameError;
pub use write::write;
