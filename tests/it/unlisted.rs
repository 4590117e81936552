//! What an unlisted case changes of a site: it adds its own files, and nothing else is any different.

use casebook::import::{Job, Mode, import};
use casebook::pipeline::Options;

use crate::support::site::{Files, Site, assert_same};

/// Comes first by its slug, spells publishers otherwise, describes a work of a listed case more fully, and brings in
/// terms, works and publishers of its own, one of which would take the name of a listed one for itself.
const ADDED: &str = "\
---
title: Example Ltd shows a thing to some
date: 2025-06
added: 2026-11-24
draft: unlisted
organisation: [Example Ltd, klarna, Klarna Ltd]
sector: Fintech
region: Sweden
adoption_type: Transformative AI
department: Customer service
department_scope: single
outcome: Partly reversed
tag: [OpenAI, Something new]
aliases: [aaa-before]
summary: What Example Ltd did, which is told to those alone who know the address.
sources:
  - {id: times, publisher: Example Times, title: A thing, date: 2025-05-13, url: \"https://example.org/times\"}
  - {id: itv, publisher: I-T-V, title: Another thing, date: 2024, url: \"https://example.org/itv\"}
  - id: bi-2025
    publisher: business insider
    author: Doe, Jane
    isbn: 978-0-306-40615-7
    title: Klarna’s AI support replaces 700 workers, now facing backlash
    date: 2025-05-13
    url: https://www.businessinsider.com/klarna-buy-now-pay-later-ai-ceo-sebastian-siemiatkowski-earnings-2025-5
events:
  - {date: 2025-07, text: Something happens., sources: times}
corrections:
  - {date: 2026-11-25, note: Something was wrong.}
---

## What they did

A thing, as [[klarna]] did [@times; @bi-2025; @itv].

## Public response

Another thing [@times].

## Departmental use

A third thing [@times].
";

/// Cases that no other links to, so that each can be left out.
const CASES: [&str; 3] = ["cnet-ai-articles", "levis-ai-models", "zillow-offers"];

fn options() -> Options {
    Options { base_url: Some("https://example.org/base".to_owned()), ..Options::default() }
}

/// The demonstration, in which some cases and one more are published so far.
fn site(draft: &str) -> Site {
    let site = Site::demonstration();
    for case in CASES {
        site.edit(&format!("content/cases/{case}.md"), "title: ", &format!("draft: {draft}\ntitle: "));
    }
    site.write("content/cases/aaa.md", ADDED.replace("draft: unlisted", &format!("draft: {draft}")));
    site
}

#[test]
fn an_unlisted_case_changes_no_byte_of_other_files() {
    let without = site("true").build(&options());
    let mut with = site("unlisted").build(&options());
    for case in CASES.iter().chain(&["aaa"]) {
        let page = with.remove(&format!("cases/{case}.html")).map(|bytes| String::from_utf8(bytes).expect("text"));
        let page = page.unwrap_or_else(|| panic!("{case} has no page"));
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{case}");
        assert!(with.remove(&format!("cases/{case}.md")).is_some(), "{case}");
    }
    assert!(with.remove("cases/aaa-before.html").is_some());
    // The list of what was written.
    let mark = |files: &mut Files| files.remove(".casebook").expect("a list of files");
    let mut without = without;
    assert_ne!(mark(&mut with), mark(&mut without));
    assert_same(&without, &with, "unlisted cases");
}

/// Every address that a page of an unlisted case links to within the site is there.
#[test]
fn an_unlisted_case_leads_nowhere_wrong() {
    let files = site("unlisted").build(&Options::default());
    for case in CASES.iter().chain(&["aaa"]) {
        let page = String::from_utf8_lossy(&files[&format!("cases/{case}.html")]);
        let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#', '?']).next());
        let links: Vec<&str> = links.filter(|link| !link.contains(':') && !link.is_empty()).collect();
        assert!(links.len() > 20, "{case}: {links:?}");
        for link in links {
            let route = match link.strip_prefix("../") {
                Some(route) => route.to_owned(),
                None => format!("cases/{link}"),
            };
            assert!(files.contains_key(&route), "{case} links to {route}");
        }
    }
}

/// What is exported with `--drafts` and imported again is unlisted again.
#[test]
fn an_unlisted_case_is_imported_as_one() {
    let from = site("unlisted");
    from.run(&["export", "--drafts", "-f", "cases.json", "-o", "cases.json"]).succeeds();
    let to = Site::demonstration();
    std::fs::remove_dir_all(to.path("content/cases")).expect("cases");
    let job = Job {
        root: to.root(),
        paths: &[from.path("cases.json")],
        map: None,
        name: None,
        format: None,
        constants: Vec::new(),
        slug: None,
        mode: Mode::Import,
        is_dry: false,
        repair: false,
        report: None,
    };
    let report = import(&job, &|_, _| {}).expect("an import");
    assert!(!report.has_errors(), "{:?}", report.diagnostics);
    assert!(to.read("content/cases/aaa.md").contains("\ndraft: unlisted\n"));
    assert_same(&from.build(&options()), &to.build(&options()), "imported again");
}
