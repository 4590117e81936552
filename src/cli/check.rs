//! `casebook check`

use clap::Args;

use super::report::{self, Stream};
use super::{Color, Failure, Outcome, SiteArgs};
use crate::pipeline;

/// Check the content and write nothing
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    site: SiteArgs,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    deny_warnings: bool,
}

impl Check {
    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        let checked = pipeline::check(&self.site.root, &self.site.options(None))?;
        report::findings(&checked, color, Stream::Output)?;
        let cases = report::count(checked.cases, "case", "cases");
        report::print(&format!("checked {cases}: {}\n", report::counts(checked.counts)))?;
        let is_denied = checked.counts.errors > 0 || (self.deny_warnings && checked.counts.warnings > 0);
        Ok(if is_denied { Outcome::Findings } else { Outcome::Clean })
    }
}
