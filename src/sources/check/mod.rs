//! The addresses of sources and texts, asked whether they are still there and still say what is quoted from them.
//!
//! 1. [`wanted`] gathers the addresses, and says which are due.
//! 2. Many hosts are asked at once, each by one request at a time ([`hosts`]); [`look`] says what one look saw.
//! 3. What was seen is in a journal before the next address is asked, and in the end, or when a signal asks to stop,
//!    goes into `content/sources.checked.yaml`. `build` and `check` read that file and ask nobody.

mod absent;
mod archives;
mod client;
mod copies;
mod file;
mod guard;
mod hosts;
mod look;
mod page;
mod passages;
mod robots;
mod sighting;
mod walls;
mod wanted;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use jiff::civil::Date;

use self::hosts::Hosts;
use self::sighting::{Outcome, Sighting};
use self::wanted::Wanted;
use self::work::{Task, Told, Workers};
use super::{AddError, find};
use crate::disk::{Batch, Journal, WriteError};
use crate::files::{CHECKED_FILE, Files, neutral_path};
use crate::model::{AddressState, CheckedAddress, Checks};
use crate::parse::Parsed;

pub use self::client::LARGEST_PAGE;
pub use self::work::HOSTS_AT_ONCE;

/// The journal of a run that is not at its end.
const JOURNAL: &str = ".casebook.checked";

/// How many hosts must have been asked in vain before the network is thought to be down.
const MANY: usize = 5;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day on which it is done.
    pub today: Date,
    /// What was seen so many days ago is looked at again.
    pub days: i32,
    /// Only the addresses of this case.
    pub only: Option<String>,
    /// Where pages are kept.
    pub keep: Option<PathBuf>,
    /// Where kept pages are read, in place of asking.
    pub from: Option<PathBuf>,
    /// Look for archived copies, too.
    pub archived: bool,
    /// Ask machines of private networks, too.
    pub allow_private: bool,
    /// Set when the run is to end.
    pub stop: Arc<AtomicBool>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Addresses that were looked at.
    pub done: usize,
    /// Addresses that are to be.
    pub all: usize,
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Addresses that were looked at.
    pub looked_at: usize,
    /// Addresses that were not due.
    pub not_due: usize,
    /// Addresses that could not be asked now: their hosts want to be left alone, or the run was ended.
    pub left: usize,
    /// No host answered, so nothing is noted.
    pub is_offline: bool,
    /// Of all addresses that were asked for, how many are in each state.
    pub states: BTreeMap<AddressState, usize>,
    /// The file is another.
    pub has_changed: bool,
}

/// Why a run cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no such case.
    #[error(transparent)]
    NoCase(#[from] AddError),
    /// Copies would be published.
    #[error("{} is part of the site, and copies there would be published; name a folder outside of it", neutral_path(.0))]
    InSite(PathBuf),
    /// Another run is under way.
    #[error("another run of `casebook sources check` is under way; wait for it, or end it")]
    Running,
    /// The file was changed meanwhile.
    #[error("{CHECKED_FILE} was changed meanwhile, and is left alone; run this again: nothing that was seen is lost")]
    Changed,
    /// A file cannot be written or read.
    #[error(transparent)]
    Write(WriteError),
}

impl From<WriteError> for CheckError {
    fn from(error: WriteError) -> Self {
        CheckError::Write(error)
    }
}

/// A line of the journal.
#[derive(serde::Serialize, serde::Deserialize)]
struct Line {
    on: Date,
    address: String,
    saw: Sighting,
}

/// What is known while a run goes on.
struct Run {
    entries: BTreeMap<Box<str>, CheckedAddress>,
    journal: Journal,
    today: Date,
}

impl Run {
    /// Begin, with what an earlier run saw and could not write; also the addresses that it looked at today.
    fn begin(files: &Files, checks: &Checks, today: Date) -> Result<(Run, BTreeSet<String>), CheckError> {
        let (journal, lines) = match Journal::open(&files.root, JOURNAL) {
            Err(WriteError::Held { .. }) => return Err(CheckError::Running),
            opened => opened?,
        };
        let entries = checks.iter().map(|entry| (entry.address.clone(), entry.clone())).collect();
        let mut run = Run { entries, journal, today };
        let mut done = BTreeSet::new();
        for line in lines.iter().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
            if line.on == today {
                done.insert(line.address.clone());
            }
            run.note(&line.address, line.saw, line.on);
        }
        Ok((run, done))
    }

    fn note(&mut self, address: &str, saw: Sighting, on: Date) {
        let entry = saw.noted(address, self.entries.get(address), on);
        self.entries.insert(address.into(), entry);
    }

    /// Take in what was seen: first on the disk, then here.
    fn take(&mut self, address: String, saw: Sighting) -> Result<(), WriteError> {
        let line = Line { on: self.today, address, saw };
        // A record of texts, numbers and days is always JSON.
        if let Ok(text) = serde_json::to_string(&line) {
            self.journal.add(&text)?;
        }
        self.note(&line.address, line.saw, line.on);
        Ok(())
    }

    /// Write the file; the journal goes. Is the file another?
    fn end(mut self, files: &Files, parsed: &Parsed, all: &[Wanted]) -> Result<bool, CheckError> {
        let known: BTreeSet<&str> =
            all.iter().map(|one| one.address.as_str()).chain(wanted::originals(parsed)).collect();
        self.entries.retain(|address, _| known.contains(&**address));
        let before = files.index_of(CHECKED_FILE).map(|index| files.sources[index].text.get().into_owned());
        let text = file::text(self.entries.values());
        let is_same = before.as_ref().map_or(self.entries.is_empty(), |before| *before == text);
        if !is_same {
            let mut batch = Batch::open(&files.root)?;
            let is_staged = match &before {
                Some(before) => batch.replace(CHECKED_FILE, before, &text).map(|()| true)?,
                None => batch.create(CHECKED_FILE, &text)?,
            };
            if !is_staged || !batch.commit()?.is_empty() {
                return Err(CheckError::Changed);
            }
        }
        self.journal.finish()?;
        Ok(!is_same)
    }
}

/// Look after the addresses of a site, whose file of checks must be whole.
///
/// # Errors
/// Where a case or folder that is named will not do, another run is under way, or a file cannot be written.
pub fn check(
    files: &Files,
    parsed: &Parsed,
    options: &Options,
    mut tell: impl FnMut(Progress),
) -> Result<Report, CheckError> {
    if let Some(folder) = options.keep.as_ref().filter(|folder| copies::is_in_site(&files.root, folder)) {
        return Err(CheckError::InSite(folder.clone()));
    }
    let all = wanted::wanted(parsed);
    let of_case = match &options.only {
        Some(name) => Some(wanted::of_case(parsed, find(parsed, name)?)),
        None => None,
    };
    let asked: Vec<&Wanted> =
        all.iter().filter(|one| of_case.as_ref().is_none_or(|some| some.contains(&one.address))).collect();
    let (mut run, done) = Run::begin(files, &parsed.checks, options.today)?;
    let mut report = Report::default();
    match &options.from {
        Some(folder) => {
            for one in &asked {
                if let Some(html) = copies::read(folder, &one.address)? {
                    run.take(one.address.clone(), look::look_at_copy(&html, &one.passages))?;
                    report.looked_at += 1;
                }
            }
            report.not_due = asked.len() - report.looked_at;
        }
        None => {
            let tasks: Vec<Task> = asked.iter().filter_map(|one| task(one, &run, &done, options)).collect();
            report.not_due = asked.len() - tasks.len();
            ask(&mut run, parsed, tasks, options, &mut report, &mut tell)?;
        }
    }
    for one in &asked {
        if let Some(entry) = run.entries.get(&*one.address) {
            *report.states.entry(entry.state).or_default() += 1;
        }
    }
    report.has_changed = run.end(files, parsed, &all)?;
    Ok(report)
}

/// What is to be done about an address, where something is.
fn task(one: &Wanted, run: &Run, done: &BTreeSet<String>, options: &Options) -> Option<Task> {
    let before = run.entries.get(&*one.address);
    let is_looked_at = one.is_due(before, options.today, options.days) && !done.contains(&one.address);
    let has_copy = before.is_some_and(|before| before.copy.is_some());
    let seeks_copy = options.archived && one.lacks_copy && !has_copy;
    let task = || Task { wanted: one.clone(), before: before.cloned(), is_looked_at, seeks_copy };
    (is_looked_at || seeks_copy).then(task)
}

/// Ask hosts until all tasks are done, or the run is to end.
fn ask(
    run: &mut Run,
    parsed: &Parsed,
    tasks: Vec<Task>,
    options: &Options,
    report: &mut Report,
    tell: &mut impl FnMut(Progress),
) -> Result<(), CheckError> {
    let mut progress = Progress { done: 0, all: tasks.len() };
    let client = work::client(parsed.config.base_url.as_deref(), options.allow_private);
    let hosts = Arc::new(Hosts::new(client, options.stop.clone()));
    let workers = Workers::start(tasks, &hosts, &parsed.config.archives, options.keep.as_ref());
    // Failures before anybody has answered may be the network's.
    let mut held: Vec<(String, Sighting)> = Vec::new();
    loop {
        match workers.told.recv_timeout(Duration::from_millis(200)) {
            Ok(Told::Saw(address, saw)) => {
                progress.done += 1;
                report.looked_at += 1;
                if matches!(saw.outcome, Outcome::Failed(_)) && !hosts.has_answered() {
                    held.push((address, saw));
                } else {
                    run.take(address, saw)?;
                }
            }
            Ok(Told::Later) => {
                progress.done += 1;
                report.left += 1;
            }
            Ok(Told::NotKept(error)) => return Err(error.into()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        tell(progress);
        if options.stop.load(Ordering::Relaxed) {
            report.left += progress.all - progress.done;
            break;
        }
        if hosts.has_answered() {
            for (address, saw) in held.drain(..) {
                run.take(address, saw)?;
            }
        }
    }
    report.is_offline = !hosts.has_answered() && workers.hosts >= MANY;
    if report.is_offline {
        report.looked_at = 0;
        report.left = progress.all;
    } else {
        for (address, saw) in held {
            run.take(address, saw)?;
        }
    }
    Ok(())
}
