//! A file in `content/taxonomies/ID/` becomes a term of that vocabulary, and what is said of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::case::ParsedCase;
use super::path::slug_of;
use super::{front_matter, markdown, query};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::files::{FileId, Files, SourceFile};
use crate::model::{Body, Slug, TERM_ANCHORS, TaxonomyId, TermId, TermRef, Transliteration};
use crate::schema::fields::Findings;
use crate::schema::vocabulary::term_of_file;
use crate::schema::{CaseFields, ParsedTerm, ParsedVocabulary};

/// A file of a term, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedTermFile {
    /// Its vocabulary, as an index.
    vocabulary: usize,
    term: ParsedTerm,
    is_readable: bool,
    body: Arc<Body>,
    group_statements: markdown::GroupStatements,
}

/// Read the file of a term.
///
/// `None` where its name cannot be an id, or it lies in no folder of a vocabulary.
pub fn parse(
    file: FileId,
    source: &SourceFile,
    vocabularies: &[ParsedVocabulary],
    transliteration: Transliteration,
) -> (Option<ParsedTermFile>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, transliteration, list: &mut diagnostics };
    let vocabulary = vocabulary_of(&source.path, vocabularies, &mut findings);
    let slug = slug_of(&source.path, &mut findings);
    if !source.readable {
        return (None, diagnostics);
    }
    let text = source.settled();
    let split = front_matter::split(&text, &mut findings);
    let (Some(vocabulary), Some(slug)) = (vocabulary, slug) else { return (None, diagnostics) };
    let fields = &vocabularies[vocabulary].fields;
    let term = term_of_file(split.node.as_ref(), slug, fields, &mut findings);
    let roles = vocabularies.iter().map(|vocabulary| vocabulary.id.as_str());
    let taken: Vec<&str> = TERM_ANCHORS.into_iter().chain(roles).collect();
    let anchors = markdown::Anchors::of_term(transliteration, &taken);
    let is_readable = split.node.is_some();
    let (mut body, group_statements) = markdown::parse(&text, split.body, anchors, |_| None);
    query::read_all(&text, &mut body, &mut findings);
    for heading in body.headings.iter().filter(|heading| heading.level == 1) {
        let found = findings
            .at(Code::HeadingLevel, &heading.span, "a first-level heading in the text")
            .help("the name of the term is the page's first-level heading; start sections with `##`");
        findings.push(found);
    }
    (Some(ParsedTermFile { vocabulary, term, is_readable, body: Arc::new(body), group_statements }), diagnostics)
}

/// The vocabulary in whose folder a file lies.
fn vocabulary_of(path: &str, vocabularies: &[ParsedVocabulary], findings: &mut Findings<'_>) -> Option<usize> {
    let inner = path.strip_prefix("content/taxonomies/").unwrap_or(path);
    let mut parts = inner.split('/');
    let (folder, is_direct) = match (parts.next(), parts.next(), parts.next()) {
        (Some(folder), Some(_), None) => (folder, true),
        (Some(folder), Some(_), Some(_)) => (folder, false),
        _ => {
            let found = findings.at(Code::BadValue, &(0..0), "a term lies in the folder of its taxonomy");
            findings.push(found.help("move this file to `content/taxonomies/ID/`, where ID is the id of the taxonomy"));
            return None;
        }
    };
    let Some(index) = vocabularies.iter().position(|vocabulary| vocabulary.id == folder) else {
        let message = format!("there is no taxonomy `{folder}`, in whose folder this file lies");
        let help = did_you_mean(folder, vocabularies.iter().map(|vocabulary| vocabulary.id.as_str()));
        let found = findings.at(Code::BadValue, &(0..0), message);
        findings.push(found.help(format!("add content/taxonomies/{folder}.yaml, or move the file")).help_if(help));
        return None;
    };
    if !is_direct {
        let found =
            findings.at(Code::BadValue, &(0..0), "a term lies in the folder of its taxonomy, and in none below it");
        findings.push(found.help(format!("move this file to `content/taxonomies/{folder}/`")));
        return None;
    }
    if let Some(owner) = &vocabularies[index].terms_of {
        let message = format!("a taxonomy that shares the terms of `{}` has none of its own", owner.value);
        let found = findings.at(Code::BadValue, &(0..0), message);
        findings.push(found.help(format!("move this file to `content/taxonomies/{}/`", owner.value)));
        return None;
    }
    Some(index)
}

/// Put the terms of files among those of their vocabularies, and gather what is said of terms: that of files first, then
/// that of vocabularies. A term that its vocabulary has too is reported.
pub fn join(
    files: &Files,
    vocabularies: &mut [ParsedVocabulary],
    of_terms: Vec<Arc<ParsedTermFile>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<ParsedCase>> {
    let mut said = Vec::new();
    for (index, vocabulary) in vocabularies.iter_mut().enumerate() {
        let terms = Arc::make_mut(&mut vocabulary.terms).iter_mut();
        for (number, term) in terms.enumerate().filter(|(_, term)| !term.said.is_empty()) {
            let source = files.get(term.file);
            said.push(record(term_ref(index, number), term, source, true, (Arc::default(), Vec::new())));
        }
    }
    // Of several terms with one id the first; two files of one folder cannot have the same.
    let declared: Vec<HashMap<Slug, usize>> = vocabularies
        .iter()
        .map(|vocabulary| {
            let terms = if of_terms.is_empty() { &[] } else { &vocabulary.terms[..] };
            terms.iter().enumerate().rev().map(|(number, term)| (term.id.value.clone(), number)).collect()
        })
        .collect();
    let mut of_files = Vec::with_capacity(of_terms.len());
    for file in of_terms {
        let file = Arc::unwrap_or_clone(file);
        let vocabulary = &mut vocabularies[file.vocabulary];
        let mut term = file.term;
        if let Some(other) = declared[file.vocabulary].get(&term.id.value).map(|number| &vocabulary.terms[*number]) {
            let message = format!("the term `{}` is declared twice: here, and in its vocabulary", term.id.value);
            let found = Diagnostic::new(Code::DuplicateTerm, term.file, term.id.span.clone(), message);
            let found = found.help("say everything of it in one of the two places, and remove the other");
            diagnostics.push(found.related(other.file, other.id.span.clone(), "declared here too"));
            continue;
        }
        let id = term_ref(file.vocabulary, vocabulary.terms.len());
        let source = files.get(term.file);
        of_files.push(record(id, &mut term, source, file.is_readable, (file.body, file.group_statements)));
        Arc::make_mut(&mut vocabulary.terms).push(term);
    }
    of_files.extend(said);
    of_files
}

fn term_ref(vocabulary: usize, term: usize) -> TermRef {
    TermRef { taxonomy: TaxonomyId::from_index(vocabulary), term: TermId::from_index(term) }
}

/// What is said of a term, taken out of it.
fn record(
    id: TermRef,
    term: &mut ParsedTerm,
    source: &SourceFile,
    is_readable: bool,
    (body, group_statements): (Arc<Body>, markdown::GroupStatements),
) -> Arc<ParsedCase> {
    let said = std::mem::take(&mut term.said);
    Arc::new(ParsedCase {
        term: Some(id),
        file: term.file,
        path: source.path.clone(),
        text: source.text.clone(),
        slug: term.id.value.clone(),
        is_readable,
        front: CaseFields {
            opening: said.opening,
            title: term.label.value.clone(),
            visibility: said.visibility,
            lang: said.lang,
            sources: said.sources,
            allow: said.allow,
            own: said.own,
            ..CaseFields::default()
        },
        body,
        group_statements,
    })
}
