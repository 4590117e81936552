//! What SECURITY.md promises is held by tests that exist.

use crate::support::site::repository;

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The cells of the rows of the table whose first column has a heading.
fn rows<'a>(text: &'a str, first: &str) -> Vec<Vec<&'a str>> {
    let table = text.split_once(&format!("| {first} |")).expect("a table").1;
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

#[test]
fn every_test_that_is_named_exists() {
    let text = read("SECURITY.md");
    let rows = rows(&text, "kind");
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        let held_by = row.last().expect("a cell");
        for named in held_by.split('`').skip(1).step_by(2) {
            match named.split_once("::") {
                Some((path, name)) => {
                    assert!(read(path).contains(&format!("fn {name}(")), "{}: {path} has no test {name}", row[0]);
                }
                None if named.starts_with("scripts/") => {
                    assert!(
                        read("scripts/test").contains(&format!("\n{named}\n")),
                        "scripts/test does not run {named}"
                    );
                }
                None => assert!(read(named).contains("\n```"), "{}: {named} is no spec", row[0]),
            }
        }
    }
}
