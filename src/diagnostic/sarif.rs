//! Findings as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for code scanning.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity};
use crate::files::{Files, Location, Locator};

/// What a relative reference cannot hold as it is (RFC 3986, section 3.3).
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// The log of a run.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, files, &mut locator)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "casebook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.map(rule).to_vec(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.title() },
        "help": { "text": code.explanation(), "markdown": code.explanation() },
        "defaultConfiguration": { "level": level(code.default_severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

fn result(diagnostic: &Diagnostic, files: &Files, locator: &mut Locator<'_>) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [],
    });
    if let Some(place) = &diagnostic.place {
        result["locations"] = json!([location(&locator.locate(place))]);
        if let Some(fix) = &diagnostic.fix {
            let uri = uri(&files.display_path(place.file));
            let replacements = fix.edits.iter().map(|edit| {
                let at = locator.locate(&crate::files::Place { file: place.file, span: edit.span.clone() });
                json!({ "deletedRegion": region(&at), "insertedContent": { "text": edit.text } })
            });
            result["fixes"] = json!([{
                "description": { "text": fix.title },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri },
                    "replacements": replacements.collect::<Vec<_>>(),
                }],
            }]);
        }
    }
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().enumerate().map(|(index, related)| {
            let mut location = location(&locator.locate(&related.place));
            location["id"] = json!(index + 1);
            location["message"] = json!({ "text": related.message });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(at: &Location) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&at.file) }, "region": region(at) } })
}

fn region(at: &Location) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
    })
}

fn uri(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}
