//! Findings as workflow commands of GitHub Actions, which shows only ten errors and ten warnings per step.

use super::{Counts, Diagnostic, Severity};
use crate::files::{Files, Locator};

/// How many annotations of one severity GitHub shows of a step.
const SHOWN: usize = 10;

/// The commands of findings.
///
/// A last notice counts the findings that GitHub does not show.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let mut text = String::new();
    let mut shown = [0usize; 3];
    // What is worth knowing once, and of the site as a whole, is none of a pull request's lines.
    let is_told = |found: &&Diagnostic| found.severity != Severity::Notice || found.place.is_some();
    for diagnostic in diagnostics.iter().filter(is_told) {
        let of_severity = &mut shown[diagnostic.severity as usize];
        if *of_severity < SHOWN {
            *of_severity += 1;
            text.push_str(&command(diagnostic, &mut locator));
        }
    }
    let Counts { errors, warnings } = Counts::of(diagnostics);
    if errors > SHOWN || warnings > SHOWN {
        let hidden_errors = errors.saturating_sub(SHOWN);
        let hidden_warnings = warnings.saturating_sub(SHOWN);
        let message = format!(
            "{hidden_errors} more errors and {hidden_warnings} more warnings are not shown here; \
             `casebook check` lists all"
        );
        text.push_str(&format!("::notice title=casebook::{}\n", escape(&message)));
    }
    text
}

fn command(diagnostic: &Diagnostic, locator: &mut Locator<'_>) -> String {
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        let at = locator.locate(place);
        properties.push(format!("file={}", escape_property(&at.file)));
        properties.push(format!("line={},endLine={}", at.start.line, at.end.line));
        // GitHub takes columns for one line only; its ends are inclusive.
        if at.start.line == at.end.line {
            let end = at.end.column.saturating_sub(1).max(at.start.column);
            properties.push(format!("col={},endColumn={end}", at.start.column));
        }
    }
    properties.push(format!("title={}", escape_property(diagnostic.code.name())));
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    format!("::{kind} {}::{}\n", properties.join(","), escape(&message))
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
