//! A case of Casebook's own export becomes the file that it was.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::draft::Constants;
use super::draft::Draft;
use super::record::Record;
use crate::export::{Entry, csl_json};
use crate::model::{Bibliographic, PartialDate, Source, SourceId, SourceKind, UrlStatus};
use crate::write::{self, CaseText, Yaml};

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
            [one] => Yaml::text(one),
            many => Yaml::texts(many),
        };
        front.push((key.clone(), value));
    }
    let lead = text(values, "lead").unwrap_or_default();
    let mut whole = CaseText { front, lead: lead.to_owned(), sections: Vec::new() }.to_text();
    for section in objects(values, "sections") {
        let heading = text(section, "heading").or(text(section, "title")).unwrap_or_default();
        whole.push_str(&write::section(heading, text(section, "markdown").unwrap_or_default()));
    }
    Draft {
        key: slug.to_owned(),
        span: record.span.clone(),
        title: text(values, "title").map(ToOwned::to_owned),
        named_after: Some(slug.to_owned()),
        whole: Some(whole),
        ..Draft::default()
    }
}

fn text<'v>(values: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    values.get(key).and_then(Value::as_str)
}

fn objects<'v>(values: &'v Map<String, Value>, key: &str) -> impl Iterator<Item = &'v Map<String, Value>> {
    values.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn strings(value: &Value) -> Option<Yaml> {
    let texts: Vec<&str> = value.as_array()?.iter().filter_map(Value::as_str).collect();
    (!texts.is_empty()).then(|| Yaml::texts(texts))
}

/// A text as YAML: dates without quotes.
fn dated(text: &str) -> Yaml {
    if PartialDate::parse(text).is_ok() { Yaml::plain(text) } else { Yaml::text(text) }
}

fn front(values: &Map<String, Value>, shared: &mut Shared) -> Vec<(String, Yaml)> {
    let mut front: Vec<(String, Yaml)> = Vec::with_capacity(24);
    let mut set = |key: &str, value: Option<Yaml>| front.extend(value.map(|value| (key.to_owned(), value)));
    for key in ["title", "summary", "lang"] {
        set(key, text(values, key).map(Yaml::text));
    }
    for key in ["date", "added", "reviewed"] {
        set(key, text(values, key).map(dated));
    }
    let is_draft = values.get("draft").and_then(Value::as_bool).unwrap_or(false);
    set("draft", is_draft.then(|| Yaml::plain("true")));
    for key in ["authors", "aliases"] {
        set(key, values.get(key).and_then(strings));
    }
    // The output has the files of a case where the site has them, in a folder of its name.
    set("image", text(values, "image").map(|route| Yaml::text(route.strip_prefix("cases/").unwrap_or(route))));
    for (taxonomy, terms) in values.get("terms").and_then(Value::as_object).into_iter().flatten() {
        let labels: Vec<&str> =
            terms.as_array().into_iter().flatten().filter_map(|term| term["label"].as_str()).collect();
        let value = match labels[..] {
            [] => None,
            [one] => Some(Yaml::text(one)),
            _ => Some(Yaml::texts(labels)),
        };
        set(taxonomy, value);
    }
    set("sources", Some(Yaml::List(sources(values, shared))));
    set("events", listed(values, "events", &["date", "text"]));
    set("corrections", listed(values, "corrections", &["date", "note"]));
    set("allow", listed(values, "allow", &["code", "reason"]));
    set("extra", values.get("extra").map(Yaml::from_json));
    front
}

/// A list of mappings with these keys; of an event its sources too.
fn listed(values: &Map<String, Value>, key: &str, keys: &[&str]) -> Option<Yaml> {
    let one = |item: &Map<String, Value>| {
        let mut pairs: Vec<(String, Yaml)> = Vec::new();
        for key in keys {
            let value = text(item, key).map(|text| if *key == "date" { dated(text) } else { Yaml::text(text) });
            pairs.extend(value.map(|value| ((*key).to_owned(), value)));
        }
        pairs.extend(item.get("sources").and_then(strings).map(|ids| ("sources".to_owned(), ids)));
        Yaml::Map(pairs)
    };
    let items: Vec<Yaml> = objects(values, key).map(one).collect();
    (!items.is_empty()).then_some(Yaml::List(items))
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

/// A source as front matter has it.
fn source_yaml(source: &Map<String, Value>) -> Yaml {
    let stated = source.get("stated").and_then(Value::as_object);
    let mut pairs: Vec<(String, Yaml)> = Vec::new();
    for key in write::SOURCE_KEYS {
        let value = match key {
            "kind" => stated.and_then(|stated| text(stated, key)).map(Yaml::text),
            "independent" => {
                let said = stated.and_then(|stated| stated.get(key)).and_then(Value::as_bool);
                said.map(|said| Yaml::plain(said.to_string()))
            }
            "date" | "archive_date" | "accessed" => text(source, key).map(dated),
            _ => text(source, key).map(Yaml::text),
        };
        pairs.extend(value.map(|value| (key.to_owned(), value)));
    }
    Yaml::Map(pairs)
}

/// The files that shared sources stand in: what front matter can say as YAML, what bibliographies say as CSL-JSON.
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

/// A source with what a bibliography said of it.
fn csl_item(values: &Map<String, Value>) -> Value {
    let string = |key: &str| text(values, key).map(Box::from);
    let date = |key: &str| text(values, key).and_then(|text| PartialDate::parse(text).ok());
    let of_file = |key: &str| values.get("csl").and_then(|csl| csl.get(key));
    let map = |key: &str| -> BTreeMap<String, String> {
        of_file(key).and_then(|map| serde_json::from_value(map.clone()).ok()).unwrap_or_default()
    };
    let stated = |key: &str| values.get("stated").and_then(|stated| stated.get(key));
    let kind = |value: Option<&Value>| value.and_then(Value::as_str).and_then(SourceKind::from_name);
    let publisher = text(values, "publisher").unwrap_or_default();
    let status = text(values, "url_status");
    let source = Source {
        kind: kind(stated("kind")),
        title: string("title"),
        date: date("date"),
        url: string("url"),
        url_status: UrlStatus::ALL.into_iter().find(|known| Some(known.as_str()) == status).unwrap_or(UrlStatus::Live),
        archive_url: string("archive_url"),
        archive_date: date("archive_date"),
        accessed: date("accessed"),
        author: string("author"),
        doi: string("doi"),
        isbn: string("isbn"),
        quote: string("quote"),
        note: string("note"),
        independent: stated("independent").and_then(Value::as_bool),
        bibliographic: Some(Box::new(Bibliographic {
            work_type: of_file("type").and_then(Value::as_str).unwrap_or("document").to_owned(),
            sentence_title: of_file("sentence_title").and_then(Value::as_str).map(ToOwned::to_owned),
            variables: map("variables"),
            names: map("names"),
        })),
        ..Source::of(publisher)
    };
    let key = SourceId::parse(text(values, "id").unwrap_or_default());
    let kind = source.kind.or(kind(values.get("kind"))).unwrap_or(SourceKind::Other);
    let key = key.as_ref().map_or("untitled", SourceId::as_str);
    csl_json::item(&Entry { key, source: &source, publisher, kind })
}
