//! The dialect of Markdown, for `parse` and `render` alike.
//!
//! `CommonMark` with tables, footnotes, strikethrough and task lists (as in `GitHub` Flavored Markdown) and wiki links. The
//! two stages must see the same events at the same offsets, so the parser is made here and nowhere else.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::files::Span;

/// The parser for a text.
pub fn events(text: &str) -> pulldown_cmark::OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS;
    Parser::new_ext(text, options).into_offset_iter()
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

/// The plain text of some Markdown, on one line. `skip` lists spans of the text that are left out: citations.
pub fn plain_text(text: &str, skip: &[Span]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut images = 0;
    for (event, span) in events(text) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(piece) if images == 0 => push_outside(&mut plain, &piece, text, span, skip),
            Event::Code(piece) if images == 0 => plain.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => plain.push(' '),
            _ => {}
        }
    }
    tidy(&plain)
}

/// Push a piece of text without what the spans cover. A piece that is not as written (an entity) is whole.
fn push_outside(plain: &mut String, piece: &str, text: &str, span: Span, skip: &[Span]) {
    if piece != &text[span.clone()] || skip.is_empty() {
        if !skip.iter().any(|s| s.start <= span.start && span.end <= s.end) {
            plain.push_str(piece);
        }
        return;
    }
    let mut at = span.start;
    for hole in skip.iter().filter(|s| s.end > span.start && s.start < span.end) {
        plain.push_str(&text[at..hole.start.max(at)]);
        at = hole.end.min(span.end).max(at);
    }
    plain.push_str(&text[at..span.end]);
}

/// Fold white space, and take away the space that a citation leaves before a full stop.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        // Nothing but punctuation: `.NET` keeps its space.
        let closes = word.chars().all(|c| ".,;:!?)”’\"'".contains(c));
        if !tidy.is_empty() && !closes {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn markup_and_citations_are_left_out() {
        let text = "It *did* `x` &amp; more [@a; @b].";
        let start = text.find('[').expect("a bracket");
        let citation = start..text.len() - 1;
        assert_eq!(plain_text(text, std::slice::from_ref(&citation)), "It did x & more.");
    }
}
