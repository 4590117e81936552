//! Documents, spreadsheets and other people's Markdown become case files, one record at a time.

pub mod account;
mod admonitions;
pub mod apply;
pub mod body;
pub mod cite;
pub mod cited;
pub mod dates;
pub mod dialect;
pub mod draft;
pub mod encode;
pub mod foreign;
pub mod format;
pub mod identity;
pub mod input;
pub mod job;
pub mod kept;
pub mod ledger;
pub mod links;
pub mod listed;
pub mod map;
pub mod own;
pub mod places;
pub mod proposal;
pub mod readers;
pub mod record;
pub mod report;
pub mod site;
pub mod state;
pub mod store;
pub mod suggest;
pub mod survey;
pub mod tags;
pub mod targets;
pub mod terms;
pub mod text;
pub mod update;
pub mod values;
pub mod vocabulary;
pub mod written;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use account::{Counts, RecordAccount};
use apply::{Origin, Placer};
use draft::Draft;
use format::Format;
pub use job::{ImportError, Job, Mode};

use input::{Input, Place};
use kept::Kept;
use ledger::Ledger;
use links::Rewriting;
use map::{Incomplete, Map};
use record::{Item, Record};
use report::{Account, Report};
use site::Site;
use store::{Outcome, Store};
use survey::Survey;
use targets::Targets;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::{FileId, Span};
use crate::model::{Slug, Transliteration};
use crate::parse::front_matter::report_syntax;
use crate::schema::fields::Findings;
use crate::write::Yaml;

/// Import what a job asks for. `tell` is told how many of how many bytes are done.
///
/// | step | from | to |
/// |---|---|---|
/// | [`input`] | paths | texts, decoded by [`encode`] |
/// | [`record`] | a text | records: one of the [`readers`] for each format |
/// | [`survey`] | all records | how most of them spell terms, and which keys are not unique |
/// | [`apply`] | a record and a [`map`] | a [`draft`], and an [`account`] of each value |
/// | [`text`] | a document | a draft, without a map |
/// | [`store`] | drafts | case files and the import's [`state`]; [`update`] merges with what an editor wrote |
/// | [`report`], [`ledger`] | everything above | an account of every record and every value |
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
    let name = name_of(job, &map, site.config.transliteration())?;
    let mut run = Run {
        store: Store::open(job.root, &name, &map.folder, job.mode, job.is_dry)?,
        only: None,
        order: site.config.sections.iter().map(|section| section.id.clone()).collect(),
        targets: Targets::new(job.paths, &others, map.base.as_deref()),
        linking: Vec::new(),
        waiting: Vec::new(),
        by_key: HashMap::new(),
        shared: own::Shared::new(),
        shared_keys: HashMap::new(),
        kept: Kept::default(),
        ledger: job.report.map(Ledger::create).transpose()?,
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
        foreign: foreign::Foreign::default(),
        accounts: job.report.is_some(),
        counts: Counts::default(),
    };
    run.survey(&found, &mut placer)?;
    let mut done = 0;
    for (path, format) in found {
        run.file(&path, format, &mut placer, &|bytes| tell(done + bytes, total))?;
        done += path.metadata().map_or(0, |data| data.len());
        tell(done, total);
    }
    run.finish(placer, &others)
}

/// The keys that flags give must be those of a case.
fn check_constants(job: &Job<'_>, site: &Site) -> Result<(), ImportError> {
    for (key, _) in &job.constants {
        let known = || map::case_keys(site);
        if !known().any(|name| name == key) {
            let help = crate::diagnostic::did_you_mean(key, known()).map_or(String::new(), |help| format!("; {help}"));
            return Err(ImportError::UnknownKey { key: key.clone(), help });
        }
    }
    Ok(())
}

/// The map of a job: its file, else one that goes by the names of columns.
fn read_map(job: &Job<'_>, site: &Site, report: &mut Report) -> Result<Map, ImportError> {
    let Some(path) = job.map else { return Ok(Map::of_names(map::case_keys(site))) };
    let id = report.add_file(path);
    let mut map = match input::read(path, Format::Yaml, id, None)? {
        Ok((input, _)) => {
            report.keep_text(id, &input.text, true);
            let mut findings =
                Findings { file: id, transliteration: site.config.transliteration(), list: &mut report.diagnostics };
            match crate::yaml::parse(&input.text, 0) {
                Ok(node) => Map::read(&node, site, &mut findings),
                Err(_) => {
                    report_syntax(&input.text, 0..input.text.len(), &mut findings);
                    Map::of_names(map::case_keys(site))
                }
            }
        }
        Err(reason) => {
            report.skip_file(path, &reason.to_string());
            Map::of_names(map::case_keys(site))
        }
    };
    if map.name.is_none() {
        let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        map.name = Some(stem.trim_end_matches(".map").to_owned());
    }
    Ok(map)
}

/// The name of an import: from the flag, the map, the only file or the first folder.
fn name_of(job: &Job<'_>, map: &Map, transliteration: Transliteration) -> Result<String, ImportError> {
    if let Some(name) = job.name.or(map.name.as_deref()) {
        return Slug::parse(name).map(|slug| slug.to_string()).map_err(|_| ImportError::BadName(name.to_owned()));
    }
    let first = job.paths.first().ok_or(ImportError::NoInput)?;
    let absolute = std::path::absolute(first).unwrap_or_else(|_| first.clone());
    let path = if job.paths.len() > 1 && first.is_file() { absolute.parent().unwrap_or(&absolute) } else { &absolute };
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(transliteration.slug(&stem).to_string())
}

/// A run of an import.
struct Run<'a> {
    store: Store<'a>,
    /// The only file of the input, as it was read for the survey, and what was said of it.
    only: Option<(Input, Vec<Diagnostic>)>,
    /// Ids of the configured sections.
    order: Vec<String>,
    /// What links can lead to.
    targets: Targets,
    /// Drafts whose links are resolved when all files are known.
    linking: Vec<(Draft, FileId, String)>,
    /// Drafts that others may join, where the map merges records of one key.
    waiting: Vec<(Draft, FileId)>,
    by_key: HashMap<String, usize>,
    /// Shared sources of Casebook's own export.
    shared: own::Shared,
    /// Keys that several records share, with the place of the first record once it was met.
    shared_keys: HashMap<String, Option<(FileId, Span)>>,
    /// What cases keep under `extra`.
    kept: Kept,
    /// Where every value is accounted for.
    ledger: Option<Ledger>,
    report: Report,
    job: &'a Job<'a>,
    map: &'a Map,
}

impl Run<'_> {
    /// Look at all records once, before any becomes a case.
    fn survey(&mut self, found: &[(PathBuf, Format)], placer: &mut Placer<'_>) -> Result<(), ImportError> {
        let mut survey = Survey::default();
        let next = self.report.next_file();
        for (path, format) in found.iter().filter(|(_, format)| *format != Format::Text) {
            // What cannot be read is told when it is imported.
            let Ok((input, said)) = input::read(path, *format, next, self.map.encoding.as_deref())? else { continue };
            let input = Input { place: Place::of(path, self.job.paths), ..input };
            readers::read(&input, self.map, self.job.repair, &mut |item| match item {
                Item::Record(record) if self.job.map.is_some() || !own::is_own(&record) => survey.look(&record, placer),
                _ => {}
            });
            self.only = (found.len() == 1).then_some((input, said));
        }
        let shared = survey.finish(placer);
        self.store.share_keys(&shared);
        self.shared_keys = shared.into_iter().map(|key| (key, None)).collect();
        Ok(())
    }

    /// Tell of a key that a record shares with one before it.
    fn tell_shared(&mut self, key: &str, file: FileId, span: &Span, text: &str) {
        let Some(first) = self.shared_keys.get_mut(key) else { return };
        let line = readers::table::first_line(text, span);
        match first {
            None => *first = Some((file, line)),
            Some((first_file, _)) if first_file.0 == u32::MAX => {}
            Some((first_file, first_line)) => {
                let message = format!("`{key}` is the key of more than one record: --update leaves them as they are");
                let help = match self.job.map {
                    Some(_) => "name columns in the map that tell one record from all others: `key: [COLUMN, COLUMN]`",
                    None => "name a column that tells one record from all others in a map: `key: COLUMN`",
                };
                let mut found = Diagnostic::new(Code::SharedKey, file, line, message).help(help);
                if *first_file == file {
                    found = found.related(file, first_line.clone(), "first given here");
                }
                self.report.diagnostics.push(found);
                // Once is enough.
                *first_file = FileId(u32::MAX);
            }
        }
    }

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
        let read = match self.only.take() {
            Some(read) => Ok(read),
            None => input::read(path, format, id, self.map.encoding.as_deref())?,
        };
        let input = match read {
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
            self.note_place(&mut draft, &input, 0, &mut Lines { text: &input.text, at: 0, line: 1 });
            self.take(draft, id, placer)?;
        } else {
            self.records(&input, placer, tell)?;
        }
        let found = self.report.diagnostics[before.0..].iter().chain(&placer.found[before.1..]);
        // What records lack is known only at the end, as later ones may be merged with them.
        let is_used = self.map.merge
            || placer.foreign.begins_in(id)
            || self.linking.last().is_some_and(|(_, of, _)| *of == id)
            || self.waiting.last().is_some_and(|(draft, of)| draft.has_links && *of == id)
            || found.filter_map(|found| found.place.as_ref()).any(|place| place.file == id)
            || placer.missing.values().any(|(_, file, _)| *file == id);
        self.report.keep_text(id, &input.text, is_used);
        Ok(())
    }

    fn records(&mut self, input: &Input, placer: &mut Placer<'_>, tell: &dyn Fn(u64)) -> Result<(), ImportError> {
        let mut failed = None;
        let (mut count, mut skipped) = (0usize, 0usize);
        let mut lines = Lines { text: &input.text, at: 0, line: 1 };
        readers::read(input, self.map, self.job.repair, &mut |item| {
            if failed.is_some() {
                return;
            }
            let done = match item {
                Item::Finding(found) => {
                    self.report.diagnostics.push(*found);
                    Ok(())
                }
                Item::Skipped { span, reason } => {
                    skipped += 1;
                    self.skip(input, span, reason, &mut lines)
                }
                Item::Term(record) if self.job.map.is_some() || !own::is_term(&record) => Ok(()),
                Item::Term(record) => {
                    count += 1;
                    self.term(&record, input, placer, &mut lines)
                }
                Item::Record(record) => {
                    let is_own = self.job.map.is_none() && own::is_own(&record);
                    let needs_a_map = !is_own && count == 0 && self.job.map.is_none() && input.format.is_table();
                    if needs_a_map && !is_named(placer, &record) {
                        failed = Some(ImportError::NoMap(input.path.clone()));
                        return;
                    }
                    count += 1;
                    tell(u64::try_from(record.span.end).unwrap_or_default());
                    if is_own {
                        let mut draft = own::draft(&record, placer.constants, &mut self.shared);
                        self.note_place(&mut draft, input, record.span.start, &mut lines);
                        self.meet(draft, input.file, placer)
                    } else {
                        let mut draft = placer.place(&record, Origin { file: input.file, text: &input.text });
                        self.note_place(&mut draft, input, record.span.start, &mut lines);
                        self.tell_shared(&draft.key, input.file, &draft.span, &input.text);
                        self.take(draft, input.file, placer)
                    }
                }
            };
            failed = done.err();
        });
        if count + skipped == 0 {
            self.report.account(input.file, 0..0, Account::Skipped("the file holds no records".to_owned()));
        }
        failed.map_or(Ok(()), Err)
    }

    /// A term of Casebook's own export.
    fn term(
        &mut self,
        record: &Record,
        input: &Input,
        placer: &mut Placer<'_>,
        lines: &mut Lines<'_>,
    ) -> Result<(), ImportError> {
        match own::term(record, placer.site, &mut self.shared) {
            Err(reason) => self.skip(input, record.span.clone(), reason, lines),
            Ok(mut draft) => {
                self.note_place(&mut draft, input, record.span.start, lines);
                self.meet(draft, input.file, placer)
            }
        }
    }

    /// Something that should be a record and is not.
    fn skip(&mut self, input: &Input, span: Span, reason: String, lines: &mut Lines<'_>) -> Result<(), ImportError> {
        if let Some(ledger) = &mut self.ledger {
            let (file, line) = (input.path.display().to_string(), lines.of(span.start));
            ledger.record(&RecordAccount { file, line, ..RecordAccount::default() }, "skipped", None, Some(&reason))?;
        }
        self.report.account(input.file, span, Account::Skipped(reason));
        Ok(())
    }

    /// Note in a draft's account where its record stands.
    fn note_place(&self, draft: &mut Draft, input: &Input, start: usize, lines: &mut Lines<'_>) {
        if self.ledger.is_none() {
            return;
        }
        let line = lines.of(start);
        if draft.accounts.is_empty() {
            draft.accounts.push(RecordAccount { key: draft.key.clone(), ..RecordAccount::default() });
        }
        for account in &mut draft.accounts {
            account.file = input.path.display().to_string();
            account.line = line;
        }
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
        if self.store.must_be_told_apart(&draft.key) {
            self.waiting.push((draft, file));
            return Ok(());
        }
        self.meet(draft, file, placer)
    }

    /// A draft that has all that it is made of: where it has links to other files, it waits for all of them.
    fn meet(&mut self, mut draft: Draft, file: FileId, placer: &mut Placer<'_>) -> Result<(), ImportError> {
        if let Some(reason) = self.complete(&mut draft, file, placer) {
            for record in &draft.accounts {
                self.ledger.as_mut().map_or(Ok(()), |ledger| ledger.record(record, "skipped", None, Some(&reason)))?;
            }
            self.report.account(file, draft.span, Account::Skipped(reason));
            return Ok(());
        }
        if !draft.is_text && !draft.has_links {
            return self.settle(draft, file, placer);
        }
        let path = self.reserve(&mut draft, placer)?;
        if draft.is_text {
            self.targets.add(Path::new(&self.report.files.get(file).path), &draft, &path);
        }
        if draft.has_links {
            self.linking.push((draft, file, path));
            return Ok(());
        }
        self.settle(draft, file, placer)
    }

    /// The file that a draft will be.
    fn reserve(&mut self, draft: &mut Draft, placer: &mut Placer<'_>) -> Result<String, ImportError> {
        let order: Vec<&str> = self.order.iter().map(String::as_str).collect();
        self.store.reserve(draft, placer.site, &order)
    }

    /// Resolve the links of a draft, now that all files are known.
    fn link(
        &mut self,
        draft: &mut Draft,
        file: FileId,
        path: &str,
        placer: &mut Placer<'_>,
    ) -> Result<(), ImportError> {
        let input = self.report.files.get(file);
        let mut rewriting = Rewriting::new(&self.targets, placer.site, &mut self.store, Path::new(&input.path), path);
        rewriting.draft(draft)?;
        let told = rewriting.told;
        if told.is_empty() {
            return Ok(());
        }
        let text = input.text.get();
        for (words, message) in told {
            let span = readers::table::place_of(&words, &text, &draft.span);
            let found = Diagnostic::new(Code::UnplacedValue, file, span, message);
            placer.found.push(found.help("mend it in the case, if it matters"));
        }
        Ok(())
    }

    fn settle(&mut self, mut draft: Draft, file: FileId, placer: &mut Placer<'_>) -> Result<(), ImportError> {
        let order: Vec<&str> = self.order.iter().map(String::as_str).collect();
        let outcome = self.store.settle(&mut draft, placer.site, &order)?;
        self.settled(draft, file, outcome)
    }

    /// Make a draft of what is incomplete, as the map says. Gives the reason where it is to be skipped.
    fn complete(&mut self, draft: &mut Draft, file: FileId, placer: &mut Placer<'_>) -> Option<String> {
        let missing = if draft.whole.is_some() { Vec::new() } else { placer.count_missing(draft, file) };
        match self.map.incomplete {
            Incomplete::Skip if !missing.is_empty() => Some(format!("it has no {}", missing.join(", no "))),
            Incomplete::Draft if !missing.is_empty() => {
                draft.fields.retain(|(key, _)| key != "draft");
                draft.fields.push(("draft".to_owned(), Yaml::plain("true")));
                self.report.drafts += 1;
                None
            }
            _ => None,
        }
    }

    /// Account for a draft that is settled.
    fn settled(&mut self, draft: Draft, file: FileId, outcome: Outcome) -> Result<(), ImportError> {
        let is_written = matches!(outcome, Outcome::Written(_) | Outcome::Updated(_));
        if is_written {
            self.kept.look(&draft.extra);
        }
        self.report.copied += self.store.copy_attached(is_written)?;
        if let Some(ledger) = &mut self.ledger {
            let (name, case) = outcome.told();
            for (index, record) in draft.accounts.iter().enumerate() {
                ledger.record(record, if index == 0 { name } else { "merged" }, case, None)?;
            }
        }
        if let (Outcome::Written(path), Some(given)) = (&outcome, &draft.named_after) {
            let slug = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
            let is_taken = Slug::parse(given).is_ok_and(|given| given.as_str() != slug);
            if is_taken && self.job.map.is_some() {
                let place = draft.span.start..draft.span.start;
                let message = format!("the slug `{given}` is that of another case: this one becomes `{slug}`");
                let help = "give one of the two another slug, and move its file";
                let mut found = Diagnostic::new(Code::DuplicateSlug, file, place, message).help(help);
                found.severity = Severity::Warning;
                self.report.diagnostics.push(found);
            }
        }
        self.report.account(file, draft.span, Account::Settled { key: draft.key, outcome });
        Ok(())
    }

    /// Settle the drafts that share their key with others: first those that are as they were.
    fn settle_shared(&mut self, drafts: Vec<(Draft, FileId)>, placer: &mut Placer<'_>) -> Result<(), ImportError> {
        let order: Vec<String> = self.order.clone();
        let order: Vec<&str> = order.iter().map(String::as_str).collect();
        let mut left = Vec::new();
        for (mut draft, file) in drafts {
            if self.complete(&mut draft, file, placer).is_some() {
                continue;
            }
            if draft.has_links {
                let path = self.reserve(&mut draft, placer)?;
                self.link(&mut draft, file, &path, placer)?;
            }
            match self.store.settle_shared(&mut draft, placer.site, &order, false)? {
                Some(outcome) => self.settled(draft, file, outcome)?,
                None => left.push((draft, file)),
            }
        }
        for (mut draft, file) in left {
            if let Some(outcome) = self.store.settle_shared(&mut draft, placer.site, &order, true)? {
                self.settled(draft, file, outcome)?;
            }
        }
        Ok(())
    }

    /// Tell of files that are no records, and that no case shows.
    fn skip_others(&mut self, beside: &[PathBuf]) {
        let taken_in = self.store.taken_in();
        let is_taken = |path: &PathBuf| path.canonicalize().is_ok_and(|path| taken_in.contains(path.as_path()));
        let skipped: Vec<&PathBuf> = beside.iter().filter(|path| !is_taken(path)).collect();
        for path in skipped {
            self.report.skip_file(path, "its name does not say what it is; name the format with --format");
        }
    }

    /// Settle what waited, and say what all of it came to.
    fn finish(mut self, mut placer: Placer<'_>, beside: &[PathBuf]) -> Result<Report, ImportError> {
        let (shared, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(draft, _)| self.store.must_be_told_apart(&draft.key));
        for (draft, file) in others {
            self.meet(draft, file, &mut placer)?;
        }
        for (mut draft, file, path) in std::mem::take(&mut self.linking) {
            self.link(&mut draft, file, &path, &mut placer)?;
            self.settle(draft, file, &mut placer)?;
        }
        self.settle_shared(shared, &mut placer)?;
        self.skip_others(beside);
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
        self.report.diagnostics.extend(std::mem::take(&mut placer.foreign).findings());
        let conflicts = std::mem::take(&mut self.store.kept);
        for kept in &conflicts {
            self.report.kept(kept);
        }
        self.report.counts = std::mem::take(&mut placer.counts);
        self.report.kept_counts = self.kept.counts();
        self.report.fields = self.kept.fields(placer.site);
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
        if let Some(ledger) = self.ledger.take() {
            ledger.close(&conflicts)?;
        }
        Ok(self.report)
    }
}

/// The lines of a text, counted as records are met in their order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a byte.
    fn of(&mut self, byte: usize) -> usize {
        if let Some(between) = self.text.get(self.at..byte) {
            self.line += between.bytes().filter(|byte| *byte == b'\n').count();
            self.at = byte;
        }
        self.line
    }
}

/// Has a record a column that a case has a key for?
fn is_named(placer: &Placer<'_>, record: &Record) -> bool {
    let title = placer.map.fields.iter().find(|(key, _)| key == "title");
    title.is_some_and(|(_, spec)| spec.from.iter().any(|path| record.get(path).is_some()))
        || placer.constants.iter().any(|(key, _)| key == "title")
}
