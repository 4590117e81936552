//! The list of works: every source of the site, with what rests on it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::config::Output;
use crate::model::{AddressState, UrlStatus, WorkId};
use crate::plan::Subject;
use crate::render::link::Link;
use crate::render::parts::links::{from_home, publisher_link};
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};
use crate::render::shared::Shared;
use crate::render::support::SupportView;
use crate::theme::DateView;

/// The list of works.
pub static WORKS: Kind = Kind {
    name: "works",
    pages: |pages| {
        if pages.site.config.writes(Output::Works) {
            pages.list(route::WORKS, Subject::Site, pages.site.newest_works.len());
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "works.html",
        value: Some(value!("works", WorksView, view)),
        title: |renderer, _| Some(renderer.word("works.title").to_owned()),
        description: |renderer, _| Some(renderer.word("works.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `works`
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorksView<'a> {
    /// The works of this page, the newest first.
    pub works: Vec<WorkRow<'a>>,
    /// Is more known of any of them than that it has an address?
    pub has_states: bool,
    /// Works on all pages.
    pub count: usize,
    /// Publishers of the site.
    pub publishers: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A work in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkRow<'a> {
    /// Title, where one was seen.
    pub title: Option<&'a str>,
    /// BCP 47 tag of its language, where it is known.
    pub lang: Option<&'a str>,
    /// Address of its page, or of its entry on the page of its publisher.
    pub href: Option<String>,
    /// Its publisher.
    pub publisher: Link,
    /// When it was published.
    pub date: Option<Shared<DateView>>,
    /// Word for its kind.
    pub kind: &'a str,
    /// Is it independent in the judgement of every case that lists it?
    pub independent: bool,
    /// The statements that rest on it, by all that supports them.
    pub support: Shared<SupportView>,
    /// How many cases list it as a source.
    pub cases: usize,
    /// Can its original be read? `live`, `dead` or `unfit`; `checked` where a check saw that it is there.
    pub state: &'static str,
    /// Has it an archived copy?
    pub archived: bool,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<WorksView<'a>> {
    let range = page.range?;
    let works: Vec<WorkRow<'_>> = range.of(&renderer.site.newest_works).iter().map(|id| row(renderer, *id)).collect();
    Some(WorksView {
        has_states: works.iter().any(|work| work.archived || work.state != UrlStatus::Live.as_str()),
        works,
        count: range.count(),
        publishers: renderer.site.publishers.len(),
        pager: pager(renderer, page),
    })
}

fn row(renderer: &Renderer, id: WorkId) -> WorkRow<'_> {
    let work = renderer.site.work(id);
    let source = &work.source;
    let seen = renderer.site.checks.of_source(source);
    let state = match (source.url_status, seen) {
        (UrlStatus::Live, Some(seen)) if seen.state == AddressState::Dead => UrlStatus::Dead.as_str(),
        (UrlStatus::Live, Some(seen)) if seen.state.is_there() => "checked",
        (status, _) => status.as_str(),
    };
    WorkRow {
        title: source.title.as_deref(),
        lang: source.lang.as_deref(),
        href: renderer.publication().work_href(id),
        publisher: publisher_link(renderer, work.publisher),
        date: source.date.as_ref().map(|date| renderer.date(date)),
        kind: renderer.words().kind(work.kind),
        independent: work.independent,
        support: renderer.support(renderer.site.statements_on(id)),
        cases: work.uses.len(),
        state,
        archived: source.archive_url.is_some(),
    }
}
