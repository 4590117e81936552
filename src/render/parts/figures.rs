//! What charts show: cases over time, by the terms of two taxonomies, and by how their statements are supported.

use super::chart::{ChartView, FigureRow, Figures, draw};
use super::links::year_href;
use super::matrix::{cell_href, most_used};
use crate::addresses::route;
use crate::explore::facets::{self, About, EVIDENCE, evidence_level};
use crate::model::{CaseId, TaxonomyId, TermId, TermRef};
use crate::render::renderer::Renderer;
use crate::theme::fill;

/// How many terms a chart draws: the most used.
const ROWS: usize = 16;
/// How many years a chart draws: the latest; those before are one column.
const YEARS: u16 = 14;

/// The taxonomy that cases are told apart by: the first of the charts or of the matrices, else one that every
/// case must have.
fn main_taxonomy(renderer: &Renderer) -> Option<TaxonomyId> {
    let mut configured =
        renderer.site.config.charts.iter().chain(&renderer.site.config.matrix).map(|[rows, _]| rows.value.as_str());
    let find = |name: &str| renderer.site.taxonomies.iter().position(|one| one.id == name);
    let required = renderer.site.taxonomies.iter().position(|one| one.required);
    configured.find_map(find).or(required).map(TaxonomyId::from_index)
}

fn say(renderer: &Renderer, word: &str, taxonomy: TaxonomyId, other: Option<TaxonomyId>) -> String {
    fill(renderer.words().get(word), |name| match name {
        "taxonomy" => Some(renderer.site.taxonomy(taxonomy).label.to_lowercase()),
        "other" => other.map(|other| renderer.site.taxonomy(other).plural.clone()),
        "cases" => Some(renderer.site.cases.len().to_string()),
        _ => None,
    })
}

/// Cases by year and term.
pub fn over_time(renderer: &Renderer) -> Option<ChartView> {
    let taxonomy = main_taxonomy(renderer)?;
    let years: Vec<u16> = renderer.site.cases.iter().filter_map(|case| facets::year_of(case)).collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    let start = first.max(last.saturating_sub(YEARS - 1));
    let has_earlier = first < start;
    let mut columns: Vec<(String, Option<String>)> = Vec::new();
    if has_earlier {
        columns.push((format!("< {start}"), None));
    }
    columns.extend((start..=last).map(|year| (year.to_string(), year_href(renderer, year))));
    let place = |id: &CaseId| {
        let year = facets::year_of(renderer.site.case(*id))?;
        let earlier = usize::from(has_earlier);
        Some(if year < start { 0 } else { usize::from(year - start) + earlier })
    };
    let link = |term: &str, column: usize| {
        let year = start + u16::try_from(column.checked_sub(usize::from(has_earlier))?).ok()?;
        facets::href(renderer.publication(), &[(About::Taxonomy(taxonomy), term), (About::Year, &format!("{year:04}"))])
    };
    let rows = term_rows(renderer, taxonomy, columns.len(), place, link);
    let more_rows = renderer.site.taxonomy(taxonomy).in_use().count() - rows.len();
    Some(draw(Figures {
        id: "chart_time".to_owned(),
        title: say(renderer, "charts.time.title", taxonomy, None),
        text: say(renderer, "charts.time.text", taxonomy, None),
        corner: renderer.site.taxonomy(taxonomy).label.clone(),
        columns,
        rows,
        more_rows,
    }))
}

/// Cases by the terms of two taxonomies: the chart of this number, from 1.
pub fn pair(renderer: &Renderer, number: usize, rows: TaxonomyId, columns: TaxonomyId) -> ChartView {
    let terms = most_used(renderer.site.taxonomy(columns), ROWS);
    let heads = terms.iter().map(|term| {
        let term = TermRef { taxonomy: columns, term: *term };
        (renderer.site.term(term).label.clone(), Some(renderer.href(route::term(&renderer.site, term))))
    });
    let matrix = renderer.site.matrices.iter().find(|matrix| (matrix.rows, matrix.columns) == (rows, columns));
    let row = |row: TermId| {
        let id = TermRef { taxonomy: rows, term: row };
        let cell = |column: &TermId| {
            let found = matrix.and_then(|matrix| Some(matrix.cells[matrix.find(row, *column)?].cases.len()));
            (found.unwrap_or(0), cell_href(renderer, id, TermRef { taxonomy: columns, term: *column }))
        };
        figure_row(renderer, id, terms.iter().map(cell).collect())
    };
    let shown = most_used(renderer.site.taxonomy(rows), ROWS);
    draw(Figures {
        id: format!("chart_pair_{number}"),
        title: say(renderer, "charts.pair.title", rows, Some(columns)),
        text: say(renderer, "charts.pair.text", rows, Some(columns)),
        corner: renderer.site.taxonomy(rows).label.clone(),
        columns: heads.collect(),
        more_rows: renderer.site.taxonomy(rows).in_use().count() - shown.len(),
        rows: shown.into_iter().map(row).collect(),
    })
}

/// Cases by the share of their statements that is independently sourced.
pub fn support(renderer: &Renderer) -> Option<ChartView> {
    let taxonomy = main_taxonomy(renderer)?;
    let word = |level: &str| renderer.words().get(&format!("explore.support.{level}")).to_owned();
    let head = |level: &&str| (word(level), facets::href(renderer.publication(), &[(About::Evidence, level)]));
    let columns: Vec<(String, Option<String>)> = EVIDENCE.iter().map(head).collect();
    let place = |id: &CaseId| Some(evidence_level(&renderer.site.case(*id).evidence));
    let link = |term: &str, column: usize| {
        facets::href(renderer.publication(), &[(About::Taxonomy(taxonomy), term), (About::Evidence, EVIDENCE[column])])
    };
    let mut all = vec![0; columns.len()];
    for case in &renderer.site.cases {
        all[evidence_level(&case.evidence)] += 1;
    }
    let cells = all.iter().zip(&columns).map(|(count, (_, href))| (*count, href.clone().filter(|_| *count > 0)));
    let mut rows = vec![FigureRow {
        label: renderer.words().get("charts.all_cases").to_owned(),
        href: Some(renderer.href(route::CASES)),
        count: renderer.site.cases.len(),
        cells: cells.collect(),
    }];
    rows.extend(term_rows(renderer, taxonomy, columns.len(), place, link));
    Some(draw(Figures {
        id: "chart_support".to_owned(),
        title: say(renderer, "charts.support.title", taxonomy, None),
        text: say(renderer, "charts.support.text", taxonomy, None),
        corner: renderer.site.taxonomy(taxonomy).label.clone(),
        columns,
        more_rows: renderer.site.taxonomy(taxonomy).in_use().count() + 1 - rows.len(),
        rows,
    }))
}

/// A row per term, its cases counted by the column that they belong to.
fn term_rows(
    renderer: &Renderer,
    taxonomy: TaxonomyId,
    columns: usize,
    place: impl Fn(&CaseId) -> Option<usize>,
    link: impl Fn(&str, usize) -> Option<String>,
) -> Vec<FigureRow> {
    let row = |term: TermId| {
        let id = TermRef { taxonomy, term };
        let mut counts = vec![0; columns];
        for column in renderer.site.term(id).cases.iter().filter_map(&place) {
            counts[column] += 1;
        }
        let name = renderer.site.term(id).id.as_str();
        let cell = |(column, count): (usize, usize)| (count, if count > 0 { link(name, column) } else { None });
        figure_row(renderer, id, counts.into_iter().enumerate().map(cell).collect())
    };
    most_used(renderer.site.taxonomy(taxonomy), ROWS).into_iter().map(row).collect()
}

fn figure_row(renderer: &Renderer, id: TermRef, cells: Vec<(usize, Option<String>)>) -> FigureRow {
    let term = renderer.site.term(id);
    let href = Some(renderer.href(route::term(&renderer.site, id)));
    FigureRow { label: term.label.clone(), href, count: term.cases.len(), cells }
}
