//! `casebook ids`: gives statements block ids.

use clap::Args;

use super::common::{Failure, Outcome, RootArg};
use super::report;
use crate::{edit, ids};

/// Give the statements of a case block ids
///
/// Behind every statement that has none goes one of its first words (`^they-stopped-hiring`): an address that lasts when
/// the words change. No other byte changes, and no other command writes block ids.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  casebook ids klarna --dry-run\n  casebook ids klarna duolingo")]
pub struct Ids {
    /// Slugs of cases
    #[arg(required = true, value_name = "CASE")]
    cases: Vec<String>,
    /// Show what would be changed, as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    root: RootArg,
}

impl Ids {
    pub fn run(self) -> Result<Outcome, Failure> {
        let proposal = ids::propose(&self.root.folder()?, &self.cases)?;
        let changed = if self.dry_run {
            report::print(&edit::diff(&proposal.before, &proposal.after))?;
            "would change"
        } else {
            let left_alone = ids::write(&proposal)?;
            if let Some(path) = left_alone.first() {
                return Err(format!("{path} was changed meanwhile and is left alone: run it again").into());
            }
            "changed"
        };
        for (path, count) in &proposal.given {
            match count {
                0 => eprintln!("{path}: every statement has a block id"),
                count => eprintln!("{changed} {path}: {}", report::count(*count, "block id", "block ids")),
            }
        }
        Ok(Outcome::Clean)
    }
}
