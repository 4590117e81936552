//! What a branch adds: the findings of a site without those that it had where the branch began.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::{Checked, Options, check};
use crate::diagnostic::{Code, Counts, Diagnostic};
use crate::files::{CONFIG_FILE, Files, Role, Text};
use crate::history;
use crate::parse::front_matter::{self, Parts};
use crate::yaml::{self, Value};

/// Why a site cannot be compared with what it was.
#[derive(Debug, thiserror::Error)]
pub enum SinceError {
    /// There is no git, or no repository.
    #[error("--since needs git, and the site in a git repository: {0}")]
    NoRepository(String),
    /// Git does not know it.
    #[error(
        "git knows no commit `{0}`; name a branch, a tag or a commit. A shallow clone may lack it: \
         `git fetch origin BRANCH`, or `fetch-depth: 0` in GitHub Actions"
    )]
    UnknownReference(String),
    /// The old files could not be written or read.
    #[error("cannot read the site as it was: {0}")]
    Unreadable(String),
}

/// What a branch does to a site.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// How many findings were there before.
    pub known: usize,
    /// The cases that it adds, changes and removes, by path.
    pub cases: Vec<ChangedCase>,
}

/// A case that a branch touches.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangedCase {
    /// What it does to the case.
    pub change: Change,
    /// Path of its file.
    pub path: String,
    /// Its title, where it can be read.
    pub title: Option<String>,
    /// Its title before, where that was another.
    pub old_title: Option<String>,
}

/// What a branch does to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// Its text is another.
    Changed,
    /// It is gone.
    Removed,
}

/// Take away the findings that the site had where its branch left `reference`, and say what else differs.
///
/// # Errors
/// Where git cannot say what the site was.
pub fn keep_added(checked: &mut Checked, reference: &str, options: &Options) -> Result<Since, SinceError> {
    let before = before(&checked.files.root, reference, options)?;
    let cases = changed_cases(&checked.files, before.as_ref().map(|before| &*before.files));
    let Some(before) = before else { return Ok(Since { known: 0, cases }) };
    let all = std::mem::take(&mut checked.diagnostics);
    let count = all.len();
    checked.diagnostics = added(all, &checked.files, &before);
    checked.counts = Counts::of(&checked.diagnostics);
    Ok(Since { known: count - checked.diagnostics.len(), cases })
}

/// The cases whose files differ. Both lists of files are in the order of their paths.
fn changed_cases(new: &Files, old: Option<&Files>) -> Vec<ChangedCase> {
    let none = Files::default();
    let old = old.unwrap_or(&none);
    let find = |files: &Files, path: &str| files.index_of(path).map(|index| files.sources[index].text.clone());
    let cases = |files: &Files| {
        let cases = files.sources.iter().filter(|file| file.role == Role::Case);
        cases.map(|file| file.path.clone()).collect::<std::collections::BTreeSet<String>>()
    };
    let of = |path: String| {
        let (was, is) = (find(old, &path), find(new, &path));
        let change = match (&was, &is) {
            (Some(was), Some(is)) if was == is => return None,
            (Some(_), Some(_)) => Change::Changed,
            (None, _) => Change::Added,
            (Some(_), None) => Change::Removed,
        };
        let (title, old_title) = (is.as_ref().and_then(title), was.as_ref().and_then(title));
        let (title, old_title) = match change {
            Change::Removed => (old_title, None),
            Change::Changed if title != old_title => (title, old_title),
            _ => (title, None),
        };
        Some(ChangedCase { change, path, title, old_title })
    };
    cases(new).union(&cases(old)).cloned().filter_map(of).collect()
}

/// The title in a case's front matter. What does not link, or has a broken theme, has one too.
fn title(text: &Text) -> Option<String> {
    let text = text.get();
    let Parts::Whole(front, _) = front_matter::find(&text) else { return None };
    let node = yaml::parse(text.get(front.clone())?, front.start).ok()?;
    let Value::Mapping(entries) = node.value else { return None };
    let title = entries.iter().find(|(key, _)| key.as_str() == Some("title"))?;
    title.1.as_str().map(str::to_owned)
}

/// The site as it was; `None` where there was none.
fn before(root: &Path, reference: &str, options: &Options) -> Result<Option<Checked>, SinceError> {
    let in_site = |arguments: &[&str]| git(root, None, arguments);
    let top = in_site(&["rev-parse", "--show-toplevel"]).map_err(SinceError::NoRepository)?;
    let folder = in_site(&["rev-parse", "--show-prefix"]).map_err(SinceError::NoRepository)?;
    let folder = folder.trim_end_matches('/');
    let wanted = format!("{reference}^{{commit}}");
    let commit = in_site(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
        .map_err(|_| SinceError::UnknownReference(reference.to_owned()))?;
    // A shallow clone may not reach back to where the branch began: then the reference itself has to do.
    let base = in_site(&["merge-base", "HEAD", &commit]).unwrap_or(commit);
    let tree = if folder.is_empty() { base } else { format!("{base}:{folder}") };
    let config = if folder.is_empty() { format!("{tree}:{CONFIG_FILE}") } else { format!("{tree}/{CONFIG_FILE}") };
    if in_site(&["cat-file", "-e", &config]).is_err() {
        return Ok(None);
    }
    let unreadable = |error: &dyn std::fmt::Display| SinceError::Unreadable(error.to_string());
    let room = tempfile::tempdir().map_err(|error| unreadable(&error))?;
    let (top, index, site) = (PathBuf::from(top), room.path().join("index"), room.path().join("site"));
    let of_index = |arguments: &[&str]| git(&top, Some(&index), arguments).map_err(SinceError::Unreadable);
    of_index(&["read-tree", &tree])?;
    // Files that are kept elsewhere (LFS) stay pointers: nothing is fetched for a comparison.
    let prefix = format!("--prefix={}/", site.display());
    let plain = ["-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false"];
    of_index(&[&plain[..], &["checkout-index", "--all", &prefix]].concat())?;
    check(&site, options).map(Some).map_err(|error| unreadable(&error))
}

/// What git says.
fn git(folder: &Path, index: Option<&Path>, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    // A hook's environment names its own repository and index.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = history::pin(&mut command, folder).args(arguments).output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(text(&output.stderr).lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned())
}

/// What a finding is known by, wherever its lines have moved: its code, its message and the text that it marks.
type Known<'a> = (Code, &'a str, String);

fn known<'a>(found: &'a Diagnostic, files: &Files) -> Known<'a> {
    let marked = found.place.as_ref().map(|place| {
        let text = files.get(place.file).text.get();
        text.get(place.span.clone()).unwrap_or_default().to_owned()
    });
    (found.code, &found.message, marked.unwrap_or_default())
}

fn path_of<'a>(found: &Diagnostic, files: &'a Files) -> &'a str {
    found.place.as_ref().map_or("", |place| files.get(place.file).path.as_str())
}

/// The findings that were not there before. A file that was moved is known by what is found in it.
fn added(all: Vec<Diagnostic>, files: &Files, before: &Checked) -> Vec<Diagnostic> {
    let has = |files: &Files, path: &str| path.is_empty() || files.index_of(path).is_some();
    let mut in_place: HashMap<(&str, Known<'_>), usize> = HashMap::new();
    let mut moved: HashMap<Known<'_>, usize> = HashMap::new();
    for found in &before.diagnostics {
        let path = path_of(found, &before.files);
        let key = known(found, &before.files);
        if has(files, path) {
            *in_place.entry((path, key)).or_default() += 1;
        } else {
            *moved.entry(key).or_default() += 1;
        }
    }
    let is_new: Vec<bool> = all
        .iter()
        .map(|found| {
            let (path, key) = (path_of(found, files), known(found, files));
            let left = if has(&before.files, path) { in_place.get_mut(&(path, key)) } else { moved.get_mut(&key) };
            match left {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            }
        })
        .collect();
    all.into_iter().zip(is_new).filter_map(|(found, is_new)| is_new.then_some(found)).collect()
}
