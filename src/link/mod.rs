//! Link: everything parsed becomes the [`Site`].
//!
//! 1. cases and pages are put in order, drafts left out, slugs made unique;
//! 2. terms are resolved and open vocabularies grow ([`terms`], [`names`]);
//! 3. sources become works and publishers ([`works`]), citations are resolved and counted ([`citations`]);
//! 4. links are resolved, backlinks and files gathered ([`references`]);
//! 5. cases are counted under their terms and pairs of them ([`crossings`]) and related cases found ([`related`]).
//!
//! Every order that a reader sees is settled here, from the content alone. Every step is linear in the number
//! of cases. Nothing is rendered.

mod citations;
mod crossings;
mod literal;
mod names;
mod references;
mod related;
mod relink;
mod rows;
mod terms;
mod works;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Allowance, Code, Diagnostic, Severities};
use crate::history::History;
use crate::model::{Case, CaseId, FreePage, Publisher, Site, Slug, Target, Work};
use crate::parse::{Parsed, ParsedCase, ParsedPage};

pub use related::related;
pub use relink::{Relinked, relink};
pub use terms::with_broader;

use citations::{Citations, Shared};
use references::{Resolved, Targets};

/// What to link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Drafts {
    /// Leave drafts out.
    #[default]
    Exclude,
    /// Take them in.
    Include,
}

/// Link.
pub fn link(mut parsed: Parsed, drafts: Drafts) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    report_missing_image(&parsed, &mut diagnostics);
    let all_cases = std::mem::take(&mut parsed.cases);
    let Parts { mut cases, pages, left_out } = Parts::of(&all_cases, &parsed.pages, drafts, &mut diagnostics);
    drop(all_cases);

    let (mut taxonomies, case_terms) = terms::link(&parsed.vocabularies, &cases, &parsed.config, &mut diagnostics);
    let all_terms = terms::with_broader(&case_terms, &taxonomies);

    release(&mut cases, |case| case.front.terms = Vec::new());

    let severities = &parsed.config.severities;
    let shared = Shared::new(&parsed.shared_sources, &mut diagnostics);
    let sources =
        in_parallel(&cases, severities, &mut diagnostics, |_, case, found| citations::sources(case, &shared, found));
    let linked = works::link(parsed.publishers.as_ref(), &cases, &sources, severities, &mut diagnostics);
    let cited: Vec<Citations> = in_parallel(&cases, severities, &mut diagnostics, |index, case, found| {
        citations::link(case, &sources[index], &linked.work_of[index], linked.known(), found)
    });
    let statements = works::count_statements(linked.works.len(), &linked.work_of, &cited);
    drop(sources);
    release(&mut cases, |case| {
        case.front.sources = Vec::new();
        case.group_statements = Vec::new();
    });

    let targets = Targets::new(&cases, &pages, &parsed.attachments, &left_out, &parsed.config);
    let resolved = in_parallel(&cases, severities, &mut diagnostics, |_, case, found| targets.of_case(case, found));
    let page_links = in_parallel(&pages, severities, &mut diagnostics, |_, page, found| {
        report_citations_of_page(page, found);
        targets.of_page(page, found)
    });
    let (case_links, images): (Vec<Resolved>, Vec<Option<String>>) = resolved.into_iter().unzip();
    let (case_targets, case_assets): (Vec<_>, Vec<_>) = case_links.into_iter().map(|r| (r.targets, r.assets)).unzip();
    let (page_targets, page_assets): (Vec<_>, Vec<_>) = page_links.into_iter().map(|r| (r.targets, r.assets)).unzip();
    let backlinks = references::backlinks(&cases, &case_targets);
    let assets = references::collect_assets(&parsed.statics, case_assets.into_iter().chain(page_assets).flatten());

    let latest = ordered(&cases, |case| case.front.date.as_ref());
    let newest = ordered(&cases, |case| (case.front.added.as_ref(), case.front.date.as_ref()));
    terms::count_cases(&mut taxonomies, &all_terms, &latest);
    let related = related::related(&taxonomies, &all_terms, &latest);
    let matrices = crossings::matrices(&parsed.config, &taxonomies, &all_terms, &latest);

    let (works, publishers) = by_label(linked.works, linked.publishers);
    drop((targets, all_terms, linked.work_of));
    let history = &parsed.surroundings.history;
    // Nobody else holds the cases in a build, where each gives way to what is made of it.
    let linked_pages = pages.iter().zip(page_targets);
    let pages = linked_pages.map(|(page, targets)| free_page(page, targets, history)).collect();
    let cases: Vec<Arc<Case>> = (cases, case_terms, cited, images, case_targets, related, backlinks)
        .into_par_iter()
        .map(|(case, terms, cited, image, targets, related, backlinks)| {
            let case = assemble(Arc::unwrap_or_clone(case), cited, history);
            Arc::new(Case { image, terms, targets, related, backlinks, ..case })
        })
        .collect();
    let timeline = crossings::timeline(&cases);
    let site = Site {
        config: Arc::new(parsed.config.clone()),
        cases,
        newest: newest.into(),
        latest: latest.into(),
        pages,
        taxonomies: taxonomies.into(),
        works: works.into(),
        statements,
        publishers: publishers.into(),
        matrices: matrices.into(),
        timeline: timeline.into(),
        assets: assets.into(),
        today: parsed.surroundings.today,
        repository_folder: history.prefix.clone(),
    };
    (site, diagnostics)
}

/// What is resolved makes room: in a build, where nobody else holds the cases.
fn release(cases: &mut [Arc<ParsedCase>], part: impl Fn(&mut ParsedCase) + Send + Sync) {
    cases.par_iter_mut().filter_map(Arc::get_mut).for_each(part);
}

/// What of all that was parsed is linked, in its order.
struct Parts<'a> {
    /// Cases by slug, each slug once.
    cases: Vec<Arc<ParsedCase>>,
    /// Pages by route.
    pages: Vec<&'a ParsedPage>,
    /// Slugs and paths of the cases that are left out as drafts.
    left_out: Vec<(Slug, String)>,
}

impl<'a> Parts<'a> {
    fn of(
        cases: &[Arc<ParsedCase>],
        pages: &'a [ParsedPage],
        drafts: Drafts,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let is_in = |is_draft: bool| drafts == Drafts::Include || !is_draft;
        let out = cases.iter().filter(|case| !is_in(case.front.draft));
        let left_out = out.map(|case| (case.slug.clone(), case.path.clone())).collect();
        let cases = cases.iter().filter(|case| is_in(case.front.draft)).cloned().collect();
        let mut pages: Vec<&ParsedPage> = pages.iter().filter(|page| is_in(page.draft)).collect();
        pages.sort_by(|a, b| a.route.cmp(&b.route));
        Parts { cases: unique_cases(cases, diagnostics), pages, left_out }
    }
}

/// A case with what it says itself and what it cites; what other cases make of it is still empty.
fn assemble(case: ParsedCase, cited: Citations, history: &History) -> Case {
    let front = case.front;
    Case {
        file: case.file,
        history: history.of(&case.path).into(),
        path: case.path,
        text: case.text,
        slug: case.slug,
        title: front.title,
        summary: front.summary,
        date: front.date,
        added: front.added,
        reviewed: front.reviewed,
        draft: front.draft,
        authors: front.authors.into(),
        image: None,
        lang: front.lang,
        aliases: front.aliases,
        allow: front.allow.into(),
        terms: Vec::new(),
        sources: cited.sources,
        entries: cited.entries,
        citations: cited.citations,
        events: cited.events,
        corrections: front.corrections.into(),
        extra: front.extra,
        body: case.body,
        targets: Vec::new(),
        evidence: cited.evidence,
        related: Vec::new(),
        backlinks: Vec::new(),
    }
}

/// The allowances of all cases, for [`crate::diagnostic::apply`].
pub fn allowances(parsed: &Parsed) -> Vec<Allowance> {
    allowances_of(parsed.cases.iter().map(AsRef::as_ref))
}

/// The allowances of some cases.
pub fn allowances_of<'a>(cases: impl Iterator<Item = &'a ParsedCase>) -> Vec<Allowance> {
    let of_case =
        |case: &'a ParsedCase| case.front.allow.iter().map(|allowed| Allowance { file: case.file, code: allowed.code });
    cases.flat_map(of_case).collect()
}

/// Cases by slug; of two with one slug the first path stays.
fn unique_cases(mut cases: Vec<Arc<ParsedCase>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<ParsedCase>> {
    cases.sort_by(|a, b| a.slug.cmp(&b.slug).then_with(|| a.path.cmp(&b.path)));
    cases.dedup_by(|later, first| {
        let same = later.slug == first.slug;
        if same {
            let message = format!("`{}` and `{}` are both the case `{}`", first.path, later.path, first.slug);
            let found = Diagnostic::new(Code::DuplicateSlug, later.file, 0..0, message)
                .help("rename one of the two files")
                .related(first.file, 0..0, "the other file");
            diagnostics.push(found);
        }
        same
    });
    cases
}

/// The latest first; ties by slug. A case without the date comes last.
fn ordered<'a, K: Ord + Send>(cases: &'a [Arc<ParsedCase>], key: impl Fn(&'a ParsedCase) -> K) -> Vec<CaseId> {
    let mut keyed: Vec<(K, CaseId)> =
        cases.iter().enumerate().map(|(index, case)| (key(case), CaseId::from_index(index))).collect();
    keyed.par_sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().map(|(_, case)| case).collect()
}

/// Publishers without works are left out; the others stand by label. Their ids in the works follow.
fn by_label(mut works: Vec<Work>, publishers: Vec<Publisher>) -> (Vec<Work>, Vec<Publisher>) {
    let mut kept: Vec<(usize, Publisher)> =
        publishers.into_iter().enumerate().filter(|(_, publisher)| !publisher.works.is_empty()).collect();
    kept.sort_by_cached_key(|(_, publisher)| (crate::model::fold(&publisher.label), publisher.slug.clone()));
    let new_ids: HashMap<usize, usize> = kept.iter().enumerate().map(|(new, (old, _))| (*old, new)).collect();
    for work in &mut works {
        work.publisher = crate::model::PublisherId::from_index(new_ids[&work.publisher.index()]);
    }
    (works, kept.into_iter().map(|(_, publisher)| publisher).collect())
}

fn report_citations_of_page(page: &ParsedPage, diagnostics: &mut Vec<Diagnostic>) {
    let bracketed = page.body.groups.iter().filter(|group| group.kind == crate::model::CitationKind::Bracketed);
    for item in bracketed.flat_map(|group| &group.items) {
        let message = format!("a page has no sources, and `{}` is cited here", item.id);
        let found = Diagnostic::new(Code::UnknownCitation, page.file, item.span.clone(), message);
        diagnostics.push(found.help("link to the case that has the source, or write `\\@`"));
    }
}

/// The site's picture must be among the files that are copied.
fn report_missing_image(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let Some(image) = &parsed.config.image else { return };
    let path = format!("static/{}", image.value);
    if !parsed.statics.iter().any(|file| file.path == path) {
        let message = format!("there is no file `{path}`");
        let found = Diagnostic::new(Code::BrokenLink, parsed.config.file, image.span.clone(), message);
        diagnostics.push(found.help("put the site's picture into static/, and name it as it is called there"));
    }
}

fn free_page(page: &ParsedPage, targets: Vec<Target>, history: &History) -> FreePage {
    FreePage {
        file: page.file,
        history: history.of(&page.path).to_vec(),
        text: page.text.clone(),
        route: page.route.clone(),
        title: page.title.clone(),
        summary: page.summary.clone(),
        lang: page.lang.clone(),
        body: page.body.clone(),
        targets,
    }
}

/// Do one thing for every item in parallel; values and findings keep the order of the items. Findings that the site
/// turns off are forgotten at once: there may be several for each case.
fn in_parallel<I: IntoParallelIterator<Iter: IndexedParallelIterator>, R: Send>(
    items: I,
    severities: &Severities,
    diagnostics: &mut Vec<Diagnostic>,
    work: impl Fn(usize, I::Item, &mut Vec<Diagnostic>) -> R + Sync,
) -> Vec<R> {
    let done: Vec<(R, Vec<Diagnostic>)> = items
        .into_par_iter()
        .enumerate()
        .map(|(index, item)| {
            let mut found = Vec::new();
            let done = work(index, item, &mut found);
            found.retain(|one| !one.is_turned_off(severities));
            (done, found)
        })
        .collect();
    let mut results = Vec::with_capacity(done.len());
    for (result, found) in done {
        results.push(result);
        diagnostics.extend(found);
    }
    results
}
