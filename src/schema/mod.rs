//! JSON Schemas of the files that editors write.
//!
//! Comes in: the linked site, for its vocabularies and sections are part of what may be written. Goes out: JSON
//! Schema, draft-07, which every editor understands, and nothing of later drafts (`patternErrorMessage` is Visual
//! Studio Code's; others ignore it). What a schema refuses, `casebook check` reports too, with one exception: a
//! schema knows a term only as its vocabulary spells it. What it cannot know (citations, links, works) is left to
//! `check`.
//! The keys are those of `parse`; a test holds the two together.

mod case;
mod config;
mod front_matter_cms;
mod vocabulary;

use serde_json::{Map, Value, json};

pub use front_matter_cms::front_matter_cms;

use crate::model::{PartialDateError, Site, SlugError};

/// Which file a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of `content/cases/**.md`.
    Case,
    /// `casebook.yaml`.
    Config,
    /// `content/taxonomies/*.yaml`.
    Vocabulary,
    /// `content/publishers.yaml`.
    Publishers,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Case, Kind::Config, Kind::Vocabulary, Kind::Publishers];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Case => "case",
            Kind::Config => "config",
            Kind::Vocabulary => "vocabulary",
            Kind::Publishers => "publishers",
        }
    }
}

/// The schema of a kind of file of a site.
pub fn schema(kind: Kind, site: &Site) -> Value {
    let mut schema = match kind {
        Kind::Case => case::schema(site),
        Kind::Config => config::schema(site),
        Kind::Vocabulary => vocabulary::schema(site),
        Kind::Publishers => vocabulary::publishers(),
    };
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema
}

/// As a file: indented, with a line break at its end.
pub fn to_text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A key of a mapping.
struct Key {
    name: String,
    required: bool,
    schema: Value,
}

/// A key that must be there.
fn required(name: &str, schema: Value) -> Key {
    Key { name: name.to_owned(), required: true, schema }
}

/// A key that may be there. An empty value counts as none, as it does for the parser.
fn optional(name: &str, schema: Value) -> Key {
    Key { name: name.to_owned(), required: false, schema: or_nothing(schema) }
}

/// A mapping with these keys and no others.
fn mapping(description: &str, keys: Vec<Key>) -> Value {
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "description": description, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let properties: Map<String, Value> = keys.into_iter().map(|key| (key.name, key.schema)).collect();
    schema["properties"] = Value::Object(properties);
    schema
}

fn or_nothing(schema: Value) -> Value {
    let description = schema.get("description").cloned();
    let mut either = Map::new();
    either.insert("anyOf".to_owned(), Value::Array(vec![schema, json!({ "type": "null" })]));
    if let Some(description) = description {
        either.insert("description".to_owned(), description);
    }
    Value::Object(either)
}

/// A text. YAML makes a number of `title: 1984`; the parser reads the text as written.
fn text(description: &str) -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": r"\S", "description": description })
}

/// `true` or `false`.
fn boolean(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

/// A whole number from 1.
fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 1, "description": description })
}

/// An absolute web address.
fn url(description: &str) -> Value {
    json!({
        "type": "string",
        "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$",
        "patternErrorMessage": "write the whole address, starting with https://",
        "description": description,
    })
}

/// A name in addresses.
fn slug(description: &str) -> Value {
    json!({
        "type": ["string", "number"],
        "pattern": r"^(?!index$)[a-z0-9]+(-[a-z0-9]+)*$",
        "patternErrorMessage": SlugError::Form.to_string(),
        "description": description,
    })
}

/// A date as it is known (EDTF); a bare year is a number to YAML.
fn date(description: &str) -> Value {
    let time = r"T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}(:\d{2})?)?";
    let day = format!(r"\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])({time})?)?)?[~?%]?");
    json!({
        "anyOf": [
            {
                "type": "string",
                "pattern": format!("^{day}(/{day})?$"),
                "patternErrorMessage": PartialDateError::Form.to_string(),
            },
            { "type": "integer", "minimum": 0, "maximum": 9999 },
        ],
        "description": description,
        "examples": ["2025-05-13", "2025-05", "2025", "2025-05~"],
    })
}

/// One of a few words.
fn choice<'a>(description: &str, words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>(), "description": description })
}

/// One or a list of them. For the parser a single one is a list of one.
fn one_or_many(description: &str, item: &Value, at_least: usize) -> Value {
    json!({
        "anyOf": [item, { "type": "array", "items": item, "minItems": at_least }],
        "description": description,
    })
}

/// A schema that is defined once.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}
