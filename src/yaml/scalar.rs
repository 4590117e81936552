//! A text as a YAML scalar: unquoted where every reader takes it for that text, else in double quotes.

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before a colon.
    Key,
    /// Behind the colon of a key or the dash of a list, by itself on the rest of the line.
    Block,
    /// Between brackets or braces.
    Flow,
}

/// A text as a scalar.
pub fn scalar(text: &str, place: Place) -> String {
    if is_plain(text, place) { text.to_owned() } else { double_quoted(text) }
}

/// A text as a scalar that can stand where another stood, in the same quotes.
pub fn scalar_like(text: &str, written: &str) -> String {
    match written.as_bytes().first() {
        Some(b'\'') if !text.chars().any(needs_escape) => format!("'{}'", text.replace('\'', "''")),
        Some(b'\'' | b'"') => double_quoted(text),
        _ => scalar(text, Place::Flow),
    }
}

/// A text in double quotes (YAML 1.2.2, sections 5.7 and 7.3.1): every reader takes it for exactly this text.
pub fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) => quoted.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Not printable in YAML, taken for a line break by some readers, or reordering the line that it stands in (Unicode
/// Standard Annex 9), so that what a person reads is not what a program reads.
pub fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\n'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// May it stand without quotes, and be read as the same text by every reader?
fn is_plain(text: &str, place: Place) -> bool {
    let opens = |c: char| c.is_alphanumeric() || matches!(c, '“' | '‘' | '(' | '£' | '€' | '_');
    let Some(first) = text.chars().next() else { return false };
    if !opens(first) || text.trim() != text || text.chars().any(|c| needs_escape(c) || c == '\t') {
        return false;
    }
    if text.contains(": ") || text.contains(" #") || text.ends_with(':') || in_curly_quotes(text).is_some() {
        return false;
    }
    if place != Place::Block && text.contains([',', '[', ']', '{', '}', ':']) {
        return false;
    }
    let word = text.to_ascii_lowercase();
    if matches!(word.as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf") {
        return false;
    }
    let like_number = |c: char| c.is_ascii_hexdigit() || "xXoO_.,+-:TZ".contains(c);
    !(first.is_ascii_digit() && text.chars().all(like_number))
}

/// What stands between curly quotation marks that enclose a whole text.
pub(super) fn in_curly_quotes(text: &str) -> Option<&str> {
    let first = text.chars().next().filter(|c| matches!(c, '“' | '”' | '„' | '‟' | '«' | '»'))?;
    let last = text.chars().next_back().filter(|c| matches!(c, '“' | '”' | '«' | '»' | '"'))?;
    let inner = text.get(first.len_utf8()..text.len().checked_sub(last.len_utf8())?)?;
    (!inner.trim().is_empty() && !inner.contains(['“', '”', '„', '«', '»', '"'])).then_some(inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Place, scalar, scalar_like};
    use crate::yaml::{Value, parse};

    /// What YAML reads from `title: …` with a comment behind it.
    fn read_back(text: &str) -> Option<String> {
        value(&format!("title: {} # comment\nnext: 1\n", scalar(text, Place::Block)))
    }

    /// The first value of a mapping.
    fn value(yaml: &str) -> Option<String> {
        let node = parse(yaml, 0).ok()?;
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
            assert_eq!(read_back(title).as_deref(), Some(title), "{}", scalar(title, Place::Block));
        }
        assert_eq!(scalar("Plain words, as most titles are", Place::Block), "Plain words, as most titles are");
    }

    proptest! {
        #[test]
        fn every_text_survives(text in any::<String>().prop_filter("NUL is in no file", |t| !t.is_empty())) {
            prop_assert_eq!(read_back(&text), Some(text.clone()));
            for written in ["plain", "'single'", "\"double\""] {
                let like = scalar_like(&text, written);
                prop_assert_eq!(value(&format!("a: {like}\n")), Some(text.clone()));
                prop_assert_eq!(value(&format!("{{a: {like}}}\n")), Some(text.clone()));
            }
        }
    }
}
