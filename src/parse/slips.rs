//! Slips: text that nearly is a citation, a footnote or a wiki link.

use super::citation::{CellKind, LONGEST_ID, Run};
use crate::files::Span;
use crate::model::{CitationGroup, Slip, SlipKind, SourceId};

impl Run {
    /// Ids among the words behind another one: `[@a, @b]`.
    pub(super) fn second_ids(&self, from: usize, to: usize) -> Vec<Slip> {
        let mut found = Vec::new();
        for (from, to) in self.parts(from, to) {
            let Some((_, _, mut behind)) = self.find_key(from, to) else { continue };
            while let Some((mark, id, after)) = self.any_key(behind, to) {
                let start = if self.is(mark - 1, '-') { mark - 1 } else { mark };
                let word: String = (behind..start).map(|at| self.letter(at)).collect();
                let joins = matches!(word.trim_matches([',', ' ']), "" | "and" | "&");
                let between = joins.then(|| self.cells[behind - 1].end()..self.cells[start].start());
                found.push(Slip {
                    span: self.cells[start].start()..self.cells[after - 1].end(),
                    kind: SlipKind::NoSemicolon(id, between),
                });
                behind = after;
            }
        }
        found
    }

    /// What a bracket that opens no group was meant to be.
    pub(super) fn no_group(&self, open: usize) -> Option<Slip> {
        let Some(close) = self.closing(open) else { return self.unclosed(open) };
        if self.is(open + 1, '^') {
            let is_name = close > open + 2
                && close - open <= LONGEST_ID
                && (open + 2..close).all(|at| !self.letter(at).is_whitespace());
            let span = self.cells[open].start()..self.cells[close].end();
            return (is_name && !self.is(close + 1, '(')).then_some(Slip { span, kind: SlipKind::UndefinedFootnote });
        }
        let span = self.cells[open].start()..self.cells[close].end();
        let ids: Vec<Option<SourceId>> =
            self.parts(open + 1, close).map(|(from, to)| Some(self.find_key(from, to)?.1)).collect();
        if let Some(id) = ids.iter().flatten().next() {
            let (from, to) = self.parts(open + 1, close).zip(&ids).find(|(_, id)| id.is_none())?.0;
            let part = self.words(from, to);
            return Some(Slip { span, kind: SlipKind::NoId(id.clone(), part) });
        }
        let mark = self.joined(open + 1, close)?;
        let (id, _) = self.key(mark + 1)?;
        Some(Slip { span, kind: SlipKind::Joined(id, self.cells[mark].start()) })
    }

    /// `[@a.` and `[@a)`: a bracket that opens right before an id, and never closes.
    fn unclosed(&self, open: usize) -> Option<Slip> {
        let mark = open + 1 + usize::from(self.is(open + 1, '-'));
        let (id, after) = if self.is(mark, '@') { self.key(mark + 1)? } else { return None };
        let end = self.cells[after - 1].end();
        let close = match self.cells.get(after).map(|cell| cell.kind) {
            Some(CellKind::Char(')' | '}')) => Some(end..self.cells[after].end()),
            None | Some(CellKind::Char('.' | '!' | '?')) => Some(end..end),
            _ => None,
        };
        Some(Slip { span: self.cells[open].start()..end, kind: SlipKind::Unclosed(id, close) })
    }

    /// `@a]`: a bracket that closes behind a citation, and never opened.
    pub(super) fn unopened(&self, group: &CitationGroup, close: usize) -> Option<Slip> {
        let id = group.items.first()?.id.clone();
        let span = group.span.start..self.cells.get(close)?.end();
        Some(Slip { span, kind: SlipKind::Unopened(id) })
    }

    /// Where the last wiki link opens that does not close.
    pub fn open_wiki_link(&self) -> Option<usize> {
        let double = |c: char| (1..self.cells.len()).rev().find(|at| self.is(*at, c) && self.is(at - 1, c));
        let open = double('[')?;
        let closes = double(']').is_some_and(|close| close > open);
        (!closes).then(|| self.cells[open - 1].start())
    }

    /// The next key between two cells, wherever it stands.
    fn any_key(&self, from: usize, to: usize) -> Option<(usize, SourceId, usize)> {
        (from..to).filter(|at| self.is(*at, '@') && self.may_precede_key(*at)).find_map(|at| {
            let (id, after) = self.key(at + 1)?;
            (after <= to).then_some((at, id, after))
        })
    }

    /// The character of a cell; a space for what is none.
    pub(super) fn letter(&self, at: usize) -> char {
        match self.cells[at].kind {
            CellKind::Char(c) | CellKind::Escaped(c) => c,
            _ => ' ',
        }
    }

    /// Where the words between two cells stand, without the white space around them.
    fn words(&self, from: usize, to: usize) -> Span {
        let is_word = |at: &usize| !self.letter(*at).is_whitespace();
        let first = (from..to).find(is_word).unwrap_or(from);
        let last = (first..to).rfind(is_word).unwrap_or(first);
        self.cells[first].start()..self.cells[last].end().max(self.cells[first].start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(text: &str) -> Vec<String> {
        let mut run = Run::default();
        run.text(text, 0, false);
        let mut slips = Vec::new();
        run.groups(&mut slips);
        let show = |slip: &Slip| {
            let what = match &slip.kind {
                SlipKind::NoSemicolon(id, between) => {
                    format!("no semicolon {id} {:?}", between.clone().map(|b| &text[b]))
                }
                SlipKind::NoId(_, part) => format!("no id {}", &text[part.clone()]),
                SlipKind::Unclosed(id, close) => format!("unclosed {id} {:?}", close.clone().map(|c| &text[c])),
                SlipKind::Unopened(id) => format!("unopened {id}"),
                SlipKind::Joined(id, mark) => format!("joined {id} at {mark}"),
                other => format!("{other:?}"),
            };
            format!("{}: {what}", &text[slip.span.clone()])
        };
        slips.iter().map(show).collect()
    }

    #[test]
    fn what_nearly_is_a_group_is_told() {
        for (text, slip) in [
            ("[@a, @b]", "@b: no semicolon b Some(\", \")"),
            ("[@a @b]", "@b: no semicolon b Some(\" \")"),
            ("[@a and -@b]", "-@b: no semicolon b Some(\" and \")"),
            ("[@a, as @b says]", "@b: no semicolon b None"),
            ("[@a; b]", "[@a; b]: no id b"),
            ("[see; @b]", "[see; @b]: no id see"),
            ("x [@a. Then", "[@a: unclosed a Some(\"\")"),
            ("x [@a) then", "[@a: unclosed a Some(\")\")"),
            ("x [@a, p. 3", "[@a: unclosed a None"),
            ("x @a].", "@a]: unopened a"),
            ("x @a [p. 3]].", "@a [p. 3]]: unopened a"),
            ("[see@a]", "[see@a]: joined a at 4"),
            ("x[^1].", "[^1]: UndefinedFootnote"),
        ] {
            assert_eq!(slips(text), [slip], "{text}");
        }
    }

    #[test]
    fn what_is_well_written_is_none() {
        for text in
            ["[@a; @b]", "[see @a, p. 3]", "[x @a] [y]", "(@a)", "[p. 3; x]", "[[@a]]", "[^ x]", "a] @b", "[", "[^"]
        {
            assert!(slips(text).is_empty(), "{text}: {:?}", slips(text));
        }
    }
}
