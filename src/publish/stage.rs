//! The folder that a build writes into, beside the output, until it takes the output's place.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::{PublishError, io_error};
use crate::render::Page;

/// The file that marks an output folder as ours: the sorted paths that a build wrote, one per line.
pub const MARKER: &str = ".casebook";

/// The folder that is being written, beside the output. Gone when dropped, unless it took the output's place.
pub struct Stage {
    /// Where it is.
    pub path: PathBuf,
    /// Locked while the folder is written: a folder whose marker nobody locks was left by a build that died.
    marker: File,
}

impl Stage {
    /// A new one, with the folders that pages lie in.
    pub fn new(output: &Path, pages: &[Page]) -> Result<Stage, PublishError> {
        let parent = output.parent().unwrap_or(Path::new("/"));
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.building-");
        fs::create_dir_all(parent).map_err(io_error(parent))?;
        remove_abandoned(parent, &prefix);
        let stage = loop {
            // A name that was never used: whoever still removes an old folder removes nothing of this one.
            let named =
                tempfile::Builder::new().prefix(&prefix).rand_bytes(12).make_in(parent, |path| fs::create_dir(path));
            let path = named.map_err(io_error(parent))?.into_temp_path();
            let path = path.keep().map_err(|kept| io_error(parent)(kept.error))?;
            let marker = path.join(MARKER);
            let marker = File::create(&marker).map_err(io_error(&marker))?;
            // Another build that found the folder before it was locked is about to remove it. Without locks on this
            // file system an abandoned folder is not cleared away; nothing else is lost.
            if !matches!(marker.try_lock(), Err(TryLockError::WouldBlock)) {
                break Stage { path, marker };
            }
        };
        for folder in folders(pages) {
            let path = stage.path.join(folder);
            fs::create_dir_all(&path).map_err(io_error(&path))?;
        }
        Ok(stage)
    }

    /// List in the marker what was written, once everything is.
    pub fn list(&mut self, pages: &[Page]) -> Result<(), PublishError> {
        let mut paths: Vec<&str> = pages.iter().map(|page| page.route.as_str()).collect();
        paths.sort_unstable();
        let mut text = paths.join("\n");
        text.push('\n');
        self.marker.write_all(text.as_bytes()).map_err(io_error(&self.path.join(MARKER)))
    }

    /// Stand where the output is; what was there is removed afterwards.
    pub fn take_the_place_of(self, output: &Path, has_old: bool) -> Result<(), PublishError> {
        if !has_old {
            return fs::rename(&self.path, output).map_err(io_error(output));
        }
        if exchange(&self.path, output).is_err() {
            let aside = self.path.with_extension("old");
            fs::rename(output, &aside).map_err(io_error(output))?;
            if let Err(error) = fs::rename(&self.path, output) {
                let _ = fs::rename(&aside, output);
                return Err(io_error(output)(error));
            }
            let _ = fs::remove_dir_all(&aside);
        }
        Ok(())
    }
}

impl Drop for Stage {
    /// What stands here now is the old output, or a build that failed.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Every folder that a page lies in.
fn folders(pages: &[Page]) -> BTreeSet<&str> {
    pages.iter().filter_map(|page| page.route.rsplit_once('/').map(|(folder, _)| folder)).collect()
}

/// Remove the folders of builds that were killed: those whose marker nobody holds locked.
fn remove_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
        // Locked until the folder is gone, so that nobody goes on to write into it.
        if let Ok(marker) = File::open(entry.path().join(MARKER))
            && marker.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
