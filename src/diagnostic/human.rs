//! Findings for people: the line with the place marked, the cure below it.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::files::{Files, Place, Span};

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

/// The text of findings, a blank line between them.
pub fn render(diagnostics: &[Diagnostic], files: &Files, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, files)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::INFO.with_name("notice"),
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(place) = &diagnostic.place {
        let primary = AnnotationKind::Primary.span(marked(place, files));
        // A place in the same file is drawn with the first; another file follows in a snippet of its own.
        let (same, other): (Vec<_>, Vec<_>) = diagnostic.related.iter().partition(|r| r.place.file == place.file);
        let mut snippet = snippet(place, files).annotation(primary);
        for related in same {
            let context = AnnotationKind::Context.span(marked(&related.place, files));
            snippet = snippet.annotation(context.label(related.message.as_str()));
        }
        group = group.element(snippet);
        for related in other {
            let context = AnnotationKind::Context.span(marked(&related.place, files));
            group =
                group.element(self::snippet(&related.place, files).annotation(context.label(related.message.as_str())));
        }
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The part of a place that is underlined: of a paragraph on one long line only the beginning.
fn marked(place: &Place, files: &Files) -> Span {
    let text = files.get(place.file).text.get();
    match text.get(place.span.clone()).unwrap_or_default().char_indices().nth(MARKED) {
        Some((length, _)) => place.span.start..place.span.start + length,
        None => place.span.clone(),
    }
}

fn snippet<'a>(place: &Place, files: &'a Files) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(files.get(place.file).text.get()).path(files.display_path(place.file))
}
