//! Citations as Pandoc writes them: snippets in four styles, a list in both directions.

// `pandoc/snippets.txt` holds the snippets. Each is written by the `pandoc` of the machine and by a site; where the texts
// differ, `pandoc/differences.txt` says so, with both texts and the reason. What newly is equal must be taken from it, what
// newly differs breaks the build. `ACCEPT=1` rewrites the list, without reasons for what is new.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use hayagriva::archive::ArchivedStyle;
use scraper::{ElementRef, Html, Node, Selector};

use super::citing;
use crate::support::site::repository;

const SNIPPETS: &str = include_str!("pandoc/snippets.txt");
const DIFFERENCES: &str = "differences.txt";
const SOURCES: &str = "
  - {id: doe, publisher: Doe Inc, title: One, date: 2020, kind: company}
  - {id: roe, publisher: Roe Ltd, title: Two, date: 2021, kind: company}
  - {id: poe, publisher: Poe Co, title: Three, date: 2022, kind: company}";
/// The same for Pandoc: a company that speaks for itself is the author.
const BIBLIOGRAPHY: &str = r#"[
  {"id": "doe", "type": "webpage", "author": [{"literal": "Doe Inc"}], "title": "One", "issued": {"date-parts": [[2020]]}},
  {"id": "roe", "type": "webpage", "author": [{"literal": "Roe Ltd"}], "title": "Two", "issued": {"date-parts": [[2021]]}},
  {"id": "poe", "type": "webpage", "author": [{"literal": "Poe Co"}], "title": "Three", "issued": {"date-parts": [[2022]]}}
]"#;
/// Our name of a style, and the file of it that Pandoc reads.
const STYLES: [(&str, &str); 4] =
    [("publisher-date", "house.csl"), ("apa", "apa"), ("ieee", "ieee"), ("note.csl", "note.csl")];
/// What is Markdown of Pandoc's alone.
const FORMAT: &str = "markdown-smart-superscript-subscript-tex_math_dollars-inline_notes-bracketed_spans-native_spans\
                      -raw_tex-example_lists-fancy_lists-implicit_figures-strikeout";

fn folder() -> PathBuf {
    repository().join("tests/it/citations/pandoc")
}

fn snippets() -> Vec<String> {
    SNIPPETS.lines().filter(|line| !line.starts_with('#')).map(|line| line.replace('⏎', "\n")).collect()
}

/// The text of an element; a mark becomes `†` and what its note says.
fn text(page: &Html, element: ElementRef<'_>) -> String {
    let mut out = String::new();
    write_text(&mut out, page, element);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_text(out: &mut String, page: &Html, element: ElementRef<'_>) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            out.push_str(text);
        }
        let Some(child) = ElementRef::wrap(child) else { continue };
        let is = |class: &str| child.value().classes().any(|of| of == class);
        let note = child.value().attr("href").and_then(|href| href.strip_prefix("#fn"));
        if is("unsourced") || is("back") || is("footnote-back") {
            continue;
        }
        if let Some(number) = note {
            let note = page.select(&Selector::parse(&format!("li[id=\"fn{number}\"]")).unwrap()).next().unwrap();
            out.push_str(&format!("†⟦{}⟧", text(page, note)));
        } else {
            write_text(out, page, child);
        }
    }
}

fn paragraphs(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    page.select(&Selector::parse(selector).unwrap()).map(|paragraph| text(&page, paragraph)).collect()
}

/// The snippets as a site writes them.
fn ours(style: &str) -> Vec<String> {
    let site = citing(style, SOURCES, &snippets().join("\n\n"));
    if style.ends_with(".csl") {
        site.write(style, std::fs::read(folder().join(style)).unwrap());
    }
    paragraphs(&site.page(), "section#one > p")
}

/// The snippets as Pandoc writes them.
fn of_pandoc(file: &str) -> Vec<String> {
    let work = tempfile::tempdir().unwrap();
    let style = work.path().join("style.csl");
    if file.ends_with(".csl") {
        std::fs::copy(folder().join(file), &style).unwrap();
    } else {
        let archived = ArchivedStyle::by_name(file).unwrap().get();
        std::fs::write(&style, archived.to_xml().unwrap()).unwrap();
    }
    let json = work.path().join("sources.json");
    std::fs::write(&json, BIBLIOGRAPHY).unwrap();
    let markdown = work.path().join("text.md");
    std::fs::write(&markdown, snippets().join("\n\n")).unwrap();
    let output = Command::new("pandoc")
        .args([
            "--from",
            FORMAT,
            "--to",
            "html",
            "--standalone",
            "--metadata",
            "title=T",
            "--citeproc",
            "--bibliography",
        ])
        .arg(json)
        .arg("--csl")
        .arg(style)
        .arg(markdown)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    paragraphs(&String::from_utf8(output.stdout).unwrap(), "body > p")
}

/// A line of the list: style, snippet, our text, Pandoc's, and the reason.
type Key = (String, String, String, String);

fn listed() -> BTreeMap<Key, String> {
    let text = std::fs::read_to_string(folder().join(DIFFERENCES)).unwrap_or_default();
    let mut listed = BTreeMap::new();
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty() && !block.trim_start().starts_with('#')) {
        let mut lines = block.trim().lines().map(str::to_owned);
        let mut next = || lines.next().unwrap_or_else(|| panic!("a difference of five lines: {block}"));
        let (style, snippet) = (next(), next());
        let (ours, theirs) = (next(), next());
        listed.insert((style, snippet, ours, theirs), next());
    }
    listed
}

#[test]
fn citations_are_those_of_pandoc_or_are_listed() {
    if Command::new("pandoc").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: there is no pandoc on this machine");
        assert!(std::env::var_os("CI").is_none(), "CI has to have pandoc");
        return;
    }
    assert!(snippets().len() >= 150);
    let mut found: Vec<Key> = Vec::new();
    for (style, file) in STYLES {
        let (ours, theirs) = (ours(style), of_pandoc(file));
        let count = snippets().len();
        assert_eq!((ours.len(), theirs.len()), (count, count), "{style}: a paragraph for each snippet: {theirs:#?}");
        for ((snippet, ours), theirs) in SNIPPETS.lines().filter(|line| !line.starts_with('#')).zip(ours).zip(theirs) {
            if ours != theirs {
                found.push((
                    style.to_owned(),
                    snippet.to_owned(),
                    format!("ours   {ours}"),
                    format!("pandoc {theirs}"),
                ));
            }
        }
    }
    let listed = listed();
    if std::env::var_os("ACCEPT").is_some() {
        let mut text =
            String::from("# Style, snippet, our text, Pandoc's, and why they differ; written by ACCEPT=1.\n");
        for key in &found {
            let reason = listed.get(key).map_or("?", String::as_str);
            text.push_str(&format!("\n{}\n{}\n{}\n{}\n{reason}\n", key.0, key.1, key.2, key.3));
        }
        std::fs::write(folder().join(DIFFERENCES), text).unwrap();
        return;
    }
    let new: Vec<&Key> = found.iter().filter(|key| !listed.contains_key(*key)).collect();
    let gone: Vec<&Key> = listed.keys().filter(|key| !found.contains(key)).collect();
    assert!(new.is_empty() && gone.is_empty(), "newly different: {new:#?}\nno longer so: {gone:#?}");
    let bare: Vec<_> = listed.iter().filter(|(_, reason)| reason.len() < 12).collect();
    assert!(bare.is_empty(), "without a reason: {bare:#?}");
}
