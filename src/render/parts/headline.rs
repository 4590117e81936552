//! The sentence that the figures of two taxonomies are worth: where the cases of one term differ most from all others.

use crate::model::{CaseId, Openness, Site, TaxonomyId, TermId};

/// Of the cases of a row so many have one of some terms: "5 of 6".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The row.
    pub row: TermId,
    /// Cases of the row.
    pub cases: usize,
    /// Those of them that have one of the terms.
    pub found: usize,
    /// The terms, in the order of their taxonomy; each is that of a case of the row.
    pub terms: Vec<TermId>,
}

/// The fewest cases of a row of which anything is said.
const FEWEST: usize = 5;
/// The most terms that a sentence names, and of those the most that follow one another.
const NAMED: usize = 5;
/// The most terms that are looked at.
const LOOKED_AT: usize = 32;
/// The least share of the row's cases, and how far it is from the share of all other cases, in hundredths.
const LEAST_SHARE: usize = 66;
const LEAST_DISTANCE: usize = 25;

/// What is most worth saying of two taxonomies. None where no term of the first stands apart.
///
/// Linear in the number of cases: each is read once; then a few hundred sets of terms are tried for each row.
pub fn headline(site: &Site, rows: TaxonomyId, columns: TaxonomyId) -> Option<Headline> {
    let top: Vec<TermId> = top_level(site, columns).take(LOOKED_AT).collect();
    let sets = sets(&top, site.taxonomy(columns).openness == Openness::Closed);
    let bits: Vec<u32> = site.case_ids().map(|case| bits_of(site, case, columns, &top)).collect();
    let all = counted(bits.iter().copied(), &sets);
    let mut best: Option<(usize, Headline)> = None;
    for row in top_level(site, rows) {
        let of_row: Vec<u32> = site.taxonomy(rows).term(row).cases.iter().map(|case| bits[case.index()]).collect();
        let (cases, others) = (of_row.len(), bits.len() - of_row.len());
        if cases < FEWEST || others == 0 {
            continue;
        }
        let present = of_row.iter().fold(0, |seen, bits| seen | bits);
        for ((set, found), everywhere) in sets.iter().zip(counted(of_row.iter().copied(), &sets)).zip(&all) {
            let share = found * 100 / cases;
            let distance = share.saturating_sub((everywhere - found) * 100 / others);
            if share < LEAST_SHARE || distance < LEAST_DISTANCE || found == 0 {
                continue;
            }
            let named = set & present;
            // Of two that are as far apart, the one with more cases behind it; then the one that says it shorter.
            let worth = distance * distance * cases * 100 / (100 + 5 * named.count_ones() as usize);
            if best.as_ref().is_none_or(|(other, _)| worth > *other) {
                let terms = top.iter().enumerate().filter(|(place, _)| named >> place & 1 == 1);
                best = Some((worth, Headline { row, cases, found, terms: terms.map(|(_, term)| *term).collect() }));
            }
        }
    }
    best.map(|(_, headline)| headline)
}

/// Terms with nothing broader that cases have.
pub fn top_level(site: &Site, taxonomy: TaxonomyId) -> impl Iterator<Item = TermId> + use<'_> {
    let of_site = site.taxonomy(taxonomy);
    of_site.in_use().filter(|term| of_site.term(*term).broader.is_empty())
}

/// The terms that a case has, in whichever role, as bits.
fn bits_of(site: &Site, case: CaseId, taxonomy: TaxonomyId, top: &[TermId]) -> u32 {
    let of_site = site.taxonomy(taxonomy);
    let highest = |term: TermId| of_site.term(term).broader.last().copied().unwrap_or(term);
    let places = site.terms_of_case(site.case(case), taxonomy).filter_map(|term| {
        let highest = highest(term);
        top.iter().position(|one| *one == highest)
    });
    places.fold(0, |bits, place| bits | 1 << place)
}

/// Terms that are tried together: each alone; where their order is the editors', also those that follow one another. Of
/// few terms never many more than half, for that says little.
fn sets(top: &[TermId], is_ordered: bool) -> Vec<u32> {
    let longest = if is_ordered { NAMED.min(top.len().div_ceil(2)).max(1) } else { 1 };
    let run = |start: usize, length: usize| (start..start + length).fold(0, |bits, place| bits | 1 << place);
    (1..=longest)
        .flat_map(|length| (0..(top.len() + 1).saturating_sub(length)).map(move |start| run(start, length)))
        .collect()
}

/// How many cases have one term of each set.
fn counted(cases: impl Iterator<Item = u32>, sets: &[u32]) -> Vec<usize> {
    let mut counts = vec![0; sets.len()];
    for bits in cases {
        for (count, set) in counts.iter_mut().zip(sets) {
            *count += usize::from(bits & set != 0);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_tried_alone_and_in_a_row_where_their_order_means_something() {
        let top: Vec<TermId> = (0..6).map(TermId).collect();
        assert_eq!(sets(&top, false), [0b1, 0b10, 0b100, 0b1000, 0b1_0000, 0b10_0000]);
        assert_eq!(sets(&top, true).len(), 6 + 5 + 4);
        assert!(sets(&top, true).contains(&0b11_1000));
        assert_eq!(sets(&top[..1], true), [0b1]);
        assert!(sets(&[], true).is_empty());
    }

    #[test]
    fn a_case_counts_once_for_terms_that_are_tried_together() {
        assert_eq!(counted([0b11, 0b10, 0b100].into_iter(), &[0b1, 0b11, 0b1000]), [1, 2, 0]);
    }
}
