//! Words compared as a reader would: whatever typesetting makes of them, quoted words stay the same.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// A text in the form in which words are compared.
///
/// Compatibility forms are taken apart (Unicode Standard Annex 15, NFKC: ligatures, full-width letters), case and white
/// space are folded, dashes are hyphens, and quotation marks and apostrophes, soft hyphens and marks without width are
/// left out. White space before a closing mark of punctuation and around dashes, which differs from language to
/// language, is left out too.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_apart = false;
    for c in text.chars().filter(|c| !is_quotation_mark(*c)).nfkc().flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            is_apart = true;
            continue;
        }
        if is_invisible(c) || is_quotation_mark(c) {
            continue;
        }
        let c = if is_dash(c) { '-' } else { c };
        let is_tight = matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '-');
        if is_apart && !is_tight && !folded.is_empty() && !folded.ends_with(['-', '(', '[']) {
            folded.push(' ');
        }
        is_apart = false;
        folded.push(c);
    }
    folded
}

/// A short name for some words, by which what was seen of them is kept: 16 digits of the SHA-256 of their folded form.
/// Other words have another name, so nothing that was seen is taken for words that were edited since.
pub fn digest_of_words(text: &str) -> String {
    let mut digest = sha256(&folded(text));
    digest.truncate(16);
    digest
}

/// SHA-256 (FIPS 180-4) in hexadecimal digits.
pub fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// Bytes in hexadecimal digits, in lower case.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| DIGITS[usize::from(half)]).collect()
}

fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '‘'..='‟' | '′'..='‷' | '‹' | '›' | '「'..='』' | '〝'..='〟' | 'ʼ' | '＂' | '＇'
    )
}

/// Soft hyphens, joiners, marks of direction and byte order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '‐'..='―' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typesetting_changes_no_words() {
        for (one, other) in [
            ("The “ﬁrst” of\u{a0}Klarna’s offices", "the 'first' of\n   Klarna's  OFFICES"),
            ("« Nous embauchons », dit-elle", "„Nous embauchons“, dit-elle"),
            ("Vraiment !", "vraiment!"),
            ("cus\u{ad}tom\u{200b}ers", "customers"),
            ("2023 – 2024", "2023—2024"),
            ("Ｆｕｌｌ １００ ％", "full 100 %"),
            ("e\u{301}te\u{301}", "été"),
        ] {
            assert_eq!(folded(one), folded(other));
            assert_eq!(digest_of_words(one), digest_of_words(other));
        }
        for (one, other) in [("we hire", "we hired"), ("700 agents", "70 0agents"), ("", "a")] {
            assert_ne!(folded(one), folded(other));
        }
        assert_eq!(digest_of_words("a").len(), 16);
    }
}
