//! `matrix`: two taxonomies against each other; `cell`: the cases of a pair of terms.

use super::super::Renderer;
use super::super::context::{CellView, CountLink, HeatStep, Link, MatrixCell, MatrixRow, MatrixView};
use super::{case_row, count_link, in_explore, page_of, pager, term_link};
use crate::addresses::route;
use crate::model::{Matrix, TaxonomyId, TermId, TermRef};
use crate::theme::fill;

/// How many columns a matrix shows: the most used.
const COLUMNS: usize = 60;
/// How many colours there are.
const HEATS: usize = 5;

/// `Adoption types and departments`
pub fn title(r: &Renderer, index: usize) -> String {
    let matrix = &r.site.matrices[index];
    fill(r.words().get("matrix.title"), |name| match name {
        "rows" => Some(r.site.taxonomy(matrix.rows).plural.clone()),
        "columns" => Some(r.site.taxonomy(matrix.columns).plural.to_lowercase()),
        _ => None,
    })
}

/// All matrices but one.
pub fn links(r: &Renderer, but: Option<usize>) -> Vec<Link> {
    let others = (0..r.site.matrices.len()).filter(|index| Some(*index) != but);
    others.map(|index| Link { label: title(r, index), href: r.href(route::matrix(&r.site, index)) }).collect()
}

/// The terms of a taxonomy that a matrix has a row or a column for, in the order of the taxonomy.
pub fn used(r: &Renderer, taxonomy: TaxonomyId) -> Vec<TermId> {
    let of = r.site.taxonomy(taxonomy);
    of.order.iter().copied().filter(|term| !of.term(*term).cases.is_empty()).collect()
}

/// The most used terms, in the order of the taxonomy.
pub fn most_used(r: &Renderer, taxonomy: TaxonomyId, many: usize) -> Vec<TermId> {
    let of = r.site.taxonomy(taxonomy);
    let mut terms: Vec<(usize, TermId)> = used(r, taxonomy).into_iter().enumerate().collect();
    if terms.len() > many {
        terms.sort_by_key(|(place, term)| (std::cmp::Reverse(of.term(*term).cases.len()), *place));
        terms.truncate(many);
        terms.sort_unstable();
    }
    terms.into_iter().map(|(_, term)| term).collect()
}

/// The colour for a number of cases: 0 for none, else 1 to 5.
fn heat(count: usize, largest: usize) -> usize {
    if largest <= HEATS { count } else { (count * HEATS).div_ceil(largest) }
}

/// `matrix`
pub fn matrix(r: &Renderer, index: usize, number: usize) -> MatrixView {
    let matrix = &r.site.matrices[index];
    let largest = matrix.largest();
    let columns = most_used(r, matrix.columns, COLUMNS);
    let rows = used(r, matrix.rows);
    let head = |term: &TermId| {
        let term = TermRef { taxonomy: matrix.columns, term: *term };
        count_link(r, term, r.site.term(term).cases.len())
    };
    let taxonomy = |id: TaxonomyId| {
        let of = r.site.taxonomy(id);
        Link { label: of.plural.clone(), href: r.href(route::taxonomy(&r.site, id)) }
    };
    let stem = route::matrix(&r.site, index);
    MatrixView {
        title: title(r, index),
        row_taxonomy: taxonomy(matrix.rows),
        column_taxonomy: taxonomy(matrix.columns),
        more_columns: used(r, matrix.columns).len() - columns.len(),
        rows: page_of(&rows, number, r.site.config.page_size)
            .iter()
            .map(|term| matrix_row(r, index, *term, &columns, largest))
            .collect(),
        columns: columns.iter().map(head).collect(),
        count: rows.len(),
        legend: legend(largest),
        others: links(r, Some(index)),
        pager: pager(r, stem.trim_end_matches(".html"), number, rows.len()),
    }
}

fn matrix_row(r: &Renderer, index: usize, row: TermId, columns: &[TermId], largest: usize) -> MatrixRow {
    let matrix = &r.site.matrices[index];
    let id = TermRef { taxonomy: matrix.rows, term: row };
    let CountLink { label, href, count, .. } = count_link(r, id, r.site.term(id).cases.len());
    let of_row = matrix.row(row);
    let cell = |column: &TermId| {
        let found = of_row.binary_search_by_key(column, |cell| cell.column).ok();
        let count = found.map_or(0, |at| of_row[at].cases.len());
        MatrixCell {
            count,
            href: found.map(|_| r.href(route::cell(&r.site, matrix, row, *column))),
            column: r.site.taxonomy(matrix.columns).term(*column).label.clone(),
            heat: heat(count, largest),
        }
    };
    MatrixRow { label, href, count, depth: r.site.term(id).broader.len(), cells: columns.iter().map(cell).collect() }
}

fn legend(largest: usize) -> Vec<HeatStep> {
    let steps = (1..=HEATS).map(|step| {
        let counts = (1..=largest).filter(|count| heat(*count, largest) == step);
        (step, counts.clone().min(), counts.max())
    });
    steps.filter_map(|(heat, from, to)| Some(HeatStep { heat, from: from?, to: to? })).collect()
}

/// The matrix of a pair of taxonomies and the address of one of its cells, where there are cases in it.
pub fn cell_href(r: &Renderer, rows: TermRef, columns: TermRef) -> Option<String> {
    let is_theirs = |matrix: &&Matrix| (matrix.rows, matrix.columns) == (rows.taxonomy, columns.taxonomy);
    let matrix = r.site.matrices.iter().find(is_theirs)?;
    matrix.find(rows.term, columns.term)?;
    Some(r.href(route::cell(&r.site, matrix, rows.term, columns.term)))
}

/// `AI-first × Customer service`
pub fn cell_title(r: &Renderer, matrix: usize, cell: usize) -> String {
    let matrix = &r.site.matrices[matrix];
    let cell = &matrix.cells[cell];
    let label = |taxonomy: TaxonomyId, term: TermId| r.site.taxonomy(taxonomy).term(term).label.as_str();
    format!("{} × {}", label(matrix.rows, cell.row), label(matrix.columns, cell.column))
}

/// `cell`
pub fn cell<'a>(r: &'a Renderer, index: usize, cell: usize, number: usize) -> CellView<'a> {
    let matrix = &r.site.matrices[index];
    let cell = &matrix.cells[cell];
    let row = TermRef { taxonomy: matrix.rows, term: cell.row };
    let column = TermRef { taxonomy: matrix.columns, term: cell.column };
    let stem = route::cell(&r.site, matrix, cell.row, cell.column);
    CellView {
        row: term_link(r, row),
        row_kind: r.site.taxonomy(matrix.rows).label.clone(),
        column: term_link(r, column),
        column_kind: r.site.taxonomy(matrix.columns).label.clone(),
        cases: page_of(&cell.cases, number, r.site.config.page_size).iter().map(|id| case_row(r, *id)).collect(),
        count: cell.cases.len(),
        explore: in_explore(r, &[row, column]),
        pager: pager(r, stem.trim_end_matches(".html"), number, cell.cases.len()),
    }
}
