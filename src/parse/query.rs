//! Fenced blocks `casebook`, which ask the site something: found among the blocks of code, and read.

use pulldown_cmark::CodeBlockKind;

use super::front_matter;
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::{Body, QueryBlock};
use crate::schema::fields::Findings;
use crate::schema::{QUERY, question, read};

/// The word that begins the info string of a query.
const WORD: &str = "casebook";

/// Does a block of code ask the site something?
pub fn is_query(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else { return false };
    info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case(WORD))
}

/// A query whose closing fence has not been reached.
#[derive(Debug, Default)]
pub struct Open {
    code: String,
    /// From its first piece of text to its last, in the text of its body.
    inner: Option<Span>,
}

impl Open {
    /// Add a piece of its text.
    pub fn push(&mut self, piece: &str, at: &Span) {
        self.code.push_str(piece);
        let start = self.inner.as_ref().map_or(at.start, |inner| inner.start);
        self.inner = Some(start..at.end);
    }

    /// It ends: `at` is where all of it stands in the text of its body, which begins at the byte `base` of its file.
    pub fn close(self, source: &str, at: &Span, base: usize) -> QueryBlock {
        let behind_fence = source[at.clone()].find('\n').map_or(at.end, |newline| at.start + newline + 1);
        let inner = self.inner.unwrap_or(behind_fence..behind_fence);
        // What a list indents, or a quotation marks, has no place of its own in the file.
        let is_whole = source[inner.clone()].lines().eq(self.code.lines());
        let in_file = |span: Span| base + span.start..base + span.end;
        QueryBlock { span: in_file(at.clone()), inner: is_whole.then(|| in_file(inner)), question: None }
    }
}

/// Read the queries of a body that may have some.
pub fn read_all(text: &str, body: &mut Body, findings: &mut Findings<'_>) {
    for query in &mut body.queries {
        let Some(inner) = &query.inner else {
            let place = opening(text, query);
            let found = findings.at(Code::BadQuery, &place, "a query stands in a list or a quotation");
            findings.push(found.help("put it at the left edge, with an empty line before it"));
            continue;
        };
        let Some(node) = front_matter::read_part(text, inner.clone(), findings) else { continue };
        let read = read::record(&QUERY, &node, findings);
        query.question = read.and_then(|read| question::settled(read.value, findings)).map(Box::new);
    }
}

/// Report the queries of a text that has an answer to nothing.
pub fn refuse(text: &str, body: &Body, findings: &mut Findings<'_>) {
    for query in &body.queries {
        let found = findings.at(Code::BadQuery, &opening(text, query), "a query stands in the text of a case");
        findings.push(found.help("move it into a page of the site, such as content/pages/overview.md"));
    }
}

/// The fence that opens a query, with its info string.
fn opening(text: &str, query: &QueryBlock) -> Span {
    let line = text[query.span.clone()].lines().next().unwrap_or_default().trim_end();
    query.span.start..query.span.start + line.len()
}
