//! The text of a case, or of a term, as HTML: with its citations, its citation list and its evidence.

use rustc_hash::FxHashMap;

use super::entries::{EntryView, entries};
use super::evidence::{EvidenceView, evidence, statements};
use crate::model::{Case, CaseId};
use crate::render::body::{BodyHtml, Written};
use crate::render::citation::Numbering;
use crate::render::citation::csl::{self, CitationStyle, Cited};
use crate::render::citation::house::house_style;
use crate::render::parts::answer::{Asking, answered};
use crate::render::parts::shown::shown;
use crate::render::parts::text::{Marks, body_html};
use crate::render::renderer::{Page, Renderer};

/// A text with its citations.
pub struct Told<'a> {
    /// Its parts.
    pub html: BodyHtml,
    /// How well it is supported.
    pub evidence: EvidenceView,
    /// The citation list.
    pub entries: Vec<EntryView<'a>>,
    /// Are its entries written in a CSL style?
    pub is_formatted: bool,
    /// What a citation style calls sources, by index, for citations outside of the text.
    pub labels: FxHashMap<usize, String>,
}

/// The text of a case, or of a term, for a page.
pub fn told<'a>(renderer: &'a Renderer, page: &Page, id: CaseId) -> Told<'a> {
    let case = renderer.site.case(id);
    let text = case.text.get();
    let numbering = numbering(renderer, case);
    let cited = cited(renderer, case, &text, &numbering);
    let statements = statements(case);
    let evidence = evidence(renderer, id, &statements);
    let marks = Marks { citations: cited.groups, numbering, statements };
    let written = Written { text: &text, body: &case.body, targets: &case.targets };
    let root = renderer.root_of(page);
    let show = |id, anchor: &str| shown(renderer, &root, case.lang.as_deref(), id, anchor);
    let asking = Asking { text: &text, body: &case.body, route: &page.route, root: &root, lang: case.lang.as_deref() };
    let answer = |index| answered(renderer, asking, index);
    Told {
        html: body_html(renderer, page, written, marks, &show, &answer),
        evidence,
        is_formatted: !cited.entries.is_empty(),
        entries: entries(renderer, id, cited.entries),
        labels: cited.labels,
    }
}

/// The citations of a case in the site's style.
fn cited(renderer: &Renderer, case: &Case, text: &str, numbering: &Numbering) -> Cited {
    let (site, words) = (&renderer.site, renderer.words());
    let in_style = match &*renderer.citation_style {
        CitationStyle::House => None,
        CitationStyle::Csl(style) => {
            renderer.faults.guard(case.file, || csl::cite(site, case, text, numbering, style, words))
        }
    };
    in_style.unwrap_or_else(|| Cited { groups: house_style(site, case, text, words), ..Cited::default() })
}

/// The order of a case's citations and notes.
fn numbering(renderer: &Renderer, case: &Case) -> Numbering {
    let are_notes = matches!(&*renderer.citation_style, CitationStyle::Csl(style) if style.is_note());
    Numbering::of_case(case, are_notes)
}
