//! Every correction of the site, the newest first, and its Atom feed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{CaseId, Correction};
use crate::plan::Subject;
use crate::render::link::Link;
use crate::render::parts::feed::{ENTRIES, FeedEntry, FeedView, feed, timestamp};
use crate::render::parts::links::{case_link, from_home};
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};
use crate::render::shared::Shared;
use crate::theme::DateView;

/// Every correction; there is no such page where nothing was corrected.
pub static CORRECTIONS: Kind = Kind {
    name: "corrections",
    pages: |pages| {
        let count = pages.site.cases.iter().map(|case| case.corrections.len()).sum();
        if count > 0 {
            pages.list(route::CORRECTIONS, Subject::Site, count);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "corrections.html",
        value: Some(value!("corrections", CorrectionsView, view)),
        title: |renderer, _| Some(renderer.word("corrections.title").to_owned()),
        description: |renderer, _| Some(renderer.word("corrections.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        feed: |renderer, _| {
            let link = || Link { label: feed_title(renderer), href: route::CORRECTIONS_FEED.to_owned() };
            renderer.site.has_feeds().then(link)
        },
        ..Framed::BARE
    }),
    ..KIND
};

/// Their feed.
pub static CORRECTIONS_FEED: Kind = Kind {
    name: "corrections-feed",
    behind: Some("corrections"),
    pages: |pages| {
        if pages.site.has_feeds() {
            pages.page(route::CORRECTIONS_FEED, Subject::Site);
        }
    },
    form: Form::Template("feed.xml", value!("feed", FeedView, feed_view)),
    ..KIND
};

/// `corrections`: a page of all corrections.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionsView<'a> {
    /// The years of this page, the newest first.
    pub years: Vec<CorrectionsOfYear<'a>>,
    /// Corrections on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// The corrections of a year that stand on this page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionsOfYear<'a> {
    /// `2025`
    pub year: String,
    /// The corrections, the newest first.
    pub corrections: Vec<CorrectedCase<'a>>,
}

/// A correction with its case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectedCase<'a> {
    /// When.
    pub date: Shared<DateView>,
    /// What was corrected.
    pub note: &'a str,
    /// The case, with the address of its corrections.
    pub case: Link,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<CorrectionsView<'a>> {
    let range = page.range?;
    let year = |(id, index): &(CaseId, usize)| correction(renderer, *id, *index).date.year();
    let years = range.of(renderer.corrections()).chunk_by(|one, other| year(one) == year(other));
    let of_year = |corrections: &[(CaseId, usize)]| CorrectionsOfYear {
        year: corrections.first().map(year).unwrap_or_default().to_string(),
        corrections: corrections.iter().map(|(id, index)| corrected(renderer, *id, *index)).collect(),
    };
    Some(CorrectionsView { years: years.map(of_year).collect(), count: range.count(), pager: pager(renderer, page) })
}

fn corrected(renderer: &Renderer, id: CaseId, index: usize) -> CorrectedCase<'_> {
    let correction = correction(renderer, id, index);
    let Link { label, href } = case_link(renderer, id);
    CorrectedCase {
        date: renderer.date(&correction.date),
        note: &correction.note,
        case: Link { label, href: format!("{href}#case_corrections") },
    }
}

fn feed_view(renderer: &Renderer, page: &Page) -> FeedView {
    let newest = renderer.corrections().iter().take(ENTRIES);
    let entries = newest.map(|(id, index)| entry(renderer, *id, *index)).collect();
    feed(renderer, page, feed_title(renderer), route::CORRECTIONS, entries)
}

fn feed_title(renderer: &Renderer) -> String {
    format!("{} – {}", renderer.word("corrections.title"), renderer.site.config.title)
}

fn entry(renderer: &Renderer, id: CaseId, index: usize) -> FeedEntry {
    let case = renderer.site.case(id);
    let correction = correction(renderer, id, index);
    let address = renderer.absolute(&route::case(&renderer.site, id)).unwrap_or_default();
    FeedEntry {
        title: case.title.clone(),
        // Counted from the oldest, so that it stays when others follow.
        id: format!("{address}#correction_{}", case.corrections.len() - index),
        href: format!("{address}#case_corrections"),
        updated: timestamp(Some(&correction.date)),
        published: None,
        summary: correction.note.clone(),
        support: None,
        categories: Vec::new(),
    }
}

fn correction(renderer: &Renderer, id: CaseId, index: usize) -> &Correction {
    &renderer.site.case(id).corrections[index]
}
