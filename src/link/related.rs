//! Link: the cases that are most like a case.
//!
//! Likeness is the sum, over the terms that two cases share, of the term's rarity ln(N / n): a tag that three
//! cases carry says more than a sector that half of them share (inverse document frequency, Spärck Jones 1972).
//! The cost per case is bounded: of a term's cases at most [`NEIGHBOURS`] are looked at, those nearest in time.

use rayon::prelude::*;

use crate::model::{CaseId, Related, Taxonomy, TermRef};

/// How many related cases a case shows.
const SHOWN: usize = 5;
/// How many shared terms are shown for each.
const SHARED: usize = 4;
/// How many cases of one term are looked at.
const NEIGHBOURS: usize = 64;
/// How many cases are looked at in all.
const CANDIDATES: usize = 512;

/// Per case, those most like it, the nearest first; ties go to the later event, then to the slug.
pub fn related(taxonomies: &[Taxonomy], terms: &[Vec<TermRef>], latest: &[CaseId]) -> Vec<Vec<Related>> {
    let mut rank = vec![0u32; latest.len()];
    for (position, case) in (0u32..).zip(latest) {
        rank[case.index()] = position;
    }
    let cases_of = |term: &TermRef| &taxonomies[term.taxonomy.index()].term(term.term).cases;
    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
    let rarity = |term: &TermRef| (latest.len() as f64 / cases_of(term).len().max(1) as f64).ln();

    (0..terms.len())
        .into_par_iter()
        .map(|index| {
            let mut own: Vec<(TermRef, f64)> = terms[index].iter().map(|term| (*term, rarity(term))).collect();
            own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let mut candidates: Vec<CaseId> = Vec::new();
            for (term, weight) in &own {
                if *weight <= 0.0 || candidates.len() >= CANDIDATES {
                    break;
                }
                candidates.extend(neighbours(cases_of(term), &rank, rank[index]));
            }
            candidates.sort_unstable();
            candidates.dedup();
            own.sort_unstable_by_key(|(term, _)| *term);
            let mut scored: Vec<(f64, CaseId)> = candidates
                .into_iter()
                .filter(|case| case.index() != index)
                .map(|case| (likeness(&own, &terms[case.index()]), case))
                .collect();
            scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| rank[a.1.index()].cmp(&rank[b.1.index()])));
            scored.truncate(SHOWN);
            let show = |(_, case): (f64, CaseId)| {
                let other = &terms[case.index()];
                let mut both: Vec<(TermRef, f64)> =
                    own.iter().copied().filter(|(term, _)| other.binary_search(term).is_ok()).collect();
                both.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                let both: Vec<TermRef> = both.into_iter().map(|(term, _)| term).collect();
                Related { case, shared: narrowest(taxonomies, &both) }
            };
            scored.into_iter().map(show).collect()
        })
        .collect()
}

/// The summed rarity of the terms in both lists, each sorted by term: one walk along the two.
fn likeness(own: &[(TermRef, f64)], other: &[TermRef]) -> f64 {
    let mut sum = 0.0;
    let mut others = other.iter().peekable();
    for (term, weight) in own {
        while others.next_if(|other| *other < term).is_some() {}
        if others.peek() == Some(&term) {
            sum += weight;
        }
    }
    sum
}

/// The cases of a term around a case, in the order of time.
fn neighbours<'a>(cases: &'a [CaseId], rank: &[u32], own: u32) -> &'a [CaseId] {
    if cases.len() <= NEIGHBOURS {
        return cases;
    }
    let at = cases.partition_point(|case| rank[case.index()] < own);
    let start = at.saturating_sub(NEIGHBOURS / 2).min(cases.len() - NEIGHBOURS);
    &cases[start..start + NEIGHBOURS]
}

/// The shared terms without those that are broader than another shared one.
fn narrowest(taxonomies: &[Taxonomy], shared: &[TermRef]) -> Vec<TermRef> {
    let is_broader = |term: &TermRef| {
        shared.iter().any(|other| {
            other.taxonomy == term.taxonomy
                && taxonomies[term.taxonomy.index()].term(other.term).broader.contains(&term.term)
        })
    };
    shared.iter().filter(|term| !is_broader(term)).take(SHARED).copied().collect()
}
