//! Fixes written to the files of a site, each file whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::diagnostic::{Diagnostic, apply_fixes};
use crate::disk::{Batch, WriteError};
use crate::files::{FileId, Files, Location, Locator, SourceFile};

/// The files of a site with the cures of all findings applied in memory, and each change. None where there is nothing to
/// cure. A file with a merge conflict is left alone until it is settled.
pub fn fixed(files: &Files, diagnostics: &[Diagnostic]) -> Option<(Files, Vec<Change>)> {
    let mut by_file: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()) {
        if let Some(place) = &diagnostic.place {
            by_file.entry(place.file).or_default().push(diagnostic);
        }
    }
    by_file.retain(|id, _| files.get(*id).conflicts.is_empty());
    let mut after = files.clone();
    let mut changes = Vec::new();
    let mut locator = Locator::new(files);
    for (id, found) in by_file {
        if let Some((text, cured)) = apply_fixes(&files.get(id).text.get(), found.into_iter()) {
            changes.extend(cured.into_iter().filter_map(|cured| Change::of(cured, &mut locator)));
            after.sources[id.0 as usize].text = text.into();
        }
    }
    (!changes.is_empty()).then_some((after, changes))
}

/// The files in which cures wait until a merge conflict is settled, as they are shown.
pub fn waiting(files: &Files, diagnostics: &[Diagnostic]) -> BTreeSet<String> {
    let of_cures = diagnostics.iter().filter(|found| found.fix.is_some()).filter_map(|found| found.place.as_ref());
    let waiting = of_cures.filter(|place| !files.get(place.file).conflicts.is_empty());
    waiting.map(|place| files.display_path(place.file)).collect()
}

/// One cure that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, in the text as it was.
    pub at: Location,
    /// What was wrong.
    pub message: String,
    /// What was done, in the imperative.
    pub title: String,
}

impl Change {
    fn of(diagnostic: &Diagnostic, locator: &mut Locator<'_>) -> Option<Change> {
        let at = locator.locate(diagnostic.place.as_ref()?);
        Some(Change { at, message: diagnostic.message.clone(), title: diagnostic.fix.as_ref()?.title.clone() })
    }
}

impl fmt::Display for Change {
    /// ``content/cases/a.md:4:1: unknown key `dat` in this case: rename to `date` ``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Location { file, start, .. } = &self.at;
        write!(f, "{file}:{}:{}: {}: {}", start.line, start.column, self.message, self.title)
    }
}

/// The files whose texts differ.
fn changed<'f>(before: &'f Files, after: &'f Files) -> impl Iterator<Item = (&'f SourceFile, &'f SourceFile)> {
    before.sources.iter().zip(&after.sources).filter(|(old, new)| old.text != new.text)
}

/// What is different, as a unified diff that `git apply` takes.
pub fn diff(before: &Files, after: &Files) -> String {
    let of_file = |(old, new): (&SourceFile, &SourceFile)| {
        let (old_text, new_text) = (old.text.get(), new.text.get());
        let diff = similar::TextDiff::from_lines(&*old_text, &*new_text);
        diff.unified_diff().header(&format!("a/{}", old.path), &format!("b/{}", new.path)).to_string()
    };
    changed(before, after).map(of_file).collect()
}

/// Write the texts that differ. Files that somebody else changed meanwhile are as they left them: their paths.
///
/// # Errors
/// Where a file cannot be written; files written before it stay written.
pub fn write_all(before: &Files, after: &Files) -> Result<Vec<String>, WriteError> {
    let mut changed = changed(before, after).peekable();
    if changed.peek().is_none() {
        return Ok(Vec::new());
    }
    let mut batch = Batch::open(&before.root)?;
    for (old, new) in changed {
        batch.replace(&old.path, &old.text.get(), &new.text.get())?;
    }
    batch.commit()
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
