//! Where a site is published: the output folder, and whether it may be replaced.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::error::{PublishError, io_error};
use super::stage::MARKER;
use crate::files::Files;

/// Where and how to publish.
pub struct Target<'a> {
    /// The files that the site was made from. Their folder is one that the output must not replace.
    pub files: &'a Files,
    /// The output folder.
    pub output: &'a Path,
    /// Replace a folder that is not ours.
    pub force: bool,
}

/// The old output, where there is one that may be replaced.
pub fn existing(output: &Path, target: &Target<'_>) -> Result<Option<PathBuf>, PublishError> {
    let root = fs::canonicalize(&target.files.root).map_err(io_error(&target.files.root))?;
    let sources = ["content", "static", "themes"].map(|folder| root.join(folder));
    if root.starts_with(output) || sources.iter().any(|folder| output.starts_with(folder)) {
        return Err(PublishError::IsTheSite(target.output.to_owned()));
    }
    if !output.exists() {
        return Ok(None);
    }
    let is_empty = fs::read_dir(output).map_err(io_error(output))?.next().is_none();
    if is_empty || target.force || output.join(MARKER).is_file() {
        return Ok(Some(output.to_owned()));
    }
    Err(PublishError::NotOurs(target.output.to_owned()))
}

/// An absolute path without links and `..`, as far as it exists; what does not exist yet is taken as it is written.
pub fn real_path(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        real = fs::canonicalize(&real).unwrap_or(real);
    }
    real
}
