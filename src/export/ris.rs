//! Sources as RIS records, the format of Reference Manager.

use std::io::{self, Write};

use super::{Entry, Record};
use crate::model::names::Name;
use crate::model::passage::to_note;
use crate::model::{PartialDate, SourceKind};
use crate::schema::fields::clean;

/// Write records.
///
/// # Errors
/// Where writing fails.
pub fn write<'a>(entries: impl Iterator<Item = Entry<'a>>, out: &mut dyn Write) -> io::Result<()> {
    for entry in entries {
        out.write_all(to_text(&entry).as_bytes())?;
    }
    Ok(())
}

/// One record, with its line breaks.
///
/// A record is one tag and value per line, from `TY` to `ER`. Line breaks inside a value become spaces, so that no
/// value can open a tag. Dates are written `2025/05/13/`, an interval as its start, without qualifiers.
pub fn to_text(entry: &Entry<'_>) -> String {
    let record = Record::new(entry);
    let source = record.source;
    let mut text = String::with_capacity(512);
    let mut line = |tag: &str, value: &str| {
        let value = clean(value);
        if !value.is_empty() {
            text.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("TY", type_of(record.work_type, entry.kind));
    line("ID", record.key);
    for author in &record.authors {
        line("AU", &name(author).unwrap_or_default());
    }
    for (role, tag) in [("editor", "A2"), ("translator", "A4")] {
        for person in record.names.get(role).into_iter().flatten() {
            line(tag, &name(person).unwrap_or_default());
        }
    }
    line("TI", source.title.as_deref().unwrap_or_default());
    if let Some(date) = &source.date {
        line("PY", &format!("{:04}", date.year()));
        line("DA", &slashed(date));
    }
    if let Some(date) = &source.accessed {
        line("Y2", &slashed(date));
    }
    for (variable, tag) in VARIABLES {
        line(tag, record.get(variable).unwrap_or_default());
    }
    if let Some(pages) = record.get("page") {
        let (first, last) = pages.split_once('-').unwrap_or((pages, ""));
        line("SP", first);
        line("EP", last);
    }
    line("DO", source.doi.as_deref().unwrap_or_default());
    line("UR", source.url.as_deref().unwrap_or_default());
    line("SN", source.isbn.as_deref().or(record.get("ISSN")).unwrap_or_default());
    line("N1", source.note.as_deref().unwrap_or_default());
    for passage in &source.passages {
        line("N1", &to_note(passage));
    }
    text.push_str("ER  - \r\n\r\n");
    text
}

/// CSL variables and their tags, in the order in which they are written.
const VARIABLES: [(&str, &str); 15] = [
    ("container-title", "T2"),
    ("collection-title", "T3"),
    ("publisher", "PB"),
    ("authority", "PB"),
    ("publisher-place", "CY"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("number", "M1"),
    ("edition", "ET"),
    ("number-of-volumes", "NV"),
    ("genre", "M3"),
    ("title-short", "ST"),
    ("language", "LA"),
    ("abstract", "AB"),
    ("call-number", "CN"),
];

/// `Doe, Jane, Jr.`: as the format has it, the suffix last. A body's name stands as it is; the format has no word for
/// a list that goes on.
fn name(name: &Name) -> Option<String> {
    Some(match name {
        Name::Literal(text) => text.clone(),
        Name::Person(person) => {
            let particle = person.particle.as_ref().map(|particle| format!("{particle} ")).unwrap_or_default();
            let suffix = person.suffix.as_ref().map(|suffix| format!(", {suffix}")).unwrap_or_default();
            let given: Vec<&str> =
                [&person.given, &person.dropping].into_iter().flatten().map(String::as_str).collect();
            format!("{particle}{}, {}{suffix}", person.family, given.join(" "))
        }
        Name::Others => return None,
    })
}

fn slashed(date: &PartialDate) -> String {
    let point = date.start();
    let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", point.year, part(point.month), part(point.day))
}

fn type_of(work_type: &str, kind: SourceKind) -> &'static str {
    match work_type {
        "article-journal" => "JOUR",
        "article-newspaper" => "NEWS",
        "article-magazine" => "MGZN",
        "book" => "BOOK",
        "chapter" => "CHAP",
        "paper-conference" => "CONF",
        "thesis" => "THES",
        "report" if kind == SourceKind::Official => "GOVDOC",
        "report" => "RPRT",
        "legal_case" => "CASE",
        "legislation" | "regulation" => "STAT",
        "bill" => "BILL",
        "hearing" => "HEAR",
        "patent" => "PAT",
        "webpage" | "post" => "ELEC",
        "post-weblog" => "BLOG",
        "software" => "COMP",
        "dataset" => "DATA",
        "motion_picture" => "VIDEO",
        "manuscript" => "UNPB",
        _ => "GEN",
    }
}
