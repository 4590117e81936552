//! Byte offsets as lines and columns, both from 1, columns in Unicode scalar values.

use std::borrow::Cow;

use super::Files;
use super::{Place, Span};

/// Where the lines of a text start.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: Cow<'t, str>,
    starts: Vec<usize>,
    /// How many characters begin before each [`STEP`]th byte: a line may be as long as its file.
    characters: Vec<usize>,
}

/// Bytes between two counts of characters.
const STEP: usize = 1024;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
}

impl<'t> LineIndex<'t> {
    /// Index a text.
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut count = 0;
        let counts = text.as_bytes().chunks(STEP).map(|bytes| {
            count += characters_in(bytes);
            count
        });
        let characters = std::iter::once(0).chain(counts).collect();
        LineIndex { text, starts, characters }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines that a span touches: their bytes, the last line break included, and the number of the first.
    pub fn lines(&self, span: &Span) -> (Span, usize) {
        let line = |byte: usize| self.starts.partition_point(|start| *start <= byte.min(self.text.len()));
        let first = line(span.start);
        let end = self.starts.get(line(span.end)).copied().unwrap_or(self.text.len());
        (self.starts[first - 1]..end, first)
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let step = byte / STEP;
        self.characters[step] + characters_in(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The position of a byte; beyond the end, that of the end.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let column = self.characters_before(byte) - self.characters_before(self.starts[line - 1]) + 1;
        Position { line, column }
    }

    /// The positions of a span's start and end.
    pub fn range(&self, span: &Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end))
    }
}

/// How many characters begin in some bytes of UTF-8.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Byte of a line and column, both from 1, the column in bytes as `serde_json` counts.
pub fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A place as reporters write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path of the file, relative to the current folder.
    pub file: String,
    /// First character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

/// Finds positions in many files, each indexed once.
pub struct Locator<'f> {
    files: &'f Files,
    indices: std::collections::HashMap<super::FileId, LineIndex<'f>>,
}

impl<'f> Locator<'f> {
    /// For the files of a site.
    pub fn new(files: &'f Files) -> Self {
        Locator { files, indices: std::collections::HashMap::new() }
    }

    /// The lines of a file.
    pub fn index(&mut self, file: super::FileId) -> &LineIndex<'f> {
        let files = self.files;
        self.indices.entry(file).or_insert_with(|| LineIndex::new(files.get(file).text.get()))
    }

    /// Where a place is.
    pub fn locate(&mut self, place: &Place) -> Location {
        let (start, end) = self.index(place.file).range(&place.span);
        Location { file: self.files.display_path(place.file), start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\nné€x\n";
        let index = LineIndex::new(text);
        let at = |byte| {
            let position = index.position(byte);
            (position.line, position.column)
        };
        assert_eq!((at(0), at(1), at(2)), ((1, 1), (1, 2), (2, 1)));
        assert_eq!(at(text.find('x').unwrap()), (2, 4));
        assert_eq!((at(text.len()), at(1000)), ((3, 1), (3, 1)));
        assert_eq!((index.lines(&(2..4)), index.lines(&(0..3))), ((2..10, 2), (0..10, 1)));
        let long = format!("x\n{}", "é€".repeat(1000));
        let index = LineIndex::new(long.as_str());
        for (column, (byte, _)) in long[2..].char_indices().enumerate() {
            assert_eq!(index.position(2 + byte), Position { line: 2, column: column + 1 });
        }
    }
}
