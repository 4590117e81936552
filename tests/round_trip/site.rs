//! cases.json → `casebook import` → the same site; `SLUG.md` → the same `SLUG.md` and the same page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{build, import_into, put};

type Output = BTreeMap<String, Vec<u8>>;

/// A new folder with what a site has beside its cases.
fn without_cases(root: &Path) -> tempfile::TempDir {
    let fresh = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let is_of_site = path == "casebook.yaml" || ["content/", "static/"].iter().any(|top| path.starts_with(top));
        let is_left_out = path.starts_with("content/cases/") || path.starts_with("content/sources/");
        if is_of_site && !is_left_out {
            put(fresh.path(), &path, std::fs::read(entry.path()).unwrap());
        }
    }
    fresh
}

/// The files beside cases, taken from the output.
fn put_files(fresh: &Path, output: &Output) {
    for (route, bytes) in output.iter().filter(|(route, _)| route.matches('/').count() > 1) {
        if let Some(path) = route.strip_prefix("cases/") {
            put(fresh, &format!("content/cases/{path}"), bytes);
        }
    }
}

/// What differs, with the first line of each that does.
fn differences(one: &Output, other: &Output) -> Vec<String> {
    let mut found = Vec::new();
    for route in one.keys().chain(other.keys().filter(|route| !one.contains_key(*route))) {
        let (a, b) = (one.get(route), other.get(route));
        if a != b {
            let text =
                |bytes: Option<&Vec<u8>>| bytes.map(|b| String::from_utf8_lossy(b).into_owned()).unwrap_or_default();
            let (a, b) = (text(a), text(b));
            let line = a.lines().zip(b.lines()).find(|(a, b)| a != b);
            found.push(format!("{route}: {line:?} ({} and {} bytes)", a.len(), b.len()));
        }
    }
    found
}

/// Export as JSON, import into a site without cases, build both.
fn through_json(root: &Path) -> (Output, Output) {
    let (before, errors) = build(root);
    assert_eq!(errors, Vec::<String>::new());
    let fresh = without_cases(root);
    let export = tempfile::tempdir().unwrap();
    put(export.path(), "cases.json", &before["data/cases.json"]);
    put_files(fresh.path(), &before);
    import_into(fresh.path(), &export.path().join("cases.json"));
    let (after, errors) = build(fresh.path());
    assert_eq!(errors, Vec::<String>::new());
    (before, after)
}

/// Take the case files of the output for the cases of a site, build both.
fn through_markdown(root: &Path) -> (Output, Output) {
    let (before, errors) = build(root);
    assert_eq!(errors, Vec::<String>::new());
    let fresh = without_cases(root);
    put_files(fresh.path(), &before);
    for (route, bytes) in before.iter().filter(|(route, _)| route.ends_with(".md")) {
        put(fresh.path(), &format!("content/{route}"), bytes);
    }
    let (after, errors) = build(fresh.path());
    assert_eq!(errors, Vec::<String>::new());
    (before, after)
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_demonstration_site_comes_back_from_its_data() {
    let (before, after) = through_json(&repository());
    assert!(before.len() > 300);
    assert_eq!(differences(&before, &after), Vec::<String>::new());
}

#[test]
fn the_demonstration_site_comes_back_from_its_case_files() {
    let (before, after) = through_markdown(&repository());
    assert_eq!(differences(&before, &after), Vec::<String>::new());
}

/// A site that uses every key and every form, its cases in folders.
fn everything(style: &str) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    put(root, "casebook.yaml", CONFIG.replace("STYLE", style));
    put(
        root,
        "content/taxonomies/method.yaml",
        "label: Method\nplural: Methods\nroute: methods\nvocabulary: closed\nterms:\n  - {id: chat, label: Chat bot, aliases: [Chat]}\n  - {id: no, label: \"No\"}\n",
    );
    put(root, "content/taxonomies/tag.yaml", "label: Tag\nplural: Tags\nroute: tags\nvocabulary: open\n");
    put(
        root,
        "content/publishers.yaml",
        "label: Publisher\nplural: Publishers\nvocabulary: open\nterms:\n  - {id: example-times, label: Example Times, aliases: [ET], kind: news}\n",
    );
    put(
        root,
        "content/pages/about.md",
        "---\ntitle: About\n---\n\n## Why\n\nSee [[every]] and [other](../cases/other.md).\n",
    );
    put(root, "content/sources/shared.bib", SHARED_BIB);
    put(
        root,
        "content/sources/shared.yaml",
        "- {id: memo, publisher: Example Ltd, title: A memo, kind: company, independent: true}\n",
    );
    put(root, "content/cases/2024/every.md", EVERY);
    put(root, "content/cases/2024/chart one.png", "picture");
    put(root, "content/cases/2024/every/report.pdf", "report");
    put(root, "content/cases/other.md", OTHER.replace('\n', "\r\n"));
    put(root, "content/cases/draft.md", DRAFT);
    site
}

const CONFIG: &str = "title: Examples\nbase_url: https://example.org\nlicence: CC BY 4.0\n\
    repository_url: https://github.com/example/examples\nsections:\n  - {title: What they did, required: true}\n  \
    - {title: Public response, aliases: [Response]}\nmatrix: [[method, tag]]\ncharts: [[method, tag]]\n\
    severities: {unknown-section: off}\ncitations: {style: STYLE}\n";

const SHARED_BIB: &str = "@article{doe2020,\n  author = {Doe, Jane and {Example, Inc.} and van der Berg, Jan},\n  \
    title = {On {Examples} in Large Models},\n  journaltitle = {Journal of Examples},\n  volume = {3}, number = {2},\n  \
    pages = {10--12}, date = {2020-05~}, doi = {10.1000/a--b}, editor = {Roe, Richard}, note = {A note}\n}\n\
    @report{roe2021, author = {Roe, Richard}, title = {A report}, institution = {Example Office}, year = 2021, \
    month = may, url = {https://example.org/a_b--c?x=%20}}\n";

const EVERY: &str = r#"---
title: "Every: key [and] #form & <b>tag</b>"
summary: |
  Two lines
  of one summary.
date: 2023-05~/2024-06?
added: 2024-07-01
reviewed: 2024-08
authors: [Jane Doe, "Roe, Richard"]
image: chart one.png
lang: de
aliases: [once, 2019/once.html]
method: [Chat, "no"]
tag: ["A: b", second tag, "Tag, third"]
sources:
  - {id: never, publisher: Example Office, kind: official}
  - id: times
    publisher: ET
    title: "=HYPERLINK(\"x\")"
    author: Doe, Jane and Roe, Richard
    date: 2024-05-13
    url: https://example.org/a?utm_source=x
    url_status: dead
    archive_url: https://web.archive.org/web/20240513/https://example.org/a
    archive_date: 2024-05-14
    accessed: 2024-06
    doi: 10.1000/x
    isbn: 978-0-306-40615-7
    kind: paper
    independent: false
    quote: |
      Two lines,
      # quoted
    note: "a: note"
  - {id: times2, publisher: Example Times, date: 2024-05-13}
  - {id: times3, publisher: Example Times, date: 2024-05-13, independent: true}
events:
  - {date: 2024-02, text: "Later: an event", sources: [times, doe2020]}
  - {date: 2023, text: First}
corrections:
  - {date: 2024-01-01, note: "was: wrong"}
  - {date: 2024-03, note: later}
allow:
  - {code: uncited-source, reason: "kept: for later"}
extra:
  zeta: [1, 1.50, "2", no, null, true]
  alpha: {text: "\u202ereversed", "a b": []}
---
Before *all* sections [@times].

[ref]: ../other.md

## *Response* `code` ##
    indented [code](x)

A [link](<../other.md#what-they-did> "../other.md"), [page](../../pages/about.md#why), [file](every/report.pdf) and
![alt](chart%20one.png), [![in](chart%20one.png)](../other.md), [[other]], [[other#what-they-did|text]].

What they did
-------------

- One [see @times, pp. 3-5; -@times2].
- @doe2020 [p. 3] says; @memo too[^n].

| a | b |
|:--|--:|
| x [@times3] | \| |

[^n]: A note [@roe2021].

### Below

<details><summary>raw</summary>html</details>

~~~
## not a section
~~~

## Of its own

Text.
"#;

const OTHER: &str = "---\ntitle: Other\ndate: 2024\nsummary: S.\nsources:\n  - {id: t, publisher: Example Times, \
    title: T, url: \"https://example.org/a\"}\nmethod: chat\n---\n\n## What they did\n\nA thing [@t]. See \
    [every](2024/every.md#of-its-own), [@doe2020].\n";

const DRAFT: &str =
    "---\ntitle: A draft\ndate: 2024\nsummary: S.\ndraft: true\nsources: []\n---\n\n## What they did\n\n[@memo]\n";

/// The one thing that may differ: where a case lies in the repository.
fn without_folder(output: Output) -> Output {
    let text = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.replace("content/cases/2024/", "content/cases/").into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    };
    output.into_iter().map(|(route, bytes)| (route, text(bytes))).collect()
}

#[test]
fn every_key_comes_back_from_the_data() {
    for style in ["publisher-date", "apa"] {
        let (before, after) = through_json(everything(style).path());
        assert!(before.contains_key("cases/every/chart one.png") && before.contains_key("cases/every/report.pdf"));
        assert_eq!(differences(&without_folder(before), &without_folder(after)), Vec::<String>::new(), "{style}");
    }
}

#[test]
fn every_key_comes_back_from_the_case_file() {
    let (before, after) = through_markdown(everything("publisher-date").path());
    let cases = |output: Output| -> Output {
        let is_of_case =
            |route: &str| route.starts_with("cases/") && (route.ends_with(".md") || route.ends_with(".html"));
        without_folder(output).into_iter().filter(|(route, _)| is_of_case(route)).collect()
    };
    assert_eq!(differences(&cases(before), &cases(after)), Vec::<String>::new());
}
