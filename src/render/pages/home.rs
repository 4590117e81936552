//! The home page.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::plan::Subject;
use crate::render::parts::card::{CaseRow, case_rows};
use crate::render::parts::json_ld::Place;
use crate::render::parts::ways_in::{WayIn, ways_in};
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// How many cases it shows.
const NEWEST: usize = 6;

/// The home page.
pub static HOME: Kind = Kind {
    name: "home",
    pages: |pages| pages.page(route::HOME, Subject::Site),
    is_indexed: true,
    form: Form::Page(Framed {
        template: "home.html",
        value: Some(value!("home", HomeView, view)),
        title: |renderer, _| Some(renderer.site.config.title.clone()),
        description: |renderer, _| Some(renderer.site.config.description.clone()).filter(|text| !text.is_empty()),
        linked_data: LinkedData::As(|renderer, page| Some(Place::of(renderer, page).site(true))),
        ..Framed::BARE
    }),
    ..KIND
};

/// `home`
#[derive(Debug, Serialize, JsonSchema)]
pub struct HomeView<'a> {
    /// The cases that joined last.
    pub newest: Vec<CaseRow<'a>>,
    /// Ways in: the most used terms of each taxonomy.
    pub ways_in: Vec<WayIn>,
}

fn view<'a>(renderer: &'a Renderer, _: &Page) -> HomeView<'a> {
    let newest = &renderer.site.newest;
    HomeView { newest: case_rows(renderer, &newest[..newest.len().min(NEWEST)]), ways_in: ways_in(renderer) }
}
