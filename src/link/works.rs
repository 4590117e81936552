//! The sources of all cases merged into works and publishers.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::kinds;
use super::names::{self, Use};
use super::order::highest_first;
use super::parallel::in_parallel;
use super::sources::SourcesOfCase;
use super::spellings::Spellings;
use super::terms::claim_names;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::config::Config;
use crate::model::{
    CaseId, Listing, PartialDate, Publisher, PublisherId, Slug, Source, SourceKind, Transliteration, Work, WorkId,
    WorkUse, anchor_of, fold,
};
use crate::parse::ParsedCase;
use crate::schema::{ParsedSource, ParsedVocabulary, SOURCE, source};
use crate::yaml;

/// Works and publishers of the site, and per case and source its work.
pub struct Linked {
    pub works: Listing<Work>,
    /// Those that are shown, the newest first.
    pub newest: Vec<WorkId>,
    pub publishers: Listing<Publisher>,
    pub work_of: Vec<Vec<WorkId>>,
    /// Folded names of publishers, for what is written in words.
    pub publisher_names: FxHashMap<String, PublisherId>,
}

/// Works, and publishers by their folded names.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub works: &'a [Work],
    pub publisher_names: &'a FxHashMap<String, PublisherId>,
}

/// Make works and publishers. `sources` are the sources of each case, shared ones that it cites included.
///
/// `model::identity` decides which sources are one work. The first case in the order of slugs describes it, later ones
/// fill in what is missing, and where they disagree both places are reported. What unlisted cases say changes nothing
/// for the others: they come last, and describe only what is theirs alone. So many of `cases` are public: those that are
/// listed, and what is said of terms.
pub fn link(
    vocabulary: Option<&ParsedVocabulary>,
    (cases, public): (&Listing<Arc<ParsedCase>>, usize),
    sources: &[SourcesOfCase<'_>],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Linked {
    let severities = &config.severities;
    let parts = sources.split_at(public).into();
    let (mut publishers, names) = publishers(vocabulary, parts, config.transliteration(), diagnostics);
    let publisher_of = PublisherOf::new(&names, sources);
    in_parallel(cases.all(), severities, diagnostics, |index, case, found| {
        found.extend(sources[index].iter().filter_map(|(file, parsed)| {
            alias_of(case, *file, parsed, &publishers[publisher_of.get(&parsed.source).index()])
        }));
    });
    let Gathered { works, work_of, apart } = Gathered::of(cases.all(), sources);
    diagnostics.extend(apart.iter().map(|(one, other)| told_apart(one, other)));
    let is_public = |one: &WorkUse| one.case.index() < public;
    let listed = works.partition_point(|(_, uses)| uses.first().is_some_and(is_public));
    let works = in_parallel(works, severities, diagnostics, |_, (slug, mut uses), found| {
        // What only unlisted cases list is as they say, and nobody is seen to list it.
        let seen = uses.partition_point(is_public);
        let judges = if seen == 0 { uses.len() } else { seen };
        let source = describe(&uses, judges, sources, &publisher_of, found);
        let publisher = publisher_of.get(&source);
        let kind = source.kind.or(publishers[publisher.index()].kind).unwrap_or(SourceKind::Other);
        let as_used = |one: &WorkUse| &sources[one.case.index()][one.source].1.source;
        let independent = uses[..judges].iter().all(|one| as_used(one).judged(kind).1);
        uses.truncate(seen);
        // A case that lists a work under two ids counts once.
        uses.dedup_by_key(|one| one.case);
        let of_terms = uses.split_off(uses.partition_point(|one| cases.shows(one.case.index())));
        Work { slug, source, publisher, position: 0, kind, independent, uses, of_terms }
    });
    kinds::report(&works, &publishers, &work_of, vocabulary, sources, diagnostics);
    let mut works = Listing::new(works, listed);
    let newest = newest_first(&works);
    list_works(&mut publishers, &works, &newest);
    for publisher in &publishers {
        for (position, work) in publisher.works.iter().enumerate() {
            works[work.index()].position = position;
        }
    }
    let names = names.into_iter().map(|(name, id)| (name, PublisherId(id)));
    let (publishers, new_ids) = by_label(publishers, works.all());
    for work in works.all_mut() {
        work.publisher = new_ids[&work.publisher];
    }
    let publisher_names = names.filter_map(|(name, id)| Some((name, *new_ids.get(&id)?))).collect();
    Linked { works, newest, publishers, work_of, publisher_names }
}

/// Publishers without works are left out; the others stand by label, those that only unlisted cases cite behind them.
/// Also the new id of each by its old one.
fn by_label(publishers: Vec<Publisher>, works: &[Work]) -> (Listing<Publisher>, FxHashMap<PublisherId, PublisherId>) {
    let used: FxHashSet<PublisherId> = works.iter().map(|work| work.publisher).collect();
    let ids = (0..publishers.len()).map(PublisherId::from_index);
    let mut kept: Vec<(PublisherId, Publisher)> = ids.zip(publishers).filter(|(id, _)| used.contains(id)).collect();
    kept.sort_by_cached_key(|(_, one)| (one.works.is_empty(), fold(&one.label), one.slug.clone()));
    let listed = kept.partition_point(|(_, publisher)| !publisher.works.is_empty());
    let new_ids = kept.iter().enumerate().map(|(new, (old, _))| (*old, PublisherId::from_index(new))).collect();
    (Listing::new(kept.into_iter().map(|(_, publisher)| publisher).collect(), listed), new_ids)
}

/// A source with the file that describes it.
type Described<'a> = (FileId, &'a ParsedSource);

/// Group sources by work: the only step that goes through all sources in order.
struct Gathered<'a> {
    /// Per work its slug, and the cases that list it.
    works: Vec<(Slug, Vec<WorkUse>)>,
    /// Per case and source its work.
    work_of: Vec<Vec<WorkId>>,
    /// Sources of one address that are two works all the same: the later one, and the first.
    apart: Vec<(Described<'a>, Described<'a>)>,
}

/// The works that were seen, by what each is known by.
struct Seen<'a> {
    /// The first of each identity, and those that only share it.
    by_identity: FxHashMap<&'a str, (WorkId, Vec<WorkId>)>,
    first: Vec<Described<'a>>,
}

impl<'a> Seen<'a> {
    /// The work that a source is, or else the one that only shares its address.
    fn find(&self, parsed: &'a ParsedSource) -> (Option<WorkId>, Option<WorkId>) {
        let mut near = None;
        for identity in &parsed.identities {
            let works = self.by_identity.get(identity.as_str());
            for work in works.iter().flat_map(|(first, others)| std::iter::once(first).chain(others)) {
                if parsed.source.is_one_with(&self.first[work.index()].1.source, identity) {
                    return (Some(*work), None);
                }
                near = near.or(Some(*work));
            }
        }
        (None, near)
    }

    fn add(&mut self, parsed: &'a ParsedSource, work: WorkId) {
        for identity in &parsed.identities {
            let (first, others) = self.by_identity.entry(identity).or_insert((work, Vec::new()));
            if *first != work && !others.contains(&work) {
                others.push(work);
            }
        }
    }
}

impl<'a> Gathered<'a> {
    fn of(cases: &[Arc<ParsedCase>], sources: &[SourcesOfCase<'a>]) -> Gathered<'a> {
        let count = sources.iter().map(Vec::len).sum();
        let mut works: Vec<(Slug, Vec<WorkUse>)> = Vec::with_capacity(count);
        let mut seen = Seen { by_identity: FxHashMap::default(), first: Vec::new() };
        seen.by_identity.reserve(count);
        let mut slugs: FxHashMap<Slug, u32> = FxHashMap::default();
        slugs.reserve(count);
        let mut work_of = Vec::with_capacity(cases.len());
        let mut apart = Vec::new();
        let wanted: Vec<Vec<Slug>> = cases
            .par_iter()
            .zip(sources)
            .map(|(case, own)| own.iter().map(|(_, one)| wanted_slug(case, one)).collect())
            .collect();
        for (index, (own, wanted)) in sources.iter().zip(wanted).enumerate() {
            let mut of_case = Vec::with_capacity(own.len());
            for ((number, described), wanted) in own.iter().enumerate().zip(wanted) {
                let (known, near) = seen.find(described.1);
                let id = known.unwrap_or_else(|| WorkId::from_index(works.len()));
                let one = WorkUse { case: CaseId::from_index(index), source: number };
                match known {
                    Some(id) => works[id.index()].1.push(one),
                    None => {
                        apart.extend(near.map(|near| (*described, seen.first[near.index()])));
                        works.push((unique_slug(wanted, &mut slugs), vec![one]));
                        seen.first.push(*described);
                    }
                }
                seen.add(described.1, id);
                of_case.push(id);
            }
            work_of.push(of_case);
        }
        Gathered { works, work_of, apart }
    }
}

/// Two sources of one address that are not one work.
fn told_apart((file, parsed): &Described<'_>, (first_file, first): &Described<'_>) -> Diagnostic {
    let fields: Vec<String> =
        parsed.source.contradicts(&first.source).into_iter().map(|field| format!("`{field}`")).collect();
    let message = format!(
        "`{}` has the address of `{}` and another {}, so they are two works",
        parsed.id.value,
        first.id.value,
        fields.join(", ")
    );
    Diagnostic::new(Code::ConflictingSource, *file, parsed.identity.clone(), message)
        .help("if they are one work, describe both alike; if they are two, give each its own address or DOI")
        .related(*first_file, first.identity.clone(), "the other one")
}

/// The first description of a work, with what later ones add to it. The first so many uses describe it; what the others
/// say is only compared with that.
fn describe(
    uses: &[WorkUse],
    judges: usize,
    sources: &[SourcesOfCase<'_>],
    publisher_of: &PublisherOf<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<Source> {
    let described = |one: &WorkUse| sources[one.case.index()][one.source];
    let (first_file, first) = described(&uses[0]);
    let mut source = first.source.clone();
    for (place, (file, parsed)) in uses.iter().map(described).enumerate().skip(1) {
        if !std::ptr::eq(first, parsed) {
            report_conflicts(&source, file, parsed, first_file, first, publisher_of, diagnostics);
            if place < judges {
                fill(&mut source, &parsed.source);
            }
        }
    }
    source
}

/// Publishers by their names as they are written: each spelling is folded once.
struct PublisherOf<'a>(FxHashMap<&'a str, PublisherId>);

impl<'a> PublisherOf<'a> {
    fn new(names: &HashMap<String, u32>, sources: &[SourcesOfCase<'a>]) -> Self {
        let mut by_spelling: FxHashMap<&str, PublisherId> = FxHashMap::default();
        for (_, parsed) in sources.iter().flatten() {
            let spelling = &*parsed.source.publisher;
            by_spelling.entry(spelling).or_insert_with(|| PublisherId(names[&fold(spelling)]));
        }
        PublisherOf(by_spelling)
    }

    fn get(&self, source: &Source) -> PublisherId {
        self.0[&*source.publisher]
    }
}

/// Publishers: those of the vocabulary in its order, then those that appeared by use in listed cases, by label, then those
/// of unlisted ones. `sources` are those of listed cases, and of the others.
fn publishers(
    vocabulary: Option<&ParsedVocabulary>,
    sources: [&[SourcesOfCase<'_>]; 2],
    transliteration: Transliteration,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Publisher>, HashMap<String, u32>) {
    let mut publishers = Vec::new();
    let mut names = HashMap::new();
    if let Some(vocabulary) = vocabulary {
        names = claim_names(&vocabulary.terms, diagnostics);
        publishers.extend(vocabulary.terms.iter().map(|term| Publisher {
            slug: term.id.value.clone(),
            label: term.label.value.clone(),
            aliases: term.aliases.iter().map(|alias| alias.value.clone()).collect(),
            kind: term.kind,
            hosts: term.hosts.clone(),
            works: Vec::new(),
            cases: 0,
        }));
    }
    for of_cases in sources {
        grow(&mut publishers, &mut names, of_cases, transliteration, diagnostics);
    }
    (publishers, names)
}

/// Add the publishers that sources name and nobody knows yet.
fn grow(
    publishers: &mut Vec<Publisher>,
    names: &mut HashMap<String, u32>,
    sources: &[SourcesOfCase<'_>],
    transliteration: Transliteration,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let uses = sources.iter().flatten().map(|(file, parsed)| Use {
        name: &parsed.source.publisher,
        file: *file,
        span: &parsed.publisher,
    });
    let uses: Vec<Use<'_>> = uses.collect();
    let spellings = Spellings::of(&uses, names, transliteration);
    let label = |id: u32| publishers[id as usize].label.as_str();
    spellings.report(names, label, diagnostics);
    let uses = uses.into_iter().filter(|one| !spellings.is_variant(one.name));
    for name in names::grow("publisher", names, label, uses, transliteration, diagnostics) {
        let id = u32::try_from(publishers.len()).expect("fewer than 2^32 publishers");
        names.insert(fold(&name.label), id);
        names.entry(name.slug.to_string()).or_insert(id);
        publishers.push(Publisher {
            slug: name.slug,
            label: name.label,
            aliases: Vec::new(),
            kind: None,
            hosts: Vec::new(),
            works: Vec::new(),
            cases: 0,
        });
    }
    for (variant, kept) in spellings.kept() {
        if let Some(id) = names.get(&fold(kept)).copied() {
            names.insert(fold(variant), id);
        }
    }
}

/// A publisher given by an alias, in the case's own front matter.
fn alias_of(case: &ParsedCase, file: FileId, parsed: &ParsedSource, publisher: &Publisher) -> Option<Diagnostic> {
    if file != case.file || *parsed.source.publisher == *publisher.label {
        return None;
    }
    let folded = fold(&parsed.source.publisher);
    if folded == fold(&publisher.label) || folded == publisher.slug.as_str() {
        return None;
    }
    let written = &case.text.get()[parsed.publisher.clone()];
    let message = format!("`{}` is another name of `{}`", parsed.source.publisher, publisher.label);
    let fix = yaml::scalar_like(&publisher.label, written);
    let found = Diagnostic::new(Code::TermAlias, file, parsed.publisher.clone(), message);
    Some(found.help(format!("write `{}`", publisher.label)).fix("write its label", parsed.publisher.clone(), fix))
}

/// `klarna-bi-2025`: after the first case that lists it, so that later cases do not rename it.
fn wanted_slug(case: &ParsedCase, parsed: &ParsedSource) -> Slug {
    Transliteration::PLAIN.slug(&format!("{}-{}", case.slug, anchor_of(parsed.id.value.as_str())))
}

/// The slug, with a number behind it where it is taken.
fn unique_slug(wanted: Slug, taken: &mut FxHashMap<Slug, u32>) -> Slug {
    let Some(mut count) = taken.get(&wanted).copied() else {
        taken.insert(wanted.clone(), 1);
        return wanted;
    };
    loop {
        count += 1;
        let numbered = Transliteration::PLAIN.slug(&format!("{wanted}-{count}"));
        if !taken.contains_key(&numbered) {
            taken.insert(wanted, count);
            taken.insert(numbered.clone(), 1);
            return numbered;
        }
    }
}

fn report_conflicts(
    kept: &Source,
    file: FileId,
    parsed: &ParsedSource,
    first_file: FileId,
    first: &ParsedSource,
    publisher_of: &PublisherOf<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let other = &parsed.source;
    // One work may stand at several addresses, and be copied on several days.
    let of_work = SOURCE.fields().filter(|field| field.key.of_work);
    let judged = of_work.filter(|field| !["url", "doi", "archive_date"].contains(&field.key.name));
    let differing = judged.filter(
        |field| matches!((source::says(field, kept), source::says(field, other)), (Some(a), Some(b)) if a != b),
    );
    let publisher = (publisher_of.get(kept) != publisher_of.get(other)).then_some("publisher");
    let names = publisher.into_iter().chain(differing.map(|field| field.key.name));
    let fields: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if !fields.is_empty() {
        let message = format!("this work is described with another {} elsewhere", fields.join(", "));
        let found = Diagnostic::new(Code::ConflictingSource, file, parsed.identity.clone(), message)
            .help("describe it alike in both places; until then the first description counts")
            .related(first_file, first.identity.clone(), "first described here");
        diagnostics.push(found);
    }
}

/// Take from a later description what the first one left out.
fn fill(kept: &mut Arc<Source>, other: &Source) {
    for field in SOURCE.fields().filter(|field| field.key.of_work) {
        if source::says(field, kept).is_none()
            && let Some(value) = source::says(field, other)
        {
            source::take(field, Arc::make_mut(kept), &value);
        }
    }
    if kept.bibliographic.is_none() && other.bibliographic.is_some() {
        Arc::make_mut(kept).bibliographic.clone_from(&other.bibliographic);
    }
}

/// By date, the newest first and undated ones last; of one day by name.
fn newest_first(works: &[Work]) -> Vec<WorkId> {
    let date = |id: &WorkId| works[id.index()].source.date.as_ref();
    let slug = |id: &WorkId| &works[id.index()].slug;
    let ids = (0..works.len()).map(WorkId::from_index);
    highest_first(ids.map(|id| (date(&id).map(PartialDate::sort_key), id)), |a, b| {
        date(b).cmp(&date(a)).then_with(|| slug(a).cmp(slug(b)))
    })
}

/// Give each publisher its works, in their order, and the number of cases that cite them.
fn list_works(publishers: &mut [Publisher], works: &[Work], newest: &[WorkId]) {
    for id in newest {
        publishers[works[id.index()].publisher.index()].works.push(*id);
    }
    publishers.par_iter_mut().for_each(|publisher| {
        let mut cases: Vec<CaseId> =
            publisher.works.iter().flat_map(|id| works[id.index()].uses.iter().map(|one| one.case)).collect();
        cases.sort_unstable();
        cases.dedup();
        publisher.cases = cases.len();
    });
}
