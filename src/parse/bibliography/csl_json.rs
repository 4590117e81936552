//! CSL-JSON as Zotero exports it and Better BibTeX keeps it up to date.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::draft::{Draft, page_range};
use super::extra::{self, Given};
use super::own::Own;
use crate::diagnostic::Code;
use crate::files::{Span, byte_of};
use crate::model::names::{self, Name, Person};
use crate::model::passage::passages_in;
use crate::model::{PartialDate, Spanned, rich};
use crate::schema::fields::Findings;

/// Variables that are numbers or texts and have no field of their own in a source.
const IGNORED: [&str; 16] = [
    "id",
    "type",
    "title",
    "issued",
    "accessed",
    "URL",
    "DOI",
    "ISBN",
    "note",
    "annote",
    "author",
    "abstract",
    "keyword",
    "page",
    "citation-key",
    "custom",
];

/// Dates that a source has no field for.
const DATES: [&str; 4] = ["original-date", "event-date", "available-date", "submitted"];

/// Read items.
///
/// Each item and each field is first read as a raw slice, so that its place is known. An item that cannot be read is
/// reported, and the others are read.
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
    let title = spanned("title").map(|title| title.value);
    let mut draft = Draft {
        entry,
        id,
        work_type: spanned("type").map_or_else(|| "document".to_owned(), |text| text.value),
        title: title.as_ref().map(|title| rich::plain(title)),
        sentence_title: title.filter(|title| rich::plain(title) != *title),
        date: fields.get("issued").and_then(|raw| date(text, raw)),
        accessed: fields.get("accessed").and_then(|raw| date(text, raw)).and_then(Result::ok),
        url: spanned("URL"),
        doi: spanned("DOI"),
        isbn: spanned("ISBN"),
        ..Draft::default()
    };
    draft.set("page", spanned("page").map(|pages| page_range(&pages.value)));
    for name in fields.keys().filter(|name| !IGNORED.contains(&name.as_str())) {
        match value(name) {
            Some(Value::Array(list)) => {
                let people = people(&list);
                if !people.is_empty() {
                    draft.names.insert(name.clone(), people);
                }
            }
            Some(Value::Object(_)) if DATES.contains(&name.as_str()) => {
                let date = date(text, fields[name.as_str()]).and_then(Result::ok);
                draft.set(name, date.map(|date| date.to_string()));
            }
            Some(value) => draft.set(name, string(&value).map(|text| rich::plain(&text))),
            None => {}
        }
    }
    if let Some(annote) = spanned("annote") {
        let (passages, rest) = passages_in(&annote.value);
        draft.passages = passages;
        draft.set("annote", Some(rich::plain(&rest)));
    }
    if let Some(note) = spanned("note") {
        draft.note = Some(of_note(&mut draft, &note.value));
    }
    if let Some(custom) = value("custom") {
        let span = span_of(text, fields["custom"].get());
        draft.own = Own::read(&|key| {
            let value = custom.get(key)?;
            let text = value.as_bool().map(|value| value.to_string()).or_else(|| string(value))?;
            Some(Spanned::new(text, span.clone()))
        });
    }
    if let Some(Value::Array(list)) = value("author") {
        draft.authors = people(&list);
    }
    if let Some(Value::Array(roles)) = value("custom").as_ref().and_then(|custom| custom.get("and_others")) {
        for role in roles.iter().filter_map(Value::as_str) {
            let people = if role == "author" { Some(&mut draft.authors) } else { draft.names.get_mut(role) };
            if let Some(people) = people.filter(|people| people.last() != Some(&Name::Others)) {
                people.push(Name::Others);
            }
        }
    }
    Some(draft)
}

/// Take what a note gives of other variables, where the item does not have them; gives the rest of it.
fn of_note(draft: &mut Draft, note: &str) -> String {
    let (found, rest) = extra::read(note, &DATES);
    for given in found {
        match given {
            Given::Text(name, text) => draft.set(name, Some(rich::plain(&text))),
            Given::Date(name, text) => {
                draft.set(name, PartialDate::parse(&text).ok().map(|date| date.to_string()));
            }
            Given::Name(role, family, given) => {
                let name = match given {
                    Some(given) => Name::Person(Person { family, given: Some(given), ..Person::default() }),
                    None => Name::Literal(family),
                };
                draft.names.entry(role.to_owned()).or_default().push(name);
            }
        }
    }
    rest
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The names of a variable (CSL 1.0.2, "Names").
fn people(list: &[Value]) -> Vec<Name> {
    let mut people: Vec<Name> = list.iter().filter_map(person).collect();
    let count = people.len();
    if let Some(Name::Literal(last)) = people.last()
        && count > 1
        && names::is_others(last)
    {
        people[count - 1] = Name::Others;
    }
    people
}

fn person(value: &Value) -> Option<Name> {
    let part = |name: &str| {
        let text = value.get(name).and_then(Value::as_str).map(str::trim)?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    if let Some(literal) = part("literal").or_else(|| part("name")) {
        return Some(Name::Literal(literal));
    }
    let is_true = |value: &Value| matches!(value, Value::Bool(true)) || value == 1 || value == "1" || value == "true";
    let person = Person {
        family: part("family").unwrap_or_default(),
        given: part("given"),
        particle: part("non-dropping-particle"),
        dropping: part("dropping-particle"),
        suffix: part("suffix"),
        comma_suffix: value.get("comma-suffix").is_some_and(is_true),
    };
    match (person.family.is_empty(), &person.given) {
        (true, given) => given.clone().map(Name::Literal),
        (false, None) if person.particle.is_none() && person.dropping.is_none() && person.suffix.is_none() => {
            Some(Name::Literal(person.family))
        }
        _ => Some(Name::Person(person)),
    }
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
        let numbers: Vec<String> =
            date.as_array()?.iter().map_while(string).take_while(|part| !part.is_empty()).collect();
        let padded = numbers
            .iter()
            .enumerate()
            .map(|(i, part)| if i == 0 { format!("{part:0>4}") } else { format!("{part:0>2}") });
        Some(padded.collect::<Vec<_>>().join("-"))
    };
    let dates: Option<Vec<String>> = dates?.as_array()?.iter().take(2).map(date).collect();
    Some(dates?.join("/"))
}
