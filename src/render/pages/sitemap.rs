//! The sitemap (sitemaps.org protocol 0.9): whole, or an index and its parts where it is too long for one file.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::{PageRange, ranges, route};
use crate::model::config::Output;
use crate::plan::{Pages, Subject};
use crate::render::renderer::{Form, KIND, Kind, Page, Renderer, value};
use crate::render::shared::Shared;

/// Addresses in one sitemap, by its protocol.
const SIZE: usize = 50_000;

/// The whole sitemap.
pub static SITEMAP: Kind = Kind {
    name: "sitemap",
    pages: |pages| {
        if has_sitemap(pages) && pages.indexed <= SIZE {
            pages.page(route::SITEMAP, Subject::Site);
        }
    },
    form: Form::Template("sitemap.xml", value!("sitemap", SitemapView, whole_or_part)),
    ..KIND
};

/// The index of the parts.
pub static SITEMAP_INDEX: Kind = Kind {
    name: "sitemap-index",
    pages: |pages| {
        if has_sitemap(pages) && pages.indexed > SIZE {
            pages.page(route::SITEMAP, Subject::Site);
        }
    },
    form: Form::Template("sitemap-index.xml", value!("index", SitemapIndex, index)),
    ..KIND
};

/// A part.
pub static SITEMAP_PART: Kind = Kind {
    name: "sitemap-part",
    behind: Some("sitemap-index"),
    pages: |pages| {
        for range in ranges(pages.indexed, SIZE) {
            pages.part(route::sitemap_part(range.number()), Subject::Site, range);
        }
    },
    form: Form::Template("sitemap.xml", value!("sitemap", SitemapView, whole_or_part)),
    ..KIND
};

/// `sitemap`
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapView {
    /// Pages.
    pub urls: Vec<Shared<SitemapUrl>>,
}

/// A page of a sitemap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapUrl {
    /// Absolute address.
    pub loc: String,
    /// When it last changed, as far as is known.
    pub lastmod: Option<String>,
}

/// `index`: the parts of a long sitemap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapIndex {
    /// Absolute addresses.
    pub sitemaps: Vec<String>,
}

/// Its kinds stand behind all that are listed: by then it is known how many pages these have.
fn has_sitemap(pages: &Pages<'_>) -> bool {
    pages.site.config.base_url.is_some() && pages.site.config.writes(Output::Sitemap)
}

fn whole_or_part(renderer: &Renderer, page: &Page) -> SitemapView {
    let items = page.range.map_or(0..SIZE, PageRange::items);
    let pages = renderer.plan.indexed().skip(items.start).take(items.len());
    // There may be fifty thousand: each is converted as it is found.
    SitemapView { urls: pages.filter_map(|page| url(renderer, page)).collect() }
}

fn url(renderer: &Renderer, page: &Page) -> Option<Shared<SitemapUrl>> {
    let changed = match &page.kind.form {
        Form::Page(framed) => (framed.changed)(&renderer.site, page.subject),
        _ => None,
    };
    let lastmod = changed.map(|date| date.start().datetime());
    Some(Shared::new(&SitemapUrl { loc: renderer.absolute(&page.route)?, lastmod }))
}

fn index(renderer: &Renderer, _: &Page) -> SitemapIndex {
    let parts = renderer.plan.pages.iter().filter(|page| page.kind.name == SITEMAP_PART.name);
    SitemapIndex { sitemaps: parts.filter_map(|page| renderer.absolute(&page.route)).collect() }
}
