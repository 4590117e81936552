//! Records of YAML: a mapping each, from one document or several.

use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::Span;
use crate::import::input::Input;
use crate::import::map::Map as Mapping;
use crate::import::record::{Item, Record, is_list_name};
use crate::model::Transliteration;
use crate::parse::front_matter::report_syntax;
use crate::schema::fields::Findings;
use crate::yaml::{self, Node, Value};

/// Read a file.
pub fn read(input: &Input, map: &Mapping, visit: &mut dyn FnMut(Item)) {
    let documents = documents(&input.text);
    let is_single = documents.len() == 1;
    for span in documents {
        match yaml::parse(&input.text[span.clone()], span.start) {
            Ok(node) => read_document(&node, input, map, is_single, visit),
            Err(_) => {
                let mut list = Vec::new();
                report_syntax(
                    &input.text,
                    span.clone(),
                    &mut Findings { file: input.file, transliteration: Transliteration::PLAIN, list: &mut list },
                );
                for found in list {
                    visit(Item::Finding(Box::new(found)));
                }
                visit(Item::Skipped { span: span.start..span.start, reason: "it is not YAML".to_owned() });
            }
        }
    }
}

/// The documents of a file: `---` and `...` at the start of a line part them (YAML 1.2.2, section 9.1).
fn documents(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut start, mut at) = (0, 0);
    let is_empty = |span: &Span| text[span.clone()].lines().all(|l| l.trim().is_empty() || l.starts_with(['#', '%']));
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end();
        if mark == "---" || mark == "..." || line.starts_with("--- ") {
            spans.push(start..at);
            start = if line.starts_with("--- ") { at + 3 } else { at + line.len() };
        }
        at += line.len();
    }
    spans.push(start..at);
    spans.retain(|span| !is_empty(span));
    spans
}

fn read_document(node: &Node, input: &Input, map: &Mapping, is_single: bool, visit: &mut dyn FnMut(Item)) {
    let items = match find_list(node, map.records.as_deref()) {
        Ok(Some(items)) => items,
        Ok(None) => {
            read_record(node, input, is_single, visit);
            return;
        }
        Err(reason) => {
            visit(Item::Skipped { span: node.span.clone(), reason });
            return;
        }
    };
    for item in items {
        read_record(item, input, false, visit);
    }
}

/// The list of records: at the path that the map names, else the list that the document is or plainly holds.
fn find_list<'n>(node: &'n Node, path: Option<&str>) -> Result<Option<&'n [Node]>, String> {
    let child = |node: &'n Node, key: &str| match &node.value {
        Value::Mapping(entries) => entries.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value),
        _ => None,
    };
    if let Some(path) = path {
        let found = path.split('.').try_fold(node, child);
        return match found.map(|node| &node.value) {
            Some(Value::Sequence(items)) => Ok(Some(items)),
            Some(_) => Err(format!("`{path}` is not a list, and the map names it as `records`")),
            None => Err(format!("there is no `{path}`, which the map names as `records`")),
        };
    }
    Ok(match &node.value {
        Value::Sequence(items) => Some(items),
        Value::Mapping(entries) => entries.iter().find_map(|(key, value)| match &value.value {
            Value::Sequence(items) if key.as_str().is_some_and(is_list_name) => Some(items.as_slice()),
            _ => None,
        }),
        _ => None,
    })
}

fn read_record(node: &Node, input: &Input, is_file: bool, visit: &mut dyn FnMut(Item)) {
    report_duplicates(node, input, visit);
    match yaml::to_json(node) {
        Json::Object(values) => {
            let span = node.span.clone();
            visit(Item::Record(Box::new(Record { values, span, is_file, ..Record::default() })));
        }
        _ => visit(Item::Skipped { span: node.span.clone(), reason: format!("it is {}, not a mapping", node.kind()) }),
    }
}

/// JSON keeps the last of two values; the editor is told that there was another.
pub fn report_duplicates(node: &Node, input: &Input, visit: &mut dyn FnMut(Item)) {
    let Value::Mapping(entries) = &node.value else { return };
    let mut seen = std::collections::HashMap::new();
    for (key, _) in entries {
        let Some(name) = key.as_str() else { continue };
        if let Some(first) = seen.insert(name, key.span.clone()) {
            let found =
                Diagnostic::new(Code::DuplicateColumn, input.file, key.span.clone(), format!("duplicate key `{name}`"))
                    .help("the last value counts; keep one of the two")
                    .related(input.file, first, "first given here");
            visit(Item::Finding(Box::new(found)));
        }
    }
}
