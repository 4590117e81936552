//! Plain text: what of a Markdown text its readers see, on one line.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::text::{events, is_inline};
use crate::files::Span;

/// What plain text does not show as it is written, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    parts: Vec<Part>,
    /// What is shown in their places, one behind the other.
    shown: String,
}

/// A hidden part. Kept small, because each piece of markup is one.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Bytes of the text, which is far shorter than 4 GB.
    start: u32,
    end: u32,
    /// Where what is shown in its place ends; it begins where that of the part before ends.
    shown_to: u32,
}

impl Hidden {
    fn push(&mut self, at: Span, shown: &str) {
        let narrow = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        self.shown.push_str(shown);
        self.parts.push(Part { start: narrow(at.start), end: narrow(at.end), shown_to: narrow(self.shown.len()) });
    }

    /// Give back room that nothing stands in.
    pub fn shrink_to_fit(&mut self) {
        self.parts.shrink_to_fit();
        self.shown.shrink_to_fit();
    }

    /// What ends behind a byte, each part with what is shown in its place.
    fn behind(&self, byte: usize) -> impl Iterator<Item = (Span, &str)> {
        let first = self.parts.partition_point(|part| part.end as usize <= byte);
        let mut from = first.checked_sub(1).map_or(0, |before| self.parts[before].shown_to as usize);
        self.parts[first..].iter().map(move |part| {
            let shown = from..part.shown_to as usize;
            from = shown.end;
            (part.start as usize..part.end as usize, self.shown.get(shown).unwrap_or_default())
        })
    }
}

/// Notes what plain text hides, as the events of a text come in.
#[derive(Debug, Default)]
pub struct Plain {
    hidden: Hidden,
    /// Byte of the text up to which is settled what is shown.
    at: usize,
    /// Depth in images: what stands for one is not shown.
    images: usize,
}

impl Plain {
    /// What was hidden so far, in the order of the text.
    pub fn hidden(&self) -> &Hidden {
        &self.hidden
    }

    /// What is hidden in the whole text, whose events have all come in.
    pub fn finish(mut self, text: &str) -> Hidden {
        self.hide(text, text.len(), " ");
        self.hidden
    }

    /// The next event of a text, and its place.
    pub fn event(&mut self, text: &str, event: &Event<'_>, at: &Span) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images -= 1,
            _ if self.images > 0 => {}
            Event::Text(piece) => self.show(text, piece, at.clone()),
            Event::Code(piece) => {
                let inside = text[at.clone()].find(&**piece).map(|start| at.start + start);
                self.show(text, piece, inside.map_or(at.clone(), |start| start..start + piece.len()));
            }
            Event::SoftBreak | Event::HardBreak => self.hide(text, at.end, " "),
            Event::InlineHtml(html) if breaks(html) => self.hide(text, at.end, " "),
            Event::Start(tag) if !is_inline(tag.to_end()) => self.hide(text, at.start, " "),
            Event::End(tag) if !is_inline(*tag) => self.hide(text, at.end, " "),
            _ => {}
        }
    }

    /// What stands before a byte is markup, but for what was shown already.
    fn hide(&mut self, text: &str, end: usize, shown: &str) {
        // White space is folded anyway.
        if end > self.at && !text[self.at..end].trim_ascii().is_empty() {
            self.hidden.push(self.at..end, shown);
        }
        self.at = self.at.max(end);
    }

    /// A piece of text, as it is written or (an entity) in place of that.
    fn show(&mut self, text: &str, piece: &str, at: Span) {
        self.hide(text, at.start, "");
        self.at = self.at.max(at.end);
        if text.get(at.clone()) != Some(piece) {
            self.hidden.push(at, piece);
        }
    }
}

/// Does a piece of HTML end a line?
fn breaks(html: &str) -> bool {
    html.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// The plain text of some Markdown, on one line.
pub fn plain_text(text: &str) -> String {
    plain_part(text, 0..text.len(), &hidden(text), &[])
}

fn hidden(text: &str) -> Hidden {
    let mut plain = Plain::default();
    for (event, at) in events(text) {
        plain.event(text, &event, &at);
    }
    plain.finish(text)
}

/// The plain text of a part of a text, on one line. `hidden` is of the whole text; `replaced` are spans of it in rising
/// order, each with what is shown in its place.
pub fn plain_part(text: &str, part: Span, hidden: &Hidden, replaced: &[(Span, &str)]) -> String {
    let mut plain = String::with_capacity(part.len());
    let mut hidden = hidden.behind(part.start).peekable();
    let mut replaced = replaced.iter().cloned().peekable();
    let mut at = part.start;
    loop {
        let start = hidden.peek().map_or(part.end, |(span, _)| span.start);
        let next = replaced.next_if(|(span, _)| span.start <= start).or_else(|| hidden.next());
        let Some((span, shown)) = next.filter(|(span, _)| span.start < part.end) else { break };
        if span.end > at {
            plain.push_str(text.get(at..span.start).unwrap_or_default());
            plain.push_str(shown);
            at = span.end;
        }
    }
    plain.push_str(text.get(at..part.end).unwrap_or_default());
    tidy(&plain)
}

/// Fold white space, and take away the space that a citation leaves before a full stop.
fn tidy(text: &str) -> String {
    let text = text.trim();
    let mut tidy = String::with_capacity(text.len());
    let (mut at, mut written) = (0, 0);
    while let Some(ahead) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii_graphic()) {
        at += ahead;
        let mut behind = text[at..].chars();
        let Some(c) = behind.next() else { break };
        // Most spaces stand alone before a word, and stay as they are.
        let stays = c == ' ' && behind.as_str().starts_with(char::is_alphanumeric);
        if stays || !c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let rest = behind.as_str().trim_start();
        tidy.push_str(&text[written..at]);
        if !closes(rest) {
            tidy.push(' ');
        }
        at = text.len() - rest.len();
        written = at;
    }
    tidy.push_str(&text[written..]);
    tidy
}

/// Does a text begin with a word that is nothing but punctuation? `.NET` keeps its space.
fn closes(text: &str) -> bool {
    let mut word = text.chars().take_while(|c| !c.is_whitespace());
    word.all(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’' | '"' | '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_none_stands_before_a_full_stop() {
        for (text, one_line) in [
            (" a  b\u{a0}c\td \u{3000}é ", "a b c d é"),
            ("it ended . Then , she said ” and ) left ?", "it ended. Then, she said” and) left?"),
            ("on .NET (and … more)", "on .NET (and … more)"),
            (" . ", "."),
            ("", ""),
            (" \n ", ""),
        ] {
            assert_eq!(tidy(text), one_line, "{text:?}");
        }
        assert_eq!(plain_text("a\nb  \nc"), "a b c");
    }

    /// The plain text of a part, with parts of it replaced.
    fn part(text: &str, part: &str, replaced: &[(&str, &str)]) -> String {
        let span = |part: &str| {
            let start = text.find(part).expect("a part");
            start..start + part.len()
        };
        let replaced: Vec<_> = replaced.iter().map(|(part, shown)| (span(part), *shown)).collect();
        plain_part(text, span(part), &hidden(text), &replaced)
    }

    #[test]
    fn markup_and_what_is_replaced_are_left_out() {
        let text = "It *did* `x` &amp; more [see `y` *z* @a; @b].[^1] As @c says, [here][ref] and [there].\n\n\
                    [^1]: A note.\n\n[ref]: https://example.org\n";
        let line = text.lines().next().expect("a line");
        let replaced = [("[see `y` *z* @a; @b]", ""), ("@c", "Doe")];
        assert_eq!(part(text, line, &replaced), "It did x & more. As Doe says, here and [there].");
        assert_eq!(plain_text(text), format!("{} A note.", part(text, line, &[])));
    }

    #[test]
    fn a_part_shows_what_it_shows_in_the_whole() {
        // Markup that opens before it, or closes behind; what would be a heading, an item or code by itself.
        assert_eq!(part("*One. Two* three.", "Two* three.", &[]), "Two three.");
        assert_eq!(part("*One. Two* three.", "*One.", &[]), "One.");
        assert_eq!(part("a\n\\# b", "# b", &[]), "# b");
        assert_eq!(part("- \\- b", "- b", &[]), "- b");
        assert_eq!(part("- [x] `` `a `` done", "[x] `` `a `` done", &[]), "`a done");
        assert_eq!(
            part("> a\n> b &NotEqualTilde; [[c|d]]", "a\n> b &NotEqualTilde; [[c|d]]", &[]),
            "a b \u{2242}\u{338} d"
        );
        assert_eq!(part("- Run `git\n  commit`", "Run `git\n  commit`", &[]), "Run git commit");
        assert_eq!(part("`git\ncommit`[@s].", "`git\ncommit`[@s].", &[("[@s]", "")]), "git commit.");
        assert_eq!(part("a &NotEqualTilde;[@s]", "a &NotEqualTilde;[@s]", &[("[@s]", "")]), "a \u{2242}\u{338}");
        assert_eq!(part("> a [[c]] ![alt](d)", "a [[c]] ![alt](d)", &[("[[c]]", "Case C")]), "a Case C");
    }

    #[test]
    fn blocks_and_cells_stand_apart() {
        assert_eq!(
            plain_text("# a\n---\n|b|c|\n|-|-|\n|d\\|e|`f`|\n\n<p>x</p>\n\n```sh\ng\n```\n---\n"),
            "a b c d|e f g"
        );
        assert_eq!(plain_text("- a\n- b\n  1. c\n\nd\\\ne<br>f<i>g</i>"), "a b c d e fg");
    }
}
