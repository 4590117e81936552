//! Citations of a case resolved to its sources: which source is cited where, the order of the list, and how well the
//! case is supported.

use std::cell::{Cell, LazyCell, OnceCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::literal;
use super::slips::first_line;
use super::sources::SourcesOfCase;
use super::works::Known;
use crate::diagnostic::{Code, Diagnostic, HELPED, nearest};
use crate::files::{FileId, Span};
use crate::model::{
    CaseSource, CitationItem, CitationKind, CitedPassages, Event, Evidence, FieldValue, LinkedCitation, Resting, Slug,
    SourceId, Spanned, Support, UniqueNames, Work, WorkId, anchor_of, passage_of,
};
use crate::parse::ParsedCase;
use crate::schema::{ParsedEvent, ParsedFieldValue};

/// The sources of a case by what cites them.
struct ById<'a> {
    own: &'a SourcesOfCase<'a>,
    index: FxHashMap<&'a str, usize>,
    /// The passages of each source, once one is cited.
    passages: OnceCell<FxHashMap<(usize, &'a str), usize>>,
    /// For how many ids it was sought what they meant.
    helped: Cell<usize>,
}

/// What an id cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cites<'i> {
    /// A source.
    Source(usize),
    /// A passage of a source.
    Passage(usize, usize),
    /// A passage that its source does not have.
    NoPassage(usize, &'i str),
    /// Nothing that there is.
    Nothing,
}

impl<'a> ById<'a> {
    fn new(own: &'a SourcesOfCase<'a>) -> Self {
        let ids = own.iter().enumerate().map(|(index, (_, source))| (source.id.value.as_str(), index));
        ById { own, index: ids.collect(), passages: OnceCell::new(), helped: Cell::new(0) }
    }

    /// What an id cites: a source may have `#` in its own id.
    fn find<'i>(&self, id: &'i str) -> Cites<'i> {
        if let Some(source) = self.index.get(id) {
            return Cites::Source(*source);
        }
        let Some((source, passage)) = passage_of(id) else { return Cites::Nothing };
        let Some(source) = self.index.get(source).copied() else { return Cites::Nothing };
        let found = self.passages.get_or_init(|| self.by_passage()).get(&(source, passage));
        found.map_or(Cites::NoPassage(source, passage), |index| Cites::Passage(source, *index))
    }

    /// Every passage that has an id; of two with one id, the first.
    fn by_passage(&self) -> FxHashMap<(usize, &'a str), usize> {
        let mut found = FxHashMap::default();
        for source in 0..self.own.len() {
            for (index, id) in self.passages(source).enumerate() {
                if let Some(id) = id {
                    found.entry((source, id)).or_insert(index);
                }
            }
        }
        found
    }

    /// The ids of the passages of a source.
    fn passages(&self, source: usize) -> impl Iterator<Item = Option<&'a str>> {
        let (_, parsed) = self.own[source];
        parsed.source.passages.iter().map(|passage| passage.id.as_ref().map(Slug::as_str))
    }

    /// The ids of the sources, sorted.
    fn ids(&self) -> Vec<&'a str> {
        let mut ids: Vec<&str> = self.index.keys().copied().collect();
        ids.sort_unstable();
        ids
    }
}

impl Cites<'_> {
    fn source(self) -> Option<usize> {
        match self {
            Cites::Source(source) | Cites::Passage(source, _) | Cites::NoPassage(source, _) => Some(source),
            Cites::Nothing => None,
        }
    }

    fn passage(self) -> Option<usize> {
        if let Cites::Passage(_, passage) = self { Some(passage) } else { None }
    }
}

/// The resolved citations of a case.
pub struct Citations {
    pub sources: Vec<CaseSource>,
    pub entries: Vec<usize>,
    pub citations: Vec<LinkedCitation>,
    pub events: Vec<Event>,
    pub fields: Vec<Vec<FieldValue>>,
    pub supports: Vec<Support>,
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
    let by_id = ById::new(own);
    let citations = citations_of(case, &by_id, diagnostics);
    if own.len() > MOST_SOURCES {
        report_crowded(case, &citations, diagnostics);
    }
    let events = events_of(case, &by_id, diagnostics);
    let fields = values_of(case, &by_id, diagnostics);
    let entries = entry_order(own.len(), &citations);
    report_uncited(case, own, &by_id, diagnostics);
    literal::report(case, own, work_of, known, diagnostics);
    let letters = letters(&entries, work_of, known.works);
    let statements = statements_by_source(own.len(), &citations);
    let mut anchors = UniqueNames::default();
    let sources: Vec<CaseSource> = own
        .iter()
        .zip(work_of)
        .zip(letters.into_iter().zip(statements))
        .map(|(((file, parsed), work), (letter, statements))| {
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
                statements,
            }
        })
        .collect();
    let supports = supports(case.body.statements.len(), &citations, &sources);
    let evidence = count_evidence(&supports, &citations, &fields, &sources, known.works);
    Citations { sources, entries, citations, events, fields, supports, evidence }
}

fn citations_of(case: &ParsedCase, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<LinkedCitation> {
    let mut citations = Vec::with_capacity(case.body.groups.len());
    let mut next = 1;
    for (index, (group, statement)) in case.body.groups.iter().zip(&case.group_statements).enumerate() {
        let found: Vec<Cites<'_>> = group.items.iter().map(|item| by_id.find(item.id.as_str())).collect();
        // A bare word such as `@media` cites nothing, unless a bracket with citations follows.
        if group.kind == CitationKind::InText && found[0] == Cites::Nothing && group.items.len() == 1 {
            continue;
        }
        if case.is_readable {
            for (item, cites) in group.items.iter().zip(&found) {
                diagnostics.extend(unknown_item(case.file, item, *cites, by_id));
            }
        }
        let sources: Box<[usize]> = found.iter().filter_map(|cites| cites.source()).collect();
        if sources.len() == group.items.len() {
            let passages = found.iter().map(|cites| cites.passage()).collect();
            citations.push(LinkedCitation::new(index, *statement, next, (sources, passages)));
            next += group.items.len();
        }
    }
    citations.shrink_to_fit();
    citations
}

/// How many sources a statement cites at most: the page of each of them shows the whole statement.
const MOST_SOURCES: usize = 200;

/// Report statements that cite too many sources.
fn report_crowded(case: &ParsedCase, citations: &[LinkedCitation], diagnostics: &mut Vec<Diagnostic>) {
    let mut cited: FxHashMap<usize, FxHashSet<usize>> = FxHashMap::default();
    for citation in citations {
        for Resting { source, statement, .. } in citation.resting() {
            let of_statement = cited.entry(statement).or_default();
            if of_statement.insert(source) && of_statement.len() == MOST_SOURCES + 1 {
                let span = case.body.groups[citation.group()].span.clone();
                let message = format!("this statement cites more than {MOST_SOURCES} sources");
                let found = Diagnostic::new(Code::TooLarge, case.file, span, message);
                diagnostics.push(found.help("make paragraphs of its parts; no setting raises this limit"));
            }
        }
    }
}

/// Report an item of a group whose id no source has, or no passage of it.
fn unknown_item(file: FileId, item: &CitationItem, cites: Cites<'_>, by_id: &ById<'_>) -> Option<Diagnostic> {
    let found = unknown(file, &item.span, item.id.as_str(), cites, by_id)?;
    Some(match near(item.id.as_str(), cites, by_id).as_deref().and_then(SourceId::parse) {
        Some(near) => {
            let help = format!("did you mean `{near}`?");
            // The span begins with the hyphen of `-@a`.
            let span = item.span.start + usize::from(item.suppress_author)..item.span.end;
            found.help(help).fix(format!("cite `{near}`"), span, near.cited())
        }
        None if cites == Cites::Nothing => found.help("add it to `sources`, or write `\\@` if it is no citation"),
        None => found,
    })
}

/// The finding where an id cites nothing that there is.
fn unknown(file: FileId, span: &Span, id: &str, cites: Cites<'_>, by_id: &ById<'_>) -> Option<Diagnostic> {
    let found = |code, message: String| Diagnostic::new(code, file, span.clone(), message);
    match cites {
        Cites::Nothing => Some(found(Code::UnknownCitation, format!("no source has the id `{id}`"))),
        Cites::NoPassage(source, passage) => {
            let (_, parsed) = by_id.own[source];
            let source = &parsed.id.value;
            let help = match Slug::parse(passage) {
                Ok(id) => {
                    format!("add it to the `passages` of the source, `- {{id: {id}, text: …}}`; or cite `{source}`")
                }
                Err(_) => format!("cite the source, `{source}`, or a passage that it has"),
            };
            let message = format!("the source `{source}` has no passage `{passage}`");
            Some(found(Code::UnknownPassage, message).help(help))
        }
        Cites::Source(_) | Cites::Passage(..) => None,
    }
}

/// What an id probably meant. It is sought among all ids: not for each of many thousand.
fn near(id: &str, cites: Cites<'_>, by_id: &ById<'_>) -> Option<String> {
    if by_id.helped.replace(by_id.helped.get() + 1) >= HELPED {
        return None;
    }
    if let Cites::NoPassage(source, passage) = cites {
        let near = nearest(passage, by_id.passages(source).flatten())?;
        return Some(format!("{}#{near}", by_id.own[source].1.id.value));
    }
    let known = by_id.ids();
    // Of `bi-2052#q1` the source may be mistyped.
    let of_source = || {
        let (source, passage) = passage_of(id)?;
        Some(format!("{}#{passage}", nearest(source, known.iter().copied())?))
    };
    of_source().or_else(|| nearest(id, known.iter().copied()).map(ToOwned::to_owned))
}

/// Sources, and passages of them, that front matter names by their ids; those that there are not are reported.
fn named(
    ids: &[Spanned<String>],
    case: &ParsedCase,
    by_id: &ById<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<usize>, CitedPassages) {
    let mut resolve = |id: &Spanned<String>| {
        let cites = by_id.find(&id.value);
        if let Some(found) = unknown(case.file, &id.span, &id.value, cites, by_id) {
            let help = near(&id.value, cites, by_id).map(|near| format!("did you mean `{near}`?"));
            let found = if cites == Cites::Nothing { found.help("add it to `sources`") } else { found };
            diagnostics.push(found.help_if(help));
        }
        Some((cites.source()?, cites.passage()))
    };
    let (sources, passages): (Vec<usize>, Vec<Option<usize>>) = ids.iter().filter_map(&mut resolve).unzip();
    (sources, passages.into_iter().collect())
}

fn events_of(case: &ParsedCase, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Event> {
    let mut event = |event: &ParsedEvent| {
        let (sources, passages) = named(&event.sources, case, by_id, diagnostics);
        Event { date: event.date.clone(), text: event.text.clone(), sources, passages }
    };
    case.front.events.iter().map(&mut event).collect()
}

/// The values of the site's own fields. One without a source is reported, as a statement is.
fn values_of(case: &ParsedCase, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<FieldValue>> {
    let mut value = |parsed: &ParsedFieldValue| {
        if parsed.sources.is_empty() {
            let found =
                Diagnostic::new(Code::UncitedValue, case.file, parsed.span.clone(), "this value names no source");
            diagnostics.push(found.help("say who says so: `{ value: …, sources: [id] }`"));
        }
        let (sources, passages) = named(&parsed.sources, case, by_id, diagnostics);
        FieldValue { sources, passages, ..parsed.value.clone() }
    };
    case.front.own.iter().map(|values| values.iter().map(&mut value).collect()).collect()
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

fn report_uncited(case: &ParsedCase, own: &SourcesOfCase<'_>, by_id: &ById<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !case.is_readable {
        return;
    }
    let mut cited = vec![false; own.len()];
    // The known ids in a bracket are cited even if another id in it is unknown.
    let in_groups = case.body.groups.iter().flat_map(|group| &group.items);
    let in_front = case.front.source_ids().map(|id| id.value.as_str());
    let named = in_groups.map(|item| item.id.as_str()).chain(in_front);
    for source in named.filter_map(|id| by_id.find(id).source()) {
        cited[source] = true;
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
        let is_known = || by_id.find(group.items[0].id.as_str()) != Cites::Nothing;
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

/// How each of so many statements is supported.
fn supports(statements: usize, citations: &[LinkedCitation], sources: &[CaseSource]) -> Vec<Support> {
    let mut supports = vec![Support::None; statements];
    for Resting { source, statement, .. } in citations.iter().flat_map(LinkedCitation::resting) {
        supports[statement] = sources[source].support().max(supports[statement]);
    }
    supports
}

/// How many statements rest on each of so many sources: one that cites a source twice rests on it once.
fn statements_by_source(sources: usize, citations: &[LinkedCitation]) -> Vec<usize> {
    let resting = citations.iter().flat_map(LinkedCitation::resting);
    let mut pairs: Vec<(usize, usize)> = resting.map(|one| (one.source, one.statement)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut counts = vec![0; sources];
    for (source, _) in pairs {
        counts[source] += 1;
    }
    counts
}

/// Statements, and values of the site's own fields, which count as statements.
fn count_evidence(
    supports: &[Support],
    citations: &[LinkedCitation],
    fields: &[Vec<FieldValue>],
    sources: &[CaseSource],
    works: &[Work],
) -> Evidence {
    let mut used = vec![false; sources.len()];
    let values = || fields.iter().flatten();
    let in_text = citations.iter().flat_map(|citation| citation.sources.iter());
    for source in in_text.chain(values().flat_map(|value| &value.sources)) {
        used[*source] = true;
    }
    let cited = || sources.iter().zip(&used).filter(|(_, used)| **used).map(|(source, _)| source);
    let work = |source: &CaseSource| &works[source.work.index()];
    let mut publishers: Vec<_> = cited().map(|source| work(source).publisher).collect();
    publishers.sort_unstable();
    publishers.dedup();
    let quoting = citations.iter().flat_map(LinkedCitation::resting).filter(|one| one.passage.is_some());
    let quoting: FxHashSet<usize> = quoting.map(|one| one.statement).collect();
    Evidence {
        quoting: quoting.len() + values().filter(|value| !value.passages.is_empty()).count(),
        support: supports.iter().copied().chain(values().map(|value| value.support(sources))).collect(),
        publishers: publishers.len(),
        independent_sources: cited().filter(|source| source.independent).count(),
        newest: cited().filter_map(|source| work(source).source.date.clone()).max(),
    }
}

/// Sources of one publisher and date gain a, b, c in the order of the citation list.
fn letters(entries: &[usize], work_of: &[WorkId], works: &[Work]) -> Vec<Option<char>> {
    let label = |index: usize| {
        let work = &works[work_of[index].index()];
        (work.publisher, work.source.date.as_ref())
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

/// The anchor of a source.
fn source_anchor(id: &SourceId, anchors: &mut UniqueNames) -> Box<str> {
    let wanted = format!("source_{}", anchor_of(id.as_str()));
    anchors.unique(&wanted, |number| format!("{wanted}_{number}")).into()
}
