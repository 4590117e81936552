//! A text as a YAML scalar.

use crate::yaml::double_quoted;

/// Write a text so that YAML reads back exactly it: without quotes where that is plainly safe, else between
/// double quotes with escapes (YAML 1.2.2, 5.7 and 7.3.1).
pub fn quote(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    double_quoted(text)
}

/// Words that some version of YAML reads as something else than a text.
const RESERVED: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Letters, digits and harmless marks, a letter first, so that it is neither markup nor a number nor a date.
fn is_plain(text: &str) -> bool {
    let harmless = |c: char| c.is_alphanumeric() || " -_.,;()/+’‘“”–—…".contains(c);
    text.starts_with(char::is_alphabetic)
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !RESERVED.contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::quote;
    use crate::yaml::{Value, parse};

    /// What YAML reads from `title: …` with a comment behind it.
    fn read_back(text: &str) -> Option<String> {
        let node = parse(&format!("title: {} # comment\nnext: 1\n", quote(text)), 0).ok()?;
        let Value::Mapping(entries) = node.value else { return None };
        entries.first()?.1.as_str().map(str::to_owned)
    }

    #[test]
    fn awkward_titles_survive() {
        for title in [
            "Klarna: a case",
            "\"Quoted\" and 'quoted'",
            "#1 in its field",
            "A case # of a comment",
            "@handle writes",
            "- a list",
            "? a key",
            "& * ! | > % ` { } [ ]",
            "🚀 launch",
            "no",
            "True",
            "~",
            "null",
            "2025",
            "2025-05-13",
            "1e3",
            ".inf",
            "back\\slash",
            "日本語の題",
            "עברית",
            "trailing:",
            "---",
            "...",
            "a\u{85}b\u{2028}c\u{feff}",
        ] {
            assert_eq!(read_back(title).as_deref(), Some(title), "{}", quote(title));
        }
        assert_eq!(quote("Plain words, as most titles are"), "Plain words, as most titles are");
    }

    proptest! {
        #[test]
        fn every_text_survives(text in any::<String>().prop_filter("NUL is in no file", |t| !t.is_empty())) {
            prop_assert_eq!(read_back(&text), Some(text));
        }
    }
}
