//! Plan: the [`Site`] becomes the list of its pages.
//!
//! Comes in: the site, and the theme for the names of its files. Goes out: a [`Plan`]: every page with its route
//! and kind, nothing rendered. Two pages that claim one route are reported. A new kind of page is a row of
//! [`PageKind`], a line in [`plan`], and its rendering in `render`.

use std::collections::HashMap;

use crate::config::{CaseFile, Output};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::export::DataFile;
use crate::model::{CaseId, PublisherId, Site, TaxonomyId, TermId, TermRef, WorkId};
use crate::render::{Theme, facets};

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

/// A file that the script of Explore reads. Scripts rather than JSON: a page that was opened from a folder may
/// load the one and not the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExploreData {
    /// The table of facets.
    Table,
    /// A facet that is too large for the table: index into [`facets::all`](crate::render::facets).
    Facet(usize),
    /// Titles and summaries of [`EXPLORE_CASES`] cases.
    Cases(usize),
    /// Where the words of the index are.
    Words,
    /// A part of the index.
    Index(usize),
    /// The text of [`EXPLORE_TEXTS`] cases, for the passages of hits.
    Texts(usize),
}

/// Moments on a page of the timeline.
pub const TIMELINE_SIZE: usize = 300;
/// Cases in one file of titles.
pub const EXPLORE_CASES: usize = 16;
/// Cases in one file of texts.
pub const EXPLORE_TEXTS: usize = 4;
/// Cases for each part of the index.
const CASES_PER_PART: usize = 16;

/// How many parts the index of a site has.
pub fn index_parts(site: &Site) -> usize {
    site.cases.len().div_ceil(CASES_PER_PART).max(1)
}

/// Addresses in one sitemap, by its protocol.
pub const SITEMAP_SIZE: usize = 50_000;

/// All pages of a site.
#[derive(Debug, Clone)]
pub struct Plan {
    /// In the order of the plan: home, lists, cases, terms, …
    pub pages: Vec<Page>,
    by_route: HashMap<String, usize>,
}

impl Plan {
    /// The page of a route.
    pub fn find(&self, route: &str) -> Option<&Page> {
        self.by_route.get(route).map(|index| &self.pages[*index])
    }

    /// The pages that a sitemap lists: those that people read, the first page of every list.
    pub fn indexed(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| match page.kind {
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
        add(route::list("cases/index", number), PageKind::CaseList(number));
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
            add(route::list(&format!("{}/index", of_site.route), number), PageKind::Taxonomy(taxonomy, number));
        }
        for (index, one) in of_site.terms.iter().enumerate() {
            let term = TermRef { taxonomy, term: TermId::from_index(index) };
            let stem = format!("{}/{}", of_site.route, one.id);
            for number in numbers(one.cases.len(), size) {
                add(route::list(&stem, number), PageKind::Term(term, number));
            }
            if has_feeds && !one.cases.is_empty() {
                add(format!("{stem}.xml"), PageKind::TermFeed(term));
            }
        }
    }
    for number in numbers(site.publishers.len(), size) {
        add(route::list("sources/index", number), PageKind::Publishers(number));
    }
    for (index, publisher) in site.publishers.iter().enumerate() {
        for number in numbers(publisher.works.len(), size) {
            let id = PublisherId::from_index(index);
            add(route::list(&format!("sources/{}", publisher.slug), number), PageKind::Publisher(id, number));
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
            add(route::list(stem.trim_end_matches(".html"), number), PageKind::Matrix(index, number));
        }
        for (place, cell) in matrix.cells.iter().enumerate() {
            let stem = route::cell(site, matrix, cell.row, cell.column);
            for number in numbers(cell.cases.len(), size) {
                add(route::list(stem.trim_end_matches(".html"), number), PageKind::Cell(index, place, number));
            }
        }
    }
    if site.config.writes(Output::Timeline) {
        for number in numbers(site.timeline.len(), TIMELINE_SIZE) {
            add(route::list("timeline", number), PageKind::Timeline(number));
        }
    }
    if site.config.writes(Output::Charts) {
        add("charts.html".to_owned(), PageKind::Charts);
    }
    if site.config.writes(Output::Explore) {
        add("explore.html".to_owned(), PageKind::Explore);
        add("compare.html".to_owned(), PageKind::Compare);
        explore_data(site, add);
    }
}

/// What the script of Explore reads.
fn explore_data(site: &Site, add: &mut dyn FnMut(String, PageKind)) {
    let mut data = |route: String, kind: ExploreData| add(route, PageKind::ExploreData(kind));
    data("data/explore/table.js".to_owned(), ExploreData::Table);
    data("data/explore/words.js".to_owned(), ExploreData::Words);
    for index in facets::large(site) {
        data(format!("data/explore/facet_{index}.js"), ExploreData::Facet(index));
    }
    for index in 0..site.cases.len().div_ceil(EXPLORE_CASES) {
        data(format!("data/explore/cases_{index}.js"), ExploreData::Cases(index));
    }
    for index in 0..site.cases.len().div_ceil(EXPLORE_TEXTS) {
        data(format!("data/explore/texts_{index}.js"), ExploreData::Texts(index));
    }
    for index in 0..index_parts(site) {
        data(format!("data/explore/index_{index}.js"), ExploreData::Index(index));
    }
}

/// Cut the sitemap into parts where it is too long, and look for routes claimed twice.
fn finish(site: &Site, pages: Vec<Page>) -> (Plan, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut plan = Plan { by_route: HashMap::with_capacity(pages.len()), pages };
    if site.config.base_url.is_some() && site.config.writes(Output::Sitemap) {
        let listed = plan.indexed().count();
        if listed > SITEMAP_SIZE {
            for part in 0..listed.div_ceil(SITEMAP_SIZE) {
                let route = format!("sitemap_{}.xml", part + 1);
                plan.pages.push(Page { route, kind: PageKind::SitemapPart(part) });
            }
        }
    }
    if site.config.base_url.is_none() {
        let message = "no `base_url`: feeds, sitemap and canonical addresses are left out";
        let help = "add `base_url: https://…` to casebook.yaml, or build with --base-url";
        diagnostics.push(Diagnostic::new(Code::NoBaseUrl, site.config.file, 0..0, message).help(help));
    }
    // Hosts and file systems may not tell upper from lower case.
    let mut folded: HashMap<String, usize> = HashMap::new();
    for (index, page) in plan.pages.iter().enumerate() {
        if let Some(first) = folded.insert(page.route.to_lowercase(), index) {
            diagnostics.extend(collision(site, &plan.pages[first], page));
        }
        plan.by_route.insert(page.route.clone(), index);
    }
    report_files_as_folders(site, &plan, &folded, &mut diagnostics);
    (plan, diagnostics)
}

/// A file cannot have the name of a folder that other pages lie in.
fn report_files_as_folders(
    site: &Site,
    plan: &Plan,
    folded: &HashMap<String, usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let folders = folded.keys().flat_map(|route| route.match_indices('/').map(|(at, _)| &route[..at]));
    let mut files: Vec<usize> = folders.filter_map(|folder| folded.get(folder).copied()).collect();
    files.sort_unstable();
    files.dedup();
    for page in files.into_iter().map(|index| &plan.pages[index]) {
        let message = format!("{} has the name of a folder, `{}`", describe(site, page), page.route);
        let found = match place(site, page) {
            Some((file, span)) => Diagnostic::new(Code::RouteCollision, file, span, message),
            None => Diagnostic::of_site(Code::RouteCollision, message),
        };
        diagnostics.push(found.help("rename it"));
    }
}

/// Is it a page of a vocabulary or of a publisher? Names that clash among these are reported where they are given.
fn is_of_vocabulary(page: &Page) -> bool {
    matches!(page.kind, PageKind::Taxonomy(..) | PageKind::Term(..) | PageKind::TermFeed(_) | PageKind::Publisher(..))
}

fn collision(site: &Site, first: &Page, second: &Page) -> Option<Diagnostic> {
    let is_own = |page: &Page| {
        !matches!(page.kind, PageKind::Free(_) | PageKind::Redirect(..) | PageKind::Asset(_) | PageKind::ThemeAsset(_))
    };
    if (is_of_vocabulary(first) && is_own(second)) || (is_of_vocabulary(second) && is_own(first)) {
        return None;
    }
    let (one, other) = (describe(site, first), describe(site, second));
    let message = if first.route == second.route {
        format!("{one} and {other} claim the same address `{}`", second.route)
    } else {
        format!("{one} and {other} claim addresses that differ in capitals only, `{}`", second.route)
    };
    let help = "rename one of the two";
    Some(match (place(site, second), place(site, first)) {
        (Some((file, span)), first) => {
            let found = Diagnostic::new(Code::RouteCollision, file, span, message).help(help);
            match first {
                Some((file, span)) => found.related(file, span, "claimed here too"),
                None => found,
            }
        }
        (None, Some((file, span))) => Diagnostic::new(Code::RouteCollision, file, span, message).help(help),
        (None, None) => Diagnostic::of_site(Code::RouteCollision, message).help(help),
    })
}

fn place(site: &Site, page: &Page) -> Option<(FileId, Span)> {
    match page.kind {
        PageKind::Case(id) => Some((site.case(id).file, 0..0)),
        PageKind::Redirect(id, alias) => Some((site.case(id).file, site.case(id).aliases[alias].span.clone())),
        PageKind::Free(index) => Some((site.pages[index].file, site.pages[index].title.span.clone())),
        _ => None,
    }
}

fn describe(site: &Site, page: &Page) -> String {
    match page.kind {
        PageKind::Case(id) => format!("the case `{}`", site.case(id).slug),
        PageKind::CaseFile(id, _) => format!("a form of the case `{}`", site.case(id).slug),
        PageKind::Redirect(id, _) => format!("an old address of the case `{}`", site.case(id).slug),
        PageKind::Taxonomy(id, _) => format!("the taxonomy `{}`", site.taxonomy(id).id),
        PageKind::Term(term, _) => {
            format!("the {} `{}`", site.taxonomy(term.taxonomy).label.to_lowercase(), site.term(term).label)
        }
        PageKind::Work(id) => format!("the source `{}`", site.work(id).slug),
        PageKind::Publisher(id, _) => format!("the publisher `{}`", site.publisher(id).label),
        PageKind::Free(index) => format!("the page `{}`", site.pages[index].route),
        PageKind::Asset(index) => format!("the file `{}`", site.assets[index].source),
        PageKind::ThemeAsset(_) => format!("the theme's file `{}`", page.route),
        _ => format!("the site's own page `{}`", page.route),
    }
}

/// The page numbers of a list; one page even when it is empty.
fn numbers(count: usize, size: usize) -> std::ops::RangeInclusive<usize> {
    1..=count.div_ceil(size).max(1)
}

/// Routes of what pages link to.
pub mod route {
    use crate::config::CaseFile;
    use crate::model::{CaseId, Matrix, PublisherId, Site, TaxonomyId, TermId, TermRef, WorkId};

    /// A page of a list: `cases/index.html`, `cases/index_2.html`.
    pub fn list(stem: &str, number: usize) -> String {
        match number {
            1 => [stem, ".html"].concat(),
            number => format!("{stem}_{number}.html"),
        }
    }

    /// A case.
    pub fn case(site: &Site, id: CaseId) -> String {
        ["cases/", site.case(id).slug.as_str(), ".html"].concat()
    }

    /// A case in another form: `cases/klarna.bib`.
    pub fn case_file(site: &Site, id: CaseId, file: CaseFile) -> String {
        ["cases/", site.case(id).slug.as_str(), ".", file.extension()].concat()
    }

    /// The first page of a taxonomy.
    pub fn taxonomy(site: &Site, id: TaxonomyId) -> String {
        [site.taxonomy(id).route.as_str(), "/index.html"].concat()
    }

    /// The first page of a term.
    pub fn term(site: &Site, term: TermRef) -> String {
        [site.taxonomy(term.taxonomy).route.as_str(), "/", site.term(term).id.as_str(), ".html"].concat()
    }

    /// The first page of a matrix: `matrix/adoption-types_departments/index.html`.
    pub fn matrix(site: &Site, index: usize) -> String {
        format!("{}/index.html", folder(site, &site.matrices[index]))
    }

    /// The first page of a cell of a matrix.
    pub fn cell(site: &Site, matrix: &Matrix, row: TermId, column: TermId) -> String {
        let row = &site.taxonomy(matrix.rows).term(row).id;
        let column = &site.taxonomy(matrix.columns).term(column).id;
        format!("{}/{row}_{column}.html", folder(site, matrix))
    }

    fn folder(site: &Site, matrix: &Matrix) -> String {
        format!("matrix/{}_{}", site.taxonomy(matrix.rows).route, site.taxonomy(matrix.columns).route)
    }

    /// The first page of a publisher.
    pub fn publisher(site: &Site, id: PublisherId) -> String {
        ["sources/", site.publisher(id).slug.as_str(), ".html"].concat()
    }

    /// The page of a work that has one.
    pub fn work(site: &Site, id: WorkId) -> String {
        ["works/", site.work(id).slug.as_str(), ".html"].concat()
    }
}
