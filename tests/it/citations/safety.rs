//! What others write into a bibliography comes out harmless, in every style.

use proptest::prelude::*;
use scraper::{Html, Selector};

use super::{FAILING, citing};

const STYLES: [&str; 4] = ["publisher-date", "apa", "ieee", "chicago-notes"];
const ATTACK: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{202e}\u{2066}&lt;";

/// What makes a page unsafe: scripts of its own text, handlers, addresses that run code, styles, reordering.
fn harms(page: &str) -> Vec<String> {
    let mut harms = Vec::new();
    let html = Html::parse_document(page);
    for element in html.select(&Selector::parse("*").unwrap()) {
        let value = element.value();
        let name = value.name();
        if name == "script" && value.attr("src").is_none() && value.attr("type") != Some("application/ld+json") {
            harms.push("a script".to_owned());
        }
        if name == "img" {
            harms.push("an image".to_owned());
        }
        for (attribute, text) in value.attrs() {
            let runs = text.trim_start().to_lowercase().starts_with("javascript:");
            if attribute.starts_with("on") || attribute == "style" || runs {
                harms.push(format!("{attribute}={text}"));
            }
        }
    }
    harms.extend(
        page.chars().filter(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).map(String::from),
    );
    harms
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn every_field_of_front_matter_is_text() {
    let attack = quoted(ATTACK);
    let fields = ["publisher", "title", "author", "quote", "note"].map(|key| format!("{key}: {attack}")).join(", ");
    let sources = format!("\n  - {{id: a, {fields}, date: 2025, url: \"https://example.org/?q=<script>\"}}");
    for style in STYLES {
        let site = citing(style, &sources, "A [<b>x</b> see @a, p. 3]. @a says.");
        for route in ["cases/a.html", "sources/index.html"] {
            assert_eq!(harms(&site.render(route).0), Vec::<String>::new(), "{style} {route}");
        }
        assert!(site.page().contains("&lt;script&gt;"), "{style}");
    }
}

#[test]
fn every_field_of_a_bibliography_is_text() {
    let attack = quoted(ATTACK);
    let json = format!(
        "[{{\"id\": \"a\", \"type\": \"webpage\", \"title\": {attack}, \"container-title\": {attack}, \"publisher\": {attack}, \
         \"author\": [{{\"family\": {attack}, \"given\": {attack}}}, {{\"literal\": {attack}}}], \"volume\": {attack}, \
         \"page\": {attack}, \"note\": {attack}, \"URL\": \"javascript:alert(1)\", \"DOI\": \"10.1000/<script>\", \
         \"issued\": {{\"date-parts\": [[2025, 5]]}}}}]"
    );
    let bib = "@online{b, title = {<script>alert(1)</script>}, url = {javascript:alert(1)}, author = {<img src=x>, A}}";
    for style in STYLES {
        let site = citing(style, " []", "A [@a]. @b says [-@a].");
        site.write("content/sources/x.json", &json);
        site.write("content/sources/y.bib", bib);
        let (page, found) = site.render("cases/a.html");
        assert_eq!(harms(&page), Vec::<String>::new(), "{style}");
        let left_out = |found: &&String| found.contains("`javascript:alert(1)` is not a web address, and is left out");
        assert_eq!(found.iter().filter(left_out).count(), 2, "{found:?}");
    }
}

#[test]
fn an_address_in_front_matter_cannot_run_code() {
    let (_, found) =
        citing("apa", "\n  - {id: a, publisher: P, url: \"javascript:alert(1)\"}", "A [@a].").render("cases/a.html");
    assert!(found.iter().any(|found| found.starts_with("bad-url ")), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_text_stops_a_style(
        title in "\\PC{0,30}", author in "[\\PC, ]{0,30}", locator in "[a-z0-9. ,–-]{0,12}", page in "[0-9a-z–, -]{0,12}",
        year in 0u16..9999, style in prop::sample::select(vec!["apa", "ieee", "chicago-notes", "alphanumeric", "vancouver", "mla"]),
    ) {
        let item = |id: &str| serde_json::json!({
            "id": id, "type": "article-journal", "title": title, "container-title": author, "page": page, "volume": locator,
            "edition": page, "author": [{"family": author, "given": title}, {"literal": title}],
            "issued": {"date-parts": [[year, 1]]},
        });
        let site = citing(style, " []", &format!("A [@a, {locator}; @b]. @a says. [-@b]."));
        site.write("content/sources/x.json", serde_json::json!([item("a"), item("b")]).to_string());
        prop_assert_eq!(harms(&site.page()), Vec::<String>::new());
    }
}

#[test]
fn what_a_style_fails_at_is_a_finding_in_a_line_and_the_rest_goes_on() {
    let failing = "\n  - {id: a, publisher: Example Times, title: \")é\\n::error::forged\", kind: news}";
    let site = citing("mine.csl", failing, "A thing [@a].");
    site.write("mine.csl", FAILING);
    site.write("content/cases/b.md", site.read("content/cases/a.md").replace(")é\\n::error::forged", "A report"));
    let built = site.run(&["build"]).exits_with(0);
    let said = built.out + &built.err;
    assert!(said.contains("warning[style-limit]: a citation of this case"), "{said}");
    assert!(said.contains("fault of the program at "), "{said}");
    assert!(!said.lines().any(|line| line.trim_start().starts_with("::error")), "{said}");
    assert!(site.read("public/cases/a.html").contains(">Example Times, n.d.</a>)"));
    assert!(site.read("public/cases/b.html").contains("A report</a>}"));
}
