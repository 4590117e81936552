//! Where the characters of a scalar's text stand in what is written.

/// Per byte of a text the byte of the written scalar where it stands, and one more for its end. Quotes, escapes and the
/// breaks of folded lines are passed over; a character that is written as a number stands where the one before it ends.
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
        let same = |other: char| other == c || (c.is_whitespace() && other.is_whitespace());
        let rest = written.get(at..).unwrap_or_default();
        let found =
            rest.char_indices().find(|(_, other)| same(*other)).filter(|(skipped, _)| is_passed(&rest[..*skipped]));
        let (start, end) = match found {
            Some((skipped, other)) => (at + skipped, at + skipped + other.len_utf8()),
            None => (at, at),
        };
        places.extend((0..c.len_utf8()).map(|byte| (start + byte).min(end.max(start))));
        at = end;
    }
    places.push(at);
    places
}

/// Is it no more than what YAML takes away: white space, a backslash, a quote?
fn is_passed(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\\' | '\'' | '"'))
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
