//! Atom feeds (RFC 4287): the newest cases of the site, and of a term.

use super::Renderer;
use super::context::{FeedCategory, FeedEntry, FeedView};
use crate::addresses::route;
use crate::model::{Case, CaseId, DatePoint, PartialDate, TermId, TermRef};

/// Entries in a feed.
const ENTRIES: usize = 50;

/// `feed` of the site.
pub fn of_site(r: &Renderer) -> FeedView {
    let newest = r.site.newest.iter().copied().take(ENTRIES);
    feed(r, r.site.config.title.clone(), "feed.xml", "index.html", newest)
}

/// `feed` of a term.
pub fn of_term(r: &Renderer, id: TermRef) -> FeedView {
    let term = r.site.term(id);
    let title = format!("{} – {}", term.label, r.site.config.title);
    let mut cases = term.cases.clone();
    let key = |id: &CaseId| (r.site.case(*id).added.as_ref(), r.site.case(*id).date.as_ref());
    cases.sort_by(|a, b| key(b).cmp(&key(a)).then(a.cmp(b)));
    let route = format!("{}/{}.xml", r.site.taxonomy(id.taxonomy).route, term.id);
    feed(r, title, &route, &route::term(&r.site, id), cases.into_iter().take(ENTRIES))
}

fn feed(r: &Renderer, title: String, route: &str, home: &str, cases: impl Iterator<Item = CaseId>) -> FeedView {
    let absolute = |route: &str| r.absolute(route).unwrap_or_default();
    let entries: Vec<FeedEntry> = cases.map(|id| entry(r, id)).collect();
    let updated = entries.iter().map(|entry| entry.updated.clone()).max();
    FeedView {
        title,
        id: absolute(home),
        self_href: absolute(route),
        home_href: absolute(home),
        updated: updated.unwrap_or_else(|| timestamp(None)),
        entries,
    }
}

fn entry(r: &Renderer, id: CaseId) -> FeedEntry {
    let case = r.site.case(id);
    let address = r.absolute(&route::case(&r.site, id)).unwrap_or_default();
    let category = |(taxonomy, term): (_, &TermId)| FeedCategory {
        term: format!("{}/{}", r.site.taxonomy(taxonomy).id, r.site.taxonomy(taxonomy).term(*term).id),
        label: r.site.taxonomy(taxonomy).term(*term).label.clone(),
    };
    let groups = r.site.taxonomy_ids().zip(&case.terms);
    let terms = groups.flat_map(|(taxonomy, terms)| terms.iter().map(move |term| (taxonomy, term)));
    FeedEntry {
        title: case.title.clone(),
        id: address.clone(),
        href: address,
        updated: timestamp(last_changed(case).or(case.date.as_ref())),
        published: case.added.as_ref().map(|date| timestamp(Some(date))),
        summary: case.summary.clone(),
        categories: terms.map(category).collect(),
    }
}

/// The latest day on which a case is known to have changed.
pub fn last_changed(case: &Case) -> Option<&PartialDate> {
    let said = case.added.iter().chain(&case.reviewed).chain(case.corrections.iter().map(|c| &c.date));
    said.chain(case.history.iter().map(|revision| &revision.date)).max()
}

/// Atom wants a moment: the first of what the date leaves open, at midnight in UTC.
fn timestamp(date: Option<&PartialDate>) -> String {
    let unknown = DatePoint { year: 1970, month: None, day: None, approximate: false, uncertain: false };
    let start = date.map_or(unknown, PartialDate::start);
    format!("{:04}-{:02}-{:02}T00:00:00Z", start.year, start.month.unwrap_or(1), start.day.unwrap_or(1))
}
