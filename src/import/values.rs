//! The values of a record for one field of a map: looked up, split and replaced, as texts.

use serde_json::{Map as Object, Value};
use tera::Context;
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::account::{Fate, Mark};
use super::map::{Map, Spec, identifier};
use super::record::{Record, get_all, scalar_text};
use crate::markdown::decode_references;
use crate::model::fold;
use crate::write::markdown::one_line;

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

    /// The values at a path: in the item (by `item` the item itself), else in the record.
    pub fn get_all(self, path: &str) -> Vec<&'a Value> {
        let in_item = match (self.item, path) {
            (Some(item), "item") => vec![item],
            (Some(Value::Object(values)), path) => get_all(values, path),
            (Some(Value::Array(values)), path) => {
                path.parse::<usize>().ok().and_then(|index| values.get(index)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        if in_item.is_empty() { self.record.get_all(path) } else { in_item }
    }

    /// The first of them.
    pub fn get(self, path: &str) -> Option<&'a Value> {
        self.get_all(path).into_iter().next()
    }
}

/// A value for a field.
#[derive(Debug, Clone)]
pub struct Taken<'a> {
    /// What is to be written.
    pub text: String,
    /// Where it comes from; nothing for constants and templates.
    pub origin: Option<&'a Value>,
    /// Which part of it, where it has several.
    pub part: Option<String>,
    /// Is all of it in the text?
    pub is_whole: bool,
}

impl Taken<'_> {
    fn constant(text: &str) -> Self {
        Taken { text: text.to_owned(), origin: None, part: None, is_whole: true }
    }
}

/// What one column has for a field.
#[derive(Debug, Clone, Default)]
pub struct Group<'a> {
    /// Values.
    pub values: Vec<Taken<'a>>,
    /// Values, or parts of them, that are none, and what became of them.
    pub dropped: Vec<(&'a Value, Mark)>,
    /// Values that stand in a text made by a template.
    pub used: Vec<&'a Value>,
}

impl Group<'_> {
    /// Its values as one text.
    pub fn joined(&self, spec: &Spec, join: &str) -> String {
        let texts: Vec<&str> = self.values.iter().map(|taken| taken.text.as_str()).collect();
        texts.join(spec.join.as_deref().unwrap_or(join))
    }
}

/// What a record has for a field, column by column, in the order in which they count. `keep` says what counts though it
/// is a spelling of nothing.
///
/// # Errors
/// Where a template cannot be rendered: what Tera says.
pub fn groups<'a>(
    map: &Map,
    spec: &Spec,
    scope: Scope<'a>,
    keep: &dyn Fn(&str) -> bool,
) -> Result<Vec<Group<'a>>, String> {
    if !spec.value.is_empty() {
        let values = spec.value.iter().map(|text| Taken::constant(text)).collect();
        return Ok(vec![Group { values, ..Group::default() }]);
    }
    let mut groups: Vec<Group<'a>> = Vec::new();
    if let Some(template) = &spec.template {
        let text = render(map, template, scope)?;
        let mut group = Group { used: used_by(map, template, scope, &text), ..Group::default() };
        group.read(map, spec, &Found { text, origin: None, is_item: false }, keep);
        groups.push(group);
    }
    for path in &spec.from {
        let mut group = Group::default();
        for found in scope.get_all(path).into_iter().flat_map(found_in) {
            group.read(map, spec, &found, keep);
        }
        groups.push(group);
    }
    if let Some((value, host)) = spec.host.as_ref().and_then(|path| scope.get(path)).and_then(host_of) {
        let taken = Taken { text: host, origin: Some(value), part: None, is_whole: false };
        groups.push(Group { values: vec![taken], ..Group::default() });
    }
    if spec.all {
        let mut whole = Group::default();
        for group in groups.drain(..) {
            whole.values.extend(group.values);
            whole.dropped.extend(group.dropped);
            whole.used.extend(group.used);
        }
        groups.push(whole);
    }
    if groups.iter().all(|group| group.values.is_empty()) && !spec.default.is_empty() {
        let values = spec.default.iter().map(|text| Taken::constant(text)).collect();
        groups.push(Group { values, ..Group::default() });
    }
    if let Some(count) = spec.sentences {
        for taken in groups.iter_mut().flat_map(|group| &mut group.values) {
            let cut = sentences(&taken.text, count);
            taken.is_whole &= cut.len() >= one_line(&taken.text).len();
            taken.text = cut;
        }
    }
    Ok(groups)
}

/// The column that counts: the first that has a value.
///
/// # Errors
/// Where a template cannot be rendered.
pub fn first<'a>(map: &Map, spec: &Spec, scope: Scope<'a>) -> Result<Option<Group<'a>>, String> {
    Ok(groups(map, spec, scope, &|_| false)?.into_iter().find(|group| !group.values.is_empty()))
}

/// A scalar of a record.
struct Found<'a> {
    text: String,
    origin: Option<&'a Value>,
    /// One of a list, which is parted already.
    is_item: bool,
}

/// A scalar, those of a list, and what an object is called.
fn found_in(value: &Value) -> Vec<Found<'_>> {
    let found = |value, is_item| {
        let (text, origin) = named(value)?;
        Some(Found { text, origin: Some(origin), is_item })
    };
    match value {
        Value::Array(items) => items.iter().filter_map(|item| found(item, true)).collect(),
        value => found(value, false).into_iter().collect(),
    }
}

/// Keys under which an object has its name.
const NAMES: [&str; 3] = ["name", "label", "title"];

/// A scalar as text; of an object its name, or what `MongoDB` wraps in its Extended JSON: `{"$date": "2025-05-13T…"}`.
fn named(value: &Value) -> Option<(String, &Value)> {
    let Value::Object(entries) = value else { return Some((scalar_text(value)?, value)) };
    let wrapped = || entries.iter().find(|(key, _)| entries.len() == 1 && key.starts_with('$')).map(|(_, value)| value);
    let inner = NAMES.iter().find_map(|name| entries.get(*name)).or_else(wrapped)?;
    Some((scalar_text(inner)?, inner))
}

impl<'a> Group<'a> {
    /// Take a scalar apart, leave out what is blank, and replace what the map replaces.
    fn read(&mut self, map: &Map, spec: &Spec, found: &Found<'a>, keep: &dyn Fn(&str) -> bool) {
        let text = if spec.markdown { whole_lines(&found.text) } else { whole_lines(&decode_references(&found.text)) };
        let (origin, is_whole) = (found.origin, true);
        if let Some(replaced) = spec.values.get(&fold(&text)) {
            let taken = |text: &String| Taken { text: text.clone(), origin, part: None, is_whole };
            self.values.extend(replaced.iter().map(taken));
            if replaced.is_empty() {
                self.drop(origin, None, Mark::new(Fate::Left, "the map replaces it with nothing"));
            }
            return;
        }
        let parts = if found.is_item { vec![text.as_str()] } else { split(&text, &spec.split) };
        let has_several = parts.len() > 1;
        for part in parts {
            let named = has_several.then(|| part.to_owned());
            match spec.values.get(&fold(part)) {
                Some(replaced) if replaced.is_empty() => {
                    self.drop(origin, named, Mark::new(Fate::Left, "the map replaces it with nothing"));
                }
                Some(replaced) => {
                    let taken = |text: &String| Taken { text: text.clone(), origin, part: named.clone(), is_whole };
                    self.values.extend(replaced.iter().map(taken));
                }
                None if map.is_blank_for(spec, part) && !keep(part) => {
                    self.drop(origin, named, Mark::new(Fate::Blank, ""));
                }
                None => self.values.push(Taken { text: part.to_owned(), origin, part: named, is_whole }),
            }
        }
    }

    fn drop(&mut self, origin: Option<&'a Value>, part: Option<String>, mark: Mark) {
        self.dropped.extend(origin.map(|value| (value, Mark { part, ..mark })));
    }
}

/// The values that a template has put into its text.
fn used_by<'a>(map: &Map, template: &str, scope: Scope<'a>, text: &str) -> Vec<&'a Value> {
    let Some(columns) = map.template_columns.get(template) else { return Vec::new() };
    let mut used = Vec::new();
    let mut look = |values: &'a Object<String, Value>| {
        for (_, value) in values.iter().filter(|(key, _)| columns.contains(&identifier(key))) {
            standing_in(value, text, &mut used);
        }
    };
    look(&scope.record.values);
    if let Some(Value::Object(values)) = scope.item {
        look(values);
    }
    if let Some(item) = scope.item.filter(|_| columns.contains("item")) {
        standing_in(item, text, &mut used);
    }
    used
}

fn standing_in<'a>(value: &'a Value, text: &str, used: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| standing_in(item, text, used)),
        Value::Object(entries) => entries.values().for_each(|value| standing_in(value, text, used)),
        scalar => {
            let written = scalar_text(scalar).map(|text| tidy(&text)).filter(|text| !text.is_empty());
            used.extend(written.filter(|written| text.contains(written.as_str())).map(|_| scalar));
        }
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
fn host_of(value: &Value) -> Option<(&Value, String)> {
    let (text, origin) = found_in(value).into_iter().find_map(|found| Some((found.text, found.origin?)))?;
    let host = Url::parse(text.trim()).ok()?.host_str()?.to_owned();
    Some((origin, host.strip_prefix("www.").unwrap_or(&host).to_owned()))
}

/// The first sentences of a text (Unicode Standard Annex 29).
fn sentences(text: &str, count: usize) -> String {
    let line = one_line(text);
    line.unicode_sentences().take(count).collect::<String>().trim_end().to_owned()
}

fn render(map: &Map, template: &str, scope: Scope<'_>) -> Result<String, String> {
    let columns = map.template_columns.get(template);
    let mut context = Context::new();
    let mut insert = |values: &Object<String, Value>| {
        for (key, value) in values {
            let name = identifier(key);
            if columns.is_some_and(|columns| columns.contains(&name)) {
                context.insert(name, &plain(value));
            }
        }
    };
    insert(&scope.record.about);
    insert(&scope.record.values);
    if let Some(Value::Object(values)) = scope.item {
        insert(values);
    }
    if columns.is_some_and(|columns| columns.contains("row")) {
        let row: Object<String, Value> = scope.record.values.iter().map(|(k, v)| (k.clone(), plain(v))).collect();
        context.insert("row", &row);
    }
    if let Some(item) = scope.item {
        context.insert("item", item);
    }
    // A column that this record does not have counts as blank.
    for name in columns.into_iter().flatten() {
        if !context.contains_key(name) {
            context.insert(name.clone(), "");
        }
    }
    map.steps.restart();
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
