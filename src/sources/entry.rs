//! A source as YAML: an entry of a case's `sources`, or of a file of shared sources.

use super::Entry;
use crate::model::{Source, SourceId};
use crate::scaffold::quote;

/// The keys of a source with their values, in the order of the documentation; empty ones left out.
fn fields(id: &SourceId, source: &Source) -> Vec<(&'static str, String)> {
    let date = |date: &Option<crate::model::PartialDate>| date.as_ref().map(ToString::to_string);
    let all = [
        ("id", Some(id.to_string())),
        ("publisher", Some(source.publisher.clone())),
        ("title", source.title.clone()),
        ("author", source.author.clone()),
        ("date", date(&source.date)),
        ("url", source.url.clone()),
        ("accessed", date(&source.accessed)),
        ("archive_url", source.archive_url.clone()),
        ("archive_date", date(&source.archive_date)),
        ("doi", source.doi.clone()),
        ("isbn", source.isbn.clone()),
        ("kind", source.kind.map(|kind| kind.as_str().to_owned())),
        ("note", source.note.clone()),
    ];
    all.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))).collect()
}

/// `- id: …` and the lines below it, each indented.
pub fn block((id, source): &Entry<'_>, indent: &str, line_end: &str) -> String {
    let lines = fields(id, source).into_iter().enumerate().map(|(index, (key, value))| {
        let mark = if index == 0 { "- " } else { "  " };
        format!("{indent}{mark}{key}: {}{line_end}", quote(&value))
    });
    lines.collect()
}

/// `{id: …, publisher: …}`: every value in quotes, which fit anywhere.
pub fn flow((id, source): &Entry<'_>) -> String {
    let fields: Vec<String> = fields(id, source)
        .into_iter()
        .map(|(key, value)| format!("{key}: {}", crate::yaml::double_quoted(&value)))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// A file of shared sources.
pub fn list<'a>(sources: impl Iterator<Item = (&'a SourceId, &'a Source)>) -> String {
    sources.map(|(id, source)| block(&(id.clone(), source), "", "\n")).collect::<Vec<_>>().join("\n")
}

/// What a bibliography says of a source that no key of it holds: CSL's variables and names.
pub fn unheld(source: &Source) -> Vec<String> {
    let Some(of_file) = &source.bibliographic else { return Vec::new() };
    let said = |value: &String| *value != source.publisher;
    let variables = of_file.variables.iter().filter(|(_, value)| said(value)).map(|(name, _)| name);
    variables.chain(of_file.names.keys()).cloned().collect()
}
