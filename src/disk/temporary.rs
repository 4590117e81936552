//! Temporary files and folders, which go when they are dropped, when a signal ends the program, or with the next run.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a signal must remove. A process has one set of signal handlers, and this is theirs.
static LIVE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// How often a folder is removed that threads still write into.
const ATTEMPTS: usize = 20;

fn live() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary file or folder. Dropped, it is removed with all that is in it.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Temporary {
    /// An empty file in a folder, open for writing, with the mode of a new file.
    pub fn file(folder: &Path, prefix: &str, suffix: &str) -> io::Result<(Temporary, File)> {
        // Whoever clears after a signal keeps hold of the list: nothing is made any more.
        let mut live = live();
        let made = named(prefix, suffix).make_in(folder, |path| File::create_new(path))?;
        let (file, path) = made.into_parts();
        let path = path.keep()?;
        live.insert(path.clone());
        Ok((Temporary(path), file))
    }

    /// An empty folder in another.
    pub fn folder(parent: &Path, prefix: &str) -> io::Result<Temporary> {
        let mut live = live();
        let made = named(prefix, "").make_in(parent, |path| fs::create_dir(path))?;
        let path = made.into_temp_path().keep()?;
        live.insert(path.clone());
        Ok(Temporary(path))
    }

    /// A file that is there already, and goes with this.
    pub fn of(path: &Path) -> Temporary {
        live().insert(path.to_owned());
        Temporary(path.to_owned())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Put it in its place, by a rename that no signal falls into.
    pub fn settle<T>(&self, rename: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        let _live = live();
        rename(&self.0)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove_all(&self.0);
        live().remove(&self.0);
    }
}

fn named<'a>(prefix: &'a str, suffix: &'a str) -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    // A name that was never used: whoever still removes an old folder removes nothing of this one.
    builder.prefix(prefix).suffix(suffix).rand_bytes(12);
    builder
}

/// Remove a file, or a folder with all that is in it.
pub fn remove_all(path: &Path) {
    for _ in 0..ATTEMPTS {
        let done = match fs::symlink_metadata(path) {
            Ok(data) if data.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(_) => Ok(()),
        };
        if done.is_ok() {
            return;
        }
    }
}

/// From here on, a signal that ends the program removes what is temporary first.
pub fn clear_on_signals() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    // Without a thread for it, the next run clears.
    if let Ok(runtime) = runtime {
        let _ = std::thread::Builder::new().spawn(move || {
            end(runtime.block_on(signal()));
        });
    }
}

/// From here on, the first signal that would end the program asks it to stop, and sets what is given; the second ends it,
/// and what is temporary is removed first.
pub fn stop_on_signals() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let to_be_set = asked.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    if let Ok(runtime) = runtime {
        let _ = std::thread::Builder::new().spawn(move || {
            runtime.block_on(signal());
            to_be_set.store(true, Ordering::Relaxed);
            end(runtime.block_on(signal()));
        });
    }
    asked
}

fn end(code: i32) -> ! {
    let live = live();
    live.iter().for_each(|path| remove_all(path));
    std::process::exit(code);
}

/// Wait for a signal that ends the program; its exit code is that of a shell. A terminal that hangs up is not waited for:
/// `nohup` would be undone.
#[cfg(unix)]
async fn signal() -> i32 {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
    let [Ok(mut interrupt), Ok(mut terminate)] = kinds.map(signal) else {
        return std::future::pending().await;
    };
    let kind = tokio::select! {
        _ = interrupt.recv() => kinds[0],
        _ = terminate.recv() => kinds[1],
    };
    128 + kind.as_raw_value()
}

#[cfg(not(unix))]
async fn signal() -> i32 {
    match tokio::signal::ctrl_c().await {
        Ok(()) => 130,
        Err(_) => std::future::pending().await,
    }
}
