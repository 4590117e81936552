//! Statements and other blocks with an anchor: their ids, a link to each statement, and the mark on one that cites no
//! source, a class for the eye and words for everyone, never colour alone.

use pulldown_cmark::{CowStr, Event, Tag};

use super::Writer;
use crate::files::Span;
use crate::markdown::is_inline;
use crate::model::Support;
use crate::render::escape::escape;

impl<'a> Writer<'a> {
    /// A paragraph or list item opens: it gets its anchor, and one whose statement cites no source is marked as such.
    pub(super) fn text_starts(&mut self, tag: Tag<'a>, at: &Span) {
        let opens = self.base + at.start;
        if matches!(tag, Tag::Paragraph) && self.is_shown_next(self.base + at.end) {
            self.shows_statement = true;
            if let Some(id) = self.places.texts.get(&opens) {
                let id = self.id(id);
                self.html(format!("<span {id}></span>"));
            }
            return;
        }
        if matches!(tag, Tag::Paragraph) && self.is_lone_picture(at) {
            let id = self.places.texts.get(&opens).map(|id| format!(" {}", self.id(id)));
            self.figure = Some(String::new());
            return self.html(format!("<figure{}>", id.unwrap_or_default()));
        }
        let marked = self.setting.statements.get(self.statement).copied();
        let statement = marked.and_then(|marked| Some((marked, self.body.statements.get(marked.statement)?)));
        let (class, id) = match statement.filter(|(_, statement)| statement.opens() == opens) {
            Some((marked, statement)) => {
                self.statement += 1;
                self.unmarked.push((statement.span.end, marked));
                let class = if marked.support == Support::None { " class=\"uncited\"" } else { "" };
                (class, self.id(&self.body.anchor(marked.statement)))
            }
            None => match self.places.texts.get(&opens) {
                Some(id) => ("", self.id(id)),
                None => return self.out.events.push(Event::Start(tag)),
            },
        };
        let element = if matches!(tag, Tag::Item) { "li" } else { "p" };
        self.html(format!("<{element}{class} {id}>"));
    }

    /// Where the text of a statement has ended and a block begins or ends, say in words that it cites no source, and
    /// lead to it.
    pub(super) fn statement_ends(&mut self, event: &Event<'a>, at: &Span) {
        let is_boundary = match event {
            Event::Start(tag) => !is_inline(tag.to_end()),
            Event::End(tag) => !is_inline(*tag),
            _ => false,
        };
        if !is_boundary {
            self.read_to = self.read_to.max(self.base + at.end);
        } else if let Some((_, marked)) = self.unmarked.pop_if(|(end, _)| *end <= self.read_to) {
            let labels = &self.setting.labels;
            let mut html = String::new();
            if marked.support == Support::None {
                let label = escape(labels.uncited);
                html.push_str(&format!(" <a class=\"unsourced\" href=\"#count_statements\">({label})</a>"));
            }
            let anchor = self.body.anchor(marked.statement);
            let label = escape(labels.copy);
            html.push_str(&format!(" <a class=\"self\" href=\"#{anchor}\" aria-label=\"{label}\"></a>"));
            self.html(html);
        }
    }

    /// A list, quotation, table or block of code opens: where it has a block id, its anchor stands before it.
    pub(super) fn block_starts(&mut self, at: &Span) {
        if let Some(id) = self.places.blocks.get(&(self.base + at.start)) {
            let id = self.id(id);
            self.html(format!("<span {id}></span>"));
        }
    }

    /// An event without the block id that ends its text; none where nothing is left of it.
    pub(super) fn without_block_id(&mut self, event: Event<'a>, at: Span) -> Option<(Event<'a>, Span)> {
        let (start, end) = (self.base + at.start, self.base + at.end);
        while self.body.block_ids.get(self.block_id).is_some_and(|named| named.span.end <= start) {
            self.block_id += 1;
        }
        let Some(named) = self.body.block_ids.get(self.block_id).filter(|named| named.span.start < end) else {
            return Some((event, at));
        };
        if named.span.start <= start && end <= named.span.end {
            return None;
        }
        match event {
            Event::Text(_) if start < named.span.start => {
                let at = at.start..named.span.start - self.base;
                Some((Event::Text(CowStr::Borrowed(&self.source[at.clone()])), at))
            }
            event => Some((event, at)),
        }
    }
}
