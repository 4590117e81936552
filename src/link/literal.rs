//! Citations written out in words, such as "(Business Insider, 13 May 2025)", which show what `[@bi-2025]` would but
//! lead nowhere.

use std::cell::LazyCell;

use super::sources::SourcesOfCase;
use super::works::Known;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, WorkId, fold};
use crate::parse::ParsedCase;

/// Report the parentheses of a case that name its sources.
///
/// Where each part names the publisher and date of exactly one source of the case, the help says to cite it.
pub fn report(
    case: &ParsedCase,
    own: &SourcesOfCase<'_>,
    work_of: &[WorkId],
    known: Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = LazyCell::new(|| case.text.get());
    for span in &case.body.parentheticals {
        let written = &text[span.clone()];
        let inner = &written[1..written.len() - 1];
        let sources = inner.split(';').map(|part| source_of(part, own, work_of, known));
        let Some(sources) = sources.collect::<Option<Vec<usize>>>() else { continue };
        let ids: Vec<String> = sources.iter().map(|source| own[*source].1.id.value.cited()).collect();
        let citation = format!("[{}]", ids.join("; "));
        let message = format!("`{written}` names a source and does not cite it");
        let found = Diagnostic::new(Code::LiteralCitation, case.file, span.clone(), message);
        diagnostics.push(found.help(format!("write `{citation}`")).fix("cite the source", span.clone(), citation));
    }
}

/// The one source that `Publisher, date` names.
fn source_of(part: &str, own: &SourcesOfCase<'_>, work_of: &[WorkId], known: Known<'_>) -> Option<usize> {
    // A date may hold a comma itself: "Business Insider, May 13, 2025".
    let commas = part.match_indices(',').map(|(at, _)| at);
    commas.into_iter().find_map(|comma| {
        let publisher = known.publisher_names.get(&fold(&part[..comma]))?;
        let date = PartialDate::from_words(part[comma + 1..].trim())?;
        let mut named = (0..own.len()).filter(|index| {
            let is_publisher = known.works[work_of[*index].index()].publisher == *publisher;
            is_publisher && own[*index].1.source.date.as_ref() == Some(&date)
        });
        let first = named.next()?;
        named.next().is_none().then_some(first)
    })
}
