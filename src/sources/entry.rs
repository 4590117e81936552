//! A source as YAML: an entry of a case's `sources`, or of a file of shared sources.

use crate::export::{Entry, csl_json};
use crate::model::{Source, SourceId, SourceKind};
use crate::schema::{Listed, Pairs, ParsedSource, SOURCE, Value};
use crate::write::yaml::list_item;
use crate::write::{self, Yaml};
use crate::yaml::double_quoted;

/// A source for which an id is settled.
pub type Added<'a> = (SourceId, &'a Source);

fn pairs<'a>((id, source): &'a Added<'_>) -> Pairs<'a> {
    SOURCE.pairs(Listed { id: id.as_str(), publisher: &source.publisher, source })
}

/// `- id: …` and the lines below it, each indented.
pub fn block(added: &Added<'_>, indent: usize, line_end: &str) -> String {
    let mut text = String::new();
    list_item(&mut text, indent, &Yaml::Map(write::entries(&pairs(added))));
    text.replace('\n', line_end)
}

/// `{id: …, publisher: …}`: every text in quotes, which fit anywhere.
pub fn flow(added: &Added<'_>) -> String {
    flow_of(&pairs(added))
}

fn flow_of(pairs: &Pairs<'_>) -> String {
    let field = |(key, value): &(&str, Value<'_>)| match value {
        Value::Flag(_) => format!("{key}: {}", value.as_text()),
        Value::Records(records) => format!("{key}: [{}]", records.iter().map(flow_of).collect::<Vec<_>>().join(", ")),
        value => format!("{key}: {}", double_quoted(&value.as_text())),
    };
    format!("{{{}}}", pairs.iter().map(field).collect::<Vec<_>>().join(", "))
}

/// A bibliography in CSL-JSON, which holds all that is known of each source.
pub fn as_csl_json<'a>(sources: impl Iterator<Item = (&'a SourceId, &'a ParsedSource)>) -> String {
    let entries = sources.map(|(id, parsed)| {
        let source = &parsed.source;
        let kind = source.kind.unwrap_or(SourceKind::Other);
        Entry { key: id.as_str(), source, publisher: &source.publisher, kind, reposted_at: None }
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
