//! Plan: the [`Site`] becomes the list of its pages, each with its route and kind.

mod claims;
mod kind;
mod limits;
mod names;
mod page;
mod subject;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;
use crate::theme::Theme;

use claims::Claims;

pub use kind::{Addressed, Kind, Pages};
pub use limits::too_many_bytes;
pub use page::Page;
pub use subject::{OldAddress, Subject};

/// All pages of a site.
pub struct Plan<F: 'static> {
    /// In the order of the kinds.
    pub pages: Vec<Page<F>>,
    claims: Claims,
}

impl<F> Plan<F> {
    /// The page of a route.
    pub fn find(&self, route: &str) -> Option<&Page<F>> {
        self.claims.find(&self.pages, route)
    }

    /// The pages that a sitemap lists: those that people read, the first page of every list.
    pub fn indexed(&self) -> impl Iterator<Item = &Page<F>> {
        self.pages.iter().filter(|page| page.is_indexed())
    }
}

/// Plan the pages of every kind, and look for routes that are claimed twice or that some systems cannot hold.
pub fn plan<F: Sync>(site: &Site, theme: &Theme, kinds: &'static [&'static Kind<F>]) -> (Plan<F>, Vec<Diagnostic>) {
    let mut planning = Planning { site, theme, kinds, pages: Vec::new(), indexed: 0 };
    planning.add(None, Subject::Site);
    let pages = planning.pages;
    let mut diagnostics = Vec::new();
    if site.config.base_url.is_none() {
        let message = "feeds, sitemap and canonical addresses are left out: add `base_url: https://…` to casebook.yaml, \
                       or build with --base-url";
        diagnostics.push(Diagnostic::of_site(Code::NoBaseUrl, message));
    }
    diagnostics.extend(limits::too_many_files(&site.config, pages.len()));
    let ((claims, found), odd) = rayon::join(|| Claims::of(site, &pages), || names::report(site, &pages));
    diagnostics.extend(found);
    diagnostics.extend(odd);
    (Plan { pages, claims }, diagnostics)
}

/// A plan that is being made.
struct Planning<'a, F: 'static> {
    site: &'a Site,
    theme: &'a Theme,
    kinds: &'static [&'static Kind<F>],
    pages: Vec<Page<F>>,
    indexed: usize,
}

impl<F> Planning<'_, F> {
    /// Add the pages of the kinds that stand behind another, or of those that stand behind none.
    fn add(&mut self, behind: Option<&str>, owner: Subject) {
        for kind in self.kinds.iter().copied().filter(|kind| kind.behind == behind) {
            let has_followers = self.kinds.iter().any(|other| other.behind == Some(kind.name));
            let (site, theme, indexed) = (self.site, self.theme, self.indexed);
            let mut pages = Pages { site, theme, owner, indexed, found: Vec::new() };
            (kind.pages)(&mut pages);
            for (route, subject, range) in pages.found {
                let page = Page { route, kind, subject, range, is_listed: (kind.is_listed)(site, subject) };
                self.indexed += usize::from(page.is_indexed());
                self.pages.push(page);
                if has_followers && range.is_none_or(|range| range.is_last()) {
                    self.add(Some(kind.name), subject);
                }
            }
        }
    }
}
