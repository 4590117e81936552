//! Addresses that lead to words on a page: text directives (WICG, "URL Fragment Text Directives").

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_segmentation::UnicodeSegmentation;

use super::{Passage, Source, UrlStatus};

/// What is encoded. `-`, `,` and `&` part a directive; of the rest only what no address needs to encode stands as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Longer words, in characters, are found by where they begin and end.
const LONGEST: usize = 300;

/// How many words, and characters, of the beginning and of the end are enough.
const ENOUGH: (usize, usize) = (5, 12);

impl Source {
    /// The address at which a browser shows a passage, and whether it is that of the archived copy: where the original is
    /// not to be followed. A translation stands at none.
    pub fn address_of(&self, passage: &Passage) -> Option<(String, bool)> {
        let is_followed = self.url_status == UrlStatus::Live && self.url.is_some();
        let address = if is_followed { self.url.as_deref() } else { self.archive_url.as_deref() };
        let address = address.filter(|_| !passage.translated)?;
        Some((address_of_words(address, &passage.text)?, !is_followed))
    }
}

/// The address at which a browser shows where some words stand on a page: `https://example.org/a#:~:text=One%20thing`.
///
/// Words that are long, that stand on several lines, or that leave something out (`…`, `[of them]`) are looked for from
/// their first to their last. Nothing where no browser looks: in a PDF, or for what holds no word.
fn address_of_words(address: &str, words: &str) -> Option<String> {
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = page.split('?').next().unwrap_or_default();
    if Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) {
        return None;
    }
    // An address that was copied from a browser may hold a directive already.
    let fragment = fragment.split(":~:").next().unwrap_or_default();
    let pieces: Vec<String> = pieces(words);
    let (first, last) = (pieces.first()?, pieces.last()?);
    let text = |words: &str| utf8_percent_encode(words, ENCODED).to_string();
    let text = if pieces.len() == 1 && first.chars().count() <= LONGEST {
        text(first)
    } else {
        format!("{},{}", text(beginning(first)), text(end(last)))
    };
    Some(format!("{page}#{fragment}:~:text={text}"))
}

/// What stands in one piece in the source, from its first word to its last.
fn pieces(words: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0usize;
    for c in words.replace("...", "…").chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '…' | '\n' => {}
            c if depth == 0 => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push(c);
                }
                continue;
            }
            _ => continue,
        }
        pieces.push(String::new());
    }
    let tidy = |piece: &String| {
        let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
        piece.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    pieces.iter().map(tidy).filter(|piece| !piece.is_empty()).collect()
}

/// The first words of a piece.
fn beginning(piece: &str) -> &str {
    let mut words = piece.unicode_word_indices().map(|(at, word)| at + word.len()).enumerate();
    let end = words.find(|(index, end)| index + 1 >= ENOUGH.0 && piece[..*end].chars().count() >= ENOUGH.1);
    end.map_or(piece, |(_, end)| &piece[..end])
}

/// The last words of a piece.
fn end(piece: &str) -> &str {
    let mut words = piece.unicode_word_indices().map(|(at, _)| at).rev().enumerate();
    let start = words.find(|(index, start)| index + 1 >= ENOUGH.0 && piece[*start..].chars().count() >= ENOUGH.1);
    start.map_or(piece, |(_, start)| &piece[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directive(words: &str) -> Option<String> {
        let address = address_of_words("https://example.org/a", words)?;
        Some(address.strip_prefix("https://example.org/a#:~:text=").unwrap_or(&address).to_owned())
    }

    #[test]
    fn words_are_encoded_as_the_draft_asks() {
        for (words, expected) in [
            ("an example", "an%20example"),
            ("“We stopped hiring.”", "We%20stopped%20hiring"),
            ("a-b, c & d", "a%2Db%2C%20c%20%26%20d"),
            ("50% of #1: \"yes\"? = 2+2;", "50%25%20of%20%231%3A%20%22yes%22%3F%20%3D%202%2B2"),
            ("Größe  und\tMaß", "Gr%C3%B6%C3%9Fe%20und%20Ma%C3%9F"),
            ("it’s snake_case", "it%E2%80%99s%20snake_case"),
        ] {
            assert_eq!(directive(words).as_deref(), Some(expected), "{words}");
        }
        assert_eq!(directive("…"), None);
        assert_eq!(directive(" – "), None);
    }

    #[test]
    fn what_does_not_stand_in_one_piece_is_found_by_its_ends() {
        let long = format!("First come {} words, and then the last of them.", "many ".repeat(70));
        for (words, expected) in [
            ("We stopped […] in May.", "We%20stopped,in%20May"),
            ("We stopped... in May ...", "We%20stopped,in%20May"),
            ("… we [Example Ltd] have stopped", "we,have%20stopped"),
            ("One line,\nanother line", "One%20line,another%20line"),
            (&long, "First%20come%20many%20many%20many,then%20the%20last%20of%20them"),
        ] {
            assert_eq!(directive(words).as_deref(), Some(expected), "{words}");
        }
        let end = "試験を終えた。".repeat(60);
        assert!(directive(&end).is_some_and(|text| text.len() < 400 && text.contains(',')));
    }

    #[test]
    fn the_rest_of_the_address_stays() {
        for (address, expected) in [
            ("https://example.org/?a=1&b#part", "https://example.org/?a=1&b#part:~:text=One"),
            ("https://example.org/#:~:text=other", "https://example.org/#:~:text=One"),
            ("https://example.org/#part:~:text=other", "https://example.org/#part:~:text=One"),
            ("https://example.org", "https://example.org#:~:text=One"),
            ("https://example.org/a.pdf.html", "https://example.org/a.pdf.html#:~:text=One"),
        ] {
            assert_eq!(address_of_words(address, "One").as_deref(), Some(expected));
        }
        for address in
            ["https://example.org/a.PDF?x=1#page=3", "https://web.archive.org/web/2025/https://example.org/a.pdf"]
        {
            assert_eq!(address_of_words(address, "One"), None);
        }
    }
}
