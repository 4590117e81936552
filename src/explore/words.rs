//! Text cut into words for the search index, exactly as the theme's `words.js` cuts a reader's question.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What may join two parts of a compound: `e-mail`.
const HYPHENS: [char; 4] = ['-', '\u{2010}', '\u{2011}', '－'];
/// Characters inside a word that are ignored: `don’t`.
const APOSTROPHES: [char; 6] = ['\'', '’', '‘', '＇', '׳', '′'];
/// What may stand between the digits of a number.
const SEPARATORS: [char; 7] = ['.', ',', '\'', '’', '\u{a0}', '\u{2009}', '\u{202f}'];
/// What French, Italian and Catalan put before a word and an apostrophe: `l'histoire` is `histoire`.
const ELIDED: [&str; 23] = [
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "all", "coll", "dall", "dell",
    "nell", "sull", "un", "quest", "quell", "sant",
];

/// The words of a text, in order; behind the parts of a compound stands the whole: `e`, `mail`, `email`.
///
/// Case, diacritics and the points of Hebrew and Arabic do not count; the vowel signs of other scripts do. Scripts
/// without spaces between words are cut into characters. `tests/fixtures/words.json` holds the examples that the tests
/// of both sides read.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if is_unspaced(first) {
            let length = cluster_length(rest);
            push(&mut words, fold(&rest[..length]));
            length
        } else if is_inside(first) {
            compound(rest, &mut words)
        } else {
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

fn push(words: &mut Vec<String>, word: String) {
    if !word.is_empty() {
        words.push(word);
    }
}

/// Take the compound that a text begins with; gives its length in bytes.
fn compound(text: &str, words: &mut Vec<String>) -> usize {
    let start = words.len();
    let mut length = part(text, words);
    while let Some(hyphen) = text[length..].chars().next().filter(|c| HYPHENS.contains(c)) {
        let behind = &text[length + hyphen.len_utf8()..];
        if !behind.starts_with(is_inside) {
            break;
        }
        length += hyphen.len_utf8() + part(behind, words);
    }
    if words.len() > start + 1 && text[..length].contains(HYPHENS) {
        words.push(words[start..].concat());
    }
    length
}

/// Take a number, or letters and digits with apostrophes between them.
fn part(text: &str, words: &mut Vec<String>) -> usize {
    let length = number_length(text);
    if length > 0 {
        words.extend(number(&text[..length]));
        return length;
    }
    let mut length = run_length(text);
    while let Some(mark) = text[length..].chars().next().filter(|c| APOSTROPHES.contains(c)) {
        let more = run_length(&text[length + mark.len_utf8()..]);
        if more == 0 {
            break;
        }
        length += mark.len_utf8() + more;
    }
    push(words, without_elision(&text[..length]));
    length
}

fn run_length(text: &str) -> usize {
    text.find(|c| !is_inside(c)).unwrap_or(text.len())
}

fn digits_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

/// The length of digits with separators between them, 0 where there is no separator or the last digits go on as a word.
fn number_length(text: &str) -> usize {
    let mut length = 0;
    let mut end = digits_length(text);
    if end == 0 {
        return 0;
    }
    while let Some(separator) = text[end..].chars().next().filter(|c| SEPARATORS.contains(c)) {
        let behind = &text[end + separator.len_utf8()..];
        let digits = digits_length(behind);
        if digits == 0 || behind[digits..].starts_with(is_word) {
            break;
        }
        end += separator.len_utf8() + digits;
        length = end;
    }
    length
}

/// `1,000` and `1 000` are 1000, `3,5` is 3.5; what is neither, such as `13.5.2025`, are several numbers.
fn number(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(SEPARATORS).collect();
    let separators: Vec<char> = text.chars().filter(|c| SEPARATORS.contains(c)).collect();
    let is_grouped = |parts: &[&str]| parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let is_point = |separator: char| matches!(separator, '.' | ',');
    let (last, before) = (parts[parts.len() - 1], &parts[..parts.len() - 1]);
    let last_separator = separators[separators.len() - 1];
    if is_grouped(&parts) {
        vec![parts.concat()]
    } else if is_point(last_separator) && (before.len() == 1 || is_grouped(before) && last_separator != separators[0]) {
        vec![format!("{}.{last}", before.concat())]
    } else {
        parts.into_iter().map(ToOwned::to_owned).collect()
    }
}

fn without_elision(text: &str) -> String {
    if let Some((first, rest)) = text.split_once(APOSTROPHES)
        && ELIDED.contains(&fold(first).as_str())
        && !rest.is_empty()
    {
        return fold(rest);
    }
    fold(text)
}

/// A word without what does not count.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let lower = text.nfkd().filter(|c| !is_dropped(*c)).flat_map(char::to_lowercase);
    let plain = lower.flat_map(|c| {
        let (letter, letters) = match letters_of(c) {
            "" => (Some(c), ""),
            letters => (None, letters),
        };
        letter.into_iter().chain(letters.chars())
    });
    plain.nfc().filter(|c| c.is_alphanumeric() || is_combining_mark(*c)).collect()
}

/// The letters that stand for one with no decomposition of its own; empty for all others.
fn letters_of(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'æ' => "ae",
        'œ' => "oe",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ŋ' => "n",
        'ς' => "σ",
        _ => "",
    }
}

/// Marks that a reader may leave out, and letters that only stretch or bind.
fn is_dropped(c: char) -> bool {
    matches!(
        u32::from(c),
        0xad | 0x2b9 | 0x2bb | 0x2bc | 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x5bf | 0x5c1 | 0x5c2 | 0x5c4
            | 0x5c5 | 0x5c7 | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6dc | 0x6df..=0x6e4 | 0x6e7
            | 0x6e8 | 0x6ea..=0x6ed | 0x711 | 0x730..=0x74a | 0x8ca..=0x8e1 | 0x8e3..=0x8ff | 0x1ab0..=0x1aff
            | 0x1dc0..=0x1dff | 0x200c | 0x200d | 0x2060 | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f
    )
}

fn is_word(c: char) -> bool {
    // Most are: what they belong to need not be looked up.
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Part of a word in a script that puts spaces between words.
fn is_inside(c: char) -> bool {
    is_word(c) && !is_unspaced(c)
}

/// A letter of a script without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(
            u32::from(c),
            0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3041..=0x30ff | 0x31f0..=0x31ff
                | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff
        )
        && c.is_alphanumeric()
}

/// The length of a letter with the marks on it.
fn cluster_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let is_mark = |c: char| is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}');
    chars.find(|(_, c)| !is_mark(*c)).map_or(text.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Example {
        text: String,
        words: Vec<String>,
    }

    #[test]
    fn texts_are_cut_as_the_theme_cuts_questions() {
        let examples = include_str!("../../tests/fixtures/words.json");
        let examples: Vec<Example> = serde_json::from_str(examples).expect("a list of examples");
        assert!(examples.len() > 40);
        for Example { text, words: expected } in examples {
            assert_eq!(words(&text), expected, "{text}");
        }
    }
}
