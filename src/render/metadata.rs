//! What programs read of a page: link previews, reference managers, search engines.

use schemars::JsonSchema;
use serde::Serialize;

/// `page.metadata`
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct MetadataView {
    /// Open Graph type: `website` or `article`.
    pub og_type: &'static str,
    /// Absolute address of the picture that stands for the page; absent without a `base_url`.
    pub image: Option<String>,
    /// Open Graph locale (`en_GB`), where the language names a territory.
    pub locale: Option<String>,
    /// Further Open Graph properties, as `<meta property>`.
    pub properties: Vec<MetaTag>,
    /// Highwire Press tags, as `<meta name>`, for reference managers.
    pub tags: Vec<MetaTag>,
    /// A schema.org graph as JSON-LD, ready to stand in a `<script>`; empty where there is nothing to say.
    pub json_ld: String,
}

/// A `<meta>` element.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetaTag {
    /// Its name or property.
    pub name: &'static str,
    /// Its content.
    pub content: String,
}

/// What is said of a page that is an article.
pub struct Article {
    /// Absolute address of its picture, else of the site's.
    pub image: Option<String>,
    /// Open Graph properties of articles.
    pub properties: Vec<MetaTag>,
    /// Highwire Press tags.
    pub tags: Vec<MetaTag>,
}
