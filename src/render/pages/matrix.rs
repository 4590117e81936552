//! The page of a matrix of two taxonomies.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{CellId, CellRef, MatrixId, TermId, TermRef};
use crate::plan::Subject;
use crate::render::link::{CountLink, Link};
use crate::render::parts::links::{count_link, from_home, taxonomy_link};
use crate::render::parts::matrix;
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// How many columns a matrix shows: the most used.
const COLUMNS: usize = 60;
/// How many colours there are.
const HEATS: usize = 5;

/// Two taxonomies against each other.
pub static MATRIX: Kind = Kind {
    name: "matrix",
    pages: |pages| {
        for id in pages.site.matrix_ids() {
            let rows = pages.site.taxonomy(pages.site.matrix(id).rows).in_use().count();
            pages.list(&route::matrix(pages.site, id), Subject::Matrix(id), rows);
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "matrix.html",
        value: Some(value!("matrix", MatrixView, view)),
        title: |renderer, page| Some(matrix::title(renderer, page.subject.matrix()?)),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `matrix`
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixView {
    /// `Adoption types and departments`
    pub title: String,
    /// The taxonomy of the rows.
    pub row_taxonomy: Link,
    /// The taxonomy of the columns.
    pub column_taxonomy: Link,
    /// Terms of the columns.
    pub columns: Vec<CountLink>,
    /// Columns beyond those that are shown, the least used.
    pub more_columns: usize,
    /// The rows of this page.
    pub rows: Vec<MatrixRow>,
    /// Cases of the site.
    pub cases: usize,
    /// Rows on all pages.
    pub count: usize,
    /// What the colours mean, from few cases to many.
    pub legend: Vec<HeatStep>,
    /// The other matrices of the site.
    pub others: Vec<Link>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A row of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// Label of the term.
    pub label: String,
    /// Address of the term.
    pub href: String,
    /// Cases of the term, those of narrower terms included.
    pub count: usize,
    /// 0 for a term with nothing broader, 1 below it, …
    pub depth: usize,
    /// One per column.
    pub cells: Vec<MatrixCell>,
}

/// A cell of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixCell {
    /// Cases that carry both terms.
    pub count: usize,
    /// How many of the row's cases they are, in hundredths.
    pub share: usize,
    /// Address of the list of those cases; absent where there are none.
    pub href: Option<String>,
    /// Label of the column.
    pub column: String,
    /// How many, from 0 (none) to 5.
    pub heat: usize,
}

/// A colour of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeatStep {
    /// 1 to 5.
    pub heat: usize,
    /// The fewest cases.
    pub from: usize,
    /// The most cases.
    pub to: usize,
}

fn view(renderer: &Renderer, page: &Page) -> Option<MatrixView> {
    let (id, range) = (page.subject.matrix()?, page.range?);
    let site = &renderer.site;
    let matrix = site.matrix(id);
    let of_columns = site.taxonomy(matrix.columns);
    let columns = matrix::most_used(of_columns, of_columns.in_use(), COLUMNS);
    let rows: Vec<TermId> = site.taxonomy(matrix.rows).in_use().collect();
    let head = |term: &TermId| {
        let term = TermRef { taxonomy: matrix.columns, term: *term };
        count_link(renderer, term, site.term(term).cases.len())
    };
    let others = site.matrix_ids().filter(|other| *other != id);
    Some(MatrixView {
        title: matrix::title(renderer, id),
        row_taxonomy: taxonomy_link(renderer, matrix.rows),
        column_taxonomy: taxonomy_link(renderer, matrix.columns),
        more_columns: of_columns.in_use().count() - columns.len(),
        cases: site.cases.len(),
        rows: range.of(&rows).iter().map(|term| row_view(renderer, id, *term, &columns)).collect(),
        columns: columns.iter().map(head).collect(),
        count: range.count(),
        legend: legend(matrix.largest()),
        others: others.map(|other| matrix::link(renderer, other)).collect(),
        pager: pager(renderer, page),
    })
}

fn row_view(renderer: &Renderer, id: MatrixId, row: TermId, columns: &[TermId]) -> MatrixRow {
    let matrix = renderer.site.matrix(id);
    let largest = matrix.largest();
    let term = TermRef { taxonomy: matrix.rows, term: row };
    let CountLink { label, href, count: all, .. } = count_link(renderer, term, renderer.site.term(term).cases.len());
    let cell = |column: &TermId| {
        let found = matrix.find(row, *column).map(|cell| CellRef { matrix: id, cell: CellId::from_index(cell) });
        let count = found.map_or(0, |cell| renderer.site.cell(cell).cases.len());
        MatrixCell {
            count,
            share: (count * 200 + all) / (2 * all.max(1)),
            href: found.map(|cell| renderer.href(route::cell(&renderer.site, cell))),
            column: renderer.site.taxonomy(matrix.columns).term(*column).label.clone(),
            heat: heat(count, largest),
        }
    };
    let depth = renderer.site.term(term).broader.len();
    MatrixRow { label, href, count: all, depth, cells: columns.iter().map(cell).collect() }
}

/// The colour for a number of cases: 0 for none, else 1 to 5.
fn heat(count: usize, largest: usize) -> usize {
    if largest <= HEATS { count } else { (count * HEATS).div_ceil(largest) }
}

fn legend(largest: usize) -> Vec<HeatStep> {
    let steps = (1..=HEATS).map(|step| {
        let counts = (1..=largest).filter(|count| heat(*count, largest) == step);
        (step, counts.clone().min(), counts.max())
    });
    steps.filter_map(|(heat, from, to)| Some(HeatStep { heat, from: from?, to: to? })).collect()
}
