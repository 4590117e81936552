//! Which terms a case counts under (its own and the broader ones), and the cases of each term.

use rayon::prelude::*;

use super::terms::CaseTerms;
use crate::model::{CaseId, Taxonomy, TaxonomyId, TermRef};

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

/// Fill the terms' lists of cases, in the order of `latest`. `own_terms` are those that count for no owner.
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
}
