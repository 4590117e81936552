//! What charts show: cases over time, by the terms of two taxonomies, and by how their statements are supported.

use std::collections::BTreeMap;

use super::chart::{FigureRow, Figures, SHADES, Scale};
use super::headline::{self, Headline, top_level};
use super::links::{count_link, in_explore, year_href};
use super::matrix::{cell_href, most_used};
use super::text::in_sentence;
use crate::explore::facets::{self, About, EVIDENCE, evidence_level};
use crate::model::{Site, Spanned, TaxonomyId, TermId, TermRef, taxonomy_named};
use crate::render::link::CountLink;
use crate::render::renderer::Renderer;
use crate::render::years::year_of;
use crate::theme::fill;

/// How many terms a chart draws: the most used.
const ROWS: usize = 16;
/// How many years a chart draws: the latest; those before are one row.
const YEARS: u16 = 14;
/// The least part of the cases that the latest years must hold to be spoken of, in hundredths.
const RECENT: usize = 66;

/// How many charts a site has, some of which may show nothing.
pub fn many(site: &Site) -> usize {
    site.config.charts.len() + 2
}

/// A chart of the site, by its number: cases over time, the pairs of taxonomies, the evidence.
pub fn figures(renderer: &Renderer, number: usize) -> Option<Figures> {
    let pairs = &renderer.site.config.charts;
    match number.checked_sub(1) {
        None => over_time(renderer, false),
        Some(pair) if pair < pairs.len() => {
            let find = |name: &Spanned<String>| taxonomy_named(&renderer.site.taxonomies, &name.value);
            let [rows, columns] = &pairs[pair];
            Some(pair_of(renderer, number, find(rows)?, find(columns)?))
        }
        Some(_) => support(renderer),
    }
}

fn say(renderer: &Renderer, word: &str, values: &[(&str, String)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    fill(renderer.words().get(word), value)
}

/// Cases by year, and their events where these are asked for too.
pub fn over_time(renderer: &Renderer, has_events: bool) -> Option<Figures> {
    let site = &renderer.site;
    let mut years: BTreeMap<u16, [usize; 2]> = BTreeMap::new();
    for moment in site.timeline.iter().filter(|moment| has_events || moment.event.is_none()) {
        years.entry(year_of(site, moment)).or_default()[usize::from(moment.event.is_some())] += 1;
    }
    let (first, last) = (*years.keys().next()?, *years.keys().next_back()?);
    let start = first.max(last.saturating_sub(YEARS - 1));
    let columns = if has_events { 2 } else { 1 };
    let row = |label: String, counts: [usize; 2], hrefs: [Option<String>; 2]| FigureRow {
        label,
        href: hrefs.iter().flatten().next_back().cloned(),
        count: counts.iter().sum(),
        cells: counts.into_iter().zip(hrefs).take(columns).collect(),
    };
    let of_year = |year: u16| {
        let Some(counts) = years.get(&year) else { return row(year.to_string(), [0; 2], [None, None]) };
        let explore = facets::href(renderer.publication(), &[(About::Year, &format!("{year:04}"))]);
        let place = year_href(renderer, year);
        row(year.to_string(), *counts, [explore.or_else(|| place.clone()), place])
    };
    let mut rows: Vec<FigureRow> = (start..=last).rev().map(of_year).collect();
    if first < start {
        let earlier = years.range(..start).fold([0; 2], |sum, (_, counts)| [sum[0] + counts[0], sum[1] + counts[1]]);
        rows.push(row(say(renderer, "charts.time.earlier", &[("year", start.to_string())]), earlier, [None, None]));
    }
    let words = ["charts.cases", "charts.events"];
    Some(Figures {
        id: "chart_time".to_owned(),
        title: renderer.word(if has_events { "timeline.chart" } else { "charts.time.title" }).to_owned(),
        headline: if has_events { None } else { recent(renderer, &years) },
        corner: renderer.word("explore.year").to_owned(),
        columns: words.iter().take(columns).map(|word| renderer.word(word).to_owned()).collect(),
        rows,
        more_rows: 0,
        overlaps: false,
        scale: Scale::Largest,
    })
}

/// "15 of 17 cases since 2023": where less than half of the years hold most of the cases.
fn recent(renderer: &Renderer, years: &BTreeMap<u16, [usize; 2]>) -> Option<String> {
    let all: usize = years.values().map(|[cases, _]| cases).sum();
    let (first, last) = (*years.keys().next()?, *years.keys().next_back()?);
    let mut found = 0;
    for (year, [cases, _]) in years.iter().rev() {
        found += cases;
        if found * 100 >= all * RECENT {
            let is_few = usize::from(last - year + 1) * 2 <= usize::from(last - first + 1);
            let values = [("found", found.to_string()), ("n", all.to_string()), ("year", year.to_string())];
            return is_few.then(|| say(renderer, "charts.time.headline", &values));
        }
    }
    None
}

/// Cases by the terms of two taxonomies: the chart of this number.
fn pair_of(renderer: &Renderer, number: usize, rows: TaxonomyId, columns: TaxonomyId) -> Figures {
    let site = &renderer.site;
    let all: Vec<TermId> = top_level(site, columns).collect();
    let drawn = if all.len() > SHADES { SHADES - 1 } else { SHADES };
    let terms = most_used(site.taxonomy(columns), all.clone(), drawn);
    let others: Vec<TermId> = all.iter().copied().filter(|term| !terms.contains(term)).collect();
    let matrix = site.matrices.iter().find(|matrix| (matrix.rows, matrix.columns) == (rows, columns));
    let count = |row: TermId, column: TermId| {
        matrix.and_then(|matrix| Some(matrix.cells[matrix.find(row, column)?].cases.len())).unwrap_or(0)
    };
    let row = |row: &TermId| {
        let id = TermRef { taxonomy: rows, term: *row };
        let cell = |column: &TermId| {
            let pair = [id, TermRef { taxonomy: columns, term: *column }];
            let href = in_explore(renderer, &pair).or_else(|| cell_href(renderer, pair[0], pair[1]));
            (count(*row, *column), href)
        };
        let mut cells: Vec<_> = terms.iter().map(cell).collect();
        if !others.is_empty() {
            cells.push((others.iter().map(|other| count(*row, *other)).sum(), None));
        }
        let CountLink { label, href, count, .. } = count_link(renderer, id, site.term(id).cases.len());
        FigureRow { label, href: Some(href), count, cells }
    };
    let in_rows: Vec<TermId> = top_level(site, rows).collect();
    let shown = most_used(site.taxonomy(rows), in_rows.clone(), ROWS);
    let rows_of_cases: usize = in_rows.iter().map(|term| site.taxonomy(rows).term(*term).cases.len()).sum();
    let mut labels: Vec<String> = terms.iter().map(|term| site.taxonomy(columns).term(*term).label.clone()).collect();
    if !others.is_empty() {
        labels.push(renderer.word("charts.others").to_owned());
    }
    let titles = [
        ("taxonomy", in_sentence(renderer, &site.taxonomy(rows).label)),
        ("other", site.taxonomy(columns).label.clone()),
    ];
    Figures {
        id: format!("chart_{number}"),
        title: say(renderer, "charts.pair.title", &titles),
        headline: headline::headline(site, rows, columns).map(|found| sentence(renderer, rows, columns, &found)),
        corner: site.taxonomy(rows).label.clone(),
        columns: labels,
        more_rows: in_rows.len() - shown.len(),
        rows: shown.iter().map(row).collect(),
        overlaps: rows_of_cases > site.cases.len(),
        scale: Scale::Row,
    }
}

/// "Public-facing assistant: 5 of 6 reversed, withdrawn or ended"
fn sentence(renderer: &Renderer, rows: TaxonomyId, columns: TaxonomyId, found: &Headline) -> String {
    let site = &renderer.site;
    let label = |term: &TermId| in_sentence(renderer, &site.taxonomy(columns).term(*term).label);
    let mut labels: Vec<String> = found.terms.iter().map(label).collect();
    let last = labels.pop().unwrap_or_default();
    let list = labels.join(renderer.word("list_separator"));
    let terms = if list.is_empty() { last } else { say(renderer, "charts.or", &[("list", list), ("last", last)]) };
    let row = site.taxonomy(rows).term(found.row).label.clone();
    let values = [("row", row), ("found", found.found.to_string()), ("n", found.cases.to_string()), ("terms", terms)];
    say(renderer, "charts.pair.headline", &values)
}

/// Cases by the share of their statements that is independently sourced.
fn support(renderer: &Renderer) -> Option<Figures> {
    let cases = &renderer.site.cases;
    let mut counts = [0; EVIDENCE.len()];
    for case in cases {
        counts[evidence_level(&case.evidence)] += 1;
    }
    let row = |(level, count): (&&str, usize)| {
        let href = facets::href(renderer.publication(), &[(About::Evidence, level)]).filter(|_| count > 0);
        let label = renderer.words().get(&format!("explore.support.{level}")).to_owned();
        FigureRow { label, href: href.clone(), count, cells: vec![(count, href)] }
    };
    let half_or_more = counts[0] + counts[1];
    let values = [("found", half_or_more.to_string()), ("n", cases.len().to_string())];
    (!cases.is_empty()).then(|| Figures {
        id: "chart_evidence".to_owned(),
        title: renderer.word("charts.support.title").to_owned(),
        headline: Some(say(renderer, "charts.support.headline", &values)),
        corner: renderer.word("explore.evidence").to_owned(),
        columns: vec![renderer.word("charts.cases").to_owned()],
        rows: EVIDENCE.iter().zip(counts).map(row).collect(),
        more_rows: 0,
        overlaps: false,
        scale: Scale::Largest,
    })
}
