//! The main test suite: literate specs, `tests/specs/**/*.md`.
//!
//! Comes in: Markdown files that read like documentation, each with files of a site and what must come of them
//! (README.md beside this file explains the form). Goes out: a test per file. With `UPDATE_SPECS=1` the
//! expectations are rewritten in place, to be read in the diff.

#![allow(clippy::format_collect, reason = "the plain form reads best")]
#![expect(clippy::disallowed_methods, reason = "specs are files, and become sites in temporary folders")]

mod document;
mod example;
mod expect;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::Code;
use libtest_mimic::{Arguments, Failed, Trial};

use document::Document;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let updates = std::env::var_os("UPDATE_SPECS").is_some();
    let mut trials: Vec<Trial> = spec_files(&folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap_or(&path).with_extension("");
            let name = name.to_string_lossy().replace('\\', "/");
            Trial::test(name, move || run(&path, updates))
        })
        .collect();
    trials.push(Trial::test("every_code_has_a_spec", move || every_code_has_a_spec(&folder)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// Every Markdown file below the folder, in order; the explanation of the form and the common files aside.
fn spec_files(folder: &Path) -> Vec<PathBuf> {
    let is_spec = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "md")
            && path != folder.join("README.md")
            && !path.starts_with(folder.join("base"))
    };
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    entries.into_iter().flatten().map(walkdir::DirEntry::into_path).filter(|path| is_spec(path)).collect()
}

/// Run every example of a spec; all that fail are shown.
fn run(path: &Path, updates: bool) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let mut document = Document::parse(&text)?;
    let mut failures = Vec::new();
    for example in 0..document.examples.len() {
        if let Err(failure) = example::run(&mut document, example, updates) {
            failures.push(format!("── {} ──\n{failure}", document.examples[example].title));
        }
    }
    let after = document.text();
    if updates && after != text {
        fs::write(path, after)?;
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n\n").into()) }
}

/// A code has a spec that is named after it and shows it, whole.
fn every_code_has_a_spec(folder: &Path) -> Result<(), Failed> {
    let mut missing = BTreeSet::new();
    // What only an import finds is shown in its own specs, which `tests/import.rs` runs.
    let imports = spec_files(&folder.with_file_name("import"));
    let imports: String = imports.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    for code in Code::ALL {
        let path = folder.join("diagnostics").join(code.name()).with_extension("md");
        let text = fs::read_to_string(path).unwrap_or_default();
        let shown = ["error", "warning", "notice"].iter().any(|word| {
            let found = format!("{word}[{code}]: ");
            text.contains(&found) || imports.contains(&found)
        });
        if !shown {
            missing.insert(code.name());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("no spec in tests/specs/diagnostics/ shows: {missing:?}").into())
}
