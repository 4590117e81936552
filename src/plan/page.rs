//! A page of the plan.

use super::kind::Kind;
use super::subject::Subject;
use crate::addresses::{PageRange, route};

/// A file of the output, to be rendered.
pub struct Page<F: 'static> {
    /// Path in the output, with `/`.
    pub route: String,
    /// Its kind.
    pub kind: &'static Kind<F>,
    /// What it is about.
    pub subject: Subject,
    /// Which part of a list it holds, where it is a page of one.
    pub range: Option<PageRange>,
    /// May search engines know it?
    pub is_listed: bool,
}

impl<F> Page<F> {
    /// Is it listed in a sitemap? Of a list, the first page is.
    pub fn is_indexed(&self) -> bool {
        self.kind.is_indexed && self.is_listed && self.range.is_none_or(PageRange::is_first)
    }

    /// The route of another page of the same list.
    pub fn sibling(&self, number: usize) -> String {
        let first = route::first(&self.route, self.range.map_or(1, PageRange::number));
        route::numbered(&first, number)
    }
}
