//! Dates that lie years ahead, of which most are slips: `2205-05-13`.

use jiff::civil::Date;

use super::places;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, Source};
use crate::parse::ParsedCase;
use crate::schema::ParsedSource;
use crate::yaml::{Node, Value};

/// How many years a plan may reach ahead.
const YEARS: i16 = 2;

/// The keys that hold dates.
const KEYS: [&str; 5] = ["date", "added", "reviewed", "accessed", "archive_date"];

/// Report the dates of a case that lie years ahead.
pub fn of_case(case: &ParsedCase, today: Option<Date>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(today) = today else { return };
    let front = &case.front;
    let own = [&front.date, &front.added, &front.reviewed].into_iter().flatten();
    let listed = front.events.iter().map(|event| &event.date).chain(front.corrections.iter().map(|one| &one.date));
    let of_sources = front.sources.iter().flat_map(|source| dates(&source.source));
    // The front matter is read for its places only where there is something to report.
    if own.chain(listed).chain(of_sources).all(|date| years_ahead(date, today).is_none()) {
        return;
    }
    if let Some(node) = places::front(case) {
        look(&node, &mut |date, node| {
            if let Some(years) = years_ahead(date, today) {
                diagnostics.push(found(Diagnostic::new(
                    Code::FutureDate,
                    case.file,
                    node.span.clone(),
                    message(date, years),
                )));
            }
        });
    }
}

/// Report the dates of a shared source, at its id.
pub fn of_source(
    (file, parsed): &(crate::files::FileId, ParsedSource),
    today: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(today) = today else { return };
    for date in dates(&parsed.source) {
        if let Some(years) = years_ahead(date, today) {
            let message = format!("{}: a date of `{}`", message(date, years), parsed.id.value);
            diagnostics.push(found(Diagnostic::new(Code::FutureDate, *file, parsed.id.span.clone(), message)));
        }
    }
}

fn dates(source: &Source) -> impl Iterator<Item = &PartialDate> {
    [&source.date, &source.accessed, &source.archive_date].into_iter().flatten()
}

/// How many years ahead a date starts, where that is far.
fn years_ahead(date: &PartialDate, today: Date) -> Option<i16> {
    let years = i16::try_from(date.year()).ok()? - today.year();
    (years > YEARS).then_some(years)
}

fn message(date: &PartialDate, years: i16) -> String {
    format!("`{date}` lies {years} years ahead")
}

fn found(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help("correct the year; if it is right, allow `future-date` in this case")
}

/// Every date under one of the keys.
fn look(node: &Node, visit: &mut impl FnMut(&PartialDate, &Node)) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| look(item, visit)),
        Value::Mapping(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| key.as_str() != Some("extra")) {
                let date = value.as_str().and_then(|text| PartialDate::parse(text).ok());
                match (key.as_str(), date) {
                    (Some(key), Some(date)) if KEYS.contains(&key) => visit(&date, value),
                    _ => look(value, visit),
                }
            }
        }
        _ => {}
    }
}
