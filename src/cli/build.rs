//! `casebook build`: checks the content, then writes the site.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;

use super::common::{Color, Failure, Outcome, SiteArgs};
use super::report::{self, Amount, Stream};
use crate::diagnostic::{self, Diagnostic, human};
use crate::files::neutral_path;
use crate::plan::too_many_bytes;
use crate::publish::{self, Claim, PublishError, Shard};
use crate::render::RenderError;

/// How long a build may take before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(500);

/// Check the content, then write the site
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    site: SiteArgs,
    /// Folder to write to; replaced as a whole, once everything is written
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Address at which the site will be published, in place of the configuration's
    #[arg(long, value_name = "URL", value_parser = super::common::parse_base_url)]
    base_url: Option<String>,
    /// Write nothing, and exit with 1, when there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Show how long each stage took
    #[arg(long)]
    timings: bool,
    /// Write one share of the site, such as the second of four with 2/4: all shares in one folder are the site
    #[arg(long, value_name = "K/N", default_value = "1/1", hide_default_value = true)]
    shard: Shard,
    /// Replace an output folder that holds what casebook did not write; outside of the site, say it twice
    #[arg(long, action = clap::ArgAction::Count)]
    force: u8,
}

impl Build {
    pub fn run(mut self, color: Color) -> Result<Outcome, Failure> {
        let started = Instant::now();
        let root = self.site.root.folder()?;
        let output = self.output.clone().unwrap_or_else(|| root.join("public"));
        // Before the site is read, so that of two builds the one that read the newer site comes last.
        let claim = Claim::of(&output)?;
        // The program ends after this, so the system frees the memory faster than dropping every case would.
        let mut checked = ManuallyDrop::new(self.site.check(self.base_url.take())?);
        let checked = &mut *checked;
        report::findings(checked, color, Stream::Error, Amount::Some)?;
        let is_denied = checked.counts.errors > 0 || (self.deny_warnings && checked.counts.warnings > 0);
        let Some(renderer) = checked.renderer.as_ref().filter(|_| !is_denied) else {
            eprintln!("nothing was written: {}", report::counts(checked.counts));
            return Ok(Outcome::Findings);
        };
        let home = std::env::home_dir();
        let target = publish::Target {
            files: &checked.files,
            output: &claim,
            shard: self.shard,
            force: self.force,
            home: home.as_deref(),
        };
        let bar = report::progress_bar(self.shard.pages(&renderer.plan().pages).len(), "files");
        let tell = |done: usize| {
            if started.elapsed() > PATIENCE {
                bar.set_position(done as u64);
            }
        };
        let published = checked.timings.time("publish", || publish::publish(renderer, &target, &tell));
        bar.finish_and_clear();
        let summary = match published {
            Ok(summary) => summary,
            Err(PublishError::Render { error: RenderError::Template(error), route }) => {
                let found = renderer.diagnose(&error);
                eprint!("{}", human::render(&[found], &checked.files, human::Style::Plain));
                eprintln!("nothing was written: cannot render {route}");
                return Ok(Outcome::Findings);
            }
            Err(error) => return Err(error.into()),
        };
        let mut late = too_many_bytes(&renderer.site().config, summary.bytes);
        let is_told = |found: &Diagnostic| {
            checked.diagnostics.iter().any(|told| told.message == found.message && told.place == found.place)
        };
        late.extend(renderer.findings().into_iter().filter(|found| !is_told(found)));
        diagnostic::apply(&mut late, &renderer.site().config.severities, &[]);
        eprint!("{}", human::render(&late, &checked.files, human::Style::Plain));
        if self.timings {
            report::timings(&checked.timings, checked.cases)?;
        }
        let files = report::count(summary.files, "file", "files");
        // Unchanged files are hard-linked from the old output.
        report::print(&format!(
            "{}: wrote {files} ({}) to {} in {:.2} s; {} unchanged; {}\n",
            report::cases(checked),
            size(summary.bytes),
            neutral_path(&output),
            started.elapsed().as_secs_f64(),
            summary.unchanged,
            report::counts(checked.counts),
        ))?;
        Ok(Outcome::Clean)
    }
}

/// `1.4 MB`
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let size = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", size / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", size / 1e6),
        _ => format!("{:.1} GB", size / 1e9),
    }
}
