//! Cases that were already parsed, kept for `serve`, which parses again after every edit.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::case::{self, ParsedCase};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, SourceFile, Text};
use crate::model::config::{Config, SectionConfig};
use crate::model::{OwnField, Transliteration};

/// Parsed cases by file.
///
/// A case is recognised by its file and the allocation that holds its text, which [`crate::load::reload`] keeps while
/// the text stays the same.
#[derive(Default)]
pub struct Cache {
    /// What every case was parsed with; when it changes, all are parsed anew.
    sections: Vec<SectionConfig>,
    fields: Vec<OwnField>,
    taxonomies: Vec<String>,
    transliteration: Option<Transliteration>,
    cases: HashMap<FileId, Cached>,
}

struct Cached {
    text: Text,
    case: Option<Arc<ParsedCase>>,
    found: Vec<Diagnostic>,
}

impl Cache {
    /// Parse the cases that are not known, and know all of them afterwards.
    pub(super) fn parse(
        &mut self,
        files: &[(FileId, &SourceFile)],
        config: &Config,
        taxonomies: &[String],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<ParsedCase>> {
        let transliteration = Some(config.transliteration());
        let is_same = (&self.sections, &self.fields) == (&config.sections, &config.fields)
            && self.taxonomies == taxonomies
            && self.transliteration == transliteration;
        if !is_same {
            *self = Cache {
                sections: config.sections.clone(),
                fields: config.fields.clone(),
                taxonomies: taxonomies.to_vec(),
                transliteration,
                cases: HashMap::with_capacity(files.len()),
            };
        }
        let known = |id: &FileId, source: &SourceFile| {
            self.cases.get(id).is_some_and(|cached| cached.text.is_shared_with(&source.text))
        };
        let new: Vec<(FileId, Cached)> = files
            .par_iter()
            .filter(|(id, source)| !known(id, source))
            .map(|(id, source)| {
                let (case, found) = case::parse(*id, source, config, taxonomies);
                (*id, Cached { text: source.text.clone(), case: case.map(Arc::new), found })
            })
            .collect();
        self.cases.extend(new);
        let is_there: std::collections::HashSet<FileId> = files.iter().map(|(id, _)| *id).collect();
        self.cases.retain(|id, _| is_there.contains(id));
        let cached = || files.iter().filter_map(|(id, _)| self.cases.get(id));
        diagnostics.extend(cached().flat_map(|cached| cached.found.iter().cloned()));
        cached().filter_map(|cached| cached.case.clone()).collect()
    }
}
