//! Links, images and the addresses of raw HTML, with the addresses that they were resolved to.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_href;

use super::{Events, Writer};
use crate::files::Span;
use crate::markdown;
use crate::model::config::HtmlPolicy;
use crate::model::{LinkSyntax, Target};
use crate::render::escape::escape_into;

/// An attribute that holds an address, percent-encoded.
fn push_address(html: &mut String, name: &str, address: &str) {
    html.push_str(name);
    html.push_str("=\"");
    // Writing to a string does not fail.
    let _ = escape_href(&mut *html, address);
    html.push('"');
}

fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        escape_into(html, title);
        html.push('"');
    }
}

impl<'a> Writer<'a> {
    /// The address of the next link of the body, whose destination is written; and the text that a wiki link shows.
    fn next_address(&mut self, written: &str) -> (Option<String>, String) {
        let target = self.targets.get(self.link).unwrap_or(&Target::AsWritten);
        self.link += 1;
        match (self.setting.resolve)(target) {
            Some((address, text)) => (Some(address), text),
            None => ((*target == Target::AsWritten).then(|| written.to_owned()), String::new()),
        }
    }

    pub(super) fn link_starts(&mut self, link_type: LinkType, destination: &str, title: &str) {
        let syntax = self.body.links.get(self.link).map_or(LinkSyntax::Markdown, |link| link.syntax);
        let (address, text) = self.next_address(destination);
        let mut open = String::from("<a");
        if let Some(address) = address {
            let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
            open.push(' ');
            push_address(&mut open, "href", &format!("{scheme}{address}"));
        }
        push_title(&mut open, title);
        open.push('>');
        if syntax == LinkSyntax::Wiki && !text.is_empty() {
            escape_into(&mut open, &text);
            self.skip_until_link_end = true;
        }
        self.html(open);
    }

    /// Is what comes next, before a byte of the file, a statement of another case that is shown?
    pub(super) fn is_shown_next(&self, end: usize) -> bool {
        let next = self.body.links.get(self.link).filter(|link| link.span.start < end);
        next.is_some() && matches!(self.targets.get(self.link), Some(Target::Statement(..)))
    }

    /// Is a picture all that a paragraph holds?
    pub(super) fn is_lone_picture(&self, paragraph: &Span) -> bool {
        let Some(link) = self.body.links.get(self.link) else { return false };
        let is_picture = matches!(link.syntax, LinkSyntax::Image | LinkSyntax::Embed { .. });
        let text = &self.source[paragraph.clone()];
        let start = self.base + paragraph.start + (text.len() - text.trim_start().len());
        let leads = !matches!(self.targets.get(self.link), Some(Target::Nowhere | Target::Statement(..)));
        is_picture && leads && link.span == (start..start + text.trim().len())
    }

    /// A picture that stands alone ends, with its title below it.
    pub(super) fn figure_ends(&mut self) {
        let caption = self.figure.take().unwrap_or_default();
        let mut html = String::new();
        if !caption.is_empty() {
            html.push_str("<figcaption>");
            escape_into(&mut html, &caption);
            html.push_str("</figcaption>");
        }
        html.push_str("</figure>\n");
        self.html(html);
    }

    /// An image; one that leads nowhere gives the text that stands for it.
    pub(super) fn image(&mut self, destination: &str, title: &str, rest: &mut Events<'a>) {
        let shown = match self.targets.get(self.link) {
            Some(Target::Statement(case, anchor)) => (self.setting.show)(*case, anchor),
            _ => None,
        };
        let size = self.targets.get(self.link).and_then(|target| (self.setting.picture_size)(target));
        let (address, _) = self.next_address(destination);
        let mut alternative = String::new();
        let mut depth = 1usize;
        for (event, _) in rest.by_ref() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alternative.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        if let Some(shown) = shown {
            self.html(shown);
            return;
        }
        let Some(address) = address else {
            self.out.events.push(Event::Text(alternative.into()));
            return;
        };
        let mut image = String::from("<img ");
        push_address(&mut image, "src", &address);
        image.push_str(" alt=\"");
        escape_into(&mut image, &alternative);
        image.push('"');
        match &mut self.figure {
            Some(caption) => title.clone_into(caption),
            None => push_title(&mut image, title),
        }
        if let Some((width, height)) = size {
            image.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        image.push_str(" loading=\"lazy\" />");
        self.html(image);
    }

    /// Raw HTML in a line.
    pub(super) fn inline_html(&mut self, html: CowStr<'a>) {
        let event = match self.with_addresses(&html) {
            _ if self.setting.policy == HtmlPolicy::Escape => Event::Text(html),
            Some(written) => Event::InlineHtml(written.into()),
            None => Event::InlineHtml(html),
        };
        self.out.events.push(event);
    }

    /// A line of a block of raw HTML; tags reach over lines, so the block is written when it ends.
    pub(super) fn html_line(&mut self, line: CowStr<'a>) {
        self.html_block.push_str(&line);
        if self.setting.policy == HtmlPolicy::Escape {
            self.out.events.push(Event::Text(line));
        }
    }

    pub(super) fn html_block_ends(&mut self) {
        let block = std::mem::take(&mut self.html_block);
        let written = self.with_addresses(&block);
        if self.setting.policy == HtmlPolicy::Escape {
            self.html("</p>\n");
        } else {
            self.out.events.push(Event::Html(written.unwrap_or(block).into()));
        }
    }

    /// Raw HTML with its addresses resolved; `None` where it has none.
    fn with_addresses(&mut self, html: &str) -> Option<String> {
        let addresses = markdown::raw_html(html).addresses;
        if addresses.is_empty() {
            return None;
        }
        let mut written = String::with_capacity(html.len());
        let mut from = 0;
        for found in addresses {
            written.push_str(&html[from..found.place.start]);
            from = found.place.end;
            match (self.next_address(&found.value).0, found.attribute) {
                // What leads out of the site stays as the author wrote it.
                (Some(address), _) if address == found.value => written.push_str(&html[found.place]),
                (Some(address), Some(name)) => push_address(&mut written, &name, &address),
                // Writing to a string does not fail.
                (Some(address), None) => drop(escape_href(&mut written, &address)),
                // With an address of a list goes what it says of it.
                (None, None) => from += html[from..].find([',', '"', '\'', '>']).unwrap_or_default(),
                (None, Some(_)) => {}
            }
        }
        written.push_str(&html[from..]);
        Some(written)
    }
}
