//! `casebook completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Failure, Outcome};

/// Print a completion script for your shell
#[derive(Debug, Args)]
pub struct Completions {
    /// Your shell
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> Result<Outcome, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "casebook", &mut script);
        super::report::print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Clean)
    }
}
