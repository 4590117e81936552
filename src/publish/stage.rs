//! The folder that a build writes into, beside the output, until it takes the output's place.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::claim::{ASIDE, Claim, MARKER};
use super::error::{PublishError, io_error};
use crate::disk::{Temporary, remove_all, sync_file_system};
use crate::render::Page;

/// The folder that is being written, beside the output. Gone when dropped, unless it took the output's place.
pub struct Stage {
    folder: Temporary,
    marker: File,
    /// Those of a new file: a file of the old output that has others is written anew.
    permissions: Permissions,
}

impl Stage {
    /// A new one, with the folders that pages lie in.
    pub fn new(claim: &Claim, pages: &[&Page]) -> Result<Stage, PublishError> {
        let output = &claim.output;
        let parent = output.parent().unwrap_or(Path::new("/"));
        let folder = Temporary::folder(parent, &claim.prefix).map_err(io_error(parent))?;
        let path = folder.path().join(MARKER);
        let marker = File::create(&path).map_err(io_error(&path))?;
        let permissions = marker.metadata().map_err(io_error(&path))?.permissions();
        for below in folders(pages) {
            let path = folder.path().join(below);
            fs::create_dir_all(&path).map_err(io_error(&path))?;
        }
        Ok(Stage { folder, marker, permissions })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Is a file of the old output as a new one would be, but for its bytes?
    pub fn is_ordinary(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && data.permissions() == self.permissions)
    }

    /// List in the marker the pages of the site, once everything is written.
    pub fn list(&mut self, pages: &[Page]) -> Result<(), PublishError> {
        let mut paths: Vec<&str> = pages.iter().map(|page| page.route.as_str()).collect();
        paths.sort_unstable();
        let mut text = paths.join("\n");
        text.push('\n');
        self.marker.write_all(text.as_bytes()).map_err(io_error(&self.path().join(MARKER)))
    }

    /// Take over from the old output what the host needs in it. It stands in both until the old one goes, so that no
    /// moment is without it.
    pub fn keep(&self, old: &Path, names: &[String]) -> Result<(), PublishError> {
        for name in names {
            let (from, to) = (old.join(name), self.path().join(name));
            if fs::symlink_metadata(&from).is_ok() && fs::symlink_metadata(&to).is_err() {
                take_over(&from, &to).map_err(io_error(&to))?;
            }
        }
        Ok(())
    }

    /// Stand where the output is, once all of it is on the disk; what was there is removed afterwards.
    pub fn take_the_place_of(self, output: &Path, has_old: bool) -> Result<(), PublishError> {
        if !sync_file_system(self.path()) {
            self.marker.sync_all().map_err(io_error(&self.path().join(MARKER)))?;
        }
        let exchanged = self.folder.settle(|new| if has_old { replace(new, output) } else { fs::rename(new, output) });
        exchanged.map_err(io_error(output))?;
        if cfg!(unix)
            && let Some(parent) = output.parent()
        {
            // Only the order of names on the disk hangs on it: the output is whole, old or new, without.
            let _ = File::open(parent).and_then(|parent| parent.sync_all());
        }
        Ok(())
    }
}

/// Put a new folder in the place of an old one, which is then where the new one was, or gone.
fn replace(new: &Path, output: &Path) -> io::Result<()> {
    if exchange(new, output).is_ok() {
        return Ok(());
    }
    let aside = PathBuf::from(format!("{}{ASIDE}", new.display()));
    fs::rename(output, &aside)?;
    if let Err(error) = fs::rename(new, output) {
        let _ = fs::rename(&aside, output);
        return Err(error);
    }
    remove_all(&aside);
    Ok(())
}

/// Link or copy a file, a link, or a folder with all that is in it.
fn take_over(from: &Path, to: &Path) -> io::Result<()> {
    let data = fs::symlink_metadata(from)?;
    if data.is_symlink() {
        return link_again(from, to);
    }
    if !data.is_dir() {
        return fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()));
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        take_over(&entry.path(), &to.join(entry.file_name()))?;
    }
    fs::set_permissions(to, data.permissions())
}

#[cfg(unix)]
fn link_again(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn link_again(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Every folder that a page lies in.
fn folders<'p>(pages: &[&'p Page]) -> BTreeSet<&'p str> {
    pages.iter().filter_map(|page| page.route.rsplit_once('/').map(|(folder, _)| folder)).collect()
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
