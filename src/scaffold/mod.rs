//! New sites, cases and schemas for an editor to start from; existing files are never overwritten, except schemas on
//! request.

mod case;
mod form;
mod init;
mod term;

use std::path::{Path, PathBuf};

pub use case::{Created, NewCase, new_case};
pub use init::{Ci, Init, LANGUAGES, init};
pub use term::{NewTerm, new_term};

use crate::disk::{Batch, WriteError, read_text};
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
    #[error("a title is needed; write one, such as \"Example Ltd tries a shared rota\"")]
    EmptyTitle,
    /// A title that no page can show.
    #[error("the title holds the control character U+{:04X}; leave it out", u32::from(*.0))]
    ControlCharacter(char),
    /// A slug of another form.
    #[error("`{text}` is not a slug: {error}; for example `{example}`")]
    BadSlug {
        /// As written.
        text: String,
        /// Why.
        error: SlugError,
        /// One that is near to it.
        example: Slug,
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
    /// No such taxonomy.
    #[error("there is no taxonomy `{0}`; {1}")]
    NoTaxonomy(String, String),
    /// A role, which has no terms of its own.
    #[error("the taxonomy `{0}` has no terms of its own; {1}")]
    NoTerms(String, String),
    /// A term of this name exists.
    #[error("there is a term `{id}` already, in {path}; remove it there, or choose another name")]
    TermTaken {
        /// Its id.
        id: Slug,
        /// The file that declares it.
        path: String,
    },
    /// A folder that is not below `content/cases/`, or that no reader of the site enters.
    #[error("`{0}` is not a folder for cases; name one below content/cases, such as `2026`")]
    BadFolder(String),
    /// There is such a file already.
    #[error("{} is there already; give the new one another name, or remove it first", .0.display())]
    IsThere(PathBuf),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Write a file of a site that must not be there yet, and say where it is.
///
/// # Errors
/// Where it exists, or cannot be written.
pub fn new_file(root: &Path, path: &str, text: &str) -> Result<PathBuf, ScaffoldError> {
    let report = create_all(root, vec![(path.to_owned(), text.to_owned())])?;
    if report.created.is_empty() { Err(ScaffoldError::IsThere(root.join(path))) } else { Ok(root.join(path)) }
}

/// Write the files of a site that are not there yet.
fn create_all(root: &Path, files: Vec<(String, String)>) -> Result<Report, ScaffoldError> {
    let mut batch = Batch::open(root)?;
    let mut report = Report::default();
    for (path, text) in files {
        let list = if batch.create(&path, &text)? { &mut report.created } else { &mut report.kept };
        list.push(path);
    }
    // Somebody else made these meanwhile.
    let kept = batch.commit()?;
    report.created.retain(|path| !kept.contains(path));
    report.kept.extend(kept);
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
    let mut batch = Batch::open(root)?;
    let mut changed = Vec::new();
    for (path, text) in schemas(site) {
        match read_text(root, &path)? {
            Some(old) if old == text => continue,
            Some(old) => batch.replace(&path, &old, &text)?,
            None if batch.create(&path, &text)? => {}
            None => continue,
        }
        changed.push(path);
    }
    let left_alone = batch.commit()?;
    changed.retain(|path| !left_alone.contains(path));
    Ok(changed)
}

/// Path and text of every schema.
fn schemas(site: &Site) -> impl Iterator<Item = (String, String)> {
    Kind::ALL
        .into_iter()
        .map(|kind| (format!(".vscode/schemas/{}.json", kind.as_str()), schema::to_text(&schema::schema(kind, site))))
}
