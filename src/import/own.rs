//! A case of Casebook's own export, or a term of it, becomes the file that it was.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::draft::Constants;
use super::draft::Draft;
use super::record::Record;
use super::site::Site;
use crate::diagnostic::Diagnostic;
use crate::export::{Entry, csl_json};
use crate::files::FileId;
use crate::model::{Bibliographic, Source, SourceKind, Transliteration, term_path};
use crate::schema::fields::Findings;
use crate::schema::source::SourceFields;
use crate::schema::{CASE, Key, PICTURE, SOURCE, Shape, TERM_FILE, VALUE, read};
use crate::write::{self, CaseText, Yaml};
use crate::yaml;

/// Sources that stand in `content/sources/`, by id.
pub type Shared = BTreeMap<String, Map<String, Value>>;

/// Is a record a case as Casebook exports it?
pub fn is_own(record: &Record) -> bool {
    let values = &record.values;
    let is = |key: &str, fits: fn(&Value) -> bool| values.get(key).is_some_and(fits);
    is("slug", Value::is_string)
        && is("page", Value::is_string)
        && is("terms", Value::is_object)
        && is("evidence", Value::is_object)
        && is("sections", Value::is_array)
        && is("sources", Value::is_array)
}

/// The case of a record; `constants` outweigh what it says.
pub fn draft(record: &Record, constants: &Constants, shared: &mut Shared) -> Draft {
    let values = &record.values;
    let slug = text(values, "slug").unwrap_or_default();
    let mut front = front(values, shared);
    for (key, given) in constants {
        front.retain(|(known, _)| known != key);
        let value = match given.as_slice() {
            [one] => write::of_text(CASE.key(key).map_or(Shape::Line, |key| key.shape), one),
            many => Yaml::texts(many),
        };
        front.push((key.clone(), value));
    }
    let lead = text(values, "lead").unwrap_or_default();
    let opening = CaseText { front, lead: lead.to_owned(), sections: Vec::new() }.to_text();
    Draft {
        key: slug.to_owned(),
        span: record.span.clone(),
        title: text(values, "title").map(ToOwned::to_owned),
        named_after: Some(slug.to_owned()),
        whole: Some(with_sections(opening, values)),
        ..Draft::default()
    }
}

/// Is a record a term as Casebook exports it?
pub fn is_term(record: &Record) -> bool {
    ["taxonomy", "id", "label", "page"].iter().all(|key| record.values.get(*key).is_some_and(Value::is_string))
}

/// The file of a term; or why it cannot be written into a site.
pub fn term(record: &Record, site: &Site, shared: &mut Shared) -> Result<Draft, String> {
    let values = &record.values;
    let (taxonomy, id) = (text(values, "taxonomy").unwrap_or_default(), text(values, "id").unwrap_or_default());
    let mut front: Vec<(String, Yaml)> = Vec::new();
    for key in TERM_FILE.keys() {
        if key.name != "sources" {
            let value = values.get(key.name).and_then(|value| write::of_json(key, value));
            front.extend(value.map(|value| (key.name.to_owned(), value)));
            continue;
        }
        let listed = sources(values, shared);
        if !listed.is_empty() {
            front.push((key.name.to_owned(), Yaml::List(listed)));
        }
        front.extend(own_fields(values));
    }
    site.refuses_term(taxonomy, id, text(values, "label").unwrap_or_default())?;
    let opening = write::opening(&front, text(values, "lead").unwrap_or_default());
    Ok(Draft {
        key: format!("{taxonomy}:{id}"),
        span: record.span.clone(),
        reserved: Some(term_path(taxonomy, id)),
        whole: Some(with_sections(opening, values)),
        is_term: true,
        ..Draft::default()
    })
}

/// A text with the sections of a record behind it.
fn with_sections(mut text_before: String, values: &Map<String, Value>) -> String {
    for section in objects(values, "sections") {
        let heading = text(section, "heading").or(text(section, "title")).unwrap_or_default();
        text_before.push_str(&write::section(heading, text(section, "markdown").unwrap_or_default()));
    }
    text_before
}

fn text<'v>(values: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    values.get(key).and_then(Value::as_str)
}

fn objects<'v>(values: &'v Map<String, Value>, key: &str) -> impl Iterator<Item = &'v Map<String, Value>> {
    values.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn front(values: &Map<String, Value>, shared: &mut Shared) -> Vec<(String, Yaml)> {
    let mut front: Vec<(String, Yaml)> = Vec::with_capacity(24);
    for key in CASE.keys() {
        let value = match key.name {
            "sources" => Some(Yaml::List(sources(values, shared))),
            // The output has the files of a case where the site has them, in a folder of its name.
            "image" => values.get("image").and_then(image),
            name => values.get(name).and_then(|value| write::of_json(key, value)),
        };
        front.extend(value.map(|value| (key.name.to_owned(), value)));
    }
    front.extend(own_fields(values));
    for (taxonomy, terms) in values.get("terms").and_then(Value::as_object).into_iter().flatten() {
        let labels: Vec<&str> =
            terms.as_array().into_iter().flatten().filter_map(|term| term["label"].as_str()).collect();
        let value = match labels[..] {
            [] => continue,
            [one] => Yaml::text(one),
            _ => Yaml::texts(labels),
        };
        front.push((taxonomy.clone(), value));
    }
    front
}

/// A picture: its route, or a record with it.
fn image(value: &Value) -> Option<Yaml> {
    let route = |route: &str| Yaml::text(route.strip_prefix("cases/").unwrap_or(route));
    let Some(record) = value.as_object() else { return value.as_str().map(route) };
    let entry = |key: &Key<'_>| {
        let text = record.get(key.name)?.as_str()?;
        Some((key.name.to_owned(), if key.name == "src" { route(text) } else { Yaml::text(text) }))
    };
    Some(Yaml::Map(PICTURE.keys().filter_map(entry).collect()))
}

/// What a record says under fields of the site's own.
fn own_fields(values: &Map<String, Value>) -> impl Iterator<Item = (String, Yaml)> + '_ {
    let fields = values.get("fields").and_then(Value::as_object).into_iter().flatten();
    fields.filter_map(|(field, records)| Some((field.clone(), field_yaml(records)?)))
}

/// Values of a field of the site's own; one that says no more than its value is written plain.
fn field_yaml(records: &Value) -> Option<Yaml> {
    let one = |record: &Map<String, Value>| match record.get("value") {
        Some(value) if record.len() == 1 => Yaml::from_json(value),
        _ => write::record_of_json(&VALUE.outline().keys, record),
    };
    let mut values: Vec<Yaml> = records.as_array()?.iter().filter_map(Value::as_object).map(one).collect();
    if values.len() == 1 { values.pop() } else { (!values.is_empty()).then_some(Yaml::List(values)) }
}

/// The sources of the case's own front matter, in its order; the others are shared.
fn sources(values: &Map<String, Value>, shared: &mut Shared) -> Vec<Yaml> {
    let mut own: Vec<(u64, Yaml)> = Vec::new();
    for source in objects(values, "sources") {
        match source.get("position").and_then(Value::as_u64) {
            Some(position) => own.push((position, source_yaml(source))),
            None => {
                let id = text(source, "id").unwrap_or_default();
                shared.entry(id.to_owned()).or_insert_with(|| source.clone());
            }
        }
    }
    own.sort_by_key(|(position, _)| *position);
    own.into_iter().map(|(_, source)| source).collect()
}

/// A source as front matter has it: of kind and independence, which are worked out too, what it states itself.
fn stated(source: &Map<String, Value>) -> Map<String, Value> {
    let mut stated = source.clone();
    stated.remove("kind");
    stated.remove("independent");
    stated.extend(source.get("stated").and_then(Value::as_object).cloned().unwrap_or_default());
    stated
}

fn source_yaml(source: &Map<String, Value>) -> Yaml {
    write::record_of_json(&SOURCE.outline().keys, &stated(source))
}

/// The files for shared sources: YAML for those that front matter can express, CSL-JSON for the others.
pub fn shared_files(shared: &Shared, name: &str) -> Vec<(String, String, usize)> {
    let (listed, of_files): (Vec<_>, Vec<_>) = shared.values().partition(|source| !source.contains_key("csl"));
    let mut files = Vec::new();
    if !listed.is_empty() {
        let (mut text, count) = (String::new(), listed.len());
        for source in listed {
            write::yaml::list_item(&mut text, 0, &source_yaml(source));
        }
        files.push((format!("content/sources/{name}.yaml"), text, count));
    }
    if !of_files.is_empty() {
        let items: Vec<String> = of_files.into_iter().map(|source| csl_item(source).to_string()).collect();
        let text = format!("[\n{}\n]\n", items.join(",\n"));
        files.push((format!("content/sources/{name}.json"), text, items.len()));
    }
    files
}

/// What front matter would say of a source. What is not of its shape is passed over without a word.
fn fields(values: &Map<String, Value>) -> SourceFields {
    let mut text = String::new();
    write::yaml::list_item(&mut text, 0, &source_yaml(values));
    let mut unheard: Vec<Diagnostic> = Vec::new();
    let mut findings = Findings { file: FileId(0), transliteration: Transliteration::PLAIN, list: &mut unheard };
    let read = match yaml::parse(&text, 0).map(|node| node.value) {
        Ok(yaml::Value::Sequence(items)) => items.first().and_then(|item| read::record(&SOURCE, item, &mut findings)),
        _ => None,
    };
    read.map(|read| read.value).unwrap_or_default()
}

/// A source with what a bibliography said of it.
fn csl_item(values: &Map<String, Value>) -> Value {
    let of_file = |key: &str| values.get("csl").and_then(|csl| csl.get(key));
    let map = |key: &str| -> BTreeMap<String, String> {
        of_file(key).and_then(|map| serde_json::from_value(map.clone()).ok()).unwrap_or_default()
    };
    let fields = fields(values);
    let source = Source {
        bibliographic: Some(Box::new(Bibliographic {
            work_type: of_file("type").and_then(Value::as_str).unwrap_or("document").to_owned(),
            sentence_title: of_file("sentence_title").and_then(Value::as_str).map(ToOwned::to_owned),
            variables: map("variables"),
            names: map("names"),
        })),
        ..fields.source
    };
    let judged = || text(values, "kind").and_then(SourceKind::from_name);
    let kind = source.kind.or_else(judged).unwrap_or(SourceKind::Other);
    let key = if fields.id.value.is_empty() { "untitled" } else { &fields.id.value };
    csl_json::item(&Entry { key, source: &source, publisher: &source.publisher, kind, reposted_at: None })
}
