//! Why a file of a site is not written, or not read.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file of a site was left alone.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It, or a folder above it, is a symbolic link.
    #[error("{} is a symbolic link, which casebook does not follow; put the file or folder itself there", .0.display())]
    Link(PathBuf),
    /// It has a second name, which would go on to show the old text.
    #[error("{} has another name (a hard link), and writing it would part the two; put a copy in its place", .0.display())]
    HardLink(PathBuf),
    /// It is a folder, a device or a pipe.
    #[error("{} is not a file; remove it, or give it another name", .0.display())]
    NotAFile(PathBuf),
    /// A file stands where a folder should.
    #[error("{} is not a folder; remove it, or give it another name", .0.display())]
    NotAFolder(PathBuf),
    /// Its permissions forbid writing.
    #[error("{} is read-only; allow writing to it first", .0.display())]
    ReadOnly(PathBuf),
    /// It would belong to another user or group.
    #[error("{} belongs to somebody else, and would not after it is written; run casebook as its owner", .0.display())]
    Owner(PathBuf),
    /// A path that leads out of the folder.
    #[error("`{path}` is not the path of a file below {}", folder.display())]
    Outside {
        /// As it was given.
        path: String,
        /// Where it should lie.
        folder: PathBuf,
    },
    /// Another run is writing.
    #[error("another casebook{holder} is writing {}; wait for it, or end it, and run this again", folder.display())]
    Held {
        /// ` (process 12)`, where it says so.
        holder: String,
        /// What it writes.
        folder: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// What went wrong with a path.
pub fn io_error(path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |error| WriteError::Io { path, error }
}
