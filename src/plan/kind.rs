//! What the plan knows of a kind of page.

use super::subject::Subject;
use crate::addresses::{PageRange, ranges, route};
use crate::files::{FileId, Span};
use crate::model::Site;
use crate::theme::Theme;

/// A kind of page. How a page of it is rendered is its `form`, of which the plan knows nothing.
pub struct Kind<F: 'static> {
    /// Its name, also for templates.
    pub name: &'static str,
    /// The kind behind whose pages its own stand: the feed of a term behind the term.
    pub behind: Option<&'static str>,
    /// Adds its pages: all, or where it stands behind another kind, those of the page before them.
    pub pages: fn(&mut Pages<'_>),
    /// Does a sitemap list it? Of a list, the first page.
    pub is_indexed: bool,
    /// May search engines know a page of it?
    pub is_listed: fn(&Site, Subject) -> bool,
    /// Who gives its pages their addresses.
    pub addressed: Addressed,
    /// What a page of it is called where another claims its address.
    pub described: fn(&Site, Subject) -> Option<String>,
    /// The place in a file that gives a page of it its address.
    pub place: fn(&Site, Subject) -> Option<(FileId, Span)>,
    /// How a page of it is rendered.
    pub form: F,
}

/// Who gives a page its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressed {
    /// The site itself.
    ByTheSite,
    /// A name in a vocabulary, or of a publisher: names that clash are reported where they are given.
    ByAName,
    /// An editor: a file's name, an old address.
    ByAnEditor,
}

/// The pages that a kind adds, and what they are found in.
pub struct Pages<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its theme.
    pub theme: &'a Theme,
    /// What the page before is about, for a kind that stands behind another.
    pub owner: Subject,
    /// How many pages so far a sitemap lists.
    pub indexed: usize,
    pub(super) found: Vec<(String, Subject, Option<PageRange>)>,
}

impl Pages<'_> {
    /// Add a page.
    pub fn page(&mut self, route: impl Into<String>, subject: Subject) {
        self.found.push((route.into(), subject, None));
    }

    /// Add the pages of a list of so many items, of which each holds as many as the site asks for.
    pub fn list(&mut self, first: &str, subject: Subject, count: usize) {
        self.list_of(first, subject, count, self.site.config.page_size);
    }

    /// Add the pages of a list of so many items, `size` on each.
    pub fn list_of(&mut self, first: &str, subject: Subject, count: usize, size: usize) {
        for range in ranges(count, size) {
            self.part(route::numbered(first, range.number()), subject, range);
        }
    }

    /// Add a part of something long.
    pub fn part(&mut self, route: String, subject: Subject, range: PageRange) {
        self.found.push((route, subject, Some(range)));
    }
}
