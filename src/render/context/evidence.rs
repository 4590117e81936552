//! How well a case is supported: figures, what each counts, and where each is explained.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CountLink, DateView, Link};

/// Evidence figures of a case.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// Paragraphs and list items in its sections.
    pub statements: usize,
    /// Those that cite a source.
    pub cited: usize,
    /// Those that do not.
    pub uncited: usize,
    /// Distinct publishers among its cited sources.
    pub publishers: usize,
    /// Sources.
    pub sources: usize,
    /// Cited sources that are independent of the organisation.
    pub independent: usize,
    /// Date of the newest cited source.
    pub newest: Option<DateView>,
    /// Entry of the newest cited source in the citation list.
    pub newest_href: Option<String>,
    /// Last review by an editor.
    pub reviewed: Option<DateView>,
    /// The months that the site allows until the next review, where more have passed.
    pub overdue: Option<usize>,
    /// Statements that cite no source, with their places in the text.
    pub uncited_statements: Vec<Link>,
    /// The publishers, each with how many of the cited sources are theirs.
    pub by_publisher: Vec<CountLink>,
    /// The independent sources, with their entries.
    pub independent_sources: Vec<Link>,
    /// The others, with their entries.
    pub other_sources: Vec<JudgedSource>,
    /// Where the site's method page explains each figure.
    pub method: MethodLinks,
}

/// A source that does not count as independent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JudgedSource {
    /// Publisher and date.
    pub label: String,
    /// Its entry in the citation list.
    pub href: String,
    /// Word for its kind.
    pub kind: String,
    /// Is it cited in the text?
    pub cited: bool,
}

/// Sections of the method page, relative to the root; the page itself where it has no such section, and absent where
/// the site has no such page.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct MethodLinks {
    /// On statements and citations.
    pub statements: Option<String>,
    /// On publishers, and the figures as a whole.
    pub publishers: Option<String>,
    /// On independent sources.
    pub independent: Option<String>,
    /// On dates.
    pub newest: Option<String>,
    /// On reviews.
    pub reviewed: Option<String>,
}
