//! A value under a field of the site's own: its words, and the sources that say so.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Case, CitedPassages, Datum, FieldShape, FieldValue, OwnField};
use crate::render::link::Link;
use crate::render::renderer::Renderer;

/// A value under a field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FieldValueView<'a> {
    /// In words: `about 700`.
    pub text: String,
    /// Where it leads, where it is an address.
    pub href: Option<&'a str>,
    /// An editor's note.
    pub note: Option<&'a str>,
    /// The sources that say so: label and anchor of the entry. None: nothing supports it.
    pub sources: Vec<Link>,
}

/// A value of a case; `labels` are those of sources in the site's citation style, by their index.
pub fn value_view<'a>(
    renderer: &'a Renderer,
    case: &Case,
    (field, value): (&OwnField, &'a FieldValue),
    labels: &FxHashMap<usize, String>,
) -> FieldValueView<'a> {
    FieldValueView {
        text: renderer.words().value(field, value),
        href: address(field, value),
        note: value.note.as_deref(),
        sources: cited_links(renderer, case, (&value.sources, &value.passages), labels),
    }
}

fn address<'a>(field: &OwnField, value: &'a FieldValue) -> Option<&'a str> {
    match &value.datum {
        Some(Datum::Text(text)) if field.shape == FieldShape::Url => Some(text),
        _ => None,
    }
}

/// The entries of sources, or of passages of them, as a citation outside of the text names them.
pub fn cited_links(
    renderer: &Renderer,
    case: &Case,
    (sources, passages): (&[usize], &CitedPassages),
    labels: &FxHashMap<usize, String>,
) -> Vec<Link> {
    let link = |(place, index): (usize, &usize)| {
        let source = &case.sources[*index];
        let publisher = renderer.site.publisher(renderer.site.work(source.work).publisher);
        let label = labels.get(index).cloned();
        let label = label.unwrap_or_else(|| format!("{}, {}", publisher.label, renderer.words().source_date(source)));
        Link { label, href: format!("#{}", source.anchor_of(passages.get(place))) }
    };
    sources.iter().enumerate().map(link).collect()
}
