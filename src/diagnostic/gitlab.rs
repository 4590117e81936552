//! Findings as a Code Quality report of GitLab, which shows them beside the lines of a merge request.

use std::collections::HashMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Diagnostic, Severity};
use crate::files::{CONFIG_FILE, Files, Locator};

/// The report: an array of `{description, check_name, fingerprint, severity, location}`. A finding without a place
/// stands at the first line of the configuration.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let entries: Vec<Value> =
        diagnostics.iter().map(|diagnostic| entry(diagnostic, files, &mut locator, &mut seen)).collect();
    format!("{:#}\n", Value::Array(entries))
}

fn entry(
    diagnostic: &Diagnostic,
    files: &Files,
    locator: &mut Locator<'_>,
    seen: &mut HashMap<String, usize>,
) -> Value {
    let at = diagnostic.place.as_ref().map(|place| locator.locate(place));
    let (path, begin, end) = match &at {
        Some(at) => (at.file.clone(), at.start.line, at.end.line),
        None => (files.display(CONFIG_FILE), 1, 1),
    };
    let severity = match diagnostic.severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Notice => "info",
    };
    let mut description = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        description.push_str("; ");
        description.push_str(help);
    }
    // Lines move with every edit above them: a finding is the same while its file, kind and words are. Equal ones are
    // counted.
    let same = format!("{path}\0{}\0{}", diagnostic.code, diagnostic.message);
    let number = seen.entry(same.clone()).or_default();
    *number += 1;
    let hash = Sha256::digest(format!("{same}\0{number}"));
    let fingerprint =
        hash.iter().take(16).map(|byte| char::from_digit(u32::from(byte & 15), 16).unwrap_or('0')).collect::<String>();
    json!({
        "description": description,
        "check_name": diagnostic.code.name(),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": begin, "end": end}},
    })
}
