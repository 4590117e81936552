//! Which terms a case counts under (its own and the broader ones), the cases of each term, and which terms occur
//! together.

use rayon::prelude::*;

use super::rows::Rows;
use super::terms::CaseTerms;
use crate::model::{CaseId, Taxonomy, TaxonomyId, TermId, TermRef};

/// Per case all its terms with their broader ones, sorted: what it counts under. A term in a role is one of the taxonomy
/// too whose terms that shares.
pub fn with_broader(terms: &CaseTerms, taxonomies: &[Taxonomy]) -> Vec<Vec<TermRef>> {
    terms
        .par_iter()
        .map(|case| {
            let mut all: Vec<TermRef> = Vec::new();
            for (index, own) in case.iter().enumerate() {
                let taxonomy = TaxonomyId::from_index(index);
                for term in own {
                    let broader = &taxonomies[index].term(*term).broader;
                    let lineage = || std::iter::once(term).chain(broader);
                    all.extend(lineage().map(|term| TermRef { taxonomy, term: *term }));
                    if let Some(owner) = taxonomies[index].terms_of {
                        all.extend(lineage().map(|term| TermRef { taxonomy: owner, term: *term }));
                    }
                }
            }
            all.sort_unstable();
            all.dedup();
            all
        })
        .collect()
}

/// How many terms of a taxonomy are shown as occurring with a term.
const OCCURS_WITH: usize = 8;

/// The same without what is there for a role's sake; nothing where there are no roles.
pub fn without_owners(
    all_terms: &[Vec<TermRef>],
    terms: &CaseTerms,
    taxonomies: &[Taxonomy],
) -> Option<Vec<Vec<TermRef>>> {
    let owners: Vec<TaxonomyId> = taxonomies.iter().filter_map(|taxonomy| taxonomy.terms_of).collect();
    if owners.is_empty() {
        return None;
    }
    let of_case = |(all, own): (&Vec<TermRef>, &Vec<Vec<TermId>>)| {
        let is_own = |term: &&TermRef| !owners.contains(&term.taxonomy) || carries(own, term, taxonomies);
        all.iter().filter(is_own).copied().collect()
    };
    Some(all_terms.par_iter().zip(terms).map(of_case).collect())
}

/// Does a case carry a term, or a narrower one, under the key of its own taxonomy?
fn carries(own: &[Vec<TermId>], term: &TermRef, taxonomies: &[Taxonomy]) -> bool {
    let taxonomy = &taxonomies[term.taxonomy.index()];
    let given = own.get(term.taxonomy.index()).into_iter().flatten();
    given.into_iter().any(|one| *one == term.term || taxonomy.term(*one).broader.contains(&term.term))
}

/// Fill the terms' lists of cases, in the order of `latest`, and which terms occur together.
pub fn count_cases(taxonomies: &mut [Taxonomy], terms: &CaseTerms, all_terms: &[Vec<TermRef>], latest: &[CaseId]) {
    for case in latest {
        for term in &all_terms[case.index()] {
            let is_direct = carries(&terms[case.index()], term, taxonomies);
            let term = &mut taxonomies[term.taxonomy.index()].terms[term.term.index()];
            term.cases.push(*case);
            term.direct += usize::from(is_direct);
        }
    }
    // A role lists the terms that occur in it; all are listed by the taxonomy that owns them.
    for role in taxonomies.iter_mut().filter(|taxonomy| taxonomy.terms_of.is_some()) {
        let mut order = std::mem::take(&mut role.order);
        order.retain(|term| !role.term(*term).cases.is_empty());
        role.order = order;
    }
    let family: Vec<TaxonomyId> =
        (0..).zip(taxonomies.iter()).map(|(index, one)| one.terms_of.unwrap_or(TaxonomyId(index))).collect();
    let rows = Rows::new(taxonomies);
    let count_of_taxonomies = taxonomies.len();
    for (index, taxonomy) in taxonomies.iter_mut().enumerate() {
        let own = family[index];
        taxonomy.terms.par_iter_mut().for_each_init(
            || (vec![0u32; rows.length()], Vec::new()),
            |(counts, met): &mut (Vec<u32>, Vec<TermRef>), term| {
                for case in &term.cases {
                    for other in all_terms[case.index()].iter().filter(|other| family[other.taxonomy.index()] != own) {
                        let count = &mut counts[rows.of(other)];
                        if *count == 0 {
                            met.push(*other);
                        }
                        *count += 1;
                    }
                }
                let mut groups: Vec<Vec<(TermId, u32)>> = vec![Vec::new(); count_of_taxonomies];
                for other in met.drain(..) {
                    let count = &mut counts[rows.of(&other)];
                    groups[other.taxonomy.index()].push((other.term, std::mem::take(count)));
                }
                term.occurs_with = groups.into_iter().enumerate().filter_map(most_frequent).collect();
            },
        );
    }
}

/// The terms of a group that are shown: the most frequent, ties in the order of the taxonomy.
fn most_frequent((taxonomy, mut group): (usize, Vec<(TermId, u32)>)) -> Option<(TaxonomyId, Vec<(TermId, u32)>)> {
    let rank = |a: &(TermId, u32), b: &(TermId, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if group.len() > OCCURS_WITH {
        group.select_nth_unstable_by(OCCURS_WITH, rank);
        group.truncate(OCCURS_WITH);
    }
    group.shrink_to_fit();
    group.sort_unstable_by(rank);
    (!group.is_empty()).then(|| (TaxonomyId::from_index(taxonomy), group))
}
