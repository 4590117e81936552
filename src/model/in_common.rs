//! What cases have in common: which are most alike, and which terms occur together. Worked out where it is shown.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

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
/// Of how many cases, near in time, those most alike are sought at once: what they look at is near at hand then, and a
/// site that is served waits for no more than these.
const AT_ONCE: u32 = 256;
/// How many terms of a taxonomy are shown as occurring with a term.
const OCCURS_WITH: usize = 8;

/// The terms of all cases, and which case is near which in time.
///
/// A case stands here by its rank, its place among the latest: cases that are looked at together are near in time, and what
/// is said of them lies near each other in memory.
#[derive(Debug)]
pub struct InCommon {
    taxonomies: Arc<[Taxonomy]>,
    /// Where the terms of each taxonomy begin in the row of all terms of all taxonomies. A term stands here by its place
    /// in that row.
    rows: Vec<u32>,
    /// By rank, all that a case counts under, in the order of the row.
    all: Lists,
    /// By rank, what counts for no owner; none where that is the same.
    own: Option<Lists>,
    /// By term, the ranks of its listed cases.
    ranks: Lists,
    /// By rank.
    latest: Box<[CaseId]>,
    /// By case.
    rank: Vec<u32>,
    /// How many cases are listed.
    listed: usize,
    /// By rank, the ranks of the cases most alike, `AT_ONCE` at a time.
    nearest: Vec<OnceLock<Vec<Box<[u32]>>>>,
}

/// Lists of numbers, one behind the other.
#[derive(Debug)]
struct Lists {
    items: Vec<u32>,
    /// Where each begins; at the end, where the last one ends.
    starts: Vec<u32>,
}

impl Lists {
    fn new(lists: impl Iterator<Item = impl Iterator<Item = u32>>) -> Self {
        let (mut items, mut starts) = (Vec::new(), vec![0]);
        for list in lists {
            items.extend(list);
            starts.push(u32::try_from(items.len()).expect("fewer than 2^32 terms of cases"));
        }
        Lists { items, starts }
    }

    fn get(&self, list: u32) -> &[u32] {
        let list = list as usize;
        &self.items[self.starts[list] as usize..self.starts[list + 1] as usize]
    }
}

impl InCommon {
    /// Of the taxonomies, whose terms have their cases, the latest first; and the terms of all cases, sorted: `all` that a
    /// case counts under, and its `own`, which count for no owner, where that is something else. `latest` has all cases, and
    /// so many of them are listed.
    pub fn new(
        taxonomies: Arc<[Taxonomy]>,
        all: &[Vec<TermRef>],
        own: Option<&[Vec<TermRef>]>,
        latest: &[CaseId],
        listed: usize,
    ) -> Self {
        let mut rank = vec![0u32; latest.len()];
        for (position, case) in (0..).zip(latest) {
            rank[case.index()] = position;
        }
        let rows = rows(&taxonomies);
        let of_terms = taxonomies.iter().flat_map(|taxonomy| taxonomy.terms.all());
        let ranks = Lists::new(of_terms.map(|term| term.cases.iter().map(|case| rank[case.index()])));
        let terms = |cases: &[Vec<TermRef>]| {
            Lists::new(latest.iter().map(|case| cases[case.index()].iter().map(|term| place_in(&rows, *term))))
        };
        let (all, own) = (terms(all), own.map(terms));
        let nearest = (0..latest.len().div_ceil(AT_ONCE as usize)).map(|_| OnceLock::new()).collect();
        InCommon { taxonomies, rows, all, own, ranks, latest: latest.into(), rank, listed, nearest }
    }

    /// The listed cases most like a case, the nearest first; ties go to the later event, then to the slug.
    ///
    /// Likeness is the sum of ln(N / n) over the terms that two cases share, where n of N cases have the term: a tag on
    /// three cases says more than a sector on half of them (inverse document frequency, Spärck Jones 1972). The cost per
    /// case is bounded: of each term at most `NEIGHBOURS` cases are compared, those nearest in time.
    pub fn related(&self, case: CaseId) -> Vec<Related> {
        let rank = self.rank[case.index()];
        let (block, place) = (rank / AT_ONCE, rank % AT_ONCE);
        let ranks = (block * AT_ONCE..(block + 1) * AT_ONCE).take_while(|rank| (*rank as usize) < self.latest.len());
        let nearest = self.nearest[block as usize].get_or_init(|| {
            let mut weights = vec![0.0; self.ranks.starts.len()];
            ranks.map(|rank| self.nearest_to(rank, &mut weights)).collect()
        });
        let rarest = self.rarest_first(rank);
        let show = |other: &u32| {
            let terms = self.own().get(*other);
            let both = rarest.iter().filter(|(term, _)| terms.binary_search(term).is_ok());
            let both: Vec<TermRef> = both.map(|(term, _)| self.term(*term)).collect();
            Related { case: self.latest[*other as usize], shared: self.narrowest(&both) }
        };
        nearest[place as usize].iter().map(show).collect()
    }

    /// The cases most like the one of a rank, by rank. `weights` has a nought for each term, before and after.
    fn nearest_to(&self, rank: u32, weights: &mut [f64]) -> Box<[u32]> {
        let rarest = self.rarest_first(rank);
        for (term, weight) in &rarest {
            weights[*term as usize] = *weight;
        }
        let nearest = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let mut scored: Vec<(f64, u32)> = Vec::with_capacity(NEIGHBOURS);
        // Cases with a lower sum than this cannot be among the nearest; those that were not met yet share no more than
        // that.
        let mut least = f64::NEG_INFINITY;
        let mut reach: f64 = rarest.iter().map(|(_, weight)| weight.max(0.0)).sum();
        let mut looked_at = 0;
        for (term, weight) in &rarest {
            if *weight <= 0.0 || looked_at >= CANDIDATES || reach < least - ROUNDING {
                break;
            }
            let all = self.ranks.get(*term);
            let near = neighbours(all, rank);
            looked_at += near.len();
            for other in near.iter().filter(|other| **other != rank) {
                // Always summed in the same order of terms, so that equal cases get exactly equal sums.
                let sum: f64 = self.own().get(*other).iter().map(|term| weights[*term as usize]).sum();
                if sum >= least && !scored.iter().any(|(_, known)| known == other) {
                    scored.push((sum, *other));
                }
            }
            keep_first(&mut scored, SHOWN, nearest);
            if scored.len() == SHOWN {
                least = scored.iter().map(|(sum, _)| *sum).fold(f64::INFINITY, f64::min);
            }
            if near.len() == all.len() {
                reach -= weight;
            }
        }
        for (term, _) in &rarest {
            weights[*term as usize] = 0.0;
        }
        scored.sort_unstable_by(nearest);
        scored.into_iter().map(|(_, other)| other).collect()
    }

    /// Which terms occur on the cases of a term, and on how many: by taxonomy, the most frequent of each. Those of its own
    /// taxonomy and of the roles of its terms are left out.
    pub fn occurs_with(&self, term: TermRef) -> Vec<(TaxonomyId, Vec<(TermId, u32)>)> {
        let family = |taxonomy: TaxonomyId| self.taxonomies[taxonomy.index()].terms_of.unwrap_or(taxonomy);
        let own = family(term.taxonomy);
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        for rank in self.ranks.get(place_in(&self.rows, term)) {
            for other in self.all.get(*rank) {
                *counts.entry(*other).or_default() += 1;
            }
        }
        let mut groups: Vec<Vec<(TermId, u32)>> = vec![Vec::new(); self.taxonomies.len()];
        for (other, count) in counts {
            let other = self.term(other);
            if family(other.taxonomy) != own {
                groups[other.taxonomy.index()].push((other.term, count));
            }
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

    fn own(&self) -> &Lists {
        self.own.as_ref().unwrap_or(&self.all)
    }

    /// The terms of the case of a rank, each with its rarity, the rarest first.
    fn rarest_first(&self, rank: u32) -> Vec<(u32, f64)> {
        let mut rarest: Vec<_> = self.own().get(rank).iter().map(|term| (*term, self.rarity(*term))).collect();
        rarest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rarest
    }

    /// The term at a place in the row.
    fn term(&self, place: u32) -> TermRef {
        let taxonomy = self.rows.partition_point(|start| *start <= place) - 1;
        let term = TermId::from_index((place - self.rows[taxonomy]) as usize);
        TermRef { taxonomy: TaxonomyId::from_index(taxonomy), term }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
    fn rarity(&self, term: u32) -> f64 {
        (self.listed as f64 / self.ranks.get(term).len().max(1) as f64).ln()
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

/// Where the terms of each taxonomy begin in the row of all.
fn rows(taxonomies: &[Taxonomy]) -> Vec<u32> {
    let terms = |taxonomy: &Taxonomy| u32::try_from(taxonomy.terms.all().len()).expect("fewer than 2^32 terms");
    taxonomies.iter().scan(0, |next, taxonomy| Some(std::mem::replace(next, *next + terms(taxonomy)))).collect()
}

/// Where a term stands in the row of all.
fn place_in(rows: &[u32], term: TermRef) -> u32 {
    rows[term.taxonomy.index()] + term.term.0
}

/// The cases of a term around a case, in the order of time.
fn neighbours(ranks: &[u32], own: u32) -> &[u32] {
    if ranks.len() <= NEIGHBOURS {
        return ranks;
    }
    let at = ranks.partition_point(|other| *other < own);
    let start = at.saturating_sub(NEIGHBOURS / 2).min(ranks.len() - NEIGHBOURS);
    &ranks[start..start + NEIGHBOURS]
}

/// Keep so many of some: the first in an order.
fn keep_first<T>(items: &mut Vec<T>, many: usize, order: impl Fn(&T, &T) -> Ordering) {
    if items.len() > many {
        items.select_nth_unstable_by(many, order);
        items.truncate(many);
    }
}
