//! New sites, cases and schemas for an editor to start from; existing files are never overwritten, except schemas on
//! request.

#![expect(clippy::disallowed_methods, reason = "the only writer of files that people go on to edit")]

mod case;
mod init;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use case::{Created, NewCase, new_case};
pub use init::{Ci, Init, init};

use crate::model::{Site, Slug, SlugError};
use crate::schema::{self, Kind};

/// What became of the files of a scaffold. Paths are relative to the site's folder, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were written.
    pub created: Vec<String>,
    /// Files that were there already and are as they were.
    pub kept: Vec<String>,
}

/// Why a scaffold could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// A title without a visible character.
    #[error("a case needs a title; write one, such as \"Example Ltd tries a shared rota\"")]
    EmptyTitle,
    /// A title that no page can show.
    #[error("the title holds the control character U+{:04X}; leave it out", u32::from(*.0))]
    ControlCharacter(char),
    /// A slug of another form.
    #[error("`{text}` is not a slug: {error}; for example `{}`", Slug::from_text(text))]
    BadSlug {
        /// As written.
        text: String,
        /// Why.
        error: SlugError,
    },
    /// A case with this slug exists.
    #[error("there is a case `{slug}` already, in {path}; choose another slug with --slug")]
    SlugTaken {
        /// The slug.
        slug: Slug,
        /// Its file.
        path: String,
    },
    /// A case had this slug once, and its old address leads on.
    #[error("`{slug}` is an old address of the case in {path}; choose another slug with --slug")]
    OldAddress {
        /// The slug.
        slug: Slug,
        /// The file of the case that had it.
        path: String,
    },
    /// A folder that is not below `content/cases/`, or that no reader of the site enters.
    #[error("`{0}` is not a folder for cases; name one below content/cases, such as `2026`")]
    BadFolder(String),
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> ScaffoldError {
    let path = path.to_owned();
    move |error| ScaffoldError::Io { path, error }
}

/// Write a file that is not there yet. `false` where it is: then it stays as it was.
fn create(path: &Path, text: &str) -> Result<bool, ScaffoldError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io_error(folder))?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(io_error(path)).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(io_error(path)(error)),
    }
}

/// Write a file of a site that must not be there yet, and say where it is.
///
/// # Errors
/// Where it exists, or cannot be written.
pub fn new_file(root: &Path, path: &str, text: &str) -> Result<PathBuf, ScaffoldError> {
    let path = root.join(path);
    if create(&path, text)? { Ok(path) } else { Err(io_error(&path)(io::ErrorKind::AlreadyExists.into())) }
}

/// Write the files of a site that are not there yet.
fn create_all(root: &Path, files: Vec<(String, String)>) -> Result<Report, ScaffoldError> {
    let mut report = Report::default();
    for (path, text) in files {
        let list = if create(&root.join(&path), &text)? { &mut report.created } else { &mut report.kept };
        list.push(path);
    }
    Ok(report)
}

/// Write what editors learn from the site's own vocabularies: the schemas, and the fields for Front Matter CMS.
///
/// # Errors
/// Where a file cannot be written.
pub fn editor_files(root: &Path, site: &Site) -> Result<Report, ScaffoldError> {
    let mut files: Vec<(String, String)> = schemas(site).collect();
    files.push(("frontmatter.json".to_owned(), schema::to_text(&schema::front_matter_cms(site))));
    create_all(root, files)
}

/// Write the schemas in place of older ones. The paths of those that have changed.
///
/// # Errors
/// Where a file cannot be written.
pub fn refresh_schemas(root: &Path, site: &Site) -> Result<Vec<String>, ScaffoldError> {
    let mut changed = Vec::new();
    for (path, text) in schemas(site) {
        let location = root.join(&path);
        if fs::read_to_string(&location).is_ok_and(|old| old == text) {
            continue;
        }
        if let Some(folder) = location.parent() {
            fs::create_dir_all(folder).map_err(io_error(folder))?;
        }
        fs::write(&location, text).map_err(io_error(&location))?;
        changed.push(path);
    }
    Ok(changed)
}

/// Path and text of every schema.
fn schemas(site: &Site) -> impl Iterator<Item = (String, String)> {
    Kind::ALL
        .into_iter()
        .map(|kind| (format!(".vscode/schemas/{}.json", kind.as_str()), schema::to_text(&schema::schema(kind, site))))
}
