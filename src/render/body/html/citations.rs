//! Citations inserted into the text of a body.

use pulldown_cmark::{CowStr, Event, html::push_html};

use super::capture::Capture;
use super::notes::Note;
use super::{Events, Writer};
use crate::files::Span;
use crate::markdown;
use crate::render::citation::{CitationHtml, Inline};

impl<'a> Writer<'a> {
    /// Text before, within and after citation groups. Says whether the event is dealt with.
    pub(super) fn in_citation(&mut self, event: &Event<'a>, at: &Span, rest: &mut Events<'a>) -> bool {
        let start = self.base + at.start;
        while self.body.groups.get(self.group).is_some_and(|group| group.span.end <= start) {
            self.group += 1;
        }
        let group = self.body.groups.get(self.group);
        if let Event::Text(text) = event
            && text.as_ref() == &self.source[at.clone()]
        {
            let touches = group.is_some_and(|group| group.span.start < self.base + at.end) || start < self.written_to;
            if touches {
                self.text(at.clone());
            }
            return touches;
        }
        let Some(group) = group else { return false };
        // No citation holds a block.
        let is_block = match event {
            Event::Start(tag) => !markdown::is_inline(tag.to_end()),
            Event::End(tag) => !markdown::is_inline(*tag),
            _ => false,
        };
        let place = if matches!(event, Event::End(_)) { (self.base + at.end).saturating_sub(1) } else { start };
        let Some(citation) = self.setting.citations.get(&self.group) else { return false };
        if is_block || !group.span.contains(&place) {
            return false;
        }
        // Always written, because links are counted, but kept only where the citation shows it.
        let outer = std::mem::take(&mut self.out.events);
        self.write(event.clone(), at.clone(), rest);
        let written = std::mem::replace(&mut self.out.events, outer);
        let capture = self.capture.get_or_insert_with(|| Capture::of(citation));
        if let Some(events) = capture.at(place) {
            events.extend(written);
        }
        true
    }

    /// A text as written: the citations in it are put where they end.
    fn text(&mut self, at: Span) {
        let end = self.base + at.end;
        let mut from = self.written_to.max(self.base + at.start);
        while from < end {
            let index = self.group;
            let group = self.body.groups.get(index).filter(|group| group.span.start < end);
            let Some(group) = group else { break };
            let stop = group.span.end.min(end);
            if let Some(citation) = self.setting.citations.get(&index) {
                self.push_text(from, group.span.start);
                self.capture_text(citation, from.max(group.span.start)..stop);
                if group.span.end <= end {
                    self.put_citation(citation);
                }
            } else {
                self.push_text(from, stop);
            }
            from = stop;
            if group.span.end <= end {
                self.group += 1;
                from += usize::from(self.brings_stop(index, from));
                self.written_to = from;
            }
        }
        self.push_text(from, end);
    }

    /// Does a citation end in a full stop, where the text goes on with another?
    fn brings_stop(&self, group: usize, from: usize) -> bool {
        let Some(citation) = self.setting.citations.get(&group).filter(|citation| !citation.is_mark) else {
            return false;
        };
        let shown = citation.text.html.trim_end_matches("</span>").trim_end_matches("</a>");
        let rest = &self.source[from - self.base..];
        shown.ends_with('.') && rest.starts_with('.') && !rest.starts_with("..")
    }

    fn push_text(&mut self, from: usize, to: usize) {
        if from < to {
            let text = &self.source[from - self.base..to - self.base];
            self.plain(CowStr::Borrowed(text));
        }
    }

    /// A text; the mark of a note that stands before its punctuation goes behind it.
    pub(super) fn plain(&mut self, text: CowStr<'a>) {
        if self.moves_mark.is_none() {
            self.out.events.push(Event::Text(text));
            return;
        }
        let rest = text.trim_start_matches(['.', ',', ';', ':', '!', '?', '…', '”', '’', '»', '"']);
        let (punctuation, rest) = text.split_at(text.len() - rest.len());
        if !punctuation.is_empty() {
            self.out.events.push(Event::Text(punctuation.to_owned().into()));
        }
        self.put_mark();
        if !rest.is_empty() {
            self.out.events.push(Event::Text(rest.to_owned().into()));
        }
    }

    /// Write the mark of a note that was held back.
    pub(super) fn put_mark(&mut self) {
        if let Some(mark) = self.moves_mark.take() {
            self.html(mark);
        }
    }

    /// Keep the parts of a text that stand among the words of a citation.
    fn capture_text(&mut self, citation: &CitationHtml, part: Span) {
        let (base, source) = (self.base, self.source);
        let capture = self.capture.get_or_insert_with(|| Capture::of(citation));
        for (span, events) in capture.words() {
            let (start, end) = (part.start.max(span.start), part.end.min(span.end));
            if start < end {
                events.push(Event::Text(CowStr::Borrowed(&source[start - base..end - base])));
            }
        }
    }

    fn put_citation(&mut self, citation: &CitationHtml) {
        let mut capture = self.capture.take().unwrap_or_default();
        if citation.is_mark {
            self.trim_space();
            let mark = self.marked(&citation.text.html);
            self.moves_mark.get_or_insert_default().push_str(&mark);
        } else {
            self.put_mark();
            let events = self.composed(&citation.text, &mut capture);
            self.out.events.extend(events);
        }
        if let Some(note) = &citation.note {
            let mut html = String::from("<p>");
            push_html(&mut html, self.composed(&note.text, &mut capture).into_iter());
            html.push_str("</p>\n");
            self.notes.add(Note { number: note.number, html, back: Some(note.back.clone()) });
        }
    }

    /// HTML with the words that belong into it.
    fn composed(&self, inline: &Inline, capture: &mut Capture<'a>) -> Vec<Event<'a>> {
        let mut events = Vec::new();
        let mut from = 0;
        for (place, span) in &inline.words {
            events.push(Event::InlineHtml(self.marked(&inline.html[from..*place]).into()));
            events.extend(capture.take(span));
            from = *place;
        }
        events.push(Event::InlineHtml(self.marked(&inline.html[from..]).into()));
        events
    }

    /// HTML of ours, its ids marked for as long as the author's have not been judged.
    fn marked(&self, html: &str) -> String {
        if self.mark.is_empty() { html.to_owned() } else { html.replace("id=\"", &format!("id=\"{}", self.mark)) }
    }

    /// Take away the space at the end of what is written.
    fn trim_space(&mut self) {
        match self.out.events.last_mut() {
            Some(Event::SoftBreak) => {
                self.out.events.pop();
            }
            Some(Event::Text(text)) if text.ends_with(' ') => *text = text.trim_end().to_owned().into(),
            _ => {}
        }
    }
}
