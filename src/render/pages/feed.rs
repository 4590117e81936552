//! The Atom feed of the site, with its newest cases.

use crate::addresses::route;
use crate::plan::Subject;
use crate::render::parts::feed::{FeedView, case_entries, feed};
use crate::render::renderer::{Form, KIND, Kind, Page, Renderer, value};

/// The feed of the site.
pub static FEED: Kind = Kind {
    name: "feed",
    pages: |pages| {
        if pages.site.has_feeds() {
            pages.page(route::FEED, Subject::Site);
        }
    },
    form: Form::Template("feed.xml", value!("feed", FeedView, view)),
    ..KIND
};

fn view(renderer: &Renderer, page: &Page) -> FeedView {
    let entries = case_entries(renderer, &renderer.site.newest);
    feed(renderer, page, renderer.site.config.title.clone(), route::HOME, entries)
}
