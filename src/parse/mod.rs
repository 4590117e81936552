//! Parse: [`Files`] become [`Parsed`], one file at a time and in parallel.

pub mod bibliography;
mod block_id;
mod cache;
pub mod case;
mod checked;
mod citation;
pub mod config;
pub mod front_matter;
pub mod markdown;
mod naming;
mod no_links;
mod page;
mod path;
mod query;
mod roles;
mod slips;
mod source;
mod term;
mod vocabulary;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use cache::Cache;
pub use case::ParsedCase;
pub use checked::parse as read_checks;
pub use front_matter::read_yaml;
pub use page::ParsedPage;
pub use vocabulary::named as vocabulary_named;

use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files, OtherFile, Role, SourceFile, Text};
use crate::history::History;
use crate::model::config::Config;
use crate::model::{Checks, Visibility};
use crate::schema::{PUBLISHERS, ParsedSource, ParsedVocabulary, VOCABULARY, own};

/// Everything of a site, read but not linked. In the order of paths.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The configuration.
    pub config: Config,
    /// Cases.
    pub cases: Vec<Arc<ParsedCase>>,
    /// Free pages.
    pub pages: Vec<ParsedPage>,
    /// Vocabularies, by id.
    pub vocabularies: Vec<ParsedVocabulary>,
    /// What is said of terms: in files of their own, then in vocabularies.
    pub said_of_terms: Vec<Arc<ParsedCase>>,
    /// The vocabulary of publishers.
    pub publishers: Option<ParsedVocabulary>,
    /// Sources that every case may cite, with their file.
    pub shared_sources: Vec<(FileId, Vec<ParsedSource>)>,
    /// The texts of those files that are YAML.
    pub shared_texts: FxHashMap<FileId, Text>,
    /// What a check of sources saw.
    pub checks: Checks,
    /// Files beside cases and pages.
    pub attachments: Vec<OtherFile>,
    /// Files that are copied as they are.
    pub statics: Vec<OtherFile>,
    /// What the files cannot say: set by `pipeline`.
    pub surroundings: Surroundings,
}

/// What is known of a site beside its files.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The day of the build.
    pub today: Option<jiff::civil::Date>,
    /// What changed each file.
    pub history: History,
}

impl Parsed {
    /// Cases, and what is said of terms: all that has sources and cites them.
    pub fn cited(&self) -> impl Iterator<Item = &Arc<ParsedCase>> + Clone {
        self.cases.iter().chain(&self.said_of_terms)
    }

    /// The files of cases and pages that are drafts.
    pub fn drafts(&self) -> Vec<FileId> {
        let cases = self.cited().filter(|case| case.front.visibility == Visibility::Draft).map(|case| case.file);
        cases.chain(self.pages.iter().filter(|page| page.draft).map(|page| page.file)).collect()
    }
}

/// Parse all files.
///
/// # Panics
/// Where the files hold no configuration, which [`crate::load::load`] never gives.
pub fn parse(files: &Files) -> (Parsed, Vec<Diagnostic>) {
    parse_with(files, &mut Cache::default())
}

/// Parse all files; a case, vocabulary or term whose file still has the same text is taken from the cache.
///
/// # Panics
/// As [`parse`].
pub fn parse_with(files: &Files, cache: &mut Cache) -> (Parsed, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (config_file, config_source) = files.find(&Role::Config).expect("load found the configuration");
    let (mut config, found) = config::parse(config_file, config_source);
    diagnostics.extend(found);
    let transliteration = config.transliteration();

    let of_role = |role: Role| -> Vec<(FileId, &SourceFile)> { files.iter().filter(|(_, f)| f.role == role).collect() };
    let vocabulary_files = vocabulary::within_limit(of_role(Role::Vocabulary), &mut diagnostics);
    let taxonomies: Vec<String> =
        vocabulary_files.iter().map(|(_, source)| vocabulary::id_of(&source.path).to_owned()).collect();
    own::report_taxonomies(&mut config, &taxonomies, &mut diagnostics);

    let known = cache.vocabularies.parse(&vocabulary_files, transliteration, &mut diagnostics, |id, source| {
        vocabulary::parse(id, source, &VOCABULARY, transliteration)
    });
    let mut vocabularies: Vec<ParsedVocabulary> = known.into_iter().map(Arc::unwrap_or_clone).collect();
    let term_files = of_role(Role::Term);
    let parse_term = |id, source: &SourceFile| term::parse(id, source, &vocabularies, transliteration);
    let with = (vocabularies.iter().map(ParsedVocabulary::of_terms).collect(), transliteration);
    let term_files = cache.terms.parse(&term_files, with, &mut diagnostics, parse_term);
    let said_of_terms = term::join(files, &mut vocabularies, term_files, &mut diagnostics);
    roles::share(&mut vocabularies, &mut diagnostics);
    let publisher_files = of_role(Role::Publishers);
    let publishers = cache.publishers.parse(&publisher_files, transliteration, &mut diagnostics, |id, source| {
        vocabulary::parse(id, source, &PUBLISHERS, transliteration)
    });
    let shared_sources = gather(&of_role(Role::SharedSources), &mut diagnostics, |id, source| {
        let (sources, found) = source::parse_file(id, source);
        (Some((id, sources)), found)
    });
    let is_yaml = |source: &SourceFile| bibliography::Format::of_path(&source.path).is_none();
    let shared_texts = of_role(Role::SharedSources).into_iter().filter(|(_, source)| is_yaml(source));
    let shared_texts = shared_texts.map(|(id, source)| (id, source.text.clone())).collect();
    let checks = gather(&of_role(Role::Checked), &mut diagnostics, checked::parse);
    let pages = gather(&of_role(Role::Page), &mut diagnostics, |id, source| page::parse(id, source, transliteration));
    let case_files = of_role(Role::Case);
    let parse_case = |id, source: &SourceFile| case::parse(id, source, &config, &taxonomies);
    let with = (config.sections.clone(), config.fields.clone(), taxonomies.clone(), transliteration);
    let cases = cache.cases.parse(&case_files, with, &mut diagnostics, parse_case);
    let parsed = Parsed {
        config,
        cases,
        pages,
        vocabularies,
        said_of_terms,
        publishers: publishers.into_iter().next().map(Arc::unwrap_or_clone),
        shared_sources,
        shared_texts,
        checks: checks.into_iter().next().unwrap_or_default(),
        attachments: files.attachments.clone(),
        statics: files.statics.clone(),
        surroundings: Surroundings::default(),
    };
    (parsed, diagnostics)
}

/// Parse files in parallel and keep their order.
fn gather<T: Send>(
    files: &[(FileId, &SourceFile)],
    diagnostics: &mut Vec<Diagnostic>,
    parse: impl Fn(FileId, &SourceFile) -> (Option<T>, Vec<Diagnostic>) + Sync,
) -> Vec<T> {
    let parsed: Vec<_> = files.par_iter().map(|(id, source)| parse(*id, source)).collect();
    let mut values = Vec::with_capacity(parsed.len());
    for (value, found) in parsed {
        values.extend(value);
        diagnostics.extend(found);
    }
    values
}
