//! The Explore page with search and facets, as it is before its script runs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::explore::fields;
use crate::model::OwnField;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::link::{CountLink, Link};
use crate::render::parts::links::{from_home, year_links};
use crate::render::parts::matrix;
use crate::render::parts::ways_in::{WayIn, ways_in};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// Search and facets.
pub static EXPLORE: Kind = Kind {
    name: "explore",
    pages: |pages| {
        if pages.site.config.writes(Output::Explore) {
            pages.page(route::EXPLORE, Subject::Site);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "explore.html",
        value: Some(value!("explore", ExploreView, view)),
        title: |renderer, _| Some(renderer.word("explore.title").to_owned()),
        description: |renderer, _| Some(renderer.word("explore.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `explore`
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExploreView {
    /// Ways in without a script: the most used terms of each taxonomy.
    pub ways_in: Vec<WayIn>,
    /// The years, each with its place on the timeline.
    pub years: Vec<CountLink>,
    /// Matrices.
    pub matrices: Vec<Link>,
    /// Orders of results by the site's own fields.
    pub orders: Vec<OrderView>,
}

/// An order of results.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OrderView {
    /// Its name in addresses.
    pub key: String,
    /// The field's name.
    pub label: String,
}

fn view(renderer: &Renderer, _: &Page) -> ExploreView {
    let order = |field: &OwnField| OrderView { key: fields::order_key(field), label: field.label.clone() };
    ExploreView {
        ways_in: ways_in(renderer),
        years: year_links(renderer),
        matrices: matrix::links(renderer),
        orders: fields::orders(&renderer.site).map(|(_, field)| order(field)).collect(),
    }
}
