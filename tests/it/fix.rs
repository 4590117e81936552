//! `check --fix`: what is cured, and that nothing else is touched.

use proptest::prelude::*;

use crate::support::site::Site;

const CONFIG: &str = "title: Examples\nsections:\n  - { id: what, title: What they did, required: true }\n";
const STAGES: &str = "\
label: Stage
vocabulary: closed
terms:
  - { id: pilot, label: Pilot }
  - { id: rollout, label: Rollout, aliases: [Launch] }
";
const PUBLISHERS: &str =
    "label: Publisher\nvocabulary: open\nterms:\n  - { id: example-times, label: Example Times, aliases: [ET] }\n";

fn site(case: &str) -> Site {
    Site::of(&[
        ("casebook.yaml", CONFIG),
        ("content/taxonomies/stage.yaml", STAGES),
        ("content/publishers.yaml", PUBLISHERS),
        ("content/cases/a.md", case),
    ])
}

fn fix(site: &Site) -> String {
    site.run(&["check", "--fix"]);
    site.read("content/cases/a.md")
}

#[test]
fn every_cure_is_applied_and_every_other_byte_stays() {
    let case = "---\r
# a comment stays\r
title: A case: with a colon   # so does this one\r
dat: 2025\r
summary:   'S.'\r
stage: [ Pilto,'Launch' ]   # near, and an alias\r
sources:\r
  - id: et-2025\r
    publisher: Example Times\r
    date: 2025-05-13\r
---\r
\r
## What they did\r
\r
One (ET, 13 May 2025).\tTwo [@et-2052; @et-2025]. `(ET, 13 May 2025)`\r
";
    let site = site(case);
    let expected = case
        .replace("A case: with a colon   # so does this one", "\"A case: with a colon   # so does this one\"")
        .replace("dat: 2025", "date: 2025")
        .replace("Pilto", "Pilot")
        .replace("'Launch'", "'Rollout'")
        .replace("One (ET, 13 May 2025)", "One [@et-2025]")
        .replace("@et-2052", "@et-2025");
    assert_eq!(fix(&site), expected);
    assert_eq!(fix(&site), expected, "a second run changes nothing");
}

#[test]
fn what_is_ambiguous_is_left() {
    let case = "---\ntitle: A\ndate: 2025\nsummary: S.\nsources:\n  - { id: a, publisher: ET, date: 2025 }\n  \
                - { id: b, publisher: ET, date: 2025 }\n---\n\n## What they did\n\nOne (ET, 2025) [@a; @b].\n";
    let site = site(case);
    assert_eq!(fix(&site), case.replace("publisher: ET", "publisher: Example Times"));
}

/// Pieces of case files, right and wrong.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "stage: Pilto\n",
        "stage: [Launch, pilot]\n",
        "title: A: b\n",
        "title: \"x\"\n",
        "sumary: S\n",
        "summary: S\n",
        "date: 2025\n",
        "dte: 2024\n",
        "# é comment\n",
        "extra: {a: 1}\n",
        "stage: 'Rolout'\n",
        "stages: Pilot\n",
        "stage: Pilot, Rollout\n",
        "stag: [Pilot, Pilto, Launch]\n",
        "summary:In use\n",
        "summary: Ranked #1 of all\n",
        "title: “Curly”\n",
        "title: “Curly: and a colon”\n",
        "title: @handle\n",
        "title: [Draft] of a title\n",
        "title: 'It's here'\n",
        "summary: \"never closed\n",
        "stage: [Pilot, Rollout\n",
        "\tdate: 2025\n",
        "  date: 2025\n",
        "date: 13.05.2025\n",
        "date: 05/06/2025\n",
        "stage:\n  -Pilot\n  -Rollout\n",
        "stage:\n  – Pilot\n",
        "just a line\n",
        "\u{a0}summary: S\n",
        "title: &Co makes it\n",
        "events:\n  - {date:2025, text: It happened}\n",
        "events:\n  - {dat: 2025, text: It happened}\n",
        "# todo\n",
        "=======\n",
    ])
}

fn text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "One (ET, 2025). ",
        "Two [@a]. ",
        "Three [@aa; @b]. ",
        "`(ET, 2025)` ",
        "é ",
        "\n\n- item (Example Times, 2025)\n",
        "\n\n## What they did\n\n",
        "(ET, 2025; ET, 2025-05) ",
        "[x (ET, 2025)](y) ",
        "\n\n##What they did\n\n",
        "\n\n**What they did**\n\n",
        "\n\n#### What they did\n\n",
        "\n\n## What they di\n\n",
        "\n\n## What they dids\n\n",
        "(x)[https://example.org] ",
        "[x](https://example.org/a b) ",
        "[[a] and [a]] ",
        "x[^1] ",
        "\n\n[^1] A note.\n\n",
        "\n\n<span class=MsoNormal>x</span>\n\n",
    ])
}

/// How often each code is found in the case.
fn counts(site: &Site) -> std::collections::BTreeMap<String, usize> {
    let checked = site.check(&casebook::pipeline::Options::default());
    let mut counts = std::collections::BTreeMap::new();
    for found in &checked.diagnostics {
        *counts.entry(found.code.name().to_owned()).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Fixing twice is fixing once, and each edit lies within a span that a finding named.
    #[test]
    fn fixing_is_idempotent(front in prop::collection::vec(piece(), 0..6), body in prop::collection::vec(text(), 0..8)) {
        let sources = "sources:\n  - { id: a, publisher: ET, date: 2025 }\n  - { id: b, publisher: ET, date: 2025-05 }\n";
        let case = format!("---\n{}{sources}---\n\n{}\n", front.concat(), body.concat());
        let site = site(&case);
        let once = fix(&site);
        prop_assert_eq!(&fix(&site), &once);
    }

    /// No cure makes a finding.
    #[test]
    fn a_fix_never_makes_a_finding(
        front in prop::collection::vec(piece(), 0..7),
        body in prop::collection::vec(text(), 0..9),
    ) {
        let sources = "sources:\n  - { id: a, publisher: ET, date: 2025 }\n  - { id: b, publisher: ET, date: 2025-05 }\n";
        let case = format!("---\n{}{sources}---\n\n{}\n", front.concat(), body.concat());
        let site = site(&case);
        let before = counts(&site);
        let fixed = fix(&site);
        let after = counts(&site);
        // What a cure uncovers, an empty section behind a mistyped heading, takes the place of what it cured.
        let total = |counts: &std::collections::BTreeMap<String, usize>| counts.values().sum::<usize>();
        prop_assert!(total(&after) <= total(&before), "{before:?}, then {after:?}\n{case}\nbecame\n{fixed}");
        for (code, count) in after.iter().filter(|(code, _)| code.starts_with("duplicate")) {
            let was = before.get(code).copied().unwrap_or(0);
            prop_assert!(*count <= was, "{code}: {was} before, {count} after\n{case}\nbecame\n{fixed}");
        }
    }

    /// Text outside of the edits is carried over byte for byte.
    #[test]
    fn only_the_edited_spans_change(text in "\\PC{0,40}", cuts in prop::collection::vec((0usize..40, 0usize..6), 0..5)) {
        use casebook::diagnostic::{Code, Diagnostic, apply_fixes};
use casebook::files::FileId;
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let found: Vec<Diagnostic> = cuts
            .iter()
            .map(|(start, length)| boundary(*start)..boundary(start + length))
            .map(|span| Diagnostic::new(Code::UnknownKey, FileId(0), span.clone(), "x").fix("y", span, "<>"))
            .collect();
        let fixed = apply_fixes(&text, found.iter()).map_or_else(|| text.clone(), |(fixed, _)| fixed);
        // Whatever stands between two insertions stands in the original, in the same order.
        let mut at = 0;
        for kept in fixed.split("<>") {
            let found = text[at..].find(kept);
            prop_assert!(found.is_some(), "{kept:?} of {fixed:?}");
            at += found.unwrap_or(0) + kept.len();
        }
    }
}
