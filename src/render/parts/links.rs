//! Links to cases, terms and years.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::{page_of, route};
use crate::explore::facets::{self, About};
use crate::model::config::Output;
use crate::model::{CaseId, Mark, Moment, PublisherId, TaxonomyId, TermRef};
use crate::render::link::{CountLink, Link, Mention};
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::render::years::{TIMELINE_SIZE, Year};

/// A taxonomy, for navigation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxonomyLink {
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// Address of its page.
    pub href: String,
    /// Terms that at least one case uses.
    pub count: usize,
}

/// A page of the site under a word of the theme.
pub fn word_link(renderer: &Renderer, word: &str, route: &str) -> Link {
    Link { label: renderer.word(word).to_owned(), href: renderer.href(route) }
}

/// Home, where the ways to all pages begin.
pub fn home(renderer: &Renderer) -> Link {
    word_link(renderer, "nav.home", route::HOME)
}

/// The way to a page just below home.
#[expect(clippy::unnecessary_wraps, reason = "it is what a kind of page is asked for")]
pub fn from_home(renderer: &Renderer) -> Option<Vec<Link>> {
    Some(vec![home(renderer)])
}

/// The way to the list of publishers, which is below that of works where a site has one.
pub fn above_publishers(renderer: &Renderer) -> Vec<Link> {
    let mut way = vec![home(renderer)];
    if renderer.site.config.writes(Output::Works) {
        way.push(word_link(renderer, "nav.sources", route::WORKS));
    }
    way
}

/// A taxonomy with its address.
pub fn taxonomy_link(renderer: &Renderer, id: TaxonomyId) -> Link {
    let label = renderer.site.taxonomy(id).plural.clone();
    Link { label, href: renderer.href(route::taxonomy(&renderer.site, id)) }
}

/// A taxonomy with the number of its terms that are in use.
pub fn taxonomy_in_use(renderer: &Renderer, id: TaxonomyId) -> TaxonomyLink {
    let taxonomy = renderer.site.taxonomy(id);
    TaxonomyLink {
        id: taxonomy.id.clone(),
        label: taxonomy.label.clone(),
        plural: taxonomy.plural.clone(),
        href: renderer.href(route::taxonomy(&renderer.site, id)),
        count: taxonomy.terms.iter().filter(|term| !term.cases.is_empty()).count(),
    }
}

/// A term with its address.
pub fn term_link(renderer: &Renderer, term: TermRef) -> Link {
    Link { label: renderer.site.term(term).label.clone(), href: renderer.href(route::term(&renderer.site, term)) }
}

/// A term of a case, made once.
pub fn shared_mention(renderer: &Renderer, term: TermRef) -> Shared<Mention> {
    Shared::once(&renderer.rooms(term).mention, || {
        let Link { label, href } = term_link(renderer, term);
        let mark = renderer.site.term(term).mark.map(Mark::as_str);
        Mention { label, href: renderer.site.has_term_page(term).then_some(href), mark }
    })
}

/// A term with its address and the number of its cases.
pub fn count_link(renderer: &Renderer, term: TermRef, count: usize) -> CountLink {
    let Link { label, href } = term_link(renderer, term);
    CountLink { label, href, count, explore: if count > 0 { in_explore(renderer, &[term]) } else { None } }
}

/// Explore with the cases that carry all of some terms.
pub fn in_explore(renderer: &Renderer, terms: &[TermRef]) -> Option<String> {
    let filter = |term: &TermRef| (About::Taxonomy(term.taxonomy), renderer.site.term(*term).id.as_str());
    facets::href(renderer.publication(), &terms.iter().map(filter).collect::<Vec<_>>())
}

/// A case with its address.
pub fn case_link(renderer: &Renderer, id: CaseId) -> Link {
    Link { label: renderer.site.case(id).title.clone(), href: case_href(renderer, id) }
}

/// The case of what happened, with its address or that of its events.
pub fn moment_link(renderer: &Renderer, moment: &Moment) -> Link {
    let Link { label, href } = case_link(renderer, moment.case);
    Link { label, href: if moment.event.is_some() { format!("{href}#case_events") } else { href } }
}

/// A publisher with its address.
pub fn publisher_link(renderer: &Renderer, id: PublisherId) -> Link {
    let label = renderer.site.publisher(id).label.clone();
    Link { label, href: renderer.href(route::publisher(&renderer.site, id)) }
}

/// The address of a case.
pub fn case_href(renderer: &Renderer, id: CaseId) -> String {
    renderer.href(route::case(&renderer.site, id))
}

/// The place of a year on the timeline.
pub fn year_href(renderer: &Renderer, year: u16) -> Option<String> {
    renderer.years().iter().find(|one| one.year == year).map(|year| place_of(renderer, year))
}

/// Every year of the timeline, the latest first, with the number of what happened in it.
pub fn year_links(renderer: &Renderer) -> Vec<CountLink> {
    let link = |year: &Year| CountLink {
        label: year.year.to_string(),
        href: place_of(renderer, year),
        count: year.count,
        explore: facets::href(renderer.publication(), &[(About::Year, &format!("{:04}", year.year))]),
    };
    renderer.years().iter().map(link).collect()
}

fn place_of(renderer: &Renderer, year: &Year) -> String {
    let page = route::numbered(route::TIMELINE, page_of(year.first, TIMELINE_SIZE));
    format!("{}#y{}", renderer.href(page), year.year)
}
