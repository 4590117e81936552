//! Expectations: what a block says must be, against what is.

use scraper::{Html, Selector};
use similar::TextDiff;

use crate::document::Block;
use crate::example::Outcome;

/// A line of its own between fragments.
const GAP: &str = "…";

/// What is not as expected.
pub struct Mismatch {
    /// A diff, or the fragment that is missing.
    pub message: String,
    /// What could stand in the block instead.
    pub actual: Option<String>,
}

impl From<String> for Mismatch {
    fn from(message: String) -> Self {
        Mismatch { message, actual: None }
    }
}

/// Is a block an expectation, and not a file? What is expected of a file names it below `public/`.
pub fn is_expectation(block: &Block) -> bool {
    ["diagnostics", "routes", "html-absent", "text-absent"].contains(&block.kind())
        || block.path().starts_with("public/")
}

/// Compare a block with what has become of the site.
pub fn compare(block: &Block, outcome: &Outcome) -> Result<(), Mismatch> {
    match block.kind() {
        "diagnostics" => whole(&block.text, &outcome.diagnostics),
        "routes" => whole(&block.text, &outcome.routes(&block.path())?),
        "json" => json(block, &outcome.read(&block.path())?),
        "html-absent" | "text-absent" => absent(&block.text, &outcome.read(&block.path())?),
        "html" if !block.rest().is_empty() => elements(block, &outcome.read(&block.path())?),
        "html" => fragments(&block.text, &outcome.read(&block.path())?),
        _ if block.text.lines().any(|line| line == GAP) => fragments(&block.text, &outcome.read(&block.path())?),
        _ => whole(&block.text, &outcome.read(&block.path())?),
    }
}

/// The whole text, line by line; white space at the ends of lines and of the text aside.
fn whole(expected: &str, actual: &str) -> Result<(), Mismatch> {
    let tidy = |text: &str| text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
    let (expected, actual) = (tidy(expected.trim_end()), tidy(actual.trim_end()));
    if expected == actual {
        return Ok(());
    }
    Err(Mismatch { message: diff(&expected, &actual), actual: Some(actual) })
}

fn diff(expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    let mut text = String::from("(- expected, + actual)\n");
    for change in diff.iter_all_changes() {
        text.push_str(&format!("{}{change}", change.tag()));
    }
    text
}

/// Runs of white space as one space, so that line breaks of templates do not count.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fragments that occur one after the other.
fn fragments(expected: &str, actual: &str) -> Result<(), Mismatch> {
    let actual = folded(actual);
    let mut at = 0;
    for fragment in parts(expected)? {
        match actual[at..].find(&fragment) {
            Some(found) => at += found + fragment.len(),
            None if actual.contains(&fragment) => return Err(format!("stands too early: {fragment}").into()),
            None => return Err(format!("missing: {fragment}\nin: {}", excerpt(&actual)).into()),
        }
    }
    Ok(())
}

fn absent(unwanted: &str, actual: &str) -> Result<(), Mismatch> {
    let actual = folded(actual);
    match parts(unwanted)?.into_iter().find(|fragment| actual.contains(fragment)) {
        Some(fragment) => Err(format!("is there: {fragment}").into()),
        None => Ok(()),
    }
}

fn parts(text: &str) -> Result<Vec<String>, String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let parts: Vec<String> = lines.split(|line| *line == GAP).map(|part| folded(&part.join("\n"))).collect();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { Err("an empty block expects nothing".to_owned()) } else { Ok(parts) }
}

/// The main part of a page, which is what a fragment is looked for in most often.
fn excerpt(page: &str) -> &str {
    let start = page.find("<main").unwrap_or(0);
    let end = page.find("<footer").filter(|end| *end > start).unwrap_or(page.len());
    &page[start..end]
}

/// Every element that a CSS selector finds, whole, one after the other.
fn elements(block: &Block, page: &str) -> Result<(), Mismatch> {
    let selector = Selector::parse(&block.rest()).map_err(|error| format!("not a selector: {error}"))?;
    let page = Html::parse_document(page);
    let lines = |html: String| -> String {
        html.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
    };
    let actual: String = page.select(&selector).map(|element| lines(element.html())).collect();
    if folded(&actual) == folded(&block.text) {
        return Ok(());
    }
    Err(Mismatch { message: diff(&block.text, &actual), actual: Some(actual) })
}

/// The value at a pointer (RFC 6901), or all of the document.
fn json(block: &Block, text: &str) -> Result<(), Mismatch> {
    let document: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let pointer = block.rest();
    let Some(value) = document.pointer(&pointer) else { return Err(format!("nothing is at {pointer}").into()) };
    let actual = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    match serde_json::from_str::<serde_json::Value>(&block.text) {
        Ok(expected) if expected == *value => Ok(()),
        _ => Err(Mismatch { message: diff(&block.text, &format!("{actual}\n")), actual: Some(actual) }),
    }
}
