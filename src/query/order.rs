//! The order of cases by what they say under a name.

use super::named::{Field, Named};
use crate::explore::fields;
use crate::model::{Case, CaseId, Datum, Site, TaxonomyId, fold};

/// By which cases are sorted.
pub struct Order {
    /// What is compared.
    pub by: Named,
    /// The greatest first.
    pub descends: bool,
}

/// What is compared.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(usize),
    Date(u64),
    Text(String),
}

/// Can cases be sorted by it?
pub fn is_sortable(by: Named) -> bool {
    let Named::BuiltIn(known) = by else { return true };
    !matches!(known.field, Field::Kind | Field::Publisher | Field::Source | Field::Whole)
}

/// Sort cases; what says nothing stands last, and what is equal stays as it was.
pub fn sort(site: &Site, cases: &mut [CaseId], orders: &[Order]) {
    // The last order first: what is equal in one keeps the order that the next one gave it.
    for order in orders.iter().rev() {
        let ranks = match order.by {
            Named::Own(index) if site.config.fields[index].shape.is_ordered() => fields::ranks(site, index),
            Named::Taxonomy(id) => ranks_of_terms(site, id),
            _ => Vec::new(),
        };
        let key = |id: &CaseId| match ranks.get(id.index()) {
            Some(0) => None,
            Some(rank) => Some(Key::Number(*rank)),
            None => key(site.case(*id), order.by),
        };
        let mut keyed: Vec<(Option<Key>, CaseId)> = cases.iter().map(|id| (key(id), *id)).collect();
        keyed.sort_by(|(one, _), (other, _)| match (one, other) {
            (Some(one), Some(other)) if order.descends => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        for (place, (_, id)) in cases.iter_mut().zip(keyed) {
            *place = id;
        }
    }
}

/// Per case the place of its first term in the order of its taxonomy, from 1; 0 where it has none.
fn ranks_of_terms(site: &Site, id: TaxonomyId) -> Vec<usize> {
    let taxonomy = site.taxonomy(id);
    let mut ranks = vec![0; taxonomy.terms.all().len()];
    for (term, rank) in taxonomy.order.iter().zip(1..) {
        ranks[term.index()] = rank;
    }
    let of_case =
        |case: &Case| case.terms[id.index()].iter().map(|term| ranks[term.index()]).filter(|rank| *rank > 0).min();
    site.cases.iter().map(|case| of_case(case).unwrap_or(0)).collect()
}

fn key(case: &Case, by: Named) -> Option<Key> {
    let support = case.evidence.support;
    let share = |some: usize| (support.statements() > 0).then(|| some * 10_000 / support.statements());
    let text = |text: String| (!text.is_empty()).then(|| Key::Text(fold(&text)));
    match by {
        Named::Taxonomy(_) => None,
        Named::Own(index) => {
            let mut values = case.values_of(index).iter();
            values.find_map(|value| value.datum.as_ref().map(Datum::to_text)).and_then(text)
        }
        Named::BuiltIn(known) => match known.field {
            Field::Date(date) => date(case).map(|date| Key::Date(date.sort_key())),
            Field::Year => case.date.as_ref().map(|date| Key::Number(date.year().into())),
            Field::Number(number) | Field::Count(number) => Some(Key::Number(number(case))),
            Field::Cited => share(support.cited()).map(Key::Number),
            Field::Evidence => share(support.independent).map(Key::Number),
            Field::Text(of) => text(of(case)),
            Field::Kind | Field::Publisher | Field::Source | Field::Whole => None,
        },
    }
}
