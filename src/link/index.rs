//! The index of a site: what front matter, vocabularies and sources say across all cases, without their texts.

use std::sync::Arc;

use rayon::prelude::*;

use super::menu::Named;
use super::order::{Lists, highest_first};
use super::parts::{Drafts, Parts};
use super::sources::Shared;
use super::targets::Targets;
use super::terms::CaseTerms;
use super::works::Known;
use super::{checked, counts, crossings, duplicates, front, terms, works};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::OtherFile;
use crate::model::config::{Config, ListOrder};
use crate::model::menu::Place;
use crate::model::{
    Body, CaseId, Checks, Front, InCommon, Listing, Matrix, Moment, PartialDate, Publisher, PublisherId, Taxonomy,
    TermId, Work, WorkId,
};
use crate::parse::{Parsed, ParsedCase, Surroundings};

/// What front matter, vocabularies and sources say.
///
/// It holds terms, works, orders, what cases have in common, matrices and what links can lead to. Of the texts it knows
/// only the headings, which links lead to, and the cited shared sources, which are works of the case. An edit that
/// changes none of this leaves the index as it is: [`Index::is_left_by`].
pub struct Index {
    pub(super) config: Arc<Config>,
    /// By id.
    pub(super) cases: Listing<IndexedCase>,
    pub(super) newest: Arc<[CaseId]>,
    /// By date or title; by evidence only [`super::gather`] knows.
    pub(super) lists: Lists,
    pub(super) shared: Shared,
    pub(super) checks: Arc<Checks>,
    pub(super) works: Arc<Listing<Work>>,
    pub(super) newest_works: Arc<[WorkId]>,
    pub(super) publishers: Arc<Listing<Publisher>>,
    publisher_names: rustc_hash::FxHashMap<String, PublisherId>,
    pub(super) front: Arc<Front>,
    pub(super) menu: Option<Arc<[Place]>>,
    pub(super) footer: Option<Arc<[Place]>>,
    pub(super) timeline: Arc<[Moment]>,
    pub(super) in_common: Arc<InCommon>,
    pub(super) targets: Targets,
    pub(super) statics: Vec<OtherFile>,
    pub(super) surroundings: Surroundings,
}

/// What the index says of one case.
pub struct IndexedCase {
    /// Its own terms, by taxonomy.
    pub(super) terms: Arc<[Vec<TermId>]>,
    /// The work of each of its sources.
    pub(super) works: Box<[WorkId]>,
}

impl Index {
    /// Make it. Also the cases and pages whose texts are to be linked, and what was found.
    pub fn new(parsed: Parsed, drafts: Drafts) -> (Index, Parts, Vec<Diagnostic>) {
        let mut found = Vec::new();
        report_missing_pictures(&parsed, &mut found);
        let config = Arc::new(parsed.config);
        let mut parts = Parts::of(parsed.cases, parsed.said_of_terms, parsed.pages, drafts, &mut found);

        let (taxonomies, terms_of) = terms::link(&parsed.vocabularies, &parts.cases, &config, &mut found);
        // Frees what was resolved. Only in a build: `serve` shares the cases with its cache.
        parts.cases.all_mut().par_iter_mut().filter_map(Arc::get_mut).for_each(|case| case.front.terms = Vec::new());

        let cases = &parts.cases;
        let counted = || Counted::new(taxonomies, &terms_of, cases, &config);
        let shared_and_works = || {
            let found = &mut found;
            duplicates::report(cases.all(), found);
            let today = parsed.surroundings.today;
            let shared = Shared::new(parsed.shared_sources, parsed.shared_texts, today, found);
            checked::report_sources(&parsed.checks, &config, today, cases.all(), &shared, found);
            let sources: Vec<_> = cases.all().par_iter().map(|case| shared.of(case)).collect();
            let works = works::link(parsed.publishers.as_ref(), (cases, parts.public), &sources, &config, found);
            drop(sources);
            (shared, works)
        };
        let (counted, (shared, linked)) = rayon::join(counted, shared_and_works);
        let Counted { taxonomies, latest, newest, in_common, matrices } = counted;
        let named = Named { config: &config, taxonomies: &taxonomies, parts: &parts };
        let menu = named.places(config.menu.as_deref(), &mut found);
        let footer = named.places(config.footer.as_deref(), &mut found);
        let front = front::link(&config, &taxonomies, &parts, &newest, &mut found);
        let indexed = (terms_of, linked.work_of).into_par_iter();
        let indexed = indexed.map(|(terms, works)| IndexedCase { terms: terms.into(), works: works.into() });
        let mut lists = Lists { cases: latest.into(), taxonomies, matrices: matrices.into() };
        if config.order == ListOrder::Title {
            lists = lists.by_title(cases.all());
        }
        let index = Index {
            cases: Listing::new(indexed.collect(), cases.len()),
            newest: newest.into(),
            lists: lists.clone(),
            shared,
            checks: Arc::new(parsed.checks),
            newest_works: linked.newest.into(),
            works: linked.works.into(),
            publishers: linked.publishers.into(),
            publisher_names: linked.publisher_names,
            front: front.into(),
            menu: menu.map(Into::into),
            footer: footer.map(Into::into),
            timeline: crossings::timeline(cases).into(),
            in_common: in_common.into(),
            targets: Targets::new(&parts, lists.taxonomies, parsed.attachments, &parsed.statics, config.clone()),
            config,
            statics: parsed.statics,
            surroundings: parsed.surroundings,
        };
        (index, parts, found)
    }

    /// Would the index be the same with a case as it is after an edit?
    pub fn is_left_by(&self, before: &ParsedCase, after: &ParsedCase) -> bool {
        let front = |case: &ParsedCase| case.text.get()[..case.body.span.start].to_owned();
        let cited = |case: &ParsedCase| -> Vec<String> {
            self.shared.of(case).iter().map(|(_, source)| source.id.value.to_string()).collect()
        };
        (before.file, &before.path, before.is_readable) == (after.file, &after.path, after.is_readable)
            && front(before) == front(after)
            && anchors(&before.body).eq(anchors(&after.body))
            && block_ids(&before.body).eq(block_ids(&after.body))
            && cited(before) == cited(after)
    }

    /// Take in a case as it is after an edit that leaves the index as it is.
    pub fn renew(&mut self, case: &ParsedCase) {
        self.targets.renew(case);
    }

    /// What is needed to resolve the citations of a case.
    pub(super) fn known(&self) -> Known<'_> {
        Known { works: self.works.all(), publisher_names: &self.publisher_names }
    }
}

/// Cases counted under their terms, and in order.
struct Counted {
    taxonomies: Arc<[Taxonomy]>,
    /// Those that are listed, by what happened last.
    latest: Vec<CaseId>,
    /// By when they were added.
    newest: Vec<CaseId>,
    in_common: InCommon,
    matrices: Vec<Matrix>,
}

impl Counted {
    fn new(
        mut taxonomies: Vec<Taxonomy>,
        terms_of: &CaseTerms,
        cases: &Listing<Arc<ParsedCase>>,
        config: &Config,
    ) -> Self {
        let all_terms = counts::with_broader(terms_of, &taxonomies, true);
        let has_roles = taxonomies.iter().any(|taxonomy| taxonomy.terms_of.is_some());
        let apart = has_roles.then(|| counts::with_broader(terms_of, &taxonomies, false));
        let own_terms = apart.as_ref().unwrap_or(&all_terms);
        let latest_of_all = latest_first(cases.all(), |case| [case.front.date.as_ref(), None]);
        let latest: Vec<CaseId> = latest_of_all.iter().copied().filter(|id| cases.shows(id.index())).collect();
        let newest = latest_first(cases, |case| [case.front.added.as_ref(), case.front.date.as_ref()]);
        counts::count_cases(&mut taxonomies, own_terms, &all_terms, &latest);
        let taxonomies: Arc<[Taxonomy]> = taxonomies.into();
        let in_common = InCommon::new(taxonomies.clone(), &all_terms, apart.as_deref(), &latest_of_all, latest.len());
        let matrices = crossings::matrices(config, &taxonomies, &all_terms, &latest);
        Counted { taxonomies, latest, newest, in_common, matrices }
    }
}

/// What links can lead to in a body: what has a block id, and whether that is a statement.
fn block_ids(body: &Body) -> impl Iterator<Item = (&str, Option<bool>)> {
    body.block_ids.iter().map(|named| (&*named.id, named.names_statement()))
}

/// What links can lead to in a body: its headings, and the configured section that each is of.
fn anchors(body: &Body) -> impl Iterator<Item = (&str, &str, Option<usize>)> {
    body.headings.iter().enumerate().map(|(index, heading)| {
        let section = body.sections.iter().find(|section| section.heading == index);
        (&*heading.text, &*heading.anchor, section.and_then(|section| section.configured))
    })
}

/// The latest first, by the first of some dates, then by the next; ties by slug. A case without a date comes last.
fn latest_first<'a>(
    cases: &'a [Arc<ParsedCase>],
    dates: impl Fn(&'a ParsedCase) -> [Option<&'a PartialDate>; 2] + Sync,
) -> Vec<CaseId> {
    let dates_of = |id: &CaseId| dates(&cases[id.index()]);
    let numbers = |id: &CaseId| dates_of(id).map(|date| date.map(PartialDate::sort_key));
    let ids = (0..cases.len()).map(CaseId::from_index);
    highest_first(ids.map(|id| (numbers(&id), id)), |a, b| dates_of(b).cmp(&dates_of(a)).then(a.cmp(b)))
}

/// The site's pictures must be among the files that are copied.
fn report_missing_pictures(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let config = &parsed.config;
    for (picture, what) in [(&config.image, "picture"), (&config.logo, "logo")] {
        let Some(picture) = picture else { continue };
        let path = format!("static/{}", picture.value);
        if parsed.statics.iter().any(|file| file.path == path) {
            continue;
        }
        let message = format!("there is no file `{path}`");
        let found = Diagnostic::new(Code::BrokenLink, config.file, picture.span.clone(), message);
        diagnostics.push(found.help(format!("put the site's {what} into static/, and name it as it is called there")));
    }
}
