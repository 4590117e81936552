//! Vocabularies become taxonomies, and the open ones grow.

use std::collections::HashMap;
use std::sync::Arc;

use super::identifiers;
use super::names::{self, Use};
use super::parallel::in_parallel;
use super::values::resolve;
use crate::diagnostic::{Code, Diagnostic, HELPED, did_you_mean};
use crate::model::config::{Config, OWN_FACETS, own_facet};
use crate::model::{
    CaseId, Listing, Openness, Slug, Taxonomy, TaxonomyId, Term, TermId, TermRef, Transliteration, fold,
};
use crate::parse::{ParsedCase, vocabulary_named};
use crate::schema::{ParsedTerm, ParsedVocabulary};

/// The direct terms of every case: by case, by taxonomy, in the order of the front matter.
pub type CaseTerms = Vec<Vec<Vec<TermId>>>;

/// Make the taxonomies, grow the open ones, and resolve the values of every case.
pub fn link(
    vocabularies: &[ParsedVocabulary],
    cases: &Listing<Arc<ParsedCase>>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Taxonomy>, CaseTerms) {
    let mut taxonomies: Vec<Taxonomy> = vocabularies
        .iter()
        .map(|vocabulary| declared(vocabulary, vocabularies, config.limits.broader, diagnostics))
        .collect();
    check_configured(config, vocabularies, diagnostics);
    identifiers::report(vocabularies, diagnostics);
    let owners: Vec<Option<TaxonomyId>> = taxonomies.iter().map(|taxonomy| taxonomy.terms_of).collect();
    for (index, taxonomy) in taxonomies.iter_mut().enumerate().filter(|(_, taxonomy)| taxonomy.terms_of.is_none()) {
        if taxonomy.openness == Openness::Open {
            let own = TaxonomyId::from_index(index);
            let roles = (0..owners.len()).filter(|role| owners[*role] == Some(own));
            let keys: Vec<usize> = std::iter::once(index).chain(roles).collect();
            let transliteration = config.transliteration();
            let (listed, unlisted) = cases.all().split_at(cases.len());
            grow(taxonomy, &keys, listed, transliteration, diagnostics);
            taxonomy.terms.show_all();
            grow(taxonomy, &keys, unlisted, transliteration, diagnostics);
        }
        taxonomy.order = list_order(taxonomy);
    }
    for (index, case) in cases.all().iter().enumerate() {
        if let Some(TermRef { taxonomy, term }) = case.term {
            taxonomies[taxonomy.index()].terms[term.index()].record = Some(CaseId::from_index(index));
        }
    }
    for (role, owner) in owners.into_iter().enumerate().filter_map(|(role, owner)| Some((role, owner?))) {
        let Taxonomy { vocabulary, fields, terms, declared, order, names, .. } = taxonomies[owner.index()].clone();
        let role = &mut taxonomies[role];
        *role = Taxonomy { vocabulary, fields, terms, declared, order, names, ..role.clone() };
    }
    let words: Vec<String> = taxonomies.iter().map(|taxonomy| taxonomy.label.to_lowercase()).collect();
    let terms = in_parallel(cases.all(), &config.severities, diagnostics, |_, case, found| {
        resolve(case, &taxonomies, &words, found)
    });
    (taxonomies, terms)
}

/// A taxonomy with the terms of its file.
fn declared(
    vocabulary: &ParsedVocabulary,
    all: &[ParsedVocabulary],
    most_broader: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Taxonomy {
    // The terms of a role are judged where they are declared.
    let own: &[ParsedTerm] = if vocabulary.terms_of.is_some() { &[] } else { &vocabulary.terms };
    let names = claim_names(own, diagnostics);
    let broader: Vec<Option<TermId>> = own
        .iter()
        .enumerate()
        .map(|(index, term)| broader_of(term, index < HELPED, own, &names, diagnostics))
        .collect();
    let chains = broader_chains(own, &broader, most_broader, diagnostics);
    let mut terms: Vec<Term> = own
        .iter()
        .zip(chains)
        .map(|(term, broader)| Term {
            id: term.id.value.clone(),
            label: term.label.value.clone(),
            definition: term.definition.clone(),
            editors: term.editors.clone(),
            mark: term.mark,
            aliases: term.aliases.iter().map(|alias| alias.value.clone()).collect(),
            identifiers: term.known_as(),
            has_file: term.file != vocabulary.file,
            record: None,
            broader,
            narrower: Vec::new(),
            cases: Vec::new(),
            direct: 0,
        })
        .collect();
    for index in 0..terms.len() {
        if let Some(parent) = terms[index].broader.first().copied() {
            terms[parent.index()].narrower.push(TermId::from_index(index));
        }
    }
    let scope_of = vocabulary.scope_of.as_ref();
    let scope_of = scope_of.and_then(|scope| vocabulary_named(all, scope, vocabulary.file, diagnostics));
    Taxonomy {
        id: vocabulary.id.clone(),
        label: vocabulary.label.clone(),
        plural: vocabulary.plural.clone(),
        definition: vocabulary.definition.clone(),
        editors: vocabulary.editors.clone(),
        route: vocabulary.route.value.clone(),
        openness: vocabulary.openness,
        required: vocabulary.required,
        // One that there is none of was reported when roles got their terms.
        terms_of: vocabulary
            .terms_of
            .as_ref()
            .and_then(|owner| all.iter().position(|other| other.id == owner.value).map(TaxonomyId::from_index)),
        vocabulary: vocabulary.id.clone(),
        scope_of: scope_of.map(TaxonomyId::from_index),
        fields: vocabulary.fields.clone(),
        declared: terms.len(),
        terms: terms.into(),
        order: Vec::new(),
        names: names.into_iter().map(|(name, index)| (name, TermId(index))).collect(),
    }
}

/// Every folded name of the terms of a vocabulary and whose it is; two terms that claim one name are reported.
pub fn claim_names(terms: &[ParsedTerm], diagnostics: &mut Vec<Diagnostic>) -> HashMap<String, u32> {
    let mut names: HashMap<String, u32> = HashMap::new();
    for (index, term) in (0u32..).zip(terms) {
        for (name, span) in term.names() {
            match names.get(&fold(name)) {
                Some(owner) if *owner != index => {
                    let other = &terms[*owner as usize];
                    let message = format!("`{name}` already names the term `{}`", other.id.value);
                    let found = Diagnostic::new(Code::DuplicateTerm, term.file, span.clone(), message)
                        .help("give each term names of its own")
                        .related(other.file, other.id.span.clone(), "claimed by this term");
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
    is_helped: bool,
    terms: &[ParsedTerm],
    names: &HashMap<String, u32>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<TermId> {
    let broader = term.broader.as_ref()?;
    let found = names.get(&fold(&broader.value)).copied().map(TermId);
    if found.is_none() {
        let message = format!("there is no term `{}` to be broader than `{}`", broader.value, term.id.value);
        let known = terms.iter().filter(|_| is_helped).map(|term| term.id.value.as_str());
        let help = did_you_mean(&broader.value, known);
        let found = Diagnostic::new(Code::UnknownTerm, term.file, broader.span.clone(), message);
        diagnostics.push(found.help("add it to the vocabulary, or remove this line").help_if(help));
    }
    found
}

/// Per term its broader terms, the nearest first. A term that is broader than itself is reported and has none; nor have
/// those that lead to it, and those with more above them than the site takes.
fn broader_chains(
    terms: &[ParsedTerm],
    broader: &[Option<TermId>],
    most: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<TermId>> {
    let heights = heights(broader);
    let mut chains = Vec::with_capacity(broader.len());
    for (term, height) in terms.iter().zip(&heights) {
        let span = term.broader.as_ref().map_or(&term.id.span, |broader| &broader.span);
        match height {
            Height::InCircle => {
                let message = format!("the term `{}` is broader than itself", term.id.value);
                let found = Diagnostic::new(Code::TermCycle, term.file, span.clone(), message);
                diagnostics.push(found.help("remove `broader` from one term of the circle"));
            }
            // Those below it are too deep as well, and go with it.
            Height::Above(above) if *above == most + 1 => {
                let message = format!("the term `{}` has more than {most} terms above it", term.id.value);
                let found = Diagnostic::new(Code::TooLarge, term.file, span.clone(), message);
                let help = "put it nearer to the top, or raise `broader` in the `limits` of casebook.yaml";
                diagnostics.push(found.help(help));
            }
            Height::Above(_) | Height::LeadsToCircle => {}
        }
        let first = broader[chains.len()].filter(|_| matches!(height, Height::Above(above) if *above <= most));
        chains.push(std::iter::successors(first, |term| broader[term.index()]).collect());
    }
    chains
}

/// What is above a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Height {
    /// So many terms.
    Above(usize),
    /// It is above itself.
    InCircle,
    /// A circle is above it.
    LeadsToCircle,
}

/// What is above each term, each looked at once.
fn heights(broader: &[Option<TermId>]) -> Vec<Height> {
    let mut heights: Vec<Option<Height>> = vec![None; broader.len()];
    let mut is_open = vec![false; broader.len()];
    for start in 0..broader.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| heights[*index].is_none() && !is_open[*index]) {
            is_open[index] = true;
            path.push(index);
            at = broader[index].map(TermId::index);
        }
        // Where the path runs into itself, that part of it is a circle.
        if let Some(turn) = at.and_then(|index| path.iter().position(|open| *open == index)) {
            for index in path.drain(turn..) {
                heights[index] = Some(Height::InCircle);
            }
        }
        for index in path.into_iter().rev() {
            let above = broader[index].and_then(|parent| heights[parent.index()]);
            heights[index] = Some(match above {
                None => Height::Above(0),
                Some(Height::Above(count)) => Height::Above(count + 1),
                Some(Height::InCircle | Height::LeadsToCircle) => Height::LeadsToCircle,
            });
        }
    }
    heights.into_iter().map(|height| height.unwrap_or(Height::Above(0))).collect()
}

/// The configuration and the vocabularies must agree on what taxonomies there are.
fn check_configured(config: &Config, vocabularies: &[ParsedVocabulary], diagnostics: &mut Vec<Diagnostic>) {
    let sections = config.sections.iter().filter_map(|section| section.taxonomy.as_ref());
    for name in sections.chain(config.matrix.iter().chain(&config.charts).flatten()).chain(&config.lead) {
        vocabulary_named(vocabularies, name, config.file, diagnostics);
    }
    let fields = config.fields.iter().filter(|field| field.is_facet).map(|field| field.id.value.as_str());
    let named: Vec<&str> = vocabularies.iter().map(|vocabulary| vocabulary.id.as_str()).chain(fields).collect();
    let is_taken = |own: &str| {
        vocabularies.iter().any(|vocabulary| vocabulary.id == own)
            || config.fields.iter().any(|field| field.id.value == own)
    };
    let of_every_site = OWN_FACETS.map(|own| own_facet(own, is_taken(own)));
    let facets = || named.iter().copied().chain(of_every_site.iter().map(|name| &**name));
    for name in config.facets.iter().filter(|name| !facets().any(|facet| facet == name.value)) {
        let message = format!("there is no facet `{}`", name.value);
        let help = did_you_mean(&name.value, facets());
        let found = Diagnostic::new(Code::BadValue, config.file, name.span.clone(), message);
        diagnostics
            .push(found.help("name a taxonomy, a field with `facet: true`, or a facet of every site").help_if(help));
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

/// Add the terms that cases use under some keys, by index, and the taxonomy does not have.
fn grow(
    taxonomy: &mut Taxonomy,
    keys: &[usize],
    cases: &[Arc<ParsedCase>],
    transliteration: Transliteration,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let given =
        cases.iter().flat_map(|case| keys.iter().filter_map(move |key| Some((case, case.front.terms.get(*key)?))));
    let uses = given.flat_map(|(case, terms)| {
        terms.values.iter().map(|value| Use { name: &value.value, file: case.file, span: &value.span })
    });
    let known: HashMap<String, u32> = taxonomy.names.iter().map(|(name, id)| (name.clone(), id.0)).collect();
    let label = |id: u32| taxonomy.term(TermId(id)).label.as_str();
    for name in names::grow(&taxonomy.label.to_lowercase(), &known, label, uses, transliteration, diagnostics) {
        let id = TermId::from_index(taxonomy.terms.all().len());
        taxonomy.names.insert(fold(&name.label), id);
        taxonomy.names.entry(name.slug.to_string()).or_insert(id);
        taxonomy.terms.push(Term {
            id: name.slug,
            label: name.label,
            definition: None,
            editors: None,
            mark: None,
            aliases: Vec::new(),
            identifiers: Vec::new(),
            has_file: false,
            record: None,
            broader: Vec::new(),
            narrower: Vec::new(),
            cases: Vec::new(),
            direct: 0,
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
