//! The cases of an answer counted by a facet, and what they come to together.

use super::answer::Answer;
use super::compile::GroupKey;
use super::named::{Field, Named};
use crate::explore::facets::{self, About};
use crate::explore::values::FacetValue;
use crate::model::{CaseId, Datum, FieldValue, Site, Sum, fold};
use crate::publication::Publication;

/// The cases of one value of a facet.
pub struct Group {
    /// The name of the value in addresses; empty where cases say nothing.
    pub id: String,
    /// Its name for people; none where cases say nothing.
    pub label: Option<String>,
    /// Its cases, in the order of the answer.
    pub cases: Vec<CaseId>,
}

/// The cases of an answer by the values of a facet that they have, in its order; those that say nothing last. A case of a
/// narrower value is one of the broader ones too.
pub fn groups(publication: Publication<'_>, answer: &Answer, about: About) -> Vec<Group> {
    let facet = facets::facet(publication, about);
    let mut cases: Vec<Vec<CaseId>> = vec![Vec::new(); facet.values.len()];
    let mut silent = Vec::new();
    for id in &answer.cases {
        let own = facet.rows.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        if own.is_empty() {
            silent.push(*id);
        }
        for value in own {
            let mut next = Some(*value);
            while let Some(value) = next {
                let of_value = &mut cases[value];
                // It came here already, and from here on.
                if of_value.last() == Some(id) {
                    break;
                }
                of_value.push(*id);
                next = facet.values[value].broader;
            }
        }
    }
    let of_value = |(value, cases): (FacetValue, Vec<CaseId>)| Group { id: value.id, label: Some(value.label), cases };
    let pairs = facet.values.into_iter().zip(cases).filter(|(_, cases)| !cases.is_empty());
    let mut groups: Vec<Group> = pairs.map(of_value).collect();
    for (key, descends) in answer.group_orders.iter().rev() {
        groups.sort_by(|one, other| {
            let order = match key {
                GroupKey::Cases => one.cases.len().cmp(&other.cases.len()),
                GroupKey::Label => one.label.as_deref().map(fold).cmp(&other.label.as_deref().map(fold)),
            };
            if *descends { order.reverse() } else { order }
        });
    }
    if !silent.is_empty() {
        groups.push(Group { id: String::new(), label: None, cases: silent });
    }
    groups
}

/// What some cases come to under a name: the one place where the site adds up.
pub fn summed(site: &Site, by: Named, cases: &[CaseId]) -> Sum {
    let cases = cases.iter().map(|id| site.case(*id));
    match by {
        Named::Own(index) => match site.config.fields.get(index) {
            Some(field) => Sum::of(field, cases.map(|case| case.values_of(index))),
            None => Sum::Nothing,
        },
        Named::BuiltIn(known) => match known.field {
            Field::Number(number) => {
                let total: usize = cases.map(number).sum();
                Sum::Of(FieldValue { datum: Some(Datum::Number(total.into())), ..FieldValue::default() })
            }
            _ => Sum::Nothing,
        },
        Named::Taxonomy(_) => Sum::Nothing,
    }
}
