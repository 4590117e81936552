//! Texts against accepted files: `ACCEPT=1 cargo test` writes what is so now, to be read in the diff.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use super::site::repository;

/// Is a text what an accepted file holds? Where output is to be accepted, the file is written and it is.
pub fn accepted(file: &Path, text: &str) -> Result<(), String> {
    let before = fs::read_to_string(file).unwrap_or_default();
    if before == text {
        return Ok(());
    }
    if std::env::var_os("ACCEPT").is_some() {
        return fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()));
    }
    let diff = TextDiff::from_lines(before.as_str(), text);
    let diff = diff.unified_diff().context_radius(3).header("accepted", "now").to_string();
    let file = file.strip_prefix(repository()).unwrap_or(file).display();
    Err(format!("{file} is not as it was; if this is right, run the test again with ACCEPT=1\n{diff}"))
}

/// The same for a file of the repository, as a test.
#[track_caller]
pub fn assert_accepted(file: &str, text: &str) {
    if let Err(difference) = accepted(&repository().join(file), text) {
        panic!("{difference}");
    }
}
