//! What every page has: `site` and `page`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Link, MetadataView};

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
    /// How much there is.
    pub totals: Totals,
    /// Every taxonomy, in the site's order.
    pub taxonomies: Vec<TaxonomyLink>,
    /// Free pages, for the navigation.
    pub pages: Vec<Link>,
    /// Addresses of the pages that every site has.
    pub home: String,
    /// The list of all cases.
    pub cases: String,
    /// The list of publishers.
    pub sources: String,
    /// The method page, where the site has a free page named `method`.
    pub method: Option<String>,
    /// Search and facets, unless the site is without them.
    pub explore: Option<String>,
    /// What the script of Explore reads first.
    pub explore_table: String,
    /// The script of Explore, the timeline and the comparison, under its fingerprinted name.
    pub explore_script: String,
    /// The timeline, unless the site is without it.
    pub timeline: Option<String>,
    /// The charts, unless the site is without them.
    pub charts: Option<String>,
    /// Cases side by side, where there is Explore.
    pub compare: Option<String>,
    /// Taxonomies against each other.
    pub matrices: Vec<Link>,
    /// The page that lists the site's data, unless the site is without it.
    pub data: Option<String>,
    /// The site's Atom feed; absent without a `base_url`, and where the site is without feeds.
    pub feed: Option<String>,
    /// The theme's stylesheet, under its fingerprinted name.
    pub stylesheet: String,
    /// The theme's script, under its fingerprinted name.
    pub script: String,
    /// `Casebook 0.1.0`.
    pub generator: String,
}

/// Numbers of the whole site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Totals {
    /// Cases.
    pub cases: usize,
    /// Statements in all cases.
    pub statements: usize,
    /// Statements that cite at least one source.
    pub cited: usize,
    /// Works, each counted once however many cases cite it.
    pub works: usize,
    /// Publishers with at least one work.
    pub publishers: usize,
}

/// A taxonomy, for navigation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxonomyLink {
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// Address of its page.
    pub href: String,
    /// Terms that at least one case uses.
    pub count: usize,
}

/// `page`: the page that is being rendered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PageView {
    /// `home`, `cases`, `case`, `taxonomy`, `term`, `publishers`, `publisher`, `explore`, `compare`, `timeline`,
    /// `charts`, `matrix`, `cell`, `data`, `page` or `not-found`.
    pub kind: &'static str,
    /// The page's own title, without the site's.
    pub title: String,
    /// For `<meta name=description>`.
    pub description: Option<String>,
    /// What leads from this page to the site's root: empty, `../`, … (for 404 an absolute path).
    pub root: String,
    /// Address of this page, relative to the root.
    pub href: String,
    /// Absolute address; absent without a `base_url`.
    pub canonical: Option<String>,
    /// What programs read of it.
    pub metadata: MetadataView,
    /// The feed of this page's term.
    pub feed: Option<Link>,
    /// The way from home to the page above this one.
    pub breadcrumbs: Vec<Link>,
}

/// `target`: where an old address leads.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedirectView {
    /// Title of the case.
    pub title: String,
    /// Address of its page.
    pub href: String,
}
