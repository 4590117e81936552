//! Fixes written to the files of a site, each file whole or not at all.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, apply_fixes};
use crate::disk::{Batch, WriteError};
use crate::files::{FileId, Files};

/// What became of the files that have cures.
#[derive(Debug, Default)]
pub struct Fixed {
    /// Files that changed, and how many findings each was cured of.
    pub changed: Vec<(FileId, usize)>,
    /// Files that somebody else changed meanwhile, which are as they were left.
    pub left_alone: Vec<String>,
}

/// Apply the cures of all findings.
///
/// # Errors
/// Where a file cannot be written; files written before it stay written.
pub fn fix(files: &Files, diagnostics: &[Diagnostic]) -> Result<Fixed, WriteError> {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()) {
        if let Some(place) = &diagnostic.place {
            by_file.entry(place.file).or_default().push(diagnostic);
        }
    }
    let mut changed = Vec::new();
    if by_file.is_empty() {
        return Ok(Fixed::default());
    }
    let mut batch = Batch::open(&files.root)?;
    for (id, found) in by_file {
        let file = files.get(id);
        let old = file.text.get();
        if let Some((new, cured)) = apply_fixes(&old, found.into_iter()) {
            batch.replace(&file.path, &old, &new)?;
            changed.push((id, cured));
        }
    }
    let left_alone = batch.commit()?;
    changed.retain(|(id, _)| !left_alone.contains(&files.get(*id).path));
    Ok(Fixed { changed, left_alone })
}

/// Write a new text of a file. `false` where somebody else changed it meanwhile: then it is as they left it.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(files: &Files, file: FileId, text: &str) -> Result<bool, WriteError> {
    let file = files.get(file);
    let mut batch = Batch::open(&files.root)?;
    batch.replace(&file.path, &file.text.get(), text)?;
    Ok(batch.commit()?.is_empty())
}
