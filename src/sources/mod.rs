//! Sources from a reference manager, added to the front matter of a case.

pub mod check;
mod entry;
mod insert;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files};
use crate::model::names::{self, Name};
use crate::model::{Source, SourceId, Transliteration, without_tracking};
use crate::parse::bibliography::{self, Format};
use crate::parse::{Parsed, ParsedCase};
use crate::schema::ParsedSource;
use crate::schema::fields::Findings;

pub use entry::{as_csl_json, unheld};

/// What became of each entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is added under this id.
    Added(SourceId),
    /// The case lists the work already, under this id.
    Listed(SourceId),
    /// The work is a shared source: the case only has to cite this id.
    Shared(SourceId),
}

/// What adding sources to a case comes to.
#[derive(Debug)]
pub struct Added {
    /// The case's file.
    pub file: FileId,
    /// Its new text.
    pub text: String,
    /// Per entry of the bibliography, what became of it.
    pub outcomes: Vec<Outcome>,
    /// Fields that front matter has no key for, by id.
    pub left_out: BTreeMap<String, Vec<String>>,
}

/// Why sources cannot be added.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddError {
    /// There is no such case.
    #[error("there is no case `{0}`; name it by its slug or the path of its file{1}")]
    NoCase(String, String),
    /// Nothing came in.
    #[error("there is no source in what was read; give BibTeX, RIS or CSL-JSON")]
    Empty,
    /// The front matter cannot be added to.
    #[error("the sources of {0} cannot be added to; mend its front matter first")]
    Unreadable(String),
}

/// Read a bibliography in whatever format it is in. The findings are about `file`.
pub fn read(text: &str, file: FileId) -> (Vec<ParsedSource>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut findings = Findings { file, transliteration: Transliteration::PLAIN, list: &mut found };
    // Entries without a key get one when they are added.
    let sources = bibliography::parse(text, Format::of_text(text), &mut findings);
    (sources, found)
}

/// Add sources to the case of a slug or path.
///
/// # Errors
/// Where there is no such case, or no source, or the case's front matter cannot be added to.
pub fn add(files: &Files, parsed: &Parsed, case: &str, sources: &[ParsedSource]) -> Result<Added, AddError> {
    if sources.is_empty() {
        return Err(AddError::Empty);
    }
    let case = find(parsed, case)?;
    let shared: Vec<&ParsedSource> = parsed.shared_sources.iter().flat_map(|(_, sources)| sources).collect();
    let by_identity = |sources: &mut dyn Iterator<Item = &ParsedSource>| -> HashMap<String, SourceId> {
        let named =
            sources.flat_map(|one| one.identities.iter().map(|identity| (identity.clone(), one.id.value.clone())));
        let mut map = HashMap::new();
        named.for_each(|(identity, id)| {
            map.entry(identity).or_insert(id);
        });
        map
    };
    let mut own = by_identity(&mut case.front.sources.iter());
    let shared_works = by_identity(&mut shared.iter().copied());
    // The id that another case has for the work, so that one work keeps one name.
    let elsewhere = by_identity(&mut parsed.cited().flat_map(|case| &case.front.sources));
    let mut taken: Vec<String> =
        case.front.sources.iter().chain(shared).map(|source| source.id.value.to_string()).collect();
    let mut outcomes = Vec::new();
    let mut entries = Vec::new();
    let mut left_out = BTreeMap::new();
    let transliteration = parsed.config.transliteration();
    for parsed_source in sources {
        let source = tidy(&parsed_source.source);
        let known =
            |map: &HashMap<String, SourceId>| parsed_source.identities.iter().find_map(|one| map.get(one).cloned());
        if let Some(id) = known(&own) {
            outcomes.push(Outcome::Listed(id));
            continue;
        }
        if let Some(id) = known(&shared_works) {
            outcomes.push(Outcome::Shared(id));
            continue;
        }
        let wanted = known(&elsewhere).map_or_else(|| propose(parsed_source, transliteration), |id| id.to_string());
        let id = free(&wanted, &taken);
        taken.push(id.to_string());
        for identity in &parsed_source.identities {
            own.entry(identity.clone()).or_insert_with(|| id.clone());
        }
        let unheld = unheld(&source);
        if !unheld.is_empty() {
            left_out.insert(id.to_string(), unheld);
        }
        entries.push((id.clone(), source));
        outcomes.push(Outcome::Added(id));
    }
    let path = &files.get(case.file).path;
    let entries: Vec<(SourceId, &Source)> = entries.iter().map(|(id, source)| (id.clone(), &**source)).collect();
    let text = insert::insert(&case.text.get(), &entries).ok_or_else(|| AddError::Unreadable(path.clone()))?;
    Ok(Added { file: case.file, text, outcomes, left_out })
}

/// A source without what its address says of how somebody came to it.
fn tidy(source: &Arc<Source>) -> Arc<Source> {
    let mut source = source.clone();
    if let Some(url) = source.url.as_deref().and_then(without_tracking) {
        Arc::make_mut(&mut source).url = Some(url.into());
    }
    source
}

fn find<'a>(parsed: &'a Parsed, name: &str) -> Result<&'a ParsedCase, AddError> {
    let fits = |case: &&ParsedCase| {
        case.slug.as_str() == name || case.path == name || case.path.ends_with(&format!("/{name}"))
    };
    parsed.cases.iter().map(AsRef::as_ref).find(fits).ok_or_else(|| {
        let near = crate::diagnostic::did_you_mean(name, parsed.cases.iter().map(|case| case.slug.as_str()));
        AddError::NoCase(name.to_owned(), near.map(|near| format!(" ({near})")).unwrap_or_default())
    })
}

/// The key of the bibliography, else `family-2025`, `publisher-2025`.
fn propose(parsed: &ParsedSource, transliteration: Transliteration) -> String {
    let key = parsed.id.value.as_str();
    if key != bibliography::NO_KEY && !is_address(key) {
        return key.to_owned();
    }
    let source = &parsed.source;
    let first = source.author.as_deref().and_then(|author| names::parse(author).into_iter().next());
    let author = first.and_then(|first| match first {
        Name::Person(person) => Some(person.family),
        Name::Literal(body) => body.split([',', ' ']).next().map(str::to_owned),
        Name::Others => None,
    });
    let name =
        author.filter(|name| !transliteration.slugify(name).is_empty()).unwrap_or_else(|| source.publisher.to_string());
    let year = source.date.as_ref().map(|date| format!("-{}", date.start().year)).unwrap_or_default();
    format!("{}{year}", transliteration.slug(&name))
}

/// Zotero gives items that have no key of their own the address of the library.
fn is_address(key: &str) -> bool {
    key.contains("://")
}

/// A bibliography in CSL-JSON with ids in the place of addresses; every other byte stays.
pub fn with_readable_ids(text: &str, sources: &[ParsedSource], transliteration: Transliteration) -> String {
    let mut changed = text.to_owned();
    let ids = with_ids(sources, transliteration);
    for (source, id) in sources.iter().zip(&ids).rev().filter(|(source, _)| is_address(source.id.value.as_str())) {
        changed.replace_range(source.id.span.clone(), &serde_json::Value::from(id.as_str()).to_string());
    }
    changed
}

/// An id for each source, its key where it has one.
pub fn with_ids(sources: &[ParsedSource], transliteration: Transliteration) -> Vec<SourceId> {
    let mut taken: Vec<String> = Vec::new();
    let ids = sources.iter().map(|source| {
        let id = free(&propose(source, transliteration), &taken);
        taken.push(id.to_string());
        id
    });
    ids.collect()
}

/// The id, or the first of `id-b`, `id-c`, … that is free.
fn free(wanted: &str, taken: &[String]) -> SourceId {
    let letters = ('b'..='z').map(|letter| format!("{wanted}-{letter}"));
    let numbers = (2..).map(|number| format!("{wanted}-{number}"));
    let mut candidates = std::iter::once(wanted.to_owned()).chain(letters).chain(numbers);
    let free = candidates.find(|id| !taken.contains(id)).unwrap_or_else(|| wanted.to_owned());
    SourceId::parse(&free).unwrap_or_else(|| SourceId::from_text(&free))
}
