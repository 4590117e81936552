//! Pandoc citations in a run of inline text.
//!
//! Comes in: the text events of one paragraph, item, heading or cell, as [`Run`]. Goes out: the groups that may
//! cite (Pandoc's manual, "Citation syntax"): `[@a]`, `[see @a, p. 3; @b]`, `[-@a]`, `@a`, `@a [p. 3]`. Whether
//! a bare `@a` is a citation depends on whether the id is known, and is settled in `link`.

use crate::files::Span;
use crate::model::{Affixes, CitationGroup, CitationItem, CitationKind, SourceId};

/// One run of inline text, character by character.
#[derive(Debug, Default)]
pub struct Run {
    cells: Vec<Cell>,
    /// Texts that differ from their source: entities and the like.
    opaque: Vec<String>,
    has_at: bool,
    /// A parenthesis closes in it.
    has_parentheses: bool,
}

/// Small, for there is one for each character.
#[derive(Debug, Clone, Copy)]
struct Cell {
    /// Bytes of the file, which is far shorter than 4 GB.
    start: u32,
    end: u32,
    kind: CellKind,
}

impl Cell {
    fn new(span: Span, kind: CellKind) -> Self {
        let narrow = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Cell { start: narrow(span.start), end: narrow(span.end), kind }
    }

    fn start(self) -> usize {
        self.start as usize
    }

    fn end(self) -> usize {
        self.end as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellKind {
    /// A character as written.
    Char(char),
    /// A character after a backslash: never markup.
    Escaped(char),
    /// An entity: index into `opaque`.
    Opaque(u32),
    /// A line break.
    Break,
    /// `*` and the like opens.
    Open,
    /// … and closes.
    Close,
    /// Code, a link, an image or HTML: no citation reaches across.
    Barrier,
}

impl Run {
    /// Text as written, from a byte of the file; `escaped` when a backslash stands before it.
    pub fn text(&mut self, text: &str, start: usize, escaped: bool) {
        self.has_at |= text.contains('@');
        self.has_parentheses |= text.contains(')');
        let first = self.cells.len();
        if text.is_ascii() {
            // A cell a byte: the room for them is known.
            let start = Cell::new(start..start, CellKind::Break).start;
            let cell = |(at, byte): (u32, u8)| Cell { start: at, end: at + 1, kind: CellKind::Char(char::from(byte)) };
            self.cells.extend((start..).zip(text.bytes()).map(cell));
        } else {
            let cell = |(at, c): (usize, char)| Cell::new(start + at..start + at + c.len_utf8(), CellKind::Char(c));
            self.cells.extend(text.char_indices().map(cell));
        }
        if let (true, Some(Cell { kind, .. })) = (escaped, self.cells.get_mut(first))
            && let CellKind::Char(c) = *kind
        {
            *kind = CellKind::Escaped(c);
        }
    }

    /// Text that differs from its source.
    pub fn opaque(&mut self, text: &str, span: Span) {
        self.push(CellKind::Opaque(u32::try_from(self.opaque.len()).unwrap_or(u32::MAX)), span);
        self.opaque.push(text.to_owned());
    }

    /// A line break.
    pub fn line_break(&mut self, span: Span) {
        self.push(CellKind::Break, span);
    }

    /// Emphasis opens.
    pub fn open(&mut self, start: usize) {
        self.push(CellKind::Open, start..start);
    }

    /// Emphasis closes.
    pub fn close(&mut self, end: usize) {
        self.push(CellKind::Close, end..end);
    }

    /// Something that no citation reaches across.
    pub fn barrier(&mut self, span: Span) {
        self.push(CellKind::Barrier, span);
    }

    fn push(&mut self, kind: CellKind, span: Span) {
        self.cells.push(Cell::new(span, kind));
    }

    /// Where the run's text begins and ends; `None` for an empty one.
    pub fn span(&self) -> Option<Span> {
        Some(self.cells.first()?.start()..self.cells.last()?.end())
    }

    /// Find the groups, and forget the run.
    pub fn take_groups(&mut self) -> Vec<CitationGroup> {
        let mut groups = Vec::new();
        if self.has_at {
            let mut at = 0;
            while at < self.cells.len() {
                let found = match self.cells[at].kind {
                    CellKind::Char('[') => self.bracketed(at),
                    CellKind::Char('@') => self.in_text(at),
                    _ => None,
                };
                at = match found {
                    Some((group, next)) => {
                        groups.push(group);
                        next
                    }
                    None => at + 1,
                };
            }
        }
        self.cells.clear();
        self.opaque.clear();
        self.has_at = false;
        self.has_parentheses = false;
        groups
    }

    /// Parentheses that may be a citation written out in words: `(Business Insider, 13 May 2025)`.
    pub fn parentheticals(&self) -> Vec<Span> {
        let mut found = Vec::new();
        if !self.has_parentheses {
            return found;
        }
        let mut open = None;
        let (mut comma, mut digit) = (false, false);
        for cell in &self.cells {
            match cell.kind {
                CellKind::Char('(') => (open, comma, digit) = (Some(cell.start()), false, false),
                CellKind::Char(')') => {
                    if let Some(start) = open.take().filter(|_| comma && digit) {
                        found.push(start..cell.end());
                    }
                }
                CellKind::Char('@') | CellKind::Barrier => open = None,
                CellKind::Char(c) => {
                    comma |= c == ',';
                    digit |= c.is_ascii_digit();
                }
                _ => {}
            }
        }
        found
    }

    fn is(&self, at: usize, c: char) -> bool {
        self.cells.get(at).is_some_and(|cell| cell.kind == CellKind::Char(c))
    }

    /// `[see @a, p. 3; @b]`, which opens at a cell.
    fn bracketed(&self, open: usize) -> Option<(CitationGroup, usize)> {
        let close = self.closing(open)?;
        let items = self.parts(open + 1, close).map(|(from, to)| self.item(from, to)).collect::<Option<Box<[_]>>>()?;
        let span = self.cells[open].start()..self.cells[close].end();
        Some((CitationGroup { span, kind: CitationKind::Bracketed, items }, close + 1))
    }

    /// `@a`, or `@a [p. 3; @b]`, which starts at a cell.
    fn in_text(&self, at: usize) -> Option<(CitationGroup, usize)> {
        if !self.may_precede_key(at) {
            return None;
        }
        let (id, after) = self.key(at + 1)?;
        let mut span = self.cells[at].start()..self.cells[after - 1].end();
        let first = CitationItem { id, span: span.clone(), affixes: None, suppress_author: false };
        let mut items = vec![first];
        let mut next = after;
        let gap = usize::from(self.is(after, ' ') || self.cells.get(after).is_some_and(|c| c.kind == CellKind::Break));
        if self.is(after + gap, '[')
            && let Some(close) = self.closing(after + gap)
            && let Some((suffix, more)) = self.locator(after + gap + 1, close)
        {
            items[0].affixes = Affixes::of("", &suffix);
            items.extend(more);
            span.end = self.cells[close].end();
            next = close + 1;
        }
        Some((CitationGroup { span, kind: CitationKind::InText, items: items.into() }, next))
    }

    /// The bracket behind `@a`: a suffix of it, then further citations.
    fn locator(&self, from: usize, to: usize) -> Option<(String, Vec<CitationItem>)> {
        let mut parts = self.parts(from, to);
        let (first_from, first_to) = parts.next()?;
        if self.find_key(first_from, first_to).is_some() || self.is(first_from, '^') {
            return None;
        }
        let suffix = self.plain(first_from, first_to).trim().to_owned();
        if suffix.is_empty() {
            return None;
        }
        let more = parts.map(|(from, to)| self.item(from, to)).collect::<Option<Vec<_>>>()?;
        Some((suffix, more))
    }

    /// The bracket that closes one, with emphasis balanced between them.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut brackets = 0usize;
        let mut emphasis = 0usize;
        for (at, cell) in self.cells.iter().enumerate().skip(open) {
            match cell.kind {
                CellKind::Char('[') => brackets += 1,
                CellKind::Char(']') => {
                    brackets -= 1;
                    if brackets == 0 {
                        return (emphasis == 0).then_some(at);
                    }
                }
                CellKind::Open => emphasis += 1,
                CellKind::Close => emphasis = emphasis.checked_sub(1)?,
                CellKind::Barrier => return None,
                _ => {}
            }
        }
        None
    }

    /// The parts between semicolons, brackets within them left whole.
    fn parts(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut depth = 0usize;
        let mut cuts = vec![];
        for (at, cell) in self.cells.iter().enumerate().take(to).skip(from) {
            match cell.kind {
                CellKind::Char('[') => depth += 1,
                CellKind::Char(']') => depth = depth.saturating_sub(1),
                CellKind::Char(';') if depth == 0 => cuts.push(at),
                _ => {}
            }
        }
        cuts.push(to);
        let mut start = from;
        cuts.into_iter().map(move |cut| {
            let part = (start, cut);
            start = cut + 1;
            part
        })
    }

    /// One part of a group: prefix, id, suffix.
    fn item(&self, from: usize, to: usize) -> Option<CitationItem> {
        let (at, id, after) = self.find_key(from, to)?;
        let suppress_author = at > from && self.is(at - 1, '-');
        let before = if suppress_author { at - 1 } else { at };
        if (from..before).any(|i| self.is(i, '[')) {
            return None;
        }
        let start = self.cells[before].start();
        Some(CitationItem {
            id,
            span: start..self.cells[after - 1].end(),
            affixes: Affixes::of(self.plain(from, before).trim_start(), self.plain(after, to).trim_end()),
            suppress_author,
        })
    }

    /// The first key between two cells: where its `@` is, the id, and the cell behind it.
    fn find_key(&self, from: usize, to: usize) -> Option<(usize, SourceId, usize)> {
        (from..to).filter(|at| self.is(*at, '@')).find_map(|at| {
            let fits = at == from || self.may_precede_key(at) || self.is(at - 1, '-');
            let (id, after) = if fits { self.key(at + 1)? } else { return None };
            (after <= to).then_some((at, id, after))
        })
    }

    /// May the character before a cell stand before `@`? The start, a space, or opening punctuation.
    fn may_precede_key(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        match self.cells[before].kind {
            CellKind::Char(c) | CellKind::Escaped(c) => c.is_whitespace() || "([{\"'“‘«‹„‚—–¿¡/".contains(c),
            CellKind::Break | CellKind::Open | CellKind::Barrier => true,
            CellKind::Opaque(_) | CellKind::Close => false,
        }
    }

    /// The key that starts at a cell, and the cell behind it; `{…}` allows any characters but white space.
    fn key(&self, from: usize) -> Option<(SourceId, usize)> {
        let chars = || {
            self.cells[from.min(self.cells.len())..].iter().map_while(|cell| match cell.kind {
                CellKind::Char(c) => Some(c),
                _ => None,
            })
        };
        if self.is(from, '{') {
            let id: String = chars().skip(1).take_while(|c| *c != '}' && !c.is_whitespace()).collect();
            let after = from + 1 + id.chars().count();
            return if self.is(after, '}') { Some((SourceId::parse(&id)?, after + 1)) } else { None };
        }
        let text: String = chars().take_while(|c| !c.is_whitespace() && !"[];,@".contains(*c)).collect();
        let length = SourceId::prefix_length(&text);
        let id = SourceId::parse(&text[..length])?;
        Some((id, from + text[..length].chars().count()))
    }

    /// The plain text between two cells.
    fn plain(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        for cell in &self.cells[from..to] {
            match cell.kind {
                CellKind::Char(c) | CellKind::Escaped(c) => text.push(c),
                CellKind::Opaque(index) => text.push_str(&self.opaque[index as usize]),
                CellKind::Break => text.push(' '),
                CellKind::Open | CellKind::Close | CellKind::Barrier => {}
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(text: &str) -> Vec<String> {
        let mut run = Run::default();
        run.text(text, 0, false);
        let show = |group: &CitationGroup| {
            let items = group.items.iter().map(|item| {
                let dash = if item.suppress_author { "-" } else { "" };
                format!("<{}|{dash}{}|{}>", item.prefix(), item.id, item.suffix())
            });
            format!("{:?} {}{}", group.kind, &text[group.span.clone()], items.collect::<String>())
        };
        run.take_groups().iter().map(show).collect()
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(groups("x [@a]."), ["Bracketed [@a]<|a|>"]);
        assert_eq!(groups("[@a, p. 3]"), ["Bracketed [@a, p. 3]<|a|, p. 3>"]);
        assert_eq!(groups("[see @a; @b]"), ["Bracketed [see @a; @b]<see |a|><|b|>"]);
        assert_eq!(groups("[-@a]"), ["Bracketed [-@a]<|-a|>"]);
        assert_eq!(groups("As @a says"), ["InText @a<|a|>"]);
        assert_eq!(groups("As @a [p. 3; see @b] says"), ["InText @a [p. 3; see @b]<|a|p. 3><see |b|>"]);
        assert_eq!(groups("[@{doi:10.1/x}]"), ["Bracketed [@{doi:10.1/x}]<|doi:10.1/x|>"]);
        assert_eq!(groups("[@a][@b]"), ["Bracketed [@a]<|a|>", "Bracketed [@b]<|b|>"]);
        assert_eq!(groups("[@a, p. [3]; @b]"), ["Bracketed [@a, p. [3]; @b]<|a|, p. [3]><|b|>"]);
        assert_eq!(groups("@a."), ["InText @a<|a|>"]);
    }

    #[test]
    fn what_is_no_citation_stays_text() {
        for text in ["me@example.org", "[me@example.org]", "[a; @b]", "a @ b", "[@]", "@", "[p. 3]", "@-a"] {
            let found = groups(text);
            let bracketed = found.iter().any(|group| group.starts_with("Bracketed"));
            assert!(!bracketed, "{text}: {found:?}");
        }
        assert_eq!(groups("[@a @b"), ["InText @a<|a|>", "InText @b<|b|>"]);
    }
}
