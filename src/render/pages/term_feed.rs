//! The Atom feed of a term, with its newest cases.

use crate::addresses::route;
use crate::model::CaseId;
use crate::plan::{Addressed, Subject};
use crate::render::parts::feed::{FeedView, case_entries, feed};
use crate::render::renderer::{Form, KIND, Kind, Page, Renderer, value};

/// The feed of a term.
pub static TERM_FEED: Kind = Kind {
    name: "term-feed",
    behind: Some("term"),
    pages: |pages| {
        let Some(id) = pages.owner.term() else { return };
        if pages.site.has_feeds() && !pages.site.term(id).cases.is_empty() {
            pages.page(route::term_feed(pages.site, id), Subject::Term(id));
        }
    },
    addressed: Addressed::ByAName,
    form: Form::Template("feed.xml", value!("feed", FeedView, view)),
    ..KIND
};

fn view(renderer: &Renderer, page: &Page) -> Option<FeedView> {
    let id = page.subject.term()?;
    let term = renderer.site.term(id);
    let title = format!("{} – {}", term.label, renderer.site.config.title);
    let mut cases = term.cases.clone();
    let key = |id: &CaseId| (renderer.site.case(*id).added.as_ref(), renderer.site.case(*id).date.as_ref());
    cases.sort_by(|a, b| key(b).cmp(&key(a)).then(a.cmp(b)));
    Some(feed(renderer, page, title, &route::term(&renderer.site, id), case_entries(renderer, &cases)))
}
