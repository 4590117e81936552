//! The page of a publisher, with its works and the cases that each supports.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::PublisherId;
use crate::plan::{Addressed, Subject};
use crate::render::parts::links::{above_publishers, word_link};
use crate::render::parts::pager::{Pager, pager};
use crate::render::parts::work::{WorkView, work_view};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};
use crate::render::shared::Shared;
use crate::render::support::SupportView;

/// A publisher.
pub static PUBLISHER: Kind = Kind {
    name: "publisher",
    pages: |pages| {
        for (index, publisher) in pages.site.publishers.iter().enumerate() {
            let id = PublisherId::from_index(index);
            pages.list(&route::publisher(pages.site, id), Subject::Publisher(id), publisher.works.len());
        }
    },
    is_indexed: true,
    addressed: Addressed::ByAName,
    described: |site, subject| Some(format!("the publisher `{}`", site.publisher(subject.publisher()?).label)),
    form: Form::Page(Framed {
        template: "publisher.html",
        value: Some(value!("publisher", PublisherView, view)),
        title: |renderer, page| Some(renderer.site.publisher(page.subject.publisher()?).label.clone()),
        breadcrumbs: |renderer, _| {
            let mut way = above_publishers(renderer);
            way.push(word_link(renderer, "publishers.title", route::PUBLISHERS));
            Some(way)
        },
        ..Framed::BARE
    }),
    ..KIND
};

/// `publisher`
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublisherView<'a> {
    /// Name.
    pub label: &'a str,
    /// Word for its kind, where one is declared.
    pub kind: Option<&'a str>,
    /// Other names.
    pub aliases: &'a [String],
    /// The works of this page, newest first.
    pub works: Vec<WorkView<'a>>,
    /// Works on all pages.
    pub count: usize,
    /// The statements that rest on them, by all that supports them.
    pub support: Shared<SupportView>,
    /// Address of the cases that cite them in Explore, where there is one.
    pub explore: Option<String>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<PublisherView<'a>> {
    let (id, range) = (page.subject.publisher()?, page.range?);
    let publisher = renderer.site.publisher(id);
    Some(PublisherView {
        label: &publisher.label,
        kind: publisher.kind.map(|kind| renderer.words().kind(kind)),
        aliases: &publisher.aliases,
        works: range.of(&publisher.works).iter().map(|id| work_view(renderer, *id, false)).collect(),
        count: range.count(),
        support: renderer.support(renderer.site.statements_on_publisher(id)),
        // What only terms cite leads to no case.
        explore: facets::href(renderer.publication(), &[(About::Publisher, publisher.slug.as_str())])
            .filter(|_| publisher.cases > 0),
        pager: pager(renderer, page),
    })
}
