//! `casebook man`: writes the manual pages.

use std::path::PathBuf;

use clap::Args;

use super::common::{Failure, Outcome};

/// Write the manual pages, one for each command, into a folder
#[derive(Debug, Args)]
pub struct Man {
    /// Folder; made where there is none
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Man {
    /// Write them, for the whole command line.
    pub fn run(self, command: clap::Command) -> Result<Outcome, Failure> {
        std::fs::create_dir_all(&self.folder)?;
        clap_mangen::generate_to(command, &self.folder)?;
        Ok(Outcome::Clean)
    }
}
