//! `data/schema/`: JSON Schemas of the data, and of the front matter from which it is made.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::data::SchemaOf;
use crate::publication::Publication;
use crate::schema::{self, Kind};

/// Write a schema: JSON Schema 2020-12 for what is exported, draft-07 for what editors write.
pub fn write(publication: Publication<'_>, of: SchemaOf, out: &mut dyn Write) -> io::Result<()> {
    let mut value = match of {
        SchemaOf::Case => case(),
        SchemaOf::Cases => cases(),
        SchemaOf::FrontMatter => schema::schema(Kind::Case, publication.site),
    };
    if let Some(url) = publication.absolute(&format!("data/schema/{}.json", of.as_str())) {
        value["$id"] = json!(url);
    }
    out.write_all(schema::to_text(&value).as_bytes())
}

fn case() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    super::json::case_schema(&mut generator).to_value()
}

/// The file has the schema of a case in it, so that it can be used without the other.
fn cases() -> Value {
    let mut case = case();
    let definitions = case.as_object_mut().and_then(|case| {
        case.remove("$schema");
        case.remove("$defs")
    });
    let mut definitions = definitions.unwrap_or_else(|| json!({}));
    definitions["Case"] = case;
    let text = |described: &str| json!({ "type": ["string", "null"], "description": described });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cases",
        "description": "Every case of a knowledge base, by slug.",
        "type": "object",
        "required": ["title", "cases"],
        "properties": {
            "title": { "type": "string", "description": "The site's name." },
            "description": text("What the site is."),
            "licence": text("The licence of the content, as configured."),
            "url": text("Where the site is."),
            "cases": { "type": "array", "items": { "$ref": "#/$defs/Case" } },
        },
        "$defs": definitions,
    })
}
