//! Cases that link to a case, each with the sentence that links.

use schemars::JsonSchema;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::markdown::plain_text;
use crate::model::{Backlink, Case, LinkSyntax, Target};
use crate::render::parts::links::case_href;
use crate::render::renderer::Renderer;

/// A case that links to this one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BacklinkView<'a> {
    /// Title of the case that links.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// The sentence that links, in plain text.
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
    let block = &text[backlink.block.clone()];
    let link = backlink.link.start - backlink.block.start;
    let mut start = 0;
    let mut end = block.len();
    let mut goes_on = false;
    let offset = backlink.block.start;
    let first = case.body.links.partition_point(|other| other.span.start < offset);
    let links = &case.body.links[first..];
    // The full stops of an address end no sentence.
    let is_in_link = |at: usize| {
        let mut before = links.iter().take_while(|other| other.span.start < offset + at);
        before.any(|other| offset + at < other.span.end)
    };
    for (at, sentence) in block.split_sentence_bound_indices() {
        if at <= link && !goes_on {
            start = at;
        }
        goes_on = is_abbreviation(sentence) || is_in_link(at + sentence.len());
        if at + sentence.len() > link && !goes_on {
            end = at + sentence.len();
            break;
        }
    }
    let skip: Vec<_> = case
        .body
        .groups
        .iter()
        .map(|group| &group.span)
        .filter(|span| span.start >= offset + start && span.end <= offset + end)
        .map(|span| span.start - offset - start..span.end - offset - start)
        .collect();
    let sentence = with_titles(renderer, case, &block[start..end], offset + start);
    plain_text(sentence.as_deref().unwrap_or(&block[start..end]), if sentence.is_some() { &[] } else { &skip })
}

/// Wiki links without a text of their own show the title of their case; in plain text too. Citations go.
fn with_titles(renderer: &Renderer, case: &Case, text: &str, offset: usize) -> Option<String> {
    let end = offset + text.len();
    let mut cuts: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let links = case.body.links.iter().zip(&case.targets);
    for (link, target) in links.filter(|(link, _)| offset <= link.span.start && link.span.end <= end) {
        if let (LinkSyntax::Wiki, Target::Case(id, _)) = (link.syntax, target) {
            cuts.push((link.span.clone(), renderer.site.case(*id).title.clone()));
        }
    }
    if cuts.is_empty() {
        return None;
    }
    let groups = case.body.groups.iter().map(|group| group.span.clone());
    cuts.extend(groups.filter(|span| offset <= span.start && span.end <= end).map(|span| (span, String::new())));
    cuts.sort_by_key(|(span, _)| span.start);
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for (span, title) in cuts {
        let (start, end) = (span.start - offset, span.end - offset);
        replaced.push_str(&text[at..start.max(at)]);
        replaced.push_str(&title);
        at = end.max(at);
    }
    replaced.push_str(&text[at..]);
    Some(replaced)
}

/// `v.`, `Dr.`, `p.`: a full stop that ends no sentence.
fn is_abbreviation(sentence: &str) -> bool {
    let last = sentence.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(word) = last.strip_suffix('.') else { return false };
    let word = word.trim_start_matches(['(', '“', '"']);
    word.chars().count() == 1
        || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "No" | "vs" | "St" | "pp" | "cf" | "e.g" | "i.e")
}
