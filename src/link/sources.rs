//! The sources of each case: its own, and those of `content/sources/` that it cites.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{future, slips};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, Text};
use crate::model::passage_of;
use crate::parse::ParsedCase;
use crate::schema::ParsedSource;

/// The sources of one case, each with the file that describes it: its own first, then shared ones as cited.
pub type SourcesOfCase<'a> = Vec<(FileId, &'a ParsedSource)>;

/// The sources that every case may cite.
pub struct Shared {
    /// In the order of their files.
    all: Vec<(FileId, ParsedSource)>,
    /// The texts of their files, where sources stand as YAML.
    texts: FxHashMap<FileId, Text>,
    by_id: FxHashMap<String, usize>,
    /// The first source of each identity.
    by_identity: FxHashMap<String, usize>,
}

impl Shared {
    /// Gather them. Two of one id are reported, one work under two ids, and dates that lie years ahead.
    pub fn new(
        files: Vec<(FileId, Vec<ParsedSource>)>,
        texts: FxHashMap<FileId, Text>,
        today: Option<jiff::civil::Date>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let all: Vec<(FileId, ParsedSource)> =
            files.into_iter().flat_map(|(file, sources)| sources.into_iter().map(move |one| (file, one))).collect();
        let mut shared = Shared { all, texts, by_id: FxHashMap::default(), by_identity: FxHashMap::default() };
        for index in 0..shared.all.len() {
            let one = &shared.all[index];
            let (file, source) = one;
            future::of_source(one, today, diagnostics);
            let id = source.id.value.as_str();
            if let Some(first) = shared.by_id.get(id) {
                diagnostics.push(duplicate(*file, source, &shared.all[*first], "first given here"));
                continue;
            }
            // Within one list of sources it was reported when the list was read.
            if let Some(other) = shared.same_work(source).filter(|other| other.0 != *file) {
                diagnostics.push(under_two_ids(*file, source, other, "cite that one everywhere, and remove this one"));
            }
            for identity in source.identities.clone() {
                shared.by_identity.entry(identity).or_insert(index);
            }
            shared.by_id.insert(source.id.value.to_string(), index);
        }
        shared
    }

    /// All of them, each with its file.
    pub fn all(&self) -> impl Iterator<Item = &(FileId, ParsedSource)> {
        self.all.iter()
    }

    /// The text of a file, where its sources stand as YAML.
    pub fn text(&self, file: FileId) -> Option<&Text> {
        self.texts.get(&file)
    }

    /// A shared source of the same work.
    fn same_work(&self, source: &ParsedSource) -> Option<&(FileId, ParsedSource)> {
        source.identities.iter().find_map(|identity| {
            let other = &self.all[*self.by_identity.get(identity)?];
            source.source.is_one_with(&other.1.source, identity).then_some(other)
        })
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
        let mut known: FxHashSet<&str> = sources.iter().map(|(_, source)| source.id.value.as_str()).collect();
        let cited = case.body.groups.iter().flat_map(|group| &group.items).map(|item| item.id.as_str());
        let in_front = case.front.source_ids().map(|id| id.value.as_str());
        for id in cited.chain(in_front) {
            let found = self.get(id).or_else(|| self.get(passage_of(id)?.0));
            if let Some((file, source)) = found
                && known.insert(source.id.value.as_str())
            {
                sources.push((*file, source));
            }
        }
        sources
    }

    /// Report the sources of a case's own that have the id of a shared one, or are one under another id.
    pub fn report_taken(&self, case: &ParsedCase, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(case.front.sources.iter().filter_map(|source| {
            if let Some(first) = self.get(source.id.value.as_str()) {
                return Some(duplicate(case.file, source, first, "a shared source has this id"));
            }
            let other = self.same_work(source)?;
            let help = format!("cite `{}` and remove this source", other.1.id.value.cited());
            Some(under_two_ids(case.file, source, other, help))
        }));
    }
}

fn under_two_ids(
    file: FileId,
    source: &ParsedSource,
    (first_file, first): &(FileId, ParsedSource),
    help: impl Into<String>,
) -> Diagnostic {
    let message = format!("`{}` is the shared source `{}` under another id", source.id.value, first.id.value);
    Diagnostic::new(Code::DuplicateSource, file, source.identity.clone(), message).help(help).related(
        *first_file,
        first.identity.clone(),
        "the shared source",
    )
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
