//! Which terms a case counts under (its own and the broader ones), the cases of each term, and which terms occur
//! together.

use rayon::prelude::*;

use super::rows::Rows;
use super::terms::CaseTerms;
use crate::model::{CaseId, Taxonomy, TaxonomyId, TermId, TermRef};

/// Per case all its terms with their broader ones, sorted: what it counts under. Where it counts for owners too, a term in
/// a role is also one of the taxonomy whose terms that shares.
pub fn with_broader(terms: &CaseTerms, taxonomies: &[Taxonomy], for_owners: bool) -> Vec<Vec<TermRef>> {
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
                    if let Some(owner) = taxonomies[index].terms_of.filter(|_| for_owners) {
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

/// Fill the terms' lists of cases, in the order of `latest`, and which terms occur together. `own_terms` are those that
/// count for no owner.
pub fn count_cases(
    taxonomies: &mut [Taxonomy],
    own_terms: &[Vec<TermRef>],
    all_terms: &[Vec<TermRef>],
    latest: &[CaseId],
) {
    for case in latest {
        for term in &all_terms[case.index()] {
            let is_direct = own_terms[case.index()].binary_search(term).is_ok();
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
    // A term has its page in the taxonomy that owns it.
    for (index, taxonomy) in taxonomies.iter_mut().enumerate().filter(|(_, taxonomy)| taxonomy.terms_of.is_none()) {
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
