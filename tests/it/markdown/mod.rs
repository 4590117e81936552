//! Markdown as its standards say: the examples of `CommonMark` 0.31.2, and examples of our own of GitHub's extensions.

// Each is rendered as a page and as the body of a case, with LF and with CRLF. `commonmark.txt` lists the examples of
// `CommonMark` that come out otherwise, each with its reason: one that newly passes must be taken from it, one that newly
// fails breaks the build.

mod commonmark;
mod github;
mod html;

use casebook::model::config::HtmlPolicy;
use casebook::parse::markdown::{Anchors, parse};
use casebook::render::body::{Labels, Setting, Written, render};
use casebook::render::citation::Numbering;

/// Where a text stands, and how its lines end.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// In a section of a case, not by itself.
    in_case: bool,
    crlf: bool,
}

/// Every place.
pub const PLACES: [Place; 4] = [
    Place { in_case: false, crlf: false },
    Place { in_case: false, crlf: true },
    Place { in_case: true, crlf: false },
    Place { in_case: true, crlf: true },
];

/// A text as HTML, in the form in which [`html::normal`] compares it.
pub fn rendered(text: &str, place: Place) -> String {
    // Pictures are loaded when they are reached, which no specification of Markdown asks for or forbids.
    html::normal(&raw(text, place).replace(" loading=\"lazy\"", ""))
}

/// A text as HTML.
pub fn raw(text: &str, place: Place) -> String {
    let before = if place.in_case { "---\ntitle: A case\n---\n\n## A section\n\n" } else { "" };
    let start = if place.in_case { "---\ntitle: A case\n---\n".len() } else { 0 };
    let mut whole = format!("{before}{text}");
    let mut start = start;
    if place.crlf {
        start += whole[..start].matches('\n').count();
        whole = whole.replace('\n', "\r\n");
    }
    let (body, _) = parse(&whole, start..whole.len(), Anchors::default(), |_| None);
    let groups = Vec::new();
    let setting = Setting {
        citations: rustc_hash::FxHashMap::default(),
        numbering: Numbering::new(&body, &groups, false),
        statements: Vec::new(),
        show: &|_, _| None,
        answer: &|_| None,
        home: None,
        resolve: &|_| None,
        picture_size: &|_| None,
        policy: HtmlPolicy::Allow,
        labels: Labels { back: "back", done: "done", open: "open", uncited: "uncited", copy: "copy" },
    };
    let html = render(Written { text: &whole, body: &body, targets: &[] }, &setting);
    let mut out = html.preamble;
    let first = usize::from(place.in_case);
    for (index, section) in html.sections.into_iter().enumerate() {
        if index >= first {
            out.push_str(&format!("<h2>{}</h2>\n", section.title));
        }
        out.push_str(&section.html);
    }
    out.push_str(&html.footnotes);
    out
}
