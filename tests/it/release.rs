//! A release is tried before it is made: what its workflow does, `scripts/release-check` does.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use crate::support::site::repository;

/// The scripts of the repository that a file calls.
fn scripts(path: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    let names = text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| {
        line.split("scripts/")
            .skip(1)
            .map(|rest| rest.split(|letter: char| !letter.is_ascii_lowercase() && letter != '-'))
    });
    names.filter_map(|mut name| name.next()).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_step_of_a_release_is_a_script_that_the_check_runs_too() {
    let called = scripts(".github/workflows/release.yml");
    assert!(called.len() > 3, "{called:?}");
    let tried = scripts("scripts/release-check");
    for name in called {
        assert!(tried.contains(&name), "scripts/release-check does not run scripts/{name}");
        let mode = std::fs::metadata(repository().join("scripts").join(&name)).unwrap().permissions().mode();
        assert!(mode & 0o111 != 0, "scripts/{name} cannot be run");
    }
}
