//! Documents, spreadsheets and other people's Markdown become case files, one record at a time.

pub mod apply;
pub mod body;
pub mod cited;
pub mod dates;
pub mod draft;
pub mod encode;
pub mod format;
pub mod input;
pub mod job;
pub mod listed;
pub mod map;
pub mod own;
pub mod proposal;
pub mod readers;
pub mod record;
pub mod report;
pub mod site;
pub mod state;
pub mod store;
pub mod suggest;
pub mod terms;
pub mod text;
pub mod update;
pub mod values;

use std::collections::HashMap;
use std::path::Path;

use apply::{Origin, Placer};
use draft::Draft;
use format::Format;
pub use job::{ImportError, Job, Mode};

use input::{Input, Place};
use map::{Incomplete, Map};
use record::Item;
use report::{Account, Report};
use site::Site;
use store::Store;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::Slug;
use crate::parse::front_matter::report_syntax;
use crate::schema::fields::Findings;
use crate::write::Yaml;

/// Import what a job asks for. `tell` is told how many of how many bytes are done.
///
/// | step | from | to |
/// |---|---|---|
/// | [`input`] | paths | texts, decoded by [`encode`] |
/// | [`record`] | a text | records: one of the [`readers`] for each format |
/// | [`apply`] | a record and a [`map`] | a [`draft`] |
/// | [`text`] | a document | a draft, without a map |
/// | [`store`] | drafts | case files and the import's [`state`]; [`update`] merges with what an editor wrote |
/// | [`report`] | everything above | an account of every record |
///
/// # Errors
/// Where a file cannot be read or written, or the job itself makes no sense. What is wrong with the input is in
/// the report.
pub fn import(job: &Job<'_>, tell: &dyn Fn(u64, u64)) -> Result<Report, ImportError> {
    let mut site = Site::read(job.root)?;
    check_constants(job, &site)?;
    let mut report = Report::default();
    let map = read_map(job, &site, &mut report)?;
    if report.has_errors() {
        return Ok(report);
    }
    let (found, others) = input::find(job.paths, job.format.or(map.format))?;
    if found.is_empty() {
        return Err(ImportError::NoInput);
    }
    for path in others {
        report.skip_file(&path, "its name does not say what it is; name the format with --format");
    }
    let name = name_of(job, &map)?;
    let mut run = Run {
        store: Store::open(job.root, &name, &map.folder, job.mode, job.is_dry)?,
        order: site.config.sections.iter().map(|section| section.id.clone()).collect(),
        waiting: Vec::new(),
        by_key: HashMap::new(),
        shared: own::Shared::new(),
        report,
        job,
        map: &map,
    };
    let total: u64 = found.iter().filter_map(|(path, _)| path.metadata().ok()).map(|data| data.len()).sum();
    let mut placer = Placer {
        map: &map,
        constants: &job.constants,
        site: &mut site,
        found: Vec::new(),
        resolved: std::collections::HashSet::new(),
        columns: std::collections::HashSet::new(),
        missing: std::collections::BTreeMap::new(),
    };
    let mut done = 0;
    for (path, format) in found {
        run.file(&path, format, &mut placer, &|bytes| tell(done + bytes, total))?;
        done += path.metadata().map_or(0, |data| data.len());
        tell(done, total);
    }
    run.finish(placer)
}

/// The keys that flags give must be those of a case.
fn check_constants(job: &Job<'_>, site: &Site) -> Result<(), ImportError> {
    let taxonomies = site.taxonomy_ids();
    for (key, _) in &job.constants {
        let known = || map::case_keys(&taxonomies);
        if !known().any(|name| name == key) {
            let help = crate::diagnostic::did_you_mean(key, known()).map_or(String::new(), |help| format!("; {help}"));
            return Err(ImportError::UnknownKey { key: key.clone(), help });
        }
    }
    Ok(())
}

/// The map of a job: its file, else one that goes by the names of columns.
fn read_map(job: &Job<'_>, site: &Site, report: &mut Report) -> Result<Map, ImportError> {
    let taxonomies = site.taxonomy_ids();
    let Some(path) = job.map else { return Ok(Map::of_names(&taxonomies)) };
    let id = report.add_file(path);
    let mut map = match input::read(path, Format::Yaml, id, None)? {
        Ok((input, _)) => {
            report.keep_text(id, &input.text, true);
            let mut findings = Findings { file: id, list: &mut report.diagnostics };
            match crate::yaml::parse(&input.text, 0) {
                Ok(node) => Map::read(&node, &taxonomies, &mut findings),
                Err(error) => {
                    report_syntax(&input.text, &error, &mut findings);
                    Map::of_names(&taxonomies)
                }
            }
        }
        Err(reason) => {
            report.skip_file(path, &reason.to_string());
            Map::of_names(&taxonomies)
        }
    };
    if map.name.is_none() {
        let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        map.name = Some(stem.trim_end_matches(".map").to_owned());
    }
    Ok(map)
}

/// The name of an import: from the flag, the map, the only file or the first folder.
fn name_of(job: &Job<'_>, map: &Map) -> Result<String, ImportError> {
    if let Some(name) = job.name.or(map.name.as_deref()) {
        return Slug::parse(name).map(|slug| slug.to_string()).map_err(|_| ImportError::BadName(name.to_owned()));
    }
    let first = job.paths.first().ok_or(ImportError::NoInput)?;
    let absolute = std::path::absolute(first).unwrap_or_else(|_| first.clone());
    let path = if job.paths.len() > 1 && first.is_file() { absolute.parent().unwrap_or(&absolute) } else { &absolute };
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(Slug::from_text(&stem).to_string())
}

/// A run of an import.
struct Run<'a> {
    store: Store<'a>,
    /// Ids of the configured sections.
    order: Vec<String>,
    /// Drafts that others may join, where the map merges records of one key.
    waiting: Vec<(Draft, FileId)>,
    by_key: HashMap<String, usize>,
    /// Shared sources of Casebook's own export.
    shared: own::Shared,
    report: Report,
    job: &'a Job<'a>,
    map: &'a Map,
}

impl Run<'_> {
    /// Import one file.
    fn file(
        &mut self,
        path: &Path,
        format: Format,
        placer: &mut Placer<'_>,
        tell: &dyn Fn(u64),
    ) -> Result<(), ImportError> {
        let before = (self.report.diagnostics.len(), placer.found.len());
        let id = self.report.add_file(path);
        let input = match input::read(path, format, id, self.map.encoding.as_deref())? {
            Ok((input, found)) => {
                self.report.diagnostics.extend(found);
                Input { place: Place::of(path, self.job.paths), ..input }
            }
            Err(reason) => {
                self.report.skip_file(path, &reason.to_string());
                return Ok(());
            }
        };
        if format == Format::Text {
            let mut draft = text::read(&input, placer.constants, placer.site, &mut self.report.diagnostics);
            draft.named_after = self.job.slug.map(ToOwned::to_owned);
            if draft.named_after.is_none() && draft.title.is_none() {
                draft.named_after = Some(input.stem.clone());
            }
            self.take(draft, id, placer)?;
        } else {
            self.records(&input, placer, tell)?;
        }
        let found = self.report.diagnostics[before.0..].iter().chain(&placer.found[before.1..]);
        // What records lack is known only at the end, as later ones may be merged with them.
        let is_used = self.map.merge
            || found.filter_map(|found| found.place.as_ref()).any(|place| place.file == id)
            || placer.missing.values().any(|(_, file, _)| *file == id);
        self.report.keep_text(id, &input.text, is_used);
        Ok(())
    }

    fn records(&mut self, input: &Input, placer: &mut Placer<'_>, tell: &dyn Fn(u64)) -> Result<(), ImportError> {
        let mut failed = None;
        let (mut count, mut skipped) = (0usize, 0usize);
        readers::read(input, self.map, self.job.repair, &mut |item| {
            if failed.is_some() {
                return;
            }
            match item {
                Item::Finding(found) => self.report.diagnostics.push(*found),
                Item::Skipped { span, reason } => {
                    skipped += 1;
                    self.report.account(input.file, span, Account::Skipped(reason));
                }
                Item::Record(record) if self.job.map.is_none() && own::is_own(&record) => {
                    count += 1;
                    tell(u64::try_from(record.span.end).unwrap_or_default());
                    let draft = own::draft(&record, placer.constants, &mut self.shared);
                    if let Err(error) = self.settle(draft, input.file, placer) {
                        failed = Some(error);
                    }
                }
                Item::Record(record) => {
                    if count == 0 && self.job.map.is_none() && input.format.is_table() && !is_named(placer, &record) {
                        failed = Some(ImportError::NoMap(input.path.clone()));
                        return;
                    }
                    count += 1;
                    tell(u64::try_from(record.span.end).unwrap_or_default());
                    let draft = placer.place(&record, Origin { file: input.file, text: &input.text });
                    if let Err(error) = self.take(draft, input.file, placer) {
                        failed = Some(error);
                    }
                }
            }
        });
        if count + skipped == 0 {
            self.report.account(input.file, 0..0, Account::Skipped("the file holds no records".to_owned()));
        }
        failed.map_or(Ok(()), Err)
    }

    /// A draft goes to the store, or waits for others of its key.
    fn take(&mut self, draft: Draft, file: FileId, placer: &mut Placer<'_>) -> Result<(), ImportError> {
        if self.map.merge && !draft.key.is_empty() {
            if let Some(index) = self.by_key.get(&draft.key) {
                let account = Account::Merged(draft.key.clone());
                self.report.account(file, draft.span.clone(), account);
                self.waiting[*index].0.merge(draft);
            } else {
                self.by_key.insert(draft.key.clone(), self.waiting.len());
                self.waiting.push((draft, file));
            }
            return Ok(());
        }
        self.settle(draft, file, placer)
    }

    fn settle(&mut self, mut draft: Draft, file: FileId, placer: &mut Placer<'_>) -> Result<(), ImportError> {
        let missing = if draft.whole.is_some() { Vec::new() } else { placer.count_missing(&draft, file) };
        let span = draft.span.clone();
        match self.map.incomplete {
            Incomplete::Skip if !missing.is_empty() => {
                let reason = format!("it has no {}", missing.join(", no "));
                self.report.account(file, span, Account::Skipped(reason));
                return Ok(());
            }
            Incomplete::Draft if !missing.is_empty() => {
                draft.fields.retain(|(key, _)| key != "draft");
                draft.fields.push(("draft".to_owned(), Yaml::plain("true")));
                self.report.drafts += 1;
            }
            _ => {}
        }
        let key = draft.key.clone();
        let order: Vec<&str> = self.order.iter().map(String::as_str).collect();
        let outcome = self.store.settle(draft, placer.site, &order)?;
        self.report.account(file, span, Account::Settled { key, outcome });
        Ok(())
    }

    /// Settle what waited, and say what all of it came to.
    fn finish(mut self, mut placer: Placer<'_>) -> Result<Report, ImportError> {
        for (draft, file) in std::mem::take(&mut self.waiting) {
            self.settle(draft, file, &mut placer)?;
        }
        let total = self.report.records();
        if self.job.map.is_some() && total > 0 {
            for (path, near) in placer.unknown_columns() {
                let message = format!("the map names `{path}`, which no record has");
                let found = Diagnostic::of_site(Code::UnknownColumn, message);
                self.report.diagnostics.push(found.help("correct its name in the map").help_if(near));
            }
        }
        self.shared.retain(|id, _| !placer.site.shared_sources.contains(id));
        let shared = std::mem::take(&mut self.shared);
        self.report.shared = self.store.share(own::shared_files(&shared, self.store.name()))?;
        self.report.missing(&placer.missing, total);
        self.report.diagnostics.append(&mut placer.found);
        for kept in std::mem::take(&mut self.store.kept) {
            self.report.kept(&kept);
        }
        self.report.new_terms = placer
            .site
            .taxonomies
            .iter()
            .chain(std::iter::once(&placer.site.publishers))
            .filter(|vocabulary| vocabulary.new > 0)
            .map(|vocabulary| (vocabulary.id.clone(), vocabulary.new))
            .collect();
        self.report.unknown_terms = placer.site.taxonomies.iter().map(|taxonomy| taxonomy.unknown.len()).sum();
        self.report.sample = self.store.sample.take();
        self.report.proposal = Some(self.job.root.join(store::proposal_path(self.store.name())));
        let closed = self.store.close(placer.site)?;
        self.report.gone = closed.gone;
        self.report.leave_alone(&closed.left_alone);
        self.report.finish();
        Ok(self.report)
    }
}

/// Has a record a column that a case has a key for?
fn is_named(placer: &Placer<'_>, record: &record::Record) -> bool {
    let title = placer.map.fields.iter().find(|(key, _)| key == "title");
    title.is_some_and(|(_, spec)| spec.from.iter().any(|path| record.get(path).is_some()))
        || placer.constants.iter().any(|(key, _)| key == "title")
}
