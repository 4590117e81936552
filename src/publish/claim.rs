//! An output folder that one build at a time has to itself.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::error::{PublishError, io_error};
use crate::disk::{Lock, remove_all};

/// The file that marks an output folder as ours: the sorted paths that a build wrote, one per line.
pub const MARKER: &str = ".casebook";

/// How a folder ends that holds the old output while the new one is put in its place by two renames.
pub const ASIDE: &str = ".old";

/// An output folder that no other build writes to meanwhile. It is claimed before the site is read, so that of two builds
/// the one that read the newer site comes last.
#[derive(Debug)]
pub struct Claim {
    /// The folder as it was given.
    pub given: PathBuf,
    /// Where it is.
    pub(super) output: PathBuf,
    /// How the names of the folders start that builds write into, beside it.
    pub(super) prefix: String,
    _lock: Lock,
}

impl Claim {
    /// Claim an output folder; a build that is there already is waited for.
    ///
    /// # Errors
    /// Where the other build takes longer than a minute, or nothing can be written beside the folder.
    pub fn of(output: &Path) -> Result<Claim, PublishError> {
        let real = real_path(&std::path::absolute(output).map_err(io_error(output))?);
        let parent = real.parent().unwrap_or(Path::new("/"));
        let name = real.file_name().unwrap_or_default().to_string_lossy();
        fs::create_dir_all(parent).map_err(io_error(parent))?;
        let lock = Lock::take(&parent.join(format!(".{name}.lock")), output)?;
        let prefix = format!(".{name}.building-");
        // Without locks on this file system, what is there may be another build's.
        if lock.is_exclusive {
            remove_abandoned(&real, parent, &prefix);
        }
        Ok(Claim { given: output.to_owned(), output: real, prefix, _lock: lock })
    }
}

/// Remove the folders of builds that were killed. The output is claimed: no other build is at work. One that was killed
/// between two renames left the output aside; it is put back first, for this build may fail.
fn remove_abandoned(output: &Path, parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(prefix) {
            continue;
        }
        let is_put_back =
            name.ends_with(ASIDE) && fs::symlink_metadata(output).is_err() && fs::rename(entry.path(), output).is_ok();
        if !is_put_back {
            remove_all(&entry.path());
        }
    }
}

/// An absolute path without links and `..`, as far as it exists; what does not exist yet is taken as it is written.
fn real_path(path: &Path) -> PathBuf {
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
