//! Every package that Casebook is built from has a licence that `deny.toml` accepts.

use std::process::Command;

use serde_json::Value;

use crate::support::site::repository;

/// Is an SPDX expression satisfied by what is allowed? `OR` chooses, `AND` asks for both.
fn is_satisfied(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression = expression.trim();
    // Outside of parentheses, `OR` binds less than `AND`.
    for (operator, needs_all) in [(" OR ", false), (" AND ", true)] {
        let parts = split_outside(expression, operator);
        if parts.len() > 1 {
            let mut parts = parts.into_iter().map(|part| is_satisfied(part, allowed));
            return if needs_all { parts.all(|fits| fits) } else { parts.any(|fits| fits) };
        }
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => is_satisfied(inner, allowed),
        None => allowed.contains(&expression),
    }
}

fn split_outside<'a>(text: &'a str, operator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && text[at..].starts_with(operator) => {
                parts.push(&text[start..at]);
                start = at + operator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT", "Unicode-3.0"];
    for (expression, fits) in [
        ("MIT", true),
        ("MIT OR Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("MIT/Apache-2.0", true),
    ] {
        assert_eq!(is_satisfied(expression, &allowed), fits, "{expression}");
    }
}

#[test]
fn every_dependency_has_a_licence_that_is_accepted() {
    let root = repository();
    let deny = std::fs::read_to_string(root.join("deny.toml")).expect("deny.toml");
    let list = deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    let allowed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // What other platforms need is not fetched here.
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("the name of this platform");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(|licence| is_satisfied(licence, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(packages.len() > 50 && refused.is_empty(), "licences that deny.toml does not accept: {refused:#?}");
}
