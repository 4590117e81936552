//! `casebook rename`: gives a case, page or term another name.

use clap::Args;

use super::common::{Color, Failure, Outcome, RootArg};
use super::report;
use crate::files::neutral_lines;
use crate::{edit, rename};

/// Give a case, page or term another name, and change every link to it
///
/// Moves its file and the folder that is named after it, changes the links to it and the lines of `menu` and `footer`
/// that name it, and adds the old name to `aliases`, so that its old address leads on. No other byte changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  casebook rename klarna klarna-assistant --dry-run\n  \
                        casebook rename content/pages/about.md guide/about\n  \
                        casebook rename organisation/klarna klarna-bank")]
pub struct Rename {
    /// Slug of the case, name of the page, taxonomy and id of a term (organisation/klarna), or the path of its file
    old: String,
    /// Its new slug; of a page also its folders
    new: String,
    /// Show what would be changed, as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    root: RootArg,
}

impl Rename {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let proposal = rename::propose(&self.root.folder()?, &self.old, &self.new)?;
        let (files, harm) = proposal.harm();
        if !harm.is_empty() {
            report::of_files(&files, &harm, color)?;
            return Err("nothing is renamed: the site would have more findings, of the kinds above".into());
        }
        let (moved, changed) = if self.dry_run {
            report::print(&neutral_lines(&edit::diff(&proposal.before, &proposal.after)))?;
            ("would move", "would change")
        } else {
            rename::write(&proposal)?;
            ("moved", "changed")
        };
        for (from, to) in &proposal.moved {
            eprintln!("{moved} {from} to {to}");
        }
        for one in &proposal.changed {
            eprintln!("{changed} {}: {}", one.path, report::count(one.places, "place", "places"));
        }
        Ok(Outcome::Clean)
    }
}
