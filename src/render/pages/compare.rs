//! The page that compares cases side by side, as it is before its script runs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::link::Link;
use crate::render::parts::links::{case_link, from_home};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// How many cases it suggests.
const SUGGESTIONS: usize = 8;

/// Cases side by side.
pub static COMPARE: Kind = Kind {
    name: "compare",
    pages: |pages| {
        if pages.site.config.writes(Output::Explore) {
            pages.page(route::COMPARE, Subject::Site);
        }
    },
    form: Form::Page(Framed {
        template: "compare.html",
        value: Some(value!("compare", CompareView, view)),
        title: |renderer, _| Some(renderer.word("compare.title").to_owned()),
        description: |renderer, _| Some(renderer.word("compare.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `compare`
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompareView {
    /// Cases that joined last, to begin with.
    pub suggestions: Vec<Link>,
}

fn view(renderer: &Renderer, _: &Page) -> CompareView {
    let newest = renderer.site.newest.iter().take(SUGGESTIONS);
    CompareView { suggestions: newest.map(|id| case_link(renderer, *id)).collect() }
}
