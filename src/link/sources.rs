//! The sources of each case: its own, and those of `content/sources/` that it cites.

use rustc_hash::FxHashMap;

use super::slips;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::parse::ParsedCase;
use crate::schema::ParsedSource;

/// The sources of one case, each with the file that describes it: its own first, then shared ones as cited.
pub type SourcesOfCase<'a> = Vec<(FileId, &'a ParsedSource)>;

/// The sources that every case may cite.
pub struct Shared {
    /// In the order of their files.
    all: Vec<(FileId, ParsedSource)>,
    by_id: FxHashMap<String, usize>,
}

impl Shared {
    /// Gather them; two of one id are reported.
    pub fn new(files: Vec<(FileId, Vec<ParsedSource>)>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let all: Vec<(FileId, ParsedSource)> =
            files.into_iter().flat_map(|(file, sources)| sources.into_iter().map(move |one| (file, one))).collect();
        let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
        for (index, (file, source)) in all.iter().enumerate() {
            let id = source.id.value.as_str();
            if let Some(first) = by_id.get(id) {
                diagnostics.push(duplicate(*file, source, &all[*first], "first given here"));
            } else {
                by_id.insert(id.to_owned(), index);
            }
        }
        Shared { all, by_id }
    }

    /// Report what nearly is a citation of one of the sources that a case has or may have.
    pub fn report_slips(&self, case: &ParsedCase, diagnostics: &mut Vec<Diagnostic>) {
        if case.is_readable && case.body.needs_slips() {
            let own = case.front.sources.iter().map(|source| source.id.value.as_str());
            let mut ids: Vec<&str> = own.chain(self.by_id.keys().map(String::as_str)).collect();
            ids.sort_unstable();
            slips::report(case.file, &case.text.get(), &case.body, &ids, diagnostics);
        }
    }

    fn get(&self, id: &str) -> Option<&(FileId, ParsedSource)> {
        self.by_id.get(id).map(|index| &self.all[*index])
    }

    /// The sources of a case.
    pub fn of<'a>(&'a self, case: &'a ParsedCase) -> SourcesOfCase<'a> {
        let mut sources: SourcesOfCase<'a> = case.front.sources.iter().map(|source| (case.file, source)).collect();
        if self.by_id.is_empty() {
            return sources;
        }
        let cited = case.body.groups.iter().flat_map(|group| &group.items).map(|item| item.id.as_str());
        let in_events = case.front.events.iter().flat_map(|event| &event.sources).map(|id| id.value.as_str());
        for id in cited.chain(in_events) {
            if let Some((file, source)) = self.get(id)
                && !sources.iter().any(|(_, source)| source.id.value.as_str() == id)
            {
                sources.push((*file, source));
            }
        }
        sources
    }

    /// Report the sources of a case's own that have the id of a shared one.
    pub fn report_taken(&self, case: &ParsedCase, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(case.front.sources.iter().filter_map(|source| {
            let first = self.get(source.id.value.as_str())?;
            Some(duplicate(case.file, source, first, "a shared source has this id"))
        }));
    }
}

fn duplicate(
    file: FileId,
    source: &ParsedSource,
    (first_file, first): &(FileId, ParsedSource),
    what: &str,
) -> Diagnostic {
    let message = format!("duplicate source id `{}`", source.id.value);
    Diagnostic::new(Code::DuplicateSourceId, file, source.id.span.clone(), message)
        .help("give each source an id of its own")
        .related(*first_file, first.id.span.clone(), what)
}
