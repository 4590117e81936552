//! A record: what one case is made of, before a map has placed any of it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::input::Input;
use crate::diagnostic::Diagnostic;
use crate::files::Span;
use crate::model::fold;

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
    /// A term of Casebook's own export, which stands beside its cases.
    Term(Box<Record>),
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
    /// The value at a path, the first where it chooses several.
    pub fn get(&self, path: &str) -> Option<&Value> {
        self.get_all(path).into_iter().next()
    }

    /// The values at a path: those of the record, else those of its file.
    pub fn get_all(&self, path: &str) -> Vec<&Value> {
        let found = get_all(&self.values, path);
        if found.is_empty() { get_all(&self.about, path) } else { found }
    }

    /// The name of its file without the extension.
    pub fn file_name(&self) -> Option<&str> {
        self.of_file("name")
    }

    /// What tells it from all others by its file, where it is all that the file holds: folder and name.
    pub fn file_key(&self) -> Option<String> {
        let folder = self.of_file("folder").filter(|_| self.is_file)?;
        Some(format!("{folder}/{}", self.file_name()?).trim_start_matches('/').to_owned())
    }

    fn of_file(&self, key: &str) -> Option<&str> {
        self.about.get("file")?.get(key)?.as_str()
    }
}

/// The values at a path in an object: a key as it is, or keys and indices with dots between them. `parts[kind=Harm]`
/// chooses the items of a list whose `kind` is `Harm`.
pub fn get_all<'a>(values: &'a Map<String, Value>, path: &str) -> Vec<&'a Value> {
    if let Some(value) = values.get(path) {
        return vec![value];
    }
    let mut steps = steps(path).into_iter();
    let Some(Step::Key(key)) = steps.next() else { return Vec::new() };
    let start: Vec<&Value> = values.get(key).into_iter().collect();
    steps.fold(start, |found, step| found.into_iter().flat_map(|value| step.take(value)).collect())
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'p> {
    /// A key of an object, or the index of an item.
    Key(&'p str),
    /// The items whose key has this value.
    Where(&'p str, &'p str),
}

impl Step<'_> {
    fn take(self, value: &Value) -> Vec<&Value> {
        match (self, value) {
            (Step::Key(key), Value::Object(map)) => map.get(key).into_iter().collect(),
            (Step::Key(key), Value::Array(items)) => {
                key.parse::<usize>().ok().and_then(|index| items.get(index)).into_iter().collect()
            }
            (Step::Where(key, wanted), Value::Array(items)) => {
                let is_it = |item: &&Value| {
                    let value = item.as_object().and_then(|item| get_all(item, key).into_iter().find_map(scalar_text));
                    value.is_some_and(|value| fold(&value) == fold(wanted))
                };
                items.iter().filter(is_it).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some((inside, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            steps.push(match inside.split_once('=') {
                Some((key, value)) => Step::Where(key.trim(), value.trim().trim_matches(['"', '\''])),
                None => Step::Key(inside.trim()),
            });
            rest = after.strip_prefix('.').unwrap_or(after);
            continue;
        }
        let end = rest.find(['.', '[']).filter(|end| *end > 0).unwrap_or(rest.len());
        steps.push(Step::Key(&rest[..end]));
        rest = rest[end..].strip_prefix('.').unwrap_or(&rest[end..]);
    }
    steps
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_values() {
        let value = serde_json::json!({
            "a.b": 0, "a": {"b": 1, "c": [2, {"d": 3}]},
            "parts": [{"kind": "Harm", "value": 4}, {"kind": "harm", "value": 5}, {"kind": "A.B", "value": 6}, 7],
        });
        let values = value.as_object().expect("an object");
        for (path, expected) in [
            ("a.b", vec![0]),
            ("a.c.0", vec![2]),
            ("a.c.1.d", vec![3]),
            ("a.c[1].d", vec![3]),
            ("parts[kind=Harm].value", vec![4, 5]),
            ("parts[kind=\"A.B\"].value", vec![6]),
            ("parts[kind=none].value", vec![]),
            ("parts.3", vec![7]),
            ("a.c.9", vec![]),
            ("[", vec![]),
            ("a[", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<i64> = get_all(values, path).into_iter().filter_map(Value::as_i64).collect();
            assert_eq!(found, expected, "{path}");
        }
    }
}
