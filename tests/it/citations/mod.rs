//! Citations from the text of a case to its page: every form, in styles of every class.

mod bibliographies;
mod collapse;
mod conformance;
mod forms;
mod pandoc;
mod safety;
mod sources;
mod suite;
mod suite_test;

use casebook::link::Drafts;
use casebook::pipeline::Options;
use scraper::{Html, Selector};

use crate::support::site::Site;

/// A site that cites in a style, with one case `a` of a body.
pub fn citing(style: &str, sources: &str, body: &str) -> Site {
    let front = format!("title: A\ndate: 2025\nsummary: S.\nsources:{sources}\n");
    Site::of(&[
        ("casebook.yaml", format!("title: T\nlanguage: en\ncitations: {{style: {style}}}\n")),
        ("content/cases/a.md", format!("---\n{front}---\n\n## One\n\n{body}\n")),
    ])
}

/// A style that hayagriva 0.10 fails at: it cuts the text behind a prefix, of which `)` has eaten the spaces.
pub const FAILING: &str = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>M</title>\
    <id>m</id><updated>2025-01-01T00:00:00+00:00</updated></info>\
    <citation><layout prefix=\"{\" suffix=\"}\"><text variable=\"title\" prefix=\"  \"/></layout></citation></style>";

/// What is asked of a site here.
impl Site {
    /// A page of it, and its findings: `code file:line:column message`.
    pub fn render(&self, route: &str) -> (String, Vec<String>) {
        self.try_render(route).unwrap_or_else(|findings| panic!("no page {route}: {findings:?}"))
    }

    /// The same, or only the findings, where they leave no site.
    pub fn try_render(&self, route: &str) -> Result<(String, Vec<String>), Vec<String>> {
        let checked = self.check(&Options { drafts: Drafts::Include, ..Options::default() });
        let findings =
            checked.diagnostics.iter().filter(|found| found.severity < casebook::diagnostic::Severity::Notice).map(
                |found| {
                    let place = found.place.as_ref().unwrap();
                    let file = checked.files.get(place.file);
                    let text = file.text.get();
                    let before = &text[..place.span.start];
                    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
                    let line = before.matches('\n').count() + 1;
                    format!("{} {}:{line}:{column} {}", found.code, file.path, found.message)
                },
            );
        let findings: Vec<String> = findings.collect();
        let renderer = checked.renderer.as_ref();
        let Some((renderer, page)) = renderer.and_then(|one| Some((one, one.plan().find(route)?))) else {
            return Err(findings);
        };
        let mut out = Vec::new();
        renderer.render(page, &mut out).unwrap();
        Ok((String::from_utf8(out).unwrap(), findings))
    }

    /// The page of its case.
    pub fn page(&self) -> String {
        self.render("cases/a.html").0
    }
}

/// The texts of what a selector finds, white space folded.
pub fn texts(page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let fold = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    html.select(&selector).map(|element| fold(element.text().collect())).collect()
}

/// Sources that most tests cite.
pub const SOURCES: &str = "
  - {id: doe, publisher: Journal of Examples, author: \"Doe, Jane and Roe, Richard\", title: On examples, date: 2025-05, kind: paper}
  - {id: doe2, publisher: Journal of Examples, author: \"Doe, Jane and Roe, Richard\", title: More examples, date: 2025, kind: paper}
  - {id: times, publisher: Example Times, title: Example Ltd tests an assistant, date: 2025-05-13, url: \"https://example.org/a\", kind: news}
  - {id: ltd, publisher: Example Ltd, title: Our assistant, date: 2024~, url: \"https://example.com/b\", kind: company}";
