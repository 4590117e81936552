//! The table of the contract: which template is given what.
//!
//! Comes in: nothing. Goes out: a row per template that [`Renderer::render`](crate::render::Renderer::render)
//! names, with the schema of the value that is its own. `docs/theme.md` is written from this table, and a test
//! resolves every template of the default theme against it.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::{
    CaseListView, CaseView, CellView, ChartsView, CompareView, DataView, ExploreView, FeedView, FreePageView, HomeView,
    MatrixView, PageView, PublisherView, PublishersView, RedirectView, SiteView, SitemapIndex, SitemapView,
    TaxonomyView, TermView, TimelineView, WorkPageView,
};

/// What one template is given beside `site` and `t`.
#[derive(Debug)]
pub struct Given {
    /// Name of the template.
    pub template: &'static str,
    /// Is it a page, which is given `page` too?
    pub is_page: bool,
    /// Name and schema (a reference into [`Contract::definitions`]) of its own value; a page without one has
    /// nothing more to show.
    pub value: Option<(&'static str, Schema)>,
}

/// The whole contract.
#[derive(Debug)]
pub struct Contract {
    /// Schema of `site`, which every template is given.
    pub site: Schema,
    /// Schema of `page`, which every page is given.
    pub page: Schema,
    /// A row per template.
    pub templates: Vec<Given>,
    /// The schemas of all structs, by name (JSON Schema 2020-12, `$defs`).
    pub definitions: serde_json::Map<String, serde_json::Value>,
}

/// The contract of this version.
pub fn contract() -> Contract {
    let mut generator = SchemaGenerator::default();
    let templates = vec![
        page::<HomeView>("home.html", "home", &mut generator),
        page::<CaseListView>("cases.html", "list", &mut generator),
        page::<CaseView>("case.html", "case", &mut generator),
        page::<TaxonomyView>("taxonomy.html", "taxonomy", &mut generator),
        page::<TermView>("term.html", "term", &mut generator),
        page::<PublishersView>("publishers.html", "publishers", &mut generator),
        page::<PublisherView>("publisher.html", "publisher", &mut generator),
        page::<WorkPageView>("work.html", "work", &mut generator),
        page::<ExploreView>("explore.html", "explore", &mut generator),
        page::<CompareView>("compare.html", "compare", &mut generator),
        page::<TimelineView>("timeline.html", "timeline", &mut generator),
        page::<ChartsView>("charts.html", "charts", &mut generator),
        page::<MatrixView>("matrix.html", "matrix", &mut generator),
        page::<CellView>("cell.html", "cell", &mut generator),
        page::<DataView>("data.html", "data", &mut generator),
        page::<FreePageView>("page.html", "free", &mut generator),
        Given { template: "404.html", is_page: true, value: None },
        page::<RedirectView>("redirect.html", "target", &mut generator),
        data::<FeedView>("feed.xml", "feed", &mut generator),
        data::<SitemapView>("sitemap.xml", "sitemap", &mut generator),
        data::<SitemapIndex>("sitemap-index.xml", "index", &mut generator),
        data::<Option<String>>("robots.txt", "sitemap_href", &mut generator),
    ];
    Contract {
        site: generator.subschema_for::<SiteView>(),
        page: generator.subschema_for::<PageView>(),
        templates,
        definitions: generator.take_definitions(false),
    }
}

/// A template with the theme's frame.
fn page<T: JsonSchema>(template: &'static str, name: &'static str, generator: &mut SchemaGenerator) -> Given {
    Given { template, is_page: true, value: Some((name, generator.subschema_for::<T>())) }
}

/// A template without it: a feed, a sitemap.
fn data<T: JsonSchema>(template: &'static str, name: &'static str, generator: &mut SchemaGenerator) -> Given {
    Given { template, is_page: false, value: Some((name, generator.subschema_for::<T>())) }
}
