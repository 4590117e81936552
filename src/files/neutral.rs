//! Text from outside, made harmless for terminals and logs.

use std::borrow::Cow;
use std::path::Path;

/// A text on one line, without what would steer a terminal or forge a line of a log: control characters, line breaks,
/// and marks that turn the direction of writing (UAX 9, section 2) stand as `\u{1b}`.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// The same for a text of several lines, which stay.
pub fn neutral_lines(text: &str) -> String {
    text.split('\n').map(neutral).collect::<Vec<_>>().join("\n")
}

/// A path as it may be shown.
pub fn neutral_path(path: &Path) -> String {
    neutral(&path.to_string_lossy()).into_owned()
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal_or_a_log() {
        assert_eq!(neutral("Müller’s \u{1f600} – a\u{a0}b"), "Müller’s \u{1f600} – a\u{a0}b");
        for (text, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\n::error::b\r\tc", "a\\u{a}::error::b\\u{d}\\u{9}c"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a\\u{202e}b\\u{2066}c\\u{200f}"),
            ("\u{9b}31m\u{7f}\0\u{2028}", "\\u{9b}31m\\u{7f}\\u{0}\\u{2028}"),
        ] {
            assert_eq!(neutral(text), shown);
        }
        assert_eq!(neutral_lines("a\n\u{1b}b\r\n"), "a\n\\u{1b}b\\u{d}\n");
    }
}
