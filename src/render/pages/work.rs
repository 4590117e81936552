//! The page of a work that several cases cite or that supports many statements.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::WorkId;
use crate::plan::Subject;
use crate::render::link::Link;
use crate::render::parts::links::{home, publisher_link, word_link};
use crate::render::parts::work::{WorkView, work_view};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// A work with a page of its own.
pub static WORK: Kind = Kind {
    name: "work",
    pages: |pages| {
        for id in (0..pages.site.works.len()).map(WorkId::from_index).filter(|id| pages.site.has_page(*id)) {
            pages.page(route::work(pages.site, id), Subject::Work(id));
        }
    },
    is_indexed: true,
    described: |site, subject| Some(format!("the source `{}`", site.work(subject.work()?).slug)),
    form: Form::Page(Framed {
        template: "work.html",
        value: Some(value!("work", WorkPageView, view)),
        title: |renderer, page| {
            let work = renderer.site.work(page.subject.work()?);
            let title = work.source.title.as_deref();
            Some(title.unwrap_or(&renderer.site.publisher(work.publisher).label).to_owned())
        },
        breadcrumbs: |renderer, page| {
            let publisher = publisher_link(renderer, renderer.site.work(page.subject.work()?).publisher);
            Some(vec![home(renderer), word_link(renderer, "nav.sources", route::WORKS), publisher])
        },
        ..Framed::BARE
    }),
    ..KIND
};

/// `work`: a work that several cases cite.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkPageView<'a> {
    /// Its publisher, with the address of the publisher's page.
    pub publisher: Link,
    /// ISBN.
    pub isbn: Option<&'a str>,
    /// The work.
    pub work: WorkView<'a>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<WorkPageView<'a>> {
    let id = page.subject.work()?;
    let work = renderer.site.work(id);
    Some(WorkPageView {
        publisher: publisher_link(renderer, work.publisher),
        isbn: work.source.isbn.as_deref(),
        work: work_view(renderer, id, true),
    })
}
