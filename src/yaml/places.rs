//! Where the characters of a scalar's text stand in what is written.

/// Per byte of a text the byte of the written scalar where it stands, and one more for its end. Quotes, escapes and the
/// breaks of folded lines are passed over.
pub fn places(written: &str, text: &str) -> Vec<usize> {
    if written == text {
        return (0..=text.len()).collect();
    }
    let mut at = match written.as_bytes().first() {
        Some(b'"' | b'\'') => 1,
        Some(b'|' | b'>') => written.find('\n').map_or(written.len(), |newline| newline + 1),
        _ => 0,
    };
    let mut places = Vec::with_capacity(text.len() + 1);
    for c in text.chars() {
        let rest = written.get(at..).unwrap_or_default();
        let (skipped, length) = next(rest, c).unwrap_or_default();
        let start = at + skipped;
        at = start + length;
        places.extend((0..c.len_utf8()).map(|byte| (start + byte).min(at)));
    }
    places.push(at);
    places
}

/// Where a character stands next, behind what YAML takes away (white space, quotes, backslashes), and how long it is as it
/// is written.
fn next(rest: &str, c: char) -> Option<(usize, usize)> {
    for (skipped, other) in rest.char_indices() {
        if other == c || (c.is_whitespace() && other.is_whitespace()) {
            return Some((skipped, other.len_utf8()));
        }
        if let Some(length) = numbered(&rest[skipped..]) {
            return Some((skipped, length));
        }
        if !(other.is_whitespace() || matches!(other, '\\' | '\'' | '"')) {
            break;
        }
    }
    None
}

/// The length of a character that is written as its number (YAML 1.2.2, section 5.7): `\u00e9`.
fn numbered(text: &str) -> Option<usize> {
    let digits = match text.get(..2)? {
        "\\x" => 2,
        "\\u" => 4,
        "\\U" => 8,
        _ => return None,
    };
    let number = text.get(2..2 + digits)?;
    number.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(2 + digits)
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::yaml::{Value, parse};

    /// Where a word of the text of a scalar stands, as it is written.
    fn word<'w>(written: &'w str, word: &str) -> &'w str {
        let yaml = format!("where: {written}\n");
        let node = parse(&yaml, 0).expect("YAML");
        let Value::Mapping(entries) = node.value else { panic!("a mapping") };
        let text = entries[0].1.as_str().expect("a text").to_owned();
        let places = places(written, &text);
        assert_eq!(places.len(), text.len() + 1);
        let at = text.find(word).expect("the word");
        &written[places[at]..places[at + word.len()]]
    }

    #[test]
    fn a_part_of_a_text_is_found_as_it_is_written() {
        assert_eq!(word("year>=2024 and jbos>1", "jbos"), "jbos");
        assert_eq!(word("\"year=2024 and jbos>1\"", "jbos"), "jbos");
        assert_eq!(word("\"sector=\\\"real estate\\\" and jbos>1\"", "jbos"), "jbos");
        assert_eq!(word("\"sector=\\\"real estate\\\" and jbos>1\"", "\"real estate\""), "\"real estate\\\"");
        assert_eq!(word("'sector=''real estate'' and jbos>1'", "jbos"), "jbos");
        assert_eq!(word("year=2024\n  and jbos>1", "jbos"), "jbos");
        assert_eq!(word(">-\n  year=2024\n  and jbos>1", "jbos"), "jbos");
        assert_eq!(word("|\n  year=2024\n  and Größe>1", "Größe"), "Größe");
        assert_eq!(word("\"tag='x' and jbos>1\"", "jbos"), "jbos");
        assert_eq!(word("\"tag=\\u00e9 and jbos>1\"", "jbos"), "jbos");
        assert_eq!(word("\"tag=\\u00e9 and jbos>1\"", "é"), "\\u00e9");
    }

    #[test]
    fn every_place_lies_in_what_is_written() {
        for (written, text) in [("\"\\u00e9a\"", "éa"), ("", "x"), ("\"", "\"\""), ("'é'", "e"), ("|", "a b")] {
            let places = places(written, text);
            assert_eq!(places.len(), text.len() + 1, "{written}");
            assert!(places.iter().all(|place| *place <= written.len()), "{written}: {places:?}");
        }
    }
}
