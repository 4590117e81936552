//! A source as the item, in the words of CSL-JSON, that CSL works with.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{
    DateValue, FixedDate, FixedDateRange, Item, LiteralName, NameItem, NameValue, Value,
};

use super::marks;
use crate::export::Entry;
use crate::model::names::{self, Name, Person};
use crate::model::{PartialDate, Source, SourceKind, UrlStatus, rich};
use crate::schema::source::csl_texts;

/// The item of a source. `key` is how it is found again.
pub fn item(key: usize, entry: &Entry<'_>) -> Item {
    let source = entry.source;
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    match &source.bibliographic {
        Some(of_file) => {
            set(&mut fields, "type", Some(&of_file.work_type));
            for (variable, value) in &of_file.variables {
                match PartialDate::parse(value).ok().filter(|_| is_date(variable)) {
                    Some(date) => {
                        fields.insert(variable.clone(), date_value(&date));
                    }
                    None if variable == "number" => set(&mut fields, variable, Some(&numbered(value))),
                    None => set(&mut fields, variable, Some(value)),
                }
            }
            for (role, people) in &of_file.names {
                fields.insert(role.clone(), name_values(people));
            }
        }
        None => of_kind(&mut fields, source, entry.publisher, entry.kind),
    }
    // An editor's note is no part of a reference.
    for (variable, value) in csl_texts(source).filter(|(variable, _)| *variable != "note") {
        set(&mut fields, variable, Some(value));
    }
    let sentence = source.bibliographic.as_ref().and_then(|of_file| of_file.sentence_title.as_deref());
    let title =
        sentence.map(|title| marks::of_pieces(&rich::read(title))).or(source.title.as_deref().map(str::to_owned));
    set(&mut fields, "title", title.as_deref().map(without_full_stop));
    let is_dead = source.url_status != UrlStatus::Live;
    let copy = source.archive_url.as_deref().filter(|_| is_dead);
    set(&mut fields, "URL", copy.or(source.url.as_deref()));
    if let Some(author) = &source.author {
        fields.insert("author".to_owned(), name_values(author));
    }
    for (variable, date) in [("issued", &source.date), ("accessed", &source.accessed)] {
        if let Some(date) = date {
            fields.insert(variable.to_owned(), date_value(date));
        }
    }
    fields.insert("id".to_owned(), Value::String(key.to_string()));
    Item(fields)
}

/// `99-2` is the number of one report, and no range of them: hayagriva must not see a hyphen in it.
fn numbered(value: &str) -> String {
    let range = value.split_once('-').map(|(from, to)| (from.trim().parse::<u64>(), to.trim().parse::<u64>()));
    let is_range = matches!(range, Some((Ok(from), Ok(to))) if from < to);
    if is_range { value.to_owned() } else { marks::one_number(value) }
}

/// Variables that hold a date.
fn is_date(variable: &str) -> bool {
    matches!(variable, "original-date" | "event-date" | "available-date" | "submitted")
}

/// The style brings its own full stop.
fn without_full_stop(title: &str) -> &str {
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => title,
    }
}

fn set(fields: &mut BTreeMap<String, Value>, variable: &str, value: Option<&str>) {
    if let Some(value) = value {
        fields.insert(variable.to_owned(), Value::String(value.to_owned()));
    }
}

/// Type, container and author of a source that only front matter describes.
fn of_kind(fields: &mut BTreeMap<String, Value>, source: &Source, publisher: &str, kind: SourceKind) {
    let publisher = publisher.to_owned();
    let has_author = source.author.is_some();
    let (work_type, container) = kind.work_type();
    set(fields, "type", Some(work_type));
    // A body that speaks for itself is the author, and is not named a second time as the publisher.
    let speaks = !matches!(kind, SourceKind::News | SourceKind::Paper | SourceKind::Court | SourceKind::Other);
    if speaks && !has_author {
        let literal = NameValue::Literal(LiteralName { literal: publisher });
        fields.insert("author".to_owned(), Value::Names(vec![literal]));
    } else {
        set(fields, container, Some(&publisher));
    }
}

fn name_values(text: &str) -> Value {
    let value = |name: Name| match name {
        Name::Literal(literal) => NameValue::Literal(LiteralName { literal }),
        Name::Others => NameValue::Literal(LiteralName { literal: marks::OTHERS.to_string() }),
        Name::Person(Person { family, given, particle, dropping, suffix, comma_suffix }) => {
            // hayagriva would take lower-case words off a family name by itself, and let styles drop them.
            let is_plain = |word: &str| !word.starts_with(char::is_lowercase);
            let (particle, family) = match (particle, family.split_once(' ')) {
                (None, Some((first, rest))) if dropping.is_none() && !family.split(' ').all(is_plain) => {
                    (Some(first.to_owned()), rest.to_owned())
                }
                (particle, _) => (particle, family),
            };
            NameValue::Item(NameItem {
                family,
                given: given.map(|given| spaced_initials(&given)),
                non_dropping_particle: particle,
                dropping_particle: dropping,
                suffix,
                comma_suffix: Some(comma_suffix),
            })
        }
    };
    Value::Names(names::parse(text).into_iter().map(value).collect())
}

/// `F.S.` → `F. S.`: initials are told apart by their spaces.
fn spaced_initials(given: &str) -> String {
    let mut spaced = String::with_capacity(given.len() + 4);
    let mut chars = given.chars().peekable();
    while let Some(c) = chars.next() {
        spaced.push(c);
        if c == '.' && chars.peek().is_some_and(|next| next.is_uppercase()) {
            spaced.push(' ');
        }
    }
    spaced
}

/// The start of the date: hayagriva knows no ranges.
fn date_value(date: &PartialDate) -> Value {
    let start = date.start();
    let fixed = FixedDate {
        year: i16::try_from(start.year).unwrap_or(i16::MAX),
        month: start.month.map(|month| month - 1),
        day: start.day.map(|day| day - 1),
        season: None,
        circa: start.approximate,
    };
    Value::Date(DateValue::Raw { raw: FixedDateRange { start: fixed, end: None }, literal: None, season: None })
}
