//! The main test suite: literate specs, `tests/specs/**/*.md` and the guide `docs/import.md`, each a test of its own
//! in the form that the README.md beside this file explains.

#![expect(clippy::disallowed_methods, clippy::panic, reason = "specs are files, and become sites in temporary folders")]

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::Code;
use libtest_mimic::{Arguments, Failed, Trial};

use support::site::repository;
use support::spec;

fn main() {
    let arguments = Arguments::from_args();
    let folder = repository().join("tests/specs");
    let mut files = spec_files(&folder);
    files.push(repository().join("docs/import.md"));
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(&folder).or(file.strip_prefix(repository())).unwrap_or(&file);
            let name = name.with_extension("").to_string_lossy().replace('\\', "/");
            Trial::test(name, move || Ok(spec::run(&file)?))
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

/// Codes that take more than a spec can hold, each with the test that shows it.
const TOO_LARGE_TO_SHOW: [(Code, &str); 1] = [(Code::HostLimit, "tests/it/hosts.rs")];

/// A code has a spec that is named after it and shows it, whole. What only an import finds is shown in its own specs.
fn every_code_has_a_spec(folder: &Path) -> Result<(), Failed> {
    let read = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
    let imports: String = spec_files(&folder.join("import")).into_iter().map(read).collect();
    let is_shown = |code: &Code| {
        let own = read(folder.join("diagnostics").join(code.name()).with_extension("md"));
        ["error", "warning", "notice"].iter().any(|word| {
            let found = format!("{word}[{code}]: ");
            own.contains(&found) || imports.contains(&found)
        })
    };
    let is_elsewhere = |code: &Code| TOO_LARGE_TO_SHOW.iter().any(|(other, _)| other == code);
    let missing: Vec<Code> = Code::ALL.into_iter().filter(|code| !is_shown(code) && !is_elsewhere(code)).collect();
    match missing.as_slice() {
        [] => Ok(()),
        missing => Err(format!("no spec in tests/specs/diagnostics/ shows: {missing:?}").into()),
    }
}
