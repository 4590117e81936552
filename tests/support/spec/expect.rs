//! Expectations: what a block says must be, against what is.

use scraper::{Html, Selector};

use super::document::Block;
use super::stage::Stage;

/// A line of its own between fragments.
const GAP: &str = "…";

/// The word that makes a file one that is shown, not given.
const SHOWS: &str = "shows";

/// Is a block an expectation, and not a file? What is expected of a file names it below `public/`, or says `shows`.
pub fn is_expectation(block: &Block) -> bool {
    ["console", "diagnostics", "routes", "html-absent", "text-absent"].contains(&block.kind())
        || block.path().starts_with("public/")
        || block.rest() == SHOWS
}

/// What could stand in a block instead, where something else came of the site. What cannot be written so is an error.
pub fn mismatch(block: &Block, stage: &mut Stage) -> Result<Option<String>, String> {
    match block.kind() {
        "console" => Ok(exact(&block.text, &stage.run(block)?)),
        "diagnostics" => Ok(whole(&block.text, stage.diagnostics())),
        "routes" => Ok(whole(&block.text, &stage.routes(&block.path())?)),
        _ if block.rest() == SHOWS => Ok(exact(&block.text, &stage.read(&block.path())?)),
        _ => in_file(block, &stage.read(&block.path())?),
    }
}

fn in_file(block: &Block, actual: &str) -> Result<Option<String>, String> {
    match block.kind() {
        "json" => json(block, actual),
        "html-absent" | "text-absent" => absent(&block.text, actual).map(|()| None),
        "html" => html(block, &without_links_to_self(block, actual)),
        _ if block.text.lines().any(|line| line == GAP) => fragments(&block.text, actual).map(|()| None),
        _ => Ok(whole(&block.text, actual)),
    }
}

fn html(block: &Block, page: &str) -> Result<Option<String>, String> {
    if block.rest().is_empty() { fragments(&block.text, page).map(|()| None) } else { elements(block, page) }
}

/// A page without what every statement has: its link to itself, and an anchor that is made of its text. Blocks with that
/// link are about them.
fn without_links_to_self(block: &Block, page: &str) -> String {
    if block.text.contains("class=\"self\"") || block.rest().contains(".self") {
        return page.to_owned();
    }
    let cut = |page: &str, from: &str, to: &str, fits: fn(&str) -> bool| {
        let mut kept = String::with_capacity(page.len());
        let mut rest = page;
        while let Some(start) = rest.find(from) {
            let inner = start + from.len();
            let end = rest[inner..].find(to).map_or(rest.len(), |end| inner + end + to.len());
            kept.push_str(&rest[..start]);
            if !fits(&rest[start..end]) {
                kept.push_str(&rest[start..end]);
            }
            rest = &rest[end..];
        }
        kept + rest
    };
    let page = cut(page, " <a class=\"self\"", "</a>", |_| true);
    cut(&page, " id=\"s-", "\"", |id| id.len() >= " id=\"s-abcdefgh\"".len())
}

fn exact(expected: &str, actual: &str) -> Option<String> {
    (expected != actual).then(|| actual.to_owned())
}

/// The whole text, line by line; white space at the ends of lines and of the text aside.
fn whole(expected: &str, actual: &str) -> Option<String> {
    let tidy = |text: &str| text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
    let (expected, actual) = (tidy(expected.trim_end()), tidy(actual.trim_end()));
    (expected != actual).then_some(actual)
}

/// Runs of white space as one space, so that line breaks of templates do not count.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fragments that occur one after the other.
fn fragments(expected: &str, actual: &str) -> Result<(), String> {
    let actual = folded(actual);
    let mut at = 0;
    for fragment in parts(expected)? {
        match actual[at..].find(&fragment) {
            Some(found) => at += found + fragment.len(),
            None if actual.contains(&fragment) => return Err(format!("stands too early: {fragment}")),
            None => return Err(format!("missing: {fragment}\nin: {}", excerpt(&actual))),
        }
    }
    Ok(())
}

fn absent(unwanted: &str, actual: &str) -> Result<(), String> {
    let actual = folded(actual);
    match parts(unwanted)?.into_iter().find(|fragment| actual.contains(fragment)) {
        Some(fragment) => Err(format!("is there: {fragment}")),
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
fn elements(block: &Block, page: &str) -> Result<Option<String>, String> {
    let selector = Selector::parse(&block.rest()).map_err(|error| format!("not a selector: {error}"))?;
    let page = Html::parse_document(page);
    let lines = |html: String| -> String {
        html.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
    };
    let actual: String = page.select(&selector).map(|element| lines(element.html())).collect();
    Ok((folded(&actual) != folded(&block.text)).then_some(actual))
}

/// The value at a pointer (RFC 6901), or all of the document.
fn json(block: &Block, text: &str) -> Result<Option<String>, String> {
    let document: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let pointer = block.rest();
    let Some(value) = document.pointer(&pointer) else { return Err(format!("nothing is at {pointer}")) };
    let actual = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    match serde_json::from_str::<serde_json::Value>(&block.text) {
        Ok(expected) if expected == *value => Ok(None),
        _ => Ok(Some(actual)),
    }
}
