//! Findings as Markdown, for the summary of a run in CI.

use super::{Diagnostic, Severity};
use crate::files::{Files, Locator, neutral};

/// How many findings are listed; the log of the run holds all.
const LISTED: usize = 50;

/// A list of findings, errors first.
pub fn render(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut locator = Locator::new(files);
    let mut text = String::new();
    let severities = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Notice, "notice")];
    let in_order = severities.iter().flat_map(|(severity, word)| {
        diagnostics.iter().filter(move |found| found.severity == *severity).map(move |found| (*word, found))
    });
    for (word, found) in in_order.take(LISTED) {
        let at = found.place.as_ref().map(|place| locator.locate(place));
        let place = at.map(|at| format!(" {}:{}:", code(&at.file), at.start.line)).unwrap_or_default();
        let help = found.help.as_ref().map(|help| format!(" ({})", escape(help))).unwrap_or_default();
        text.push_str(&format!("- **{word}** {}{place} {}{help}\n", code(found.code.name()), escape(&found.message)));
    }
    if diagnostics.len() > LISTED {
        text.push_str(&format!("- and {} more; `casebook check` lists all\n", diagnostics.len() - LISTED));
    }
    text
}

/// Text that stands in Markdown as it is. What stands between backticks in a message is code already, unless words from
/// outside bring backticks of their own: two of them side by side pair with others (`CommonMark`, section 6.1).
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    let has_pairs = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    for c in neutral(text).chars() {
        match c {
            '`' if has_pairs => {
                is_code = !is_code;
                escaped.push(c);
            }
            c if !is_code
                && c.is_ascii_punctuation()
                && !matches!(c, '.' | ',' | ';' | '/' | '-' | '\'' | '"' | '?') =>
            {
                escaped.extend(['\\', c]);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A code span that holds the text, whatever it holds (`CommonMark`, section 6.1).
fn code(text: &str) -> String {
    let text = neutral(text);
    if text.contains('`') { escape(&text) } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stands_as_it_is() {
        assert_eq!(escape("<b> [a](b) `*c*`"), "\\<b\\> \\[a\\]\\(b\\) `*c*`");
        assert_eq!(escape("one ` alone"), "one \\` alone");
        for forged in ["`a``<img src=x>```` b", "`a` ``<img src=x>`", "`a`` `<img src=x>`", "`` ` <img src=x>`"] {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&escape(forged)));
            assert!(!html.contains("<img"), "{forged}: {html}");
        }
        assert_eq!(code("a.md"), "`a.md`");
    }
}
