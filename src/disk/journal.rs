//! A journal of a long run: a line for each thing that was done, on the disk before the next is begun, so that a run that
//! is killed is taken up again.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::error::{WriteError, io_error};

/// A journal that is open. It stays where a run ends early.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Open the journal of a name in the folder of a site, with the lines that an earlier run left in it.
    ///
    /// # Errors
    /// Where another run writes it, or it cannot be read or written.
    pub fn open(root: &Path, name: &str) -> Result<(Journal, Vec<String>), WriteError> {
        let path = root.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|data| !data.is_file()) {
            return Err(WriteError::NotAFile(path));
        }
        let opened = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut file = opened.map_err(io_error(&path))?;
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(WriteError::Held { holder: String::new(), folder: path });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io_error(&path))?;
        // A line that was cut off was never said.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        file.set_len(whole as u64).map_err(io_error(&path))?;
        let lines = String::from_utf8_lossy(&bytes[..whole]).lines().map(str::to_owned).collect();
        Ok((Journal { path, file }, lines))
    }

    /// Add a line.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn add(&mut self, line: &str) -> Result<(), WriteError> {
        self.file.write_all(format!("{line}\n").as_bytes()).map_err(io_error(&self.path))
    }

    /// All that it says is said elsewhere: it goes.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn finish(self) -> Result<(), WriteError> {
        fs::remove_file(&self.path).map_err(io_error(&self.path))
    }
}

/// Write a file into a folder, which is made where there is none: whole or not at all, over what had its name.
///
/// # Errors
/// Where the system refuses.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(io_error(folder))?;
    let at = folder.join(name);
    let (temporary, mut file) = super::Temporary::file(folder, ".casebook-", ".tmp").map_err(io_error(&at))?;
    file.write_all(bytes).map_err(io_error(&at))?;
    temporary.settle(|new| fs::rename(new, &at)).map_err(io_error(&at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_a_kill_is_known_after_it() {
        let site = tempfile::tempdir().unwrap();
        let (mut journal, before) = Journal::open(site.path(), ".journal").unwrap();
        assert!(before.is_empty());
        journal.add("one").unwrap();
        journal.add("two").unwrap();
        let held = Journal::open(site.path(), ".journal").unwrap_err();
        assert!(matches!(held, WriteError::Held { .. }), "{held}");
        drop(journal);
        let path = site.path().join(".journal");
        let cut = format!("{}thr", fs::read_to_string(&path).unwrap());
        fs::write(&path, cut).unwrap();
        let (mut journal, before) = Journal::open(site.path(), ".journal").unwrap();
        assert_eq!(before, ["one", "two"]);
        journal.add("three").unwrap();
        drop(journal);
        let (journal, before) = Journal::open(site.path(), ".journal").unwrap();
        assert_eq!(before, ["one", "two", "three"]);
        journal.finish().unwrap();
        assert!(!path.exists());
    }
}
