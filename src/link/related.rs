//! The cases that are most like a case.

use rayon::prelude::*;

use super::rows::Rows;
use crate::model::{CaseId, Related, Taxonomy, TermRef};

/// How many related cases a case shows.
const SHOWN: usize = 5;
/// How many shared terms are shown for each.
const SHARED: usize = 4;
/// How many cases of one term are looked at.
const NEIGHBOURS: usize = 64;
/// How many cases are looked at in all.
const CANDIDATES: usize = 512;

/// Per case, the listed ones most like it, the nearest first; ties go to the later event, then to the slug. `latest` has
/// all cases, and so many of them are listed.
///
/// Likeness is the sum of ln(N / n) over the terms that two cases share, where n of N cases have the term: a tag on
/// three cases says more than a sector on half of them (inverse document frequency, Spärck Jones 1972). The cost per
/// case is bounded: of each term at most `NEIGHBOURS` cases are compared, those nearest in time.
pub fn related(taxonomies: &[Taxonomy], terms: &[Vec<TermRef>], latest: &[CaseId], listed: usize) -> Vec<Vec<Related>> {
    let likeness = Likeness::new(taxonomies, terms, latest, listed);
    (0..terms.len()).into_par_iter().map_init(|| Scratch::new(&likeness), |at, index| likeness.of(index, at)).collect()
}

/// What the likeness of two cases is computed from.
struct Likeness<'a> {
    taxonomies: &'a [Taxonomy],
    /// The terms of each case, sorted.
    terms: &'a [Vec<TermRef>],
    /// The same by their places in a row of all terms, one case behind the other.
    rows: Vec<u32>,
    /// Where the rows of each case begin; at the end, where the last ones end.
    starts: Vec<u32>,
    /// The place of each case among the latest.
    rank: Vec<u32>,
    /// All terms in one row.
    places: Rows,
    /// The rarity of each term in that row.
    rarity: Vec<f64>,
}

/// Buffers that a thread reuses for every case.
struct Scratch {
    /// The rarity of the case's own terms, in the row of all terms; 0 for others.
    own: Vec<f64>,
    /// The case for which each case was last met, so that each is met once.
    met_for: Vec<usize>,
    scored: Vec<(f64, CaseId)>,
}

impl Scratch {
    fn new(likeness: &Likeness<'_>) -> Self {
        Scratch {
            own: vec![0.0; likeness.rarity.len()],
            met_for: vec![usize::MAX; likeness.terms.len()],
            scored: Vec::new(),
        }
    }
}

impl<'a> Likeness<'a> {
    fn new(taxonomies: &'a [Taxonomy], terms: &'a [Vec<TermRef>], latest: &[CaseId], listed: usize) -> Self {
        let mut rank = vec![0u32; latest.len()];
        for (position, case) in (0u32..).zip(latest) {
            rank[case.index()] = position;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
        let rarity_of = |cases: usize| (listed as f64 / cases.max(1) as f64).ln();
        let places = Rows::new(taxonomies);
        let all = taxonomies.iter().flat_map(|taxonomy| taxonomy.terms.all());
        let rarity = all.map(|term| rarity_of(term.cases.len())).collect();
        let narrow = |index: usize| u32::try_from(index).expect("fewer than 2^32 terms of cases");
        let (mut rows, mut starts) = (Vec::new(), vec![0]);
        for of_case in terms {
            rows.extend(of_case.iter().map(|term| narrow(places.of(term))));
            starts.push(narrow(rows.len()));
        }
        Likeness { taxonomies, terms, rows, starts, rank, places, rarity }
    }

    /// The terms of a case by their places in a row of all terms.
    fn rows_of(&self, case: usize) -> &[u32] {
        &self.rows[self.starts[case] as usize..self.starts[case + 1] as usize]
    }

    /// The cases most like a case.
    fn of(&self, index: usize, at: &mut Scratch) -> Vec<Related> {
        let mut own: Vec<(TermRef, f64)> =
            self.terms[index].iter().map(|term| (*term, self.rarity[self.places.of(term)])).collect();
        for (term, weight) in &own {
            at.own[self.places.of(term)] = *weight;
        }
        own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let nearest = |a: &(f64, CaseId), b: &(f64, CaseId)| {
            b.0.total_cmp(&a.0).then_with(|| self.rank[a.1.index()].cmp(&self.rank[b.1.index()]))
        };
        at.scored.clear();
        // Cases with a lower sum than this cannot be among the nearest.
        let mut least = f64::NEG_INFINITY;
        at.met_for[index] = index;
        let mut looked_at = 0;
        for (term, weight) in &own {
            if *weight <= 0.0 || looked_at >= CANDIDATES {
                break;
            }
            let cases = &self.taxonomies[term.taxonomy.index()].term(term.term).cases;
            let near = neighbours(cases, &self.rank, self.rank[index]);
            looked_at += near.len();
            for case in near {
                if std::mem::replace(&mut at.met_for[case.index()], index) != index {
                    // Always summed in the same order of terms, so that equal cases get exactly equal sums.
                    let sum: f64 = self.rows_of(case.index()).iter().map(|row| at.own[*row as usize]).sum();
                    if sum >= least {
                        at.scored.push((sum, *case));
                    }
                    if at.scored.len() == 4 * SHOWN {
                        keep_nearest(&mut at.scored, nearest);
                        least = at.scored.iter().map(|(sum, _)| *sum).fold(f64::INFINITY, f64::min);
                    }
                }
            }
        }
        keep_nearest(&mut at.scored, nearest);
        at.scored.sort_unstable_by(nearest);
        for (term, _) in &own {
            at.own[self.places.of(term)] = 0.0;
        }
        let show = |(_, case): &(f64, CaseId)| {
            let other = &self.terms[case.index()];
            let both = own.iter().map(|(term, _)| *term).filter(|term| other.binary_search(term).is_ok());
            Related { case: *case, shared: narrowest(self.taxonomies, &both.collect::<Vec<_>>()) }
        };
        at.scored.iter().map(show).collect()
    }
}

/// Keep the first of some in an order, as many as are shown.
fn keep_nearest(scored: &mut Vec<(f64, CaseId)>, order: impl Fn(&(f64, CaseId), &(f64, CaseId)) -> std::cmp::Ordering) {
    if scored.len() > SHOWN {
        scored.select_nth_unstable_by(SHOWN, order);
        scored.truncate(SHOWN);
    }
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
