//! What several commands share: the arguments that name a site, failures and exit codes.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::today::TodayArg;
use crate::files::CONFIG_FILE;
use crate::history;
use crate::link::Drafts;
use crate::model::is_web_address;
use crate::parse::Surroundings;
use crate::pipeline::{self, Checked, Options};

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Which site.
#[derive(Debug, Args)]
pub struct RootArg {
    /// Folder of the site, else this folder or the nearest one above it that holds casebook.yaml
    #[arg(id = "root", long = "root", value_name = "DIR")]
    named: Option<PathBuf>,
}

impl RootArg {
    /// The folder, as seen from where one stands.
    pub fn folder(&self) -> Result<PathBuf, Failure> {
        if let Some(named) = &self.named {
            return Ok(named.clone());
        }
        let here = std::env::current_dir()?;
        let Some(depth) = here.ancestors().position(|folder| folder.join(CONFIG_FILE).is_file()) else {
            let message = "run casebook in the folder of a site, or name one with --root";
            return Err(format!("no {CONFIG_FILE} in this folder or one above it; {message}").into());
        };
        Ok(if depth == 0 { PathBuf::from(".") } else { std::iter::repeat_n("..", depth).collect() })
    }
}

/// Which site, and how much of it.
#[derive(Debug, Args)]
pub struct SiteArgs {
    #[command(flatten)]
    pub root: RootArg,
    /// Take drafts in, and list unlisted cases
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub today: TodayArg,
}

impl SiteArgs {
    /// What is asked for of the site in a folder, with the day and the history of the folder.
    pub fn options(&self, root: &Path, base_url: Option<String>) -> Result<Options, Failure> {
        let today = Some(self.today.day()?);
        Ok(Options {
            drafts: if self.drafts { Drafts::Include } else { Drafts::Exclude },
            base_url,
            surroundings: Surroundings { today, history: history::read(root, std::env::vars_os()) },
        })
    }

    /// Check the site.
    pub fn check(&self, base_url: Option<String>) -> Result<Checked, Failure> {
        let root = self.root.folder()?;
        Ok(pipeline::check(&root, &self.options(&root, base_url)?)?)
    }
}

/// What a command came to.
pub enum Outcome {
    /// Nothing of error severity.
    Clean,
    /// Findings of error severity.
    Findings,
}

/// What a command could not do: a message for people.
pub type Failure = Box<dyn std::error::Error>;

/// An absolute web address, without a trailing slash.
pub fn parse_base_url(text: &str) -> Result<String, String> {
    if is_web_address(text) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("write the whole address, such as https://example.org/cases".to_owned())
    }
}
