//! A lock file beside what is written, so that two runs take turns.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::{WriteError, io_error};
use super::temporary::Temporary;

/// How long a run waits for another.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long it pauses between looks.
const PAUSE: Duration = Duration::from_millis(20);

/// A lock that is held. Its file, which names the process, goes with it.
#[derive(Debug)]
pub struct Lock {
    temporary: Option<Temporary>,
    file: File,
    /// Some file systems have no locks: runs there may meet, and none may clear away what another left.
    pub is_exclusive: bool,
}

impl Lock {
    /// Take the lock of a file, waiting up to a minute for whoever holds it. `guarded` is what it stands for.
    ///
    /// # Errors
    /// Where somebody holds it for longer, or the file cannot be made.
    pub fn take(path: &Path, guarded: &Path) -> Result<Lock, WriteError> {
        Lock::within(PATIENCE, path, guarded)
    }

    fn within(patience: Duration, path: &Path, guarded: &Path) -> Result<Lock, WriteError> {
        let started = Instant::now();
        loop {
            if fs::symlink_metadata(path).is_ok_and(|data| !data.is_file()) {
                return Err(WriteError::NotAFile(path.to_owned()));
            }
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
            let mut file = opened.map_err(io_error(path))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    // For people only: nothing depends on it.
                    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                    return Ok(Lock { temporary: Some(Temporary::of(path)), file, is_exclusive: true });
                }
                // Whoever held it removed the file when done; a third run may have made a new one.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    let is_number = !holder.is_empty() && holder.bytes().all(|byte| byte.is_ascii_digit());
                    let holder = if is_number { format!(" (process {holder})") } else { String::new() };
                    return Err(WriteError::Held { holder, folder: guarded.to_owned() });
                }
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {}
                Err(TryLockError::Error(_)) => {
                    return Ok(Lock { temporary: Some(Temporary::of(path)), file, is_exclusive: false });
                }
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed before it is let go, so that nobody locks a file that is about to vanish without noticing.
        drop(self.temporary.take());
        let _ = self.file.unlock();
    }
}

/// Does a path still lead to an open file?
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(file), Ok(there)) =
        (file.try_clone().and_then(same_file::Handle::from_file), same_file::Handle::from_path(path))
    else {
        return false;
    };
    file == there
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_then_says_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".public.lock");
        let first = Lock::take(&path, folder.path()).unwrap();
        let refused = Lock::within(Duration::from_millis(50), &path, folder.path()).unwrap_err();
        assert!(
            refused.to_string().contains(&format!("another casebook (process {})", std::process::id())),
            "{refused}"
        );
        let release = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(100));
            drop(first);
        });
        let second = Lock::take(&path, folder.path()).unwrap();
        release.join().unwrap();
        drop(second);
        assert!(!path.exists(), "the file goes with the lock");
    }

    #[test]
    fn a_lock_that_was_left_behind_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".public.lock");
        fs::write(&path, "4000000000").unwrap();
        assert!(Lock::within(Duration::ZERO, &path, folder.path()).unwrap().is_exclusive);
    }
}
