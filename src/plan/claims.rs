//! The page of each route, and the findings where two pages claim the same one.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::kind::Addressed;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, Span};
use crate::model::Site;

/// Pages by their routes, capitals and forms of Unicode alike: hosts and file systems may not tell them apart. It holds places in
/// the list of pages, not routes: there may be a million.
#[derive(Debug, Clone)]
pub struct Claims(HashTable<u32>);

impl Claims {
    /// The claims of all pages, and what is wrong with them.
    pub fn of<F: Sync>(site: &Site, pages: &[Page<F>]) -> (Claims, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut claims = Claims(HashTable::with_capacity(pages.len()));
        let hashes: Vec<u64> = pages.par_iter().map(|page| hash(&fold(&page.route))).collect();
        for ((page, hash), index) in pages.iter().zip(&hashes).zip(0..) {
            match claims.find_mut(pages, &page.route, *hash) {
                Some(first) => {
                    diagnostics.extend(collision(site, &pages[*first as usize], page));
                    *first = index;
                }
                None => {
                    claims.0.insert_unique(*hash, index, |other| hashes[*other as usize]);
                }
            }
        }
        claims.report_files_as_folders(site, pages, &mut diagnostics);
        (claims, diagnostics)
    }

    /// The page of a route, written as it is.
    pub fn find<'p, F>(&self, pages: &'p [Page<F>], route: &str) -> Option<&'p Page<F>> {
        let found = self.0.find(hash(&fold(route)), |index| pages[*index as usize].route == route)?;
        pages.get(*found as usize)
    }

    fn find_mut<F>(&mut self, pages: &[Page<F>], route: &str, hash: u64) -> Option<&mut u32> {
        self.0.find_mut(hash, |index| is_same(&pages[*index as usize].route, route))
    }

    /// A file cannot have the name of a folder that other pages lie in.
    fn report_files_as_folders<F>(&self, site: &Site, pages: &[Page<F>], diagnostics: &mut Vec<Diagnostic>) {
        let mut files = Vec::new();
        let mut last = "";
        for page in pages {
            let folder = page.route.rsplit_once('/').map_or("", |(folder, _)| folder);
            // Most pages are in the same folder as the page before.
            if folder == last {
                continue;
            }
            last = folder;
            let above = folder.match_indices('/').map(|(at, _)| &folder[..at]);
            let is_file = |folder: &&str| !folder.is_empty();
            files.extend(above.chain([folder]).filter(is_file).filter_map(|folder| {
                self.0.find(hash(&fold(folder)), |index| is_same(&pages[*index as usize].route, folder)).copied()
            }));
        }
        files.sort_unstable();
        files.dedup();
        for page in files.into_iter().map(|index| &pages[index as usize]) {
            let message = format!("{} has the name of a folder, `{}`", describe(site, page), page.route);
            let found = match place(site, page) {
                Some((file, span)) => Diagnostic::new(Code::RouteCollision, file, span, message),
                None => Diagnostic::of_site(Code::RouteCollision, message),
            };
            diagnostics.push(found.help("rename it"));
        }
    }
}

/// As systems see it that tell least apart; nearly all routes are as they are.
fn fold(route: &str) -> Cow<'_, str> {
    let is_lower = route.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower {
        return Cow::Borrowed(route);
    }
    // As file systems that tell neither capitals nor forms of Unicode apart: `straße` and `STRASSE`, `é` and `e´`.
    let composed: String = route.nfc().collect();
    let folded = UniCase::unicode(composed).to_folded_case();
    Cow::Owned(folded.nfc().collect())
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || fold(one) == fold(other)
}

fn hash(folded: &str) -> u64 {
    FxBuildHasher.hash_one(folded)
}

fn collision<F>(site: &Site, first: &Page<F>, second: &Page<F>) -> Option<Diagnostic> {
    // Names that clash among each other, or with an address of the site itself, are reported where they are given.
    let addressed = [first.kind.addressed, second.kind.addressed];
    if addressed.contains(&Addressed::ByAName) && !addressed.contains(&Addressed::ByAnEditor) {
        return None;
    }
    let (one, other) = (describe(site, first), describe(site, second));
    let message = if first.route == second.route {
        format!("{one} and {other} claim the same address `{}`", second.route)
    } else if first.route.to_lowercase() == second.route.to_lowercase() {
        format!("{one} and {other} claim addresses that differ in capitals only, `{}`", second.route)
    } else {
        let (one_route, other_route) = (spelt_out(&first.route), spelt_out(&second.route));
        format!(
            "{one} and {other} claim addresses that some systems do not tell apart, `{one_route}` and `{other_route}`"
        )
    };
    let help = "rename one of the two";
    Some(match (place(site, second), place(site, first)) {
        (Some((file, span)), first) => {
            let found = Diagnostic::new(Code::RouteCollision, file, span, message).help(help);
            match first {
                Some((file, span)) => found.related(file, span, "claimed here too"),
                None => found,
            }
        }
        (None, Some((file, span))) => Diagnostic::new(Code::RouteCollision, file, span, message).help(help),
        (None, None) => Diagnostic::of_site(Code::RouteCollision, message).help(help),
    })
}

/// Marks that stand on another letter are shown by number: with and without them a name may look the same.
fn spelt_out(route: &str) -> String {
    let shown = |c: char| if is_combining_mark(c) { c.escape_unicode().to_string() } else { c.to_string() };
    route.chars().map(shown).collect()
}

pub(super) fn place<F>(site: &Site, page: &Page<F>) -> Option<(FileId, Span)> {
    (page.kind.place)(site, page.subject)
}

pub(super) fn describe<F>(site: &Site, page: &Page<F>) -> String {
    let described = (page.kind.described)(site, page.subject);
    described.unwrap_or_else(|| format!("the site's own page `{}`", page.route))
}
