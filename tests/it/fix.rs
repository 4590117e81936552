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
    ])
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
