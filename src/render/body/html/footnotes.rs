//! Footnotes and the notes of a note style: marks in the text, and one list behind it.

use pulldown_cmark::{Event, TagEnd, html::push_html};

use super::notes::Note;
use super::{Events, Writer};
use crate::files::Span;
use crate::render::escape::escape;

/// The id of a mark of a footnote.
fn mark_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref_{number}") } else { format!("fnref_{number}_{count}") }
}

impl<'a> Writer<'a> {
    /// The number of the footnote whose mark or text begins at a byte of the body.
    fn footnote_number(&self, start: usize) -> Option<usize> {
        let index = self.notes.by_place.get(&(self.base + start))?;
        self.setting.numbering.footnotes.get(*index).copied()
    }

    pub(super) fn footnote_reference(&mut self, at: &Span) {
        let Some(number) = self.footnote_number(at.start) else { return };
        if let Some(home) = self.setting.home {
            let home = escape(home);
            self.html(format!("<sup class=\"footnote\"><a href=\"{home}#fn_{number}\">{number}</a></sup>"));
            return;
        }
        let count = self.notes.marks.entry(number).or_insert(0);
        *count += 1;
        let id = mark_id(number, *count);
        let id = self.id(&id);
        self.html(format!("<sup class=\"footnote\"><a href=\"#fn_{number}\" {id}>{number}</a></sup>"));
    }

    pub(super) fn footnote(&mut self, at: &Span, rest: &mut Events<'a>) {
        let outer = std::mem::take(&mut self.out.events);
        while let Some((event, at)) = rest.next() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            self.event(event, at, rest);
        }
        let mut html = String::new();
        push_html(&mut html, std::mem::replace(&mut self.out.events, outer).into_iter());
        if let Some(number) = self.footnote_number(at.start) {
            self.notes.add(Note { number, html, back: None });
        }
    }

    /// The notes by number, each with links back to where it belongs.
    pub(super) fn note_list(&mut self) -> String {
        let mut notes = std::mem::take(&mut self.notes.list);
        if notes.is_empty() {
            return String::new();
        }
        notes.sort_by_key(|note| note.number);
        let label = escape(self.setting.labels.back);
        let mut list = String::from("<ol>\n");
        // Two texts of one name are one footnote.
        for same in notes.chunk_by(|a, b| a.number == b.number) {
            let number = same[0].number;
            let id = self.id(&format!("fn_{number}"));
            list.push_str(&format!("<li {id} value=\"{number}\">\n"));
            for note in same {
                list.push_str(&note.html);
            }
            let marks = (1..=self.notes.marks.get(&number).copied().unwrap_or(0)).map(|count| mark_id(number, count));
            for place in same.iter().filter_map(|note| note.back.clone()).chain(marks) {
                list.push_str(&format!("<a class=\"back\" href=\"#{place}\" aria-label=\"{label}\">↩</a> "));
            }
            list.push_str("</li>\n");
        }
        list.push_str("</ol>\n");
        list
    }
}
