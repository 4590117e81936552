//! The sitemap (sitemaps.org protocol 0.9) and where `robots.txt` says it is.

use super::Renderer;
use super::context::{SitemapIndex, SitemapUrl, SitemapView};
use super::feed::last_changed;
use crate::model::config::Output;
use crate::plan::{Page, PageKind, SITEMAP_SIZE};

/// `sitemap_href`: absent without a `base_url`, and where the site is without a sitemap.
pub fn address(r: &Renderer) -> Option<String> {
    if !r.site.config.writes(Output::Sitemap) {
        return None;
    }
    r.absolute("sitemap.xml")
}

/// `index`, where the sitemap is in parts.
pub fn index(r: &Renderer) -> Option<SitemapIndex> {
    let parts = r.plan.pages.iter().filter(|page| matches!(page.kind, PageKind::SitemapPart(_)));
    let sitemaps: Vec<String> = parts.filter_map(|page| r.absolute(&page.route)).collect();
    (!sitemaps.is_empty()).then_some(SitemapIndex { sitemaps })
}

/// `sitemap`: all of it, or one part.
pub fn part(r: &Renderer, part: Option<usize>) -> SitemapView {
    let url = |page: &Page| {
        let lastmod = match page.kind {
            PageKind::Case(id) => last_changed(r.site.case(id)),
            PageKind::Free(index) => r.site.pages[index].history.iter().map(|revision| &revision.date).max(),
            _ => None,
        };
        let lastmod = lastmod.map(|date| date.start().datetime());
        Some(SitemapUrl { loc: r.absolute(&page.route)?, lastmod })
    };
    let first = part.unwrap_or(0) * SITEMAP_SIZE;
    SitemapView { urls: r.plan.indexed().skip(first).take(SITEMAP_SIZE).filter_map(url).collect() }
}
