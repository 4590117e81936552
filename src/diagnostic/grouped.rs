//! Findings for a terminal: the first few of each code in full, then how many more there are.

use std::collections::{BTreeMap, BTreeSet};

use super::human::{self, Style};
use super::{Code, Diagnostic, Severity};
use crate::files::Files;

/// How many findings of one code are shown in full.
const SHOWN: usize = 3;

/// The text of findings. Where none is left out they stand in their order, else by severity and code.
pub fn render(diagnostics: &[Diagnostic], files: &Files, style: Style) -> String {
    let mut by_code: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for found in diagnostics {
        by_code.entry((found.severity, found.code)).or_default().push(found);
    }
    if by_code.values().all(|found| found.len() <= SHOWN) {
        return human::render(diagnostics, files, style);
    }
    let mut text = String::new();
    for ((_, code), found) in by_code {
        let (shown, rest) = found.split_at(SHOWN.min(found.len()));
        text.push_str(&human::render(shown.iter().copied(), files, style));
        if !rest.is_empty() {
            text.push_str(&format!("… and {} more of {code}{}\n\n", rest.len(), in_files(rest)));
        }
    }
    text.push_str("add --all to `casebook check` to see every finding in full\n\n");
    text
}

/// `, in 12 files`; nothing where they concern no file.
fn in_files(found: &[&Diagnostic]) -> String {
    let files: BTreeSet<_> = found.iter().filter_map(|found| Some(found.place.as_ref()?.file)).collect();
    match files.len() {
        0 => String::new(),
        1 => ", in 1 file".to_owned(),
        files => format!(", in {files} files"),
    }
}
