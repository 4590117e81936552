//! A source as YAML: an entry of a case's `sources`, or of a file of shared sources.

use super::Entry as Added;
use crate::export::{Entry, csl_json};
use crate::model::{Source, SourceId, SourceKind, UrlStatus};
use crate::parse::ParsedSource;
use crate::scaffold::quote;

/// The keys of a source with their values, in the order of the documentation; empty ones left out.
fn fields(id: &SourceId, source: &Source) -> Vec<(&'static str, String)> {
    let text = |text: &Option<Box<str>>| text.as_deref().map(ToOwned::to_owned);
    let date = |date: &Option<crate::model::PartialDate>| date.as_ref().map(ToString::to_string);
    let status = Some(source.url_status).filter(|status| *status != UrlStatus::Live);
    let all = [
        ("id", Some(id.to_string())),
        ("publisher", Some(source.publisher.to_string())),
        ("title", text(&source.title)),
        ("author", text(&source.author)),
        ("date", date(&source.date)),
        ("url", text(&source.url)),
        ("accessed", date(&source.accessed)),
        ("url_status", status.map(|status| status.as_str().to_owned())),
        ("archive_url", text(&source.archive_url)),
        ("archive_date", date(&source.archive_date)),
        ("doi", text(&source.doi)),
        ("isbn", text(&source.isbn)),
        ("kind", source.kind.map(|kind| kind.as_str().to_owned())),
        ("independent", source.independent.map(|independent| independent.to_string())),
        ("quote", text(&source.quote)),
        ("note", text(&source.note)),
    ];
    all.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))).collect()
}

/// `- id: …` and the lines below it, each indented.
pub fn block((id, source): &Added<'_>, indent: &str, line_end: &str) -> String {
    let lines = fields(id, source).into_iter().enumerate().map(|(index, (key, value))| {
        let mark = if index == 0 { "- " } else { "  " };
        let value = if key == "independent" { value } else { quote(&value) };
        format!("{indent}{mark}{key}: {value}{line_end}")
    });
    lines.collect()
}

/// `{id: …, publisher: …}`: every text in quotes, which fit anywhere.
pub fn flow((id, source): &Added<'_>) -> String {
    let fields: Vec<String> = fields(id, source)
        .into_iter()
        .map(|(key, value)| {
            let value = if key == "independent" { value } else { crate::yaml::double_quoted(&value) };
            format!("{key}: {value}")
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A bibliography in CSL-JSON, which holds all that is known of each source.
pub fn as_csl_json<'a>(sources: impl Iterator<Item = (&'a SourceId, &'a ParsedSource)>) -> String {
    let entries = sources.map(|(id, parsed)| {
        let source = &parsed.source;
        let kind = source.kind.unwrap_or(SourceKind::Other);
        Entry { key: id.as_str(), source, publisher: &source.publisher, kind }
    });
    csl_json::to_text(entries)
}

/// What a bibliography says of a source that no key of it holds: CSL's variables and names.
pub fn unheld(source: &Source) -> Vec<String> {
    let Some(of_file) = &source.bibliographic else { return Vec::new() };
    let said = |value: &String| **value != *source.publisher;
    let variables = of_file.variables.iter().filter(|(_, value)| said(value)).map(|(name, _)| name);
    variables.chain(of_file.names.keys()).cloned().collect()
}
