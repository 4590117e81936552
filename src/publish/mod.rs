//! Publish: every page of the plan becomes a file. The only writer.
//!
//! The output is built beside the old one and takes its place in one step (`renameat2` with EXCHANGE on Linux;
//! elsewhere two renames, between which there is no output for a moment). A build that fails or is killed leaves
//! the old output whole. A file that has not changed is hard-linked from the old output where the file system
//! allows, so that it keeps its inode and time. Pages are rendered in parallel, each straight to disk.

#![expect(clippy::disallowed_methods, reason = "the only writer")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::plan::{Page, PageKind};
use crate::render::{RenderError, Renderer};

/// The file by which an output folder is known to be ours.
const MARKER: &str = ".casebook";

/// What the marker says to whoever finds it.
const MARKER_TEXT: &str = "This folder is written by casebook; each build replaces it.\n";

/// How much of a large file is read or written at a time.
const CHUNK: usize = 1 << 16;

/// Where and how to publish.
pub struct Target<'a> {
    /// The site's folder, which the output must not replace.
    pub root: &'a Path,
    /// The output folder.
    pub output: &'a Path,
    /// Replace a folder that is not ours.
    pub force: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files of the output.
    pub files: usize,
    /// Those that are as they were.
    pub unchanged: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output folder holds something that casebook did not write.
    #[error("{} is not empty and was not written by casebook; choose another --output, or replace it with --force", .0.display())]
    NotOurs(PathBuf),
    /// The output folder would replace the site itself.
    #[error("{} holds the site itself; choose another --output", .0.display())]
    IsTheSite(PathBuf),
    /// A page could not be rendered.
    #[error("cannot render {route}: {error}")]
    Render {
        /// Which.
        route: String,
        /// Why.
        error: RenderError,
    },
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_owned();
    move |error| PublishError::Io { path, error }
}

/// Render every page into the output folder. `progress` is told how many pages are done.
///
/// # Errors
/// Where the folder is not ours, a page cannot be rendered or a file cannot be written; the old output stands.
pub fn publish(
    renderer: &Renderer,
    target: &Target<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Summary, PublishError> {
    let output = real_path(&std::path::absolute(target.output).map_err(io_error(target.output))?);
    let old = existing(&output, target)?;
    let stage = Stage::new(&output)?;
    for folder in folders(&renderer.plan().pages) {
        let path = stage.path.join(folder);
        fs::create_dir_all(&path).map_err(io_error(&path))?;
    }
    renderer.prepare();
    let done = AtomicUsize::new(0);
    let summary = renderer
        .plan()
        .pages
        .par_iter()
        .map_init(Vec::new, |buffer, page| {
            let written = write_page(renderer, page, &stage.path, old.as_deref(), buffer)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(written)
        })
        .try_reduce(Summary::default, |a, b| {
            Ok(Summary { files: a.files + b.files, unchanged: a.unchanged + b.unchanged, bytes: a.bytes + b.bytes })
        })?;
    stage.take_the_place_of(&output, old.is_some())?;
    Ok(summary)
}

/// The old output, where there is one that may be replaced.
fn existing(output: &Path, target: &Target<'_>) -> Result<Option<PathBuf>, PublishError> {
    let root = fs::canonicalize(target.root).map_err(io_error(target.root))?;
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

/// Every folder that a page lies in.
fn folders(pages: &[Page]) -> BTreeSet<&str> {
    pages.iter().filter_map(|page| page.route.rsplit_once('/').map(|(folder, _)| folder)).collect()
}

fn write_page(
    renderer: &Renderer,
    page: &Page,
    stage: &Path,
    old: Option<&Path>,
    buffer: &mut Vec<u8>,
) -> Result<Summary, PublishError> {
    if matches!(page.kind, PageKind::Data(_)) {
        return write_streamed(renderer, page, stage, old);
    }
    buffer.clear();
    renderer.render(page, buffer).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
    let path = stage.join(&page.route);
    let old = old.map(|old| old.join(&page.route)).filter(|old| holds(old, buffer));
    let linked = old.is_some_and(|old| fs::hard_link(old, &path).is_ok());
    if !linked {
        fs::write(&path, &*buffer).map_err(io_error(&path))?;
    }
    Ok(Summary { files: 1, unchanged: usize::from(linked), bytes: buffer.len() })
}

/// A file of data may be as large as all cases together: it never stands in memory.
fn write_streamed(renderer: &Renderer, page: &Page, stage: &Path, old: Option<&Path>) -> Result<Summary, PublishError> {
    let path = stage.join(&page.route);
    let mut file = BufWriter::with_capacity(CHUNK, File::create(&path).map_err(io_error(&path))?);
    renderer.render(page, &mut file).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
    let file = file.into_inner().map_err(|error| io_error(&path)(error.into_error()))?;
    let bytes = file.metadata().map_err(io_error(&path))?.len();
    let old = old.map(|old| old.join(&page.route)).filter(|old| are_equal(old, &path).unwrap_or(false));
    let linked = old.is_some_and(|old| {
        // Beside it first, under a name that no page has: the new file stands until the old one can take its place.
        let aside = stage.join(format!(".{}", page.route.replace('/', "_")));
        fs::hard_link(old, &aside).is_ok() && fs::rename(&aside, &path).is_ok()
    });
    Ok(Summary { files: 1, unchanged: usize::from(linked), bytes: usize::try_from(bytes).unwrap_or(usize::MAX) })
}

/// Do two files hold the same bytes?
fn are_equal(one: &Path, other: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(one)?.is_file() || fs::metadata(one)?.len() != fs::metadata(other)?.len() {
        return Ok(false);
    }
    let mut one = BufReader::with_capacity(CHUNK, File::open(one)?);
    let mut other = BufReader::with_capacity(CHUNK, File::open(other)?);
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let length = a.len().min(b.len());
        if length == 0 {
            return Ok(a.len() == b.len());
        }
        if a[..length] != b[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Does a file hold exactly these bytes?
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let same_size = fs::symlink_metadata(path)
        .is_ok_and(|data| data.is_file() && usize::try_from(data.len()).is_ok_and(|length| length == bytes.len()));
    same_size && fs::read(path).is_ok_and(|old| old == bytes)
}

/// The folder that is being written, beside the output. Gone when dropped, unless it took the output's place.
struct Stage {
    path: PathBuf,
    /// Held while the folder is written: a folder whose marker nobody locks was left by a build that died.
    _lock: File,
}

impl Stage {
    fn new(output: &Path) -> Result<Stage, PublishError> {
        let parent = output.parent().unwrap_or(Path::new("/"));
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.building-");
        fs::create_dir_all(parent).map_err(io_error(parent))?;
        remove_abandoned(parent, &prefix);
        let mut number = std::process::id();
        let path = loop {
            let path = parent.join(format!("{prefix}{number}"));
            match fs::create_dir(&path) {
                Ok(()) => break path,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number = number.wrapping_add(1),
                Err(error) => return Err(io_error(&path)(error)),
            }
        };
        let marker = path.join(MARKER);
        let lock = File::create(&marker).and_then(|mut file| {
            file.write_all(MARKER_TEXT.as_bytes())?;
            // Without locks on this file system an abandoned folder is not cleared away; nothing else is lost.
            let _ = file.try_lock();
            Ok(file)
        });
        let lock = lock.map_err(io_error(&marker))?;
        Ok(Stage { path, _lock: lock })
    }

    /// Stand where the output is; what was there is removed afterwards.
    fn take_the_place_of(self, output: &Path, has_old: bool) -> Result<(), PublishError> {
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

/// Remove the folders of builds that were killed: those whose marker nobody holds locked.
fn remove_abandoned(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix)) {
        let is_free = File::open(entry.path().join(MARKER)).is_ok_and(|marker| marker.try_lock().is_ok());
        if is_free {
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
