//! The values in the front matter of a case become terms.

use crate::diagnostic::{Code, Diagnostic};
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
        .map(|((taxonomy, given), word)| resolve_values(case, taxonomy, word, given, diagnostics))
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

fn resolve_values(
    case: &ParsedCase,
    taxonomy: &Taxonomy,
    word: &str,
    given: &ParsedTerms,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TermId> {
    if given.values.is_empty() && taxonomy.required {
        let span = given.key.clone().unwrap_or_else(|| case.front.opening.clone());
        let message = format!("this case has no `{}`", taxonomy.id);
        let found = Diagnostic::new(Code::MissingKey, case.file, span, message);
        diagnostics.push(found.help(format!("add `{}: …`, for every case must have one", taxonomy.id)));
    }
    let mut terms: Vec<TermId> = Vec::with_capacity(given.values.len());
    for value in &given.values {
        match taxonomy.find(&value.value) {
            Some(term) if terms.contains(&term) => {
                let message = format!("{word} `{}` is given twice", value.value);
                let found = Diagnostic::new(Code::DuplicateValue, case.file, value.span.clone(), message);
                diagnostics.push(found.help("remove one of the two"));
            }
            Some(term) => {
                diagnostics.extend(alias_of(case, taxonomy, term, value));
                terms.push(term);
            }
            None => diagnostics.push(unknown_term(case, taxonomy, value, word)),
        }
    }
    terms
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

fn unknown_term(case: &ParsedCase, taxonomy: &Taxonomy, value: &Spanned<String>, word: &str) -> Diagnostic {
    let message = format!("unknown {word} `{}`", value.value);
    let found = Diagnostic::new(Code::UnknownTerm, case.file, value.span.clone(), message);
    let mut names: Vec<&str> = Vec::new();
    for term in &taxonomy.terms {
        names.extend([&term.label, term.id.as_str()]);
        names.extend(term.aliases.iter().map(String::as_str));
    }
    match crate::diagnostic::nearest(&value.value, names) {
        Some(near) => {
            let text = yaml::scalar_like(near, &case.text.get()[value.span.clone()]);
            found.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), value.span.clone(), text)
        }
        None => found.help(format!(
            "use a term of content/taxonomies/{}.yaml{}, or add it there",
            taxonomy.id,
            listed(taxonomy)
        )),
    }
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
