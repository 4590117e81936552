//! What every page has: `site` and `page`.

use super::super::Renderer;
use super::super::context::{Link, PageView, RedirectView, SiteView, TaxonomyLink, Totals};
use super::{case_link, metadata};
use crate::addresses::route;
use crate::model::config::Output;
use crate::model::{CaseId, TaxonomyId};
use crate::plan::{Page, PageKind};

/// `site`
pub fn site(r: &Renderer) -> SiteView {
    let config = &r.site.config;
    let pages: Vec<Link> = r
        .site
        .pages
        .iter()
        .map(|page| Link { label: page.title.value.clone(), href: r.href(format!("{}.html", page.route)) })
        .collect();
    let written = |output: Output, route: &str| config.writes(output).then(|| r.href(route));
    let has_method = r.site.pages.iter().any(|page| page.route == "method");
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        direction: direction(&config.language),
        licence: config.licence.clone(),
        repository_url: config.repository_url.clone(),
        base_url: config.base_url.clone(),
        totals: Totals {
            cases: r.site.cases.len(),
            statements: r.site.cases.iter().map(|case| case.evidence.statements).sum(),
            cited: r.site.cases.iter().map(|case| case.evidence.cited).sum(),
            works: r.site.works.len(),
            publishers: r.site.publishers.len(),
        },
        taxonomies: r.site.taxonomy_ids().map(|id| taxonomy_link(r, id)).collect(),
        pages,
        home: r.href("index.html"),
        cases: r.href("cases/index.html"),
        sources: r.href("sources/index.html"),
        method: has_method.then(|| r.href("method.html")),
        explore: written(Output::Explore, "explore.html"),
        explore_table: "data/explore/table.js".to_owned(),
        explore_script: r.theme.explore_script().to_owned(),
        timeline: written(Output::Timeline, "timeline.html"),
        charts: written(Output::Charts, "charts.html"),
        compare: written(Output::Explore, "compare.html"),
        matrices: super::matrix::links(r, None),
        data: written(Output::Data, "data/index.html"),
        feed: r.site.has_feeds().then(|| "feed.xml".to_owned()),
        stylesheet: r.theme.stylesheet().to_owned(),
        script: r.theme.script().to_owned(),
        generator: format!("Casebook {}", env!("CARGO_PKG_VERSION")),
    }
}

/// A taxonomy with the number of its terms that are in use.
pub fn taxonomy_link(r: &Renderer, id: TaxonomyId) -> TaxonomyLink {
    let taxonomy = r.site.taxonomy(id);
    TaxonomyLink {
        id: taxonomy.id.clone(),
        label: taxonomy.label.clone(),
        plural: taxonomy.plural.clone(),
        href: r.href(route::taxonomy(&r.site, id)),
        count: taxonomy.terms.iter().filter(|term| !term.cases.is_empty()).count(),
    }
}

/// Scripts that are written from right to left, by the primary subtags that use them.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    match primary {
        "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

/// `page`
pub fn page(r: &Renderer, page: &Page) -> PageView {
    let (kind, title, description) = describe(r, page.kind);
    PageView {
        kind,
        title,
        description,
        root: root(r, page),
        href: r.href(&page.route),
        canonical: match page.kind {
            PageKind::NotFound => None,
            PageKind::Redirect(id, _) => r.absolute(&route::case(&r.site, id)),
            _ => r.absolute(&page.route),
        },
        metadata: metadata::metadata(r, page),
        feed: term_feed(r, page.kind),
        breadcrumbs: breadcrumbs(r, page.kind),
    }
}

/// What leads from a page to the site's root. 404 is shown at any address, so it starts from the root of the host.
pub fn root(r: &Renderer, page: &Page) -> String {
    if page.kind != PageKind::NotFound {
        return r.root(&page.route);
    }
    let base = r.site.config.base_url.as_ref().and_then(|base| url::Url::parse(base).ok());
    base.map_or_else(|| "/".to_owned(), |url| format!("{}/", url.path().trim_end_matches('/')))
}

/// Kind, title and description of a page.
pub fn describe(r: &Renderer, kind: PageKind) -> (&'static str, String, Option<String>) {
    let site = &r.site;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let numbered = |title: &str, number: usize| match number {
        1 => title.to_owned(),
        number => {
            let page = crate::theme::fill(r.words().get("pager.page"), |_| Some(number.to_string()));
            format!("{title} – {page}")
        }
    };
    match kind {
        PageKind::Home => ("home", site.config.title.clone(), some(&site.config.description)),
        PageKind::CaseList(number) => ("cases", numbered(r.words().get("cases.title"), number), None),
        PageKind::Case(id) => ("case", site.case(id).title.clone(), some(&site.case(id).summary)),
        PageKind::Taxonomy(id, number) => {
            let taxonomy = site.taxonomy(id);
            ("taxonomy", numbered(&taxonomy.plural, number), taxonomy.definition.clone())
        }
        PageKind::Term(id, number) => {
            let term = site.term(id);
            ("term", numbered(&term.label, number), term.definition.clone())
        }
        PageKind::Publishers(number) => {
            ("publishers", numbered(r.words().get("publishers.title"), number), some(r.words().get("publishers.lead")))
        }
        PageKind::Publisher(id, number) => ("publisher", numbered(&site.publisher(id).label, number), None),
        PageKind::Work(id) => {
            let work = site.work(id);
            let title = work.source.title.as_deref().unwrap_or(&site.publisher(work.publisher).label);
            ("work", title.to_owned(), None)
        }
        PageKind::Explore => ("explore", site_word(r, "explore.title"), some(r.words().get("explore.lead"))),
        PageKind::Compare => ("compare", site_word(r, "compare.title"), some(r.words().get("compare.lead"))),
        PageKind::DataIndex => ("data", site_word(r, "data.title"), some(r.words().get("data.lead"))),
        PageKind::Charts => ("charts", site_word(r, "charts.title"), some(r.words().get("charts.lead"))),
        PageKind::Timeline(number) => {
            ("timeline", numbered(r.words().get("timeline.title"), number), some(r.words().get("timeline.lead")))
        }
        PageKind::Matrix(index, number) => ("matrix", numbered(&super::matrix_title(r, index), number), None),
        PageKind::Cell(matrix, cell, number) => ("cell", numbered(&super::cell_title(r, matrix, cell), number), None),
        PageKind::Free(index) => ("page", site.pages[index].title.value.clone(), site.pages[index].summary.clone()),
        PageKind::Redirect(id, _) => ("redirect", site.case(id).title.clone(), None),
        // What has no frame is never asked; the rest of the kinds are listed so that a new one is not forgotten.
        PageKind::NotFound
        | PageKind::CaseFile(..)
        | PageKind::Feed
        | PageKind::TermFeed(_)
        | PageKind::Sitemap
        | PageKind::SitemapPart(_)
        | PageKind::Robots
        | PageKind::Data(_)
        | PageKind::Llms
        | PageKind::ExploreData(_)
        | PageKind::ThemeAsset(_)
        | PageKind::Asset(_) => ("not-found", r.words().get("not_found.title").to_owned(), None),
    }
}

fn site_word(r: &Renderer, word: &str) -> String {
    r.words().get(word).to_owned()
}

fn term_feed(r: &Renderer, kind: PageKind) -> Option<Link> {
    let PageKind::Term(id, _) = kind else { return None };
    let term = r.site.term(id);
    let has_feed = r.site.has_feeds() && !term.cases.is_empty();
    has_feed.then(|| Link {
        label: format!("{} – {}", term.label, r.site.config.title),
        href: format!("{}/{}.xml", r.site.taxonomy(id.taxonomy).route, term.id),
    })
}

/// The way from home to the page above.
pub fn breadcrumbs(r: &Renderer, kind: PageKind) -> Vec<Link> {
    let word = |label: &str, route: &str| Link { label: r.words().get(label).to_owned(), href: r.href(route) };
    let home = word("nav.home", "index.html");
    match kind {
        PageKind::Case(_) => vec![home, word("nav.cases", "cases/index.html")],
        PageKind::Term(term, _) => {
            let taxonomy = r.site.taxonomy(term.taxonomy);
            let href = r.href(route::taxonomy(&r.site, term.taxonomy));
            vec![home, Link { label: taxonomy.plural.clone(), href }]
        }
        PageKind::Work(id) => {
            let id = r.site.work(id).publisher;
            let href = r.href(route::publisher(&r.site, id));
            let publisher = Link { label: r.site.publisher(id).label.clone(), href };
            vec![home, word("nav.sources", "sources/index.html"), publisher]
        }
        PageKind::Publisher(..) => vec![home, word("nav.sources", "sources/index.html")],
        PageKind::Cell(matrix, ..) => {
            let href = r.href(route::matrix(&r.site, matrix));
            vec![home, Link { label: super::matrix_title(r, matrix), href }]
        }
        PageKind::CaseList(_)
        | PageKind::Taxonomy(..)
        | PageKind::Publishers(_)
        | PageKind::Explore
        | PageKind::Compare
        | PageKind::Charts
        | PageKind::DataIndex
        | PageKind::Timeline(_)
        | PageKind::Matrix(..)
        | PageKind::Free(_) => vec![home],
        PageKind::Home
        | PageKind::NotFound
        | PageKind::Redirect(..)
        | PageKind::CaseFile(..)
        | PageKind::Feed
        | PageKind::TermFeed(_)
        | PageKind::Sitemap
        | PageKind::SitemapPart(_)
        | PageKind::Robots
        | PageKind::Data(_)
        | PageKind::Llms
        | PageKind::ExploreData(_)
        | PageKind::ThemeAsset(_)
        | PageKind::Asset(_) => Vec::new(),
    }
}

/// `target`
pub fn redirect(r: &Renderer, id: CaseId) -> RedirectView {
    let Link { label, href } = case_link(r, id);
    RedirectView { title: label, href }
}
