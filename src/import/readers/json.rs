//! Records of JSON and JSON lines, cut apart before any is read, so that only one is held at a time.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::{Span, byte_of};
use crate::import::input::Input;
use crate::import::map::Map as Mapping;
use crate::import::record::{Item, Record, is_list_name};

/// Read a file that is a list of objects, or holds one, or is one object.
pub fn read(input: &Input, map: &Mapping, visit: &mut dyn FnMut(Item)) {
    let text = &*input.text;
    let top: &RawValue = match serde_json::from_str(text) {
        Ok(top) => top,
        Err(error) => {
            let at = byte_of(text, error.line(), error.column());
            visit(Item::Finding(Box::new(not_json(input, &(at..at), &error))));
            visit(Item::Skipped { span: 0..0, reason: "the file is not JSON".to_owned() });
            return;
        }
    };
    let list = match records(top, map.records.as_deref()) {
        Ok(list) => list,
        Err(reason) => {
            visit(Item::Skipped { span: 0..0, reason });
            return;
        }
    };
    for raw in list {
        let span = span_of(raw, text);
        match serde_json::from_str(raw.get()) {
            Ok(Value::Object(values)) => {
                visit(Item::Record(Box::new(Record { values, span, ..Record::default() })));
            }
            Ok(_) => visit(Item::Skipped { span, reason: "it is not an object".to_owned() }),
            Err(error) => visit(Item::Skipped { span, reason: error.to_string() }),
        }
    }
    for raw in terms(top) {
        if let Ok(values) = serde_json::from_str(raw.get()) {
            visit(Item::Term(Box::new(Record { values, span: span_of(raw, text), ..Record::default() })));
        }
    }
}

/// The terms that Casebook's own export has beside its cases.
fn terms(top: &RawValue) -> Vec<&RawValue> {
    #[derive(serde::Deserialize)]
    struct Terms<'t> {
        #[serde(borrow, default)]
        terms: Vec<&'t RawValue>,
    }
    serde_json::from_str(top.get()).map_or_else(|_| Vec::new(), |found: Terms<'_>| found.terms)
}

/// The raw records: those at the path that the map names, else the list that the file is or plainly holds.
fn records<'t>(top: &'t RawValue, path: Option<&str>) -> Result<Vec<&'t RawValue>, String> {
    let object = |raw: &'t RawValue| serde_json::from_str::<BTreeMap<String, &'t RawValue>>(raw.get()).ok();
    let list = |raw: &'t RawValue| serde_json::from_str::<Vec<&'t RawValue>>(raw.get()).ok();
    if let Some(path) = path {
        let found = path.split('.').try_fold(top, |raw, key| object(raw)?.get(key).copied());
        let found = found.ok_or_else(|| format!("there is no `{path}`, which the map names as `records`"))?;
        return list(found).ok_or_else(|| format!("`{path}` is not a list, and the map names it as `records`"));
    }
    if let Some(list) = list(top) {
        return Ok(list);
    }
    let entries = object(top).ok_or("the file is neither a list nor an object")?;
    let named = entries.iter().find(|(key, _)| is_list_name(key)).and_then(|(_, raw)| list(raw));
    Ok(named.unwrap_or_else(|| vec![top]))
}

/// Where a slice of the text stands in it.
fn span_of(raw: &RawValue, text: &str) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    start..(start + raw.get().len()).min(text.len())
}

/// Read a file with one object per line. A line that is not JSON is reported, and the others are read.
pub fn read_lines(input: &Input, visit: &mut dyn FnMut(Item)) {
    let mut start = 0;
    for line in input.text.split_inclusive('\n') {
        let span = start..start + line.trim_end().len();
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line.trim_end()) {
            Ok(Value::Object(values)) => {
                visit(Item::Record(Box::new(Record { values, span, ..Record::default() })));
            }
            Ok(_) => visit(Item::Skipped { span, reason: "the line is not an object".to_owned() }),
            Err(error) => {
                let at = span.start + byte_of(line, error.line(), error.column());
                visit(Item::Finding(Box::new(not_json(input, &(at..at), &error))));
                visit(Item::Skipped { span, reason: "the line is not JSON".to_owned() });
            }
        }
    }
}

fn not_json(input: &Input, at: &Span, error: &serde_json::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.split_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let length = input.text.get(at.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = at.start..at.start + length;
    Diagnostic::new(Code::NotImported, input.file, span, format!("this is not JSON: {message}"))
        .help("mend the input where the mark is, and import it again")
}
