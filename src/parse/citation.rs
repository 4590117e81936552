//! Pandoc citations in a run of inline text.

use rustc_hash::FxHashMap;

use crate::files::Span;
use crate::model::{Affix, Affixes, CitationGroup, CitationItem, CitationKind, Slip, SourceId};

/// One run of inline text, character by character.
///
/// The text of one paragraph, item, heading or cell, in which the groups that may cite are found (Pandoc's manual,
/// "Citation syntax"): `[@a]`, `[see @a, p. 3; @b]`, `[-@a]`, `@a`, `@a [p. 3]`. Whether a bare `@a` is a citation
/// depends on whether the id is known, which `link` decides.
#[derive(Debug, Default)]
pub struct Run {
    pub(super) cells: Vec<Cell>,
    /// Texts that differ from their source: entities, code and the like.
    opaque: Vec<String>,
    /// Cells at which what is looked for may begin or end, in rising order: `[`, `]` and `@`, also where a backslash stands
    /// before them, and where markup opens or closes, or nothing reaches across.
    signs: Vec<usize>,
    /// A `^` stands in it.
    pub(super) has_mark: bool,
    /// A parenthesis closes in it.
    has_parentheses: bool,
    /// What closes what, while groups are looked for.
    pairs: Pairs,
}

/// Which cell closes each bracket, found in one pass: brackets nest, and each is asked for.
#[derive(Debug, Default)]
struct Pairs {
    /// By the cell of a `[`: the `]` that closes it, with emphasis balanced and no barrier between them.
    brackets: FxHashMap<usize, usize>,
    /// By the cell of a `[` or of emphasis that opens: the cell that closes as many as have opened since.
    spans: FxHashMap<usize, usize>,
    /// Cells of `@` behind a letter or digit.
    joined: Vec<usize>,
}

/// A bracket that is open.
struct Open {
    at: usize,
    /// How deep in emphasis it opens, and the least depth since.
    depth: isize,
    least: isize,
}

/// Characters that an id in braces, or the name of a footnote, has at most (`CommonMark` gives labels 999).
pub(super) const LONGEST_ID: usize = 999;

/// What opens and closes groups, and cites.
const SIGNS: [char; 3] = ['[', ']', '@'];

/// Kept small, because there is one for each character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Bytes of the file, which is far shorter than 4 GB.
    start: u32,
    end: u32,
    pub(super) kind: CellKind,
}

impl Cell {
    fn new(span: Span, kind: CellKind) -> Self {
        let narrow = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Cell { start: narrow(span.start), end: narrow(span.end), kind }
    }

    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        self.end as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    /// A character as written.
    Char(char),
    /// A character that is never markup: behind a backslash, or in a link.
    Escaped(char),
    /// An entity, code, an image or HTML: index into `opaque`.
    Opaque(u32),
    /// A line break.
    Break,
    /// `*` and the like opens, or a link.
    Open,
    /// … and closes.
    Close,
    /// No citation reaches across.
    Barrier,
}

impl Run {
    /// Text as written, from a byte of the file; `escaped` when a backslash stands before it.
    pub fn text(&mut self, text: &str, start: usize, escaped: bool) {
        self.has_mark |= text.contains('^');
        self.has_parentheses |= text.contains(')');
        let first = self.cells.len();
        self.note_signs(text);
        if text.is_ascii() {
            // In ASCII text every byte is one cell.
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

    /// Text of a link, as written: nothing in it cites.
    pub fn link_text(&mut self, text: &str, start: usize) {
        self.note_signs(text);
        let cell = |(at, c): (usize, char)| Cell::new(start + at..start + at + c.len_utf8(), CellKind::Escaped(c));
        self.cells.extend(text.char_indices().map(cell));
    }

    /// Note the signs of a text, whose cells come next.
    fn note_signs(&mut self, text: &str) {
        // One character is sought faster than one of three, and most texts have none.
        if SIGNS.iter().any(|sign| text.contains(*sign)) {
            let next = self.cells.len();
            self.signs.extend(text.chars().enumerate().filter(|(_, c)| SIGNS.contains(c)).map(|(at, _)| next + at));
        }
    }

    /// Text that differs from its source; nothing where what stands there shows none.
    pub fn opaque(&mut self, text: &str, span: Span) {
        self.push(CellKind::Opaque(u32::try_from(self.opaque.len()).unwrap_or(u32::MAX)), span);
        self.opaque.push(text.to_owned());
    }

    /// A line break.
    pub fn line_break(&mut self, span: Span) {
        self.push(CellKind::Break, span);
    }

    /// Emphasis or a link opens.
    pub fn open(&mut self, start: usize) {
        self.push(CellKind::Open, start..start);
    }

    /// Emphasis or a link closes.
    pub fn close(&mut self, end: usize) {
        self.push(CellKind::Close, end..end);
    }

    /// Something that no citation reaches across.
    pub fn barrier(&mut self, span: Span) {
        self.push(CellKind::Barrier, span);
    }

    fn push(&mut self, kind: CellKind, span: Span) {
        if matches!(kind, CellKind::Open | CellKind::Close | CellKind::Barrier) {
            self.signs.push(self.cells.len());
        }
        self.cells.push(Cell::new(span, kind));
    }

    /// Where the run's text begins and ends; `None` for an empty one.
    pub fn span(&self) -> Option<Span> {
        Some(self.cells.first()?.start()..self.cells.last()?.end())
    }

    /// What an opaque cell shows.
    pub(super) fn opaque_text(&self, index: u32) -> &str {
        self.opaque.get(index as usize).map_or("", |text| text)
    }

    /// Find the groups, and what nearly is one.
    pub fn groups(&mut self, slips: &mut Vec<Slip>) -> Vec<CitationGroup> {
        let mut groups = Vec::new();
        if self.signs.is_empty() {
            return groups;
        }
        self.pairs = self.pairs();
        if self.has_mark || self.signs.iter().any(|at| self.is(*at, '@')) {
            // How many brackets are open that are not citation groups.
            let mut open = 0usize;
            let mut behind = 0;
            for at in self.signs.iter().copied() {
                if at < behind {
                    continue;
                }
                let found = match self.cells[at].kind {
                    CellKind::Char('[') => self.bracketed(at, slips),
                    CellKind::Char('@') => self.in_text(at),
                    _ => None,
                };
                if let Some((group, next)) = found {
                    if open == 0 && group.kind == CitationKind::InText && self.is(next, ']') {
                        slips.extend(self.unopened(&group, next));
                    }
                    groups.push(group);
                    behind = next;
                    continue;
                }
                if self.is(at, '[') {
                    slips.extend(self.no_group(at));
                    open += 1;
                } else if self.cells[at].kind == CellKind::Escaped('[') {
                    open += 1;
                } else if self.is(at, ']') {
                    open = open.saturating_sub(1);
                }
            }
        }
        slips.extend(self.no_links());
        groups
    }

    /// Forget the run.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.opaque.clear();
        self.signs.clear();
        self.pairs = Pairs::default();
        self.has_mark = false;
        self.has_parentheses = false;
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

    pub(super) fn is(&self, at: usize, c: char) -> bool {
        self.cells.get(at).is_some_and(|cell| cell.kind == CellKind::Char(c))
    }

    /// `[see @a, p. 3; @b]`, which opens at a cell.
    fn bracketed(&self, open: usize, slips: &mut Vec<Slip>) -> Option<(CitationGroup, usize)> {
        let close = self.closing(open)?;
        let items = self.items(open + 1, close)?;
        let span = self.cells[open].start()..self.cells[close].end();
        slips.extend(self.second_ids(open + 1, close));
        Some((CitationGroup { span, kind: CitationKind::Bracketed, items: items.into() }, close + 1))
    }

    /// `@a`, or `@a [p. 3; @b]`, which starts at a cell.
    fn in_text(&self, at: usize) -> Option<(CitationGroup, usize)> {
        if !self.may_precede_key(at) {
            return None;
        }
        let (id, after) = self.key(at + 1)?;
        let mut span = self.cells[at].start()..self.cells[after - 1].end();
        let mut items = vec![CitationItem { id, span: span.clone(), affixes: None, suppress_author: false }];
        let mut next = after;
        let gap = usize::from(self.is(after, ' ') || self.cells.get(after).is_some_and(|c| c.kind == CellKind::Break));
        if self.is(after + gap, '[')
            && let Some(close) = self.closing(after + gap)
            && !self.is(close + 1, '[')
            && !self.is(close + 1, '(')
            && let Some((affixes, more)) = self.behind_key(after + gap + 1, close)
        {
            items[0].affixes = affixes;
            items.extend(more);
            span.end = self.cells[close].end();
            next = close + 1;
        }
        Some((CitationGroup { span, kind: CitationKind::InText, items: items.into() }, next))
    }

    /// The bracket behind `@a`: a suffix of it, then further citations; or citations only.
    fn behind_key(&self, from: usize, to: usize) -> Option<(Option<Box<Affixes>>, Vec<CitationItem>)> {
        let first_to = self.parts(from, to).next()?.1;
        if self.is(from, '^') {
            return None;
        }
        if self.find_key(from, first_to).is_some() {
            return Some((None, self.items(from, to)?));
        }
        let more = if first_to < to { self.items(first_to + 1, to)? } else { Vec::new() };
        let (braces, rest) = self.braces(from, first_to);
        let suffix = self.trimmed(rest, first_to);
        Some((Affixes::of(Affix::default(), suffix, braces), more))
    }

    /// The bracket that closes one, with emphasis balanced between them.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        self.pairs.brackets.get(&open).copied()
    }

    /// The cells that close a bracket.
    pub(super) fn closing_brackets(&self) -> impl Iterator<Item = usize> {
        self.signs.iter().copied().filter(|at| self.is(*at, ']'))
    }

    /// The first `@` behind a letter or digit between two cells.
    pub(super) fn joined(&self, from: usize, to: usize) -> Option<usize> {
        let joined = &self.pairs.joined;
        joined.get(joined.partition_point(|at| *at < from)).copied().filter(|at| *at < to)
    }

    fn pairs(&self) -> Pairs {
        let mut pairs = Pairs::default();
        let mut brackets: Vec<Open> = Vec::new();
        let mut spans: Vec<usize> = Vec::new();
        let mut depth = 0isize;
        for at in self.signs.iter().copied() {
            match self.cells[at].kind {
                CellKind::Char('[') => {
                    brackets.push(Open { at, depth, least: depth });
                    spans.push(at);
                }
                CellKind::Char(']') => {
                    pairs.spans.extend(spans.pop().map(|open| (open, at)));
                    let Some(open) = brackets.pop() else { continue };
                    if open.depth == depth && open.least >= open.depth {
                        pairs.brackets.insert(open.at, at);
                    }
                    if let Some(outer) = brackets.last_mut() {
                        outer.least = outer.least.min(open.least);
                    }
                }
                CellKind::Open => {
                    depth += 1;
                    spans.push(at);
                }
                CellKind::Close => {
                    depth -= 1;
                    pairs.spans.extend(spans.pop().map(|open| (open, at)));
                    if let Some(open) = brackets.last_mut() {
                        open.least = open.least.min(depth);
                    }
                }
                CellKind::Char('@') if !self.may_precede_key(at) => pairs.joined.push(at),
                CellKind::Barrier => brackets.clear(),
                _ => {}
            }
        }
        pairs
    }

    /// The cells between two that stand in no brackets and no emphasis of their own.
    fn top_level(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let mut next = from;
        std::iter::from_fn(move || {
            while next < to {
                let at = next;
                match self.cells[at].kind {
                    CellKind::Char('[') | CellKind::Open => next = self.pairs.spans.get(&at).map_or(to, |end| end + 1),
                    CellKind::Char(']') | CellKind::Close => next += 1,
                    _ => {
                        next += 1;
                        return Some(at);
                    }
                }
            }
            None
        })
    }

    /// The parts between semicolons, brackets and emphasis within them left whole.
    pub(super) fn parts(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
        let cuts = self.top_level(from, to).filter(|at| self.is(*at, ';')).chain(std::iter::once(to));
        let mut start = from;
        cuts.map(move |cut| {
            let part = (start, cut);
            start = cut + 1;
            part
        })
    }

    /// The parts of a group as citations; `None` where one of them cites nothing.
    fn items(&self, from: usize, to: usize) -> Option<Vec<CitationItem>> {
        // Words are gathered once it is known that each part cites.
        let cites = self.parts(from, to).all(|(from, to)| self.find_key(from, to).is_some());
        cites.then(|| self.parts(from, to).filter_map(|(from, to)| self.item(from, to)).collect())
    }

    /// One part of a group: prefix, id, suffix.
    fn item(&self, from: usize, to: usize) -> Option<CitationItem> {
        let (at, id, after) = self.find_key(from, to)?;
        let suppress_author = at > from && self.is(at - 1, '-') && (at - 1 == from || self.may_precede_key(at - 1));
        let before = if suppress_author { at - 1 } else { at };
        let first = (from..before).find(|at| !self.is_space(*at)).unwrap_or(before);
        let (braces, rest) = self.braces(after, to);
        let last = (rest..to).rfind(|at| !self.is_space(*at)).map_or(rest, |last| last + 1);
        Some(CitationItem {
            id,
            span: self.cells[before].start()..self.cells[after - 1].end(),
            affixes: Affixes::of(self.affix(first, before), self.affix(rest, last), braces),
            suppress_author,
        })
    }

    /// Braces that open behind a key, behind a comma at most: what they hold, and the cell behind them.
    fn braces(&self, from: usize, to: usize) -> (Option<Affix>, usize) {
        let first = (from..to).find(|at| !self.is_space(*at) && !self.is(*at, ','));
        let Some(open) = first.filter(|at| self.is(*at, '{')) else { return (None, from) };
        let mut depth = 0usize;
        for at in open..to {
            match self.cells[at].kind {
                CellKind::Char('{') => depth += 1,
                CellKind::Char('}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return (Some(self.trimmed(open + 1, at)), at + 1);
            }
        }
        (None, from)
    }

    /// The first key between two cells: where its `@` is, the id, and the cell behind it.
    pub(super) fn find_key(&self, from: usize, to: usize) -> Option<(usize, SourceId, usize)> {
        self.top_level(from, to).filter(|at| self.is(*at, '@')).find_map(|at| {
            let fits = at == from || self.may_precede_key(at);
            let (id, after) = if fits { self.key(at + 1)? } else { return None };
            (after <= to).then_some((at, id, after))
        })
    }

    /// May what stands before a cell stand before `@`? Anything but a letter or digit.
    pub(super) fn may_precede_key(&self, at: usize) -> bool {
        // After emphasis, the last letter inside it counts.
        let before = self.cells[..at].iter().rev().find(|cell| cell.kind != CellKind::Close);
        let Some(before) = before else { return true };
        let last = match before.kind {
            CellKind::Char(c) | CellKind::Escaped(c) => Some(c),
            CellKind::Opaque(index) => self.opaque[index as usize].chars().next_back(),
            CellKind::Break | CellKind::Open | CellKind::Close | CellKind::Barrier => None,
        };
        !last.is_some_and(char::is_alphanumeric)
    }

    /// The key that starts at a cell, and the cell behind it; `{…}` allows any characters but white space.
    pub(super) fn key(&self, from: usize) -> Option<(SourceId, usize)> {
        let chars = || {
            self.cells[from.min(self.cells.len())..].iter().map_while(|cell| match cell.kind {
                CellKind::Char(c) => Some(c),
                _ => None,
            })
        };
        if self.is(from, '{') {
            let id: String = chars().skip(1).take(LONGEST_ID).take_while(|c| *c != '}' && !c.is_whitespace()).collect();
            let after = from + 1 + id.chars().count();
            return if self.is(after, '}') { Some((SourceId::parse(&id)?, after + 1)) } else { None };
        }
        let text: String =
            chars().take(LONGEST_ID).take_while(|c| !c.is_whitespace() && !"[];,@".contains(*c)).collect();
        let length = SourceId::prefix_length(&text);
        let id = SourceId::parse(&text[..length])?;
        Some((id, from + text[..length].chars().count()))
    }

    fn is_space(&self, at: usize) -> bool {
        matches!(self.cells[at].kind, CellKind::Break) || self.is(at, ' ') || self.is(at, '\t')
    }

    /// The words between two cells, without the white space around them.
    fn trimmed(&self, from: usize, to: usize) -> Affix {
        let first = (from..to).find(|at| !self.is_space(*at)).unwrap_or(to);
        let last = (first..to).rfind(|at| !self.is_space(*at)).map_or(first, |last| last + 1);
        self.affix(first, last)
    }

    /// The words between two cells.
    fn affix(&self, from: usize, to: usize) -> Affix {
        let mut text = String::new();
        let mut places = Vec::new();
        // Markup that opens belongs to what follows it.
        let mut opened = None;
        for cell in &self.cells[from..to] {
            let length = text.len();
            match cell.kind {
                CellKind::Char(c) | CellKind::Escaped(c) => text.push(c),
                CellKind::Opaque(index) => text.push_str(&self.opaque[index as usize]),
                CellKind::Break => text.push(' '),
                CellKind::Open => opened = opened.or(Some(cell.start)),
                CellKind::Close | CellKind::Barrier => {}
            }
            if text.len() > length {
                let start = opened.take().unwrap_or(cell.start);
                places.resize(text.len(), start);
            }
        }
        if let (false, Some(last)) = (text.is_empty(), self.cells[from..to].last()) {
            places.push(last.end);
        }
        Affix::new(text, places)
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
        run.groups(&mut Vec::new()).iter().map(show).collect()
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
