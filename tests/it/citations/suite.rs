//! The official CSL test suite: what a whole site makes of each of its tests, and what hayagriva alone does.
//!
//! The suite is not part of the repository; `scripts/csl-suite DIR` runs this over a checkout of it. Texts are
//! compared, without markup and with white space folded. What passes is listed in `tests/csl/suite.tsv`, and so is,
//! for every test that does not pass, at whom that lies and why. Whatever newly passes or fails is an error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::catch_unwind;
use std::path::PathBuf;

use hayagriva::archive;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{Locale, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren, LocatorPayload,
    SpecificLocator,
};
use rayon::prelude::*;
use scraper::{ElementRef, Html, Selector};

use super::suite_test::{Cite, Test};
use crate::support::accept::assert_accepted;
use crate::support::site::{Site, repository};

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an element; what a style displays apart stands apart.
fn text_of(element: ElementRef<'_>, out: &mut String) {
    let is_apart = |one: &ElementRef<'_>| {
        one.value().name() == "div"
            || one.value().classes().any(|class| matches!(class, "csl-block" | "csl-indent" | "csl-left" | "csl-right"))
    };
    for child in element.children() {
        if let Some(child) = ElementRef::wrap(child) {
            let around = if is_apart(&child) { " " } else { "" };
            out.push_str(around);
            text_of(child, out);
            out.push_str(around);
        } else if let Some(text) = child.value().as_text() {
            out.push_str(text);
        }
    }
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let one = |element| {
        let mut text = String::new();
        text_of(element, &mut text);
        fold(&text)
    };
    html.select(&Selector::parse(selector).unwrap()).map(one).collect()
}

/// What a test wants. Where documents change, the last state of each citation stands behind `>>[0]` or `..[0]`.
fn wanted(test: &Test) -> String {
    let line = |line: &str| {
        let marked = line.strip_prefix(">>[").or_else(|| line.strip_prefix("..["));
        let text = marked.and_then(|rest| rest.split_once("] ")).map_or(line, |(_, text)| text);
        text.to_owned()
    };
    let result = test.result.lines().map(line).collect::<Vec<_>>().join("\n");
    texts(&result, "body").concat()
}

/// What hayagriva alone writes, in a test that asks for nothing that it has no notion of.
fn alone(test: &Test, locales: &[Locale]) -> Option<String> {
    if test.asks_the_program || !test.citations.iter().flatten().all(Cite::is_plain) {
        return None;
    }
    let Style::Independent(style) = Style::from_xml(&test.csl).ok()? else { return None };
    let items: Vec<Item> = serde_json::from_str(&test.input).ok()?;
    let locators: Vec<Vec<Option<String>>> =
        test.citations.iter().map(|cites| cites.iter().map(Cite::locator).collect()).collect();
    let mut driver = BibliographyDriver::new();
    for (number, (cites, locators)) in test.citations.iter().zip(&locators).enumerate() {
        let mut requested = Vec::new();
        for (cite, locator) in cites.iter().zip(locators) {
            let item = items.iter().find(|item| item.id().is_some_and(|id| id == cite.id()))?;
            let kind: Locator = cite.label.as_deref().unwrap_or("page").parse().ok()?;
            let locator = locator.as_ref().map(|locator| SpecificLocator(kind, LocatorPayload::Str(locator)));
            requested.push(CitationItem::with_locator(item, locator));
        }
        driver.citation(CitationRequest::new(requested, &style, None, locales, Some(number + 1)));
    }
    let rendered = driver.finish(BibliographyRequest::new(&style, None, locales));
    let mut text = String::new();
    if test.is_bibliography {
        for entry in rendered.bibliography?.items {
            if let Some(first) = entry.first_field {
                text_of_tree(&ElemChildren(vec![first]), &mut text);
                text.push(' ');
            }
            text_of_tree(&entry.content, &mut text);
            text.push('\n');
        }
    } else {
        for citation in rendered.citations.iter().take(test.shown) {
            text_of_tree(&citation.citation, &mut text);
            text.push('\n');
        }
    }
    Some(fold(&text))
}

fn text_of_tree(tree: &ElemChildren, out: &mut String) {
    for child in &tree.0 {
        match child {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => out.push_str(&text.text),
            ElemChild::Elem(elem) => {
                let around = if elem.display.is_some() { " " } else { "" };
                out.push_str(around);
                text_of_tree(&elem.children, out);
                out.push_str(around);
            }
            ElemChild::Markup(text) => out.push_str(text),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// A text of the suite as Markdown: its few elements, and no other markup.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    let text = text.replace("<i>", "\u{1}").replace("</i>", "\u{1}").replace("<b>", "\u{2}").replace("</b>", "\u{2}");
    for c in text.chars() {
        match c {
            '\u{1}' => out.push('*'),
            '\u{2}' => out.push_str("**"),
            c if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ';' | ':' | '\'' | '"' | '(' | ')') => {
                let _ = write!(out, "\\{c}");
            }
            c => out.push(c),
        }
    }
    out
}

/// A citation of a text.
fn group(cites: &[Cite]) -> String {
    let cite = |cite: &Cite| {
        let prefix = cite.prefix.as_deref().map(markdown).unwrap_or_default();
        let space = if prefix.is_empty() || prefix.ends_with(' ') { "" } else { " " };
        let suppressed = if cite.suppress_author.is_some() { "-" } else { "" };
        let locator = cite.locator().map(|locator| {
            let label = cite.label.as_deref().unwrap_or("page").replace('-', " ");
            let label = if label == "sub verbo" { "s.v." } else { &label };
            format!(", {{{label} {locator}}}")
        });
        let suffix = cite.suffix.as_deref().map(markdown).unwrap_or_default();
        format!("{prefix}{space}{suppressed}@{{{}}}{}{suffix}", cite.id(), locator.unwrap_or_default())
    };
    format!("[{}]", cites.iter().map(cite).collect::<Vec<_>>().join("; "))
}

/// What a site writes.
fn of_site(test: &Test) -> String {
    let body = test.citations.iter().map(|cites| format!("Text {}.", group(cites))).collect::<Vec<_>>().join("\n\n");
    let site = Site::of(&[
        ("casebook.yaml", "title: T\nlanguage: en\ncitations: {style: test.csl}\n".to_owned()),
        ("test.csl", test.csl.clone()),
        ("content/sources/x.json", test.input.clone()),
        (
            "content/cases/a.md",
            format!("---\ntitle: A\ndate: 2025\nsummary: S.\nsources: []\n---\n\n## One\n\n{body}\n"),
        ),
    ]);
    let page = match site.try_render("cases/a.html") {
        Ok((page, _)) => page,
        Err(findings) => return format!("no page: {}", findings.join("; ")),
    };
    if test.is_bibliography {
        return fold(&texts(&page, ".formatted .work").join(" "));
    }
    let notes = texts(&page, "#case_notes li p");
    let cites = if notes.is_empty() { texts(&page, "#one .citation") } else { notes };
    fold(&cites[..test.shown.min(cites.len())].join(" "))
}

/// What came of a test, or what the list says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    passes: bool,
    /// Does hayagriva alone?
    alone: bool,
    /// `ours`, `hayagriva`, `by design`: at whom it lies that it does not pass.
    fault: String,
    reason: String,
}

/// What the list says of itself.
const HEAD: &str = "# test\tCasebook\thayagriva alone\tat whom it lies\twhy\n";

fn list() -> BTreeMap<String, Row> {
    let text = std::fs::read_to_string(repository().join("tests/csl/suite.tsv")).unwrap_or_default();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |number: usize| cells.get(number).copied().unwrap_or_default().to_owned();
        let row = Row { passes: cell(1) == "passes", alone: cell(2) == "passes", fault: cell(3), reason: cell(4) };
        (cell(0), row)
    };
    text.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

fn measured(name: &str, text: &str, locales: &[Locale]) -> (Row, String) {
    let test = match Test::read(text) {
        Ok(test) => test,
        Err(error) => return (Row::default(), format!("{name}\n  unreadable: {error}\n")),
    };
    let wanted = wanted(&test);
    let ours = catch_unwind(|| of_site(&test)).unwrap_or_else(|_| "a panic".to_owned());
    let theirs = catch_unwind(|| alone(&test, locales)).unwrap_or_default();
    let row = Row { passes: ours == wanted, alone: theirs.as_ref() == Some(&wanted), ..Row::default() };
    let theirs = theirs.unwrap_or_else(|| "nothing".to_owned());
    (row, format!("{name}\n  wanted    {wanted}\n  ours      {ours}\n  hayagriva {theirs}\n"))
}

#[test]
#[ignore = "needs a checkout of the suite: scripts/csl-suite DIR"]
fn the_official_suite_comes_out_as_listed() {
    let folder = PathBuf::from(std::env::var_os("CSL_SUITE").expect("CSL_SUITE: a checkout of the suite"));
    let files = std::fs::read_dir(folder.join("processor-tests/humans")).expect("the tests of the suite");
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let locales = archive::locales();
    let found: Vec<(String, Row, String)> = files
        .par_iter()
        .map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let (row, told) = measured(&name, &std::fs::read_to_string(file).unwrap(), &locales);
            (name, row, told)
        })
        .collect();
    let listed = list();
    let (mut text, mut told, mut unexplained) = (HEAD.to_owned(), String::new(), Vec::new());
    for (name, row, difference) in &found {
        let before = listed.get(name).cloned().unwrap_or_default();
        let Row { fault, reason, .. } = if row.passes { Row::default() } else { before };
        let is_known = match fault.as_str() {
            "ours" | "by design" => true,
            "hayagriva" => !row.alone,
            _ => row.passes,
        };
        if !is_known || row.passes != reason.is_empty() {
            unexplained.push(name.as_str());
        }
        if !row.passes {
            told.push_str(difference);
        }
        let word = |passes: bool| if passes { "passes" } else { "fails" };
        let _ = writeln!(text, "{name}\t{}\t{}\t{fault}\t{reason}", word(row.passes), word(row.alone));
    }
    std::fs::write(repository().join("target/csl-suite.txt"), told).unwrap();
    let count = |wanted: &dyn Fn(&Row) -> bool| found.iter().filter(|(_, row, _)| wanted(row)).count();
    println!(
        "{} tests: {} pass, {} with hayagriva alone, {} of these not with us; differences: target/csl-suite.txt",
        found.len(),
        count(&|row| row.passes),
        count(&|row| row.alone),
        count(&|row| row.alone && !row.passes),
    );
    assert_accepted("tests/csl/suite.tsv", &text);
    assert!(unexplained.is_empty(), "say in tests/csl/suite.tsv at whom these lie, and why: {unexplained:?}");
}
