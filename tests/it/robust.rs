//! No input makes the pipeline panic, and every finding lies in its file.

use casebook::diagnostic::human;
use casebook::link::Drafts;
use casebook::pipeline::Options;
use proptest::prelude::*;

use crate::support::site::Site;

const CONFIG: &str = "title: Examples\nbase_url: https://example.org\nhtml: sanitize\npage_size: 2\nsections:\n  \
- {id: what, title: What they did, required: true, aliases: [What happened]}\n  \
- {title: Departmental use, taxonomy: department}\nmatrix: [[department, organisation]]\n\
severities: {near-term: error}\ncitations: {style: publisher-date}\n";
const VOCABULARY: &str = "label: Department\nplural: Departments\nroute: departments\nvocabulary: closed\n\
required: true\nterms:\n  - id: legal\n    label: Legal\n    definition: >-\n      What lawyers do.\n    \
aliases: [Law, 'Counsel']\n  - {id: courts, broader: legal}\n";
const CASE: &str = "---\ntitle: \"A “case”\"\ndate: 2024/2025-05~\nadded: 2025-06-01\norganisation: Example Ltd\n\
department: [Legal, courts]\nsummary: >-\n  What happened,\n  and more.\naliases: [old]\nsources:\n  - id: times\n    \
publisher: Example Times\n    date: 2025-05-13\n    url: https://example.org/a\n    kind: news\n  \
- {id: 'doi:10.1/x', publisher: Example Post, doi: 10.1000/x}\nevents:\n  - {date: 2025, text: It began, sources: [times]}\n\
corrections: [{date: 2025, note: Mended}]\nextra: {a: [1, null, {b: c}]}\nallow: [{code: uncited-source, reason: x}]\n---\n\n\
Before.\n\n## What they did\n\nA *thing* [see @times, p. 3; -@doi:10.1/x] and @times [p. 4], `code` & ![x](y.png).\n\n\
- [x] item [[a#what|text]]\n  - below[^1] <b onclick=\"x\">raw</b>\n\n| a | b |\n|:-:|--:|\n| [@times] | é日 |\n\n\
> quoted [link](a.md#what \"t\")\n\n```rust\nfn main() {}\n```\n\n[^1]: A note (Example Times, 13 May 2025).\n\n\
## Departmental use\n\n<div>\n\nText.\n\n</div>\n";
const SHARED: &str = "- {id: shared, publisher: Example Office, title: A report, isbn: 978-0-306-40615-7}\n";
const PAGE: &str = "---\ntitle: About\n---\n\n## One\n\nSee [[a]] and [b](../cases/a.md).\n";

/// The files that take part, and where each lies.
const FILES: [(&str, &str); 6] = [
    ("casebook.yaml", CONFIG),
    ("content/taxonomies/department.yaml", VOCABULARY),
    ("content/cases/a.md", CASE),
    ("content/sources/shared.yaml", SHARED),
    ("content/pages/about.md", PAGE),
    ("content/publishers.yaml", "terms:\n  - {id: example-times, label: Example Times, aliases: [ET], kind: news}\n"),
];

/// Run everything on a site in which one file is other than it should be.
fn run(changed: &str, bytes: &[u8]) {
    let site = Site::of(&FILES);
    site.write("content/taxonomies/organisation.yaml", "label: Organisation\n");
    site.write("content/cases/b.md", CASE.replace("[old]", "[]"));
    site.write(changed, bytes);
    let checked = site.check(&Options { drafts: Drafts::Include, ..Options::default() });
    for diagnostic in &checked.diagnostics {
        let places = diagnostic.place.iter().chain(diagnostic.related.iter().map(|related| &related.place));
        for place in places {
            let text = checked.files.get(place.file).text.get();
            assert!(text.get(place.span.clone()).is_some(), "{diagnostic:?} lies outside of {text:?}");
        }
        for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
            let text = checked.files.get(diagnostic.place.as_ref().unwrap().file).text.get();
            assert!(text.get(edit.span.clone()).is_some(), "{edit:?} lies outside of {text:?}");
        }
    }
    let shown = &checked.diagnostics[..checked.diagnostics.len().min(50)];
    let text = human::render(shown, &checked.files, human::Style::Plain);
    assert_eq!(text.is_empty(), shown.is_empty());
    // What has errors is rendered too: `serve` shows it.
    if let Some(renderer) = &checked.renderer {
        for page in &renderer.plan().pages {
            let mut bytes = Vec::new();
            renderer.render(page, &mut bytes).unwrap_or_else(|error| panic!("{}: {error}", page.route));
        }
    }
}

/// A change of a text: some bytes out, others in.
fn mutated(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let inserted = prop_oneof![
        "[-:@\\[\\](){}<>#*_`~|&!?'\"\\\\ \n\r\t]{0,6}",
        "\\PC{0,4}",
        Just("---\n".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("[@".to_owned()),
        Just("[[".to_owned()),
        Just("\n\n[^1]: ".to_owned()),
        Just("&a *a <<: *a".to_owned()),
        Just("<script>".to_owned()),
        Just("\r\n".to_owned()),
        Just("\0".to_owned()),
    ];
    let one = (0..=text.len(), 0..12usize, inserted);
    prop::collection::vec(one, 1..4).prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, out, new) in changes {
            let at = at.min(bytes.len());
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, new.into_bytes());
        }
        bytes
    })
}

fn a_mutated_file() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    (0..FILES.len()).prop_flat_map(|index| (Just(FILES[index].0), mutated(FILES[index].1)))
}

fn a_file_of_anything() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "(\\PC|\n){0,200}".prop_map(String::into_bytes),
        "---\n(\\PC|\n){0,80}\n---\n(\\PC|\n){0,80}".prop_map(String::into_bytes),
        "---\ntitle: x\n---\n## What they did\n[\\[\\]@a-c;,.*_`#>|\\-\n ]{0,120}".prop_map(String::into_bytes),
    ];
    (0..FILES.len(), bytes).prop_map(|(index, bytes)| (FILES[index].0, bytes))
}

proptest! {
    // Each case is a whole site, rendered: few in every run; `PROPTEST_CASES=5000` for a night.
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_file_that_was_damaged_harms_nobody((path, bytes) in a_mutated_file()) {
        run(path, &bytes);
    }

    #[test]
    fn a_file_of_anything_harms_nobody((path, bytes) in a_file_of_anything()) {
        run(path, &bytes);
    }
}

#[test]
fn depth_does_not_overflow_the_stack() {
    let nested =
        |n: usize, open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let deep = |open: &str, inner: &str, close: &str| nested(400, open, inner, close);
    let bodies = [
        nested(10_000, "[", "@times", "]"),
        nested(10_000, "*", "text", "*"),
        deep("> ", "text", ""),
        deep("**a ", "text", " b**"),
        deep("![", "text", "](x)"),
        deep("[[", "a", "]]"),
        deep("<div>", "text", "</div>"),
        deep("<div>\n\n", "text [@times]", "\n\n</div>"),
        deep("<b>", "text", ""),
        deep("- ", "item", ""),
        deep("`", "code", "`"),
        deep("[^1]", "", "[^1]: "),
        (0..300).map(|depth| format!("{}- item\n", "  ".repeat(depth))).collect(),
        format!("|{}\n|{}\n|{}\n", "a|".repeat(500), "-|".repeat(500), "b|".repeat(500)),
    ];
    for body in bodies {
        run("content/cases/a.md", CASE.replace("Before.", "").replace("A *thing*", &body).as_bytes());
    }
    for yaml in [
        nested(10_000, "[", "x", "]"),
        deep("{a: ", "x", "}"),
        deep("- ", "x", ""),
        deep("? ", "x", ""),
        deep("!a ", "x", ""),
    ] {
        run("content/cases/a.md", format!("---\ntitle: x\nextra: {yaml}\n---\n\nText.\n").as_bytes());
        run("content/cases/a.md", format!("---\n{yaml}\n---\n\nText.\n").as_bytes());
        run("content/taxonomies/department.yaml", yaml.as_bytes());
        run("casebook.yaml", yaml.as_bytes());
    }
    let nested: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    run("content/taxonomies/department.yaml", nested.as_bytes());
}

/// Billions of laughs: aliases of YAML that expand without bound are refused.
#[test]
fn aliases_do_not_expand_without_bound() {
    let mut yaml = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        yaml.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 10].join(", ")));
    }
    run("casebook.yaml", yaml.as_bytes());
    run(
        "content/cases/a.md",
        format!("---\nextra:\n{}---\n", yaml.lines().map(|l| format!("  {l}\n")).collect::<String>()).as_bytes(),
    );
}
