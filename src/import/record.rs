//! A record: what one case is made of, before a map has placed any of it.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::files::Span;

/// One record of an input.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its values by column or key.
    pub values: Map<String, Value>,
    /// Bytes of the input.
    pub span: Span,
    /// The Markdown below its front matter; for Markdown only.
    pub body: Option<String>,
    /// The name of its file without the extension, where a file holds one record.
    pub file_stem: Option<String>,
}

/// What a reader finds in its input.
#[derive(Debug)]
pub enum Item {
    /// A record.
    Record(Box<Record>),
    /// Something that should be a record and is not.
    Skipped {
        /// Bytes of the input.
        span: Span,
        /// Why, as the end of “skipped: …”.
        reason: String,
    },
    /// A finding about the input.
    Finding(Box<Diagnostic>),
}

/// Names under which files keep their list of records.
const LISTS: [&str; 9] = ["records", "items", "data", "rows", "cases", "entries", "results", "incidents", "values"];

/// Is this a key under which a file keeps its list of records?
pub fn is_list_name(key: &str) -> bool {
    LISTS.contains(&key.to_lowercase().as_str())
}

impl Record {
    /// The value at a path: a key as it is, or keys and indices with dots between them.
    pub fn get(&self, path: &str) -> Option<&Value> {
        get(&self.values, path)
    }
}

/// The value at a path in an object.
pub fn get<'a>(values: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    if let Some(value) = values.get(path) {
        return Some(value);
    }
    let (key, rest) = path.split_once('.')?;
    rest.split('.').try_fold(values.get(key)?, |value, part| match value {
        Value::Object(map) => map.get(part),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// A scalar as text; nothing for null, lists and objects.
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
