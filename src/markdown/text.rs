//! The dialect of Markdown: `CommonMark` with GitHub's tables, footnotes, strikethrough and task lists, and wiki links.

use pulldown_cmark::{Options, Parser, TagEnd};

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
