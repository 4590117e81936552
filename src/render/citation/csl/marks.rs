//! Marks, noncharacters that no text can hold, that go through hayagriva within a text and become HTML behind it.

use crate::model::rich::{Markup, Piece};

/// A name that stands for those that a list leaves out.
pub const OTHERS: char = '\u{fdd0}';

/// Stands for the digit 0, and those behind it for the others, where hayagriva must not see a digit.
const ZERO: char = '\u{fde0}';

/// A number in which no range can be read: `99-2` is the number of one report.
pub fn one_number(text: &str) -> String {
    let Some((first, rest)) = text.split_once('-') else { return text.to_owned() };
    let hidden = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(u32::from(ZERO) + digit)).unwrap_or(c);
    format!("{}–{rest}", first.chars().map(hidden).collect::<String>())
}

/// The digit that a mark stands for.
fn digit(c: char) -> Option<char> {
    char::from_digit(u32::from(c).checked_sub(u32::from(ZERO)).filter(|digit| *digit < 10)?, 10)
}

/// Marks that open and close an element.
const ELEMENTS: [(&str, char, char); 4] = [
    ("i", '\u{fdd1}', '\u{fdd2}'),
    ("b", '\u{fdd3}', '\u{fdd4}'),
    ("sub", '\u{fdd5}', '\u{fdd6}'),
    ("sup", '\u{fdd7}', '\u{fdd8}'),
];

/// A text with a mark where an element opens or closes.
pub fn of_pieces(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let marks = |markup: Markup| markup.tags().filter_map(|tag| ELEMENTS.iter().find(|(name, ..)| *name == tag));
        text.extend(marks(piece.markup).map(|(_, open, _)| *open));
        text.push_str(&piece.text);
        let closing: Vec<char> = marks(piece.markup).map(|(_, _, close)| *close).collect();
        text.extend(closing.into_iter().rev());
    }
    text
}

/// Does a text hold any?
pub fn are_in(text: &str) -> bool {
    text.contains(is_mark)
}

fn is_mark(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// A text without its marks.
pub fn without(text: &str) -> String {
    text.chars().filter_map(|c| if is_mark(c) { digit(c) } else { Some(c) }).collect()
}

/// The elements of an escaped text in place of its marks, each opened and closed within it.
pub fn to_html(escaped: &str) -> String {
    let mut html = String::with_capacity(escaped.len() + 16);
    let mut open: Vec<&str> = Vec::new();
    for c in escaped.chars() {
        let opens = ELEMENTS.iter().find(|(_, mark, _)| *mark == c);
        let closes = ELEMENTS.iter().find(|(.., mark)| *mark == c);
        match (opens, closes) {
            (Some((name, ..)), _) => {
                html.push_str(&format!("<{name}>"));
                open.push(name);
            }
            (_, Some((name, ..))) if open.last() == Some(name) => {
                open.pop();
                html.push_str(&format!("</{name}>"));
            }
            (_, Some(_)) => {}
            _ => html.extend(if is_mark(c) { digit(c) } else { Some(c) }),
        }
    }
    for name in open.into_iter().rev() {
        html.push_str(&format!("</{name}>"));
    }
    html
}
