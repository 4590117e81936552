//! The timeline: what happened, year by year.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::config::Output;
use crate::model::{Moment, TermId};
use crate::plan::Subject;
use crate::render::link::{CountLink, Link};
use crate::render::parts::chart::{ChartView, draw};
use crate::render::parts::figures::over_time;
use crate::render::parts::links::{from_home, moment_link, year_links};
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};
use crate::render::shared::Shared;
use crate::render::years::{TIMELINE_SIZE, year_of};
use crate::theme::DateView;

/// What happened, year by year.
pub static TIMELINE: Kind = Kind {
    name: "timeline",
    pages: |pages| {
        if pages.site.config.writes(Output::Timeline) {
            pages.list_of(route::TIMELINE, Subject::Site, pages.site.timeline.len(), TIMELINE_SIZE);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "timeline.html",
        value: Some(value!("timeline", TimelineView, view)),
        title: |renderer, _| Some(renderer.word("timeline.title").to_owned()),
        description: |renderer, _| Some(renderer.word("timeline.lead").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `timeline`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineView {
    /// Every year with the number of what happened in it, the latest first.
    pub years: Vec<CountLink>,
    /// The years of this page.
    pub groups: Vec<TimelineYear>,
    /// What happened, on all pages.
    pub count: usize,
    /// Cases and events by year.
    pub chart: Option<ChartView>,
    /// What it can be filtered by, where there is Explore.
    pub filters: Vec<FilterView>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// What the timeline can be filtered by: a taxonomy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FilterView {
    /// Its name in addresses.
    pub key: String,
    /// Its name for people.
    pub label: String,
}

/// A year of the timeline, or the part of it that stands on this page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimelineYear {
    /// `2025`
    pub year: String,
    /// Did it begin on the page before?
    pub continued: bool,
    /// What happened, the latest first.
    pub moments: Vec<MomentView>,
}

/// Something that happened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MomentView {
    /// When.
    pub date: Shared<DateView>,
    /// Title of the case.
    pub title: String,
    /// Address of the case, or of its events.
    pub href: String,
    /// What happened; absent where it is the case as a whole.
    pub event: Option<String>,
    /// Its terms and their broader ones as `taxonomy:term`, for the filter.
    pub terms: String,
}

fn view(renderer: &Renderer, page: &Page) -> Option<TimelineView> {
    let range = page.range?;
    let all = &renderer.site.timeline;
    let year = |moment: &Moment| year_of(&renderer.site, moment);
    let before = range.items().start.checked_sub(1).and_then(|last| all.get(last)).map(year);
    let years = range.of(all).chunk_by(|one, other| year(one) == year(other));
    let group = |moments: &[Moment]| {
        let of = moments.first().map_or(0, year);
        TimelineYear {
            year: of.to_string(),
            continued: before == Some(of),
            moments: moments.iter().map(|moment| moment_view(renderer, moment)).collect(),
        }
    };
    let filters = facets::choices(&renderer.site).into_iter();
    Some(TimelineView {
        years: year_links(renderer),
        groups: years.map(group).collect(),
        count: range.count(),
        chart: if range.is_first() { over_time(renderer, true).map(|figures| draw(figures, None)) } else { None },
        filters: filters.map(|(key, label)| FilterView { key, label }).collect(),
        pager: pager(renderer, page),
    })
}

fn moment_view(renderer: &Renderer, moment: &Moment) -> MomentView {
    let Link { label: title, href } = moment_link(renderer, moment);
    MomentView {
        date: renderer.site.date_of(moment).map(|date| renderer.date(date)).unwrap_or_default(),
        title,
        href,
        event: renderer.site.event_of(moment).map(|event| event.text.clone()),
        terms: terms(renderer, moment),
    }
}

/// `department:legal department:corporate-offices`: what a case counts under in Explore, its terms with their broader
/// ones; those that it has in a role also as terms of the taxonomy that owns them.
fn terms(renderer: &Renderer, moment: &Moment) -> String {
    let site = &renderer.site;
    let mut words: Vec<String> = Vec::new();
    for id in site.taxonomy_ids() {
        let taxonomy = site.taxonomy(id);
        let own = site.terms_of_case(site.case(moment.case), id);
        let lineage = own.flat_map(|term| std::iter::once(term).chain(taxonomy.term(term).broader.iter().copied()));
        let all: BTreeSet<TermId> = lineage.collect();
        let key = facets::key(site, About::Taxonomy(id));
        words.extend(all.iter().map(|term| format!("{key}:{}", taxonomy.term(*term).id)));
    }
    words.join(" ")
}
