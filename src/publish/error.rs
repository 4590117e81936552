//! The reasons why a site cannot be published.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::WriteError;
use crate::render::RenderError;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output folder holds something that casebook did not write.
    #[error(
        "{} holds what was not written by casebook: {names}; move that away, name it in `keep` of casebook.yaml, choose \
         another --output, or replace it with --force", output.display()
    )]
    NotOurs {
        /// The folder.
        output: PathBuf,
        /// What it holds.
        names: String,
    },
    /// The same, and the folder is not one of the site's.
    #[error(
        "{} is not below the site, and holds what was not written by casebook: {names}; choose another --output, or \
         replace it with --force --force", output.display()
    )]
    NotBelow {
        /// The folder.
        output: PathBuf,
        /// What it holds.
        names: String,
    },
    /// Something else stands where the output folder should.
    #[error("{} is not a folder; choose another --output", .0.display())]
    NotAFolder(PathBuf),
    /// The output folder is that of a person, or holds it.
    #[error("{} holds your home folder; choose another --output", .0.display())]
    IsHome(PathBuf),
    /// The output folder lies in a repository's own.
    #[error("{} is a repository’s own folder; choose another --output", .0.display())]
    IsARepository(PathBuf),
    /// Another build, or the site's folder, is in the way.
    #[error(transparent)]
    Claim(#[from] WriteError),
    /// The output folder holds a repository.
    #[error(
        "{} holds a repository (`.git`), which no build replaces; name it in `keep` of casebook.yaml, or choose another \
         --output", .0.display()
    )]
    HoldsARepository(PathBuf),
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
