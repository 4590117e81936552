//! Bodies as HTML.
//!
//! Comes in: a [`Body`], the text of its file, and a [`Setting`] that says what citations and links become. Goes
//! out: [`BodyHtml`]: the text before the first section, the sections, the footnotes. The parser's events are
//! those of `parse`; what we write ourselves are headings (anchors), citations, resolved links, table cells (no
//! inline style), footnotes and code blocks.

mod statements;

use std::collections::HashMap;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd, html::push_html};
use rustc_hash::FxHashMap;

use super::highlight::Highlighter;
use super::sanitize::{self, Sanitizer};
use crate::files::Span;
use crate::markdown;
use crate::model::config::HtmlPolicy;
use crate::model::{Body, LinkSyntax, Target};
use crate::render::escape::{escape, escape_into};

/// What a body becomes.
#[derive(Debug, Default)]
pub struct BodyHtml {
    /// Before the first section.
    pub preamble: String,
    /// Per section of the body: heading and text.
    pub sections: Vec<SectionHtml>,
    /// An ordered list, or empty.
    pub footnotes: String,
}

/// A section as HTML.
#[derive(Debug, Default)]
pub struct SectionHtml {
    /// Heading.
    pub title: String,
    /// Text.
    pub html: String,
}

/// What surrounds a body.
pub struct Setting<'a> {
    /// HTML of each citation group, by index into [`Body::groups`]; a group without one stays text.
    pub citations: FxHashMap<usize, String>,
    /// How many notes stand before the footnotes and share their numbers.
    pub notes: usize,
    /// Statements without a source, by index into [`Body::statements`], in the order in which they open: they are
    /// marked, and numbered `uncited_1`, …
    pub uncited: &'a [usize],
    /// Address of a target, ready for `href`; with the text of a wiki link that has none of its own.
    pub resolve: &'a dyn Fn(&Target) -> Option<(String, String)>,
    /// What happens to raw HTML.
    pub policy: HtmlPolicy,
    /// Colours code blocks.
    pub highlighter: &'a Highlighter,
    /// Words of the theme.
    pub labels: Labels<'a>,
}

/// Words of the theme that bodies need.
#[derive(Debug, Clone, Copy)]
pub struct Labels<'a> {
    /// For a link back from a footnote.
    pub back: &'a str,
    /// For a task that is done.
    pub done: &'a str,
    /// For a task that is open.
    pub open: &'a str,
    /// Behind a statement that cites no source.
    pub uncited: &'a str,
}

/// A text with what is known of it.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// The text of the whole file.
    pub text: &'a str,
    /// Facts of the body.
    pub body: &'a Body,
    /// Where each link of the body leads.
    pub targets: &'a [Target],
}

/// Render a body.
pub fn render<'a>(Written { text, body, targets }: Written<'a>, setting: &'a Setting<'a>) -> BodyHtml {
    let source = &text[body.span.clone()];
    let sanitizes = body.has_html && setting.policy == HtmlPolicy::Sanitize;
    let mut writer = Writer {
        body,
        targets,
        setting,
        source,
        base: body.span.start,
        mark: if sanitizes { sanitize::mark_for(source) } else { String::new() },
        group: 0,
        link: 0,
        heading: 0,
        section: 0,
        uncited: 0,
        unmarked: Vec::new(),
        read_to: 0,
        out: Output::default(),
        footnotes: Footnotes { before: setting.notes, ..Footnotes::default() },
        table: None,
        skip_until_link_end: false,
    };
    let mut events = markdown::events(source);
    while let Some((event, at)) = events.next() {
        writer.event(event, at, &mut events);
    }
    writer.finish(sanitizes)
}

/// Where events go: the preamble, a heading, a section or a footnote.
#[derive(Default)]
struct Output<'a> {
    events: Vec<Event<'a>>,
    html: BodyHtml,
    in_section: bool,
}

impl Output<'_> {
    /// Write the gathered events to where they belong.
    fn flush(&mut self) {
        let target = match self.html.sections.last_mut() {
            Some(section) if self.in_section => &mut section.html,
            _ => &mut self.html.preamble,
        };
        push_html(target, self.events.drain(..));
    }
}

#[derive(Default)]
struct Footnotes {
    /// Notes that come before the first.
    before: usize,
    /// Numbers by name, in the order of first reference or definition.
    numbers: HashMap<String, usize>,
    references: HashMap<usize, usize>,
    definitions: Vec<(usize, String)>,
}

impl Footnotes {
    fn number(&mut self, name: &str) -> usize {
        let next = self.before + self.numbers.len() + 1;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }
}

struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

struct Writer<'a> {
    body: &'a Body,
    targets: &'a [Target],
    setting: &'a Setting<'a>,
    source: &'a str,
    base: usize,
    /// What our own ids carry until the author's HTML has been judged.
    mark: String,
    group: usize,
    link: usize,
    heading: usize,
    section: usize,
    /// How many of the statements without a source have been opened.
    uncited: usize,
    /// Where the text of each open one of them ends, until it has been marked there.
    unmarked: Vec<usize>,
    /// Byte of the file up to which text has been read.
    read_to: usize,
    out: Output<'a>,
    footnotes: Footnotes,
    table: Option<TableState>,
    skip_until_link_end: bool,
}

type Events<'a> = pulldown_cmark::OffsetIter<'a>;

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>, at: Span, rest: &mut Events<'a>) {
        self.mark_uncited(&event, &at);
        if self.skip_until_link_end {
            self.skip_until_link_end = !matches!(event, Event::End(TagEnd::Link));
            if !self.skip_until_link_end {
                self.html("</a>");
            }
            return;
        }
        if self.in_citation(&event, &at) {
            return;
        }
        match event {
            Event::Start(tag @ (Tag::Paragraph | Tag::Item)) => self.statement_starts(tag, &at),
            Event::Start(Tag::Heading { level, .. }) => self.heading_starts(level as u8, &at, rest),
            Event::End(TagEnd::Heading(level)) => {
                let level = (level as u8).max(2);
                self.html(format!("</h{level}>\n"));
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(&kind, rest),
            Event::Start(Tag::FootnoteDefinition(name)) => self.footnote(&name, rest),
            Event::TaskListMarker(done) => {
                let (mark, label) =
                    if done { ("☑", self.setting.labels.done) } else { ("☐", self.setting.labels.open) };
                let label = escape(label);
                self.html(format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{mark}</span> "));
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => self.link_starts(tag),
            Event::End(TagEnd::Link) => self.html("</a>"),
            Event::Html(html) | Event::InlineHtml(html) if self.setting.policy == HtmlPolicy::Escape => {
                self.out.events.push(Event::Text(html));
            }
            Event::Start(Tag::HtmlBlock) if self.setting.policy == HtmlPolicy::Escape => self.html("<p>"),
            Event::End(TagEnd::HtmlBlock) if self.setting.policy == HtmlPolicy::Escape => self.html("</p>\n"),
            Event::Start(Tag::Table(alignments)) => {
                self.table = Some(TableState { alignments, column: 0, in_head: false });
                self.html("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            event @ (Event::Start(Tag::TableHead | Tag::TableRow | Tag::TableCell)
            | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell)) => {
                self.table_event(&event);
            }
            event => self.out.events.push(event),
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.events.push(Event::InlineHtml(html.into()));
    }

    /// An `id` attribute of ours.
    fn id(&self, id: &str) -> String {
        format!("id=\"{}{id}\"", self.mark)
    }

    /// Text before, within and after citation groups. Says whether the event is dealt with.
    fn in_citation(&mut self, event: &Event<'a>, at: &Span) -> bool {
        let start = self.base + at.start;
        while self.body.groups.get(self.group).is_some_and(|group| group.span.end <= start) {
            self.group += 1;
        }
        let Some(group) = self.body.groups.get(self.group) else { return false };
        if let Event::Text(text) = event {
            let touches = group.span.start < self.base + at.end;
            if !touches || text.as_ref() != &self.source[at.clone()] {
                return touches && self.is_within(start);
            }
            self.text(at.clone());
            return true;
        }
        // No citation holds a block.
        let is_block = match event {
            Event::Start(tag) => !markdown::is_inline(tag.to_end()),
            Event::End(tag) => !markdown::is_inline(*tag),
            _ => false,
        };
        !is_block && self.is_within(start)
    }

    /// Is a byte of the file inside the current group, and is the group shown as a citation?
    fn is_within(&self, byte: usize) -> bool {
        let group = &self.body.groups[self.group];
        group.span.contains(&byte) && self.setting.citations.contains_key(&self.group)
    }

    /// A text as written: citations in it are replaced, each where it starts.
    fn text(&mut self, at: Span) {
        let end = self.base + at.end;
        let mut from = self.base + at.start;
        while from < end {
            let index = self.group;
            let group = self.body.groups.get(index).filter(|group| group.span.start < end);
            let Some(group) = group else { break };
            let stop = group.span.end.min(end);
            if let Some(html) = self.setting.citations.get(&index) {
                if from <= group.span.start {
                    self.push_text(from, group.span.start);
                    if self.mark.is_empty() {
                        self.html(html.as_str());
                    } else {
                        self.html(html.replace("id=\"", &format!("id=\"{}", self.mark)));
                    }
                }
            } else {
                self.push_text(from, stop);
            }
            from = stop;
            if group.span.end <= end {
                self.group += 1;
            }
        }
        self.push_text(from, end);
    }

    fn push_text(&mut self, from: usize, to: usize) {
        if from < to {
            let text = &self.source[from - self.base..to - self.base];
            self.out.events.push(Event::Text(CowStr::Borrowed(text)));
        }
    }

    fn heading_starts(&mut self, level: u8, at: &Span, rest: &mut Events<'a>) {
        let heading = &self.body.headings[self.heading.min(self.body.headings.len() - 1)];
        self.heading += 1;
        let section = self.body.sections.get(self.section);
        if section.is_some_and(|section| section.span.start == self.base + at.start) {
            self.section += 1;
            self.out.flush();
            self.out.in_section = true;
            let length = section.map_or(0, |section| section.span.len());
            // A text grows a little when it becomes HTML.
            let html = String::with_capacity(length + length / 8);
            self.out.html.sections.push(SectionHtml { title: String::new(), html });
            while let Some((event, at)) = rest.next() {
                if matches!(event, Event::End(TagEnd::Heading(_))) {
                    break;
                }
                self.event(event, at, rest);
            }
            let mut title = String::new();
            push_html(&mut title, self.out.events.drain(..));
            if let Some(section) = self.out.html.sections.last_mut() {
                section.title = title;
            }
            return;
        }
        // The page's title is its only first-level heading.
        let level = level.max(2);
        let id = self.id(&heading.anchor);
        self.html(format!("<h{level} {id}>"));
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, rest: &mut Events<'a>) {
        let mut code = String::new();
        for (event, _) in rest.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let language = match kind {
            CodeBlockKind::Fenced(language) => language.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let html = self.setting.highlighter.highlight(&code, language);
        self.html(format!("<pre tabindex=\"0\"><code>{html}</code></pre>\n"));
    }

    fn footnote_reference(&mut self, name: &str) {
        let number = self.footnotes.number(name);
        let count = self.footnotes.references.entry(number).or_insert(0);
        *count += 1;
        let id = if *count == 1 { format!("fnref_{number}") } else { format!("fnref_{number}_{count}") };
        let id = self.id(&id);
        self.html(format!("<sup class=\"footnote\"><a href=\"#fn_{number}\" {id}>{number}</a></sup>"));
    }

    fn footnote(&mut self, name: &str, rest: &mut Events<'a>) {
        let number = self.footnotes.number(name);
        let outer = std::mem::take(&mut self.out.events);
        while let Some((event, at)) = rest.next() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            self.event(event, at, rest);
        }
        let mut html = String::new();
        push_html(&mut html, std::mem::replace(&mut self.out.events, outer).into_iter());
        self.footnotes.definitions.push((number, html));
    }

    fn link_starts(&mut self, tag: Tag<'a>) {
        let target = self.targets.get(self.link).unwrap_or(&Target::AsWritten);
        let syntax = self.body.links.get(self.link).map_or(LinkSyntax::Markdown, |link| link.syntax);
        self.link += 1;
        let resolved = (self.setting.resolve)(target);
        match tag {
            Tag::Image { link_type, dest_url, title, id } => {
                let dest_url = match (target, resolved) {
                    (Target::Unsafe, _) => CowStr::Borrowed(""),
                    (_, Some((href, _))) => CowStr::from(href),
                    (_, None) => dest_url,
                };
                self.out.events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let (href, text) = match resolved {
                    Some((href, text)) => (Some(href), text),
                    None if *target == Target::Unsafe => (None, String::new()),
                    None if link_type == LinkType::Email => (Some(format!("mailto:{dest_url}")), String::new()),
                    None => (Some(dest_url.to_string()), String::new()),
                };
                let mut open = String::from("<a");
                if let Some(href) = href {
                    open.push_str(" href=\"");
                    escape_into(&mut open, &href);
                    open.push('"');
                }
                if !title.is_empty() {
                    open.push_str(" title=\"");
                    escape_into(&mut open, &title);
                    open.push('"');
                }
                open.push('>');
                if syntax == LinkSyntax::Wiki && !text.is_empty() {
                    escape_into(&mut open, &text);
                    self.skip_until_link_end = true;
                }
                self.html(open);
            }
            tag => self.out.events.push(Event::Start(tag)),
        }
    }

    fn table_event(&mut self, event: &Event<'_>) {
        let Some(table) = &mut self.table else { return };
        let html: CowStr<'a> = match event {
            Event::Start(Tag::TableHead) => {
                table.in_head = true;
                table.column = 0;
                "<thead><tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                table.in_head = false;
                "</tr></thead>\n<tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                table.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => {
                let class = match table.alignments.get(table.column) {
                    Some(Alignment::Left) => " class=\"align-left\"",
                    Some(Alignment::Center) => " class=\"align-center\"",
                    Some(Alignment::Right) => " class=\"align-right\"",
                    _ => "",
                };
                table.column += 1;
                let tag = if table.in_head { "th scope=\"col\"" } else { "td" };
                format!("<{tag}{class}>").into()
            }
            Event::End(TagEnd::TableCell) if table.in_head => "</th>".into(),
            Event::End(TagEnd::TableCell) => "</td>".into(),
            _ => {
                self.table = None;
                "</tbody></table></div>\n".into()
            }
        };
        self.html(html);
    }

    fn finish(mut self, sanitizes: bool) -> BodyHtml {
        self.out.flush();
        self.out.html.footnotes = self.footnote_list();
        let mut html = self.out.html;
        if sanitizes {
            let sanitizer = Sanitizer::new(&self.mark);
            sanitizer.clean(&mut html.preamble);
            sanitizer.clean(&mut html.footnotes);
            for section in &mut html.sections {
                sanitizer.clean(&mut section.title);
                sanitizer.clean(&mut section.html);
            }
        }
        html
    }

    /// The notes by number, each with links back to where it is referred to.
    fn footnote_list(&mut self) -> String {
        let mut definitions = std::mem::take(&mut self.footnotes.definitions);
        if definitions.is_empty() {
            return String::new();
        }
        definitions.sort_by_key(|(number, _)| *number);
        let label = escape(self.setting.labels.back);
        let mut list = String::from("<ol>\n");
        for (number, html) in definitions {
            let id = self.id(&format!("fn_{number}"));
            list.push_str(&format!("<li {id} value=\"{number}\">\n{html}"));
            for count in 1..=self.footnotes.references.get(&number).copied().unwrap_or(0) {
                let reference = if count == 1 { format!("fnref_{number}") } else { format!("fnref_{number}_{count}") };
                list.push_str(&format!("<a class=\"back\" href=\"#{reference}\" aria-label=\"{label}\">↩</a> "));
            }
            list.push_str("</li>\n");
        }
        list.push_str("</ol>\n");
        list
    }
}
