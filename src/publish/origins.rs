//! What pages are made from, summed up, so that a build can tell which pages would come out as they did.
//!
//! Comes in: the files of a site, and the site that was linked from them. Goes out: [`Origins`], a fingerprint of all
//! that any page may read but the text of cases (the *outline*), and one of the text of each case; and for each kind of
//! page what it [rests on](rests_on). No page is looked at here, and nothing is remembered: that is
//! [`record`](super::record)'s.
//!
//! Why an outline is enough: a page is made from the program, the files, the git history and what the command changed,
//! through the linked site. The outline holds all of these but for the text of cases and its history, and the text of a
//! case reaches other pages in few ways: by the sources that it lists (a shared one by being cited) and by giving works
//! pages of their own, which is part of the outline; by its evidence, its statements and its links, and whoever shows
//! these rests on the case. What is derived from outline and text alone (sections, related cases, orders, labels) needs
//! no fingerprint of its own.

use rayon::prelude::*;

use super::fingerprint::{Fingerprint, Fingerprinter};
use crate::files::{Files, Role};
use crate::model::{Case, CaseId, Evidence, FreePage, Revision, Site, Target, WorkId};
use crate::plan::{EXPLORE_CASES, EXPLORE_TEXTS, ExploreData, PageKind};
use crate::render::{Renderer, overdue};

/// What the pages of a site are made from.
pub struct Origins {
    /// All that any page may read but the text of cases.
    pub outline: Fingerprint,
    /// Of the text of each case: all that its own page reads of it, and all that others read beyond the outline.
    pub cases: Vec<Fingerprint>,
}

impl Origins {
    /// Sum up. `files` are those that the renderer's site was made from.
    pub fn of(files: &Files, renderer: &Renderer) -> Self {
        let site = renderer.site();
        let cases: Vec<(Fingerprint, Fingerprint)> = site.cases.par_iter().map(|case| of_case(site, case)).collect();
        let mut sum = Fingerprinter::default();
        sum.text(env!("CASEBOOK_PROGRAM")).bytes(&renderer.theme().digest());
        for (_, file) in files.iter().filter(|(_, file)| file.role != Role::Case) {
            sum.text(&file.path).number(usize::from(file.readable)).text(&file.text.get());
        }
        of_site(site, &mut sum);
        for (front, _) in &cases {
            sum.text(&front.to_string());
        }
        if renderer.theme().prints_totals() {
            for figure in [|one: &Evidence| one.statements, |one: &Evidence| one.cited] {
                sum.number(site.cases.iter().map(|case| figure(&case.evidence)).sum());
            }
        }
        Origins { outline: sum.finish(), cases: cases.into_iter().map(|(_, text)| text).collect() }
    }
}

/// What a page is made from.
#[derive(Debug, PartialEq, Eq)]
pub enum RestsOn {
    /// The outline of the site.
    Outline,
    /// The outline, and the text of some cases.
    Cases(Vec<CaseId>),
    /// The outline, and the text of every case.
    Everything,
    /// A file that nobody has read yet.
    File,
}

/// What the pages of a kind are made from. Its views decide: a page of the outline must be made without a look into the
/// text of any case. In doubt, it rests on everything.
pub fn rests_on(site: &Site, kind: PageKind) -> RestsOn {
    match kind {
        // Titles, summaries, terms, dates and counts of cases.
        PageKind::Taxonomy(..)
        | PageKind::Publishers(_)
        | PageKind::Free(_)
        | PageKind::NotFound
        | PageKind::Redirect(..)
        | PageKind::Robots
        | PageKind::Llms
        | PageKind::Explore
        | PageKind::ExploreData(ExploreData::Facet(_))
        | PageKind::Compare
        | PageKind::Timeline(_)
        | PageKind::Matrix(..)
        | PageKind::ThemeAsset(_) => RestsOn::Outline,
        // Rows with evidence.
        PageKind::CaseList(number) => RestsOn::Cases(shown(site, &site.newest, number).to_vec()),
        PageKind::Term(term, number) => RestsOn::Cases(shown(site, &site.term(term).cases, number).to_vec()),
        PageKind::Cell(matrix, cell, number) => {
            RestsOn::Cases(shown(site, &site.matrices[matrix].cells[cell].cases, number).to_vec())
        }
        // With the sentences that link to it.
        PageKind::Case(id) => {
            let linking = site.case(id).backlinks.iter().map(|backlink| backlink.from);
            RestsOn::Cases(std::iter::once(id).chain(linking).collect())
        }
        PageKind::CaseFile(id, _) => RestsOn::Cases(vec![id]),
        // Every statement that rests on a work.
        PageKind::Work(id) => RestsOn::Cases(site.work(id).uses.iter().map(|one| one.case).collect()),
        PageKind::Publisher(id, number) => {
            let works = shown(site, &site.publisher(id).works, number).iter();
            RestsOn::Cases(works.flat_map(|work| &site.work(*work).uses).map(|one| one.case).collect())
        }
        // When its cases were changed.
        PageKind::TermFeed(term) => RestsOn::Cases(site.term(term).cases.clone()),
        PageKind::ExploreData(ExploreData::Cases(chunk)) => RestsOn::Cases(chunk_of(site, chunk, EXPLORE_CASES)),
        PageKind::ExploreData(ExploreData::Texts(chunk)) => RestsOn::Cases(chunk_of(site, chunk, EXPLORE_TEXTS)),
        // All evidence, when any case was changed, all text, or sums of files that hold it.
        PageKind::Home
        | PageKind::Charts
        | PageKind::Feed
        | PageKind::Sitemap
        | PageKind::SitemapPart(_)
        | PageKind::DataIndex
        | PageKind::Data(_)
        | PageKind::ExploreData(ExploreData::Table | ExploreData::Words | ExploreData::Index(_)) => RestsOn::Everything,
        PageKind::Asset(_) => RestsOn::File,
    }
}

/// The items that a page of a list shows.
fn shown<'a, T>(site: &Site, items: &'a [T], number: usize) -> &'a [T] {
    let size = site.config.page_size;
    items.chunks(size.max(1)).nth(number - 1).unwrap_or_default()
}

fn chunk_of(site: &Site, chunk: usize, size: usize) -> Vec<CaseId> {
    let end = ((chunk + 1) * size).min(site.cases.len());
    (chunk * size..end).map(CaseId::from_index).collect()
}

/// What the site has beside its files and cases. Every field is named, so that a new one must find its place here.
fn of_site(site: &Site, sum: &mut Fingerprinter) {
    let Site {
        config,
        cases,
        pages,
        works,
        repository_folder,
        // From front matter, vocabularies and the sources of cases.
        newest: _,
        latest: _,
        taxonomies: _,
        publishers: _,
        matrices: _,
        timeline: _,
        // Read by the pages that copy them only; who links to one has it among its targets.
        assets: _,
        // From the text of the cases that rest on each work.
        statements: _,
        // By it reviews are overdue, which is a matter of each case.
        today: _,
    } = site;
    // All else of the configuration stands in its file.
    sum.maybe(config.base_url.as_deref());
    sum.text(repository_folder).number(works.len());
    for work in 0..works.len() {
        sum.number(usize::from(site.has_page(WorkId::from_index(work))));
    }
    sum.number(pages.len());
    for page in pages.iter() {
        // All else of a page stands in its file.
        let FreePage { route, targets, history, file: _, text: _, title: _, summary: _, lang: _, body: _ } = page;
        sum.text(route);
        of_targets(site, targets, sum);
        of_history(history, sum);
    }
    sum.number(cases.len());
}

/// What all pages may read of a case, and what few read. Every field is named, so that a new one must find its place
/// here.
fn of_case(site: &Site, case: &Case) -> (Fingerprint, Fingerprint) {
    let Case {
        path,
        history,
        text,
        slug,
        image,
        sources,
        body,
        targets,
        backlinks,
        // By the order of paths, and for messages only.
        file: _,
        // From the front matter.
        title: _,
        summary: _,
        date: _,
        added: _,
        reviewed: _,
        draft: _,
        authors: _,
        lang: _,
        aliases: _,
        events: _,
        corrections: _,
        allow: _,
        extra: _,
        // From the front matter of all cases and the vocabularies.
        terms: _,
        related: _,
        // From its text and its sources.
        entries: _,
        citations: _,
        evidence: _,
    } = case;
    let text = text.get();
    let mut front = Fingerprinter::default();
    front.text(path).text(slug.as_str()).text(text.get(..body.span.start).unwrap_or(&text));
    front.number(sources.len());
    for source in sources {
        front.text(source.id.as_str());
    }
    let mut whole = Fingerprinter::default();
    whole.text(&text).maybe(image.as_deref()).number(backlinks.len());
    for backlink in backlinks {
        whole.text(site.case(backlink.from).slug.as_str());
    }
    of_targets(site, targets, &mut whole);
    of_history(history, &mut whole);
    whole.number(overdue(site, case).unwrap_or_default());
    (front.finish(), whole.finish())
}

fn of_targets(site: &Site, targets: &[Target], sum: &mut Fingerprinter) {
    sum.number(targets.len());
    for target in targets {
        match target {
            Target::AsWritten => sum.text("as written"),
            Target::Unsafe => sum.text("unsafe"),
            Target::Case(id, anchor) => sum.text("case").text(site.case(*id).slug.as_str()).maybe(anchor.as_deref()),
            Target::Page(index, anchor) => sum.text("page").text(&site.pages[*index].route).maybe(anchor.as_deref()),
            Target::File(route) => sum.text("file").text(route),
            Target::Anchor(anchor) => sum.text("anchor").text(anchor),
        };
    }
}

fn of_history(history: &[Revision], sum: &mut Fingerprinter) {
    sum.number(history.len());
    for Revision { id, date, subject } in history {
        sum.text(id).text(date.as_str()).text(subject);
    }
}
