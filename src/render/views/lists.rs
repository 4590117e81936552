//! Pages that list: home, all cases, a taxonomy, a term, publishers; and the free pages.

use super::super::Renderer;
use super::super::context::{
    CaseListView, CountLink, FreePageView, HomeView, Link, OccursWith, PublisherRow, PublishersView, TaxonomyView,
    TermRow, TermView, WayIn,
};
use super::case::Marks;
use super::frame::{direction, taxonomy_link};
use super::{case_row, count_link, page_of, pager, term_link};
use crate::addresses::route;
use crate::model::{Openness, PublisherId, TaxonomyId, TermId, TermRef};
use crate::render::body::Written;

/// How many cases the home page shows.
const NEWEST: usize = 6;
/// How many terms of a taxonomy the home page shows.
const WAYS_IN: usize = 8;

/// `home`
pub fn home<'a>(r: &'a Renderer) -> HomeView<'a> {
    HomeView { newest: r.site.newest.iter().take(NEWEST).map(|id| case_row(r, *id)).collect(), ways_in: ways_in(r) }
}

/// Every taxonomy that is in use, with its most used terms.
pub fn ways_in(r: &Renderer) -> Vec<WayIn> {
    r.site.taxonomy_ids().filter_map(|id| way_in(r, id)).collect()
}

/// The most used terms of a taxonomy; absent where none is used.
fn way_in(r: &Renderer, taxonomy: TaxonomyId) -> Option<WayIn> {
    let of_site = r.site.taxonomy(taxonomy);
    let mut used: Vec<(usize, TermId)> =
        of_site.order.iter().map(|id| (of_site.term(*id).cases.len(), *id)).filter(|(count, _)| *count > 0).collect();
    used.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let shown = used.iter().take(WAYS_IN).map(|(count, term)| count_link(r, TermRef { taxonomy, term: *term }, *count));
    let terms: Vec<CountLink> = shown.collect();
    let more = used.len() - terms.len();
    (!terms.is_empty()).then(|| WayIn { taxonomy: taxonomy_link(r, taxonomy), terms, more })
}

/// `list`
pub fn case_list<'a>(r: &'a Renderer, number: usize) -> CaseListView<'a> {
    let all = &r.site.newest;
    CaseListView {
        cases: page_of(all, number, r.site.config.page_size).iter().map(|id| case_row(r, *id)).collect(),
        count: all.len(),
        pager: pager(r, "cases/index", number, all.len()),
    }
}

/// `taxonomy`
pub fn taxonomy(r: &Renderer, id: TaxonomyId, number: usize) -> TaxonomyView {
    let taxonomy = r.site.taxonomy(id);
    let row = |term: &TermId| {
        let of_site = taxonomy.term(*term);
        let Link { label, href } = term_link(r, TermRef { taxonomy: id, term: *term });
        TermRow {
            label,
            href,
            definition: of_site.definition.clone(),
            count: of_site.cases.len(),
            depth: of_site.broader.len(),
        }
    };
    TaxonomyView {
        id: taxonomy.id.clone(),
        label: taxonomy.label.clone(),
        plural: taxonomy.plural.clone(),
        definition: taxonomy.definition.clone(),
        closed: taxonomy.openness == Openness::Closed,
        terms: page_of(&taxonomy.order, number, r.site.config.page_size).iter().map(row).collect(),
        count: taxonomy.terms.len(),
        pager: pager(r, &format!("{}/index", taxonomy.route), number, taxonomy.terms.len()),
    }
}

/// `term`
pub fn term<'a>(r: &'a Renderer, id: TermRef, number: usize) -> TermView<'a> {
    let taxonomy = r.site.taxonomy(id.taxonomy);
    let term = r.site.term(id);
    let sibling = |other: &TermId| TermRef { taxonomy: id.taxonomy, term: *other };
    let narrower = |other: &TermId| count_link(r, sibling(other), taxonomy.term(*other).cases.len());
    let together = |other: TermRef, count: usize| CountLink {
        explore: super::in_explore(r, &[id, other]),
        ..count_link(r, other, count)
    };
    let occurs_with = |(other, terms): &(TaxonomyId, Vec<(TermId, u32)>)| OccursWith {
        label: r.site.taxonomy(*other).label.clone(),
        href: r.href(route::taxonomy(&r.site, *other)),
        terms: terms.iter().map(|(term, n)| together(TermRef { taxonomy: *other, term: *term }, *n as usize)).collect(),
    };
    let stem = format!("{}/{}", taxonomy.route, term.id);
    TermView {
        id: term.id.to_string(),
        label: term.label.clone(),
        taxonomy: Link { label: taxonomy.plural.clone(), href: r.href(route::taxonomy(&r.site, id.taxonomy)) },
        kind: taxonomy.label.clone(),
        definition: term.definition.clone(),
        aliases: term.aliases.clone(),
        broader: term.broader.iter().map(|other| term_link(r, sibling(other))).collect(),
        narrower: term.narrower.iter().map(narrower).collect(),
        cases: page_of(&term.cases, number, r.site.config.page_size).iter().map(|id| case_row(r, *id)).collect(),
        count: term.cases.len(),
        explore: super::in_explore(r, &[id]),
        pager: pager(r, &stem, number, term.cases.len()),
        occurs_with: term.occurs_with.iter().map(occurs_with).collect(),
    }
}

/// `publishers`
pub fn publishers(r: &Renderer, number: usize) -> PublishersView {
    let ids: Vec<PublisherId> = (0..r.site.publishers.len()).map(PublisherId::from_index).collect();
    let row = |id: &PublisherId| {
        let publisher = r.site.publisher(*id);
        PublisherRow {
            label: publisher.label.clone(),
            href: r.href(route::publisher(&r.site, *id)),
            kind: publisher.kind.map(|kind| r.words().kind(kind).to_owned()),
            works: publisher.works.len(),
            cases: publisher.cases,
        }
    };
    PublishersView {
        publishers: page_of(&ids, number, r.site.config.page_size).iter().map(row).collect(),
        count: ids.len(),
        pager: pager(r, "sources/index", number, ids.len()),
    }
}

/// `free`
pub fn free_page(r: &Renderer, index: usize) -> FreePageView {
    let page = &r.site.pages[index];
    let route = format!("{}.html", page.route);
    let written = Written { text: &page.text.get(), body: &page.body, targets: &page.targets };
    let html = super::case::body_html(r, written, Marks::default(), &route);
    let mut text = html.preamble;
    let mut contents = Vec::new();
    for (section, rendered) in page.body.sections.iter().zip(html.sections) {
        let heading = &page.body.headings[section.heading];
        contents.push(Link { label: heading.text.clone(), href: format!("#{}", heading.anchor) });
        text.push_str(&format!("<h2 id=\"{}\">{}</h2>\n{}", heading.anchor, rendered.title, rendered.html));
    }
    if !html.footnotes.is_empty() {
        text.push_str(&format!("<section class=\"footnotes\">\n{}</section>\n", html.footnotes));
    }
    FreePageView {
        title: page.title.value.clone(),
        summary: page.summary.clone(),
        lang: page.lang.clone(),
        direction: page.lang.as_deref().map(direction),
        html: text,
        contents,
    }
}
