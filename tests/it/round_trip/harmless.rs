//! What others write into a case or a bibliography comes out harmless in every form in which a case is given.

use casebook::files::FileId;
use casebook::sources;
use proptest::prelude::*;
use scraper::{Html, Selector};

use super::build;
use crate::support::site::{Files, Site};

/// What must not do anything, anywhere.
const ATTACKS: [&str; 9] = [
    "<script>alert(1)</script>",
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "\\input{/etc/passwd} \\write18{id} \\csname x\\endcsname ^^5cinput $x$ % #1 ~",
    "}, url = {x}, note = {",
    "}}\n@book{evil,\n title = {x}}\n@string{a = {b}}",
    "x\r\nER  - \r\nTY  - JOUR\r\nTI  - evil",
    "x\u{2028}TY  - JOUR\u{85}ER  - ",
    "\u{202e}desrever\u{2066}\u{2067}",
    "\"}],\"evil\":[{\"x\":\"",
];

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{2028}', "\\u2028").replace('\u{85}', "\\x85")
}

/// The output of a site whose every field is an attack.
fn attacked(attack: &str) -> Files {
    let site = Site::empty();
    let attack = quoted(attack);
    site.write(
        "casebook.yaml",
        "title: T\nlanguage: en\nseverities: {control-character: off}\n\
         case_files: [json, md, bib, ris, csl.json]\n",
    );
    let fields = ["publisher", "title", "author", "quote", "note"].map(|key| format!("{key}: {attack}")).join(", ");
    let url = "\"https://example.org/?q=<script>{}\\\\%20}\"";
    let front = format!(
        "title: {attack}\ndate: 2025\nsummary: {attack}\nauthors: [{attack}]\nsources:\n  \
         - {{id: a, {fields}, url: {url}, archive_url: {url}}}\nevents:\n  - {{date: 2025, text: {attack}}}\n\
         corrections:\n  - {{date: 2025, note: {attack}}}\nextra: {{a: {attack}}}\n"
    );
    site.write("content/cases/a.md", format!("---\n{front}---\n\n## One\n\nA [@a; @b].\n"));
    let json = format!(
        "[{{\"id\": \"b\", \"type\": \"book\", \"title\": {attack}, \"container-title\": {attack}, \"publisher\": {attack},
         \"author\": [{{\"family\": {attack}, \"given\": {attack}, \"suffix\": {attack}}}, {{\"literal\": {attack}}}],
         \"volume\": {attack}, \"page\": {attack}, \"note\": {attack}, \"URL\": \"javascript:alert(1)\", \"genre\": {attack},
         \"custom\": {{\"archive_url\": \"javascript:alert(1)\", \"quote\": {attack}, \"publisher\": {attack}}}}}]"
    );
    site.write("content/sources/x.json", json.replace("\\x85", "\\u0085"));
    let (output, errors) = build(site.root());
    assert!(!output.is_empty(), "{errors:?}");
    output
}

fn reorders(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

fn text(output: &Files, route: &str) -> String {
    String::from_utf8(output[route].clone()).unwrap()
}

/// Commands that a value may hold: the names of the characters that they show.
const SHOWN: [&str; 6] = [
    "textbackslash{}",
    "textbraceleft{}",
    "textbraceright{}",
    "textasciitilde{}",
    "textasciicircum{}",
    "textasciigrave{}",
];

/// Two entries, every value in braces that pair, and no command but those that show a character.
fn check_bib(bib: &str) {
    let mut depth = 0i32;
    for c in bib.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        assert!(depth >= 0, "{bib}");
    }
    assert_eq!(depth, 0, "{bib}");
    for line in bib.lines() {
        let is_frame = line.is_empty() || line == "}" || (line.starts_with('@') && line.ends_with(','));
        let is_field = line.starts_with("  ") && line.contains(" = {") && line.ends_with("},");
        assert!(is_frame || is_field, "{line}");
        let inner = line.matches('{').count() == line.matches('}').count();
        assert!(is_frame || inner, "{line}");
        for (at, _) in line.match_indices('\\') {
            let rest = &line[at + 1..];
            let escapes = rest.starts_with(['&', '%', '$', '#', '_']);
            assert!(escapes || SHOWN.iter().any(|name| rest.starts_with(name)), "{line}");
        }
    }
    assert_eq!(bib.matches("\n@").count() + usize::from(bib.starts_with('@')), 2, "{bib}");
}

/// Two records, a tag a line.
fn check_ris(ris: &str) {
    for line in ris.split("\r\n").filter(|line| !line.is_empty()) {
        assert!(line.len() > 5 && line[2..].starts_with("  - ") && line.is_char_boundary(2), "{line:?}");
        assert!(!line.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']), "{line:?}");
    }
    let starts = |tag: &str| ris.split("\r\n").filter(|line| line.starts_with(tag)).count();
    assert_eq!((starts("TY  - "), starts("ER  - ")), (2, 2), "{ris}");
}

/// A page without scripts of its text, its structured data whole.
fn check_page(page: &str) {
    let html = Html::parse_document(page);
    let mut data = 0;
    for script in html.select(&Selector::parse("script:not([src])").unwrap()) {
        assert_eq!(script.value().attr("type"), Some("application/ld+json"));
        let json: serde_json::Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
        assert!(json.get("evil").is_none() && !json.to_string().contains("javascript:"));
        data += 1;
    }
    assert_eq!(data, 1);
    assert!(!reorders(page));
    let links = Selector::parse("[href], [src]").unwrap();
    let runs = |address: Option<&str>| address.is_some_and(|address| address.trim_start().starts_with("javascript:"));
    assert!(!html.select(&links).any(|link| runs(link.value().attr("href")) || runs(link.value().attr("src"))));
}

#[test]
fn no_field_does_anything_in_any_form() {
    for attack in ATTACKS {
        let output = attacked(attack);
        let bib = text(&output, "cases/a.bib");
        check_bib(&bib);
        check_ris(&text(&output, "cases/a.ris"));
        let csl: serde_json::Value = serde_json::from_str(&text(&output, "cases/a.csl.json")).unwrap();
        assert_eq!(csl.as_array().unwrap().len(), 2);
        assert!(csl.as_array().unwrap().iter().all(|item| item.get("evil").is_none()));
        let data: serde_json::Value = serde_json::from_str(&text(&output, "cases/a.json")).unwrap();
        assert!(data.get("evil").is_none());
        let markdown = text(&output, "cases/a.md");
        assert_eq!(markdown.lines().filter(|line| *line == "---").count(), 2, "{markdown}");
        assert!(markdown.ends_with("---\n\n## One\n\nA [@a; @b].\n"), "{markdown}");
        check_page(&text(&output, "cases/a.html"));
        for form in ["bib", "ris", "csl.json", "md", "json"] {
            let form = text(&output, &format!("cases/a.{form}"));
            assert!(!reorders(&form), "{form}");
            assert!(!form.contains("javascript:"), "{form}");
        }
        for format in ["bib", "ris", "csl.json"] {
            let (read, findings) = sources::read(&text(&output, &format!("cases/a.{format}")), FileId(0));
            assert_eq!(read.len(), 2, "{format} {findings:?}");
        }
    }
}

#[test]
fn raw_html_of_a_body_stays_what_it_was() {
    let site = Site::empty();
    let body =
        "## One\n\nA \\<b>x\\</b> `<i>` [t](<a b.md>) \\[@a] &lt;script&gt; <u>raw</u>.\n\n    <script>code</script>\n";
    site.write("casebook.yaml", "title: T\nlanguage: en\nseverities: {broken-link: warning}\n");
    site.write("content/cases/a.md", format!("---\ntitle: A\ndate: 2025\nsummary: S.\nsources: []\n---\n\n{body}"));
    let (output, _) = build(site.root());
    assert!(text(&output, "cases/a.md").ends_with(&format!("\n\n{body}")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_ends_its_field(title in "\\PC{0,40}|[\\\\{}%$#&~^_@,=\"\n-]{0,40}") {
        use casebook::export::{Entry, bibtex, ris};
        use casebook::model::{Source, SourceKind};
        let text = || Some(title.as_str().into());
        let source = Source { title: text(), note: text(), author: text(), ..Source::of(title.clone()) };
        let entries = || ["a", "b"].into_iter().map(|key| Entry { key, source: &source, publisher: &title, kind: SourceKind::News, reposted_at: None });
        let mut out = Vec::new();
        bibtex::write(entries(), &mut out).unwrap();
        check_bib(&String::from_utf8(out).unwrap());
        let mut out = Vec::new();
        ris::write(entries(), &mut out).unwrap();
        check_ris(&String::from_utf8(out).unwrap());
    }
}
