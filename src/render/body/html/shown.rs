//! A statement by itself, as another page shows it: its text without what stands below it.

use pulldown_cmark::{Event, Tag, TagEnd, html::push_html};

use super::{Setting, Written, writer};
use crate::files::Span;
use crate::markdown;
use crate::model::Statement;
use crate::render::body::sanitize::Sanitizer;

/// A statement of a body, by its index, in paragraphs.
pub fn render_statement<'a>(written: Written<'a>, setting: &'a Setting<'a>, index: usize) -> Option<String> {
    let statement = written.body.statements.get(index)?;
    let (mut writer, sanitizes) = writer(written, setting);
    writer.link = written.body.links.partition_point(|link| link.span.start < statement.span.start);
    let mut own = Own { base: writer.base, statement, depth: None, nested: 0 };
    let mut events = markdown::events(writer.source);
    let mut paragraphs = vec![String::new()];
    while let Some((event, at)) = events.next() {
        match own.part(&event, &at) {
            Part::Text => writer.event(event, at, &mut events),
            Part::Break => {
                writer.put_mark();
                push_html(paragraphs.last_mut()?, writer.out.events.drain(..));
                paragraphs.push(String::new());
            }
            Part::End => break,
            Part::Other => {}
        }
    }
    writer.put_mark();
    push_html(paragraphs.last_mut()?, writer.out.events.drain(..));
    let texts = paragraphs.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mut html = String::new();
    for text in texts {
        html.push_str(&format!("<p>{text}</p>\n"));
    }
    if sanitizes {
        Sanitizer::without_ids().clean(&mut html);
    }
    Some(html)
}

/// What an event is to a statement.
enum Part {
    /// A part of its text.
    Text,
    /// Where its text ends or begins a paragraph.
    Break,
    /// It is over.
    End,
    /// No part of it.
    Other,
}

/// Tells the events of a statement's own text.
struct Own<'b> {
    base: usize,
    statement: &'b Statement,
    /// How many blocks are open within its paragraph or list item, once that is open.
    depth: Option<usize>,
    /// How many of them hold texts of their own.
    nested: usize,
}

impl Own<'_> {
    fn part(&mut self, event: &Event<'_>, at: &Span) -> Part {
        let Some(depth) = self.depth else {
            let opens = matches!(event, Event::Start(Tag::Paragraph | Tag::Item))
                && self.base + at.start == self.statement.opens();
            self.depth = opens.then_some(0);
            return Part::Other;
        };
        match event {
            Event::Start(tag) if !markdown::is_inline(tag.to_end()) => {
                self.depth = Some(depth + 1);
                self.nested += usize::from(!matches!(tag, Tag::Paragraph));
                Part::Break
            }
            Event::End(tag) if !markdown::is_inline(*tag) => {
                let Some(depth) = depth.checked_sub(1) else { return Part::End };
                self.depth = Some(depth);
                self.nested -= usize::from(!matches!(tag, TagEnd::Paragraph) && self.nested > 0);
                Part::Break
            }
            _ if self.nested > 0 => Part::Other,
            _ => Part::Text,
        }
    }
}
