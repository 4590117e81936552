//! Block ids at the end of inline text, as Obsidian writes them: `… headcount [@ft-2025]. ^hiring-halt`.

use std::ops::Range;

use super::citation::{CellKind, Run};
use crate::files::Span;
use crate::model::{CitationGroup, NoBlockId, Slip, SlipKind, Transliteration};

/// A block id is made of letters, so that a power (`n ^2`) is none; Obsidian makes some up of six digits.
const FEWEST_DIGITS: usize = 6;
/// What is shorter and does not stand at the end is part of a formula rather than a name.
const SHORTEST_NAME: usize = 3;

/// A block id that ends a text.
pub struct Ending {
    /// With the space before it.
    pub span: Span,
    /// Without its `^`.
    pub id: String,
}

/// A name in a text that may have been meant as its block id.
pub struct Candidate {
    /// From the space before it to the end of the text.
    span: Span,
    name: String,
    /// Where other words follow it, with the place of each of their characters.
    behind: Vec<usize>,
}

impl Run {
    /// The block id at the end of the text.
    pub fn block_id(&self) -> Option<Ending> {
        let end = self.end_of_words()?;
        let start = (0..end).rev().take_while(|at| self.is_part_of_id(*at)).last()?;
        let caret = self.caret_before(start)?;
        let id: String = (start..end).map(|at| self.letter(at)).collect();
        let is_name = id.contains(|c: char| c.is_ascii_alphabetic())
            || id.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS;
        is_name.then(|| Ending { span: self.start_of_space_before(caret)..self.cells[end - 1].end(), id })
    }

    /// The last name in the text that stands where a block id could but is none.
    pub fn near_block_id(&self) -> Option<Candidate> {
        let end = self.end_of_words()?;
        let caret = (0..end).rev().find(|at| self.is(*at, '^') && self.caret_before(at + 1) == Some(*at))?;
        let is_word = |at: &usize| matches!(self.cells[*at].kind, CellKind::Char(c) if !c.is_whitespace() && c != '[');
        let word: String = (caret + 1..end).take_while(is_word).map(|at| self.letter(at)).collect();
        let name = word.trim_end_matches(is_punctuation);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.chars().count() < SHORTEST_NAME || !name.chars().all(fits) || !name.contains(char::is_alphabetic) {
            return None;
        }
        let behind = (caret + 1 + name.chars().count()..end).filter(|at| match self.cells[*at].kind {
            CellKind::Char(c) | CellKind::Escaped(c) => !c.is_whitespace() && !is_punctuation(c),
            CellKind::Opaque(_) | CellKind::Barrier => true,
            CellKind::Break | CellKind::Open | CellKind::Close => false,
        });
        Some(Candidate {
            span: self.start_of_space_before(caret)..self.cells[end - 1].end(),
            name: name.to_owned(),
            behind: behind.map(|at| self.cells[at].start()).collect(),
        })
    }

    /// Push the characters of the text up to a byte of the file, without citations, markup and white space, as UTF-8.
    pub fn push_bare_text(&self, text: &mut Vec<u8>, groups: &[CitationGroup], end: usize) {
        let before = |byte: usize| self.cells.partition_point(|cell| cell.start() < byte);
        text.reserve(self.cells.len());
        let mut at = 0;
        for group in groups.iter().take_while(|group| group.span.start < end) {
            self.push_bare(text, at..before(group.span.start));
            at = before(group.span.end);
        }
        self.push_bare(text, at..before(end));
    }

    /// Push the characters of some cells but white space.
    fn push_bare(&self, text: &mut Vec<u8>, cells: Range<usize>) {
        for cell in self.cells.get(cells).unwrap_or_default() {
            match cell.kind {
                CellKind::Char(c) | CellKind::Escaped(c) if c.is_ascii() => {
                    // White space is pushed and taken back: a processor cannot guess where words end, and a wrong
                    // guess takes it longer.
                    text.push(c as u8);
                    text.truncate(text.len() - usize::from(c.is_whitespace()));
                }
                CellKind::Char(c) | CellKind::Escaped(c) if !c.is_whitespace() => {
                    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                CellKind::Opaque(index) => {
                    self.opaque_text(index).split_whitespace().for_each(|word| text.extend_from_slice(word.as_bytes()));
                }
                _ => {}
            }
        }
    }

    /// The cell behind the last that is not blank, in a text that holds a `^`.
    fn end_of_words(&self) -> Option<usize> {
        let last = self.cells.iter().enumerate().rev().find(|(at, _)| !self.is_blank(*at));
        last.filter(|_| self.has_mark).map(|(at, _)| at + 1)
    }

    fn is_part_of_id(&self, at: usize) -> bool {
        matches!(self.cells[at].kind, CellKind::Char(c) if c.is_ascii_alphanumeric() || c == '-')
    }

    /// The `^` right before a cell, where nothing or a space stands before it.
    fn caret_before(&self, at: usize) -> Option<usize> {
        let caret = at.checked_sub(1).filter(|caret| self.is(*caret, '^'))?;
        (caret == 0 || self.is_blank(caret - 1)).then_some(caret)
    }

    /// Where the white space before a cell begins.
    fn start_of_space_before(&self, at: usize) -> usize {
        let space = (0..at).rev().take_while(|at| self.is_blank(*at)).last();
        self.cells[space.unwrap_or(at)].start()
    }

    fn is_blank(&self, at: usize) -> bool {
        matches!(self.cells[at].kind, CellKind::Break | CellKind::Char(' ' | '\t'))
    }
}

impl Candidate {
    /// What was meant, where nothing but citations follows it.
    pub fn slip(self, groups: &[CitationGroup], transliteration: Transliteration) -> Option<Slip> {
        let cites = |place: &usize| groups.iter().any(|group| group.span.contains(place));
        let is_last = self.behind.iter().all(cites);
        let is_name = self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let meant = if is_name { self.name.clone() } else { transliteration.slugify(&self.name) };
        is_last.then_some(Slip { span: self.span, kind: SlipKind::BlockId(NoBlockId::Mistyped(self.name, meant)) })
    }
}

/// May it end a sentence? A sign of a formula does not.
fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '…' | '”' | '’' | '»')
}
