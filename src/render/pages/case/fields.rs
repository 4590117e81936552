//! What a case says under the site's own fields.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Case, CitedPassages, Datum, FieldShape, FieldValue, OwnField};
use crate::render::link::Link;
use crate::render::renderer::Renderer;

/// A field of the site's own, with the values of a case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FieldView<'a> {
    /// Its key.
    pub id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// What it means.
    pub definition: Option<&'a str>,
    /// Its values, as the case has them.
    pub values: Vec<FieldValueView<'a>>,
}

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

/// The fields under which a case says something.
pub fn fields<'a>(renderer: &'a Renderer, case: &'a Case, labels: &FxHashMap<usize, String>) -> Vec<FieldView<'a>> {
    let pairs = renderer.site.fields_of(case).iter().zip(&case.fields).filter(|(_, values)| !values.is_empty());
    let view = |(field, values): (&'a OwnField, &'a Vec<FieldValue>)| FieldView {
        id: &field.id.value,
        label: &field.label,
        definition: field.definition.as_deref(),
        values: values
            .iter()
            .map(|value| FieldValueView {
                text: renderer.words().value(field, value),
                href: address(field, value),
                note: value.note.as_deref(),
                sources: cited_links(renderer, case, (&value.sources, &value.passages), labels),
            })
            .collect(),
    };
    pairs.map(view).collect()
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
