//! Identifiers that two terms of a vocabulary claim.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::canonical_url;
use crate::schema::{ParsedTerm, ParsedVocabulary};

/// Report the terms that claim an identifier of an earlier one. Terms of two vocabularies may stand for one thing.
pub fn report(vocabularies: &[ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) {
    for vocabulary in vocabularies.iter().filter(|vocabulary| vocabulary.terms_of.is_none()) {
        let mut claimed: FxHashMap<(&str, String), (&ParsedTerm, &crate::files::Span)> = FxHashMap::default();
        for term in vocabulary.terms.iter() {
            for (key, given) in &term.identifiers {
                let compared = if *key == "url" { canonical_url(&given.value) } else { given.value.clone() };
                let Some((other, span)) = claimed.get(&(*key, compared.clone())) else {
                    claimed.insert((*key, compared), (term, &given.span));
                    continue;
                };
                let message = format!("`{}` already stands for the term `{}`", given.value, other.id.value);
                let found = Diagnostic::new(Code::DuplicateIdentifier, term.file, given.span.clone(), message)
                    .help("correct one of the two, or join the terms if they stand for one thing")
                    .related(other.file, (*span).clone(), "claimed here");
                diagnostics.push(found);
            }
        }
    }
}
