//! What hayagriva writes as plain text, our HTML says too: a list in both directions.

// A fixture of `tests/csl/` is a style, items and citations. Each citation and entry is rendered by hayagriva alone
// and by a whole site; the pairs whose texts are equal are listed in `tests/csl/equal.txt`. One that newly is equal
// must be added there, one that no longer is breaks the test.

use std::collections::BTreeSet;

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{LocaleCode, Style};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, LocatorPayload, SpecificLocator,
};
use scraper::{Html, Selector};

use super::{citing, texts};
use crate::support::accept::assert_accepted;
use crate::support::site::repository;

#[derive(serde::Deserialize)]
struct Fixture {
    styles: Vec<String>,
    language: String,
    items: Vec<Item>,
    /// Per citation its items: id, and a page where there is one.
    citations: Vec<Vec<(String, String)>>,
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By name (`cite 1`, `entry a`) the text that hayagriva writes.
fn alone(fixture: &Fixture, style: &str) -> Vec<(String, String)> {
    let Style::Independent(style) = ArchivedStyle::by_name(style).unwrap().get() else { panic!("a dependent style") };
    let locales = archive::locales();
    let language = Some(LocaleCode(fixture.language.clone()));
    let mut driver = BibliographyDriver::new();
    let item = |id: &str| fixture.items.iter().find(|item| item.id().unwrap() == id).unwrap();
    for (number, citation) in fixture.citations.iter().enumerate() {
        let items = citation.iter().map(|(id, page)| {
            let locator = (!page.is_empty()).then(|| SpecificLocator(Locator::Page, LocatorPayload::Str(page)));
            CitationItem::with_locator(item(id), locator)
        });
        driver.citation(CitationRequest::new(items.collect(), &style, language.clone(), &locales, Some(number + 1)));
    }
    let rendered = driver.finish(BibliographyRequest::new(&style, language.clone(), &locales));
    let cites = rendered.citations.iter().enumerate();
    let mut texts: Vec<(String, String)> =
        cites.map(|(number, cite)| (format!("cite {}", number + 1), fold(&format!("{:#}", cite.citation)))).collect();
    for entry in rendered.bibliography.map(|bibliography| bibliography.items).unwrap_or_default() {
        let first = entry.first_field.map(|field| format!("{field:#} ")).unwrap_or_default();
        texts.push((format!("entry {}", entry.key), fold(&format!("{first}{:#}", entry.content))));
    }
    texts
}

/// The same from the page of a case.
fn of_site(fixture: &Fixture, style: &str, raw: &str) -> Vec<(String, String)> {
    let group = |citation: &Vec<(String, String)>| {
        let item = |(id, page): &(String, String)| match page.as_str() {
            "" => format!("@{id}"),
            page => format!("@{id}, p. {page}"),
        };
        format!("[{}]", citation.iter().map(item).collect::<Vec<_>>().join("; "))
    };
    let body =
        fixture.citations.iter().map(|citation| format!("Text {}.", group(citation))).collect::<Vec<_>>().join("\n\n");
    let site = citing(style, " []", &body);
    site.write("casebook.yaml", format!("title: T\nlanguage: {}\ncitations: {{style: {style}}}\n", fixture.language));
    let value: serde_json::Value = serde_json::from_str(raw).unwrap();
    site.write("content/sources/x.json", value["items"].to_string());
    let page = site.page();
    let notes = texts(&page, "#case_notes li p");
    let cites = if notes.is_empty() { texts(&page, "#one .citation") } else { notes };
    let mut found: Vec<(String, String)> =
        cites.into_iter().enumerate().map(|(number, text)| (format!("cite {}", number + 1), text)).collect();
    let html = Html::parse_document(&page);
    for entry in html.select(&Selector::parse(".formatted > li").unwrap()) {
        let work = entry.select(&Selector::parse(".work").unwrap()).next().unwrap();
        let id = entry.attr("id").unwrap().trim_start_matches("source_");
        found.push((format!("entry {id}"), fold(&work.text().collect::<String>())));
    }
    found
}

/// What the list says of itself.
const HEAD: &str = "# fixture, style, what: the text of our HTML is hayagriva's own plain text\n";

#[test]
fn our_writer_says_what_hayagriva_says() {
    let folder = repository().join("tests/csl");
    let mut equal = BTreeSet::new();
    let mut different = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        let raw = std::fs::read_to_string(file).unwrap();
        let fixture: Fixture = serde_json::from_str(&raw).unwrap();
        for style in &fixture.styles {
            let ours = of_site(&fixture, style, &raw);
            for (name, text) in alone(&fixture, style) {
                let key = format!("{} {style} {name}", file.file_stem().unwrap().display());
                let own = ours.iter().find(|(own, _)| *own == name).map(|(_, text)| text.as_str());
                if own == Some(text.as_str()) {
                    equal.insert(key);
                } else {
                    different.push(format!("{key}\n  hayagriva {text}\n  ours      {}", own.unwrap_or("nothing")));
                }
            }
        }
    }
    let list: String = equal.iter().map(|key| format!("{key}\n")).collect();
    assert_accepted("tests/csl/equal.txt", &format!("{HEAD}{list}"));
    assert!(equal.len() * 5 > (equal.len() + different.len()) * 4, "most are equal:\n{}", different.join("\n"));
}
