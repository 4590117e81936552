//! The home page.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{Moment, QuestionId};
use crate::plan::Subject;
use crate::render::link::{CountLink, Link};
use crate::render::parts::card::{CaseRow, case_row, case_rows};
use crate::render::parts::json_ld::Place;
use crate::render::parts::links::moment_link;
use crate::render::parts::ways_in::{WayIn, ways_in};
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};
use crate::render::shared::Shared;
use crate::theme::DateView;

/// How many of the cases that joined last it shows.
const NEWEST: usize = 4;
/// How many of the latest events.
const LATEST: usize = 5;

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
    /// The case that it opens with; absent where there are no cases.
    pub lead: Option<CaseRow<'a>>,
    /// Questions, each with the number of cases that answer it.
    pub questions: Vec<CountLink>,
    /// The cases that joined last, without the one that it opens with.
    pub newest: Vec<CaseRow<'a>>,
    /// What happened last.
    pub latest: Vec<Happening<'a>>,
    /// Ways in: the most used terms of each taxonomy.
    pub ways_in: Vec<WayIn>,
}

/// Something that happened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Happening<'a> {
    /// When.
    pub date: Shared<DateView>,
    /// What, in plain text; absent where it is the case as a whole.
    pub text: Option<&'a str>,
    /// Title of the case.
    pub title: String,
    /// Address of the case, or of its events.
    pub href: String,
}

fn view<'a>(renderer: &'a Renderer, _: &Page) -> HomeView<'a> {
    let site = &renderer.site;
    let lead = site.front.lead_case;
    let newest: Vec<_> = site.newest.iter().copied().filter(|id| Some(*id) != lead).take(NEWEST).collect();
    let question = |id: QuestionId| CountLink {
        label: site.question(id).label.clone(),
        href: renderer.href(route::question(site, id)),
        count: renderer.answers(id).len(),
        explore: None,
    };
    HomeView {
        lead: lead.map(|id| case_row(renderer, id)),
        questions: (0..site.config.questions.len()).map(QuestionId::from_index).map(question).collect(),
        newest: case_rows(renderer, &newest),
        latest: site.timeline.iter().take(LATEST).map(|moment| happening(renderer, moment)).collect(),
        ways_in: ways_in(renderer),
    }
}

fn happening<'a>(renderer: &'a Renderer, moment: &Moment) -> Happening<'a> {
    let Link { label: title, href } = moment_link(renderer, moment);
    Happening {
        date: renderer.site.date_of(moment).map(|date| renderer.date(date)).unwrap_or_default(),
        text: renderer.site.event_of(moment).map(|event| event.text.as_str()),
        title,
        href,
    }
}
