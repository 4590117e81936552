//! The author's own words inside a citation, kept until the citation ends.

use pulldown_cmark::{Event, TagEnd};

use crate::files::Span;
use crate::render::citation::CitationHtml;

/// The words of an open citation that have markup, each with its place in the file.
#[derive(Default)]
pub struct Capture<'a>(Vec<(Span, Vec<Event<'a>>)>);

impl<'a> Capture<'a> {
    /// Of a citation.
    pub fn of(citation: &CitationHtml) -> Self {
        let words = citation.text.words.iter().chain(citation.note.iter().flat_map(|note| &note.text.words));
        Capture(words.map(|(_, span)| (span.clone(), Vec::new())).collect())
    }

    /// All words, each with its place.
    pub fn words(&mut self) -> impl Iterator<Item = (&Span, &mut Vec<Event<'a>>)> {
        self.0.iter_mut().map(|(span, events)| (&*span, events))
    }

    /// The events of the words at a byte.
    pub fn at(&mut self, byte: usize) -> Option<&mut Vec<Event<'a>>> {
        self.0.iter_mut().find(|(span, _)| span.contains(&byte)).map(|(_, events)| events)
    }

    /// The events of some words, with emphasis that the cut has left open or closed made whole.
    pub fn take(&mut self, wanted: &Span) -> Vec<Event<'a>> {
        let Some((_, events)) = self.0.iter_mut().find(|(span, _)| span == wanted) else { return Vec::new() };
        let mut open: Vec<TagEnd> = Vec::new();
        let mut whole = Vec::with_capacity(events.len());
        for event in std::mem::take(events) {
            match &event {
                Event::Start(tag) => open.push(tag.to_end()),
                Event::End(_) if open.pop().is_none() => continue,
                _ => {}
            }
            whole.push(event);
        }
        whole.extend(open.into_iter().rev().map(Event::End));
        whole
    }
}
