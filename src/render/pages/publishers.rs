//! The list of publishers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::PublisherId;
use crate::plan::Subject;
use crate::render::parts::links::above_publishers;
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// The list of publishers.
pub static PUBLISHERS: Kind = Kind {
    name: "publishers",
    pages: |pages| pages.list(route::PUBLISHERS, Subject::Site, pages.site.publishers.len()),
    is_indexed: true,
    form: Form::Page(Framed {
        template: "publishers.html",
        value: Some(value!("publishers", PublishersView, view)),
        title: |renderer, _| Some(renderer.word("publishers.title").to_owned()),
        description: |renderer, _| Some(renderer.word("publishers.lead").to_owned()),
        breadcrumbs: |renderer, _| Some(above_publishers(renderer)),
        ..Framed::BARE
    }),
    ..KIND
};

/// `publishers`
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublishersView {
    /// The publishers of this page, by label.
    pub publishers: Vec<PublisherRow>,
    /// Publishers on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A publisher in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublisherRow {
    /// Name.
    pub label: String,
    /// Address.
    pub href: String,
    /// Word for its kind, where one is declared.
    pub kind: Option<String>,
    /// Works.
    pub works: usize,
    /// Cases that cite one of them.
    pub cases: usize,
}

fn view(renderer: &Renderer, page: &Page) -> Option<PublishersView> {
    let range = page.range?;
    let row = |index: usize| {
        let id = PublisherId::from_index(index);
        let publisher = renderer.site.publisher(id);
        PublisherRow {
            label: publisher.label.clone(),
            href: renderer.href(route::publisher(&renderer.site, id)),
            kind: publisher.kind.map(|kind| renderer.words().kind(kind).to_owned()),
            works: publisher.works.len(),
            cases: publisher.cases,
        }
    };
    Some(PublishersView {
        publishers: range.items().map(row).collect(),
        count: range.count(),
        pager: pager(renderer, page),
    })
}
