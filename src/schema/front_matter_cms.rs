//! The fields of a case for Front Matter CMS, an extension of Visual Studio Code: its `frontmatter.json`.
//!
//! Only flat keys: its lists of objects add a key of their own to each, so sources are written in the text.
//! There is one content type, under the name `default`, for every other one adds a key `type` to the case.

use serde_json::{Value, json};

use crate::model::{Openness, Site, Taxonomy};

/// The settings, whole.
pub fn front_matter_cms(site: &Site) -> Value {
    let mut fields = vec![
        json!({ "title": "Title", "name": "title", "type": "string", "required": true }),
        json!({ "title": "Draft", "name": "draft", "type": "draft" }),
        date("Date (2026, 2026-11 or 2026-11-23)", "date"),
        date("Added", "added"),
        date("Reviewed", "reviewed"),
        json!({ "title": "Summary", "name": "summary", "type": "string", "single": false, "required": true }),
    ];
    fields.extend(site.taxonomies.iter().map(taxonomy_field));
    fields.push(json!({ "title": "Authors", "name": "authors", "type": "list" }));
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

/// Dates are texts, for a date field would make a day of every year and month.
fn date(title: &str, name: &str) -> Value {
    json!({ "title": title, "name": name, "type": "string", "single": true })
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
    if taxonomy.required {
        field["required"] = json!(true);
    }
    field
}
