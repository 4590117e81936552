//! What the cards of a case say of it, in lists and in Explore alike.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{CardFact, CaseId};
use crate::publication::Publication;

/// A line of a card.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CardLine {
    /// `Sector`; absent where the text names it.
    pub label: Option<String>,
    /// `Fintech`, or several in one text.
    pub text: String,
}

/// How many terms or values a line of a card names.
const NAMED: usize = 2;

/// What the site's cards say of a case: of a taxonomy with roles, the terms under its own key.
pub fn card_lines(publication: Publication<'_>, id: CaseId) -> Vec<CardLine> {
    publication.site.front.cards.iter().filter_map(|fact| card_line(publication, id, *fact)).collect()
}

fn card_line(publication: Publication<'_>, id: CaseId, fact: CardFact) -> Option<CardLine> {
    let Publication { site, words, .. } = publication;
    let case = site.case(id);
    let text = |named: Vec<String>, all: usize| {
        let named = named.join(words.get("list_separator"));
        if all > NAMED { format!("{named} +{}", all - NAMED) } else { named }
    };
    match fact {
        CardFact::Terms(taxonomy) => {
            let of_site = site.taxonomy(taxonomy);
            let terms = case.terms.get(taxonomy.index()).filter(|terms| !terms.is_empty())?;
            let label = if terms.len() == 1 { &of_site.label } else { &of_site.plural };
            let named = terms.iter().take(NAMED).map(|term| of_site.term(*term).label.clone()).collect();
            Some(CardLine { label: Some(label.clone()), text: text(named, terms.len()) })
        }
        CardFact::Values(index) => {
            let field = site.config.fields.get(index)?;
            let values = Some(case.values_of(index)).filter(|values| !values.is_empty())?;
            let named = values.iter().take(NAMED).map(|value| words.value(field, value)).collect();
            let text = text(named, values.len());
            // A number says nothing by itself.
            Some(if field.shape.is_number() {
                CardLine { label: None, text: format!("{}: {text}", field.label) }
            } else {
                CardLine { label: Some(field.label.clone()), text }
            })
        }
    }
}
