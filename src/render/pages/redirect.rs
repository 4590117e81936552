//! An old address of a case, page, term or publisher, which leads to its page.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::files::{FileId, Span};
use crate::model::{AliasId, PublisherId, Site, Slug, TermId, TermRef, Transliteration};
use crate::plan::{Addressed, OldAddress, Subject};
use crate::render::link::Link;
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// An old address of a case.
pub static REDIRECT: Kind = Kind {
    name: "redirect",
    behind: Some("case"),
    pages: |pages| {
        let Some(case) = pages.owner.case() else { return };
        for (index, route) in pages.site.case(case).aliases.iter().enumerate() {
            pages.page(route.value.as_str(), Subject::Alias(OldAddress::Case(case, AliasId::from_index(index))));
        }
    },
    addressed: Addressed::ByAnEditor,
    described,
    place,
    form: FORM,
    ..KIND
};

/// An old address of a page of the site's own.
pub static PAGE_REDIRECT: Kind = Kind {
    name: "page-redirect",
    behind: Some("page"),
    pages: |pages| {
        let Some(page) = pages.owner.free_page() else { return };
        for (index, route) in pages.site.free_page(page).aliases.iter().enumerate() {
            pages.page(route.value.as_str(), Subject::Alias(OldAddress::Page(page, AliasId::from_index(index))));
        }
    },
    addressed: Addressed::ByAnEditor,
    described,
    place,
    form: FORM,
    ..KIND
};

/// The address that another name of a term had, or would have.
pub static TERM_REDIRECT: Kind = Kind {
    name: "term-redirect",
    behind: Some("taxonomy"),
    pages: |pages| {
        let Some(taxonomy) = pages.owner.taxonomy() else { return };
        let of_site = pages.site.taxonomy(taxonomy);
        if of_site.terms_of.is_some() {
            return;
        }
        let mut free = Free::beside(of_site.terms.iter().map(|term| &term.id), pages.site);
        for (index, term) in of_site.terms.iter().enumerate() {
            let term_id = TermRef { taxonomy, term: TermId::from_index(index) };
            for slug in term.aliases.iter().filter_map(|alias| free.take(alias)) {
                pages.page(format!("{}/{slug}.html", of_site.route), Subject::Alias(OldAddress::Term(term_id)));
            }
        }
    },
    addressed: Addressed::ByAName,
    described,
    place,
    form: FORM,
    ..KIND
};

/// The address that another name of a publisher had, or would have.
pub static PUBLISHER_REDIRECT: Kind = Kind {
    name: "publisher-redirect",
    pages: |pages| {
        let site = pages.site;
        let mut free = Free::beside(site.publishers.iter().map(|publisher| &publisher.slug), site);
        for (index, publisher) in site.publishers.iter().enumerate() {
            let old = OldAddress::Publisher(PublisherId::from_index(index));
            for slug in publisher.aliases.iter().filter_map(|alias| free.take(alias)) {
                pages.page(format!("sources/{slug}.html"), Subject::Alias(old));
            }
        }
    },
    addressed: Addressed::ByAName,
    described,
    place,
    form: FORM,
    ..KIND
};

const FORM: Form = Form::Page(Framed {
    template: "redirect.html",
    value: Some(value!("target", RedirectView, view)),
    title: |renderer, page| Some(Target::of(renderer, page.subject.alias()?).title),
    canonical: |renderer, page| renderer.absolute(&Target::of(renderer, page.subject.alias()?).route),
    linked_data: LinkedData::Nothing,
    ..Framed::BARE
});

/// Names in addresses that no page has yet.
struct Free(HashSet<Slug>, Transliteration);

impl Free {
    fn beside<'a>(taken: impl Iterator<Item = &'a Slug>, site: &Site) -> Self {
        Free(taken.cloned().collect(), site.config.transliteration())
    }

    fn take(&mut self, name: &str) -> Option<Slug> {
        let slug = self.1.slug(name);
        self.0.insert(slug.clone()).then_some(slug)
    }
}

fn described(site: &Site, subject: Subject) -> Option<String> {
    Some(match subject.alias()? {
        OldAddress::Case(case, _) => format!("an old address of the case `{}`", site.case(case).slug),
        OldAddress::Page(page, _) => format!("an old address of the page `{}`", site.free_page(page).route),
        OldAddress::Term(term) => format!("the address of another name of the term `{}`", site.term(term).label),
        OldAddress::Publisher(id) => {
            format!("the address of another name of the publisher `{}`", site.publisher(id).label)
        }
    })
}

fn place(site: &Site, subject: Subject) -> Option<(FileId, Span)> {
    let (file, aliases, alias) = match subject.alias()? {
        OldAddress::Case(case, alias) => (site.case(case).file, &site.case(case).aliases, alias),
        OldAddress::Page(page, alias) => (site.free_page(page).file, &site.free_page(page).aliases, alias),
        OldAddress::Term(_) | OldAddress::Publisher(_) => return None,
    };
    Some((file, aliases.get(alias.index())?.span.clone()))
}

/// Where an old address leads.
struct Target {
    title: String,
    route: String,
}

impl Target {
    fn of(renderer: &Renderer, old: OldAddress) -> Target {
        let site = &renderer.site;
        let (title, route) = match old {
            OldAddress::Case(case, _) => (site.case(case).title.clone(), route::case(site, case)),
            OldAddress::Page(page, _) => {
                (site.free_page(page).title.value.clone(), route::free_page(site.free_page(page)))
            }
            OldAddress::Term(term) => (site.term(term).label.clone(), route::term(site, term)),
            OldAddress::Publisher(id) => (site.publisher(id).label.clone(), route::publisher(site, id)),
        };
        Target { title, route }
    }
}

/// `target`: where an old address leads.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedirectView {
    /// Title of the page there.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// Where an old address leads.
pub fn target(renderer: &Renderer, page: &Page) -> Option<Link> {
    let Target { title, route } = Target::of(renderer, page.subject.alias()?);
    Some(Link { label: title, href: renderer.href(route) })
}

fn view(renderer: &Renderer, page: &Page) -> Option<RedirectView> {
    let Link { label, href } = target(renderer, page)?;
    Some(RedirectView { title: label, href })
}
