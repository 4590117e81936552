//! Literate specs: Markdown that reads like documentation, each example a site and what must come of it
//! (`tests/specs/README.md`).

mod bytes;
mod console;
mod document;
mod example;
mod expect;
mod stage;

use std::fs;
use std::path::Path;

use super::accept::accepted;

use document::Document;

/// Run every example of a spec. Where an example shows something else than what comes of it now, that is put into the
/// text; the text must be the accepted one.
pub fn run(file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut document = Document::parse(&text)?;
    let mut failures = Vec::new();
    for number in 0..document.examples.len() {
        if let Err(failure) = example::run(&mut document, number) {
            failures.push(format!("── {} ──\n{failure}", document.examples[number].title));
        }
    }
    failures.extend(accepted(file, &document.text()).err());
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n\n")) }
}
