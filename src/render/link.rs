//! Links as templates are given them: a label and an address.

use schemars::JsonSchema;
use serde::Serialize;

/// A label and an address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Link {
    /// Text.
    pub label: String,
    /// Address, relative to the site's root.
    pub href: String,
}

/// What has a page, unless only unlisted cases use it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Mention {
    /// Text.
    pub label: String,
    /// Address of its page, relative to the site's root; absent where it has none.
    pub href: Option<String>,
    /// The circle of a term: `full`, `half`, `empty` or `none`.
    pub mark: Option<&'static str>,
}

/// A label, an address and how many cases stand behind it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountLink {
    /// Text.
    pub label: String,
    /// Address, relative to the site's root.
    pub href: String,
    /// Cases.
    pub count: usize,
    /// Address of those cases in Explore, where there are any.
    pub explore: Option<String>,
}
