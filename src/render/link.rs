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
