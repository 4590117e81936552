//! Citations written out in words, such as "(Business Insider, 13 May 2025)", which show what `[@bi-2025]` would but
//! lead nowhere.

use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use super::sources::SourcesOfCase;
use super::works::Known;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, PublisherId, WorkId, fold};
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
    let by_publisher = LazyCell::new(|| by_publisher(own, work_of, known));
    for span in &case.body.parentheticals {
        let written = &text[span.clone()];
        let inner = &written[1..written.len() - 1];
        let sources = inner.split(';').map(|part| source_of(part, &by_publisher, known));
        let Some(sources) = sources.collect::<Option<Vec<usize>>>() else { continue };
        let ids: Vec<String> = sources.iter().map(|source| own[*source].1.id.value.cited()).collect();
        let citation = format!("[{}]", ids.join("; "));
        let message = format!("`{written}` names a source and does not cite it");
        let found = Diagnostic::new(Code::LiteralCitation, case.file, span.clone(), message);
        diagnostics.push(found.help(format!("write `{citation}`")).fix("cite the source", span.clone(), citation));
    }
}

/// The sources of a case by publisher and date: the first, and whether it is the only one.
type ByPublisher<'a> = FxHashMap<(PublisherId, &'a PartialDate), (usize, bool)>;

fn by_publisher<'a>(own: &'a SourcesOfCase<'_>, work_of: &[WorkId], known: Known<'_>) -> ByPublisher<'a> {
    let mut found = ByPublisher::default();
    for (index, (_, source)) in own.iter().enumerate() {
        let Some(date) = &source.source.date else { continue };
        let publisher = known.works[work_of[index].index()].publisher;
        found.entry((publisher, date)).and_modify(|(_, is_only)| *is_only = false).or_insert((index, true));
    }
    found
}

/// Characters of a part that may be a citation: each comma may be the one before the date.
const LONGEST: usize = 300;

/// The one source that `Publisher, date` names.
fn source_of(part: &str, by_publisher: &ByPublisher<'_>, known: Known<'_>) -> Option<usize> {
    if part.len() > LONGEST {
        return None;
    }
    // A date may hold a comma itself: "Business Insider, May 13, 2025".
    let commas = part.match_indices(',').map(|(at, _)| at);
    commas.into_iter().find_map(|comma| {
        let publisher = known.publisher_names.get(&fold(&part[..comma]))?;
        let date = PartialDate::from_words(part[comma + 1..].trim())?;
        let (source, is_only) = by_publisher.get(&(*publisher, &date))?;
        is_only.then_some(*source)
    })
}
