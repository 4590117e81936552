//! What several kinds of page share.

use schemars::JsonSchema;
use serde::Serialize;

use super::Shared;
use crate::theme::DateView;

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

/// A case in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseRow<'a> {
    /// Title.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// One or two sentences.
    pub summary: &'a str,
    /// When it happened.
    pub date: Option<DateView>,
    /// Address of its year on the timeline.
    pub year_href: Option<String>,
    /// When it joined the knowledge base.
    pub added: Option<DateView>,
    /// Its terms, a group per taxonomy, in the site's order.
    pub facts: Vec<Shared<Fact>>,
    /// Statements.
    pub statements: usize,
    /// Statements with a citation.
    pub cited: usize,
    /// Sources.
    pub sources: usize,
}

/// The terms of one taxonomy on one case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// The front-matter key.
    pub taxonomy: String,
    /// `Department` or `Departments`, by how many there are.
    pub label: String,
    /// Address of the taxonomy.
    pub href: String,
    /// The terms.
    pub terms: Vec<Shared<Link>>,
}

/// One page among those of a long list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// All pages.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Some pages to jump to: the first, the last and those nearby; `href` is absent for a gap and for this page.
    pub steps: Vec<PagerStep>,
}

/// A place in a pager.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PagerStep {
    /// Page number, or `…`.
    pub label: String,
    /// Address; absent for a gap and for the current page.
    pub href: Option<String>,
    /// Is it the page shown?
    pub current: bool,
}
