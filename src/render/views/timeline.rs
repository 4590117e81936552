//! `timeline`: what happened, year by year.

use super::super::Renderer;
use super::super::context::{CountLink, MomentView, TimelineView, TimelineYear};
use super::charts;
use super::page_of;
use super::{case_link, pager_of};
use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::config::Output;
use crate::model::{Moment, PartialDate, TermId};
use crate::plan::TIMELINE_SIZE;

/// `timeline`
pub fn timeline(r: &Renderer, number: usize) -> TimelineView {
    let all = &r.site.timeline;
    let shown = page_of(all, number, TIMELINE_SIZE);
    let before = ((number - 1) * TIMELINE_SIZE).checked_sub(1).and_then(|last| all.get(last));
    let mut groups: Vec<TimelineYear> = Vec::new();
    for moment in shown {
        let year = year(r, moment).to_string();
        if groups.last().is_none_or(|group| group.year != year) {
            let continued = groups.is_empty() && before.is_some_and(|before| self::year(r, before).to_string() == year);
            groups.push(TimelineYear { year, continued, moments: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.moments.push(moment_view(r, *moment));
        }
    }
    TimelineView {
        years: r.years().to_vec(),
        groups,
        count: all.len(),
        chart: (number == 1).then(|| charts::over_time(r)).flatten(),
        pager: pager_of(r, "timeline", number, all.len(), TIMELINE_SIZE),
    }
}

/// Every year, where its moments begin; none where the site has no timeline.
pub fn years(r: &Renderer) -> Vec<CountLink> {
    let mut years: Vec<CountLink> = Vec::new();
    if !r.site.config.writes(Output::Timeline) {
        return years;
    }
    let mut last = None;
    for (place, moment) in r.site.timeline.iter().enumerate() {
        let year = year(r, moment);
        if last.replace(year) == Some(year) {
            if let Some(counted) = years.last_mut() {
                counted.count += 1;
            }
            continue;
        }
        let explore = facets::href(r.publication(), &[(About::Year, &format!("{year:04}"))]);
        let page = r.href(route::numbered("timeline.html", place / TIMELINE_SIZE + 1));
        years.push(CountLink { label: year.to_string(), href: format!("{page}#y{year}"), count: 1, explore });
    }
    years
}

fn date<'a>(r: &'a Renderer, moment: &Moment) -> Option<&'a PartialDate> {
    let case = r.site.case(moment.case);
    match moment.event {
        Some(event) => Some(&case.events[event].date),
        None => case.date.as_ref(),
    }
}

fn year(r: &Renderer, moment: &Moment) -> u16 {
    date(r, moment).map_or(0, |date| date.year())
}

fn moment_view(r: &Renderer, moment: Moment) -> MomentView {
    let case = r.site.case(moment.case);
    let link = case_link(r, moment.case);
    let event = moment.event.map(|index| &case.events[index]);
    MomentView {
        date: date(r, &moment).map(|date| r.words().date(date)).unwrap_or_default(),
        title: link.label,
        href: if event.is_some() { format!("{}#case_events", link.href) } else { link.href },
        event: event.map(|event| event.text.clone()),
        terms: terms(r, moment),
    }
}

/// `department:legal department:corporate-offices`: a case's terms with their broader ones.
fn terms(r: &Renderer, moment: Moment) -> String {
    let mut words: Vec<String> = Vec::new();
    for (id, own) in r.site.taxonomy_ids().zip(&r.site.case(moment.case).terms) {
        let taxonomy = r.site.taxonomy(id);
        let mut all: Vec<TermId> = own.clone();
        all.extend(own.iter().flat_map(|term| &taxonomy.term(*term).broader));
        all.sort_unstable();
        all.dedup();
        let key = facets::key(r.publication(), About::Taxonomy(id));
        words.extend(all.iter().map(|term| format!("{key}:{}", taxonomy.term(*term).id)));
    }
    words.join(" ")
}
