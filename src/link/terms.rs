//! Link: vocabularies become taxonomies, and the values in cases become terms.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::in_parallel;
use super::names::{self, Use};
use super::rows::Rows;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::config::Config;
use crate::model::{CaseId, Openness, Slug, Spanned, Taxonomy, TaxonomyId, Term, TermId, TermRef, fold};
use crate::parse::{ParsedCase, ParsedTerm, ParsedTerms, ParsedVocabulary};
use crate::yaml;

/// The direct terms of every case: by case, by taxonomy, in the order of the front matter.
pub type CaseTerms = Vec<Vec<Vec<TermId>>>;

/// Make the taxonomies, grow the open ones, and resolve the values of every case.
pub fn link(
    vocabularies: &[ParsedVocabulary],
    cases: &[Arc<ParsedCase>],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Taxonomy>, CaseTerms) {
    let mut taxonomies: Vec<Taxonomy> =
        vocabularies.iter().map(|vocabulary| declared(vocabulary, vocabularies, diagnostics)).collect();
    check_configured(config, vocabularies, diagnostics);
    for (index, taxonomy) in taxonomies.iter_mut().enumerate() {
        if taxonomy.openness == Openness::Open {
            grow(taxonomy, index, cases, diagnostics);
        }
        taxonomy.order = list_order(taxonomy);
    }
    let words: Vec<String> = taxonomies.iter().map(|taxonomy| taxonomy.label.to_lowercase()).collect();
    let terms =
        in_parallel(cases, &config.severities, diagnostics, |_, case, found| resolve(case, &taxonomies, &words, found));
    (taxonomies, terms)
}

/// A taxonomy with the terms of its file.
fn declared(vocabulary: &ParsedVocabulary, all: &[ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) -> Taxonomy {
    let names = claim_names(vocabulary, diagnostics);
    let broader: Vec<Option<TermId>> =
        vocabulary.terms.iter().map(|term| broader_of(term, vocabulary, &names, diagnostics)).collect();
    let chains = broader_chains(vocabulary, &broader, diagnostics);
    let mut terms: Vec<Term> = vocabulary
        .terms
        .iter()
        .zip(chains)
        .map(|(term, broader)| Term {
            id: term.id.value.clone(),
            label: term.label.value.clone(),
            definition: term.definition.clone(),
            aliases: term.aliases.iter().map(|alias| alias.value.clone()).collect(),
            broader,
            narrower: Vec::new(),
            cases: Vec::new(),
            occurs_with: Vec::new(),
        })
        .collect();
    for index in 0..terms.len() {
        if let Some(parent) = terms[index].broader.first().copied() {
            terms[parent.index()].narrower.push(TermId::from_index(index));
        }
    }
    let scope_of = vocabulary.scope_of.as_ref().and_then(|scope| {
        let found = all.iter().position(|other| other.id == scope.value);
        if found.is_none() {
            let message = format!("there is no taxonomy `{}`", scope.value);
            let help = did_you_mean(&scope.value, all.iter().map(|other| other.id.as_str()));
            let found = Diagnostic::new(Code::BadValue, vocabulary.file, scope.span.clone(), message);
            diagnostics.push(found.help("name a file of content/taxonomies/").help_if(help));
        }
        found.map(TaxonomyId::from_index)
    });
    Taxonomy {
        id: vocabulary.id.clone(),
        label: vocabulary.label.clone(),
        plural: vocabulary.plural.clone(),
        definition: vocabulary.definition.clone(),
        route: vocabulary.route.value.clone(),
        openness: vocabulary.openness,
        required: vocabulary.required,
        scope_of,
        terms,
        order: Vec::new(),
        names: names.into_iter().map(|(name, index)| (name, TermId(index))).collect(),
    }
}

/// Every folded name of a vocabulary and whose it is; two terms that claim one name are reported.
pub fn claim_names(vocabulary: &ParsedVocabulary, diagnostics: &mut Vec<Diagnostic>) -> HashMap<String, u32> {
    let mut names: HashMap<String, u32> = HashMap::new();
    for (index, term) in (0u32..).zip(&vocabulary.terms) {
        let id = (term.id.value.as_str(), &term.id.span);
        let label = (term.label.value.as_str(), &term.label.span);
        let aliases = term.aliases.iter().map(|alias| (alias.value.as_str(), &alias.span));
        for (name, span) in [id, label].into_iter().chain(aliases) {
            match names.get(&fold(name)) {
                Some(owner) if *owner != index => {
                    let other = &vocabulary.terms[*owner as usize];
                    let message = format!("`{name}` already names the term `{}`", other.id.value);
                    let found = Diagnostic::new(Code::DuplicateTerm, vocabulary.file, span.clone(), message)
                        .help("give each term names of its own")
                        .related(vocabulary.file, other.id.span.clone(), "claimed by this term");
                    diagnostics.push(found);
                }
                Some(_) => {}
                None => {
                    names.insert(fold(name), index);
                }
            }
        }
    }
    names
}

fn broader_of(
    term: &ParsedTerm,
    vocabulary: &ParsedVocabulary,
    names: &HashMap<String, u32>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<TermId> {
    let broader = term.broader.as_ref()?;
    let found = names.get(&fold(&broader.value)).copied().map(TermId);
    if found.is_none() {
        let message = format!("there is no term `{}` to be broader than `{}`", broader.value, term.id.value);
        let help = did_you_mean(&broader.value, vocabulary.terms.iter().map(|term| term.id.value.as_str()));
        let found = Diagnostic::new(Code::UnknownTerm, vocabulary.file, broader.span.clone(), message);
        diagnostics.push(found.help("add it to this file, or remove this line").help_if(help));
    }
    found
}

/// Per term its broader terms, the nearest first. A term that is broader than itself is reported and has none.
fn broader_chains(
    vocabulary: &ParsedVocabulary,
    broader: &[Option<TermId>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<TermId>> {
    let chain = |start: usize| {
        let mut chain = Vec::new();
        let mut at = broader[start];
        while let Some(term) = at {
            if term.index() == start || chain.contains(&term) {
                return Err(chain);
            }
            chain.push(term);
            at = broader[term.index()];
        }
        Ok(chain)
    };
    let mut chains = Vec::with_capacity(broader.len());
    for (index, term) in vocabulary.terms.iter().enumerate() {
        chains.push(chain(index).unwrap_or_else(|through| {
            let in_cycle = broader[index].is_some_and(|b| b.index() == index)
                || through.iter().any(|term| broader[term.index()].is_some_and(|b| b.index() == index));
            if in_cycle {
                let span = term.broader.as_ref().map_or_else(|| term.id.span.clone(), |broader| broader.span.clone());
                let message = format!("the term `{}` is broader than itself", term.id.value);
                let found = Diagnostic::new(Code::TermCycle, vocabulary.file, span, message);
                diagnostics.push(found.help("remove `broader` from one term of the circle"));
            }
            Vec::new()
        }));
    }
    chains
}

/// The configuration and the vocabularies must agree on what taxonomies there are.
fn check_configured(config: &Config, vocabularies: &[ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) {
    let sections = config.sections.iter().filter_map(|section| section.taxonomy.as_ref());
    for name in sections.chain(config.matrix.iter().chain(&config.charts).flatten()) {
        if !vocabularies.iter().any(|vocabulary| vocabulary.id == name.value) {
            let message = format!("there is no taxonomy `{}`", name.value);
            let help = did_you_mean(&name.value, vocabularies.iter().map(|vocabulary| vocabulary.id.as_str()));
            let found = Diagnostic::new(Code::BadValue, config.file, name.span.clone(), message);
            diagnostics.push(found.help("name a file of content/taxonomies/").help_if(help));
        }
    }
    let mut routes: HashMap<&Slug, &ParsedVocabulary> = HashMap::new();
    for vocabulary in vocabularies {
        if let Some(other) = routes.insert(&vocabulary.route.value, vocabulary) {
            let message = format!(
                "the taxonomies `{}` and `{}` claim the route `{}`",
                other.id, vocabulary.id, vocabulary.route.value
            );
            let found = Diagnostic::new(Code::RouteCollision, vocabulary.file, vocabulary.route.span.clone(), message)
                .help("give one of them another `route`")
                .related(other.file, other.route.span.clone(), "claimed here too");
            diagnostics.push(found);
        }
    }
}

fn grow(taxonomy: &mut Taxonomy, index: usize, cases: &[Arc<ParsedCase>], diagnostics: &mut Vec<Diagnostic>) {
    let uses = cases.iter().filter_map(|case| Some((case, case.front.terms.get(index)?))).flat_map(|(case, terms)| {
        terms.values.iter().map(|value| Use { name: &value.value, file: case.file, span: &value.span })
    });
    let known: HashMap<String, u32> = taxonomy.names.iter().map(|(name, id)| (name.clone(), id.0)).collect();
    let label = |id: u32| taxonomy.term(TermId(id)).label.as_str();
    for name in names::grow(&taxonomy.label.to_lowercase(), &known, label, uses, diagnostics) {
        let id = TermId::from_index(taxonomy.terms.len());
        taxonomy.names.insert(fold(&name.label), id);
        taxonomy.names.entry(name.slug.to_string()).or_insert(id);
        taxonomy.terms.push(Term {
            id: name.slug,
            label: name.label,
            definition: None,
            aliases: Vec::new(),
            broader: Vec::new(),
            narrower: Vec::new(),
            cases: Vec::new(),
            occurs_with: Vec::new(),
        });
    }
}

/// Broader terms before their narrower ones, otherwise as declared.
fn list_order(taxonomy: &Taxonomy) -> Vec<TermId> {
    let mut order = Vec::with_capacity(taxonomy.terms.len());
    let roots = (0..taxonomy.terms.len()).rev().map(TermId::from_index);
    let mut stack: Vec<TermId> = roots.filter(|id| taxonomy.term(*id).broader.is_empty()).collect();
    while let Some(id) = stack.pop() {
        order.push(id);
        stack.extend(taxonomy.term(id).narrower.iter().rev());
    }
    order
}

/// The terms of a case; `words` are the labels of the taxonomies, for messages.
fn resolve(
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

/// Per case all its terms with their broader ones, sorted: what it counts under.
pub fn with_broader(terms: &CaseTerms, taxonomies: &[Taxonomy]) -> Vec<Vec<TermRef>> {
    terms
        .par_iter()
        .map(|case| {
            let mut all: Vec<TermRef> = Vec::new();
            for (index, own) in case.iter().enumerate() {
                let taxonomy = TaxonomyId::from_index(index);
                for term in own {
                    let broader = &taxonomies[index].term(*term).broader;
                    all.extend(std::iter::once(term).chain(broader).map(|term| TermRef { taxonomy, term: *term }));
                }
            }
            all.sort_unstable();
            all.dedup();
            all
        })
        .collect()
}

/// How many terms of a taxonomy are shown as occurring with a term.
const OCCURS_WITH: usize = 8;

/// Fill the lists of cases, which come in the order in which they are to be listed, and what occurs with what.
pub fn count_cases(taxonomies: &mut [Taxonomy], all_terms: &[Vec<TermRef>], latest: &[CaseId]) {
    for case in latest {
        for term in &all_terms[case.index()] {
            taxonomies[term.taxonomy.index()].terms[term.term.index()].cases.push(*case);
        }
    }
    let rows = Rows::new(taxonomies);
    let count_of_taxonomies = taxonomies.len();
    for (index, taxonomy) in taxonomies.iter_mut().enumerate() {
        let own = TaxonomyId::from_index(index);
        taxonomy.terms.par_iter_mut().for_each_init(
            || (vec![0u32; rows.length()], Vec::new()),
            |(counts, met): &mut (Vec<u32>, Vec<TermRef>), term| {
                for case in &term.cases {
                    for other in all_terms[case.index()].iter().filter(|other| other.taxonomy != own) {
                        let count = &mut counts[rows.of(other)];
                        if *count == 0 {
                            met.push(*other);
                        }
                        *count += 1;
                    }
                }
                let mut groups: Vec<Vec<(TermId, u32)>> = vec![Vec::new(); count_of_taxonomies];
                for other in met.drain(..) {
                    let count = &mut counts[rows.of(&other)];
                    groups[other.taxonomy.index()].push((other.term, std::mem::take(count)));
                }
                term.occurs_with = groups.into_iter().enumerate().filter_map(most_frequent).collect();
            },
        );
    }
}

/// The terms of a group that are shown: the most frequent, ties in the order of the taxonomy.
fn most_frequent((taxonomy, mut group): (usize, Vec<(TermId, u32)>)) -> Option<(TaxonomyId, Vec<(TermId, u32)>)> {
    let rank = |a: &(TermId, u32), b: &(TermId, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if group.len() > OCCURS_WITH {
        group.select_nth_unstable_by(OCCURS_WITH, rank);
        group.truncate(OCCURS_WITH);
    }
    group.shrink_to_fit();
    group.sort_unstable_by(rank);
    (!group.is_empty()).then(|| (TaxonomyId::from_index(taxonomy), group))
}
