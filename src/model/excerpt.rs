//! Parts of a case as plain text, for lists, search and tables.

use super::{Body, Case, CitationKind, LinkSyntax, Site, Target};
use crate::files::Span;
use crate::markdown::plain_part;

impl Body {
    /// A part of a file in plain text, without markup and marks of footnotes. `replaced` are spans of the file in rising
    /// order, each with what is shown in its place.
    pub fn excerpt(&self, text: &str, part: &Span, mut replaced: Vec<(Span, &str)>) -> String {
        let base = self.span.start;
        let place = |span: &Span| span.start - base..span.end - base;
        for (span, _) in &mut replaced {
            *span = place(span);
        }
        plain_part(&text[self.span.clone()], place(part), &self.hidden, &replaced)
    }
}

impl Site {
    /// A part of a case's file in plain text: without markup, marks of footnotes, block ids and citations in brackets. A
    /// citation in the sentence is part of it, so its publisher is named; a wiki link shows the title of its case, or the name of its
    /// term.
    pub fn excerpt(&self, case: &Case, text: &str, part: Span) -> String {
        let body = &case.body;
        let mut replaced: Vec<(Span, &str)> = Vec::new();
        let first = case.citations.partition_point(|citation| body.groups[citation.group()].span.start < part.start);
        for citation in &case.citations[first..] {
            let group = &body.groups[citation.group()];
            if group.span.end > part.end {
                break;
            }
            let named = match group.kind {
                CitationKind::Bracketed => "",
                CitationKind::InText => {
                    let work = self.work(case.sources[citation.sources[0]].work);
                    &self.publisher(work.publisher).label
                }
            };
            replaced.push((group.span.clone(), named));
        }
        replaced.extend(body.block_ids_in(&part).map(|named| (named.span.clone(), "")));
        let first = body.links.partition_point(|link| link.span.start < part.start);
        let links = || body.links[first..].iter().take_while(|link| link.span.start < part.end);
        for (link, target) in links().zip(&case.targets[first.min(case.targets.len())..]) {
            match (link.syntax, target) {
                (LinkSyntax::Wiki, Target::Case(id, _)) => {
                    replaced.push((link.span.clone(), &self.case(*id).title));
                }
                (LinkSyntax::Wiki, Target::Term(id, _)) => replaced.push((link.span.clone(), &self.term(*id).label)),
                _ => {}
            }
        }
        replaced.sort_by_key(|(span, _)| span.start);
        body.excerpt(text, &part, replaced)
    }

    /// A statement of a case in plain text.
    pub fn statement_text(&self, case: &Case, text: &str, index: usize) -> String {
        self.excerpt(case, text, case.body.statements[index].span.clone())
    }
}
