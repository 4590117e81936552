//! Everyday mistakes, many at once, in a site that had none: a fix never makes a finding, and one run makes them all.

use std::collections::BTreeMap;
use std::sync::Mutex;

use casebook::pipeline::{Checked, Options};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::site::Site;

/// A piece of a file: what is right, and what people write in its place.
type Piece = (&'static str, &'static [&'static str]);

/// The files of a site without a finding, in pieces.
const FILES: &[(&str, &[Piece])] = &[
    ("casebook.yaml", CONFIG),
    ("content/taxonomies/stage.yaml", STAGES),
    ("content/taxonomies/topic.yaml", &[("label: Topic\nvocabulary: open\n", &["label: Topic\nvocabulry: open\n"])]),
    ("content/publishers.yaml", PUBLISHERS),
    ("content/sources/shared.bib", SHARED),
    ("content/cases/a.md", CASE),
    ("content/cases/b.md", OTHER),
    ("content/pages/about.md", PAGE),
    ("static/files/report.pdf", &[("%PDF", &[])]),
];

const CONFIG: &[Piece] = &[
    ("title: Examples\n", &["title: Examples: all\n", "title: “Examples”\n", "titel: Examples\n", "title:Examples\n"]),
    ("language: en\n", &["language: english\n", "language: en_GB\n", "langauge: en\n", "language: deutsch\n"]),
    ("sections:\n", &[]),
    ("  - { id: what, title: What they did, required: true }\n", &["  - { id: what, titel: What they did }\n"]),
    ("  - { id: why, title: Why it matters, required: true }\n", &["\t- { id: why, title: Why it matters }\n"]),
    ("  - { id: outcome, title: Outcome }\n", &["  - { id: Out come, title: Outcome }\n", ""]),
    (
        "severities: { no-base-url: off, unknown-kind: off }\n",
        &["severities: { no-base-ulr: off, unknown-kind: off }\n"],
    ),
];

const STAGES: &[Piece] = &[
    ("label: Stage\n", &["lable: Stage\n", "<<<<<<< HEAD\nlabel: Stage\n=======\nlabel: Step\n>>>>>>> other\n"]),
    ("vocabulary: closed\n", &["vocabulary: close\n", "vocabulary: open\n"]),
    ("terms:\n", &[]),
    ("  - { id: pilot, label: Pilot }\n", &["  - { id: Pilot, label: Pilot }\n", ""]),
    (
        "  - { id: rollout, label: Rollout, aliases: [Launch] }\n",
        &["  - { id: rollout, label: Rollout, alias: [Launch] }\n"],
    ),
];

const PUBLISHERS: &[Piece] = &[
    ("label: Publisher\nvocabulary: open\nterms:\n", &["label: Publisher\nterms:\n"]),
    (
        "  - { id: example-times, label: Example Times, aliases: [ET] }\n",
        &["  - { id: example-times, lable: Example Times, aliases: [ET] }\n"],
    ),
];

const SHARED: &[Piece] = &[
    ("@article{doe2020,\n", &["@article{doe 2020,\n"]),
    (
        "  author = {Doe, Jane}, title = {A work}, journal = {Journal of Examples}, date = {2020},\n",
        &["  author = {Doe, Jane}, title = {A work}, journal = {Journal of Examples}, date = {13.05.2020},\n"],
    ),
    ("  url = {https://example.org/work}\n}\n", &["  url = {https://example.org/work?utm_source=x}\n}\n"]),
];

const CASE: &[Piece] = &[
    ("---\n", &["\n---\n", "----\n"]),
    (
        "title: Example Ltd tries a rota\n",
        &[
            "title: Example Ltd: a rota\n",
            "title: “Example Ltd tries a rota”\n",
            "title: @example tries a rota\n",
            "title: [Draft] of a title\n",
            "title: 'It's here'\n",
            "title: # Example Ltd\n",
            "title:Example Ltd tries a rota\n",
            "Title: Example Ltd tries a rota\n",
            "title: Another case\n",
            "\ttitle: Example Ltd tries a rota\n",
            "<<<<<<< HEAD\ntitle: Example Ltd\n=======\ntitle: Example plc\n>>>>>>> other\n",
        ],
    ),
    (
        "date: 2025-05-13\n",
        &[
            "date: 13.05.2025\n",
            "date: May 13, 2025\n",
            "date: 13/05/2025\n",
            "date: 05/06/2025\n",
            "date: 2025-5-3\n",
            "date: 2025-05-13T10:00:00.000Z\n",
            "date: 2052-05-13\n",
            "dte: 2025-05-13\n",
            "  date: 2025-05-13\n",
            "dates: 2025\ndate: 2025-05-13\n",
        ],
    ),
    (
        "summary: It was ranked first.\n",
        &[
            "summary: It was ranked #1 of all\n",
            "summary:It was ranked first.\n",
            "\u{a0}summary: It was ranked first.\n",
            "summary: “Ranked: first”\n",
            "summary: \"never closed\n",
            "sumary: It was ranked first.\n",
            "summary: It was ranked first.\nsumary: It was not.\n",
            "summary: It was ranked first.\nsummary: It was not.\n",
            "summary: * ranked first\n",
            "",
        ],
    ),
    (
        "stage: [Pilot, Rollout]\n",
        &[
            "stage: Pilot, Rollout\n",
            "stage: Pilto\n",
            "stages: [Pilot, Rollout]\n",
            "stage: Pilot\nstages: Rollout\n",
            "stage: Pilot\nstag: Rollout\nstagee: Pilot\n",
            "stage: Launch\n",
            "stage: [Pilot, Rollout\n",
            "stage:\n  -Pilot\n  - Rollout\n",
            "stage:\n  – Pilot\n",
            "stage: [Pilot Rollout]\n",
            "stage: Nothing like it\n",
        ],
    ),
    (
        "topic: [Rotas, Night shifts]\n",
        &["topic: [Rota, Night shift]\n", "topic: Rotas; Night shifts\n", "topics: Rotas\n"],
    ),
    ("aliases: [old-a]\n", &["alias: [old-a]\n", "aliases: [Old A]\n", "aliases: old-a, older-a\n", "aliases: [b]\n"]),
    ("lang: en\n", &["lang: english\n", "language: en\n", "lang: en_GB\n", "lang: xx\n"]),
    ("sources:\n", &["source:\n", "Sources:\n"]),
    (
        "  - id: times\n    publisher: Example Times\n",
        &[
            "  - id: times\n    publisher: ET\n",
            "  - id: times\n    publisher: Exmaple Times\n",
            "  - id: times\n    publisher: “Example Times”\n",
            "  - id:times\n    publisher: Example Times\n",
            "  - id: the times\n    publisher: Example Times\n",
            "\t- id: times\n\t  publisher: Example Times\n",
            "  - id: times\n    publsher: Example Times\n",
        ],
    ),
    ("    date: 2025-05-12\n", &["    date: 12.05.2025\n", "    date: May 2025\n", "    daet: 2025-05-12\n"]),
    (
        "    url: https://example.org/rota\n",
        &[
            "    url: https://example.org/rota?utm_source=news&fbclid=x\n",
            "    url: example.org/rota\n",
            "    URL: https://example.org/rota\n",
            "    url: https://example.org/post\n",
        ],
    ),
    (
        "  - { id: post, publisher: Example Post, url: \"https://example.org/post\" }\n",
        &[
            "  - { id: post, publisher: Example Post, url: \"https://example.org/rota\" }\n",
            "  - { id:post, publisher: Example Post }\n",
            "  - { id: post, publisher: Example Post, acessed: 2025 }\n",
            "  - { id: times, publisher: Example Post }\n",
        ],
    ),
    ("---\n\n", &["--\n\n", "\n", "-----\n\n"]),
    (
        "## What they did\n\n",
        &[
            "##What they did\n\n",
            "**What they did**\n\n",
            "#### What they did\n\n",
            "## What they di\n\n",
            "# What they did\n\n",
            "What they did\n\n",
            "",
            "## What they did\n\n## What they did\n\n",
        ],
    ),
    (
        "A rota was made [@times]. See [a report](/files/report.pdf) and [[b]].\n\n",
        &[
            "A rota was made [@tims]. See [a report](/files/report.pdf) and [[b]].\n\n",
            "A rota was made [@times; @pst]. See [a report](/files/reprot.pdf) and [[bb]].\n\n",
            "A rota was made [@times, @post]. See (a report)[/files/report.pdf] and [[b].\n\n",
            "A rota was made [times]. See [a report] (/files/report.pdf) and [[B]].\n\n",
            "A rota was made (Example Times, 12 May 2025). See [a report](static/files/report.pdf).\n\n",
            "A rota was made [@times. See [a report](/files/re port.pdf) and [[old-b]].\n\n",
            "A rota was made @times]. See [a report](../b) and [b](b.html).\n\n",
            "A rota was made[@times].[^1]\n\n",
            "A rota was made [@times].[^1]\n\n[^1] A note.\n\n",
            "A rota was made [@times].[^not]\n\n[^note]: A note.\n\n",
            "<p class=MsoNormal>A rota was made [@times].<o:p></o:p></p>\n\n",
            "<span style='mso-fareast-language:EN-US'>A rota was made</span> [@times] <b>today</b>.\n\n",
            "<<<<<<< HEAD\nA rota was made [@times].\n=======\nNone was made [@times].\n>>>>>>> other\n\n",
        ],
    ),
    (
        "## Why it matters\n\n",
        &["## Why its matters\n\n", "##Why it matters\n\n", "__Why it matters__\n\n", "## why it matters:\n\n"],
    ),
    (
        "It does [@post], as others say [@doe2020].\n\n",
        &[
            "It does [@post], as others say [@doe2002].\n\n",
            "It does [@ post], as others say [see @doe2020, p. 3].\n\n",
            "It does {@post}, as others say [[@doe2020].\n\n",
            "",
        ],
    ),
    (
        "## Outcome\n\n",
        &["## Outcomes\n\n", "#### Outcome\n\n", "## Outcome\n\n## Outcomes\n\n", "**Outcome:**\n\n", "## Results\n\n"],
    ),
    (
        "None [@times].\n",
        &["None [@times].\n=======\n", "- None [@times]\n-Or [@post]\n", "None [@times].\n\n[@times]: x\n"],
    ),
];

const OTHER: &[Piece] = &[
    ("---\ntitle: Another case\n", &["---\ntitle: Another case: with a colon\n", "title: Another case\n"]),
    ("date: 2025\n", &["date: 2025 \n", "date: 2025?\n", "date: ca. 2025\n"]),
    (
        "summary: A summary.\naliases: [old-b]\n",
        &["summary: A summary.\naliases: old-b\n", "summary: A summary.\nalaises: [old-b]\n"],
    ),
    ("topic: [Rotas, Night shifts]\n", &["topic: [Rotass]\n"]),
    (
        "sources:\n  - { id: times, publisher: Example Times, url: \"https://example.org/rota\" }\n---\n\n",
        &[
            "sources:\n  - { id: times, publisher: Example Times, url: \"https://example.org/rota?utm_medium=x\" }\n---\n\n",
            "sources:\n  - { id: times, publisher: Exmple Times }\n---\n\n",
        ],
    ),
    (
        "## What they did\n\nA thing [@times].\n\n## Why it matters\n\n",
        &["## What they did\n\nA thing [@times].\n\n**Why it matters**\n\n"],
    ),
    (
        "As [[a]] and [about it](../pages/about.md#who-we-are) say [@times].\n",
        &[
            "As [[old-a]] and [about it](../pages/abuot.md) say [@times].\n",
            "As [[a#What they did]] and [about it](../pages/about.md#who-we-aer) say [@times].\n",
            "As [[a|the case] and [about it](../pages/about.md) say [@times].\n",
            "As [a](old-a.md) and [about it](../pages/about-us.md) say [@times].\n",
        ],
    ),
];

const PAGE: &[Piece] = &[
    ("---\ntitle: About\n", &["---\ntitle: About: us\n", "---\ntitel: About\n"]),
    ("aliases: [about-us]\n---\n\n", &["alias: [about-us]\n---\n\n", "aliases: about-us\n---\n\n"]),
    ("## Who we are\n\nSee [[a]].\n", &["##Who we are\n\nSee [[old-a]].\n", "## Who we are\n\nSee [[aa]].\n"]),
];

/// For each piece, the mistake that is made there, if any.
fn mistakes() -> impl Strategy<Value = Vec<Option<usize>>> {
    let count = FILES.iter().map(|(_, pieces)| pieces.len()).sum::<usize>();
    prop::collection::vec(prop::option::weighted(0.12, 0usize..32), count)
}

fn site(mistakes: &[Option<usize>]) -> Site {
    let site = Site::empty();
    let mut mistakes = mistakes.iter();
    for (path, pieces) in FILES {
        let text: String = pieces
            .iter()
            .map(|(right, wrong)| match mistakes.next().copied().flatten() {
                Some(index) if !wrong.is_empty() => wrong[index % wrong.len()],
                _ => right,
            })
            .collect();
        site.write(path, text);
    }
    site
}

/// How often each thing is found, by file, code and words.
type Found = BTreeMap<(String, String), usize>;

fn found(checked: &Checked) -> Found {
    let mut found = Found::new();
    for diagnostic in &checked.diagnostics {
        let path = diagnostic.place.as_ref().map(|place| checked.files.get(place.file).path.clone());
        let words = format!("{}: {}", diagnostic.code.name(), diagnostic.message);
        *found.entry((path.unwrap_or_default(), words)).or_default() += 1;
    }
    found
}

fn check(site: &Site) -> Found {
    found(&site.check(&Options::default()))
}

/// What each mistake comes to where it is the only one.
fn alone(mistakes: &[Option<usize>]) -> Found {
    static KNOWN: Mutex<BTreeMap<(usize, usize), Found>> = Mutex::new(BTreeMap::new());
    let mut all = Found::new();
    for (at, index) in mistakes.iter().enumerate().filter_map(|(at, index)| Some((at, (*index)?))) {
        let mut known = KNOWN.lock().unwrap();
        let found = known.entry((at, index)).or_insert_with(|| {
            let mut only = vec![None; mistakes.len()];
            only[at] = Some(index);
            check(&site(&only))
        });
        for (finding, count) in found {
            *all.entry(finding.clone()).or_default() += *count;
        }
    }
    all
}

#[test]
fn without_a_mistake_nothing_is_found() {
    assert_eq!(check(&site(&[])), Found::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, rng_seed: RngSeed::Fixed(17), ..ProptestConfig::default() })]

    /// A cure may uncover a mistake that is there, in what could not be read; it makes none. The seed is settled, for two
    /// mistakes may come to a third thing; other seeds are for whoever looks for more.
    #[test]
    fn a_fix_makes_no_finding_anywhere(mistakes in mistakes()) {
        let site = site(&mistakes);
        let (before, alone) = (check(&site), alone(&mistakes));
        let said = site.run(&["check", "--fix"]).err;
        let after = check(&site);
        let is_new = |(finding, count): &(&(String, String), &usize)| {
            let known = |found: &Found| found.get(*finding).copied().unwrap_or(0);
            **count > known(&before).max(known(&alone))
        };
        let new: Vec<_> = after.iter().filter(is_new).collect();
        prop_assert!(new.is_empty(), "{new:#?}\nbefore: {before:#?}\n{said}\n{}", site.read("content/cases/a.md"));
        let again = site.run(&["check", "--fix"]).err;
        prop_assert!(!again.contains("fixed "), "{said}\nthen\n{again}");
    }
}
