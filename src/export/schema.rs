//! `data/schema/`: JSON Schemas of the data, and of the front matter from which it is made.

use std::io::{self, Write};

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::data::SchemaOf;
use super::json::case_schema;
use super::term_file::term_schema;
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

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

fn case() -> Value {
    case_schema(&mut generator()).to_value()
}

/// The file has the schemas of a case and a term in it, so that it can be used without others.
fn cases() -> Value {
    let mut definitions = json!({});
    for (name, mut schema) in [("Case", case()), ("Term", term_schema(&mut generator()).to_value())] {
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("$schema");
            let used = schema.remove("$defs").and_then(|used| used.as_object().cloned()).unwrap_or_default();
            used.into_iter().for_each(|(name, used)| definitions[name] = used);
        }
        definitions[name] = schema;
    }
    let text = |described: &str| json!({ "type": ["string", "null"], "description": described });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Cases",
        "description": "Every case of a knowledge base, by slug, and its terms with a text.",
        "type": "object",
        "required": ["title", "cases", "terms"],
        "properties": {
            "title": { "type": "string", "description": "The site's name." },
            "description": text("What the site is."),
            "licence": text("The licence of the content, as configured."),
            "url": text("Where the site is."),
            "cases": { "type": "array", "items": { "$ref": "#/$defs/Case" } },
            "terms": {
                "type": "array",
                "items": { "$ref": "#/$defs/Term" },
                "description": "Terms with a text, sources or values of fields.",
            },
        },
        "$defs": definitions,
    })
}
