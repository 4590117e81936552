//! `casebook sources check`: asks the addresses of sources and texts whether they still stand.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;

use super::common::{Color, Failure, Outcome, RootArg};
use super::report;
use super::today::TodayArg;
use crate::diagnostic::{Counts, Diagnostic};
use crate::disk;
use crate::files::{CHECKED_FILE, Role};
use crate::load::load;
use crate::model::AddressState;
use crate::parse::parse;
use crate::sources::check::{self, Options, Progress, Report};

/// How often a run that nobody watches says how far it is.
const EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub struct Check {
    /// Look at the addresses of one case only: its slug, or the path of its file
    #[arg(long, value_name = "CASE")]
    only: Option<String>,
    /// Look again at what was seen so many days ago, or more
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    older_than: u16,
    /// Keep the pages that are read, as private copies in a folder outside of the site
    #[arg(long, value_name = "DIR", conflicts_with = "from")]
    keep: Option<PathBuf>,
    /// Look for quoted words in the copies that --keep made, and ask nobody
    #[arg(long, value_name = "DIR", conflicts_with_all = ["archived", "older_than"])]
    from: Option<PathBuf>,
    /// Look for archived copies of sources that name none; `casebook check --fix` writes them down
    #[arg(long)]
    archived: bool,
    /// Ask machines of private networks too, such as a server on this one
    #[arg(long)]
    allow_private: bool,
    #[command(flatten)]
    root: RootArg,
    #[command(flatten)]
    today: TodayArg,
}

impl Check {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let stop = disk::stop_on_signals();
        let (files, _) = load(&self.root.folder()?)?;
        let (parsed, found) = parse(&files);
        // A file that cannot be read whole must not be written over.
        let is_of_checks =
            |found: &&Diagnostic| found.place.as_ref().is_some_and(|place| files.get(place.file).role == Role::Checked);
        let broken: Vec<Diagnostic> = found.iter().filter(is_of_checks).cloned().collect();
        if Counts::of(&broken).errors > 0 {
            report::of_files(&files, &broken, color)?;
            eprintln!("nothing was asked: {CHECKED_FILE} cannot be read whole");
            return Ok(Outcome::Findings);
        }
        let options = Options {
            today: self.today.day()?,
            days: self.older_than.into(),
            only: self.only,
            keep: self.keep,
            from: self.from,
            archived: self.archived,
            allow_private: self.allow_private,
            stop: stop.clone(),
        };
        let bar = report::progress_bar(0, "addresses");
        let mut said = Instant::now();
        let tell = |Progress { done, all }| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            if bar.is_hidden() && said.elapsed() >= EVERY {
                said = Instant::now();
                eprintln!("looked at {done} of {all} addresses …");
            }
        };
        let report = check::check(&files, &parsed, &options, tell)?;
        bar.finish_and_clear();
        report::print(&summary(&report, &options))?;
        if report.is_offline {
            return Err("no host answered; is there a network? Nothing was noted".into());
        }
        Ok(Outcome::Clean)
    }
}

fn summary(report: &Report, options: &Options) -> String {
    let addresses = |count| report::count(count, "address", "addresses");
    let mut text = format!("looked at {}", addresses(report.looked_at));
    let states = AddressState::ALL.iter().filter_map(|state| Some((state, report.states.get(state)?)));
    let states: Vec<String> = states.map(|(state, count)| format!("{count} {}", state.as_str())).collect();
    if !states.is_empty() {
        text.push_str(&format!("; what is known: {}", states.join(", ")));
    }
    text.push('\n');
    if report.not_due > 0 && options.from.is_none() {
        text.push_str(&format!("{} not due\n", were(report.not_due)));
    }
    if report.left > 0 && !report.is_offline {
        let left = were(report.left);
        text.push_str(&format!(
            "{left} left for the next run, of hosts that want to be asked later or because this run was ended\n"
        ));
    }
    text.push_str(if report.has_changed {
        "content/sources.checked.yaml is written; `casebook check` says what is to be done\n"
    } else {
        "content/sources.checked.yaml is as it was\n"
    });
    text
}

/// `1 address was`, `2 addresses were`.
fn were(count: usize) -> String {
    report::count(count, "address was", "addresses were")
}
