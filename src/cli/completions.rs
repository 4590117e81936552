//! `casebook completions`: prints completions for a shell.

use clap::Args;
use clap_complete::Shell;

use super::common::{Failure, Outcome};

/// Print a completion script for your shell
#[derive(Debug, Args)]
pub struct Completions {
    /// Your shell
    shell: Shell,
}

impl Completions {
    /// Print it, for the whole command line.
    pub fn run(self, mut command: clap::Command) -> Result<Outcome, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "casebook", &mut script);
        super::report::print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Clean)
    }
}
