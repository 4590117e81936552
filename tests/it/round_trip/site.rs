//! cases.json → `casebook import` → the same site; `SLUG.md` → the same `SLUG.md` and the same page.

use std::path::Path;

use proptest::prelude::*;

use super::{build, import_into};
use crate::support::site::{Files, Site, read_all, repository};

/// A new site with what another has beside its cases and its shared sources, but for some paths.
fn without_cases(root: &Path, is_left_out: impl Fn(&str) -> bool) -> Site {
    let fresh = Site::empty();
    fresh.write("casebook.yaml", std::fs::read(root.join("casebook.yaml")).unwrap());
    for top in ["content", "static"].into_iter().filter(|top| root.join(top).is_dir()) {
        for (path, bytes) in read_all(&root.join(top)) {
            let path = format!("{top}/{path}");
            if !path.starts_with("content/cases/") && !is_left_out(&path) {
                fresh.write(&path, bytes);
            }
        }
    }
    fresh
}

/// The files beside cases and terms, taken from the output.
fn put_files(fresh: &Site, output: &Files) {
    let data: serde_json::Value = serde_json::from_slice(&output["data/cases.json"]).unwrap();
    let of_term = |term: &serde_json::Value| {
        let text = |key: &str| term[key].as_str().unwrap().to_owned();
        let page = text("page");
        (
            format!("{}.files/", page.strip_suffix(".html").unwrap()),
            format!("{}/{}.files/", text("taxonomy"), text("id")),
        )
    };
    let of_terms: Vec<(String, String)> = data["terms"].as_array().unwrap().iter().map(of_term).collect();
    for (route, bytes) in output.iter().filter(|(route, _)| route.contains(".files/")) {
        if route.starts_with("cases/") {
            fresh.write(&format!("content/{route}"), bytes);
        }
        for (folder, own) in &of_terms {
            if let Some(name) = route.strip_prefix(folder.as_str()) {
                fresh.write(&format!("content/taxonomies/{own}{name}"), bytes);
            }
        }
    }
}

/// What differs, with the first line of each that does.
pub fn differences(one: &Files, other: &Files) -> Vec<String> {
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

/// Is it the file of a term?
fn is_of_term(path: &str) -> bool {
    path.strip_prefix("content/taxonomies/").is_some_and(|rest| rest.contains('/'))
}

/// Export as JSON, import into a site without cases, shared sources and files of terms, build both.
pub fn through_json(root: &Path) -> (Files, Files) {
    let (before, errors) = build(root);
    assert_eq!(errors, Vec::<String>::new());
    let fresh = without_cases(root, |path| path.starts_with("content/sources/") || is_of_term(path));
    let export = Site::empty();
    export.write("cases.json", &before["data/cases.json"]);
    put_files(&fresh, &before);
    import_into(fresh.root(), &export.path("cases.json"));
    let (after, errors) = build(fresh.root());
    assert_eq!(errors, Vec::<String>::new());
    (before, after)
}

/// Take the case files of the output for the cases of a site, build both.
fn through_markdown(root: &Path) -> (Files, Files) {
    let (before, errors) = build(root);
    assert_eq!(errors, Vec::<String>::new());
    // What only terms cite stands in a file of that name.
    let fresh = without_cases(root, |path| path.starts_with("content/sources/") && !path.ends_with("/of-terms.yaml"));
    put_files(&fresh, &before);
    for (route, bytes) in before.iter().filter(|(route, _)| route.ends_with(".md")) {
        fresh.write(&format!("content/{route}"), bytes);
    }
    let (after, errors) = build(fresh.root());
    assert_eq!(errors, Vec::<String>::new());
    (before, after)
}

#[test]
fn the_demonstration_site_comes_back_from_its_data() {
    let (before, after) = through_json(repository());
    assert!(before.len() > 300);
    assert_eq!(differences(&before, &after), Vec::<String>::new());
}

#[test]
fn the_demonstration_site_comes_back_from_its_case_files() {
    let (before, after) = through_markdown(repository());
    assert_eq!(differences(&before, &after), Vec::<String>::new());
}

/// A site that uses every key and every form, its cases in folders.
fn everything(style: &str) -> Site {
    let site = Site::empty();
    site.write("casebook.yaml", CONFIG.replace("STYLE", style));
    site.write("content/taxonomies/method.yaml",
        "label: Method\nplural: Methods\nroute: methods\nvocabulary: closed\nterms:\n  - {id: chat, label: Chat bot, aliases: [Chat]}\n  - {id: no, label: \"No\"}\n",
    );
    site.write("content/taxonomies/tag.yaml", "label: Tag\nplural: Tags\nroute: tags\nvocabulary: open\n");
    site.write("content/taxonomies/owner.yaml", OWNER);
    site.write("content/taxonomies/owner/told.md", TOLD);
    site.write("content/taxonomies/owner/chart one.png", "picture of a term");
    site.write("content/taxonomies/owner/named.md", "---\nlabel: Named\ndraft: true\n---\n");
    site.write("content/taxonomies/role.yaml", "label: Role\nplural: Roles\nterms_of: owner\n");
    site.write("content/publishers.yaml",
        "label: Publisher\nplural: Publishers\nvocabulary: open\nterms:\n  - {id: example-times, label: Example Times, aliases: [ET], kind: news}\n",
    );
    site.write(
        "content/pages/about.md",
        "---\ntitle: About\n---\n\n## Why\n\nSee [[every]] and [other](../cases/other.md).\n",
    );
    site.write("content/sources/shared.bib", SHARED_BIB);
    site.write(
        "content/sources/shared.yaml",
        "- {id: memo, publisher: Example Ltd, title: A memo, kind: company, independent: true}\n",
    );
    site.write("content/sources/of-terms.yaml", "- {id: only, publisher: Example Office, title: Cited by terms}\n");
    site.write("content/cases/2024/every.md", EVERY);
    site.write("content/cases/2024/chart one.png", "picture");
    site.write("content/cases/2024/every/report.pdf", "report");
    site.write("content/cases/other.md", OTHER.replace('\n', "\r\n"));
    site.write("content/cases/draft.md", DRAFT);
    site
}

const CONFIG: &str = "title: Examples\nbase_url: https://example.org\nlicence: CC BY 4.0\n\
    repository_url: https://github.com/example/examples\nsections:\n  - {title: What they did, required: true}\n  \
    - {title: Public response, aliases: [Response]}\nfields:\n  - {id: jobs, shape: number, facet: true}\n  \
    - {id: loss, shape: money, unit: USD, many: true, range: [0, null]}\n  - {id: lasted, shape: duration}\n  \
    - {id: share, shape: percentage}\n  - {id: began, shape: date, facet: true}\n  - {id: report, shape: url}\n  \
    - {id: stage, shape: choice, range: [\"in use\", \"no\"], facet: true}\n  - {id: public, shape: true/false}\n  \
    - {id: aim, shape: text}\nmatrix: [[method, tag]]\ncharts: [[method, tag]]\n\
    severities: {unknown-section: off}\ncitations: {style: STYLE}\n";

const OWNER: &str = "label: Owner\nplural: Owners\nvocabulary: open\nfields:\n  - {id: staff, shape: number}\n  \
    - {id: seat, shape: text, many: true}\nterms:\n  - {id: group, label: Group, wikidata: Q95, staff: {value: 12 posts, sources: [only]}}\n";

const TOLD: &str = r#"---
label: "Told: everything"
aliases: [Told, "no"]
definition: |
  Two lines
  of one definition.
editors: "Choose it: always"
broader: group
mark: half
lei: 5493001KJTIIGC8Y1R12
ror: https://ror.org/03yrm5c26
url: https://example.org/told
seat: [A, {value: B, sources: [times]}]
staff: { min: 5, about: true, as_of: 2024-02, sources: ["times#q1", only], note: "a: note" }
lang: de
allow:
  - {code: uncited-source, reason: "kept: for later"}
sources:
  - {id: never, publisher: Example Office}
  - id: times
    publisher: ET
    title: T
    date: 2024
    passages: [{id: q1, text: "a: word"}]
---
It makes examples [@times], says [@only] and [@doe2020]. ^maker

Its past
--------

- See [[other]], [every](../../cases/2024/every.md#of-its-own), [page](../../pages/about.md#why), [group](<told.md#its-past>)
  and ![alt](<chart one.png>).

## `Numbers` ##

```casebook
as: count
```
"#;

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
owner: Group
role: [Told, New one]
jobs: { value: 0.50, about: true, as_of: 2024-02~, sources: [times, doe2020], note: "a: note" }
loss:
  - { min: 5e8, sources: [times, "times2#q1"] }
  - { value: 40 EUR, max: 50, sources: [times2] }
  - 12345678901234567890.125
lasted: -3 mo
share: 12 %
began: 2023-05~/2024
report: https://example.org/a?b=%20
stage: "no"
public: { value: false, sources: [roe2021] }
aim: "true"
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
    lang: en-GB
    kind: paper
    independent: false
    quote: |
      Two lines,
      # quoted
    note: "a: note"
  - id: times2
    publisher: Example Times
    date: 2024-05-13
    passages:
      - {id: q1, text: "a: “word”", at: "p. 3: above", translated: true}
      - text: |
          Two lines,
          - the second
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
![alt](chart%20one.png), [![in](chart%20one.png)](../other.md), [[other]], [[other#what-they-did|text]],
[[owner/told]], [a term](../../taxonomies/owner/told.md#its-past) and [[role/told]].

![[owner/told#^maker]]

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
fn without_folder(output: Files) -> Files {
    let text = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.replace("content/cases/2024/", "content/cases/").into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    };
    output.into_iter().map(|(route, bytes)| (route, text(bytes))).collect()
}

#[test]
fn every_key_comes_back_from_the_data() {
    for style in ["publisher-date", "apa"] {
        let (before, after) = through_json(everything(style).root());
        assert!(
            before.contains_key("cases/every.files/chart one.png")
                && before.contains_key("cases/every.files/report.pdf")
        );
        assert_eq!(differences(&without_folder(before), &without_folder(after)), Vec::<String>::new(), "{style}");
    }
}

#[test]
fn every_key_comes_back_from_the_case_file() {
    let site = everything("publisher-date");
    // Files of terms are not part of the output: they lead to where cases will lie, and cite what will be there.
    let told = TOLD.replace("2024/every.md#of-its-own", "other.md").replace(" and [@doe2020]", "");
    site.write("content/taxonomies/owner/told.md", told);
    let (before, after) = through_markdown(site.root());
    let cases = |output: Files| -> Files {
        let is_of_case =
            |route: &str| route.starts_with("cases/") && (route.ends_with(".md") || route.ends_with(".html"));
        without_folder(output).into_iter().filter(|(route, _)| is_of_case(route)).collect()
    };
    assert_eq!(differences(&cases(before), &cases(after)), Vec::<String>::new());
}

/// A text as YAML and JSON have it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "")
}

pub fn line() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z][a-z ]{0,20}", "[-A-Za-z0-9{}\\[\\]#:&*!|>'\"%@`~, é“”=<]{1,30}"]
        .prop_filter("no text", |text| !text.trim().is_empty())
}

/// Markdown of any kind: blocks that hold others, code, tables, headings in both forms, links, raw HTML.
pub fn body() -> impl Strategy<Value = String> {
    let blocks = vec![
        "Text [@a].",
        "    code [@a]",
        "- one\n- two\n\n  three [@b, p. 3]",
        "> quoted\n> ## not a section",
        "## Of its own ##",
        "Setext *two*\n---",
        "### Below",
        "| a | b |\n|---|--:|\n| x | y |",
        "~~~\n## code\n~~~",
        "<details>\nraw\n</details>",
        "[link](b.md) and [[b]] [ref].",
        "[ref]: b.md",
        "1. a\n2. b",
        "[^n]: note [@b]",
        "A note[^n].",
        "***",
        "# one",
        "##",
        "line  \nbreak\\\nbreak",
        "\t tab",
        "\u{202e}reversed",
        "<b>x</b> &amp; @a says",
        "![alt](<b.md>)",
    ];
    let block = prop_oneof![4 => prop::sample::select(blocks).prop_map(str::to_owned), 1 => line()];
    let ends = prop::sample::select(vec!["\n", "\n\n", "\n\n\n", "\r\n\r\n"]);
    prop::collection::vec((block, ends), 0..10)
        .prop_map(|blocks| blocks.into_iter().map(|(block, end)| block + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_case_comes_back(title in line(), summary in line(), tags in prop::collection::vec("[A-Z][a-z]{1,8}( [0-9])?", 0..3),
                           note in "\\PC{1,30}|a\nb", event in line(), date in "20[0-9]{2}(-0[1-9])?[~?%]?", body in body()) {
        let site = Site::empty();
        let root = site.root();
        site.write("casebook.yaml", "title: T\nlanguage: en\nhtml: allow\nseverities: {broken-link: warning}\n");
        site.write("content/taxonomies/tag.yaml", "label: Tag\nplural: Tags\nroute: tags\nvocabulary: open\n");
        site.write("content/cases/b.md", "---\ntitle: B\ndate: 2025\nsummary: S.\nsources: []\n---\n\n## One\n\nText.\n");
        let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
        let front = format!(
            "title: {}\nsummary: {}\ndate: {date}\ntag: [{}]\nsources:\n  - {{id: b, publisher: P, note: {}}}\n  - {{id: a, publisher: {}}}\n\
             events: [{{date: {date}, text: {}, sources: [a]}}]\nextra: {{a: {}}}\n",
            quoted(&title), quoted(&summary), tags.join(", "), quoted(&note), quoted(&title), quoted(&event), quoted(&note),
        );
        site.write("content/cases/a.md", format!("---\n{front}---\n{body}"));
        let (before, errors) = build(root);
        prop_assume!(errors.is_empty());
        let (_, after) = through_json(root);
        prop_assert_eq!(differences(&before, &after), Vec::<String>::new(), "{}", String::from_utf8_lossy(&before["cases/a.md"]));
        let (_, after) = through_markdown(root);
        prop_assert_eq!(differences(&before, &after), Vec::<String>::new(), "{}", String::from_utf8_lossy(&before["cases/a.md"]));
    }
}
