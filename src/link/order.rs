//! The one order of a site's lists of cases.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::config::ListOrder;
use crate::model::{Case, CaseId, Cell, Matrix, SupportCounts, Taxonomy, fold};

/// The order of lists: as linked, by date, or another.
pub struct Order {
    /// All listed cases.
    pub cases: Arc<[CaseId]>,
    /// The place of each case, where the order is not that of dates.
    places: Option<Vec<u32>>,
}

impl Order {
    /// The order that a configuration asks for. `latest` has the listed cases by date.
    pub fn of(order: ListOrder, cases: &[Arc<Case>], latest: &Arc<[CaseId]>) -> Order {
        let case = |id: &CaseId| &cases[id.index()];
        let mut sorted = latest.to_vec();
        // Ties keep the order of dates.
        match order {
            ListOrder::Date => return Order { cases: latest.clone(), places: None },
            ListOrder::Title => sorted.par_sort_by_cached_key(|id| fold(&case(id).title)),
            ListOrder::Evidence => {
                sorted.par_sort_by(|a, b| best_first(case(a).evidence.support, case(b).evidence.support));
            }
        }
        let mut places = vec![0; cases.len()];
        for (place, id) in (0u32..).zip(&sorted) {
            places[id.index()] = place;
        }
        Order { cases: sorted.into(), places: Some(places) }
    }

    /// The taxonomies with the cases of their terms in this order.
    pub fn of_taxonomies(&self, taxonomies: &Arc<[Taxonomy]>) -> Arc<[Taxonomy]> {
        let Some(places) = &self.places else { return taxonomies.clone() };
        let mut ordered = taxonomies.to_vec();
        for term in ordered.iter_mut().flat_map(|taxonomy| taxonomy.terms.all_mut()) {
            term.cases.sort_unstable_by_key(|id| places[id.index()]);
        }
        ordered.into()
    }

    /// The matrices with the cases of their cells in this order.
    pub fn of_matrices(&self, matrices: &Arc<[Matrix]>) -> Arc<[Matrix]> {
        let Some(places) = &self.places else { return matrices.clone() };
        let cell = |cell: &Cell| {
            let mut cell = cell.clone();
            cell.cases.sort_unstable_by_key(|id| places[id.index()]);
            cell
        };
        let matrix = |matrix: &Matrix| Matrix { cells: matrix.cells.iter().map(cell).collect(), ..*matrix };
        matrices.iter().map(matrix).collect()
    }
}

/// By the share of statements that an independent source supports, then of those that cite a source. A case without
/// statements comes last.
fn best_first(one: SupportCounts, other: SupportCounts) -> Ordering {
    let share = |of: fn(SupportCounts) -> usize| (of(other) * one.statements()).cmp(&(of(one) * other.statements()));
    let is_empty = |counts: SupportCounts| counts.statements() == 0;
    is_empty(one)
        .cmp(&is_empty(other))
        .then_with(|| share(|counts| counts.independent))
        .then_with(|| share(SupportCounts::cited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_supported_come_first() {
        let counts = |independent, other, none| SupportCounts { independent, other, none };
        let mut all =
            [counts(0, 0, 0), counts(1, 0, 9), counts(3, 0, 1), counts(0, 0, 2), counts(7, 0, 0), counts(3, 1, 0)];
        all.sort_by(|a, b| best_first(*a, *b));
        let best =
            [counts(7, 0, 0), counts(3, 1, 0), counts(3, 0, 1), counts(1, 0, 9), counts(0, 0, 2), counts(0, 0, 0)];
        assert_eq!(all, best);
    }
}
