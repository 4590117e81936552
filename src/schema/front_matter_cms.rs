//! The fields of a case for Front Matter CMS, an extension of Visual Studio Code: its `frontmatter.json`.

use serde_json::{Value, json};

use super::case;
use super::key::{Key, Shape};
use crate::model::{FieldShape, Openness, OwnField, Site, Taxonomy, told};

/// The settings, whole.
pub fn front_matter_cms(site: &Site) -> Value {
    let ids = site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str());
    let of_key = |key: Key<'_>| match site.taxonomies.iter().find(|taxonomy| taxonomy.id == key.name) {
        Some(taxonomy) => Some(taxonomy_field(taxonomy)),
        None => match site.config.fields.iter().find(|own| own.id.value == key.name) {
            Some(own) => Some(own_field(own)),
            None => field(&key),
        },
    };
    let fields: Vec<Value> = case::keys(ids, &site.config).filter_map(of_key).collect();
    json!({
        "$schema": "https://frontmatter.codes/frontmatter.schema.json",
        "frontMatter.framework.id": "other",
        "frontMatter.preview.host": "http://127.0.0.1:4000",
        "frontMatter.content.publicFolder": "static",
        "frontMatter.content.autoUpdateDate": false,
        "frontMatter.content.pageFolders": [
            { "title": "Cases", "path": "[[workspace]]/content/cases", "previewPath": "cases" },
            { "title": "Pages", "path": "[[workspace]]/content/pages", "disableCreation": true },
        ],
        "frontMatter.taxonomy.contentTypes": [
            { "name": "default", "pageBundle": false, "fields": fields },
        ],
    })
}

/// A key of every case; none of those whose values are records.
fn field(key: &Key<'_>) -> Option<Value> {
    let mut label = key.name.to_owned();
    label[..1].make_ascii_uppercase();
    let mut field = json!({ "title": label, "name": key.name, "description": key.meaning });
    match key.shape {
        // A form ticks it or not; what else it may be is written in the text.
        Shape::Flag | Shape::FlagOr(_) => field["type"] = json!("draft"),
        // Dates are texts, for a date field would make a day of every year and month.
        Shape::Date => {
            field["type"] = json!("string");
            field["single"] = json!(true);
            field["title"] = json!(format!("{label} (2026, 2026-11 or 2026-11-23)"));
        }
        shape if shape.is_list() => field["type"] = json!("list"),
        shape if shape.is_text() || matches!(shape, Shape::LineOr(_)) => {
            field["type"] = json!("string");
            field["single"] = json!(key.name != "summary");
        }
        _ => return None,
    }
    if key.required {
        field["required"] = json!(true);
    }
    Some(field)
}

/// A field of the site's own, for its plain values.
fn own_field(own: &OwnField) -> Value {
    let mut field = json!({ "title": own.label, "name": own.id.value });
    if let Some(definition) = &own.definition {
        field["description"] = json!(definition);
    }
    match own.shape {
        _ if own.is_many => field["type"] = json!("list"),
        FieldShape::Flag => field["type"] = json!("boolean"),
        FieldShape::Choice => {
            field["type"] = json!("choice");
            field["choices"] = json!(own.range.words());
        }
        // A number with its unit is a text.
        FieldShape::Number | FieldShape::Percentage => field["type"] = json!("number"),
        _ => {
            field["type"] = json!("string");
            field["single"] = json!(true);
        }
    }
    if own.is_required {
        field["required"] = json!(true);
    }
    field
}

fn taxonomy_field(taxonomy: &Taxonomy) -> Value {
    let mut field = json!({ "title": taxonomy.label, "name": taxonomy.id });
    match taxonomy.openness {
        Openness::Closed => {
            field["type"] = json!("choice");
            field["multiple"] = json!(taxonomy.scope_of.is_none());
            field["choices"] = taxonomy.terms.iter().map(|term| term.label.as_str()).collect();
        }
        Openness::Open => field["type"] = json!("list"),
    }
    if let Some(told) = told(taxonomy.definition.as_deref(), taxonomy.editors.as_deref()) {
        field["description"] = json!(told);
    }
    if taxonomy.required {
        field["required"] = json!(true);
    }
    field
}
