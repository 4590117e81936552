//! Findings for people: the line with the place marked, the cure below it.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::files::{Files, Locator, Place, Span, neutral_source};

/// Whether the text may hold colours (ANSI escape codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// It may.
    Coloured,
    /// It may not.
    Plain,
}

/// How many characters of a place are marked.
const MARKED: usize = 60;

/// Bytes of lines that are shown whole, and of one line; of a longer one only what stands around the mark.
const SHOWN: usize = 4_000;
const LONG_LINE: usize = 1_000;

/// Bytes on both sides of a mark in a line that is not shown whole.
const AROUND: usize = 200;

/// The text of findings, a blank line between them.
pub fn render<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, files: &Files, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let mut locator = Locator::new(files);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, &mut locator)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, locator: &mut Locator<'_>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::INFO.with_name("notice"),
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        let reach = |related: &Place| place.span.start.min(related.span.start)..place.span.end.max(related.span.end);
        // A place near by in the same file is drawn with the first; another follows in a snippet of its own.
        let (same, other): (Vec<_>, Vec<_>) = diagnostic
            .related
            .iter()
            .partition(|related| related.place.file == place.file && reach(&related.place).len() <= SHOWN);
        let mut reached = place.span.clone();
        let mut marks = vec![(AnnotationKind::Primary, marked(place, locator), None)];
        for related in same {
            reached = reached.start.min(related.place.span.start)..reached.end.max(related.place.span.end);
            marks.push((AnnotationKind::Context, marked(&related.place, locator), Some(related.message.as_str())));
        }
        group = drawn(group, place, &reached, marks, locator);
        for related in other {
            let mark = (AnnotationKind::Context, marked(&related.place, locator), Some(related.message.as_str()));
            group = drawn(group, &related.place, &related.place.span, vec![mark], locator);
        }
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// What is marked, how, and with which words.
type Mark<'a> = (AnnotationKind, Span, Option<&'a str>);

/// Draw the lines that hold some marks. A finding must not take longer the longer its file or its line is.
fn drawn<'a>(
    group: Group<'a>,
    place: &Place,
    reached: &Span,
    marks: Vec<Mark<'a>>,
    locator: &mut Locator<'_>,
) -> Group<'a> {
    let first = marks.first().map_or(0..0, |(_, span, _)| span.clone());
    let at = locator.locate(&Place { file: place.file, span: first.clone() });
    let index = locator.index(place.file);
    let text = index.text();
    let (lines, line) = index.lines(reached);
    let annotation = |(kind, span, label): Mark<'a>, from: usize| -> Annotation<'a> {
        kind.span(span.start.saturating_sub(from)..span.end.saturating_sub(from)).label(label)
    };
    let is_long = index.lines(&first).0.len() > LONG_LINE;
    if lines.len() <= SHOWN && !is_long {
        let snippet = Snippet::source(neutral_source(&text[lines.clone()])).line_start(line).path(at.file);
        let annotations: Vec<_> = marks.into_iter().map(|mark| annotation(mark, lines.start)).collect();
        return group.element(snippet.annotations(annotations));
    }
    let mut from = first.start.saturating_sub(AROUND).max(index.lines(&first).0.start);
    from = (from..=first.start).find(|byte| text.is_char_boundary(*byte)).unwrap_or(first.start);
    let end = text[first.end.min(text.len())..].char_indices().take_while(|(at, c)| *at < AROUND && *c != '\n').last();
    let to = end.map_or(first.end, |(at, c)| first.end + at + c.len_utf8());
    let snippet = Snippet::source(neutral_source(&text[from..to.min(text.len())])).line_start(at.start.line);
    let near = marks.into_iter().filter(|(_, span, _)| from <= span.start && span.end <= to);
    let annotations: Vec<_> = near.map(|mark| annotation(mark, from)).collect();
    let origin = Origin::path(at.file).line(at.start.line).char_column(at.start.column);
    group.element(origin).element(snippet.annotations(annotations))
}

/// The part of a place that is underlined: of a paragraph on one long line only the beginning.
fn marked(place: &Place, locator: &mut Locator<'_>) -> Span {
    let text = locator.index(place.file).text();
    match text.get(place.span.clone()).unwrap_or_default().char_indices().nth(MARKED) {
        Some((length, _)) => place.span.start..place.span.start + length,
        None => place.span.clone(),
    }
}
