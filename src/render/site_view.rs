//! What every template knows of the site (`site`).

use schemars::JsonSchema;
use serde::Serialize;

use super::link::Link;
use super::parts::links::{TaxonomyLink, taxonomy_in_use};
use super::parts::matrix;
use super::parts::menu::{self, MenuEntry};
use super::parts::text::{direction, encode};
use super::policy::policy;
use super::renderer::Renderer;
use super::shared::Shared;
use super::support::SupportView;
use crate::addresses::route;
use crate::explore::chunks;
use crate::model::FreePage;
use crate::model::config::Output;

/// `site`: the same for every page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One or two sentences that say what the site is.
    pub description: String,
    /// BCP 47 tag, for `<html lang>`.
    pub language: String,
    /// `ltr` or `rtl`, for `<html dir>`.
    pub direction: &'static str,
    /// The licence of the content, as configured.
    pub licence: Option<String>,
    /// Where the site's source lives.
    pub repository_url: Option<String>,
    /// Absolute address of the site, without a trailing slash.
    pub base_url: Option<String>,
    /// Address of the picture beside the site's name, where there is one.
    pub logo: Option<String>,
    /// How much there is.
    pub totals: Totals,
    /// Every taxonomy, in the site's order.
    pub taxonomies: Vec<TaxonomyLink>,
    /// Free pages, for the navigation.
    pub pages: Vec<Link>,
    /// What the header leads to, in order.
    pub menu: Vec<MenuEntry>,
    /// Width of a window, in rem, from which the header has room for the menu in its row; none where it never has.
    pub menu_row: Option<usize>,
    /// What the footer leads to, in order, where the site says so.
    pub footer: Option<Vec<MenuEntry>>,
    /// The Content-Security-Policy of every page.
    pub policy: String,
    /// Addresses of the pages that every site has.
    pub home: String,
    /// The list of all cases.
    pub cases: String,
    /// The list of works.
    pub sources: String,
    /// The list of publishers.
    pub publishers: String,
    /// The method page, where the site has a free page named `method`.
    pub method: Option<String>,
    /// Search and facets, unless the site is without them.
    pub explore: Option<String>,
    /// What the script of Explore reads first.
    pub explore_table: String,
    /// The timeline, unless the site is without it.
    pub timeline: Option<String>,
    /// The charts, unless the site is without them.
    pub charts: Option<String>,
    /// Cases side by side, where there is Explore.
    pub compare: Option<String>,
    /// Taxonomies against each other.
    pub matrices: Vec<Link>,
    /// Every correction of the site, where there are any.
    pub corrections: Option<String>,
    /// The page that lists the site's data, unless the site is without it.
    pub data: Option<String>,
    /// The site's Atom feed; absent without a `base_url`, and where the site is without feeds.
    pub feed: Option<String>,
    /// `Casebook 0.2.0`.
    pub generator: String,
}

/// Numbers of the whole site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Totals {
    /// Cases.
    pub cases: usize,
    /// Statements in all cases, by their support.
    pub support: Shared<SupportView>,
    /// Works, each counted once however many cases cite it.
    pub works: usize,
    /// Publishers with at least one work.
    pub publishers: usize,
}

/// `site`
pub fn site(renderer: &Renderer) -> SiteView {
    let config = &renderer.site.config;
    let cases = &renderer.site.cases;
    let written = |output: Output, route: &str| config.writes(output).then(|| renderer.href(route));
    let address = |page: &FreePage| renderer.href(route::free_page(page));
    let pages = renderer.site.pages.iter();
    let menu = menu::header(renderer);
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.value.clone(),
        direction: direction(&config.language.value),
        licence: config.licence.clone(),
        repository_url: config.repository_url.clone(),
        base_url: config.base_url.clone(),
        logo: config.logo.as_ref().map(|logo| encode(&logo.value)),
        totals: Totals {
            cases: cases.len(),
            support: renderer.support(cases.iter().map(|case| case.evidence.support).sum()),
            works: renderer.site.works.len(),
            publishers: renderer.site.publishers.len(),
        },
        taxonomies: renderer.site.taxonomy_ids().map(|id| taxonomy_in_use(renderer, id)).collect(),
        pages: pages.map(|page| Link { label: page.title.value.clone(), href: address(page) }).collect(),
        menu_row: menu::row_width(renderer, &menu),
        menu,
        footer: menu::footer(renderer),
        policy: policy(&config.csp),
        home: renderer.href(route::HOME),
        cases: renderer.href(route::CASES),
        sources: renderer.href(route::sources(&renderer.site)),
        publishers: renderer.href(route::PUBLISHERS),
        method: renderer.site.method().map(address),
        explore: written(Output::Explore, route::EXPLORE),
        explore_table: chunks::TABLE.to_owned(),
        timeline: written(Output::Timeline, route::TIMELINE),
        charts: written(Output::Charts, route::CHARTS),
        compare: written(Output::Explore, route::COMPARE),
        matrices: matrix::links(renderer),
        corrections: (!renderer.corrections().is_empty()).then(|| renderer.href(route::CORRECTIONS)),
        data: written(Output::Data, route::DATA),
        feed: renderer.site.has_feeds().then(|| route::FEED.to_owned()),
        generator: format!("Casebook {}", env!("CARGO_PKG_VERSION")),
    }
}
