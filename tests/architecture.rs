//! What ARCHITECTURE.md says of the code: the invariants that no lint knows, and the files that it names.

#![expect(clippy::disallowed_methods, reason = "a test reads the repository")]

use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path and text of every file of the code.
fn code() -> Vec<(String, String)> {
    let entries =
        walkdir::WalkDir::new(root().join("src")).sort_by_file_name().into_iter().map(|e| e.expect("an entry"));
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(root()).expect("below the root").display().to_string();
            (path, std::fs::read_to_string(entry.path()).expect("a file of the repository"))
        })
        .collect()
}

#[test]
fn one_file_knows_the_yaml_crate() {
    let files = code();
    let knowing: Vec<&String> =
        files.iter().filter(|(_, text)| text.contains("granit_parser::")).map(|(path, _)| path).collect();
    assert_eq!(knowing, ["src/yaml/mod.rs"]);
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> =
        code().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "files that do not open with `//!`: {silent:?}");
}

#[test]
fn stages_call_no_later_one() {
    // A stage may name the types of those before it; of those after it, nothing but the theme, whose files are
    // pages of the plan.
    let later: [(&str, &[&str]); 5] = [
        ("src/load.rs", &["parse", "link", "plan", "render", "publish", "serve"]),
        ("src/parse/", &["link", "plan", "render", "publish", "serve"]),
        ("src/model/", &["parse", "link", "plan", "render", "publish", "serve"]),
        ("src/link/", &["plan", "render", "publish", "serve"]),
        ("src/render/", &["parse", "publish", "serve"]),
    ];
    let mut found = Vec::new();
    for (path, text) in code() {
        for stage in later.iter().filter(|(stage, _)| path.starts_with(stage)).flat_map(|(_, stages)| *stages) {
            if text.contains(&format!("use crate::{stage}::")) {
                found.push(format!("{path} uses {stage}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_map_names_files_that_exist() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert!(text.lines().count() <= 150, "ARCHITECTURE.md is a map, not the land");
    let quoted = text.split('`').skip(1).step_by(2);
    let paths =
        quoted.filter(|code| code.contains('/') && code.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)));
    let missing: Vec<&str> = paths
        .filter(|path| !path.contains("NAME"))
        .filter(|path| {
            let candidates = ["", "src/", "src/render/", "themes/default/"];
            !candidates.iter().any(|folder| root().join(folder).join(path).exists())
        })
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}
