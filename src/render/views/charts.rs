//! `charts`: rows of bars, drawn when the site is built; each beside its figures as a table.
//!
//! Comes in: the site. Goes out: where every bar stands. A row per term and a bar per column need no colour to be
//! told apart, and stay legible however many terms there are.

use std::collections::BTreeMap;

use super::super::Renderer;
use super::super::context::{ChartCell, ChartColumn, ChartRow, ChartView, ChartsView};
use super::matrix::{cell_href, most_used};
use crate::addresses::route;
use crate::explore::facets::{self, About, CITED, cited_level};
use crate::model::{CaseId, TaxonomyId, TermId, TermRef};
use crate::theme::fill;

/// How many terms a chart draws: the most used.
const ROWS: usize = 16;
/// How many years a chart draws: the latest; those before are one column.
const YEARS: u16 = 14;
/// Measures, in the units of the `viewBox`.
const COLUMN: usize = 44;
const BAR: usize = 28;
const ROW: usize = 82;
const BAR_HEIGHT: usize = 34;
const HEAD: usize = 30;
/// How much higher a letter more makes a slanted label.
const LETTER: usize = 5;
/// Letters of a row's label, which stands above its bars: a chart then fits a phone.
const LINE: usize = 44;

/// A chart before it is drawn.
struct Figures {
    id: &'static str,
    title: String,
    text: String,
    corner: String,
    /// Label and address.
    columns: Vec<(String, Option<String>)>,
    rows: Vec<FigureRow>,
    more_rows: usize,
}

struct FigureRow {
    label: String,
    href: Option<String>,
    count: usize,
    cells: Vec<(usize, Option<String>)>,
}

/// `charts`
pub fn charts(r: &Renderer) -> ChartsView {
    let mut charts: Vec<ChartView> = over_time(r).into_iter().collect();
    let find = |name: &str| r.site.taxonomies.iter().position(|one| one.id == name).map(TaxonomyId::from_index);
    for (index, [rows, columns]) in r.site.config.charts.iter().enumerate() {
        if let (Some(rows), Some(columns)) = (find(&rows.value), find(&columns.value)) {
            let mut chart = draw(pair(r, rows, columns));
            chart.id = format!("chart_pair_{}", index + 1);
            charts.push(chart);
        }
    }
    charts.extend(coverage(r));
    ChartsView { charts }
}

/// The taxonomy that cases are told apart by: the first of the charts or of the matrices, else one that every
/// case must have.
fn main_taxonomy(r: &Renderer) -> Option<TaxonomyId> {
    let mut configured = r.site.config.charts.iter().chain(&r.site.config.matrix).map(|[rows, _]| rows.value.as_str());
    let find = |name: &str| r.site.taxonomies.iter().position(|one| one.id == name);
    let required = r.site.taxonomies.iter().position(|one| one.required);
    configured.find_map(find).or(required).map(TaxonomyId::from_index)
}

fn say(r: &Renderer, word: &str, taxonomy: TaxonomyId, other: Option<TaxonomyId>) -> String {
    fill(r.words().get(word), |name| match name {
        "taxonomy" => Some(r.site.taxonomy(taxonomy).label.to_lowercase()),
        "other" => other.map(|other| r.site.taxonomy(other).plural.clone()),
        "cases" => Some(r.site.cases.len().to_string()),
        _ => None,
    })
}

/// Cases by year and term.
pub fn over_time(r: &Renderer) -> Option<ChartView> {
    let taxonomy = main_taxonomy(r)?;
    let years: Vec<u16> = r.site.cases.iter().filter_map(|case| facets::year_of(case)).collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    let start = first.max(last.saturating_sub(YEARS - 1));
    let has_earlier = first < start;
    let on_timeline: BTreeMap<String, String> =
        r.years().iter().map(|year| (year.label.clone(), year.href.clone())).collect();
    let mut columns: Vec<(String, Option<String>)> = Vec::new();
    if has_earlier {
        columns.push((format!("< {start}"), None));
    }
    columns.extend((start..=last).map(|year| (year.to_string(), on_timeline.get(&year.to_string()).cloned())));
    let place = |id: &CaseId| {
        let year = facets::year_of(r.site.case(*id))?;
        let earlier = usize::from(has_earlier);
        Some(if year < start { 0 } else { usize::from(year - start) + earlier })
    };
    let link = |term: &str, column: usize| {
        let year = start + u16::try_from(column.checked_sub(usize::from(has_earlier))?).ok()?;
        facets::href(r.publication(), &[(About::Taxonomy(taxonomy), term), (About::Year, &format!("{year:04}"))])
    };
    let rows = term_rows(r, taxonomy, columns.len(), place, link);
    let more_rows = super::matrix::used(r, taxonomy).len() - rows.len();
    Some(draw(Figures {
        id: "chart_time",
        title: say(r, "charts.time.title", taxonomy, None),
        text: say(r, "charts.time.text", taxonomy, None),
        corner: r.site.taxonomy(taxonomy).label.clone(),
        columns,
        rows,
        more_rows,
    }))
}

/// Cases by the terms of two taxonomies.
fn pair(r: &Renderer, rows: TaxonomyId, columns: TaxonomyId) -> Figures {
    let terms = most_used(r, columns, ROWS);
    let heads = terms.iter().map(|term| {
        let term = TermRef { taxonomy: columns, term: *term };
        (r.site.term(term).label.clone(), Some(r.href(route::term(&r.site, term))))
    });
    let matrix = r.site.matrices.iter().find(|matrix| (matrix.rows, matrix.columns) == (rows, columns));
    let row = |row: TermId| {
        let id = TermRef { taxonomy: rows, term: row };
        let cell = |column: &TermId| {
            let found = matrix.and_then(|matrix| Some(matrix.cells[matrix.find(row, *column)?].cases.len()));
            (found.unwrap_or(0), cell_href(r, id, TermRef { taxonomy: columns, term: *column }))
        };
        figure_row(r, id, terms.iter().map(cell).collect())
    };
    let shown = most_used(r, rows, ROWS);
    Figures {
        id: "chart_pair",
        title: say(r, "charts.pair.title", rows, Some(columns)),
        text: say(r, "charts.pair.text", rows, Some(columns)),
        corner: r.site.taxonomy(rows).label.clone(),
        columns: heads.collect(),
        more_rows: super::matrix::used(r, rows).len() - shown.len(),
        rows: shown.into_iter().map(row).collect(),
    }
}

/// Cases by the share of their statements that cite a source.
fn coverage(r: &Renderer) -> Option<ChartView> {
    let taxonomy = main_taxonomy(r)?;
    let word = |level: &str| r.words().get(&format!("explore.levels.{level}")).to_owned();
    let head =
        |(level, _): &(&str, Option<usize>)| (word(level), facets::href(r.publication(), &[(About::Cited, level)]));
    let columns: Vec<(String, Option<String>)> = CITED.iter().map(head).collect();
    let place = |id: &CaseId| Some(cited_level(&r.site.case(*id).evidence));
    let link = |term: &str, column: usize| {
        facets::href(r.publication(), &[(About::Taxonomy(taxonomy), term), (About::Cited, CITED[column].0)])
    };
    let mut all = vec![0; columns.len()];
    for case in &r.site.cases {
        all[cited_level(&case.evidence)] += 1;
    }
    let cells = all.iter().zip(&columns).map(|(count, (_, href))| (*count, href.clone().filter(|_| *count > 0)));
    let mut rows = vec![FigureRow {
        label: r.words().get("charts.all_cases").to_owned(),
        href: Some(r.href("cases/index.html")),
        count: r.site.cases.len(),
        cells: cells.collect(),
    }];
    rows.extend(term_rows(r, taxonomy, columns.len(), place, link));
    Some(draw(Figures {
        id: "chart_coverage",
        title: say(r, "charts.coverage.title", taxonomy, None),
        text: say(r, "charts.coverage.text", taxonomy, None),
        corner: r.site.taxonomy(taxonomy).label.clone(),
        columns,
        more_rows: super::matrix::used(r, taxonomy).len() + 1 - rows.len(),
        rows,
    }))
}

/// A row per term, its cases counted by the column that they belong to.
fn term_rows(
    r: &Renderer,
    taxonomy: TaxonomyId,
    columns: usize,
    place: impl Fn(&CaseId) -> Option<usize>,
    link: impl Fn(&str, usize) -> Option<String>,
) -> Vec<FigureRow> {
    let row = |term: TermId| {
        let id = TermRef { taxonomy, term };
        let mut counts = vec![0; columns];
        for column in r.site.term(id).cases.iter().filter_map(&place) {
            counts[column] += 1;
        }
        let name = r.site.term(id).id.as_str();
        let cell = |(column, count): (usize, usize)| (count, if count > 0 { link(name, column) } else { None });
        figure_row(r, id, counts.into_iter().enumerate().map(cell).collect())
    };
    most_used(r, taxonomy, ROWS).into_iter().map(row).collect()
}

fn figure_row(r: &Renderer, id: TermRef, cells: Vec<(usize, Option<String>)>) -> FigureRow {
    let term = r.site.term(id);
    let href = Some(r.href(route::term(&r.site, id)));
    FigureRow { label: term.label.clone(), href, count: term.cases.len(), cells }
}

/// Say where everything stands.
fn draw(figures: Figures) -> ChartView {
    let longest = figures.columns.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let slanted = longest > 6;
    let head = HEAD + if slanted { longest.min(30) * LETTER } else { 0 };
    let largest = figures.rows.iter().flat_map(|row| &row.cells).map(|(count, _)| *count).max().unwrap_or(0).max(1);
    let middle = |column: usize| column * COLUMN + COLUMN / 2;
    let cell = |column: usize, count: usize, href: Option<String>, base: usize| {
        // One case in thousands is still seen.
        let height = if count == 0 { 0 } else { (count * BAR_HEIGHT / largest).max(2) };
        let y = base - height;
        let x = middle(column) - BAR / 2;
        ChartCell { count, href, x, middle: middle(column), y, width: BAR, height, label_y: y - 5 }
    };
    let row = |(index, row): (usize, FigureRow)| {
        let base = head + (index + 1) * ROW - 6;
        let cells = row.cells.into_iter().enumerate();
        ChartRow {
            short: shortened(&row.label),
            label_y: base - BAR_HEIGHT - 24,
            label: row.label,
            href: row.href,
            y: base,
            count: row.count,
            cells: cells.map(|(column, (count, href))| cell(column, count, href, base)).collect(),
        }
    };
    let columns = figures.columns.into_iter().enumerate();
    let columns: Vec<ChartColumn> =
        columns.map(|(index, (label, href))| ChartColumn { label, href, x: middle(index) }).collect();
    ChartView {
        id: figures.id.to_owned(),
        title: figures.title,
        text: figures.text,
        corner: figures.corner,
        width: columns.len() * COLUMN + if slanted { head } else { 0 },
        height: head + figures.rows.len() * ROW + 4,
        slanted,
        head: head - 10,
        columns,
        rows: figures.rows.into_iter().enumerate().map(row).collect(),
        more_rows: figures.more_rows,
    }
}

/// A label that fits on one line.
fn shortened(label: &str) -> String {
    match label.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", label[..end].trim_end()),
        None => label.to_owned(),
    }
}
