//! How files of a site are written for its editors: whole or not at all, below the site only, and never over what
//! somebody saved meanwhile.
//!
//! A [`Batch`] writes temporary files beside those that they are to replace, asks the disk once to keep them, and renames
//! them. Before each rename it looks whether the file still holds what was read. A run that is killed leaves old files or
//! new ones, and temporary files that the next [`Batch`] of the site removes; a signal removes them at once.

#![expect(clippy::disallowed_methods, reason = "the only writer of files that people go on to edit")]

mod batch;
mod error;
mod journal;
mod lock;
mod path;
mod sync;
mod temporary;

pub use batch::Batch;
pub use error::{WriteError, io_error};
pub use journal::{Journal, put};
pub use lock::Lock;
pub use path::{is_file, move_file, read_text, remove, remove_empty_folders};
pub use sync::sync_file_system;
pub use temporary::{Temporary, clear_on_signals, remove_all, stop_on_signals};
