//! The mark on a statement that cites no source: a class for the eye and words for everyone, never colour alone.

use pulldown_cmark::{Event, Tag};

use super::Writer;
use crate::files::Span;
use crate::markdown::is_inline;
use crate::render::escape::escape;

impl<'a> Writer<'a> {
    /// A paragraph or list item opens; one whose statement cites no source is marked as such.
    pub(super) fn statement_starts(&mut self, tag: Tag<'a>, at: &Span) {
        let index = self.setting.uncited.get(self.uncited).copied();
        let statement = index.and_then(|index| self.body.statements.get(index));
        match statement.filter(|statement| statement.opens() == self.base + at.start) {
            Some(statement) => {
                self.uncited += 1;
                self.unmarked.push(statement.span.end);
                let id = self.id(&format!("uncited_{}", self.uncited));
                let element = if matches!(tag, Tag::Item) { "li" } else { "p" };
                self.html(format!("<{element} class=\"uncited\" {id}>"));
            }
            None => self.out.events.push(Event::Start(tag)),
        }
    }

    /// Where the text of a statement without a source has ended and a block begins or ends, say so in words.
    pub(super) fn mark_uncited(&mut self, event: &Event<'a>, at: &Span) {
        let is_boundary = match event {
            Event::Start(tag) => !is_inline(tag.to_end()),
            Event::End(tag) => !is_inline(*tag),
            _ => false,
        };
        if !is_boundary {
            self.read_to = self.read_to.max(self.base + at.end);
        } else if self.unmarked.pop_if(|end| *end <= self.read_to).is_some() {
            let label = escape(self.setting.labels.uncited);
            self.html(format!(" <a class=\"unsourced\" href=\"#count_statements\">({label})</a>"));
        }
    }
}
