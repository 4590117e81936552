//! What the configuration puts first, in lists and on the home page.

use super::parts::Parts;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::config::Config;
use crate::model::{CardFact, CaseId, Front, Spanned, Taxonomy, TaxonomyId, taxonomy_named};

/// How many taxonomies cards name where the configuration does not say which.
const CARDS: usize = 3;

/// Find what the configuration names, and report what there is none of. `newest` has the case that joined last first.
pub fn link(
    config: &Config,
    taxonomies: &[Taxonomy],
    parts: &Parts,
    newest: &[CaseId],
    found: &mut Vec<Diagnostic>,
) -> Front {
    // A taxonomy that there is none of is reported with those of sections and charts.
    let lead = config.lead.as_ref().and_then(|name| taxonomy_named(taxonomies, &name.value));
    let cards = match &config.cards {
        Some(names) => names.iter().filter_map(|name| card(name, config, taxonomies, found)).collect(),
        None => {
            let others = (0..taxonomies.len()).map(TaxonomyId::from_index).filter(|id| Some(*id) != lead);
            others.take(CARDS).map(CardFact::Terms).collect()
        }
    };
    let named = config.lead_case.as_ref().and_then(|name| case(name, config, parts, found));
    Front { lead, cards, lead_case: named.or_else(|| newest.first().copied()) }
}

fn card(
    name: &Spanned<String>,
    config: &Config,
    taxonomies: &[Taxonomy],
    found: &mut Vec<Diagnostic>,
) -> Option<CardFact> {
    let wanted = name.value.as_str();
    if let Some(taxonomy) = taxonomy_named(taxonomies, wanted) {
        return Some(CardFact::Terms(taxonomy));
    }
    if let Some(index) = config.fields.iter().position(|field| field.id.value == wanted) {
        return Some(CardFact::Values(index));
    }
    let known = taxonomies.iter().map(|taxonomy| taxonomy.id.as_str());
    let known = known.chain(config.fields.iter().map(|field| field.id.value.as_str()));
    let help = did_you_mean(wanted, known);
    let message = format!("there is no taxonomy or field `{wanted}`");
    let finding = Diagnostic::new(Code::BadValue, config.file, name.span.clone(), message);
    found.push(finding.help("name a file of content/taxonomies/, or one of `fields`").help_if(help));
    None
}

fn case(name: &Spanned<String>, config: &Config, parts: &Parts, found: &mut Vec<Diagnostic>) -> Option<CaseId> {
    let wanted = name.value.as_str();
    let listed = &parts.cases[..];
    if let Ok(index) = listed.binary_search_by(|case| case.slug.as_str().cmp(wanted)) {
        return Some(CaseId::from_index(index));
    }
    let mut unlisted = parts.cases.all()[listed.len()..].iter().filter(|case| case.term.is_none());
    let is_unlisted = unlisted.any(|case| case.slug.as_str() == wanted);
    let is_draft = parts.left_out.iter().any(|(slug, _)| slug.as_str() == wanted);
    let (message, help) = if is_unlisted || is_draft {
        let state = if is_draft { "a draft" } else { "unlisted" };
        (format!("the case `{wanted}` is {state}, and the home page shows listed cases only"), None)
    } else {
        (format!("there is no case `{wanted}`"), did_you_mean(wanted, listed.iter().map(|case| case.slug.as_str())))
    };
    let finding = Diagnostic::new(Code::BadValue, config.file, name.span.clone(), message);
    found.push(finding.help("name a file of content/cases/, without `.md`").help_if(help));
    None
}
