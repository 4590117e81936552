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
use super::sync::sync_file_system;
use super::temporary::{Temporary, remove_all};

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
    pub fn create(&mut self, path: &str, contents: impl AsRef<[u8]>) -> Result<bool, WriteError> {
        let (at, data) = locate(&self.root, path, Folders::Make)?;
        if data.is_some() || !self.paths.insert(path.to_owned()) {
            return Ok(false);
        }
        self.stage(path, &at, None, contents.as_ref(), None)?;
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
        self.stage(path, &at, Some(old), new.as_bytes(), data.as_ref())
    }

    fn stage(
        &mut self,
        path: &str,
        at: &Path,
        old: Option<&str>,
        new: &[u8],
        data: Option<&Metadata>,
    ) -> Result<(), WriteError> {
        let folder = at.parent().unwrap_or(&self.root);
        let (temporary, mut file) = Temporary::file(folder, PREFIX, SUFFIX).map_err(io_error(at))?;
        file.write_all(new).map_err(io_error(at))?;
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
        for file in &staged {
            locate(&self.root, &file.path, Folders::Leave)?;
        }
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
    if staged.len() > FEW && sync_file_system(root) {
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
    if cfg!(unix) && !(folders.len() > FEW && sync_file_system(root)) {
        for folder in folders {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_error(folder))?;
        }
    }
    Ok(())
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
            remove_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn what_changed_or_appeared_meanwhile_is_left_alone() {
        let site = tempfile::tempdir().unwrap();
        let path = |name: &str| site.path().join(name);
        for name in ["a.md", "b.md", "gone.md"] {
            fs::write(path(name), "old").unwrap();
        }
        let mut batch = Batch::open(site.path()).unwrap();
        for name in ["a.md", "b.md", "gone.md"] {
            batch.replace(name, "old", "new").unwrap();
        }
        assert!(batch.create("c.md", "new").unwrap());
        assert!(batch.create("deep/er/d.md", "new").unwrap());
        assert!(!batch.create("deep/er/d.md", "other").unwrap(), "staged already");
        assert!(!batch.create("a.md", "other").unwrap(), "there already");
        assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "old", "nothing before the commit");
        fs::write(path("b.md"), "theirs").unwrap();
        fs::write(path("c.md"), "theirs").unwrap();
        fs::remove_file(path("gone.md")).unwrap();
        assert_eq!(batch.commit().unwrap(), ["b.md", "gone.md", "c.md"]);
        drop(batch);
        let texts = ["a.md", "b.md", "c.md", "deep/er/d.md"].map(|name| fs::read_to_string(path(name)).unwrap());
        assert_eq!(texts, ["new", "theirs", "theirs", "new"]);
        assert_eq!(names(site.path()), ["a.md", "b.md", "c.md", "deep/er/d.md"]);
    }

    #[test]
    fn a_batch_that_is_given_up_changes_nothing_and_the_next_clears() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("a.md"), "old").unwrap();
        fs::create_dir_all(site.path().join("content/cases")).unwrap();
        fs::write(site.path().join("content/cases/.casebook-killed.tmp"), "half").unwrap();
        let mut batch = Batch::open(site.path()).unwrap();
        batch.replace("a.md", "old", "new").unwrap();
        batch.create("b.md", "new").unwrap();
        drop(batch);
        assert_eq!(names(site.path()), ["a.md"]);
        assert_eq!(fs::read_to_string(site.path().join("a.md")).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn modes_stay_and_links_are_refused() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let site = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let path = |name: &str| site.path().join(name);
        let victim = outside.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        fs::write(path("a.md"), "old").unwrap();
        fs::set_permissions(path("a.md"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&victim, path("link.md")).unwrap();
        symlink(outside.path(), path("folder")).unwrap();
        fs::hard_link(&victim, path("second.md")).unwrap();
        fs::write(path("kept.md"), "old").unwrap();
        fs::set_permissions(path("kept.md"), fs::Permissions::from_mode(0o440)).unwrap();
        let mut batch = Batch::open(site.path()).unwrap();
        batch.replace("a.md", "old", "new").unwrap();
        for linked in ["link.md", "folder/victim", "folder/deep/new.md"] {
            let replaced = batch.replace(linked, "precious", "new").unwrap_err();
            let created = batch.create(linked, "new").unwrap_err();
            for error in [replaced, created] {
                assert!(matches!(error, WriteError::Link(_)), "{linked}: {error}");
            }
        }
        assert!(matches!(batch.replace("second.md", "precious", "new").unwrap_err(), WriteError::HardLink(_)));
        assert!(matches!(batch.replace("kept.md", "old", "new").unwrap_err(), WriteError::ReadOnly(_)));
        for out in ["../out.md", "/tmp/out.md", "a/../../out.md", "", "."] {
            assert!(matches!(batch.create(out, "new").unwrap_err(), WriteError::Outside { .. }), "{out}");
        }
        batch.commit().unwrap();
        assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "new");
        assert_eq!(fs::metadata(path("a.md")).unwrap().permissions().mode() & 0o777, 0o640);
        // What became a link after it was staged is refused too, and then nothing is written.
        batch.replace("a.md", "new", "newer").unwrap();
        batch.create("later/new.md", "new").unwrap();
        fs::rename(path("later"), path("aside")).unwrap();
        symlink(outside.path(), path("later")).unwrap();
        assert!(matches!(batch.commit().unwrap_err(), WriteError::Link(_)));
        assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "new");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        assert_eq!(names(outside.path()), ["victim"]);
    }
}
