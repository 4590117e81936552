//! What the cards of a case say of it, in lists and in Explore alike.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{CardFact, Case, CaseId, Taxonomy, TermId};
use crate::publication::Publication;
use crate::theme::Words;

/// A line of a card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CardLine<'a> {
    /// `Sector`; absent where the text names it.
    pub label: Option<&'a str>,
    /// `Fintech`, or several in one text.
    pub text: Cow<'a, str>,
}

/// How many terms or values a line of a card names.
const NAMED: usize = 2;

/// What the site's cards say of a case.
pub fn card_lines(publication: Publication<'_>, id: CaseId) -> Vec<CardLine<'_>> {
    let Publication { site, words, .. } = publication;
    let case = site.case(id);
    let line = |fact: &CardFact| match *fact {
        CardFact::Terms(taxonomy) => match case.terms_of(taxonomy) {
            [] => None,
            terms => Some(line_of_terms(site.taxonomy(taxonomy), terms, words)),
        },
        CardFact::Values(index) => line_of_values(publication, case, index),
    };
    site.front.cards.iter().filter_map(line).collect()
}

/// The line of a case's terms: of a taxonomy with roles, those under its own key.
pub fn line_of_terms<'a>(taxonomy: &'a Taxonomy, terms: &[TermId], words: &Words) -> CardLine<'a> {
    let label = if terms.len() == 1 { &taxonomy.label } else { &taxonomy.plural };
    let text = first_named(terms, |term| taxonomy.term(*term).label.as_str().into(), words);
    CardLine { label: Some(label), text }
}

/// The line of a case's values of one of the site's own fields, where it has any.
pub fn line_of_values<'a>(publication: Publication<'a>, case: &Case, index: usize) -> Option<CardLine<'a>> {
    let Publication { site, words, .. } = publication;
    let field = site.config.fields.get(index)?;
    let values = Some(case.values_of(index)).filter(|values| !values.is_empty())?;
    let text = first_named(values, |value| words.value(field, value).into(), words);
    // A number says nothing by itself.
    Some(if field.shape.is_number() {
        CardLine { label: None, text: format!("{}: {text}", field.label).into() }
    } else {
        CardLine { label: Some(&field.label), text }
    })
}

/// The first of some terms or values by name, and how many more there are.
fn first_named<'a, T>(all: &[T], name: impl Fn(&T) -> Cow<'a, str>, words: &Words) -> Cow<'a, str> {
    if let [only] = all {
        return name(only);
    }
    let named: Vec<_> = all.iter().take(NAMED).map(name).collect();
    let named = named.join(words.get("list_separator"));
    if all.len() > NAMED { format!("{named} +{}", all.len() - NAMED).into() } else { named.into() }
}
