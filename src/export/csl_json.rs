//! Sources as CSL-JSON, the input format of citeproc processors.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Entry, Record};
use crate::model::names::Name;
use crate::model::passage::to_note;
use crate::model::{DatePoint, PartialDate, rich};
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
///
/// What the schema has no variable for (the kind of source, archived copies, a date that date parts cannot express)
/// goes under `custom`, which the schema reserves for that. The title is in sentence case where it is known, as styles
/// expect it.
pub fn item(entry: &Entry<'_>) -> Value {
    let record = Record::new(entry);
    let source = record.source;
    let mut item = Map::new();
    let mut custom = Map::new();
    let mut set = |name: &str, value: Value| {
        item.insert(name.to_owned(), value);
    };
    for (variable, value) in &record.variables {
        let date =
            if variable.ends_with("-date") || *variable == "submitted" { PartialDate::parse(value).ok() } else { None };
        set(variable, date.map_or_else(|| json!(value), |date| date_value(&date).0));
    }
    let annote = record.variables.get("annote").map(|annote| (*annote).to_owned());
    let notes: Vec<String> = annote.into_iter().chain(source.passages.iter().map(to_note)).collect();
    if !notes.is_empty() {
        set("annote", json!(notes.join("\n")));
    }
    for (role, people) in &record.names {
        set(role, people.iter().filter_map(name).collect());
    }
    if !record.authors.is_empty() {
        set("author", record.authors.iter().filter_map(name).collect());
    }
    let sentence = source.bibliographic.as_ref().and_then(|of_file| of_file.sentence_title.as_deref());
    if let Some(title) = &source.title {
        let written = sentence.unwrap_or(title);
        set("title", json!(written));
        // Tags in a title are markup to CSL, and are not read as part of it.
        if *rich::plain(written) != **title {
            custom.insert("title".to_owned(), json!(title));
        }
    }
    for (name, own, date) in [("issued", "date", &source.date), ("accessed", "accessed", &source.accessed)] {
        let Some(date) = date else { continue };
        let (value, is_whole) = date_value(date);
        set(name, value);
        if !is_whole {
            custom.insert(own.to_owned(), json!(date.edtf()));
        }
    }
    set("id", json!(record.key));
    set("type", json!(record.work_type));
    let has_tags = rich::plain(entry.publisher) != entry.publisher;
    let publisher = record.publisher.or(Some(entry.publisher).filter(|_| has_tags));
    custom.extend(publisher.map(|publisher| ("publisher".to_owned(), json!(publisher))));
    own(&record, &mut custom);
    custom.extend(entry.reposted_at.as_ref().map(|host| ("reposted_at".to_owned(), json!(host))));
    if !custom.is_empty() {
        set("custom", Value::Object(custom));
    }
    Value::Object(item)
}

/// What the schema has no word for.
fn own(record: &Record<'_>, custom: &mut Map<String, Value>) {
    let source = record.source;
    custom.extend(own_texts(source, |key| key.csl).map(|(name, value)| (name.to_owned(), json!(value))));
    let all =
        std::iter::once(("author", &record.authors)).chain(record.names.iter().map(|(role, people)| (*role, people)));
    let lists: Vec<Value> =
        all.filter(|(_, people)| people.last() == Some(&Name::Others)).map(|(role, _)| json!(role)).collect();
    let goes_on = !lists.is_empty();
    let fields = [
        ("kind", record.kind.map(|kind| json!(kind.as_str()))),
        ("independent", source.independent.map(Value::Bool)),
        ("and_others", goes_on.then_some(Value::Array(lists))),
        ("note", source.note.as_ref().filter(|note| note.contains('\n')).map(|note| json!(note))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            custom.insert(name.to_owned(), value);
        }
    }
}

/// A name; CSL-JSON has none for what says that a list goes on.
fn name(name: &Name) -> Option<Value> {
    let mut parts = Map::new();
    match name {
        Name::Literal(text) => {
            parts.insert("literal".to_owned(), json!(text));
        }
        Name::Person(person) => {
            let all = [
                ("family", Some(&person.family)),
                ("given", person.given.as_ref()),
                ("suffix", person.suffix.as_ref()),
                ("non-dropping-particle", person.particle.as_ref()),
                ("dropping-particle", person.dropping.as_ref()),
            ];
            parts.extend(all.into_iter().filter_map(|(name, part)| Some((name.to_owned(), json!(part?)))));
            if person.comma_suffix {
                parts.insert("comma-suffix".to_owned(), json!(true));
            }
        }
        Name::Others => return None,
    }
    Some(Value::Object(parts))
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
    (value, said.join("/") == date.edtf())
}
