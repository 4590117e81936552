//! A record: what one case is made of, before a map has placed any of it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::input::Input;
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
    /// It is all that its file holds.
    pub is_file: bool,
    /// Columns that every record has: `file.name`, `file.folder`, `file.path`, `body.title`.
    pub about: Arc<Map<String, Value>>,
}

/// The columns that every record of a file has; a text gives itself a title.
pub fn about(input: &Input, title: Option<String>) -> Arc<Map<String, Value>> {
    let mut about = Map::new();
    let file = json!({"name": input.stem, "folder": input.place.folder, "path": input.place.path});
    about.insert("file".to_owned(), file);
    if let Some(title) = title {
        about.insert("body".to_owned(), json!({"title": title}));
    }
    Arc::new(about)
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
        get(&self.values, path).or_else(|| get(&self.about, path))
    }

    /// The name of its file without the extension.
    pub fn file_name(&self) -> Option<&str> {
        get(&self.about, "file.name")?.as_str()
    }

    /// What tells it from all others by its file, where it is all that the file holds: folder and name.
    pub fn file_key(&self) -> Option<String> {
        let folder = get(&self.about, "file.folder")?.as_str().filter(|_| self.is_file)?;
        Some(format!("{folder}/{}", self.file_name()?).trim_start_matches('/').to_owned())
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
