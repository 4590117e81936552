//! Feeds and sitemaps.

use schemars::JsonSchema;
use serde::Serialize;

/// `feed`: an Atom feed (RFC 4287). Addresses are absolute, dates RFC 3339.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedView {
    /// Title.
    pub title: String,
    /// Permanent id.
    pub id: String,
    /// Address of the feed.
    pub self_href: String,
    /// Address of the page that it follows.
    pub home_href: String,
    /// When anything in it last changed.
    pub updated: String,
    /// The newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedEntry {
    /// Title.
    pub title: String,
    /// Permanent id.
    pub id: String,
    /// Address of the case.
    pub href: String,
    /// When it last changed.
    pub updated: String,
    /// When it joined the knowledge base.
    pub published: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// Its terms.
    pub categories: Vec<FeedCategory>,
}

/// A category of an entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedCategory {
    /// Taxonomy and id: `department/customer-service`.
    pub term: String,
    /// Label.
    pub label: String,
}

/// `sitemap`
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapView {
    /// Pages.
    pub urls: Vec<SitemapUrl>,
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
