//! The values in the front matter of a case become terms.

use std::collections::HashSet;

use super::joined;
use crate::diagnostic::{Code, Diagnostic, HELPED, is_typing_error};
use crate::model::{Spanned, Taxonomy, TermId, fold};
use crate::parse::ParsedCase;
use crate::schema::ParsedTerms;
use crate::yaml;

/// The terms of a case; `words` are the labels of the taxonomies, for messages.
pub fn resolve(
    case: &ParsedCase,
    taxonomies: &[Taxonomy],
    words: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<TermId>> {
    if !case.is_readable {
        return vec![Vec::new(); taxonomies.len()];
    }
    let resolved: Vec<Vec<TermId>> = taxonomies
        .iter()
        .zip(&case.front.terms)
        .zip(words)
        .enumerate()
        .map(|(index, ((taxonomy, given), word))| {
            let is_counted = taxonomies.iter().any(|other| other.scope_of.is_some_and(|of| of.index() == index));
            let values = Values { case, taxonomy, word, given, is_counted };
            values.resolve(diagnostics)
        })
        .collect();
    for (taxonomy, terms) in taxonomies.iter().zip(&resolved) {
        if let (Some(of), Some(scope)) = (taxonomy.scope_of, terms.first()) {
            let scope = taxonomy.term(*scope);
            let described = &taxonomies[of.index()];
            let given = &case.front.terms[of.index()].values;
            let span = case.front.terms.iter().zip(taxonomies).find(|(_, t)| t.id == taxonomy.id);
            let span = span.and_then(|(given, _)| given.values.first()).map(|value| value.span.clone());
            let fits = match scope.id.as_str() {
                "single" => given.len() == 1,
                "several" => given.len() >= 2,
                _ => true,
            };
            if let (false, Some(span)) = (fits, span) {
                let (many, cure) = match given.len() {
                    0 => (format!("no {}", described.label.to_lowercase()), format!("add `{}: …`", described.id)),
                    1 => (
                        format!("one {}", described.label.to_lowercase()),
                        "write `single`, or name the others".to_owned(),
                    ),
                    n => (
                        format!("{n} {}", described.plural.to_lowercase()),
                        "write `several`, or name one only".to_owned(),
                    ),
                };
                let message = format!("{} is `{}`, and the case names {many}", taxonomy.label.to_lowercase(), scope.id);
                diagnostics.push(Diagnostic::new(Code::ScopeMismatch, case.file, span, message).help(cure));
            }
        }
    }
    resolved
}

/// What a case says of one taxonomy.
struct Values<'a> {
    case: &'a ParsedCase,
    taxonomy: &'a Taxonomy,
    /// Its label, for messages.
    word: &'a str,
    given: &'a ParsedTerms,
    /// Another taxonomy says how many of its terms a case has.
    is_counted: bool,
}

impl Values<'_> {
    fn resolve(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<TermId> {
        let Values { case, taxonomy, word, given, .. } = self;
        if given.values.is_empty() && taxonomy.required {
            let span = given.key.clone().unwrap_or_else(|| case.front.opening.clone());
            let message = format!("this case has no `{}`", taxonomy.id);
            let found = Diagnostic::new(Code::MissingKey, case.file, span, message);
            diagnostics.push(found.help(format!("add `{}: …`, for every case must have one", taxonomy.id)));
        }
        let mut terms: Vec<TermId> = Vec::with_capacity(given.values.len());
        let mut seen = HashSet::new();
        let are_several = given.values.len() > 1;
        for value in &given.values {
            match taxonomy.find(&value.value) {
                Some(term) if are_several && !seen.insert(term) => {
                    let message = format!("{word} `{}` is given twice", value.value);
                    let found = Diagnostic::new(Code::DuplicateValue, case.file, value.span.clone(), message);
                    diagnostics.push(found.help("remove one of the two"));
                }
                Some(term) => {
                    diagnostics.extend(alias_of(case, taxonomy, term, value));
                    diagnostics.extend(self.joined(term, value));
                    terms.push(term);
                }
                None => diagnostics.push(self.unknown(value)),
            }
        }
        terms
    }

    /// A new term that is nothing but other terms beside each other.
    fn joined(&self, term: TermId, value: &Spanned<String>) -> Option<Diagnostic> {
        if term.index() < self.taxonomy.declared {
            return None;
        }
        let parts = joined::parts(self.taxonomy, &value.value)?;
        let names: Vec<String> = parts.iter().map(|(part, _)| format!("`{part}`")).collect();
        let message = format!("new {} `{}` is one term, and {} are terms", self.word, value.value, names.join(" and "));
        let found = Diagnostic::new(Code::NearTerm, self.case.file, value.span.clone(), message);
        Some(joined::cure(found, &self.case.text.get(), value, &parts, !self.is_counted))
    }

    fn unknown(&self, value: &Spanned<String>) -> Diagnostic {
        let Values { case, taxonomy, word, given, .. } = self;
        let message = format!("unknown {word} `{}`", value.value);
        let found = Diagnostic::new(Code::UnknownTerm, case.file, value.span.clone(), message);
        if let Some(parts) = joined::parts(taxonomy, &value.value) {
            return joined::cure(found, &case.text.get(), value, &parts, !self.is_counted);
        }
        let is_helped = given.values.iter().take(HELPED).any(|other| other.span == value.span);
        let mut names: Vec<&str> = Vec::new();
        for term in taxonomy.terms.iter().filter(|_| is_helped) {
            names.extend([&term.label, term.id.as_str()]);
            names.extend(term.aliases.iter().map(String::as_str));
        }
        let Some(near) = crate::diagnostic::nearest(&value.value, names) else {
            return found.help(format!(
                "use a term of content/taxonomies/{}.yaml{}, or add it there",
                taxonomy.vocabulary,
                listed(taxonomy)
            ));
        };
        // Two values are never to become one term.
        let meant = taxonomy.find(near);
        let is_one = |other: &&Spanned<String>| meant.is_some() && taxonomy.find(&other.value) == meant;
        if given.values.iter().any(|other| is_one(&other)) {
            return found.help(format!("did you mean `{near}`? It is given too: remove this one"));
        }
        let same = |other: &&Spanned<String>| {
            other.span.start < value.span.start
                && taxonomy.find(&other.value).is_none()
                && crate::diagnostic::nearest(&other.value, [near]).is_some()
        };
        let found = found.help(format!("did you mean `{near}`?"));
        if given.values.iter().any(|other| same(&other)) || !is_typing_error(&value.value, near) {
            return found;
        }
        let text = yaml::scalar_like(near, &case.text.get()[value.span.clone()]);
        found.fix(format!("write `{near}`"), value.span.clone(), text)
    }
}

/// A term given by an alias: the label reads better, and is what the page shows.
fn alias_of(case: &ParsedCase, taxonomy: &Taxonomy, term: TermId, value: &Spanned<String>) -> Option<Diagnostic> {
    let term = taxonomy.term(term);
    if value.value == term.label {
        return None;
    }
    let folded = fold(&value.value);
    if folded == fold(&term.label) || folded == term.id.as_str() {
        return None;
    }
    let written = &case.text.get()[value.span.clone()];
    let message = format!("`{}` is another name of `{}`", value.value, term.label);
    let found = Diagnostic::new(Code::TermAlias, case.file, value.span.clone(), message);
    let fix = yaml::scalar_like(&term.label, written);
    Some(found.help(format!("write `{}`", term.label)).fix("write its label", value.span.clone(), fix))
}

/// The terms of a taxonomy where they are few: ` (`a`, `b`)`.
fn listed(taxonomy: &Taxonomy) -> String {
    if taxonomy.terms.len() > LISTED {
        return String::new();
    }
    let labels: Vec<String> = taxonomy.terms.iter().map(|term| format!("`{}`", term.label)).collect();
    format!(" ({})", labels.join(", "))
}

/// How many terms a help text lists.
const LISTED: usize = 8;
