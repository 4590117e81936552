//! The ways of the header and of the footer.

use schemars::JsonSchema;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::links::{taxonomy_link, word_link};
use super::matrix;
use crate::addresses::route;
use crate::model::FreePageId;
use crate::model::config::Output;
use crate::model::menu::{Landmark, Place};
use crate::render::link::Link;
use crate::render::renderer::Renderer;

/// A way in the header or the footer.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct MenuEntry {
    /// Text.
    pub label: String,
    /// Address, relative to the site's root; absolute where it leads out of the site; none where links stand below it.
    pub href: Option<String>,
    /// Does it lead out of the site?
    pub is_outside: bool,
    /// Its media type, where it is no page.
    pub media_type: Option<&'static str>,
    /// Kinds of page that belong to it, beside its own address.
    pub kinds: &'static [&'static str],
    /// What stands below it, where it is several: the taxonomies.
    pub links: Vec<Link>,
}

impl MenuEntry {
    fn to(Link { label, href }: Link) -> MenuEntry {
        MenuEntry { label, href: Some(href), ..MenuEntry::default() }
    }

    fn of_kinds(mut self, kinds: &'static [&'static str]) -> MenuEntry {
        self.kinds = kinds;
        self
    }
}

/// The header's: as configured, else cases, taxonomies, Explore, timeline, sources and every free page.
pub fn header(renderer: &Renderer) -> Vec<MenuEntry> {
    let site = &renderer.site;
    let places = site.menu.as_deref().map_or_else(
        || {
            let landmarks = [
                (Landmark::Cases, true),
                (Landmark::Browse, true),
                (Landmark::Explore, site.config.writes(Output::Explore)),
                (Landmark::Timeline, site.config.writes(Output::Timeline)),
                (Landmark::Sources, true),
            ];
            let landmarks = landmarks.into_iter().filter(|(_, is_written)| *is_written);
            let pages = (0..site.pages.len()).map(|page| Place::Page(FreePageId::from_index(page)));
            landmarks.map(|(landmark, _)| Place::Landmark(landmark)).chain(pages).collect()
        },
        <[Place]>::to_vec,
    );
    let entries = places.iter().flat_map(|place| match place {
        Place::Landmark(Landmark::Browse) => {
            let links: Vec<Link> = taxonomies(renderer).collect();
            let label = renderer.word("nav.browse").to_owned();
            let browse = (!links.is_empty()).then(|| MenuEntry { label, links, ..MenuEntry::default() });
            browse.into_iter().collect()
        }
        place => entries(renderer, place),
    });
    entries.collect()
}

/// The footer's, where they are configured.
pub fn footer(renderer: &Renderer) -> Option<Vec<MenuEntry>> {
    let places = renderer.site.footer.as_deref()?;
    Some(places.iter().flat_map(|place| entries(renderer, place)).collect())
}

/// The width of a window, in rem, from which these ways stand in one row with the site's name and the search; none where
/// no window is wide enough, since a page stops to grow. It is estimated for wide letters at the sizes of `base.css`.
pub fn row_width(renderer: &Renderer, entries: &[MenuEntry]) -> Option<usize> {
    // In hundredths of a rem: a letter of the name and of a way, and what stands around them.
    const NAME_LETTER: usize = 66;
    const LETTER: usize = 51;
    const GAP: usize = 100;
    const CHEVRON: usize = 75;
    const LOGO: usize = 400;
    const APPEARANCE: usize = 250;
    const SEARCH: usize = 800;
    const EDGES: usize = 500;
    const WIDEST: usize = 7000;

    let config = &renderer.site.config;
    let name = config.title.width() * NAME_LETTER + GAP + if config.logo.is_some() { LOGO } else { 0 };
    let way = |entry: &MenuEntry| entry.label.width() * LETTER + GAP + if entry.links.is_empty() { 0 } else { CHEVRON };
    let search = if config.writes(Output::Explore) { SEARCH } else { 0 };
    let row = name + entries.iter().map(way).sum::<usize>() + APPEARANCE + search + EDGES;
    (row <= WIDEST).then(|| row.div_ceil(100))
}

fn taxonomies(renderer: &Renderer) -> impl Iterator<Item = Link> {
    renderer.site.taxonomy_ids().map(|id| taxonomy_link(renderer, id))
}

/// A place as one way, or as many, or none: what a site has only at times is left out until it is there.
fn entries(renderer: &Renderer, place: &Place) -> Vec<MenuEntry> {
    let one = |entry: MenuEntry| vec![entry];
    match place {
        Place::Page(id) => {
            let page = renderer.site.free_page(*id);
            let label = page.title.value.clone();
            one(MenuEntry::to(Link { label, href: renderer.href(route::free_page(page)) }))
        }
        Place::Taxonomy(id) => one(MenuEntry::to(taxonomy_link(renderer, *id))),
        Place::Outside(link) => {
            let link = Link { label: link.label.clone(), href: link.url.clone() };
            one(MenuEntry { is_outside: true, ..MenuEntry::to(link) })
        }
        Place::Landmark(Landmark::Browse) => taxonomies(renderer).map(MenuEntry::to).collect(),
        Place::Landmark(Landmark::Matrices) => matrix::links(renderer).into_iter().map(MenuEntry::to).collect(),
        Place::Landmark(landmark) => landmark_entry(renderer, *landmark).into_iter().collect(),
    }
}

fn landmark_entry(renderer: &Renderer, landmark: Landmark) -> Option<MenuEntry> {
    let to = |word: &str, route: &str| MenuEntry::to(word_link(renderer, word, route));
    Some(match landmark {
        Landmark::Home => to("nav.home", route::HOME),
        Landmark::Cases => to("nav.cases", route::CASES).of_kinds(&["case", "cases"]),
        Landmark::Explore => to("explore.title", route::EXPLORE),
        Landmark::Timeline => to("timeline.title", route::TIMELINE).of_kinds(&["timeline"]),
        Landmark::Sources => {
            to("nav.sources", route::sources(&renderer.site)).of_kinds(&["work", "works", "publisher", "publishers"])
        }
        Landmark::Charts => to("charts.title", route::CHARTS),
        Landmark::Compare => to("compare.title", route::COMPARE),
        Landmark::Data => to("footer.data", route::DATA),
        Landmark::Corrections if renderer.corrections().is_empty() => return None,
        Landmark::Corrections => to("corrections.title", route::CORRECTIONS).of_kinds(&["corrections"]),
        Landmark::Feed if !renderer.site.has_feeds() => return None,
        Landmark::Feed => {
            let label = renderer.word("footer.feed").to_owned();
            let link = Link { label, href: route::FEED.to_owned() };
            MenuEntry { media_type: Some("application/atom+xml"), ..MenuEntry::to(link) }
        }
        Landmark::Repository => {
            let href = renderer.site.config.repository_url.clone()?;
            let label = renderer.word("footer.repository").to_owned();
            MenuEntry { is_outside: true, ..MenuEntry::to(Link { label, href }) }
        }
        Landmark::Browse | Landmark::Matrices => return None,
    })
}
