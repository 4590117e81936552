//! Bodies as HTML: the text before the first section, the sections, and the notes.

mod answers;
mod capture;
mod citations;
mod footnotes;
mod links;
mod notes;
mod places;
pub(super) mod shown;
mod statements;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd, html::push_html};
use rustc_hash::FxHashMap;

use super::highlight::highlight;
use super::sanitize::{self, Sanitizer};
use crate::files::Span;
use crate::markdown;
use crate::model::config::HtmlPolicy;
use crate::model::{Body, CaseId, Target};
use crate::render::citation::{CitationHtml, Numbering};
use crate::render::escape::escape;
use answers::Answers;
use capture::Capture;
use notes::Notes;
pub use places::Marked;
use places::Places;

/// What a body becomes.
#[derive(Debug, Default)]
pub struct BodyHtml {
    /// Before the first section.
    pub preamble: String,
    /// Per section of the body: heading and text.
    pub sections: Vec<SectionHtml>,
    /// Footnotes, and the notes of a note style: an ordered list, or empty.
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
    pub citations: FxHashMap<usize, CitationHtml>,
    /// Numbers of notes.
    pub numbering: Numbering,
    /// Its statements, in the order in which they open; none where the body is no case's.
    pub statements: Vec<Marked>,
    /// A statement of another case as HTML, by its anchor.
    pub show: &'a dyn Fn(CaseId, &str) -> Option<String>,
    /// The answer to a query as HTML, by its index into [`Body::queries`]; one without an answer stays code.
    pub answer: &'a dyn Fn(usize) -> Option<String>,
    /// Address of the body's own page, where the text is shown on another: its ids stay there.
    pub home: Option<&'a str>,
    /// Address of a target, ready for `href`; with the text of a wiki link that has none of its own.
    pub resolve: &'a dyn Fn(&Target) -> Option<(String, String)>,
    /// Width and height of a picture in pixels, where they are known.
    pub picture_size: &'a dyn Fn(&Target) -> Option<(u32, u32)>,
    /// What happens to raw HTML.
    pub policy: HtmlPolicy,
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
    /// For the link of a statement to itself.
    pub copy: &'a str,
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
///
/// The parser's events are those of `parse`. Written here, and not by the Markdown library, are headings (anchors),
/// citations, resolved links and images, table cells (no inline style), notes and code blocks.
pub fn render<'a>(written: Written<'a>, setting: &'a Setting<'a>) -> BodyHtml {
    let (mut writer, sanitizes) = writer(written, setting);
    let mut events = markdown::events(writer.source);
    while let Some((event, at)) = events.next() {
        writer.event(event, at, &mut events);
    }
    writer.finish(sanitizes)
}

/// What writes a body, and whether raw HTML in it is to be made harmless.
fn writer<'a>(Written { text, body, targets }: Written<'a>, setting: &'a Setting<'a>) -> (Writer<'a>, bool) {
    let source = &text[body.span.clone()];
    let sanitizes = body.has_html && setting.policy == HtmlPolicy::Sanitize;
    let writer = Writer {
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
        statement: 0,
        places: Places::new(body, !setting.statements.is_empty()),
        block_id: 0,
        unmarked: Vec::new(),
        read_to: 0,
        out: Output::default(),
        notes: Notes::new(body),
        html_block: String::new(),
        capture: None,
        moves_mark: None,
        written_to: 0,
        table: None,
        skip_until_link_end: false,
        shows_statement: false,
        answers: Answers::of(body, source),
        figure: None,
    };
    (writer, sanitizes)
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
    /// How many statements have been opened.
    statement: usize,
    places: Places<'a>,
    /// The first block id that has not been left out yet.
    block_id: usize,
    /// Where the text of each open statement ends, until it has been marked there.
    unmarked: Vec<(usize, Marked)>,
    /// Byte of the file up to which text has been read.
    read_to: usize,
    out: Output<'a>,
    notes: Notes,
    /// The block of HTML that is open: it comes in lines.
    html_block: String,
    /// Words around the citation that is open.
    capture: Option<Capture<'a>>,
    /// A mark that stands behind the punctuation that follows, should some follow.
    moves_mark: Option<String>,
    /// Byte of the file up to which citations have been written, with the full stop that one brings.
    written_to: usize,
    table: Option<TableState>,
    skip_until_link_end: bool,
    /// The open paragraph shows a statement of another case, which is a block itself.
    shows_statement: bool,
    /// Answers to queries, which take their places once the author's HTML has been judged.
    answers: Answers,
    /// The open paragraph holds a picture and nothing else: it is a figure, with this caption.
    figure: Option<String>,
}

type Events<'a> = pulldown_cmark::OffsetIter<'a>;

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>, at: Span, rest: &mut Events<'a>) {
        let Some((event, at)) = self.without_block_id(event, at) else { return };
        self.statement_ends(&event, &at);
        if self.skip_until_link_end && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        if !self.in_citation(&event, &at, rest) {
            self.write(event, at, rest);
        }
    }

    /// Write an event that no citation replaces.
    fn write(&mut self, event: Event<'a>, at: Span, rest: &mut Events<'a>) {
        if !matches!(event, Event::Text(_)) {
            self.put_mark();
        }
        if let Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_)) = event {
            self.block_starts(&at);
        }
        match event {
            Event::Start(tag @ (Tag::Paragraph | Tag::Item)) => self.text_starts(tag, &at),
            Event::Start(Tag::Heading { level, .. }) => self.heading_starts(level as u8, &at, rest),
            Event::End(TagEnd::Paragraph) if std::mem::take(&mut self.shows_statement) => {}
            Event::End(TagEnd::Paragraph) if self.figure.is_some() => self.figure_ends(),
            Event::End(TagEnd::Heading(level)) => {
                let level = (level as u8).max(2);
                self.html(format!("</h{level}>\n"));
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(&kind, &at, rest),
            Event::Start(Tag::FootnoteDefinition(_)) => self.footnote(&at, rest),
            Event::TaskListMarker(done) => {
                let (mark, label) =
                    if done { ("☑", self.setting.labels.done) } else { ("☐", self.setting.labels.open) };
                let label = escape(label);
                self.html(format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{mark}</span> "));
            }
            Event::FootnoteReference(_) => self.footnote_reference(&at),
            Event::Start(Tag::Image { dest_url, title, .. }) => self.image(&dest_url, &title, rest),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.link_starts(link_type, &dest_url, &title);
            }
            Event::End(TagEnd::Link) => {
                self.skip_until_link_end = false;
                self.html("</a>");
            }
            Event::InlineHtml(html) => self.inline_html(html),
            Event::Start(Tag::HtmlBlock) => {
                if self.setting.policy == HtmlPolicy::Escape {
                    self.html("<p>");
                }
            }
            Event::Html(html) => self.html_line(html),
            Event::End(TagEnd::HtmlBlock) => self.html_block_ends(),
            Event::Text(text) => self.plain(text),
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

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, at: &Span, rest: &mut Events<'a>) {
        let mut code = String::new();
        for (event, _) in rest.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let query = self.body.queries.binary_search_by_key(&(self.base + at.start), |query| query.span.start);
        if let Some(answer) = query.ok().and_then(self.setting.answer) {
            let place = self.answers.add(answer);
            self.html(place);
            return;
        }
        let language = match kind {
            CodeBlockKind::Fenced(language) => language.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let html = highlight(&code, language);
        self.html(format!("<pre tabindex=\"0\"><code>{html}</code></pre>\n"));
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
        self.put_mark();
        self.out.flush();
        self.out.html.footnotes = self.note_list();
        let mut html = std::mem::take(&mut self.out.html);
        if sanitizes {
            let sanitizer = Sanitizer::new(&self.mark);
            sanitizer.clean(&mut html.preamble);
            sanitizer.clean(&mut html.footnotes);
            for section in &mut html.sections {
                sanitizer.clean(&mut section.title);
                sanitizer.clean(&mut section.html);
            }
        }
        self.answers.place(&mut html.preamble);
        for section in &mut html.sections {
            self.answers.place(&mut section.html);
        }
        html
    }
}
