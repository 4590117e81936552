//! What several commands share: the arguments that name a site, failures and exit codes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::today::TodayArg;
use crate::history;
use crate::link::Drafts;
use crate::model::is_web_address;
use crate::parse::Surroundings;
use crate::pipeline::Options;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Which site, and how much of it.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Folder of the site: the one that holds casebook.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Take drafts in
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub today: TodayArg,
}

impl SiteArgs {
    /// What is asked for, with the day and the history of the folder.
    pub fn options(&self, base_url: Option<String>) -> Result<Options, Failure> {
        let today = Some(self.today.day()?);
        Ok(Options {
            drafts: if self.drafts { Drafts::Include } else { Drafts::Exclude },
            base_url,
            surroundings: Surroundings { today, history: history::read(&self.root, std::env::vars_os()) },
        })
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
