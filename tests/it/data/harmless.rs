//! What others write into a case comes out harmless in every table, vocabulary and description.

use casebook::export::{DataFile, Rdf, Selection};
use scraper::{Html, Selector};
use serde_json::Value;

use super::{built, checked, example, export, options, rows, vocabularies};
use crate::support::site::Site;

/// A formula, a script, quotes, and characters that reorder what follows.
const ATTACK: &str = "=HYPERLINK(1)<script>alert(1)</script>\\\"\u{202e};@SUM(1)\u{2066}";

fn hostile() -> Site {
    let attack = serde_json::to_string(ATTACK).unwrap();
    let terms = format!(
        "label: {attack}\nplural: {attack}\ndefinition: {attack}\nroute: departments\nterms:\n  - {{id: legal, label: {attack}, \
         definition: {attack}, aliases: [\"+1\", \"-a\\\\\"]}}\n"
    );
    let config = format!(
        "title: {attack}\ndescription: {attack}\nlicence: {attack}\nsections: [{{title: What they did}}]\n\
         severities: {{no-base-url: off, near-term: off, unknown-section: off, missing-section: off}}\n"
    );
    let fields = ["publisher", "title", "author", "quote", "note"].map(|key| format!("{key}: {attack}")).join(", ");
    let case = format!(
        "---\ntitle: {attack}\ndate: 2024\nsummary: {attack}\nauthors: [{attack}]\ndepartment: legal\nextra: {{a: {attack}}}\n\
         events: [{{date: 2024, text: {attack}}}]\ncorrections: [{{date: 2024, note: {attack}}}]\nlang: en\nsources:\n\
         \x20 - {{id: s, {fields}, url: \"https://example.org/?a;=1\"}}\n---\n\n\
         ## {ATTACK}\n\n{ATTACK} [@s, =1+1; @j; @b]\n\n- \t@SUM(1) [@s, +2]\n- a\u{202e}b;\n  =1 [@s, -3]\n"
    );
    let json = format!(
        "[{{\"id\": \"j\", \"type\": \"webpage\", \"title\": {attack}, \"container-title\": {attack}, \"publisher\": {attack}, \
         \"author\": [{{\"literal\": {attack}}}], \"URL\": \"javascript:alert(1)\"}}]"
    );
    let bib = "@online{b, title = {=1+1}, url = {javascript:alert(1)}, author = {@A, B}, publisher = {=P}}";
    Site::of(&[
        ("casebook.yaml", config.as_str()),
        ("content/taxonomies/department.yaml", &terms),
        ("content/cases/a.md", &case),
        ("content/sources/x.json", &json),
        ("content/sources/y.bib", bib),
    ])
}

fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_cell_is_a_formula() {
    let checked = checked(&hostile());
    let whole = Selection::whole(checked.renderer.as_ref().unwrap().site());
    for file in [DataFile::CasesCsv, DataFile::SourcesCsv, DataFile::CitationsCsv] {
        let csv = export(&checked, file, &whole);
        let rows = rows(&csv);
        assert!(!rows.is_empty());
        for (column, value) in rows.iter().flatten() {
            // Excel may separate by semicolons too.
            for cell in std::iter::once(value.as_str()).chain(value.split(';')) {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{file:?} {column}: {value}");
            }
            assert!(!value.contains(['\t', '\r', '\n']), "{file:?} {column}: {value:?}");
            assert!(!value.contains(is_reordering), "{file:?} {column}: {value:?}");
            assert!(!value.starts_with("javascript:"), "{file:?} {column}: {value}");
        }
        // Each line is a row: nothing in a field breaks one.
        assert_eq!(csv.split("\r\n").count(), rows.len() + 2);
        assert_eq!(csv.matches('\n').count(), csv.matches("\r\n").count());
    }
}

#[test]
fn vocabularies_say_what_is_written() {
    let checked = checked(&hostile());
    let found = vocabularies::triples(&checked, Rdf::Turtle);
    assert_eq!(found, vocabularies::triples(&checked, Rdf::JsonLd));
    let label = r#"skos/core#prefLabel> "=HYPERLINK(1)<script>alert(1)</script>\\\";@SUM(1)"@en"#;
    assert_eq!(found.iter().filter(|triple| triple.contains(label)).count(), 2, "{found:#?}");
    assert!(found.iter().any(|triple| triple.ends_with(r#"altLabel> "-a\\"@en"#)), "{found:#?}");
    assert!(!found.iter().any(|triple| triple.contains(is_reordering)));
}

#[test]
fn pages_and_descriptions_hold_no_script() {
    let site = hostile();
    site.build(&options(Some("https://example.org")));
    let page = built(&site, "data/index.html");
    let html = Html::parse_document(&page);
    let scripts: Vec<_> = html.select(&Selector::parse("script:not([src])").unwrap()).collect();
    assert_eq!(scripts.len(), 1, "the JSON-LD alone");
    let graph: Value = serde_json::from_str(&scripts[0].inner_html()).unwrap();
    assert!(graph["@graph"][0]["name"].as_str().unwrap().contains("<script>"), "as data it is itself");
    let licence = graph["@graph"][0]["license"].clone();
    assert_eq!(licence["@type"], "CreativeWork", "{licence}");
    for route in ["data/index.html", "llms.txt", "data/datapackage.json"] {
        assert!(!built(&site, route).contains(is_reordering), "{route}");
    }
    assert!(!built(&site, "llms.txt").replace("\\<", "").contains('<'), "escaped for Markdown");
    assert!(!built(&site, "data/cases.json").contains("\"javascript:"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_is_harmless(title in "[=+@;\\- \t\u{202e}a\"',\u{e9}＝]{1,12}x") {
        let site = example();
        let case = super::TWO.replace("Example Inc answers", &title.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t"));
        site.write("content/cases/two.md", case.replacen("title: ", "title: \"", 1).replacen("x\ndate", "x\"\ndate", 1));
        let checked = checked(&site);
        let csv = export(&checked, DataFile::CasesCsv, &Selection::whole(checked.renderer.as_ref().unwrap().site()));
        for title in super::column(&csv, "title") {
            for cell in title.split(';') {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{title:?}");
            }
        }
    }
}
