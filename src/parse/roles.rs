//! Taxonomies that share the terms of another one (`terms_of`): roles in which its terms occur.

use super::vocabulary;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::ParsedVocabulary;

/// Give every role the terms of the taxonomy that it names. One that names none, or another role, is reported and left
/// without terms.
pub fn share(vocabularies: &mut [ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) {
    let owners: Vec<Option<usize>> = vocabularies.iter().map(|role| owner(role, vocabularies, diagnostics)).collect();
    for (index, owner) in owners.into_iter().enumerate() {
        let shared = owner.map(|owner| (vocabularies[owner].openness, vocabularies[owner].terms.clone()));
        let role = &mut vocabularies[index];
        match shared {
            Some((openness, terms)) => (role.openness, role.terms) = (openness, terms),
            None => role.terms_of = None,
        }
    }
}

/// The taxonomy whose terms a role shares.
fn owner(role: &ParsedVocabulary, all: &[ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    let named = role.terms_of.as_ref()?;
    let index = vocabulary::named(all, named, role.file, diagnostics)?;
    let Some(further) = &all[index].terms_of else { return Some(index) };
    // Where one leads on to another, the last one owns the terms, unless they lead round in a circle.
    let mut last = index;
    for _ in 0..all.len() {
        let next = all[last].terms_of.as_ref();
        match next.and_then(|next| all.iter().position(|other| other.id == next.value)) {
            Some(next) => last = next,
            None => break,
        }
    }
    let message = format!("`{}` has no terms of its own, for it shares those of `{}`", named.value, further.value);
    let help = match &all[last].terms_of {
        None => format!("write `terms_of: {}`", all[last].id),
        Some(_) => "remove `terms_of` from the one of these taxonomies that holds the terms".to_owned(),
    };
    diagnostics.push(Diagnostic::new(Code::BadValue, role.file, named.span.clone(), message).help(help));
    None
}
