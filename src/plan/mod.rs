//! Plan: the [`Site`] becomes the list of its pages.
//!
//! Comes in: the site, and the theme for the names of its files. Goes out: a [`Plan`]: every page with its route
//! and kind, nothing rendered. Two pages that claim one route are reported. A new kind of page is a row of
//! [`PageKind`], a line in [`plan`], and its rendering in `render`.

mod claims;

use crate::addresses::route;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::chunks::{self, ExploreData};
use crate::export::DataFile;
use crate::model::config::{CaseFile, Output};
use crate::model::{CaseId, PublisherId, Site, TaxonomyId, TermId, TermRef, WorkId};
use crate::theme::Theme;

use claims::Claims;

/// A file of the output, to be rendered.
#[derive(Debug, Clone)]
pub struct Page {
    /// Path in the output, with `/`.
    pub route: String,
    /// What it is.
    pub kind: PageKind,
}

/// What a page is. Lists carry their page number, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The home page.
    Home,
    /// The list of all cases.
    CaseList(usize),
    /// A case.
    Case(CaseId),
    /// The terms of a taxonomy.
    Taxonomy(TaxonomyId, usize),
    /// The cases of a term.
    Term(TermRef, usize),
    /// The list of publishers.
    Publishers(usize),
    /// The works of a publisher.
    Publisher(PublisherId, usize),
    /// A work that several cases cite, or on which many statements rest.
    Work(WorkId),
    /// A page of the site's own: index into [`Site::pages`].
    Free(usize),
    /// What a host shows for an address that leads nowhere.
    NotFound,
    /// A case in another form, beside its page.
    CaseFile(CaseId, CaseFile),
    /// An old address of a case: index into its aliases.
    Redirect(CaseId, usize),
    /// The Atom feed of the site (RFC 4287).
    Feed,
    /// The Atom feed of a term.
    TermFeed(TermRef),
    /// `sitemap.xml`, or the index of its parts (sitemaps.org protocol 0.9).
    Sitemap,
    /// A part of a sitemap of more than [`SITEMAP_SIZE`] addresses, from 0.
    SitemapPart(usize),
    /// `robots.txt` (RFC 9309).
    Robots,
    /// What data the site offers.
    DataIndex,
    /// A file of data.
    Data(DataFile),
    /// What the site is, for language models (llmstxt.org).
    Llms,
    /// Search and facets.
    Explore,
    /// A file that the script of Explore reads.
    ExploreData(ExploreData),
    /// Cases side by side.
    Compare,
    /// What happened, year by year.
    Timeline(usize),
    /// Charts.
    Charts,
    /// Two taxonomies against each other: index into [`Site::matrices`].
    Matrix(usize, usize),
    /// The cases of a pair of terms: index into the cells of a matrix.
    Cell(usize, usize, usize),
    /// A file of the theme: index into its assets.
    ThemeAsset(usize),
    /// A file of the site: index into [`Site::assets`].
    Asset(usize),
}

/// Moments on a page of the timeline.
pub const TIMELINE_SIZE: usize = 300;
/// Addresses in one sitemap, by its protocol.
pub const SITEMAP_SIZE: usize = 50_000;

/// All pages of a site.
#[derive(Debug, Clone)]
pub struct Plan {
    /// In the order of the plan: home, lists, cases, terms, …
    pub pages: Vec<Page>,
    claims: Claims,
}

impl Plan {
    /// The page of a route.
    pub fn find(&self, route: &str) -> Option<&Page> {
        self.claims.find(&self.pages, route)
    }

    /// The pages that a sitemap lists: those that people read, the first page of every list.
    pub fn indexed(&self) -> impl Iterator<Item = &Page> {
        indexed(&self.pages)
    }
}

/// Those of some pages that a sitemap lists.
fn indexed(pages: &[Page]) -> impl Iterator<Item = &Page> {
    pages.iter().filter(|page| match page.kind {
        PageKind::Home
        | PageKind::Case(_)
        | PageKind::Work(_)
        | PageKind::Free(_)
        | PageKind::Explore
        | PageKind::DataIndex
        | PageKind::Charts => true,
        PageKind::CaseList(number)
        | PageKind::Taxonomy(_, number)
        | PageKind::Term(_, number)
        | PageKind::Publishers(number)
        | PageKind::Timeline(number)
        | PageKind::Matrix(_, number)
        | PageKind::Cell(_, _, number)
        | PageKind::Publisher(_, number) => number == 1,
        PageKind::NotFound
        | PageKind::CaseFile(..)
        | PageKind::Redirect(..)
        | PageKind::Compare
        | PageKind::Feed
        | PageKind::TermFeed(_)
        | PageKind::Sitemap
        | PageKind::SitemapPart(_)
        | PageKind::Robots
        | PageKind::Data(_)
        | PageKind::Llms
        | PageKind::ExploreData(_)
        | PageKind::ThemeAsset(_)
        | PageKind::Asset(_) => false,
    })
}

/// Plan all pages.
pub fn plan(site: &Site, theme: &Theme) -> (Plan, Vec<Diagnostic>) {
    let mut pages = Vec::new();
    let mut add = |route: String, kind: PageKind| pages.push(Page { route, kind });
    let absolute = site.config.base_url.is_some();
    let has_feeds = site.has_feeds();
    let size = site.config.page_size;

    add("index.html".to_owned(), PageKind::Home);
    for number in numbers(site.cases.len(), size) {
        add(route::numbered("cases/index.html", number), PageKind::CaseList(number));
    }
    for index in 0..site.cases.len() {
        let id = CaseId::from_index(index);
        add(route::case(site, id), PageKind::Case(id));
        for file in &site.config.case_files {
            add(route::case_file(site, id, *file), PageKind::CaseFile(id, *file));
        }
        for (alias, route) in site.case(id).aliases.iter().enumerate() {
            add(route.value.clone(), PageKind::Redirect(id, alias));
        }
    }
    for taxonomy in site.taxonomy_ids() {
        let of_site = site.taxonomy(taxonomy);
        for number in numbers(of_site.terms.len(), size) {
            add(route::numbered(&route::taxonomy(site, taxonomy), number), PageKind::Taxonomy(taxonomy, number));
        }
        for (index, one) in of_site.terms.iter().enumerate() {
            let term = TermRef { taxonomy, term: TermId::from_index(index) };
            for number in numbers(one.cases.len(), size) {
                add(route::numbered(&route::term(site, term), number), PageKind::Term(term, number));
            }
            if has_feeds && !one.cases.is_empty() {
                add(route::term_feed(site, term), PageKind::TermFeed(term));
            }
        }
    }
    for number in numbers(site.publishers.len(), size) {
        add(route::numbered("sources/index.html", number), PageKind::Publishers(number));
    }
    for (index, publisher) in site.publishers.iter().enumerate() {
        for number in numbers(publisher.works.len(), size) {
            let id = PublisherId::from_index(index);
            add(route::numbered(&route::publisher(site, id), number), PageKind::Publisher(id, number));
        }
    }
    for index in (0..site.works.len()).filter(|index| site.has_page(WorkId::from_index(*index))) {
        let id = WorkId::from_index(index);
        add(route::work(site, id), PageKind::Work(id));
    }
    for (index, page) in site.pages.iter().enumerate() {
        add(format!("{}.html", page.route), PageKind::Free(index));
    }
    finding(site, &mut add);
    add("404.html".to_owned(), PageKind::NotFound);
    add("robots.txt".to_owned(), PageKind::Robots);
    if site.config.writes(Output::Data) {
        add("llms.txt".to_owned(), PageKind::Llms);
        for file in DataFile::all(site) {
            add(file.route(site), PageKind::Data(file));
        }
        // Behind its files, so that what they weigh is known by then.
        add("data/index.html".to_owned(), PageKind::DataIndex);
    }
    if has_feeds {
        add("feed.xml".to_owned(), PageKind::Feed);
    }
    if absolute && site.config.writes(Output::Sitemap) {
        add("sitemap.xml".to_owned(), PageKind::Sitemap);
    }
    for index in 0..theme.assets().len() {
        add(theme.assets()[index].route.clone(), PageKind::ThemeAsset(index));
    }
    for (index, asset) in site.assets.iter().enumerate() {
        add(asset.route.clone(), PageKind::Asset(index));
    }
    finish(site, pages)
}

/// The pages for finding and comparing.
fn finding(site: &Site, add: &mut dyn FnMut(String, PageKind)) {
    let size = site.config.page_size;
    for (index, matrix) in site.matrices.iter().enumerate() {
        let rows = site.taxonomy(matrix.rows);
        let used = rows.terms.iter().filter(|term| !term.cases.is_empty()).count();
        let stem = route::matrix(site, index);
        for number in numbers(used, size) {
            add(route::numbered(&stem, number), PageKind::Matrix(index, number));
        }
        for (place, cell) in matrix.cells.iter().enumerate() {
            let stem = route::cell(site, matrix, cell.row, cell.column);
            for number in numbers(cell.cases.len(), size) {
                add(route::numbered(&stem, number), PageKind::Cell(index, place, number));
            }
        }
    }
    if site.config.writes(Output::Timeline) {
        for number in numbers(site.timeline.len(), TIMELINE_SIZE) {
            add(route::numbered("timeline.html", number), PageKind::Timeline(number));
        }
    }
    if site.config.writes(Output::Charts) {
        add("charts.html".to_owned(), PageKind::Charts);
    }
    if site.config.writes(Output::Explore) {
        add("explore.html".to_owned(), PageKind::Explore);
        add("compare.html".to_owned(), PageKind::Compare);
        for (route, data) in chunks::files(site) {
            add(route, PageKind::ExploreData(data));
        }
    }
}

/// Cut the sitemap into parts where it is too long, and look for routes claimed twice.
fn finish(site: &Site, mut pages: Vec<Page>) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    if site.config.base_url.is_some() && site.config.writes(Output::Sitemap) {
        let listed = indexed(&pages).count();
        if listed > SITEMAP_SIZE {
            for part in 0..listed.div_ceil(SITEMAP_SIZE) {
                let route = format!("sitemap_{}.xml", part + 1);
                pages.push(Page { route, kind: PageKind::SitemapPart(part) });
            }
        }
    }
    if site.config.base_url.is_none() {
        let message = "no `base_url`: feeds, sitemap and canonical addresses are left out";
        let help = "add `base_url: https://…` to casebook.yaml, or build with --base-url";
        diagnostics.push(Diagnostic::new(Code::NoBaseUrl, site.config.file, 0..0, message).help(help));
    }
    let (claims, found) = Claims::of(site, &pages);
    diagnostics.extend(found);
    (Plan { pages, claims }, diagnostics)
}

/// The page numbers of a list; one page even when it is empty.
fn numbers(count: usize, size: usize) -> std::ops::RangeInclusive<usize> {
    1..=count.div_ceil(size).max(1)
}
