//! What cases have in common: which are most alike, and which terms occur together. Worked out where it is shown.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{CaseId, Related, Taxonomy, TaxonomyId, TermId, TermRef};

/// How many related cases a case shows.
const SHOWN: usize = 5;
/// How many shared terms are shown for each.
const SHARED: usize = 4;
/// How many cases of one term are looked at.
const NEIGHBOURS: usize = 64;
/// How many cases are looked at in all.
const CANDIDATES: usize = 512;
/// Two sums of the same weights in another order differ by less.
const ROUNDING: f64 = 1e-6;
/// How many terms of a taxonomy are shown as occurring with a term.
const OCCURS_WITH: usize = 8;

/// The terms of all cases, and which case is near which in time.
#[derive(Debug)]
pub struct InCommon {
    /// Each term with its listed cases, the latest first.
    taxonomies: Arc<[Taxonomy]>,
    /// All that a case counts under.
    all: TermsOfCases,
    /// What counts for no owner; none where that is the same.
    own: Option<TermsOfCases>,
    /// The place of each case among the latest.
    rank: Vec<u32>,
    /// How many cases are listed.
    listed: usize,
}

/// The terms of each case, sorted. The latest cases come first: those that are looked at together are near in time, and
/// lie near each other here.
#[derive(Debug)]
struct TermsOfCases {
    terms: Vec<TermRef>,
    /// Where the terms of each case begin; at the end, where the last ones end.
    starts: Vec<u32>,
}

impl TermsOfCases {
    fn new(cases: &[Vec<TermRef>], latest: &[CaseId]) -> Self {
        let mut terms = Vec::with_capacity(cases.iter().map(Vec::len).sum());
        let mut starts = Vec::with_capacity(cases.len() + 1);
        starts.push(0);
        for case in latest {
            terms.extend_from_slice(&cases[case.index()]);
            starts.push(u32::try_from(terms.len()).expect("fewer than 2^32 terms of cases"));
        }
        TermsOfCases { terms, starts }
    }

    /// Those of the case that has a place among the latest.
    fn at(&self, rank: u32) -> &[TermRef] {
        let place = rank as usize;
        &self.terms[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

impl InCommon {
    /// Of the terms of all cases, sorted: `all` that a case counts under, and its `own`, which count for no owner, where
    /// that is something else. `latest` has all cases, and so many of them are listed.
    pub fn new(
        taxonomies: Arc<[Taxonomy]>,
        all: &[Vec<TermRef>],
        own: Option<&[Vec<TermRef>]>,
        latest: &[CaseId],
        listed: usize,
    ) -> Self {
        let mut rank = vec![0u32; latest.len()];
        for (position, case) in (0u32..).zip(latest) {
            rank[case.index()] = position;
        }
        let terms = |cases| TermsOfCases::new(cases, latest);
        InCommon { taxonomies, all: terms(all), own: own.map(terms), rank, listed }
    }

    /// The listed cases most like a case, the nearest first; ties go to the later event, then to the slug.
    ///
    /// Likeness is the sum of ln(N / n) over the terms that two cases share, where n of N cases have the term: a tag on
    /// three cases says more than a sector on half of them (inverse document frequency, Spärck Jones 1972). The cost per
    /// case is bounded: of each term at most `NEIGHBOURS` cases are compared, those nearest in time.
    pub fn related(&self, case: CaseId) -> Vec<Related> {
        let own = self.own.as_ref().unwrap_or(&self.all);
        let of_case = |case: CaseId| own.at(self.rank[case.index()]);
        let weights: Vec<(TermRef, f64)> = of_case(case).iter().map(|term| (*term, self.rarity(*term))).collect();
        let of_other = Weights::new(&weights);
        let mut rarest = weights.clone();
        rarest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let nearest = |a: &(f64, CaseId), b: &(f64, CaseId)| {
            b.0.total_cmp(&a.0).then_with(|| self.rank[a.1.index()].cmp(&self.rank[b.1.index()]))
        };
        let mut scored: Vec<(f64, CaseId)> = Vec::with_capacity(NEIGHBOURS);
        // Cases with a lower sum than this cannot be among the nearest; those that were not met yet share no more than
        // that.
        let mut least = f64::NEG_INFINITY;
        let mut reach: f64 = weights.iter().map(|(_, weight)| weight.max(0.0)).sum();
        let mut looked_at = 0;
        for (term, weight) in &rarest {
            if *weight <= 0.0 || looked_at >= CANDIDATES || reach < least - ROUNDING {
                break;
            }
            let near = self.neighbours(*term, case);
            looked_at += near.len();
            for other in near.iter().filter(|other| **other != case) {
                let sum = of_other.sum(of_case(*other));
                if sum >= least && !scored.iter().any(|(_, known)| known == other) {
                    scored.push((sum, *other));
                }
            }
            keep_first(&mut scored, SHOWN, nearest);
            if scored.len() == SHOWN {
                least = scored.iter().map(|(sum, _)| *sum).fold(f64::INFINITY, f64::min);
            }
            if near.len() == self.cases_of(*term).len() {
                reach -= weight;
            }
        }
        scored.sort_unstable_by(nearest);
        let show = |(_, other): (f64, CaseId)| {
            let terms = of_case(other);
            let both = rarest.iter().map(|(term, _)| *term).filter(|term| terms.binary_search(term).is_ok());
            Related { case: other, shared: self.narrowest(&both.collect::<Vec<_>>()) }
        };
        scored.into_iter().map(show).collect()
    }

    /// Which terms occur on the cases of a term, and on how many: by taxonomy, the most frequent of each. Those of its own
    /// taxonomy and of the roles of its terms are left out.
    pub fn occurs_with(&self, term: TermRef) -> Vec<(TaxonomyId, Vec<(TermId, u32)>)> {
        let family = |taxonomy: TaxonomyId| self.taxonomies[taxonomy.index()].terms_of.unwrap_or(taxonomy);
        let own = family(term.taxonomy);
        let mut counts: FxHashMap<TermRef, u32> = FxHashMap::default();
        for case in self.cases_of(term) {
            for other in self.all.at(self.rank[case.index()]).iter().filter(|other| family(other.taxonomy) != own) {
                *counts.entry(*other).or_default() += 1;
            }
        }
        let mut groups: Vec<Vec<(TermId, u32)>> = vec![Vec::new(); self.taxonomies.len()];
        for (other, count) in counts {
            groups[other.taxonomy.index()].push((other.term, count));
        }
        // Ties in the order of the taxonomy.
        let most_frequent = |a: &(TermId, u32), b: &(TermId, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        let shown = groups.into_iter().enumerate().filter(|(_, group)| !group.is_empty()).map(|(index, mut group)| {
            keep_first(&mut group, OCCURS_WITH, most_frequent);
            group.sort_unstable_by(most_frequent);
            (TaxonomyId::from_index(index), group)
        });
        shown.collect()
    }

    fn cases_of(&self, term: TermRef) -> &[CaseId] {
        &self.taxonomies[term.taxonomy.index()].term(term.term).cases
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
    fn rarity(&self, term: TermRef) -> f64 {
        (self.listed as f64 / self.cases_of(term).len().max(1) as f64).ln()
    }

    /// The cases of a term around a case, in the order of time.
    fn neighbours(&self, term: TermRef, case: CaseId) -> &[CaseId] {
        let cases = self.cases_of(term);
        if cases.len() <= NEIGHBOURS {
            return cases;
        }
        let at = cases.partition_point(|other| self.rank[other.index()] < self.rank[case.index()]);
        let start = at.saturating_sub(NEIGHBOURS / 2).min(cases.len() - NEIGHBOURS);
        &cases[start..start + NEIGHBOURS]
    }

    /// The shared terms without those that are broader than another shared one.
    fn narrowest(&self, shared: &[TermRef]) -> Vec<TermRef> {
        let is_broader = |term: &TermRef| {
            shared.iter().any(|other| {
                other.taxonomy == term.taxonomy
                    && self.taxonomies[term.taxonomy.index()].term(other.term).broader.contains(&term.term)
            })
        };
        shared.iter().filter(|term| !is_broader(term)).take(SHARED).copied().collect()
    }
}

/// The weights of some terms, to be summed over the terms of many cases, few of which are among them.
struct Weights {
    /// A bit for each term, several of which may share one.
    bits: u64,
    /// By term.
    weights: FxHashMap<TermRef, f64>,
}

impl Weights {
    fn new(weights: &[(TermRef, f64)]) -> Self {
        let bits = weights.iter().fold(0, |bits, (term, _)| bits | Self::bit(*term));
        Weights { bits, weights: weights.iter().copied().collect() }
    }

    fn bit(term: TermRef) -> u64 {
        1 << (term.term.0.wrapping_add(term.taxonomy.0.wrapping_mul(11)) & 63)
    }

    /// Always summed in the same order of terms, so that equal cases get exactly equal sums.
    fn sum(&self, terms: &[TermRef]) -> f64 {
        let mut sum = 0.0;
        for term in terms {
            if self.bits & Self::bit(*term) != 0
                && let Some(weight) = self.weights.get(term)
            {
                sum += weight;
            }
        }
        sum
    }
}

/// Keep so many of some: the first in an order.
fn keep_first<T>(items: &mut Vec<T>, many: usize, order: impl Fn(&T, &T) -> Ordering) {
    if items.len() > many {
        items.select_nth_unstable_by(many, order);
        items.truncate(many);
    }
}
