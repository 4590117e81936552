//! CSL-JSON (the schema of citeproc): a list of items.
//!
//! What the schema has no word for stands under `custom`, which it keeps for that: the kind of source, archived
//! copies, a date that its parts cannot say. The title is in sentence case where it is known, as styles expect it.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Entry, Record};
use crate::model::names::Name;
use crate::model::{DatePoint, PartialDate};
use crate::parse::bibliography::csl_plain;
use crate::schema::source::own_texts;

/// Write items, one a line.
///
/// # Errors
/// Where writing fails.
pub fn write<'a>(entries: impl Iterator<Item = Entry<'a>>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, entry) in entries.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item(&entry))?;
    }
    out.write_all(b"\n]\n")
}

/// The same as a text.
pub fn to_text<'a>(entries: impl Iterator<Item = Entry<'a>>) -> String {
    let items: Vec<String> = entries.map(|entry| item(&entry).to_string()).collect();
    if items.is_empty() { "[\n]\n".to_owned() } else { format!("[\n{}\n]\n", items.join(",\n")) }
}

/// A list of one item, for people.
pub fn to_pretty_text(entry: &Entry<'_>) -> String {
    format!("{:#}", Value::Array(vec![item(entry)]))
}

/// One item.
pub fn item(entry: &Entry<'_>) -> Value {
    let record = Record::new(entry);
    let source = record.source;
    let mut item = Map::new();
    let mut custom = Map::new();
    let mut set = |name: &str, value: Value| {
        item.insert(name.to_owned(), value);
    };
    for (variable, value) in &record.variables {
        set(variable, json!(value));
    }
    for (role, people) in &record.names {
        set(role, people.iter().map(name).collect());
    }
    if !record.authors.is_empty() {
        set("author", record.authors.iter().map(name).collect());
    }
    let sentence = source.bibliographic.as_ref().and_then(|of_file| of_file.sentence_title.as_deref());
    if let Some(title) = &source.title {
        let written = sentence.unwrap_or(title);
        set("title", json!(written));
        // Tags in a title are markup to CSL, and are not read as part of it.
        if *csl_plain(written) != **title {
            custom.insert("title".to_owned(), json!(title));
        }
    }
    for (name, own, date) in [("issued", "date", &source.date), ("accessed", "accessed", &source.accessed)] {
        let Some(date) = date else { continue };
        let (value, is_whole) = date_value(date);
        set(name, value);
        if !is_whole {
            custom.insert(own.to_owned(), json!(date.as_str()));
        }
    }
    set("id", json!(record.key));
    set("type", json!(record.work_type));
    let has_tags = csl_plain(entry.publisher) != entry.publisher;
    let publisher = record.publisher.or(Some(entry.publisher).filter(|_| has_tags));
    custom.extend(publisher.map(|publisher| ("publisher".to_owned(), json!(publisher))));
    own(&record, &mut custom);
    if !custom.is_empty() {
        set("custom", Value::Object(custom));
    }
    Value::Object(item)
}

/// What the schema has no word for.
fn own(record: &Record<'_>, custom: &mut Map<String, Value>) {
    let source = record.source;
    custom.extend(own_texts(source, |key| key.csl).map(|(name, value)| (name.to_owned(), json!(value))));
    let fields = [
        ("kind", record.kind.map(|kind| json!(kind.as_str()))),
        ("independent", source.independent.map(Value::Bool)),
        ("note", source.note.as_ref().filter(|note| note.contains('\n')).map(|note| json!(note))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            custom.insert(name.to_owned(), value);
        }
    }
}

fn name(name: &Name) -> Value {
    let mut parts = Map::new();
    match name {
        Name::Literal(text) => {
            parts.insert("literal".to_owned(), json!(text));
        }
        Name::Person { family, given, particle, suffix } => {
            let all = [("family", Some(family)), ("given", given.as_ref()), ("suffix", suffix.as_ref())];
            let all = all.into_iter().chain([("non-dropping-particle", particle.as_ref())]);
            parts.extend(all.filter_map(|(name, part)| Some((name.to_owned(), json!(part?)))));
        }
    }
    Value::Object(parts)
}

/// The date in its parts, and whether they say all of it.
fn date_value(date: &PartialDate) -> (Value, bool) {
    let parts = |point: DatePoint| -> Value {
        let parts = [Some(point.year), point.month.map(u16::from), point.day.map(u16::from)];
        parts.into_iter().flatten().collect()
    };
    let points: Vec<DatePoint> = std::iter::once(date.start()).chain(date.end()).collect();
    let circa = points.iter().all(|point| point.approximate);
    let mut value = json!({ "date-parts": points.iter().map(|point| parts(*point)).collect::<Vec<_>>() });
    if circa {
        value["circa"] = json!(true);
    }
    let said: Vec<String> =
        points.iter().map(|point| format!("{}{}", point.datetime(), if circa { "~" } else { "" })).collect();
    (value, said.join("/") == date.as_str())
}
