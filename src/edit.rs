//! Fixes written to the files of a site, each file whole or not at all.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, apply_fixes};
use crate::files::{FileId, Files};

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {error}", path.display())]
pub struct EditError {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

/// Apply the cures of all findings, and say which files changed and how many findings each was cured of.
///
/// # Errors
/// Where a file cannot be written; files written before it stay written.
pub fn fix(files: &Files, diagnostics: &[Diagnostic]) -> Result<Vec<(FileId, usize)>, EditError> {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()) {
        if let Some(place) = &diagnostic.place {
            by_file.entry(place.file).or_default().push(diagnostic);
        }
    }
    let mut changed = Vec::new();
    for (id, found) in by_file {
        let file = files.get(id);
        if let Some((text, cured)) = apply_fixes(&file.text.get(), found.into_iter()) {
            let path = files.root.join(&file.path);
            replace(&path, &text).map_err(|error| EditError { path, error })?;
            changed.push((id, cured));
        }
    }
    Ok(changed)
}

/// Write a new text of a file, whole or not at all.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(files: &Files, file: FileId, text: &str) -> Result<(), EditError> {
    let path = files.root.join(&files.get(file).path);
    replace(&path, text).map_err(|error| EditError { path, error })
}

/// Write a file beside the old one, with its permissions, and put it in its place.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    let permissions = std::fs::metadata(path)?.permissions();
    file.as_file().set_permissions(permissions)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
