//! The text of a case or page as HTML.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use rustc_hash::FxHashMap;

use super::links::{case_link, term_link};
use crate::addresses::route;
use crate::model::{CaseId, FreePageId, Target};
use crate::render::body::{self, BodyHtml, Labels, Marked, Setting, Written};
use crate::render::citation::{CitationHtml, Numbering};
use crate::render::renderer::{Page, Renderer};

/// What is marked in a body.
#[derive(Debug, Default)]
pub struct Marks {
    /// HTML of each citation group, by its index.
    pub citations: FxHashMap<usize, CitationHtml>,
    /// Numbers of notes.
    pub numbering: Numbering,
    /// Statements, in the order in which they open.
    pub statements: Vec<Marked>,
}

/// A body as HTML, for a page. `show` gives a statement of another case as HTML, by its anchor, and `answer` the answer to
/// a query, by its index.
pub fn body_html(
    renderer: &Renderer,
    page: &Page,
    written: Written<'_>,
    marks: Marks,
    show: &dyn Fn(CaseId, &str) -> Option<String>,
    answer: &dyn Fn(usize) -> Option<String>,
) -> BodyHtml {
    let root = renderer.root_of(page);
    let resolve = |target: &Target| address_of(renderer, target, &root);
    let picture_size = |target: &Target| picture_size(renderer, target);
    let setting = Setting {
        citations: marks.citations,
        numbering: marks.numbering,
        statements: marks.statements,
        show,
        answer,
        home: None,
        resolve: &resolve,
        picture_size: &picture_size,
        policy: renderer.site.config.html,
        labels: labels(renderer),
    };
    body::render(written, &setting)
}

/// Width and height of the picture that a link leads to, where they are known.
pub fn picture_size(renderer: &Renderer, target: &Target) -> Option<(u32, u32)> {
    match target {
        Target::File(route) => renderer.picture_size(route),
        _ => None,
    }
}

/// The words of the theme that bodies need.
pub fn labels(renderer: &Renderer) -> Labels<'_> {
    let words = renderer.words();
    Labels {
        back: words.get("text.footnote_back"),
        done: words.get("text.task_done"),
        open: words.get("text.task_open"),
        uncited: words.get("text.uncited"),
        copy: words.get("text.copy_statement"),
    }
}

/// The address of a target, and the text that a wiki link without one shows.
pub fn address_of(renderer: &Renderer, target: &Target, root: &str) -> Option<(String, String)> {
    let at = |anchor: &Option<String>| anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    match target {
        Target::AsWritten | Target::Nowhere | Target::Statement(..) => None,
        Target::Case(id, anchor) => {
            let case = case_link(renderer, *id);
            Some((format!("{root}{}{}", case.href, at(anchor)), case.label))
        }
        Target::Term(id, anchor) => {
            let term = term_link(renderer, *id);
            let anchor = at(anchor);
            let page = if anchor.is_empty() { &*term.href } else { term.href.split('#').next().unwrap_or_default() };
            Some((format!("{root}{page}{anchor}"), term.label))
        }
        Target::Page(index, anchor) => {
            let page = renderer.site.free_page(FreePageId::from_index(*index));
            let href = renderer.href(route::free_page(page));
            Some((format!("{root}{href}{}", at(anchor)), page.title.value.clone()))
        }
        Target::File(route) => Some((format!("{root}{}", encode(route)), String::new())),
        Target::Anchor(anchor) => Some((format!("#{anchor}"), String::new())),
    }
}

/// What is encoded in a path or query where other characters than letters, digits and these may have a meaning.
pub const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A route with the characters that an address cannot hold encoded (RFC 3986, section 3.3).
pub fn encode(route: &str) -> String {
    const KEEP: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'%');
    utf8_percent_encode(route, KEEP).to_string()
}

/// `rtl` for languages that are written from right to left, by their primary subtags, else `ltr`.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    match primary {
        "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

/// A label of the site as it stands within a sentence.
pub fn in_sentence(renderer: &Renderer, label: &str) -> String {
    with_small_letter(label, &renderer.site.config.language.value)
}

/// A label with its first letter small, but in German, where nouns keep theirs, and at the head of an abbreviation.
fn with_small_letter(label: &str, language: &str) -> String {
    let mut chars = label.chars();
    let (first, rest) = (chars.next(), chars.as_str());
    let is_abbreviation = rest.chars().next().is_some_and(|second| second.is_uppercase() || second.is_numeric());
    match first {
        Some(first) if !is_abbreviation && language.split('-').next() != Some("de") => {
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_begin_with_a_small_letter_within_a_sentence() {
        for (label, language, expected) in [
            ("Adoption types", "en", "adoption types"),
            ("AI tools", "en", "AI tools"),
            ("Branchen", "de-AT", "Branchen"),
            ("Éditeurs", "fr", "éditeurs"),
            ("", "en", ""),
        ] {
            assert_eq!(with_small_letter(label, language), expected);
        }
    }
}
