//! Orders: the one of a site's lists of cases, and the latest first.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Case, CaseId, Matrix, SupportCounts, Taxonomy, fold};
use crate::parse::ParsedCase;

/// Items with a number each, the highest first; those of one number as `then` says. Numbers are compared side by side,
/// where what items say of themselves lies scattered.
pub fn highest_first<T: Copy + Send, N: Ord + Copy + Send>(
    items: impl Iterator<Item = (N, T)>,
    then: impl Fn(&T, &T) -> Ordering + Sync,
) -> Vec<T> {
    let mut numbered: Vec<(N, T)> = items.collect();
    numbered.par_sort_unstable_by(|(one, _), (other, _)| other.cmp(one));
    let alike = numbered.par_chunk_by_mut(|(one, _), (other, _)| one == other);
    alike.for_each(|items| items.sort_unstable_by(|(_, one), (_, other)| then(one, other)));
    numbered.into_iter().map(|(_, item)| item).collect()
}

/// Everything that has cases in the order of the site's lists.
#[derive(Clone)]
pub struct Lists {
    /// All listed cases.
    pub cases: Arc<[CaseId]>,
    /// The cases of each term.
    pub taxonomies: Arc<[Taxonomy]>,
    /// The cases of each cell.
    pub matrices: Arc<[Matrix]>,
}

impl Lists {
    /// By title; those that are alike stay as they were.
    pub fn by_title(self, all: &[Arc<ParsedCase>]) -> Lists {
        self.sorted(all.len(), |cases| cases.par_sort_by_cached_key(|id| fold(&all[id.index()].front.title)))
    }

    /// The best supported first; those that are alike stay as they were.
    pub fn by_evidence(self, all: &[Arc<Case>]) -> Lists {
        let support = |id: &CaseId| all[id.index()].evidence.support;
        self.sorted(all.len(), |cases| cases.par_sort_by(|a, b| best_first(support(a), support(b))))
    }

    fn sorted(mut self, count: usize, sort: impl FnOnce(&mut Vec<CaseId>)) -> Lists {
        let mut cases = self.cases.to_vec();
        sort(&mut cases);
        let mut places = vec![0; count];
        for (place, id) in (0u32..).zip(&cases) {
            places[id.index()] = place;
        }
        let of_terms = Arc::make_mut(&mut self.taxonomies).iter_mut().flat_map(|taxonomy| taxonomy.terms.all_mut());
        let of_terms = of_terms.map(|term| &mut term.cases);
        let of_cells = Arc::make_mut(&mut self.matrices).iter_mut().flat_map(|matrix| &mut matrix.cells);
        for list in of_terms.chain(of_cells.map(|cell| &mut cell.cases)) {
            list.sort_unstable_by_key(|id| places[id.index()]);
        }
        Lists { cases: cases.into(), ..self }
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
