//! The page of a cell of a matrix: the cases that have both terms.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{CellId, CellRef, TermRef};
use crate::plan::Subject;
use crate::render::link::Link;
use crate::render::parts::card::{CaseRow, case_rows};
use crate::render::parts::links::{home, in_explore, term_link};
use crate::render::parts::matrix;
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// The cases of a pair of terms.
pub static CELL: Kind = Kind {
    name: "cell",
    behind: Some("matrix"),
    pages: |pages| {
        let Some(matrix) = pages.owner.matrix() else { return };
        for (index, cell) in pages.site.matrix(matrix).cells.iter().enumerate() {
            let id = CellRef { matrix, cell: CellId::from_index(index) };
            pages.list(&route::cell(pages.site, id), Subject::Cell(id), cell.cases.len());
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "cell.html",
        value: Some(value!("cell", CellView, view)),
        title: |renderer, page| {
            let (row, column) = terms(renderer, page.subject.cell()?);
            Some(format!("{} × {}", renderer.site.term(row).label, renderer.site.term(column).label))
        },
        breadcrumbs: |renderer, page| Some(vec![home(renderer), matrix::link(renderer, page.subject.cell()?.matrix)]),
        ..Framed::BARE
    }),
    ..KIND
};

/// `cell`: the cases of a pair of terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CellView<'a> {
    /// Term of the row.
    pub row: Link,
    /// Singular label of its taxonomy.
    pub row_kind: String,
    /// Term of the column.
    pub column: Link,
    /// Singular label of its taxonomy.
    pub column_kind: String,
    /// The cases of this page.
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Address of those cases in Explore, where there is one.
    pub explore: Option<String>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<CellView<'a>> {
    let (id, range) = (page.subject.cell()?, page.range?);
    let (row, column) = terms(renderer, id);
    Some(CellView {
        row: term_link(renderer, row),
        row_kind: renderer.site.taxonomy(row.taxonomy).label.clone(),
        column: term_link(renderer, column),
        column_kind: renderer.site.taxonomy(column.taxonomy).label.clone(),
        cases: case_rows(renderer, range.of(&renderer.site.cell(id).cases)),
        count: range.count(),
        explore: in_explore(renderer, &[row, column]),
        pager: pager(renderer, page),
    })
}

/// The terms of its row and column.
fn terms(renderer: &Renderer, id: CellRef) -> (TermRef, TermRef) {
    let (matrix, cell) = (renderer.site.matrix(id.matrix), renderer.site.cell(id));
    (TermRef { taxonomy: matrix.rows, term: cell.row }, TermRef { taxonomy: matrix.columns, term: cell.column })
}
