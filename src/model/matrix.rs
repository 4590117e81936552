//! Matrices (two taxonomies against each other) and the moments of the timeline.

use super::{CaseId, CellId, MatrixId, TaxonomyId, TermId};

/// How often the terms of two taxonomies meet on a case.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The taxonomy whose terms are rows.
    pub rows: TaxonomyId,
    /// The taxonomy whose terms are columns.
    pub columns: TaxonomyId,
    /// Pairs of terms with at least one case, by row, then by column.
    pub cells: Vec<Cell>,
}

/// The cases that carry two terms, or narrower ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Term of the row's taxonomy.
    pub row: TermId,
    /// Term of the column's taxonomy.
    pub column: TermId,
    /// In the order of a term's list; never empty.
    pub cases: Vec<CaseId>,
}

/// A cell of one of the site's matrices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellRef {
    /// Of which.
    pub matrix: MatrixId,
    /// Which.
    pub cell: CellId,
}

impl Matrix {
    /// The place of a pair in [`Matrix::cells`]; absent where no case carries both.
    pub fn find(&self, row: TermId, column: TermId) -> Option<usize> {
        self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()
    }

    /// The pairs of a row.
    pub fn row(&self, row: TermId) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        &self.cells[start..end]
    }

    /// The most cases of any pair.
    pub fn largest(&self) -> usize {
        self.cells.iter().map(|cell| cell.cases.len()).max().unwrap_or(0)
    }
}

/// Something that happened: a case as a whole, or one of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Whose.
    pub case: CaseId,
    /// Index into its events; the case itself where there is none.
    pub event: Option<usize>,
}
