//! The examples of `CommonMark`, which the package `commonmark-spec` holds.

use std::collections::BTreeMap;
use std::path::Path;

use super::{PLACES, html, rendered};

/// An example of the specification.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/commonmark-spec/spec.txt");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("there is no {}: run `npm ci` first", path.display()))
        .replace("\r\n", "\n");
    let fence = "`".repeat(32);
    let opening = format!("{fence} example\n");
    let mut examples = Vec::new();
    for part in text.split(&opening).skip(1) {
        let (example, _) = part.split_once(&format!("\n{fence}\n")).unwrap();
        let example = format!("{example}\n");
        let (markdown, html) = if let Some(html) = example.strip_prefix(".\n") {
            (String::new(), html)
        } else {
            let (markdown, html) = example.split_once("\n.\n").unwrap_or_else(|| panic!("in one part: {example}"));
            (format!("{markdown}\n"), html)
        };
        let tabs = |text: &str| text.replace('→', "\t");
        examples.push(Example { number: examples.len() + 1, markdown: tabs(&markdown), html: tabs(html) });
    }
    examples
}

/// What is listed, by the number of the example: where it fails, and why.
fn listed() -> BTreeMap<usize, String> {
    include_str!("commonmark.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let (number, reason) = line.split_once(' ').unwrap_or_else(|| panic!("no reason: {line}"));
            (number.parse().unwrap(), reason.to_owned())
        })
        .collect()
}

#[test]
fn every_example_comes_out_as_specified_or_is_listed() {
    let examples = examples();
    assert!(examples.len() >= 652, "the specification has more than {} examples", examples.len());
    let listed = listed();
    let mut wrong = String::new();
    for example in &examples {
        let wanted = html::normal(&example.html);
        let failing = PLACES.iter().filter(|place| rendered(&example.markdown, **place) != wanted);
        let failing: Vec<String> = failing.map(|place| format!("{place:?}")).collect();
        let is_listed = listed.contains_key(&example.number);
        if failing.is_empty() && is_listed {
            wrong.push_str(&format!("{} newly passes: take it from the list\n", example.number));
        } else if !failing.is_empty() && !is_listed {
            wrong.push_str(&format!(
                "{} fails {failing:?}\n{}wanted: {wanted}\nis: {}\n",
                example.number,
                example.markdown,
                rendered(&example.markdown, PLACES[0]),
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
