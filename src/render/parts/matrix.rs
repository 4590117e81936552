//! Names of matrices and links to them.

use super::text::in_sentence;
use crate::addresses::route;
use crate::model::{Matrix, MatrixId, Taxonomy, TermId, TermRef};
use crate::render::link::Link;
use crate::render::renderer::Renderer;
use crate::theme::fill;

/// `Adoption types and departments`
pub fn title(renderer: &Renderer, id: MatrixId) -> String {
    let matrix = renderer.site.matrix(id);
    fill(renderer.words().get("matrix.title"), |name| match name {
        "rows" => Some(renderer.site.taxonomy(matrix.rows).plural.clone()),
        "columns" => Some(in_sentence(renderer, &renderer.site.taxonomy(matrix.columns).plural)),
        _ => None,
    })
}

/// A matrix with its address.
pub fn link(renderer: &Renderer, id: MatrixId) -> Link {
    Link { label: title(renderer, id), href: renderer.href(route::matrix(&renderer.site, id)) }
}

/// All matrices.
pub fn links(renderer: &Renderer) -> Vec<Link> {
    renderer.site.matrix_ids().map(|id| link(renderer, id)).collect()
}

/// The most used of some terms, in their order.
pub fn most_used(taxonomy: &Taxonomy, terms: impl IntoIterator<Item = TermId>, many: usize) -> Vec<TermId> {
    let mut terms: Vec<(usize, TermId)> = terms.into_iter().enumerate().collect();
    if terms.len() > many {
        terms.sort_by_key(|(place, term)| (std::cmp::Reverse(taxonomy.term(*term).cases.len()), *place));
        terms.truncate(many);
        terms.sort_unstable();
    }
    terms.into_iter().map(|(_, term)| term).collect()
}

/// The address of the cell of two terms, where there is a matrix with cases in it.
pub fn cell_href(renderer: &Renderer, row: TermRef, column: TermRef) -> Option<String> {
    let is_theirs = |matrix: &&Matrix| (matrix.rows, matrix.columns) == (row.taxonomy, column.taxonomy);
    let matrix = renderer.site.matrices.iter().find(is_theirs)?;
    matrix.find(row.term, column.term)?;
    Some(renderer.href(route::pair(&renderer.site, matrix, row.term, column.term)))
}
