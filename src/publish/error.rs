//! The reasons why a site cannot be published.

use std::io;
use std::path::{Path, PathBuf};

use crate::render::RenderError;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output folder holds something that casebook did not write.
    #[error("{} is not empty and was not written by casebook; choose another --output, or replace it with --force", .0.display())]
    NotOurs(PathBuf),
    /// The output folder would replace the site itself.
    #[error("{} holds the site itself; choose another --output", .0.display())]
    IsTheSite(PathBuf),
    /// A page could not be rendered.
    #[error("cannot render {route}: {error}")]
    Render {
        /// Which.
        route: String,
        /// Why.
        error: RenderError,
    },
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What went wrong with a path.
pub fn io_error(path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_owned();
    move |error| PublishError::Io { path, error }
}
