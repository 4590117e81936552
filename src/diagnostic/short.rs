//! Findings on one line each, for editors' problem matchers: `file:line:column: severity[code]: message; help`.

use super::Diagnostic;
use crate::files::{Files, Locator};

/// The text of findings.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let mut text = String::new();
    for diagnostic in diagnostics {
        if let Some(place) = &diagnostic.place {
            let at = locator.locate(place);
            text.push_str(&format!("{}:{}:{}: ", at.file, at.start.line, at.start.column));
        }
        let severity = diagnostic.severity.as_str();
        text.push_str(&format!("{severity}[{}]: {}", diagnostic.code, diagnostic.message));
        if let Some(help) = &diagnostic.help {
            text.push_str("; ");
            text.push_str(help);
        }
        text.push('\n');
    }
    text
}
