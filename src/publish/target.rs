//! Where a site is published: the output folder, and whether it may be replaced.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::claim::{Claim, MARKER};
use super::error::{PublishError, io_error};
use super::shard::Shard;
use crate::files::Files;

/// The folder of a repository, or the file that leads to one.
const REPOSITORY: &str = ".git";

/// How many files that are not ours are looked for, and named.
const NAMED: usize = 5;

/// Where and how to publish.
pub struct Target<'a> {
    /// The files that the site was made from. Their folder is one that the output must not replace.
    pub files: &'a Files,
    /// The output folder.
    pub output: &'a Claim,
    /// Which of its pages.
    pub shard: Shard,
    /// How often it was said that a folder which is not ours may be replaced. Outside of the site, twice.
    pub force: u8,
    /// The folder of the person, which is never replaced.
    pub home: Option<&'a Path>,
}

/// The old output, where there is one that may be replaced. `keep` names what is taken over from it.
pub fn existing(target: &Target<'_>, keep: &[String]) -> Result<Option<PathBuf>, PublishError> {
    let (output, given) = (&target.output.output, &target.output.given);
    let root = fs::canonicalize(&target.files.root).map_err(io_error(&target.files.root))?;
    let sources = ["content", "static", "themes"].map(|folder| root.join(folder));
    if root.starts_with(output) || sources.iter().any(|folder| output.starts_with(folder)) {
        return Err(PublishError::IsTheSite(given.clone()));
    }
    if target.home.is_some_and(|home| home.starts_with(output)) {
        return Err(PublishError::IsHome(given.clone()));
    }
    if output.iter().any(|part| part == REPOSITORY) {
        return Err(PublishError::IsARepository(given.clone()));
    }
    match fs::symlink_metadata(output) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error(output)(error)),
        Ok(data) if !data.is_dir() => return Err(PublishError::NotAFolder(given.clone())),
        Ok(_) => {}
    }
    let foreign = foreign(output, keep)?;
    if foreign.is_empty() {
        return Ok(Some(output.clone()));
    }
    if holds_repository(output, keep) {
        return Err(PublishError::HoldsARepository(given.clone()));
    }
    match target.force {
        0 => Err(PublishError::NotOurs { output: given.clone(), names: named(&foreign) }),
        1 if !output.starts_with(&root) => {
            Err(PublishError::NotBelow { output: given.clone(), names: named(&foreign) })
        }
        _ => Ok(Some(output.clone())),
    }
}

/// What a folder holds that the last build did not write: files, and folders with nothing of ours in them.
fn foreign(output: &Path, keep: &[String]) -> Result<Vec<String>, PublishError> {
    let marker = output.join(MARKER);
    let is_file = fs::symlink_metadata(&marker).is_ok_and(|data| data.is_file());
    let listed = if is_file { fs::read(&marker).map_err(io_error(&marker))? } else { Vec::new() };
    let listed = String::from_utf8_lossy(&listed);
    let mut ours: HashSet<&str> = listed.lines().chain([MARKER]).collect();
    let folders = listed.lines().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
    ours.extend(folders.collect::<Vec<_>>());
    let path = |entry: &DirEntry| {
        let below = entry.path().strip_prefix(output).unwrap_or(entry.path());
        below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let mut found = Vec::new();
    let mut entries = WalkDir::new(output).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|error| io_error(output)(error.into()))?;
        let is_folder = entry.file_type().is_dir();
        let path = path(&entry);
        let is_kept = entry.depth() == 1 && keep.contains(&path);
        if ours.contains(path.as_str()) && !is_kept {
            continue;
        }
        if is_folder {
            entries.skip_current_dir();
        }
        if !(is_kept || is_folder && is_empty(entry.path())) {
            found.push(if is_folder { format!("{path}/") } else { path });
        }
        if found.len() > NAMED {
            break;
        }
    }
    Ok(found)
}

/// Is there no file below a folder?
fn is_empty(folder: &Path) -> bool {
    WalkDir::new(folder).into_iter().all(|entry| entry.is_ok_and(|entry| entry.file_type().is_dir()))
}

/// Is there a repository in a folder, at any depth, that is not kept?
fn holds_repository(output: &Path, keep: &[String]) -> bool {
    let is_kept = |entry: &DirEntry| entry.depth() == 1 && keep.iter().any(|name| entry.file_name() == name.as_str());
    let entries = WalkDir::new(output).min_depth(1).into_iter().filter_entry(|entry| !is_kept(entry));
    entries.filter_map(Result::ok).any(|entry| entry.file_name() == REPOSITORY)
}

/// `a, b and more`
fn named(found: &[String]) -> String {
    let shown = found.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if found.len() > NAMED { format!("{shown} and more") } else { shown }
}
