//! The values of a record for one field of a map: looked up, split and replaced, as texts.

use serde_json::{Map as Object, Value};
use tera::Context;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::map::{Map, Spec, identifier};
use super::record::{Record, get, scalar_text};
use crate::model::fold;

/// Where values are looked up: an item of a list, where there is one, then its record.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The record.
    pub record: &'a Record,
    /// An item of one of its lists.
    pub item: Option<&'a Value>,
}

impl<'a> Scope<'a> {
    /// A record alone.
    pub fn of(record: &'a Record) -> Scope<'a> {
        Scope { record, item: None }
    }

    /// The value at a path: in the item (by `item` the item itself), else in the record.
    pub fn get(self, path: &str) -> Option<&'a Value> {
        let in_item = match (self.item, path) {
            (Some(item), "item") => Some(item),
            (Some(Value::Object(values)), path) => get(values, path),
            (Some(Value::Array(values)), path) => path.parse::<usize>().ok().and_then(|index| values.get(index)),
            _ => None,
        };
        in_item.or_else(|| self.record.get(path))
    }
}

/// The values of a field. `keep` says what counts though it is a spelling of nothing.
///
/// # Errors
/// Where a template cannot be rendered: what Tera says.
pub fn values(map: &Map, spec: &Spec, scope: Scope<'_>, keep: &dyn Fn(&str) -> bool) -> Result<Vec<String>, String> {
    if !spec.value.is_empty() {
        return Ok(spec.value.clone());
    }
    let mut found: Vec<String> = Vec::new();
    if let Some(template) = &spec.template {
        found.push(render(map, template, scope)?);
    }
    for path in &spec.from {
        if !found.iter().all(|text| map.is_blank(text)) && !spec.all {
            break;
        }
        found.extend(scope.get(path).map(texts).unwrap_or_default());
    }
    if let Some(host) = spec.host.as_ref().and_then(|path| scope.get(path)).and_then(host_of) {
        found.push(host);
    }
    let mut values: Vec<String> = Vec::new();
    for text in found {
        let text = whole_lines(&text);
        if let Some(replaced) = spec.values.get(&fold(&text)) {
            values.extend(replaced.iter().cloned());
            continue;
        }
        for part in split(&text, &spec.split) {
            match spec.values.get(&fold(part)) {
                Some(replaced) => values.extend(replaced.iter().cloned()),
                None if map.is_blank(part) && !keep(part) => {}
                None => values.push(part.to_owned()),
            }
        }
    }
    if values.is_empty() {
        values.clone_from(&spec.default);
    }
    if let Some(count) = spec.sentences {
        for value in &mut values {
            *value = sentences(value, count);
        }
    }
    Ok(values)
}

/// The values of a field as one text.
///
/// # Errors
/// Where a template cannot be rendered.
pub fn text(map: &Map, spec: &Spec, scope: Scope<'_>, join: &str) -> Result<Option<String>, String> {
    let values = values(map, spec, scope, &|_| false)?;
    Ok((!values.is_empty()).then(|| values.join(spec.join.as_deref().unwrap_or(join))))
}

/// A scalar as one text, a list as one each.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(scalar_text).collect(),
        value => scalar_text(value).into_iter().collect(),
    }
}

/// Line breaks of one kind, and no white space around it.
pub fn tidy(text: &str) -> String {
    whole_lines(text).trim_start_matches(is_edge).to_owned()
}

/// Line breaks of one kind, and nothing blank around it: the first line keeps its indentation.
pub fn whole_lines(text: &str) -> String {
    let text = text.trim_end_matches(is_edge);
    let start = text.len() - text.trim_start_matches(is_edge).len();
    let line = text[..start].rfind(['\n', '\r', '\u{feff}', '\u{200b}']);
    let text = &text[line.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8))..];
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// The parts of a text; the whole of it, where there is nothing to part it by.
fn split<'t>(text: &'t str, separators: &[String]) -> Vec<&'t str> {
    if separators.iter().all(String::is_empty) {
        return vec![text];
    }
    let mut parts = vec![text];
    for separator in separators.iter().filter(|separator| !separator.is_empty()) {
        parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
    }
    parts.into_iter().map(str::trim).collect()
}

/// `example.org` of `https://www.example.org/a`.
fn host_of(value: &Value) -> Option<String> {
    let text = scalar_text(value)?;
    let host = Url::parse(text.trim()).ok()?.host_str()?.to_owned();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// The first sentences of a text (Unicode Standard Annex 29).
fn sentences(text: &str, count: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.unicode_sentences().take(count).collect::<String>().trim_end().to_owned()
}

fn render(map: &Map, template: &str, scope: Scope<'_>) -> Result<String, String> {
    let mut context = Context::new();
    let mut insert = |values: &Object<String, Value>| {
        for (key, value) in values {
            let name = identifier(key);
            if map.template_columns.contains(&name) {
                context.insert(name, &plain(value));
            }
        }
    };
    insert(&scope.record.about);
    insert(&scope.record.values);
    if let Some(Value::Object(values)) = scope.item {
        insert(values);
    }
    if map.template_columns.contains("row") {
        let row: Object<String, Value> = scope.record.values.iter().map(|(k, v)| (k.clone(), plain(v))).collect();
        context.insert("row", &row);
    }
    if let Some(item) = scope.item {
        context.insert("item", item);
    }
    // A column that this record does not have counts as blank.
    for name in &map.template_columns {
        if !context.contains_key(name) {
            context.insert(name.clone(), "");
        }
    }
    map.templates.render(template, &context).map_err(|error| {
        let text = error.to_string();
        text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
    })
}

/// Null as a blank text, which a template can print.
fn plain(value: &Value) -> Value {
    match value {
        Value::Null => Value::from(""),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_keeps_its_indentation() {
        for (text, lines, tidied) in [
            ("\r\n \r\n    code\r\n\r\nText\r\n", "    code\n\nText", "code\n\nText"),
            ("  - a\n  - b ", "  - a\n  - b", "- a\n  - b"),
            ("\u{feff} a\u{200b}", " a", "a"),
            (" \n ", "", ""),
        ] {
            assert_eq!((whole_lines(text).as_str(), tidy(text).as_str()), (lines, tidied), "{text:?}");
        }
    }
}
