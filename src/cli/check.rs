//! `casebook check`: reports what is missing or wrong.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::common::{Color, Failure, Outcome, SiteArgs};
use super::report::{self, Amount, Stream};
use crate::diagnostic::{Counts, github, gitlab, json, markdown, sarif, short};
use crate::edit;
use crate::files::neutral_lines;
use crate::pipeline::{self, Change, ChangedCase, Checked, Options, Since};

/// How often a run applies cures: one may uncover the next, as when the front matter becomes readable.
const ROUNDS: usize = 10;

/// Check the content and write nothing
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub struct Check {
    #[command(flatten)]
    site: SiteArgs,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Report only what this branch adds to what was found where it left another branch, a tag or a commit
    #[arg(long, value_name = "REF", conflicts_with = "fix")]
    since: Option<String>,
    /// Show every finding in full, and not only the first of each code
    #[arg(long)]
    all: bool,
    /// How to show what is found
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Apply the cures that need no decision, to the files themselves
    #[arg(long)]
    fix: bool,
    /// With `--fix`: show what would be changed, as a diff, and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines concerned
    Human,
    /// One line each, for editors
    Short,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A Code Quality report of GitLab
    Gitlab,
    /// Markdown, for the summary of a run in CI; with --since, which cases a branch touches
    Markdown,
}

impl Format {
    /// Is it read by a service that knows files by their paths in the repository, wherever the program ran?
    fn is_of_ci(self) -> bool {
        matches!(self, Format::Github | Format::Sarif | Format::Gitlab | Format::Markdown)
    }
}

impl Check {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let root = self.site.root.folder()?;
        let options = self.site.options(&root, None)?;
        let mut checked = pipeline::check(&root, &options)?;
        let since = match &self.since {
            Some(reference) => pipeline::keep_added(&mut checked, reference, &options)?,
            None => Since::default(),
        };
        if self.fix {
            checked = self.fix_all(checked, &options)?;
        }
        if self.format.is_of_ci() {
            let prefix = &options.surroundings.history.prefix;
            Arc::make_mut(&mut checked.files).root = if prefix.is_empty() { ".".into() } else { prefix.into() };
        }
        // As in `build`, the program ends after this.
        let checked = ManuallyDrop::new(checked);
        match self.format {
            // The diff is what was asked for.
            _ if self.dry_run => {}
            Format::Human => {
                let amount = if self.all { Amount::All } else { Amount::Some };
                report::findings(&checked, color, Stream::Output, amount)?;
                let cases = report::cases(&checked);
                let is_clean = checked.counts == Counts::default();
                let more = if is_clean { "" } else { "; `casebook explain CODE` says more of a finding" };
                let known = match since.known {
                    0 => String::new(),
                    known => format!(" ({} there before)", report::count(known, "finding was", "findings were")),
                };
                report::print(&format!("checked {cases}: {}{known}{more}\n", report::counts(checked.counts)))?;
            }
            Format::Short => report::print(&short::render(&checked.diagnostics, &checked.files))?,
            Format::Json => report::print(&json::render(&checked.diagnostics, &checked.files))?,
            Format::Github => report::print(&github::render(&checked.diagnostics, &checked.files))?,
            Format::Sarif => report::print(&sarif::render(&checked.diagnostics, &checked.files))?,
            Format::Gitlab => report::print(&gitlab::render(&checked.diagnostics, &checked.files))?,
            Format::Markdown => report::print(&summary(&checked, &since))?,
        }
        let is_denied = checked.counts.errors > 0 || (self.deny_warnings && checked.counts.warnings > 0);
        Ok(if is_denied { Outcome::Findings } else { Outcome::Clean })
    }

    /// Apply cures until none is left, all of them in memory first, and say each change, and what is left and why.
    fn fix_all(&self, mut checked: Checked, options: &Options) -> Result<Checked, Failure> {
        for _ in 0..ROUNDS {
            let before = checked.files.clone();
            let mut changes = Vec::new();
            let mut left = edit::fixed(&checked.files, &checked.diagnostics);
            for _ in 0..ROUNDS {
                let Some((files, more)) = left else { break };
                changes.extend(more);
                checked = pipeline::check_again(files, options);
                left = edit::fixed(&checked.files, &checked.diagnostics);
            }
            for change in left.iter().flat_map(|(_, changes)| changes) {
                eprintln!("after {ROUNDS} rounds there is still something to fix, which is left to you: {change}");
            }
            for path in edit::waiting(&checked.files, &checked.diagnostics) {
                eprintln!("{path} holds a merge conflict; settle it, then fix the rest");
            }
            if self.dry_run {
                report::print(&neutral_lines(&edit::diff(&before, &checked.files)))?;
                for change in &changes {
                    eprintln!("would fix {change}");
                }
                break;
            }
            let left_alone = edit::write_all(&before, &checked.files)?;
            let is_left = |path: &str| left_alone.iter().any(|left| path.ends_with(left.as_str()));
            changes.iter().filter(|change| !is_left(&change.at.file)).for_each(|change| eprintln!("fixed {change}"));
            if left_alone.is_empty() {
                break;
            }
            for path in &left_alone {
                eprintln!("{path} was changed by somebody else meanwhile, and was left alone; looking at it again");
            }
            checked = pipeline::check(&before.root, options)?;
        }
        Ok(checked)
    }
}

/// What was found, and which cases a branch touches.
fn summary(checked: &Checked, since: &Since) -> String {
    let mut text = format!("## Casebook: {}\n\n", report::counts(checked.counts));
    text.push_str(&markdown::render(&checked.diagnostics, &checked.files));
    if !since.cases.is_empty() {
        let cases = report::count(since.cases.len(), "case", "cases");
        text.push_str(&format!("\n### {cases} changed\n\n"));
        text.extend(since.cases.iter().map(|case| changed(case, &checked.files.display(&case.path))));
    }
    text
}

fn changed(case: &ChangedCase, path: &str) -> String {
    let what = match case.change {
        Change::Added => "new",
        Change::Changed => "changed",
        Change::Removed => "removed",
    };
    let title = markdown::escape(case.title.as_deref().unwrap_or("without a title"));
    let old = case.old_title.as_ref().map(|old| format!(" (was: {})", markdown::escape(old))).unwrap_or_default();
    format!("- {what}: {title}{old}, {}\n", markdown::escape(path))
}
