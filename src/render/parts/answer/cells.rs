//! What an answer says of a case, column by column.

use rustc_hash::FxHashMap;

use super::html;
use crate::explore::facets::{self, CITED, EVIDENCE};
use crate::model::{CaseId, FieldShape, TermRef};
use crate::query::{Field, Named};
use crate::render::escape::escape;
use crate::render::link::Link;
use crate::render::parts::links::{case_href, publisher_link, term_link};
use crate::render::parts::values::{FieldValueView, value_view};
use crate::render::renderer::Renderer;

/// The name of a column.
pub fn label(renderer: &Renderer, column: Named) -> String {
    match column {
        Named::Taxonomy(id) => renderer.site.taxonomy(id).label.clone(),
        Named::Own(index) => renderer.site.config.fields[index].label.clone(),
        Named::BuiltIn(known) => renderer.words().column(known.name).to_owned(),
    }
}

/// Does a column hold numbers?
pub fn is_number(renderer: &Renderer, column: Named) -> bool {
    match column {
        Named::Taxonomy(_) => false,
        Named::Own(index) => renderer.site.config.fields[index].shape.is_number(),
        Named::BuiltIn(known) => matches!(known.field, Field::Number(_) | Field::Count(_) | Field::Year),
    }
}

/// Is it the title, which names a row?
pub fn is_title(column: Named) -> bool {
    matches!(column, Named::BuiltIn(known) if known.name == "title")
}

/// What stands in a column for a case, as HTML; empty where it says nothing.
pub fn cell(renderer: &Renderer, root: &str, id: CaseId, column: Named) -> String {
    let site = &renderer.site;
    let case = site.case(id);
    let words = renderer.words();
    match column {
        Named::Taxonomy(taxonomy) => join(
            renderer,
            case.terms[taxonomy.index()].iter().map(|term| {
                let term = TermRef { taxonomy, term: *term };
                let link = term_link(renderer, term);
                if site.has_term_page(term) { html::link(root, &link) } else { escape(&link.label) }
            }),
        ),
        Named::Own(index) => own(renderer, root, id, index),
        Named::BuiltIn(known) => match known.field {
            Field::Date(date) => date(case).map(|date| html::date(&words.date(date))).unwrap_or_default(),
            Field::Year => facets::year_of(case).map(|year| year.to_string()).unwrap_or_default(),
            Field::Number(number) | Field::Count(number) => words.number(number(case).into()),
            Field::Evidence => level(renderer, "explore.support", &EVIDENCE, facets::evidence_level(&case.evidence)),
            Field::Cited => level(renderer, "explore.levels", &CITED, facets::cited_level(&case.evidence)),
            Field::Kind => join(renderer, case.kinds().into_iter().map(|kind| escape(words.kind(kind)))),
            Field::Publisher => join(
                renderer,
                site.publishers_of(case).into_iter().map(|id| html::link(root, &publisher_link(renderer, id))),
            ),
            Field::Source => join(renderer, case.sources.iter().map(|source| escape(source.id.as_str()))),
            Field::Text(_) if known.name == "title" => html::case(renderer, root, id),
            Field::Text(text) => join(renderer, text(case).lines().map(escape)),
            Field::Whole => String::new(),
        },
    }
}

fn join(renderer: &Renderer, items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(&escape(renderer.word("list_separator")))
}

fn level(renderer: &Renderer, words: &str, levels: &[&str], level: usize) -> String {
    levels.get(level).map(|level| escape(renderer.words().get(&format!("{words}.{level}")))).unwrap_or_default()
}

/// The values of a case under a field of the site's own, each with its sources, as on the page of the case.
fn own(renderer: &Renderer, root: &str, id: CaseId, index: usize) -> String {
    let case = renderer.site.case(id);
    let field = &renderer.site.config.fields[index];
    let home = format!("{root}{}", case_href(renderer, id));
    let labels = FxHashMap::default();
    let value = |value| value_html(renderer, &home, field.shape, &value_view(renderer, case, (field, value), &labels));
    case.values_of(index).iter().map(value).collect::<Vec<_>>().join("<br>\n")
}

fn value_html(renderer: &Renderer, home: &str, shape: FieldShape, value: &FieldValueView<'_>) -> String {
    let mut text = match value.href {
        Some(href) => format!("<a href=\"{}\" rel=\"external nofollow\">{}</a>", escape(href), escape(&value.text)),
        None => escape(&value.text),
    };
    if shape.is_number() {
        text = format!("<span class=\"amount\">{text}</span>");
    }
    if let Some(note) = value.note {
        text.push_str(&format!(", {}", escape(note)));
    }
    if value.sources.is_empty() {
        return format!("{text} <span class=\"unsourced\">({})</span>", escape(renderer.word("value.uncited")));
    }
    let source = |source: &Link| {
        format!("<a class=\"cite\" href=\"{}{}\">{}</a>", escape(home), escape(&source.href), escape(&source.label))
    };
    let sources: Vec<String> = value.sources.iter().map(source).collect();
    format!("{text} <span class=\"citation\">({})</span>", sources.join("; "))
}
