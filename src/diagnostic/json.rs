//! Findings as data: one JSON object per line.
//!
//! `{code, severity, message, file, line, column, end_line, end_column, help, related: [{file, line, column,
//! message}], fix: {title, edits: [{start_byte, end_byte, text}]} or null}`; null where there is no place. Lines
//! and columns from 1, columns in Unicode scalar values, ends exclusive; bytes of the file.

use serde::Serialize;

use super::{Diagnostic, Severity};
use crate::files::{Files, Locator};

#[derive(Serialize)]
struct Finding<'d> {
    code: &'static str,
    severity: Severity,
    message: &'d str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'d str>,
    related: Vec<RelatedPlace<'d>>,
    fix: Option<FixData<'d>>,
}

#[derive(Serialize)]
struct RelatedPlace<'d> {
    file: String,
    line: usize,
    column: usize,
    message: &'d str,
}

#[derive(Serialize)]
struct FixData<'d> {
    title: &'d str,
    edits: Vec<EditData<'d>>,
}

#[derive(Serialize)]
struct EditData<'d> {
    start_byte: usize,
    end_byte: usize,
    text: &'d str,
}

/// The lines of findings.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let line = serde_json::to_string(&finding(diagnostic, &mut locator));
        lines.push_str(&line.unwrap_or_default());
        lines.push('\n');
    }
    lines
}

fn finding<'d>(diagnostic: &'d Diagnostic, locator: &mut Locator<'_>) -> Finding<'d> {
    let at = diagnostic.place.as_ref().map(|place| locator.locate(place));
    let related = diagnostic.related.iter().map(|related| {
        let at = locator.locate(&related.place);
        RelatedPlace { file: at.file, line: at.start.line, column: at.start.column, message: &related.message }
    });
    let related = related.collect();
    let fix = diagnostic.fix.as_ref().map(|fix| FixData {
        title: &fix.title,
        edits: fix
            .edits
            .iter()
            .map(|edit| EditData { start_byte: edit.span.start, end_byte: edit.span.end, text: &edit.text })
            .collect(),
    });
    Finding {
        code: diagnostic.code.name(),
        severity: diagnostic.severity,
        message: &diagnostic.message,
        line: at.as_ref().map(|at| at.start.line),
        column: at.as_ref().map(|at| at.start.column),
        end_line: at.as_ref().map(|at| at.end.line),
        end_column: at.as_ref().map(|at| at.end.column),
        file: at.map(|at| at.file),
        help: diagnostic.help.as_deref(),
        related,
        fix,
    }
}
