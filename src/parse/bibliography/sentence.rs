//! Sentence case of titles as BibTeX means it, for styles to work from.

use crate::model::rich::Piece;

/// A title in sentence case.
///
/// Words in braces stay as they are, as do words with capitals inside them; the first word after a colon keeps its
/// capital.
pub fn sentence_case(pieces: &[Piece]) -> Vec<Piece> {
    let mut state = State { starts_sentence: true, in_word: false, is_first: true };
    pieces.iter().map(|piece| Piece { text: state.piece(piece), ..piece.clone() }).collect()
}

struct State {
    starts_sentence: bool,
    /// The piece before ended within a word.
    in_word: bool,
    is_first: bool,
}

impl State {
    fn piece(&mut self, piece: &Piece) -> String {
        if piece.is_kept {
            let has_text = piece.text.contains(|c: char| !c.is_whitespace());
            self.starts_sentence &= !has_text;
            self.is_first &= !has_text;
            self.in_word = piece.text.ends_with(char::is_alphanumeric);
            return piece.text.clone();
        }
        let mut out = String::with_capacity(piece.text.len());
        for word in piece.text.split_inclusive(char::is_whitespace) {
            self.word(word, &mut out);
        }
        out
    }

    fn word(&mut self, word: &str, out: &mut String) {
        let letters = word.trim();
        if letters.is_empty() {
            self.in_word = false;
            out.push_str(word);
            return;
        }
        let opens = letters.trim_start_matches(|c: char| !c.is_alphanumeric());
        let lead = letters.len() - opens.len();
        for (index, part) in opens.split_inclusive('-').enumerate() {
            if index == 0 {
                out.push_str(&letters[..lead]);
            }
            let has_inner = part.chars().skip(1).any(char::is_uppercase);
            let is_initial = part.chars().filter(|c| c.is_alphanumeric()).count() == 1 && !part.starts_with('A');
            if index == 0 && self.starts_sentence && !self.in_word {
                // The first word of all stays as it is: `pyGarden`.
                let mut chars = part.chars();
                let first = chars.next();
                if self.is_first && has_inner {
                    out.extend(first);
                } else {
                    out.extend(first.into_iter().flat_map(char::to_uppercase));
                }
                out.push_str(chars.as_str());
            } else if (index == 0 && self.in_word && lead == 0) || has_inner || is_initial {
                out.push_str(part);
            } else {
                out.extend(part.chars().flat_map(char::to_lowercase));
            }
        }
        if opens.is_empty() {
            out.push_str(letters);
        } else {
            self.is_first = false;
        }
        out.push_str(&word[letters.len()..]);
        self.in_word = !word.ends_with(char::is_whitespace);
        self.starts_sentence =
            (self.starts_sentence && opens.is_empty()) || (letters.ends_with([':', '.', '?', '!']) && !self.in_word);
    }
}

#[cfg(test)]
mod tests {
    use super::super::latex::Latex;
    use super::*;
    use crate::model::rich;

    #[test]
    fn capitals_go_but_those_that_are_protected() {
        for (title, wanted) in [
            ("On {NASA} and Other Things", "On NASA and other things"),
            ("The Case: A Study of {Example} Ltd.", "The case: A study of Example ltd."),
            ("pyGarden for All", "pyGarden for all"),
            ("On \\emph{E. coli} in Vitamin C", "On <i>E. coli</i> in vitamin C"),
            ("A Semi-Automatic McDonald", "A semi-automatic McDonald"),
            ("{\\'E}tude of Things", "Étude of things"),
            ("{\\\"U}ber {\\\"A}pfel", "Über äpfel"),
            ("(Un)Known ``Quotes'' Again", "(Un)Known “quotes” again"),
        ] {
            assert_eq!(rich::write(&sentence_case(&Latex::read(title).pieces), false), wanted, "{title}");
        }
    }
}
