//! A Markdown body becomes its facts: headings, sections, statements, citation groups, links and footnotes, each with
//! its place.

use std::collections::HashMap;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use unicase::UniCase;

use super::block_id::Ending;
use super::citation::Run;
use super::naming::{self, Blocks};
use super::query;
use crate::files::Span;
use crate::markdown::{self, Plain};
use crate::model::{
    BlockId, Body, BodyLink, CASE_ANCHORS, CitationKind, Footnote, Heading, LinkSyntax, Named, NoBlockId, Section,
    Slip, SlipKind, Statement, TextHash, Transliteration, UniqueNames,
};

/// Which statement holds a citation group: an index into [`Body::statements`] per group.
pub type GroupStatements = Vec<Option<usize>>;

/// What the anchors of headings depend on beside their texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anchors<'a> {
    /// How headings are written as anchors.
    pub transliteration: Transliteration,
    /// `id`s of the page that no heading can have.
    taken: &'a [&'a str],
    /// Does text before the first section consist of statements too?
    has_lead: bool,
}

impl<'a> Anchors<'a> {
    /// Of a page of the site's own.
    pub fn of_page(transliteration: Transliteration) -> Self {
        Anchors { transliteration, taken: &[], has_lead: false }
    }

    /// Of a case.
    pub fn of_case(transliteration: Transliteration) -> Self {
        const TAKEN: [&str; CASE_ANCHORS.len()] = [CASE_ANCHORS[0].1, CASE_ANCHORS[1].1];
        Anchors { transliteration, taken: &TAKEN, has_lead: false }
    }

    /// Of a term, whose text need not have sections. `taken` are the `id`s of its page.
    pub fn of_term(transliteration: Transliteration, taken: &'a [&'a str]) -> Self {
        Anchors { transliteration, taken, has_lead: true }
    }
}

/// Read a body. `section_anchor` gives a second-level heading its configured section and anchor, if it has one.
pub fn parse(
    text: &str,
    span: Span,
    anchors: Anchors<'_>,
    section_anchor: impl Fn(&str) -> Option<(usize, String)>,
) -> (Body, GroupStatements) {
    let body_text = &text[span.clone()];
    let mut reader = Reader {
        base: span.start,
        body: Body { span: span.clone(), ..Body::default() },
        transliteration: anchors.transliteration,
        anchors: anchors.taken.iter().map(|anchor| (*anchor).to_owned()).collect(),
        has_lead: anchors.has_lead,
        ..Reader::default()
    };
    for (event, at) in markdown::events(body_text) {
        reader.event(body_text, &event, at, &section_anchor);
    }
    reader.flush();
    let mut body = reader.body;
    body.hidden = reader.plain.finish(body_text);
    let end = span.end;
    for index in 0..body.sections.len() {
        let next = body.sections.get(index + 1).map_or(end, |section| section.span.start);
        body.sections[index].span.end = next;
    }
    naming::settle(&mut body, &reader.hashes, anchors.taken);
    // Bodies stay in memory as long as the site does.
    body.headings.shrink_to_fit();
    body.sections.shrink_to_fit();
    body.statements.shrink_to_fit();
    body.block_ids.shrink_to_fit();
    body.groups.shrink_to_fit();
    body.parentheticals.shrink_to_fit();
    body.links.shrink_to_fit();
    body.footnotes.shrink_to_fit();
    body.queries.shrink_to_fit();
    body.hidden.shrink_to_fit();
    body.slips.sort_by_key(|slip| slip.span.start);
    body.slips.shrink_to_fit();
    let mut group_statements = reader.group_statements;
    group_statements.shrink_to_fit();
    (body, group_statements)
}

/// A paragraph that is longer is no heading.
const LONGEST_HEADING: usize = 100;

/// Cells that the rows of a table lack and that are filled in: the limit of pulldown-cmark.
const MOST_LACKING_CELLS: usize = 1 << 18;

/// Is it no more than what a block id looks like?
fn may_be_id(text: &str) -> bool {
    let name = text.trim().strip_prefix('^');
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
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
    /// Its text without citations, markup and white space, as UTF-8.
    text: Vec<u8>,
    /// Something stands in it.
    has_content: bool,
}

impl Container {
    fn new(is_item: bool, opens: usize) -> Self {
        Container { is_item, opens, statement: None, text: Vec::new(), has_content: false }
    }
}

#[derive(Default)]
struct Reader {
    base: usize,
    body: Body,
    group_statements: GroupStatements,
    transliteration: Transliteration,
    has_lead: bool,
    anchors: UniqueNames,
    run: Run,
    /// Footnotes by name; an index into [`Body::footnotes`].
    footnotes: HashMap<UniCase<String>, usize>,
    /// The block of HTML that is open, and its place: it comes in lines.
    html_block: Option<(String, Vec<(usize, usize)>)>,
    /// Byte of the body up to which events have been read.
    read_to: usize,
    /// Links since the last flush: they learn their block there.
    pending_links: usize,
    containers: Vec<Container>,
    /// Per statement, the hash of its text.
    hashes: Vec<TextHash>,
    blocks: Blocks,
    /// A text that may be the block id of its statement rather than a part of it.
    may_be_id: Option<Span>,
    /// The last block id stands in a paragraph of its own, which is open.
    is_lone_id: bool,
    /// Where the markup opens that the next text stands in: `*` and `[` belong to a statement too.
    inline_start: Option<usize>,
    plain: Plain,
    /// Depth in tables, footnotes, headings and blocks of code or HTML: no statements there.
    excluded: usize,
    /// Depth in links and images: no citations there.
    in_link: usize,
    in_image: usize,
    /// Text in code blocks is not read at all.
    in_code_block: bool,
    /// The query that is open: a block of code that is read after all.
    query: Option<query::Open>,
    /// The table that is open.
    table: Option<OpenTable>,
    /// Depth in quotations, lists, tables and footnotes: a heading there begins no section.
    nesting: usize,
    heading: Option<OpenHeading>,
}

/// A table whose end has not been reached.
struct OpenTable {
    /// Byte of the body at which it opens.
    opens: usize,
    columns: usize,
    /// Cells that its rows lack so far.
    lacking: usize,
}

/// A heading whose end has not been reached.
#[derive(Debug)]
struct OpenHeading {
    level: u8,
    /// Byte of the body at which it opens.
    start: usize,
}

impl Reader {
    fn event(
        &mut self,
        text: &str,
        event: &Event<'_>,
        at: Span,
        section_anchor: &impl Fn(&str) -> Option<(usize, String)>,
    ) {
        self.plain.event(text, event, &at);
        match event {
            Event::Start(tag) => self.start(tag, &at),
            Event::End(tag) => self.end(text, *tag, &at, section_anchor),
            Event::Text(piece) => self.text(text, piece, &at),
            // An image shows nothing but the text that stands for it.
            _ if self.in_image > 0 && !matches!(event, Event::Text(_)) => {}
            Event::Code(piece) => {
                self.run.opaque(piece, self.file_span(&at));
                self.note_statement(&at);
            }
            Event::SoftBreak | Event::HardBreak => {
                let span = self.file_span(&at);
                self.run.line_break(span);
            }
            Event::Html(html) => {
                self.body.has_html = true;
                if let Some((block, lines)) = &mut self.html_block {
                    lines.push((block.len(), self.base + at.start));
                    block.push_str(html);
                }
            }
            Event::InlineHtml(html) => {
                self.body.has_html = true;
                self.run.opaque("", self.file_span(&at));
                self.html_links(html, &[(0, self.base + at.start)]);
            }
            Event::FootnoteReference(name) => {
                let span = self.file_span(&at);
                self.run.opaque("", span.clone());
                self.footnote(name).marks.push(span);
            }
            Event::TaskListMarker(_) => self.run.barrier(self.file_span(&at)),
            Event::Rule => self.blocks.pass(None),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
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
            self.no_id();
            self.inline_start.get_or_insert(self.base + at.start);
        }
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript
                if self.in_image == 0 =>
            {
                self.run.open(self.base + at.start);
            }
            _ if self.in_image > 0 && matches!(tag, Tag::Link { .. }) => self.in_link += 1,
            Tag::Link { link_type, dest_url, .. } => {
                let syntax = match link_type {
                    LinkType::WikiLink { has_pothole: true } => LinkSyntax::WikiWithText,
                    LinkType::WikiLink { has_pothole: false } => LinkSyntax::Wiki,
                    _ => LinkSyntax::Markdown,
                };
                self.run.open(self.base + at.start);
                // In a table the bar stands behind a backslash.
                let destination =
                    if syntax == LinkSyntax::WikiWithText { dest_url.trim_end_matches('\\') } else { dest_url };
                self.link(syntax, *link_type, destination, at);
                self.in_link += 1;
            }
            Tag::Image { link_type, dest_url, .. } => {
                if self.in_image == 0 {
                    self.run.opaque("", self.file_span(at));
                    let syntax = match link_type {
                        LinkType::WikiLink { .. } => LinkSyntax::Embed { is_alone: false },
                        _ => LinkSyntax::Image,
                    };
                    self.link(syntax, *link_type, dest_url, at);
                }
                self.in_link += 1;
                self.in_image += 1;
            }
            Tag::Paragraph => {
                self.flush();
                self.is_lone_id = false;
                if !self.containers.last().is_some_and(|container| container.is_item) {
                    self.containers.push(Container::new(false, self.base + at.start));
                }
            }
            Tag::Item => {
                self.flush();
                self.blocks.open(self.base + at.start, self.body.statements.len());
                self.containers.push(Container::new(true, self.base + at.start));
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.excluded += 1;
                self.heading = Some(OpenHeading { level: *level as u8, start: at.start });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.query = query::is_query(kind).then(query::Open::default);
                self.blocks.open(self.base + at.start, self.body.statements.len());
                self.excluded += 1;
                self.in_code_block = true;
            }
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(OpenTable { opens: at.start, columns: alignments.len(), lacking: 0 });
                self.blocks.open(self.base + at.start, self.body.statements.len());
                self.excluded += 1;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.excluded += 1;
                self.html_block = Some((String::new(), Vec::new()));
            }
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.blocks.open(self.base + at.start, self.body.statements.len());
                self.excluded += 1;
                let span = self.file_span(at);
                self.footnote(name).texts.push(span);
            }
            Tag::List(_) | Tag::BlockQuote(_) => {
                self.flush();
                self.blocks.open(self.base + at.start, self.body.statements.len());
            }
            _ if markdown::is_inline(tag.to_end()) => {}
            _ => self.flush(),
        }
    }

    fn end(&mut self, source: &str, tag: TagEnd, at: &Span, section_anchor: &impl Fn(&str) -> Option<(usize, String)>) {
        if nests(tag) {
            self.nesting -= 1;
        }
        if markdown::is_inline(tag) {
            self.no_id();
            self.extend_statement(self.base + at.end);
        }
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript
                if self.in_image == 0 =>
            {
                self.run.close(self.base + at.end);
            }
            TagEnd::Link => {
                self.in_link -= 1;
                if self.in_image == 0 {
                    self.run.close(self.base + at.end);
                }
            }
            TagEnd::Image => {
                self.in_link -= 1;
                self.in_image -= 1;
            }
            TagEnd::Paragraph => {
                self.flush();
                if markdown::is_pasted(&source[at.clone()]) {
                    let kind = SlipKind::PastedHtml(markdown::without_tags(&source[at.clone()]));
                    self.body.slips.push(Slip { span: self.file_span(at), kind });
                }
                self.no_headings(source, at, section_anchor);
                self.paragraph_ends(at);
            }
            TagEnd::Item => {
                self.flush();
                self.container_ends();
                self.blocks.close();
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.excluded -= 1;
                self.heading_ends(source, at, section_anchor);
                self.blocks.pass(None);
            }
            TagEnd::CodeBlock => {
                self.excluded -= 1;
                self.in_code_block = false;
                self.blocks.close_named();
                let query = self.query.take().map(|query| query.close(source, at, self.base));
                self.body.queries.extend(query);
            }
            TagEnd::HtmlBlock => {
                self.excluded -= 1;
                self.blocks.pass(None);
                self.html_block_ends(at);
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.excluded -= 1;
                self.blocks.close();
            }
            TagEnd::Table => {
                self.flush();
                self.excluded -= 1;
                self.table = None;
                self.blocks.close_named();
            }
            TagEnd::List(_) => {
                self.flush();
                self.blocks.close_named();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.blocks.close_quotation(self.body.statements.len());
            }
            TagEnd::TableCell => {
                self.count_lacking(source, at);
                self.cut_link(source, at);
                self.flush();
            }
            _ if markdown::is_inline(tag) => {}
            _ => self.flush(),
        }
    }

    /// Cells that a row lacks are filled in, but not without end: the rows behind the last one are no table any more.
    fn count_lacking(&mut self, source: &str, at: &Span) {
        let Some(OpenTable { opens, columns, lacking }) = &mut self.table else { return };
        let is_written = source[..at.start].ends_with('|') && source[at.start..].starts_with('|');
        let is_lacking = at.is_empty() && !is_written;
        *lacking += usize::from(is_lacking);
        // The row at which the limit is met is not there, nor are the cells that were filled in before it.
        if is_lacking && *lacking + *columns == MOST_LACKING_CELLS {
            let line = source[*opens..].find('\n').unwrap_or(source.len() - *opens);
            let span = self.base + *opens..self.base + *opens + line;
            self.body.slips.push(Slip { span, kind: SlipKind::LackingCells });
        }
    }

    fn text(&mut self, text: &str, piece: &str, at: &Span) {
        if let Some(query) = &mut self.query {
            query.push(piece, at);
        }
        if self.in_code_block || self.in_image > 0 {
            return;
        }
        if may_be_id(piece) {
            self.no_id();
            self.may_be_id = Some(at.clone());
        } else if !piece.trim().is_empty() {
            self.note_statement(at);
        }
        let span = self.file_span(at);
        let is_as_written = piece == &text[at.clone()];
        if is_as_written && self.in_link > 0 {
            self.run.link_text(piece, span.start);
        } else if is_as_written {
            let escaped = at.start > self.read_to && text.as_bytes()[at.start - 1] == b'\\';
            self.run.text(piece, span.start, escaped);
        } else {
            self.run.opaque(piece, span);
        }
    }

    /// The footnote of a name, whatever its letters' case.
    fn footnote(&mut self, name: &str) -> &mut Footnote {
        let footnotes = &mut self.body.footnotes;
        let index = *self.footnotes.entry(UniCase::new(name.to_owned())).or_insert_with(|| {
            footnotes.push(Footnote { marks: Vec::new(), texts: Vec::new() });
            footnotes.len() - 1
        });
        &mut footnotes[index]
    }

    /// The addresses of raw HTML; `lines` says where its parts stand in the file. Says whether it holds words.
    fn html_links(&mut self, html: &str, lines: &[(usize, usize)]) -> bool {
        let raw = markdown::raw_html(html);
        let place = |at: usize| {
            let line = lines[..lines.partition_point(|(start, _)| *start <= at)].last();
            line.map_or(0, |(start, byte)| byte + at - start)
        };
        for address in raw.addresses {
            let span = place(address.place.start)..place(address.place.end);
            let link = BodyLink { block: span.clone(), span, syntax: LinkSyntax::Html, destination: address.value };
            self.body.links.push(link);
            self.pending_links += 1;
        }
        raw.has_text
    }

    fn html_block_ends(&mut self, at: &Span) {
        let Some((html, lines)) = self.html_block.take() else { return };
        self.pending_links = 0;
        let has_text = self.html_links(&html, &lines);
        self.pending_links = 0;
        if markdown::is_pasted(&html) {
            let kind = SlipKind::PastedHtml(markdown::from_pasted(&html));
            self.body.slips.push(Slip { span: self.file_span(at), kind });
        } else if has_text && self.excluded == 0 && self.has_statements() {
            self.body.slips.push(Slip { span: self.file_span(at), kind: SlipKind::HtmlText });
        }
    }

    /// A wiki link that the end of a cell cuts in two.
    fn cut_link(&mut self, source: &str, at: &Span) {
        let Some(open) = self.run.open_wiki_link() else { return };
        let line = source[at.end..].find('\n').map_or(source.len(), |end| at.end + end);
        let rest = &source[at.end..line];
        if let (Some(bar), Some(close)) = (rest.find('|'), rest.find("]]")) {
            let span = open..self.base + at.end + close + 2;
            let kind = SlipKind::CutLink(self.base + at.end + bar);
            self.body.slips.push(Slip { span, kind });
        }
    }

    /// What a paragraph holds that was meant to be a heading.
    fn no_headings(&mut self, source: &str, at: &Span, section_anchor: &impl Fn(&str) -> Option<(usize, String)>) {
        if self.nesting > 0 {
            return;
        }
        let written = source[at.clone()].trim_end();
        if written.len() <= LONGEST_HEADING && !written.contains('\n') {
            let title = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | ':'));
            if let Some((section, _)) = section_anchor(title) {
                let span = self.file_span(&(at.start..at.start + written.len()));
                self.body.slips.push(Slip { span, kind: SlipKind::SectionTitle(section) });
                return;
            }
        }
        let mut start = at.start;
        for line in written.split_inclusive('\n') {
            let content = line.trim();
            let title = content.trim_start_matches('#');
            let hashes = content.len() - title.len();
            if (2..=6).contains(&hashes) && title.starts_with(char::is_alphanumeric) {
                let from = start + (line.len() - line.trim_start().len());
                let span = self.file_span(&(from..from + content.len()));
                let kind = SlipKind::NoHeading(self.base + from + hashes);
                self.body.slips.push(Slip { span, kind });
            }
            start += line.len();
        }
    }

    /// The text that may be a block id is none.
    fn no_id(&mut self) {
        if let Some(at) = self.may_be_id.take() {
            self.note_statement(&at);
        }
    }

    /// Do paragraphs and list items count as statements here?
    fn has_statements(&self) -> bool {
        self.has_lead || !self.body.sections.is_empty()
    }

    /// Text of a statement: open one, or let the open one reach to here.
    fn note_statement(&mut self, at: &Span) {
        self.no_id();
        if self.excluded > 0 || self.in_image > 0 || !self.has_statements() {
            return;
        }
        let mut span = self.file_span(at);
        let Some(container) = self.containers.last_mut() else { return };
        if container.statement.is_none() {
            container.statement = Some(self.body.statements.len());
            span.start = self.inline_start.unwrap_or(span.start).min(span.start);
            let section = self.body.sections.len().checked_sub(1);
            self.body.statements.push(Statement::new(span, container.opens, section));
            self.hashes.push(TextHash::default());
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
        // pulldown-cmark leaves the scheme of an e-mail autolink to its writer.
        let destination = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        let link = BodyLink { block: span.clone(), span, syntax, destination };
        self.body.links.push(link);
        self.pending_links += 1;
    }

    /// A block ends: find the citations of its text and its name, and tell its links where it stands.
    fn flush(&mut self) {
        let block = self.run.span();
        if let Some(block) = &block {
            let first = self.body.links.len() - self.pending_links;
            for link in &mut self.body.links[first..] {
                link.block = block.start.min(link.span.start)..block.end.max(link.span.end);
            }
        }
        let block_id = self.run.block_id().filter(|_| self.table.is_none());
        if let (Some(block), true) = (&block, self.excluded == 0) {
            let end = block_id.as_ref().map_or(block.end, |ending| ending.span.start);
            let first = self.body.links.len() - self.pending_links;
            for link in &mut self.body.links[first..] {
                if let LinkSyntax::Embed { is_alone } = &mut link.syntax {
                    *is_alone = link.span == (block.start..end);
                }
            }
        }
        self.pending_links = 0;
        if block_id.is_some() {
            self.may_be_id = None;
        }
        self.no_id();
        self.inline_start = None;
        self.body.parentheticals.extend(self.run.parentheticals());
        let candidate = self.run.near_block_id().filter(|_| block_id.is_none());
        let groups = self.run.groups(&mut self.body.slips);
        self.body.slips.extend(candidate.and_then(|candidate| candidate.slip(&groups, self.transliteration)));
        let end = block_id.as_ref().map_or(usize::MAX, |ending| ending.span.start);
        let container = self.containers.last_mut().filter(|_| self.excluded == 0);
        let holder = container.as_ref().and_then(|container| container.statement);
        if let Some(container) = container {
            self.run.push_bare_text(&mut container.text, &groups, end);
        }
        for group in groups {
            if let Some(index) = holder {
                let statement = &mut self.body.statements[index];
                statement.span.end = statement.span.end.max(group.span.end);
            }
            self.body.groups.push(group);
            self.group_statements.push(holder);
        }
        if let Some(index) = holder {
            let statement = &mut self.body.statements[index];
            statement.span.end = statement.span.end.min(end);
        }
        if let Some(block) = block {
            self.name_block(block_id, block.start);
        }
        self.run.clear();
    }

    /// A text that begins at a byte has ended; a block id may name its block.
    fn name_block(&mut self, block_id: Option<Ending>, start: usize) {
        let container = self.containers.last_mut().filter(|_| self.heading.is_none() && self.table.is_none());
        if let Some(Ending { span, id }) = block_id {
            let is_lone = span.start == start;
            let names = match &container {
                Some(container) if container.has_content || !is_lone => {
                    Named::text(container.statement, container.opens)
                }
                Some(container) if !container.is_item => self.blocks.previous(),
                _ => Named::Nothing,
            };
            if names == Named::Nothing && self.heading.is_none() {
                let kind = SlipKind::BlockId(NoBlockId::Alone);
                self.body.slips.push(Slip { span: span.clone(), kind });
            }
            self.is_lone_id = is_lone;
            self.body.block_ids.push(BlockId { id: id.into(), ends: span.end, span, names });
        }
        if let Some(container) = container {
            container.has_content = true;
        }
    }

    fn paragraph_ends(&mut self, at: &Span) {
        let is_lone_id = std::mem::take(&mut self.is_lone_id);
        let span = self.file_span(at);
        if let Some(block_id) = self.body.block_ids.last_mut().filter(|_| is_lone_id) {
            block_id.span = span;
        }
        let Some(container) = self.containers.last().filter(|container| !container.is_item) else { return };
        if !is_lone_id {
            self.blocks.pass(Some(Named::text(container.statement, container.opens)));
        }
        self.container_ends();
    }

    fn container_ends(&mut self) {
        let Some(container) = self.containers.pop() else { return };
        if let Some(statement) = container.statement {
            self.hashes[statement] = naming::hash(&container.text);
        }
    }

    fn heading_ends(&mut self, source: &str, at: &Span, section_anchor: &impl Fn(&str) -> Option<(usize, String)>) {
        let Some(OpenHeading { level, start }) = self.heading.take() else { return };
        // What cites is no part of a section's name. Whether a bare `@word` does, only its sources say, so that it stays
        // in the text for now; an anchor is better without it, whatever it is.
        let whole = self.file_span(&(start..at.end));
        let plain = |may_be_bare: bool| {
            let groups = self.body.groups_in(&whole);
            let cites = groups.filter(|group| may_be_bare || group.kind == CitationKind::Bracketed);
            let ids = self.body.block_ids_in(&whole).map(|named| &named.span);
            let place = |span: &Span| (span.start - self.base..span.end - self.base, "");
            let left_out: Vec<(Span, &str)> = cites.map(|group| &group.span).chain(ids).map(place).collect();
            markdown::plain_part(source, start..at.end, self.plain.hidden(), &left_out)
        };
        let (bare, text) = (plain(true), plain(false));
        let written = source[start..at.end].trim_end();
        let span = self.file_span(&(start..start + written.len()));
        let begins_section = level == 2 && self.nesting == 0;
        let names = [&text, &bare];
        let known = if begins_section { names.iter().find_map(|name| section_anchor(name)) } else { None };
        let wanted = known.as_ref().map_or_else(|| self.transliteration.slugify(&bare), |(_, anchor)| anchor.clone());
        let anchor = self.unique_anchor(if wanted.is_empty() { "section" } else { &wanted });
        if let Some(block_id) = self.body.block_ids_in(&whole).last() {
            let kind = SlipKind::BlockId(NoBlockId::AtHeading(anchor.clone()));
            self.body.slips.push(Slip { span: block_id.span.clone(), kind });
        }
        if begins_section {
            let configured = known.map(|(index, _)| index);
            let heading = self.body.headings.len();
            self.body.sections.push(Section { heading, configured, span: span.clone() });
        }
        self.body.headings.push(Heading { level, span, text, anchor });
    }

    fn unique_anchor(&mut self, wanted: &str) -> String {
        self.anchors.unique(wanted, |number| format!("{wanted}-{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(text: &str) -> Vec<(String, usize)> {
        let (body, holders) = parse(text, 0..text.len(), Anchors::default(), |_| None);
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

    /// Per statement its text and anchor.
    type Anchored = Vec<(String, String)>;

    /// Its statements, and what else has a block id.
    fn named(text: &str) -> (Anchored, Vec<(String, Named)>) {
        let (body, _) = parse(text, 0..text.len(), Anchors::of_case(Transliteration::default()), |_| None);
        let anchor =
            |(index, one): (usize, &Statement)| (text[one.span.clone()].to_owned(), body.anchor(index).into_owned());
        let others = body.block_ids.iter().filter(|named| !matches!(named.names, Named::Statement(_)));
        (
            body.statements.iter().enumerate().map(anchor).collect(),
            others.map(|named| (named.id.to_string(), named.names)).collect(),
        )
    }

    #[test]
    fn statements_are_called_by_their_block_ids() {
        for (text, expected) in [
            ("A b [@c]. ^hiring-halt\n", vec![("A b [@c].", "hiring-halt")]),
            ("A *b* ^Two-2  \nmore\n^c4\n", vec![("A *b* ^Two-2  \nmore", "c4")]),
            ("A `b`\n^123456\n", vec![("A `b`", "123456")]),
            ("- a ^a1\n  - b ^b1\n- c\n\n  d ^c1\n", vec![("a", "a1"), ("b", "b1"), ("c\n\n  d", "c1")]),
            ("- a\n\n  ^a1\n- [x] b ^b1\n", vec![("a", "a1"), ("b", "b1")]),
            ("> a\n> ^a1\n", vec![("a", "a1")]),
            ("> a\n\n^a1\n", vec![("a", "a1")]),
            ("a\n\n^a1\n", vec![("a", "a1")]),
            ("a @b [p. 3] ^a1\n", vec![("a @b [p. 3]", "a1")]),
        ] {
            let text = format!("## S\n\n{text}");
            let (statements, others) = named(&text);
            let found: Vec<(&str, &str)> = statements.iter().map(|(text, anchor)| (&**text, &**anchor)).collect();
            assert_eq!(found, expected, "{text}");
            assert!(others.is_empty(), "{text}: {others:?}");
        }
    }

    #[test]
    fn block_ids_name_other_blocks_too() {
        for (text, expected) in [
            ("a ^a1\n\n## S\n", vec![("a1", Named::Text(0))]),
            ("## S\n\n- a\n- b\n\n^a1\n", vec![("a1", Named::Block(6))]),
            ("## S\n\n- a\n\n^a1\n", vec![("a1", Named::Block(6))]),
            ("## S\n\n> a\n>\n> b\n\n^a1\n", vec![("a1", Named::Block(6))]),
            ("## S\n\n| a |\n|---|\n| b ^no |\n\n^a1\n", vec![("a1", Named::Block(6))]),
            ("## S\n\n```\na ^no\n```\n^a1\n", vec![("a1", Named::Block(6))]),
            ("## S\n\n![x](y.png) ^a1\n", vec![("a1", Named::Text(6))]),
            ("## S\n\n^a1\n", vec![("a1", Named::Nothing)]),
            ("## S ^a1\n\n- ^b1\n", vec![("a1", Named::Nothing), ("b1", Named::Nothing)]),
            ("## S\n\na ^sources\n\nb ^s\n", vec![("sources", Named::Nothing), ("s", Named::Nothing)]),
            ("## S\n\na ^A\n\nb ^a\n\nc\n^c\n\n^d\n", vec![("a", Named::Nothing), ("d", Named::Nothing)]),
        ] {
            let (_, others) = named(text);
            let found: Vec<(&str, Named)> = others.iter().map(|(id, names)| (&**id, *names)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_block_id_stays_text() {
        for text in
            ["It grows as n ^2", "a^b", "a \\^b", "`^b`", "a `b ^c`", "**a ^b**", "[a ^b](c)", "a ^b c", "a ^", "^-"]
        {
            let (statements, others) = named(&format!("## S\n\n{text}\n"));
            assert_eq!((statements[0].0.as_str(), others.len()), (text, 0), "{text}");
            assert!(statements[0].1.starts_with("s-"), "{text}");
        }
    }

    #[test]
    fn statements_without_a_block_id_are_called_by_their_words() {
        let anchor = |text: &str| named(&format!("## S\n\n{text}\n")).0[0].1.clone();
        let first = anchor("It did *one* thing [@a; @b, p. 3].");
        for same in ["It did one\nthing.", "- It did  **one** thing[@c].", "It [did](x.md) one thing.[^1]\n\n[^1]: x"] {
            assert_eq!(anchor(same), first, "{same}");
        }
        for space in ["\u{b}", "\u{c}", "\u{a0}", "\u{3000}", "&nbsp;", "&#12;", "` `", "\\\n"] {
            assert_eq!(anchor(&format!("It did{space}one thing.")), first, "{space:?}");
        }
        assert_eq!(anchor("a &amp;&nbsp;é"), anchor("a&e\u{301}"));
        assert_ne!(anchor("It did two things."), first);
        assert_eq!(anchor("Cre\u{301}dit"), anchor("Cr\u{e9}dit"));
        let text = "## S\n\na\n\nb\n\na ^x\n\na\n\n### S-Mzxw6ytb\n";
        let anchors: Vec<String> = named(text).0.into_iter().map(|(_, anchor)| anchor).collect();
        assert_eq!(anchors[2], "x");
        assert_eq!(anchors[3], format!("{}-3", anchors[0]));
    }

    #[test]
    fn what_is_no_statement() {
        let text = "## A\n\n### B [@a]\n\n```\n[@a]\n```\n\n| a |\n|---|\n| [@a] |\n\n<p>x</p>\n\n![x](y.png)\n\nz[^1]\n\n[^1]: n [@a]\n";
        assert_eq!(statements(text), [("z".to_owned(), 0)]);
    }

    #[test]
    fn citations_are_not_read_in_code_links_and_html() {
        let text = "## A\n\n`[@a]` [x [@b] y](z) ![@c](d) \\@e \\[@f] <b title=\"@g\"> [@h][@i] [t [@j] u](v)\n";
        let (body, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
        let ids: Vec<&str> = body.groups.iter().flat_map(|g| &g.items).map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["f", "h", "i"]);
    }

    #[test]
    fn spans_are_those_of_the_file() {
        let text = "---\nx\n---\n## A\n\nSee @a [p. 3] and [see *It* &amp; @b].\n";
        let (body, _) = parse(text, 10..text.len(), Anchors::default(), |_| None);
        let spans: Vec<&str> = body.groups.iter().map(|g| &text[g.span.clone()]).collect();
        assert_eq!(spans, ["@a [p. 3]", "[see *It* &amp; @b]"]);
        assert_eq!(body.groups[1].items[0].prefix(), "see It & ");
    }
}
