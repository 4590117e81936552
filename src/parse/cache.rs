//! Files that were already parsed, kept for `serve`, which parses again after every edit.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::case::ParsedCase;
use super::term::ParsedTermFile;
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, SourceFile, Text};
use crate::model::{OwnField, Sections, Transliteration};
use crate::schema::{OfTerms, ParsedVocabulary};

/// What cases are parsed with: sections, fields, the ids of taxonomies.
type OfCases = (Sections, Vec<OwnField>, Vec<String>, Transliteration);

/// Parsed cases, vocabularies and files of terms.
#[derive(Default)]
pub struct Cache {
    pub(super) cases: Known<OfCases, ParsedCase>,
    pub(super) terms: Known<(Vec<OfTerms>, Transliteration), ParsedTermFile>,
    pub(super) vocabularies: Known<Transliteration, ParsedVocabulary>,
    pub(super) publishers: Known<Transliteration, ParsedVocabulary>,
}

/// Files of one kind that were parsed with the same `With`; when it changes, all are parsed anew.
///
/// A file is recognised by its number and the allocation that holds its text, which [`crate::load::reload`] keeps while
/// the text stays the same.
pub(super) struct Known<With, Parsed> {
    with: Option<With>,
    files: FxHashMap<FileId, Cached<Parsed>>,
}

struct Cached<Parsed> {
    text: Text,
    parsed: Option<Arc<Parsed>>,
    found: Vec<Diagnostic>,
}

impl<With, Parsed> Default for Known<With, Parsed> {
    fn default() -> Self {
        Known { with: None, files: FxHashMap::default() }
    }
}

impl<With: PartialEq, Parsed: Send + Sync> Known<With, Parsed> {
    /// Parse the files that are not known, and know all of them afterwards.
    pub(super) fn parse(
        &mut self,
        files: &[(FileId, &SourceFile)],
        with: With,
        diagnostics: &mut Vec<Diagnostic>,
        parse: impl Fn(FileId, &SourceFile) -> (Option<Parsed>, Vec<Diagnostic>) + Sync,
    ) -> Vec<Arc<Parsed>> {
        let with = Some(with);
        if self.with != with {
            *self = Known { with, files: FxHashMap::default() };
        }
        let known = |id: &FileId, source: &SourceFile| {
            self.files.get(id).is_some_and(|cached| cached.text.is_shared_with(&source.text))
        };
        let new: Vec<(FileId, Cached<Parsed>)> = files
            .par_iter()
            .filter(|(id, source)| !known(id, source))
            .map(|(id, source)| {
                let (parsed, found) = parse(*id, source);
                (*id, Cached { text: source.text.clone(), parsed: parsed.map(Arc::new), found })
            })
            .collect();
        self.files.extend(new);
        let is_there: FxHashSet<FileId> = files.iter().map(|(id, _)| *id).collect();
        self.files.retain(|id, _| is_there.contains(id));
        let cached = || files.iter().filter_map(|(id, _)| self.files.get(id));
        diagnostics.extend(cached().flat_map(|cached| cached.found.iter().cloned()));
        cached().filter_map(|cached| cached.parsed.clone()).collect()
    }
}
