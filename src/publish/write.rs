//! Writes a page of the plan to its file, or links the old output's file where the bytes are the same.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::Path;

use super::error::{PublishError, io_error};
use super::stage::Stage;
use crate::render::{Form, Made, Page, Renderer};

/// How much of a large file is read or written at a time.
const CHUNK: usize = 1 << 16;

/// A file of the new output.
pub struct Written {
    /// Its length in bytes.
    pub length: u64,
    /// It is the file of the old output.
    pub is_linked: bool,
}

/// Write a page into the stage. `buffer` is room that one thread uses for all of its pages.
pub fn write_page(
    renderer: &Renderer,
    page: &Page,
    stage: &Stage,
    old: Option<&Path>,
    buffer: &mut Vec<u8>,
) -> Result<Written, PublishError> {
    let path = stage.path().join(&page.route);
    if is_long(page) {
        let is_linked = write_streamed(renderer, page, stage, old)?;
        let length = fs::metadata(&path).map_err(io_error(&path))?.len();
        return Ok(Written { length, is_linked });
    }
    buffer.clear();
    renderer.render(page, buffer).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
    let is_same = |linked: &Path| fs::read(linked).is_ok_and(|old| old == *buffer);
    let is_linked = match old.map(|old| old.join(&page.route)).filter(|old| has_length(old, buffer.len())) {
        Some(old) => link_if(stage, &old, &path, is_same)?,
        None => false,
    };
    if !is_linked {
        fs::write(&path, &*buffer).map_err(io_error(&path))?;
    }
    Ok(Written { length: buffer.len() as u64, is_linked })
}

/// May a page be as large as all cases together?
pub fn is_long(page: &Page) -> bool {
    matches!(page.kind.form, Form::File(Made::AsAStream, _))
}

/// A file of data may be as large as all cases together: it never stands in memory. Is it the old one?
fn write_streamed(renderer: &Renderer, page: &Page, stage: &Stage, old: Option<&Path>) -> Result<bool, PublishError> {
    let path = stage.path().join(&page.route);
    let mut file = BufWriter::with_capacity(CHUNK, File::create(&path).map_err(io_error(&path))?);
    renderer.render(page, &mut file).map_err(|error| PublishError::Render { route: page.route.clone(), error })?;
    file.into_inner().map_err(|error| io_error(&path)(error.into_error()))?;
    let Some(old) = old.map(|old| old.join(&page.route)) else { return Ok(false) };
    // Beside it first, under a name that no page has: the new file stands until the old one can take its place.
    let aside = stage.path().join(format!(".{}", page.route.replace('/', "_")));
    let is_linked = link_if(stage, &old, &aside, |aside| are_equal(aside, &path).unwrap_or(false))?;
    if is_linked {
        fs::rename(&aside, &path).map_err(io_error(&path))?;
    }
    Ok(is_linked)
}

/// Link a file of the old output, where it holds what it should. It is looked at once it is linked: another build may
/// put another in its place at any moment.
fn link_if(stage: &Stage, old: &Path, path: &Path, holds: impl Fn(&Path) -> bool) -> Result<bool, PublishError> {
    if fs::hard_link(old, path).is_err() {
        return Ok(false);
    }
    let is_same = stage.is_ordinary(path) && holds(path);
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
