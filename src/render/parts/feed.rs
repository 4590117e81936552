//! Atom feeds (RFC 4287).

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{CaseId, DatePoint, PartialDate, TermId};
use crate::render::renderer::{Page, Renderer};
use crate::render::shared::Shared;
use crate::render::support::SupportView;

/// Entries in a feed.
pub const ENTRIES: usize = 50;

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
    /// Statements of the case by their support; absent where the entry is about a correction.
    pub support: Option<Shared<SupportView>>,
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

/// The feed at a page, which follows the page at the route `home`.
pub fn feed(renderer: &Renderer, page: &Page, title: String, home: &str, entries: Vec<FeedEntry>) -> FeedView {
    let absolute = |route: &str| renderer.absolute(route).unwrap_or_default();
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    FeedView {
        title,
        id: absolute(home),
        self_href: absolute(&page.route),
        home_href: absolute(home),
        updated: updated.unwrap_or_else(|| timestamp(None)),
        entries,
    }
}

/// The entries of cases.
pub fn case_entries(renderer: &Renderer, cases: &[CaseId]) -> Vec<FeedEntry> {
    cases.iter().take(ENTRIES).map(|id| case_entry(renderer, *id)).collect()
}

fn case_entry(renderer: &Renderer, id: CaseId) -> FeedEntry {
    let case = renderer.site.case(id);
    let address = renderer.absolute(&route::case(&renderer.site, id)).unwrap_or_default();
    let category = |(taxonomy, term): (_, &TermId)| FeedCategory {
        term: format!("{}/{}", renderer.site.taxonomy(taxonomy).id, renderer.site.taxonomy(taxonomy).term(*term).id),
        label: renderer.site.taxonomy(taxonomy).term(*term).label.clone(),
    };
    let groups = renderer.site.taxonomy_ids().zip(case.terms.iter());
    let terms = groups.flat_map(|(taxonomy, terms)| terms.iter().map(move |term| (taxonomy, term)));
    FeedEntry {
        title: case.title.clone(),
        id: address.clone(),
        href: address,
        updated: timestamp(case.last_changed().or(case.date.as_ref())),
        published: case.added.as_ref().map(|date| timestamp(Some(date))),
        summary: case.summary.clone(),
        support: Some(renderer.support(case.evidence.support)),
        categories: terms.map(category).collect(),
    }
}

/// Atom wants a moment: the first of what the date leaves open, at midnight in UTC.
pub fn timestamp(date: Option<&PartialDate>) -> String {
    let unknown = DatePoint { year: 1970, month: None, day: None, approximate: false, uncertain: false };
    let start = date.map_or(unknown, PartialDate::start);
    format!("{:04}-{:02}-{:02}T00:00:00Z", start.year, start.month.unwrap_or(1), start.day.unwrap_or(1))
}
