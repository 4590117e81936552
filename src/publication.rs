//! A site with its addresses and the theme's words, from which pages, data and feeds are made.

use std::borrow::Cow;

use crate::addresses::{Addresses, page_of, route};
use crate::model::{Site, WorkId};
use crate::theme::Words;

/// What every form of output is made of.
#[derive(Clone, Copy)]
pub struct Publication<'a> {
    /// The site.
    pub site: &'a Site,
    /// How its pages are linked to.
    pub addresses: &'a Addresses,
    /// The words of its language.
    pub words: &'a Words,
}

impl<'a> Publication<'a> {
    /// A route as pages link to it: [`Addresses::href`].
    pub fn href<'r>(self, route: impl Into<Cow<'r, str>>) -> String {
        self.addresses.href(route)
    }

    /// The absolute address of a route: [`Addresses::absolute`].
    pub fn absolute(self, route: &str) -> Option<String> {
        self.addresses.absolute(route)
    }

    /// A word of the theme.
    pub fn word(self, path: &'a str) -> &'a str {
        self.words.get(path)
    }

    /// A link to a work: to its own page, or to its entry on the page of its publisher that holds it. One that only
    /// unlisted cases list stands on neither.
    pub fn work_href(self, id: WorkId) -> Option<String> {
        if self.site.has_page(id) {
            return Some(self.href(route::work(self.site, id)));
        }
        let work = self.site.works.shows(id.index()).then(|| self.site.work(id))?;
        let page = page_of(work.position, self.site.config.page_size);
        let route = route::numbered(&route::publisher(self.site, work.publisher), page);
        Some(format!("{}#{}", self.href(route), route::work_anchor(self.site, id)))
    }
}
