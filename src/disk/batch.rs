//! A batch of files of a site that are written together, each whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::error::{WriteError, io_error};
use super::lock::Lock;
use super::path::{Folders, locate};
use super::temporary::{self, Temporary};

/// How the names of temporary files start and end. A dot keeps them out of what is read and watched.
const PREFIX: &str = ".casebook-";
const SUFFIX: &str = ".tmp";

/// Files of the batch that are synced one by one; more are synced with the whole file system at once.
const FEW: usize = 16;

/// Files of a site that are written together.
#[derive(Debug)]
pub struct Batch {
    root: PathBuf,
    staged: Vec<Staged>,
    /// Paths that are staged.
    paths: BTreeSet<String>,
    /// Only one batch of a site is open at a time.
    _lock: Lock,
}

/// A new text that waits beside the file that it is to replace.
#[derive(Debug)]
struct Staged {
    path: String,
    new: Temporary,
    /// What the file held when it was read; `None` where there must be none.
    old: Option<[u8; 32]>,
}

impl Batch {
    /// Open a batch for the site in a folder, which is made where there is none. Another batch of the site is waited for,
    /// and what a run that was killed left behind is removed.
    ///
    /// # Errors
    /// Where another run holds the site for longer than a minute, or the folder cannot be written to.
    pub fn open(root: &Path) -> Result<Batch, WriteError> {
        fs::create_dir_all(root).map_err(io_error(root))?;
        let lock = Lock::take(&root.join(".casebook.lock"), root)?;
        if lock.is_exclusive {
            remove_abandoned(root);
        }
        Ok(Batch { root: root.to_owned(), staged: Vec::new(), paths: BTreeSet::new(), _lock: lock })
    }

    /// Stage a file that is not there yet. `false` where it is: then it stays as it was.
    ///
    /// # Errors
    /// Where its path leads over a link, or the disk is full.
    pub fn create(&mut self, path: &str, text: &str) -> Result<bool, WriteError> {
        let (at, data) = locate(&self.root, path, Folders::Make)?;
        if data.is_some() || !self.paths.insert(path.to_owned()) {
            return Ok(false);
        }
        self.stage(path, &at, None, text, None)?;
        Ok(true)
    }

    /// Stage a new text of a file that held another when it was read.
    ///
    /// # Errors
    /// Where its path leads over a link, its mode or owner cannot be kept, or the disk is full.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) -> Result<(), WriteError> {
        let (at, data) = locate(&self.root, path, Folders::Make)?;
        if let Some(data) = &data {
            refuse_shared(&at, data)?;
        }
        self.paths.insert(path.to_owned());
        self.stage(path, &at, Some(old), new, data.as_ref())
    }

    fn stage(
        &mut self,
        path: &str,
        at: &Path,
        old: Option<&str>,
        new: &str,
        data: Option<&Metadata>,
    ) -> Result<(), WriteError> {
        let folder = at.parent().unwrap_or(&self.root);
        let (temporary, mut file) = Temporary::file(folder, PREFIX, SUFFIX).map_err(io_error(at))?;
        file.write_all(new.as_bytes()).map_err(io_error(at))?;
        if let Some(data) = data {
            keep_owner(&file, data).map_err(|_| WriteError::Owner(at.to_owned()))?;
            file.set_permissions(data.permissions()).map_err(io_error(at))?;
        }
        self.staged.push(Staged { path: path.to_owned(), new: temporary, old: old.map(|old| digest(old.as_bytes())) });
        Ok(())
    }

    /// Put every staged file in its place, after one sync of them all. Gives the paths of files that changed since they
    /// were read, or appeared since: these are left alone. The batch is empty then, and may be used again.
    ///
    /// # Errors
    /// Where a file cannot be put in its place. Those before it are, and each is whole.
    pub fn commit(&mut self) -> Result<Vec<String>, WriteError> {
        let staged = std::mem::take(&mut self.staged);
        self.paths.clear();
        sync_files(&self.root, &staged)?;
        let mut left_alone = Vec::new();
        let mut folders = BTreeSet::new();
        for file in staged {
            let (at, data) = locate(&self.root, &file.path, Folders::Leave)?;
            let is_settled = file.new.settle(|new| match (file.old, data) {
                (None, None) => create(new, &at),
                (Some(old), Some(_)) if digest(&fs::read(&at)?) == old => fs::rename(new, &at).map(|()| true),
                _ => Ok(false),
            });
            if !is_settled.map_err(io_error(&at))? {
                left_alone.push(file.path);
            } else if let Some(folder) = at.parent() {
                folders.insert(folder.to_owned());
            }
        }
        sync_folders(&self.root, &folders)?;
        Ok(left_alone)
    }
}

/// Give a temporary file its name, unless somebody took it meanwhile.
fn create(new: &Path, at: &Path) -> io::Result<bool> {
    match fs::hard_link(new, at) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        // A file system without hard links.
        Err(_) if fs::symlink_metadata(at).is_ok() => Ok(false),
        Err(_) => fs::rename(new, at).map(|()| true),
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A file whose mode forbids writing is not replaced either, nor one that has a second name.
fn refuse_shared(at: &Path, data: &Metadata) -> Result<(), WriteError> {
    if data.permissions().readonly() {
        return Err(WriteError::ReadOnly(at.to_owned()));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(data) > 1 {
        return Err(WriteError::HardLink(at.to_owned()));
    }
    Ok(())
}

/// Give a new file the owner and group of the one that it replaces.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(file, Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Bring the bytes of new files to the disk, before any of them takes a name.
fn sync_files(root: &Path, staged: &[Staged]) -> Result<(), WriteError> {
    if staged.len() > FEW && sync_all(root) {
        return Ok(());
    }
    for file in staged {
        let path = file.new.path();
        let opened = File::options().write(true).open(path);
        opened.and_then(|opened| opened.sync_all()).map_err(io_error(path))?;
    }
    Ok(())
}

/// Bring names to the disk. Not every system can be asked to.
fn sync_folders(root: &Path, folders: &BTreeSet<PathBuf>) -> Result<(), WriteError> {
    if cfg!(unix) && !(folders.len() > FEW && sync_all(root)) {
        for folder in folders {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_error(folder))?;
        }
    }
    Ok(())
}

/// Sync a whole file system, where the system has a call for that.
#[cfg(target_os = "linux")]
fn sync_all(folder: &Path) -> bool {
    File::open(folder).is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok())
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &Path) -> bool {
    false
}

/// Remove the temporary files that a run left behind when it was killed. The lock is held: nobody else's are there.
fn remove_abandoned(root: &Path) {
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().as_encoded_bytes();
        name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes()) && entry.file_type().is_file()
    };
    let is_hidden =
        |entry: &DirEntry| entry.file_type().is_dir() && entry.file_name().as_encoded_bytes().starts_with(b".");
    let written =
        [("", 1), ("content", usize::MAX), ("imports", 1), ("themes", usize::MAX), (".vscode", 2), (".github", 2)];
    for (folder, depth) in written {
        let entries = WalkDir::new(root.join(folder)).max_depth(depth).into_iter();
        let entries = entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
        for entry in entries.filter_map(Result::ok).filter(is_ours) {
            temporary::remove(entry.path());
        }
    }
}
