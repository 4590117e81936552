//! Citations of a case resolved to its sources: which source is cited where, the order of the list, and how well the
//! case is supported.

use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use super::literal;
use super::slips::first_line;
use super::sources::SourcesOfCase;
use super::works::Known;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::{
    CaseSource, CitationGroup, CitationKind, Event, Evidence, LinkedCitation, PartialDate, SourceId, Work, WorkId,
    anchor_of, supports,
};
use crate::parse::ParsedCase;

/// Groups of a case with an unknown id that are told what was probably meant.
const HELPED: usize = 100;

/// Index of each source of a case by its id.
type ById<'a> = FxHashMap<&'a str, usize>;

/// The resolved citations of a case.
pub struct Citations {
    pub sources: Vec<CaseSource>,
    pub entries: Vec<usize>,
    pub citations: Vec<LinkedCitation>,
    pub events: Vec<Event>,
    pub evidence: Evidence,
}

/// Resolve the citations of a case.
pub fn link(
    case: &ParsedCase,
    own: &SourcesOfCase<'_>,
    work_of: &[WorkId],
    known: Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Citations {
    let by_id: ById<'_> =
        own.iter().enumerate().map(|(index, (_, source))| (source.id.value.as_str(), index)).collect();
    let citations = citations_of(case, &by_id, diagnostics);
    let events = events_of(case, &by_id, diagnostics);
    let entries = entry_order(own.len(), &citations);
    report_uncited(case, own, &by_id, &events, diagnostics);
    literal::report(case, own, work_of, known, diagnostics);
    let letters = letters(&entries, work_of, known.works);
    let mut anchors = FxHashMap::default();
    let sources: Vec<CaseSource> = own
        .iter()
        .zip(work_of)
        .zip(letters)
        .map(|(((file, parsed), work), letter)| {
            let (kind, independent) = parsed.source.judged(known.works[work.index()].kind);
            CaseSource {
                id: parsed.id.value.clone(),
                work: *work,
                source: parsed.source.clone(),
                kind,
                independent,
                is_shared: *file != case.file,
                anchor: source_anchor(&parsed.id.value, &mut anchors),
                letter,
            }
        })
        .collect();
    let evidence = count_evidence(case.body.statements.len(), &citations, &sources, known.works);
    Citations { sources, entries, citations, events, evidence }
}

fn citations_of(case: &ParsedCase, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<LinkedCitation> {
    let mut citations = Vec::with_capacity(case.body.groups.len());
    let mut next = 1;
    let mut unknown = 0;
    for (index, (group, statement)) in case.body.groups.iter().zip(&case.group_statements).enumerate() {
        let found: Vec<Option<usize>> = group.items.iter().map(|item| by_id.get(item.id.as_str()).copied()).collect();
        // A bare word such as `@media` cites nothing, unless a bracket with citations follows.
        if group.kind == CitationKind::InText && found[0].is_none() && group.items.len() == 1 {
            continue;
        }
        if case.is_readable {
            unknown += usize::from(found.iter().any(Option::is_none));
            // What was probably meant is sought among all ids: not for each of many thousand.
            let known = by_id.keys().copied().filter(|_| unknown <= HELPED);
            report_unknown(case.file, group, &found, known, diagnostics);
        }
        let sources: Box<[usize]> = found.into_iter().flatten().collect();
        if sources.len() == group.items.len() {
            citations.push(LinkedCitation::new(index, *statement, next, sources));
            next += group.items.len();
        }
    }
    citations.shrink_to_fit();
    citations
}

/// Report the ids of a group that no source has.
pub fn report_unknown<'a>(
    file: FileId,
    group: &CitationGroup,
    found: &[Option<usize>],
    known: impl Iterator<Item = &'a str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if found.iter().all(Option::is_some) {
        return;
    }
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    for (item, _) in group.items.iter().zip(found).filter(|(_, found)| found.is_none()) {
        let id_start = item.span.end - item.id.as_str().len();
        let diagnostic = Diagnostic::new(
            Code::UnknownCitation,
            file,
            item.span.clone(),
            format!("no source has the id `{}`", item.id),
        );
        diagnostics.push(match crate::diagnostic::nearest(item.id.as_str(), known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(
                format!("cite `{near}`"),
                id_start..item.span.end,
                near,
            ),
            None => diagnostic.help("add it to `sources`, or write `\\@` if it is no citation"),
        });
    }
}

fn events_of(case: &ParsedCase, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Event> {
    let resolve = |id: &crate::model::Spanned<String>, diagnostics: &mut Vec<Diagnostic>| {
        let found = by_id.get(id.value.as_str()).copied();
        if found.is_none() {
            let mut known: Vec<&str> = by_id.keys().copied().collect();
            known.sort_unstable();
            let message = format!("no source has the id `{}`", id.value);
            let help = crate::diagnostic::did_you_mean(&id.value, known);
            let found = Diagnostic::new(Code::UnknownCitation, case.file, id.span.clone(), message);
            diagnostics.push(found.help("add it to `sources`").help_if(help));
        }
        found
    };
    let events = &case.front.events;
    events
        .iter()
        .map(|event| Event {
            date: event.date.clone(),
            text: event.text.clone(),
            sources: event.sources.iter().filter_map(|id| resolve(id, diagnostics)).collect(),
        })
        .collect()
}

/// By first citation, the never-cited ones last.
fn entry_order(count: usize, citations: &[LinkedCitation]) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    let mut seen = vec![false; count];
    for source in citations.iter().flat_map(|citation| citation.sources.iter().copied()).chain(0..count) {
        if !std::mem::replace(&mut seen[source], true) {
            order.push(source);
        }
    }
    order
}

fn report_uncited(
    case: &ParsedCase,
    own: &SourcesOfCase<'_>,
    by_id: &ById<'_>,
    events: &[Event],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !case.is_readable {
        return;
    }
    let mut cited = vec![false; own.len()];
    // The known ids in a bracket are cited even if another id in it is unknown.
    let in_groups = case.body.groups.iter().flat_map(|group| &group.items);
    let in_groups = in_groups.filter_map(|item| by_id.get(item.id.as_str()));
    for source in in_groups.chain(events.iter().flat_map(|event| &event.sources)) {
        cited[*source] = true;
    }
    for ((_, source), _) in own.iter().zip(&cited).filter(|(_, cited)| !**cited) {
        let message = format!("the source `{}` is never cited", source.id.value);
        let found = Diagnostic::new(Code::UncitedSource, case.file, source.id.span.clone(), message);
        diagnostics.push(
            found.help(format!(
                "cite it with `[{}]` where it supports a statement, or remove it",
                source.id.value.cited()
            )),
        );
    }
    // An unknown id was meant to support its statement, so the statement is not reported as uncited too.
    let mut supported = vec![false; case.body.statements.len()];
    for (group, statement) in case.body.groups.iter().zip(&case.group_statements) {
        let is_known = || by_id.contains_key(group.items[0].id.as_str());
        if let Some(statement) = statement
            && (group.kind == CitationKind::Bracketed || group.items.len() > 1 || is_known())
        {
            supported[*statement] = true;
        }
    }
    let text = LazyCell::new(|| case.text.get());
    for (statement, _) in case.body.statements.iter().zip(&supported).filter(|(_, supported)| !**supported) {
        let span = first_line(&text, &statement.span);
        let found = Diagnostic::new(Code::UncitedStatement, case.file, span, "this statement cites no source");
        diagnostics.push(found.help("add a citation such as `[@id]`"));
    }
}

fn count_evidence(statements: usize, citations: &[LinkedCitation], sources: &[CaseSource], works: &[Work]) -> Evidence {
    let mut used = vec![false; sources.len()];
    for source in citations.iter().flat_map(|citation| &citation.sources) {
        used[*source] = true;
    }
    let cited = || sources.iter().zip(&used).filter(|(_, used)| **used).map(|(source, _)| source);
    let work = |source: &CaseSource| &works[source.work.index()];
    let mut publishers: Vec<_> = cited().map(|source| work(source).publisher).collect();
    publishers.sort_unstable();
    publishers.dedup();
    Evidence {
        support: supports(statements, citations, sources).into_iter().collect(),
        publishers: publishers.len(),
        independent_sources: cited().filter(|source| source.independent).count(),
        newest: cited().filter_map(|source| work(source).source.date.clone()).max(),
    }
}

/// Sources of one publisher and date gain a, b, c in the order of the citation list.
fn letters(entries: &[usize], work_of: &[WorkId], works: &[Work]) -> Vec<Option<char>> {
    let label = |index: usize| {
        let work = &works[work_of[index].index()];
        (work.publisher, work.source.date.as_ref().map(PartialDate::as_str))
    };
    // Sources with the same label are grouped, each group in the order of the list.
    let mut by_label: Vec<usize> = entries.to_vec();
    by_label.sort_by(|a, b| label(*a).cmp(&label(*b)));
    let mut letters = vec![None; entries.len()];
    for group in by_label.chunk_by(|a, b| label(*a) == label(*b)).filter(|group| group.len() > 1) {
        for (index, letter) in group.iter().zip(('a'..='z').chain(std::iter::repeat('z'))) {
            letters[*index] = Some(letter);
        }
    }
    letters
}

/// The anchor of a source; `taken` holds the number that the next source of an anchor gets.
fn source_anchor(id: &SourceId, taken: &mut FxHashMap<String, usize>) -> Box<str> {
    let wanted = format!("source_{}", anchor_of(id.as_str()));
    let mut anchor = wanted.clone();
    while taken.contains_key(&anchor) {
        let number = taken.entry(wanted.clone()).or_insert(2);
        anchor = format!("{wanted}_{number}");
        *number += 1;
    }
    taken.insert(anchor.clone(), 2);
    anchor.into()
}
