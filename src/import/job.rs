//! What an import is asked to do, and the errors that stop one.

use std::path::{Path, PathBuf};

use super::draft::Constants;
use super::format::Format;
use crate::disk::WriteError;
use crate::files::neutral_path;
use crate::load::LoadError;

/// What an import does with records that it has written before and that have changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It tells of them.
    Import,
    /// It takes their changes over.
    Update,
}

/// An import.
#[derive(Debug)]
pub struct Job<'a> {
    /// Folder of the site.
    pub root: &'a Path,
    /// Files and folders.
    pub paths: &'a [PathBuf],
    /// Mapping file.
    pub map: Option<&'a Path>,
    /// Names the state; else the map does, else the input.
    pub name: Option<&'a str>,
    /// In place of what the files' names show.
    pub format: Option<Format>,
    /// Values that override those of the map and the document.
    pub constants: Constants,
    /// Name of the case's file, where there is one case.
    pub slug: Option<&'a str>,
    /// Changed records.
    pub mode: Mode,
    /// Write nothing.
    pub is_dry: bool,
    /// Mend front matter that is not YAML.
    pub repair: bool,
    /// Where every value is to be accounted for.
    pub report: Option<&'a Path>,
}

/// Why an import could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The site cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file cannot be read.
    #[error("cannot read {}: {source}", neutral_path(path))]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The format of a file is not recognised.
    #[error("cannot tell the format of {}; name it with --format", neutral_path(.0))]
    UnknownFormat(PathBuf),
    /// The state of the last import cannot be read.
    #[error(
        "cannot read {}, the memory of the last import: {reason}; restore it, or remove it to start anew",
        neutral_path(path)
    )]
    State {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A flag names what a case does not have.
    #[error("a case has no `{key}`{help}")]
    UnknownKey {
        /// As written.
        key: String,
        /// What was probably meant.
        help: String,
    },
    /// A table, and nothing that says what its columns are.
    #[error(
        "no column of {} is a key of a case; say what its columns are with --map: casebook import --suggest-map {} makes one",
        neutral_path(.0), neutral_path(.0)
    )]
    NoMap(PathBuf),
    /// The name is not that of a file.
    #[error("`{0}` cannot name an import; use lower-case letters, digits and hyphens")]
    BadName(String),
    /// Terms cannot be added to a vocabulary as it is written.
    #[error("cannot add terms to {}: write `terms:` as its last key, each term on lines of its own", .0.display())]
    Vocabulary(PathBuf),
    /// There is nothing to read.
    #[error("there is nothing to import: name files, or folders that hold some")]
    NoInput,
}

impl ImportError {
    /// Reading a path failed.
    pub fn read(path: &Path, source: std::io::Error) -> ImportError {
        ImportError::Read { path: path.to_owned(), source }
    }
}
