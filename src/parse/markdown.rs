//! Parse: a Markdown body becomes its facts.
//!
//! Comes in: the text of a file and where its body lies. Goes out: a [`Body`]: headings, sections, statements,
//! citation groups, links, with their places. Nothing is resolved (that is `link`) and nothing rendered.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::citation::Run;
use crate::files::Span;
use crate::markdown;
use crate::model::{Body, BodyLink, Heading, LinkSyntax, Section, Statement, slugify};

/// Which statement holds a citation group: an index into [`Body::statements`] per group.
pub type GroupStatements = Vec<Option<usize>>;

/// Read a body. `taken` are `id`s of its page that no heading can have; `section_anchor` gives a second-level heading its configured section and anchor, if it has one.
pub fn parse(
    text: &str,
    span: Span,
    taken: &[&str],
    section_anchor: impl Fn(&str) -> Option<(usize, String)>,
) -> (Body, GroupStatements) {
    let body_text = &text[span.clone()];
    let mut reader = Reader {
        base: span.start,
        body: Body { span: span.clone(), ..Body::default() },
        anchors: taken.iter().map(|anchor| (*anchor).to_owned()).collect(),
        ..Reader::default()
    };
    for (event, at) in markdown::events(body_text) {
        reader.event(body_text, &event, at, &section_anchor);
    }
    reader.flush();
    let mut body = reader.body;
    let end = span.end;
    for index in 0..body.sections.len() {
        let next = body.sections.get(index + 1).map_or(end, |section| section.span.start);
        body.sections[index].span.end = next;
    }
    // A body is kept for as long as the site is.
    body.headings.shrink_to_fit();
    body.sections.shrink_to_fit();
    body.statements.shrink_to_fit();
    body.groups.shrink_to_fit();
    body.parentheticals.shrink_to_fit();
    body.links.shrink_to_fit();
    let mut group_statements = reader.group_statements;
    group_statements.shrink_to_fit();
    (body, group_statements)
}

/// Does it hold blocks?
fn nests(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table | TagEnd::FootnoteDefinition)
}

/// A paragraph or list item that is open.
#[derive(Debug)]
struct Container {
    is_item: bool,
    /// Byte of the file at which it opens.
    opens: usize,
    /// Index of its statement, once it has text.
    statement: Option<usize>,
}

#[derive(Default)]
struct Reader {
    base: usize,
    body: Body,
    group_statements: GroupStatements,
    anchors: std::collections::HashSet<String>,
    run: Run,
    /// Byte of the body up to which events have been read.
    read_to: usize,
    /// Links since the last flush: they learn their block there.
    pending_links: usize,
    containers: Vec<Container>,
    /// Where the markup opens that the next text stands in: `*` and `[` belong to a statement too.
    inline_start: Option<usize>,
    /// Depth in tables, footnotes, headings and blocks of code or HTML: no statements there.
    excluded: usize,
    /// Depth in links and images: no citations there.
    in_link: usize,
    in_image: usize,
    /// Text in code blocks is not read at all.
    in_code_block: bool,
    /// Depth in quotations, lists, tables and footnotes: a heading there begins no section.
    nesting: usize,
    heading: Option<(u8, usize, String)>,
}

impl Reader {
    fn event(
        &mut self,
        text: &str,
        event: &Event<'_>,
        at: Span,
        section_anchor: &impl Fn(&str) -> Option<(usize, String)>,
    ) {
        match event {
            Event::Start(tag) => self.start(tag, &at),
            Event::End(tag) => self.end(text, *tag, &at, section_anchor),
            Event::Text(piece) => self.text(text, piece, &at),
            Event::Code(piece) => {
                self.run.barrier(self.file_span(&at));
                self.note_statement(&at);
                self.push_heading_text(piece);
            }
            Event::SoftBreak | Event::HardBreak => {
                let span = self.file_span(&at);
                self.run.line_break(span);
                self.push_heading_text(" ");
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.body.has_html = true;
                self.run.barrier(self.file_span(&at));
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.run.barrier(self.file_span(&at)),
            Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        self.read_to = match event {
            Event::Start(_) => at.start,
            _ => at.end,
        };
    }

    fn file_span(&self, at: &Span) -> Span {
        self.base + at.start..self.base + at.end
    }

    fn start(&mut self, tag: &Tag<'_>, at: &Span) {
        if nests(tag.to_end()) {
            self.nesting += 1;
        }
        if markdown::is_inline(tag.to_end()) {
            self.inline_start.get_or_insert(self.base + at.start);
        }
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.run.open(self.base + at.start);
            }
            Tag::Link { link_type, dest_url, .. } => {
                let syntax = match link_type {
                    LinkType::WikiLink { has_pothole: true } => LinkSyntax::WikiWithText,
                    LinkType::WikiLink { has_pothole: false } => LinkSyntax::Wiki,
                    _ => LinkSyntax::Markdown,
                };
                self.link(syntax, *link_type, dest_url, at);
                self.in_link += 1;
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.link(LinkSyntax::Image, *link_type, dest_url, at);
                self.in_link += 1;
                self.in_image += 1;
            }
            Tag::Paragraph => {
                self.flush();
                if !self.containers.last().is_some_and(|container| container.is_item) {
                    self.containers.push(Container { is_item: false, opens: self.base + at.start, statement: None });
                }
            }
            Tag::Item => {
                self.flush();
                self.containers.push(Container { is_item: true, opens: self.base + at.start, statement: None });
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.excluded += 1;
                self.heading = Some((*level as u8, at.start, String::new()));
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.excluded += 1;
                self.in_code_block = true;
            }
            Tag::Table(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock => {
                self.flush();
                self.excluded += 1;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, source: &str, tag: TagEnd, at: &Span, section_anchor: &impl Fn(&str) -> Option<(usize, String)>) {
        if nests(tag) {
            self.nesting -= 1;
        }
        if markdown::is_inline(tag) {
            self.extend_statement(self.base + at.end);
        }
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.run.close(self.base + at.end);
            }
            TagEnd::Link => {
                self.in_link -= 1;
                self.run.barrier(self.base + at.end..self.base + at.end);
            }
            TagEnd::Image => {
                self.in_link -= 1;
                self.in_image -= 1;
                self.run.barrier(self.base + at.end..self.base + at.end);
            }
            TagEnd::Paragraph => {
                self.flush();
                if self.containers.last().is_some_and(|container| !container.is_item) {
                    self.containers.pop();
                }
            }
            TagEnd::Item => {
                self.flush();
                self.containers.pop();
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.excluded -= 1;
                self.heading_ends(source, at, section_anchor);
            }
            TagEnd::CodeBlock => {
                self.excluded -= 1;
                self.in_code_block = false;
            }
            TagEnd::Table | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock => {
                self.flush();
                self.excluded -= 1;
            }
            _ => self.flush(),
        }
    }

    fn text(&mut self, text: &str, piece: &str, at: &Span) {
        if self.in_code_block || self.in_image > 0 {
            return;
        }
        self.push_heading_text(piece);
        if !piece.trim().is_empty() {
            self.note_statement(at);
        }
        let span = self.file_span(at);
        if self.in_link > 0 {
            self.run.barrier(span);
        } else if piece == &text[at.clone()] {
            let escaped = at.start > self.read_to && text.as_bytes()[at.start - 1] == b'\\';
            self.run.text(piece, span.start, escaped);
        } else {
            self.run.opaque(piece, span);
        }
    }

    fn push_heading_text(&mut self, piece: &str) {
        if let Some((_, _, text)) = &mut self.heading {
            text.push_str(piece);
        }
    }

    /// Text of a statement: open one, or let the open one reach to here.
    fn note_statement(&mut self, at: &Span) {
        if self.excluded > 0 || self.in_image > 0 || self.body.sections.is_empty() {
            return;
        }
        let mut span = self.file_span(at);
        let Some(container) = self.containers.last_mut() else { return };
        if container.statement.is_none() {
            container.statement = Some(self.body.statements.len());
            span.start = self.inline_start.unwrap_or(span.start).min(span.start);
            let section = self.body.sections.len() - 1;
            self.body.statements.push(Statement::new(span, container.opens, section));
        } else {
            self.extend_statement(span.end);
        }
    }

    /// The open statement, if there is one, reaches to a byte of the file.
    fn extend_statement(&mut self, end: usize) {
        let open = self.containers.last().filter(|_| self.excluded == 0).and_then(|container| container.statement);
        if let Some(index) = open {
            let statement = &mut self.body.statements[index];
            statement.span.end = statement.span.end.max(end);
        }
    }

    fn link(&mut self, syntax: LinkSyntax, link_type: LinkType, destination: &str, at: &Span) {
        let span = self.file_span(at);
        self.run.barrier(span.start..span.start);
        // pulldown-cmark leaves the scheme of an e-mail autolink to its writer.
        let destination = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        let link = BodyLink { block: span.clone(), span, syntax, destination };
        self.body.links.push(link);
        self.pending_links += 1;
    }

    /// A block ends: find the citations of its text, and tell its links where it stands.
    fn flush(&mut self) {
        if let Some(block) = self.run.span() {
            let first = self.body.links.len() - self.pending_links;
            for link in &mut self.body.links[first..] {
                link.block = block.start.min(link.span.start)..block.end.max(link.span.end);
            }
        }
        self.pending_links = 0;
        self.inline_start = None;
        let holder = self.containers.last().filter(|_| self.excluded == 0).and_then(|container| container.statement);
        self.body.parentheticals.extend(self.run.parentheticals());
        for group in self.run.take_groups() {
            if let Some(index) = holder {
                let statement = &mut self.body.statements[index];
                statement.span.end = statement.span.end.max(group.span.end);
            }
            self.body.groups.push(group);
            self.group_statements.push(holder);
        }
    }

    fn heading_ends(&mut self, source: &str, at: &Span, section_anchor: &impl Fn(&str) -> Option<(usize, String)>) {
        let Some((level, start, text)) = self.heading.take() else { return };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = source[start..at.end].trim_end();
        let span = self.file_span(&(start..start + written.len()));
        let begins_section = level == 2 && self.nesting == 0;
        let known = if begins_section { section_anchor(&text) } else { None };
        let wanted = known.as_ref().map_or_else(|| slugify(&text), |(_, anchor)| anchor.clone());
        let anchor = self.unique_anchor(if wanted.is_empty() { "section" } else { &wanted });
        if begins_section {
            let configured = known.map(|(index, _)| index);
            let heading = self.body.headings.len();
            self.body.sections.push(Section { heading, configured, span: span.clone() });
        }
        self.body.headings.push(Heading { level, span, text, anchor });
    }

    fn unique_anchor(&mut self, wanted: &str) -> String {
        let mut anchor = wanted.to_owned();
        let mut number = 2;
        while !self.anchors.insert(anchor.clone()) {
            anchor = format!("{wanted}-{number}");
            number += 1;
        }
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(text: &str) -> Vec<(String, usize)> {
        let (body, holders) = parse(text, 0..text.len(), &[], |_| None);
        let cited = |index| holders.iter().filter(|holder| **holder == Some(index)).count();
        body.statements.iter().enumerate().map(|(i, s)| (text[s.span.clone()].to_owned(), cited(i))).collect()
    }

    #[test]
    fn paragraphs_and_items_are_statements() {
        let text = "Before.\n\n## One\n\nA [@a].\n\n- b\n  - c [@a; @b]\n- d\n\n  more [@a]\n\n> quoted\n";
        let expected = [("A [@a]", 1), ("b", 0), ("c [@a; @b]", 1), ("d\n\n  more [@a]", 1), ("quoted", 0)];
        let found = statements(text);
        let found: Vec<(&str, usize)> = found.iter().map(|(s, n)| (s.trim_end_matches('.'), *n)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_statement() {
        let text = "## A\n\n### B [@a]\n\n```\n[@a]\n```\n\n| a |\n|---|\n| [@a] |\n\n<p>x</p>\n\n![x](y.png)\n\nz[^1]\n\n[^1]: n [@a]\n";
        assert_eq!(statements(text), [("z".to_owned(), 0)]);
    }

    #[test]
    fn citations_are_not_read_in_code_links_and_html() {
        let text = "## A\n\n`[@a]` [x [@b] y](z) ![@c](d) \\@e \\[@f] <b title=\"@g\"> [@h][@i] [t [@j] u](v)\n";
        let (body, _) = parse(text, 0..text.len(), &[], |_| None);
        let ids: Vec<&str> = body.groups.iter().flat_map(|g| &g.items).map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["f", "h", "i"]);
    }

    #[test]
    fn spans_are_those_of_the_file() {
        let text = "---\nx\n---\n## A\n\nSee @a [p. 3] and [see *It* &amp; @b].\n";
        let (body, _) = parse(text, 10..text.len(), &[], |_| None);
        let spans: Vec<&str> = body.groups.iter().map(|g| &text[g.span.clone()]).collect();
        assert_eq!(spans, ["@a [p. 3]", "[see *It* &amp; @b]"]);
        assert_eq!(body.groups[1].items[0].prefix(), "see It & ");
    }
}
