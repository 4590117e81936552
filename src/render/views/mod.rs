//! The theme's contract, filled from the site: one function per kind of page.

mod case;
mod charts;
mod data;
mod evidence;
mod explore;
mod frame;
mod json_ld;
mod lists;
mod matrix;
mod metadata;
mod publisher;
mod take_away;
mod timeline;

use super::Renderer;
use super::context::{CaseRow, CountLink, Fact, Link, Pager, PagerStep, Shared};
use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::{CaseId, TaxonomyId, TermRef};

pub use case::case;
pub use charts::charts;
pub use data::data;
pub use explore::{compare, explore};
pub use frame::{page, redirect, site};
pub use lists::{case_list, free_page, home, publishers, taxonomy, term};
pub use matrix::{cell, cell_title, matrix, title as matrix_title};
pub use publisher::{publisher, work};
pub use timeline::{timeline, years};

/// A term with its address.
fn term_link(r: &Renderer, term: TermRef) -> Link {
    Link { label: r.site.term(term).label.clone(), href: r.href(route::term(&r.site, term)) }
}

/// A term with its address and the number of its cases.
fn count_link(r: &Renderer, term: TermRef, count: usize) -> CountLink {
    let Link { label, href } = term_link(r, term);
    CountLink { label, href, count, explore: if count > 0 { in_explore(r, &[term]) } else { None } }
}

/// The place of a year on the timeline.
fn year_href(r: &Renderer, year: u16) -> Option<String> {
    let label = year.to_string();
    r.years().iter().find(|one| one.label == label).map(|one| one.href.clone())
}

/// Explore with the cases that carry all of some terms.
fn in_explore(r: &Renderer, terms: &[TermRef]) -> Option<String> {
    let filters: Vec<(About, &str)> =
        terms.iter().map(|term| (About::Taxonomy(term.taxonomy), r.site.term(*term).id.as_str())).collect();
    facets::href(r.publication(), &filters)
}

/// A case with its address.
fn case_link(r: &Renderer, id: CaseId) -> Link {
    Link { label: r.site.case(id).title.clone(), href: case_href(r, id) }
}

/// The address of a case.
fn case_href(r: &Renderer, id: CaseId) -> String {
    r.href(route::case(&r.site, id))
}

/// A case in a list.
fn case_row<'a>(r: &'a Renderer, id: CaseId) -> CaseRow<'a> {
    let case = r.site.case(id);
    CaseRow {
        title: &case.title,
        href: case_href(r, id),
        summary: &case.summary,
        date: case.date.as_ref().map(|date| r.words().date(date)),
        year_href: case.date.as_ref().and_then(|date| year_href(r, date.year())),
        added: case.added.as_ref().map(|date| r.words().date(date)),
        facts: facts(r, id),
        statements: case.evidence.statements,
        cited: case.evidence.cited,
        sources: case.sources.len(),
    }
}

/// The terms of a case, a group per taxonomy that it has terms of.
fn facts(r: &Renderer, id: CaseId) -> Vec<Shared<Fact>> {
    r.site.taxonomy_ids().filter_map(|taxonomy| fact(r, id, taxonomy)).collect()
}

/// The terms of one taxonomy on a case, where there are any.
fn fact(r: &Renderer, id: CaseId, taxonomy: TaxonomyId) -> Option<Shared<Fact>> {
    let of_site = r.site.taxonomy(taxonomy);
    let terms = r.site.case(id).terms.get(taxonomy.index())?.as_slice();
    let make = || Fact {
        taxonomy: of_site.id.clone(),
        label: if terms.len() == 1 { of_site.label.clone() } else { of_site.plural.clone() },
        href: r.href(route::taxonomy(&r.site, taxonomy)),
        terms: terms.iter().map(|term| shared_link(r, TermRef { taxonomy, term: *term })).collect(),
    };
    match terms {
        [] => None,
        [term] => Some(r.terms.fact(TermRef { taxonomy, term: *term }, make)),
        _ => Some(Shared::new(&make())),
    }
}

/// A term with its address, made once.
fn shared_link(r: &Renderer, term: TermRef) -> Shared<Link> {
    r.terms.link(term, || term_link(r, term))
}

/// The items of one page of a list.
fn page_of<T>(items: &[T], number: usize, size: usize) -> &[T] {
    let start = ((number - 1) * size).min(items.len());
    let end = (start + size).min(items.len());
    &items[start..end]
}

/// Where a page stands among its siblings: the first, the last, and two on either side.
fn pager(r: &Renderer, stem: &str, number: usize, count: usize) -> Option<Pager> {
    pager_of(r, stem, number, count, r.site.config.page_size)
}

/// The same for a list whose pages hold another number of items.
fn pager_of(r: &Renderer, stem: &str, number: usize, count: usize, size: usize) -> Option<Pager> {
    let total = count.div_ceil(size).max(1);
    if total == 1 {
        return None;
    }
    let href = |number: usize| r.href(route::numbered(&format!("{stem}.html"), number));
    let near = |n: usize| n == 1 || n == total || n.abs_diff(number) <= 2;
    let mut steps: Vec<PagerStep> = Vec::new();
    let mut last = 0;
    // Only pages nearby are looked at: a list of a thousand pages has a thousand pagers.
    let nearby = std::iter::once(1).chain(number.saturating_sub(2).max(2)..=(number + 2).min(total - 1));
    for n in nearby.chain(std::iter::once(total)).filter(|n| near(*n)) {
        if n > last + 1 {
            steps.push(PagerStep { label: "…".to_owned(), href: None, current: false });
        }
        let current = n == number;
        steps.push(PagerStep { label: n.to_string(), href: (!current).then(|| href(n)), current });
        last = n;
    }
    Some(Pager {
        number,
        total,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < total).then(|| href(number + 1)),
        steps,
    })
}
