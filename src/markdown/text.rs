//! The dialect of Markdown: `CommonMark` with GitHub's tables, footnotes, strikethrough and task lists, and wiki links.

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use crate::files::Span;

/// The parser for a text.
///
/// This is the only place that configures the parser, because `parse` and `render` must see the same events at the same
/// offsets.
pub fn events(text: &str) -> pulldown_cmark::OffsetIter<'_> {
    Parser::new_ext(text, options()).into_offset_iter()
}

/// The addresses of references that stand in lines of their own, `[name]: address`: where each line is, and the address.
pub fn definitions(text: &str) -> Vec<(Span, String)> {
    let parser = Parser::new_ext(text, options());
    let all = parser.reference_definitions().iter().map(|(_, one)| (one.span.clone(), one.dest.to_string()));
    all.collect()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS
}

/// Is it markup within a text, and not a block?
pub fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The plain text of some Markdown, on one line.
pub fn plain_text(text: &str) -> String {
    excerpt(text, &[], &|_| false)
}

/// The plain text of a part of a text, on one line. `replaced` are spans in rising order, each with what is shown in
/// its place. `is_link` says whether a link begins at a byte: the definition of a reference may stand elsewhere.
pub fn excerpt(text: &str, replaced: &[(Span, &str)], is_link: &dyn Fn(usize) -> bool) -> String {
    let define = |link: BrokenLink<'_>| is_link(link.span.start).then(|| ("".into(), "".into()));
    let mut plain = Plain { text, replaced, next: 0, plain: String::with_capacity(text.len()) };
    let mut images = 0;
    for (event, span) in Parser::new_with_broken_link_callback(text, options(), Some(define)).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Start(Tag::Link { .. }) => plain.piece("", span.start..span.start + 1),
            Event::Text(piece) if images == 0 => plain.piece(&piece, span),
            Event::Code(piece) if images == 0 => plain.piece(&piece, span),
            Event::SoftBreak | Event::HardBreak => plain.piece(" ", span),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => plain.plain.push(' '),
            _ => {}
        }
    }
    tidy(&plain.plain)
}

/// Plain text in the making.
struct Plain<'t> {
    text: &'t str,
    replaced: &'t [(Span, &'t str)],
    /// The first of them that has not been shown.
    next: usize,
    plain: String,
}

impl Plain<'_> {
    /// Push a piece of text without what is replaced. A piece that is not as written (an entity) is whole.
    fn piece(&mut self, piece: &str, span: Span) {
        let is_as_written = self.text.get(span.clone()) == Some(piece);
        let mut at = span.start;
        while at < span.end {
            // The first that ends behind this byte: it holds it, or is the next.
            let hole = self.replaced.partition_point(|(hole, _)| hole.end <= at);
            let next = self.replaced.get(hole).map(|(hole, _)| hole.start);
            if next.is_some_and(|start| start <= at) {
                if hole >= self.next {
                    self.plain.push_str(self.replaced[hole].1);
                    self.next = hole + 1;
                }
                at = self.replaced[hole].0.end;
                continue;
            }
            if !is_as_written {
                self.plain.push_str(piece);
                return;
            }
            let end = next.map_or(span.end, |start| start.min(span.end));
            self.plain.push_str(&self.text[at..end]);
            at = end;
        }
    }
}

/// Pieces of text, with their places in a source, on one line. `skip` lists spans of the source that are left out.
pub fn plain_pieces(source: &str, pieces: &[(String, Span)], skip: &[Span]) -> String {
    let mut plain = String::new();
    for (piece, span) in pieces {
        push_outside(&mut plain, piece, source, span.clone(), skip);
    }
    tidy(&plain)
}

/// Push a piece of text without what the spans cover. A piece that is not as written (an entity) is whole.
fn push_outside(plain: &mut String, piece: &str, text: &str, span: Span, skip: &[Span]) {
    if piece != &text[span.clone()] || skip.is_empty() {
        let hole = skip.get(skip.partition_point(|hole| hole.end <= span.start));
        if !hole.is_some_and(|hole| hole.start <= span.start && span.end <= hole.end) {
            plain.push_str(piece);
        }
        return;
    }
    let mut at = span.start;
    let first = skip.partition_point(|hole| hole.end <= span.start);
    for hole in skip[first..].iter().take_while(|hole| hole.start < span.end) {
        plain.push_str(&text[at..hole.start.max(at)]);
        at = hole.end.min(span.end).max(at);
    }
    plain.push_str(&text[at..span.end]);
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
    use super::{excerpt, plain_text, tidy};

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

    #[test]
    fn markup_and_what_is_replaced_are_left_out() {
        let text = "It *did* `x` &amp; more [see `y` *z* @a; @b].[^1] As @c says, [here][ref] and [there].";
        let span = |part: &str| {
            let start = text.find(part).expect("a part");
            start..start + part.len()
        };
        let replaced = [(span("[see `y` *z* @a; @b]"), ""), (span("[^1]"), ""), (span("@c"), "Doe")];
        let reference = span("[here]").start;
        assert_eq!(
            excerpt(text, &replaced, &|start| start == reference),
            "It did x & more. As Doe says, here and [there]."
        );
    }
}
