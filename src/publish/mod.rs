//! Publish: every page of the plan becomes a file. The only writer.
//!
//! The output is built beside the old one and takes its place in one step (`renameat2` with EXCHANGE on Linux;
//! elsewhere two renames, between which there is no output for a moment). A build that fails or is killed leaves
//! the old output whole. A file that has not changed is hard-linked from the old output where the file system
//! allows, so that it keeps its inode and time. Pages are rendered in parallel, each straight to disk.
//!
//! A page that would come out as it did is not rendered, where the last build left a record of what it was made from:
//!
//! 1. [`origins`] sums up what pages are made from, and says what each kind rests on;
//! 2. [`record`] compares that with what the last build wrote into the output's marker;
//! 3. the files of pages that rest on nothing new are linked, and all files of the old output looked at: where one is
//!    not as it was left, nothing of the record counts ([`keep`]);
//! 4. every other page is rendered and compared with its old file, as all are where there is no record.

#![expect(clippy::disallowed_methods, reason = "the only writer")]

mod fingerprint;
mod origins;
mod record;
mod stage;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::export::DataFile;
use crate::files::Files;
use crate::plan::{Page, PageKind};
use crate::render::{RenderError, Renderer};

use origins::{Origins, rests_on};
use record::{Record, Stamp, Unchanged, is_copied, time_of};
use stage::{MARKER, Stage};

/// How much of a large file is read or written at a time.
const CHUNK: usize = 1 << 16;

/// Where and how to publish.
pub struct Target<'a> {
    /// The files that the site was made from. Their folder is one that the output must not replace.
    pub files: &'a Files,
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
    /// Those that were rendered, or copied: the others were known to be as they were.
    pub rendered: usize,
    /// Bytes of all files.
    pub bytes: u64,
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
    let pages = &renderer.plan().pages;
    let origins = Origins::of(target.files, renderer);
    let (mut stage, mut kept) = open_stage(renderer, &origins, &output, old.as_deref())?;
    let mut new: Vec<usize> = (0..pages.len()).filter(|index| kept[*index].is_none()).collect();
    new.sort_by_key(|index| asks_for_sums(pages[*index].kind));
    let first = new.partition_point(|index| !asks_for_sums(pages[*index].kind));
    renderer.prepare(new.iter().map(|index| &pages[*index]));
    let done = AtomicUsize::new(pages.len() - new.len());
    let write = |buffer: &mut Vec<u8>, index: &usize| {
        let written = write_page(renderer, &pages[*index], &stage.path, old.as_deref(), buffer)?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(written)
    };
    let mut written: Vec<Written> = Vec::with_capacity(new.len());
    for wave in [&new[..first], &new[first..]] {
        // Few pages may hold most of the work, side by side: the files of data.
        let wave = wave.par_iter().with_max_len(new.len() / 1024 + 1).map_init(Vec::new, write);
        written.extend(wave.collect::<Result<Vec<_>, PublishError>>()?);
    }
    for (index, written) in new.iter().zip(&written) {
        kept[*index] = Some(written.stamp);
    }
    let stamps: Vec<Stamp> = kept.into_iter().flatten().collect();
    if let Some(time) = time_of(pages, stamps.iter()) {
        stage.sign(&Record::new(renderer.site(), origins), time)?;
    }
    stage.take_the_place_of(&output, old.is_some())?;
    let changed = written.iter().filter(|written| !written.is_linked).count();
    Ok(Summary {
        files: pages.len(),
        unchanged: pages.len() - changed,
        rendered: new.len(),
        bytes: stamps.iter().map(|stamp| stamp.length).sum(),
    })
}

/// A folder to write into, with the files of those pages that are known to come out as they did: per page its stamp.
fn open_stage(
    renderer: &Renderer,
    origins: &Origins,
    output: &Path,
    old: Option<&Path>,
) -> Result<(Stage, Vec<Option<Stamp>>), PublishError> {
    let pages = &renderer.plan().pages;
    let stage = Stage::new(output, pages)?;
    let known = old.and_then(|old| {
        let (record, left) = Record::read(old)?;
        Some((old, record.compare(renderer.site(), origins)?, left))
    });
    let Some((old, unchanged, left)) = known else { return Ok((stage, vec![None; pages.len()])) };
    match keep(renderer, &unchanged, old, &stage.path) {
        Some((kept, time)) if time == left => Ok((stage, kept)),
        // Nothing that was linked can be trusted, and what is linked cannot be written over.
        _ => Ok((Stage::new(output, pages)?, vec![None; pages.len()])),
    }
}

/// Does a page say what files of data weigh and sum up to? It waits for these: they would else be made twice.
fn asks_for_sums(kind: PageKind) -> bool {
    matches!(kind, PageKind::DataIndex | PageKind::Data(DataFile::Package))
}

/// A file of the new output.
struct Written {
    stamp: Stamp,
    /// It is the file of the old output.
    is_linked: bool,
}

/// Link the files of all pages that would come out as they did, each with its stamp; and the time that the marker of the
/// old output should have, by which it is known whether they are still what the last build left. Stamps are taken of
/// what was linked, after it was: another build may put its output in the place of the old one at any moment. `None`
/// where a file is missing, or is none.
fn keep(
    renderer: &Renderer,
    unchanged: &Unchanged,
    old: &Path,
    stage: &Path,
) -> Option<(Vec<Option<Stamp>>, SystemTime)> {
    let pages = &renderer.plan().pages;
    let looked_at: Option<Vec<(Stamp, bool)>> = pages
        .par_iter()
        .map(|page| {
            if is_copied(page) {
                return Some((Stamp::default(), false));
            }
            let (from, to) = (old.join(&page.route), stage.join(&page.route));
            let is_kept = unchanged.holds(&rests_on(renderer.site(), page.kind)) && fs::hard_link(&from, &to).is_ok();
            Some((Stamp::of(if is_kept { &to } else { &from }).ok()?, is_kept))
        })
        .collect();
    let (stamps, are_kept): (Vec<Stamp>, Vec<bool>) = looked_at?.into_iter().unzip();
    let time = time_of(pages, stamps.iter())?;
    Some((stamps.into_iter().zip(are_kept).map(|(stamp, is_kept)| is_kept.then_some(stamp)).collect(), time))
}

/// The old output, where there is one that may be replaced.
fn existing(output: &Path, target: &Target<'_>) -> Result<Option<PathBuf>, PublishError> {
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

fn write_page(
    renderer: &Renderer,
    page: &Page,
    stage: &Path,
    old: Option<&Path>,
    buffer: &mut Vec<u8>,
) -> Result<Written, PublishError> {
    let path = stage.join(&page.route);
    let is_linked = if matches!(page.kind, PageKind::Data(_)) {
        write_streamed(renderer, page, stage, old)?
    } else {
        buffer.clear();
        renderer.render(page, buffer).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
        let is_same = |linked: &Path| fs::read(linked).is_ok_and(|old| old == *buffer);
        let is_linked = match old.map(|old| old.join(&page.route)).filter(|old| has_length(old, buffer.len())) {
            Some(old) => link_if(&old, &path, is_same)?,
            None => false,
        };
        if !is_linked {
            fs::write(&path, &*buffer).map_err(io_error(&path))?;
        }
        is_linked
    };
    let stamp = Stamp::of(&path).map_err(io_error(&path))?;
    Ok(Written { stamp, is_linked })
}

/// A file of data may be as large as all cases together: it never stands in memory. Is it the old one?
fn write_streamed(renderer: &Renderer, page: &Page, stage: &Path, old: Option<&Path>) -> Result<bool, PublishError> {
    let path = stage.join(&page.route);
    let mut file = BufWriter::with_capacity(CHUNK, File::create(&path).map_err(io_error(&path))?);
    renderer.render(page, &mut file).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
    file.into_inner().map_err(|error| io_error(&path)(error.into_error()))?;
    let Some(old) = old.map(|old| old.join(&page.route)) else { return Ok(false) };
    // Beside it first, under a name that no page has: the new file stands until the old one can take its place.
    let aside = stage.join(format!(".{}", page.route.replace('/', "_")));
    let is_linked = link_if(&old, &aside, |aside| are_equal(aside, &path).unwrap_or(false))?;
    if is_linked {
        fs::rename(&aside, &path).map_err(io_error(&path))?;
    }
    Ok(is_linked)
}

/// Link a file of the old output, where it holds what it should. It is looked at once it is linked: another build may
/// put another in its place at any moment.
fn link_if(old: &Path, path: &Path, holds: impl Fn(&Path) -> bool) -> Result<bool, PublishError> {
    if fs::hard_link(old, path).is_err() {
        return Ok(false);
    }
    let is_file = fs::symlink_metadata(path).is_ok_and(|data| data.is_file());
    let is_same = is_file && holds(path);
    if !is_same {
        fs::remove_file(path).map_err(io_error(path))?;
    }
    Ok(is_same)
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

/// Is it a file of this length?
fn has_length(path: &Path, length: usize) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|data| data.is_file() && usize::try_from(data.len()).is_ok_and(|other| other == length))
}
