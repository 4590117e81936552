//! CSL-JSON: what Zotero exports and Better BibTeX keeps up to date.
//!
//! Each item and each of its fields is read as a raw slice first, so that every one has its place; an item that
//! is not one is reported, and the others are read.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::own::Own;
use super::{Draft, page_range};
use crate::diagnostic::Code;
use crate::files::{Span, byte_of};
use crate::model::names::Name;
use crate::model::{PartialDate, Spanned};
use crate::schema::fields::Findings;

/// Variables that are numbers or texts and have no field of their own in a source.
const IGNORED: [&str; 15] = [
    "id",
    "type",
    "title",
    "issued",
    "accessed",
    "URL",
    "DOI",
    "ISBN",
    "note",
    "author",
    "abstract",
    "keyword",
    "page",
    "citation-key",
    "custom",
];

/// Read items.
pub fn parse(text: &str, findings: &mut Findings<'_>) -> Vec<Draft> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = |raw: &RawValue| span_of(text, raw.get());
    let items = match items(body) {
        Ok(Some(items)) => items,
        Ok(None) => {
            let message = "a bibliography in JSON is a list of items";
            let found = findings.at(Code::BibliographySyntax, &(0..body.len().min(1)), message);
            findings.push(found.help("export it as CSL-JSON"));
            return Vec::new();
        }
        Err(error) => {
            let at = byte_of(body, error.line(), error.column()) + (text.len() - body.len());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let found = findings.at(Code::BibliographySyntax, &(at..at), format!("not JSON: {message}"));
            findings.push(found.help("export the bibliography again"));
            return Vec::new();
        }
    };
    let mut drafts = Vec::with_capacity(items.len());
    for item in items {
        match serde_json::from_str::<BTreeMap<String, &RawValue>>(item.get()) {
            Ok(fields) => drafts.extend(draft(text, place(item), &fields, findings)),
            Err(_) => {
                let found = findings.at(Code::BibliographySyntax, &place(item), "an item is written as `{…}`");
                findings.push(found.help("export the bibliography as CSL-JSON"));
            }
        }
    }
    drafts
}

/// The items of a list, of Pandoc's `{"references": […]}`, of `{"items": […]}`, or one alone.
fn items(body: &str) -> Result<Option<Vec<&RawValue>>, serde_json::Error> {
    let whole: &RawValue = serde_json::from_str(body)?;
    if let Ok(list) = serde_json::from_str(whole.get()) {
        return Ok(Some(list));
    }
    let Ok(map) = serde_json::from_str::<BTreeMap<String, &RawValue>>(whole.get()) else { return Ok(None) };
    if map.contains_key("id") {
        return Ok(Some(vec![whole]));
    }
    let list = map.get("references").or_else(|| map.get("items"));
    Ok(list.and_then(|list| serde_json::from_str(list.get()).ok()))
}

/// Where a slice of a text stands in it.
fn span_of(text: &str, slice: &str) -> Span {
    let start = (slice.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    start..(start + slice.len()).min(text.len())
}

fn draft(text: &str, entry: Span, fields: &BTreeMap<String, &RawValue>, findings: &mut Findings<'_>) -> Option<Draft> {
    let value = |name: &str| fields.get(name).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
    let spanned = |name: &str| {
        let text_of_field = value(name).and_then(|value| string(&value))?;
        Some(Spanned::new(text_of_field, span_of(text, fields[name].get())))
    };
    let Some(id) = spanned("citation-key").or_else(|| spanned("id")) else {
        let found = findings.at(Code::BibliographySyntax, &(entry.start..entry.start + 1), "this item has no `id`");
        findings.push(found.help("give it one"));
        return None;
    };
    let mut draft = Draft {
        entry,
        id,
        work_type: spanned("type").map_or_else(|| "document".to_owned(), |text| text.value),
        title: spanned("title").map(|title| csl_plain(&title.value)),
        date: fields.get("issued").and_then(|raw| date(text, raw)),
        accessed: fields.get("accessed").and_then(|raw| date(text, raw)).and_then(Result::ok),
        url: spanned("URL"),
        doi: spanned("DOI"),
        isbn: spanned("ISBN"),
        note: spanned("note").map(|note| note.value),
        ..Draft::default()
    };
    draft.set("page", spanned("page").map(|pages| page_range(&pages.value)));
    for name in fields.keys().filter(|name| !IGNORED.contains(&name.as_str())) {
        match value(name) {
            Some(Value::Array(people)) => {
                let people: Vec<Name> = people.iter().filter_map(person).collect();
                if !people.is_empty() {
                    draft.names.insert(name.clone(), people);
                }
            }
            Some(value) => draft.set(name, string(&value).map(|text| csl_plain(&text))),
            None => {}
        }
    }
    if let Some(custom) = value("custom") {
        let span = span_of(text, fields["custom"].get());
        draft.own = Own::read(&|key| {
            let value = custom.get(key)?;
            let text = value.as_bool().map(|value| value.to_string()).or_else(|| string(value))?;
            Some(Spanned::new(text, span.clone()))
        });
    }
    if let Some(Value::Array(people)) = value("author") {
        draft.authors = people.iter().filter_map(person).collect();
    }
    Some(draft)
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// CSL-JSON marks words up as `<i>`, `<b>`, `<sup>`, `<sub>`, `<span class="nocase">`; a source's fields are plain.
pub fn csl_plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let tag = rest[open..].find('>').map(|close| &rest[open..=open + close]);
        let known = |tag: &&str| {
            let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>');
            matches!(name, "i" | "b" | "sup" | "sub" | "sc" | "span") || name.starts_with("span ")
        };
        match tag.filter(known) {
            Some(tag) => rest = &rest[open + tag.len()..],
            None => {
                plain.push('<');
                rest = &rest[open + 1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn person(value: &Value) -> Option<Name> {
    let part = |name: &str| {
        let text = value.get(name).and_then(Value::as_str).map(str::trim)?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    if let Some(literal) = part("literal") {
        return Some(Name::Literal(literal));
    }
    let family = part("family");
    let given = part("given");
    let Some(family) = family else { return given.map(Name::Literal) };
    let particle = part("non-dropping-particle").or_else(|| part("dropping-particle"));
    let suffix = part("suffix");
    if given.is_none() && particle.is_none() && suffix.is_none() {
        return Some(Name::Literal(family));
    }
    Some(Name::Person { family, given, particle, suffix })
}

/// `{"date-parts": [[2025, 5, 13]], "circa": true}`, `{"raw": "2025-05"}`, `{"literal": "May 2025"}`.
fn date(text: &str, raw: &RawValue) -> Option<Result<PartialDate, Spanned<String>>> {
    let span = span_of(text, raw.get());
    let value: Value = serde_json::from_str(raw.get()).ok()?;
    let refused = |text: String| Some(Err(Spanned::new(text, span.clone())));
    let written = match &value {
        Value::String(_) | Value::Number(_) => string(&value)?,
        value => match value.get("raw").or_else(|| value.get("edtf")) {
            Some(raw) => string(raw)?,
            None => match parts(value.get("date-parts")) {
                Some(text) if !text.is_empty() => {
                    let circa =
                        value.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null));
                    if circa {
                        text.split('/').map(|part| format!("{part}~")).collect::<Vec<_>>().join("/")
                    } else {
                        text
                    }
                }
                _ => value.get("literal").and_then(string)?,
            },
        },
    };
    match PartialDate::parse(&written) {
        Ok(date) => Some(Ok(date)),
        Err(_) => refused(written),
    }
}

/// One or two dates of year, month and day, as EDTF.
fn parts(dates: Option<&Value>) -> Option<String> {
    let date = |date: &Value| {
        let numbers: Vec<String> = date.as_array()?.iter().map_while(string).collect();
        let padded = numbers
            .iter()
            .enumerate()
            .map(|(i, part)| if i == 0 { format!("{part:0>4}") } else { format!("{part:0>2}") });
        Some(padded.collect::<Vec<_>>().join("-"))
    };
    let dates: Option<Vec<String>> = dates?.as_array()?.iter().take(2).map(date).collect();
    Some(dates?.join("/"))
}
