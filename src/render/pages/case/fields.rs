//! What a case says under the site's own fields.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Case, FieldValue, OwnField};
use crate::render::parts::values::{FieldValueView, value_view};
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

/// The fields under which a case says something.
pub fn fields<'a>(renderer: &'a Renderer, case: &'a Case, labels: &FxHashMap<usize, String>) -> Vec<FieldView<'a>> {
    let pairs = renderer.site.fields_of(case).iter().zip(&case.fields).filter(|(_, values)| !values.is_empty());
    let view = |(field, values): (&'a OwnField, &'a Vec<FieldValue>)| FieldView {
        id: &field.id.value,
        label: &field.label,
        definition: field.definition.as_deref(),
        values: values.iter().map(|value| value_view(renderer, case, (field, value), labels)).collect(),
    };
    pairs.map(view).collect()
}
