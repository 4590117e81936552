//! Cases that link to a case, each with the sentence that links.

use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::files::Span;
use crate::model::{Backlink, Case};
use crate::render::parts::links::case_href;
use crate::render::renderer::Renderer;

/// Bytes on both sides of a link in which its sentence is sought.
const NEAR: usize = 1000;

/// A case that links to this one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BacklinkView<'a> {
    /// Title of the case that links.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// The sentence that links, in plain text; empty where the case shows a statement of this one.
    pub sentence: String,
}

/// A case that links.
pub fn backlink_view<'a>(renderer: &'a Renderer, backlink: &Backlink) -> BacklinkView<'a> {
    let from = renderer.site.case(backlink.from);
    BacklinkView {
        title: &from.title,
        href: case_href(renderer, backlink.from),
        sentence: sentence_around(renderer, from, backlink),
    }
}

/// The sentence of a block that holds a link, in plain text (Unicode Standard Annex 29, sentences).
fn sentence_around(renderer: &Renderer, case: &Case, backlink: &Backlink) -> String {
    let text = case.text.get();
    let block = around(&text, backlink);
    let link = backlink.link.start - block.start;
    let mut start = 0;
    let mut goes_on = false;
    let offset = block.start;
    let block = &text[block];
    let first = case.body.links.partition_point(|other| other.span.start < offset);
    let links = &case.body.links[first..];
    // The full stops of an address end no sentence.
    let mut end = block.len();
    let is_in_link = |at: usize| {
        let mut before = links.iter().take_while(|other| other.span.start < offset + at);
        before.any(|other| offset + at < other.span.end)
    };
    // The mark of a footnote belongs to the sentence before it, citations to theirs.
    let marks = case.body.footnotes.iter().flat_map(|footnote| &footnote.marks);
    let is_near = |span: &&Span| span.start < offset + block.len() && offset < span.end;
    let unbroken: Vec<_> = marks.chain(case.body.groups.iter().map(|group| &group.span)).filter(is_near).collect();
    let past = |at: usize| {
        let around = unbroken.iter().find(|span| span.start < offset + at && offset + at < span.end);
        around.map_or(at, |span| span.end - offset).min(block.len())
    };
    for (at, sentence) in block.split_sentence_bound_indices() {
        if at <= link && !goes_on {
            start = past(at);
        }
        goes_on = is_abbreviation(sentence) || is_in_link(at + sentence.len());
        if at + sentence.len() > link && !goes_on {
            end = past(at + sentence.len());
            break;
        }
    }
    renderer.site.excerpt(case, &text, offset + start..offset + end)
}

/// The block that holds a link; of a long one only what is near, because each link of it is shown so.
fn around(text: &str, backlink: &Backlink) -> Span {
    let mut start = backlink.block.start.max(backlink.link.start.saturating_sub(NEAR));
    let mut end = backlink.block.end.min(backlink.link.end.saturating_add(NEAR));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// `v.`, `Dr.`, `p.`: a full stop that ends no sentence.
fn is_abbreviation(sentence: &str) -> bool {
    let last = sentence.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(word) = last.strip_suffix('.') else { return false };
    let word = word.trim_start_matches(['(', '“', '"']);
    word.chars().count() == 1
        || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "No" | "vs" | "St" | "pp" | "cf" | "e.g" | "i.e")
}
