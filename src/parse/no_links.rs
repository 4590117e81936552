//! Brackets and parentheses that were meant to be a link: `(text)[https://…]`, `[text](my file.pdf)`, `[[slug]`.

use super::citation::{CellKind, Run};
use crate::model::{NoLink, Slip, SlipKind};

/// Characters of a link that is sought: each bracket may be part of one, and brackets nest.
const LONGEST: usize = 500;

impl Run {
    /// What nearly is a link, in the order of the text.
    pub(super) fn no_links(&self) -> Vec<Slip> {
        self.closing_brackets().filter_map(|close| self.no_link(close)).collect()
    }

    /// What the bracket that closes at a cell was meant to be part of.
    fn no_link(&self, close: usize) -> Option<Slip> {
        let open = self.opening(close, '[', ']')?;
        if ['@', '^', '-'].iter().any(|sign| self.is(open + 1, *sign)) {
            return None;
        }
        let inner = self.plain(open + 1, close)?;
        if self.is(close + 1, '(') {
            return self.failed(open, close, &inner);
        }
        if self.is(close + 1, ' ') && self.is(close + 2, '(') {
            let end = self.ending(close + 2)?;
            let address = self.plain(close + 3, end)?;
            let is_web = address.starts_with("https://") || address.starts_with("http://");
            return (is_web && !address.contains(' ') && !inner.is_empty())
                .then(|| self.slip(open, end, NoLink::Apart, Some(format!("[{inner}]({address})"))));
        }
        if open > 0 && self.is(open - 1, ')') && is_address(&inner) && !inner.contains(' ') {
            let start = self.opening(open - 1, '(', ')')?;
            let text = self.plain(start + 1, open - 1)?;
            return Some(self.slip(start, close, NoLink::Reversed, Some(format!("[{text}]({inner})"))));
        }
        self.half_wiki(open, close, &inner)
    }

    /// `[text](…`, which `CommonMark` takes for no link (0.31.2, section 6.3).
    fn failed(&self, open: usize, close: usize, text: &str) -> Option<Slip> {
        let is_text = |at: &usize| matches!(self.cells[*at].kind, CellKind::Char(_));
        let Some(end) = self.ending(close + 1) else {
            let last = (close + 2..self.cells.len())
                .take(LONGEST)
                .take_while(|at| is_text(at) && !self.is(*at, ' '))
                .last()?;
            let address = self.plain(close + 2, last + 1)?;
            let tidy = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let end = last - (address.chars().count() - tidy.chars().count());
            let meant = format!("[{text}]({tidy})");
            return is_address(tidy).then(|| self.slip(open, end, NoLink::Unclosed, Some(meant)));
        };
        let address = self.plain(close + 2, end)?;
        if !is_address(&address) || !address.contains(' ') {
            return None;
        }
        // A title in quotation marks that is not closed, or a remark, is the editor's to tell apart.
        let is_clear = !address.contains(['"', '\'', '<', '>']);
        let meant = is_clear.then(|| format!("[{text}]({})", address.trim().replace(' ', "%20")));
        Some(self.slip(open, end, NoLink::Spaces, meant))
    }

    /// `[[slug]` and `[slug]]`.
    fn half_wiki(&self, open: usize, close: usize, inner: &str) -> Option<Slip> {
        let is_doubled = open > 0 && self.is(open - 1, '[');
        let is_closed_twice = self.is(close + 1, ']');
        let is_slug = inner.contains(|c: char| c.is_ascii_lowercase())
            && inner.split(['#', '|']).next().is_some_and(|name| crate::model::Slug::parse(name).is_ok());
        if is_doubled == is_closed_twice || !is_slug {
            return None;
        }
        let (start, end) = if is_doubled { (open - 1, close) } else { (open, close + 1) };
        Some(self.slip(start, end, NoLink::HalfWiki, Some(format!("[[{inner}]]"))))
    }

    fn slip(&self, first: usize, last: usize, why: NoLink, meant: Option<String>) -> Slip {
        let span = self.cells[first].start()..self.cells[last].end();
        Slip { span, kind: SlipKind::NoLink(why, meant) }
    }

    /// The characters between two cells; none where something else stands among them.
    fn plain(&self, from: usize, to: usize) -> Option<String> {
        let cells = self.cells.get(from..to)?;
        cells.iter().map(|cell| if let CellKind::Char(c) = cell.kind { Some(c) } else { None }).collect()
    }

    /// Where what closes at a cell was opened, on the same line.
    fn opening(&self, close: usize, open_sign: char, close_sign: char) -> Option<usize> {
        self.partner((close.saturating_sub(LONGEST)..=close).rev(), close_sign, open_sign)
    }

    /// Where the parenthesis that opens at a cell is closed, on the same line.
    fn ending(&self, open: usize) -> Option<usize> {
        self.partner((open..self.cells.len()).take(LONGEST), '(', ')')
    }

    /// The cell, in the order in which they are looked at, whose sign balances the one of the first.
    fn partner(&self, cells: impl Iterator<Item = usize>, sign: char, other_sign: char) -> Option<usize> {
        let mut depth = 0usize;
        for at in cells {
            match self.cells[at].kind {
                CellKind::Char(c) if c == sign => depth += 1,
                CellKind::Char(c) if c == other_sign => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                CellKind::Break | CellKind::Barrier => return None,
                _ => {}
            }
        }
        None
    }
}

/// Does a text look like an address, or like the name of a file?
fn is_address(text: &str) -> bool {
    let text = text.trim();
    let starts = ["https://", "http://", "mailto:", "www.", "./", "../", "#"];
    let is_file = |end: &str| (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    starts.iter().any(|start| text.starts_with(start) && text.len() > start.len())
        || text.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && is_file(end) && !name.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Vec<(NoLink, Option<String>)> {
        let mut run = Run::default();
        run.text(text, 0, false);
        let mut slips = Vec::new();
        run.groups(&mut slips);
        slips
            .into_iter()
            .filter_map(|slip| if let SlipKind::NoLink(why, meant) = slip.kind { Some((why, meant)) } else { None })
            .collect()
    }

    #[test]
    fn links_that_are_none_are_found() {
        for (text, why, cure) in [
            ("See (the rota)[https://example.org/a] now", NoLink::Reversed, "[the rota](https://example.org/a)"),
            ("See [the rota] (https://example.org/a).", NoLink::Apart, "[the rota](https://example.org/a)"),
            ("[the rota](my file.pdf)", NoLink::Spaces, "[the rota](my%20file.pdf)"),
            ("[the rota](https://example.org/a b)", NoLink::Spaces, "[the rota](https://example.org/a%20b)"),
            ("[the rota](https://example.org/a. Then", NoLink::Unclosed, "[the rota](https://example.org/a)"),
            ("as [[example] says", NoLink::HalfWiki, "[[example]]"),
            ("as [example]] says", NoLink::HalfWiki, "[[example]]"),
        ] {
            assert_eq!(meant(text), [(why, Some(cure.to_owned()))], "{text}");
        }
    }

    #[test]
    fn brackets_of_other_kinds_are_left_alone() {
        for text in [
            "[sic](of the firm)",
            "(see)[1]",
            "[@a] (https://example.org)",
            "f[x](y z)",
            "[[Example]",
            "[1]]",
            "[^1](a.b)",
            "a]] b",
        ] {
            assert!(meant(text).is_empty(), "{text}");
        }
    }
}
