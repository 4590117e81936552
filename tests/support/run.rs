//! Runs of the program, on a settled day and without what the environment of a person would add.

use std::path::Path;
use std::process::{Command, Output};

/// 2026-11-23, in seconds: what the program takes for today.
const TODAY: &str = "1795392000";

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    /// Its exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it printed to standard error.
    pub err: String,
}

impl Run {
    /// A run that must have exited with a code.
    #[track_caller]
    pub fn exits_with(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{}{}", self.err, self.out);
        self
    }

    /// A run that must have succeeded; what it printed.
    #[track_caller]
    pub fn succeeds(self) -> String {
        self.exits_with(0).out
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        let code = output.status.code().expect("the program was not killed");
        Run { code, out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program, to be run in a folder.
pub fn casebook(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("casebook"));
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", TODAY);
    for person in ["NO_COLOR", "VISUAL", "EDITOR"] {
        command.env_remove(person);
    }
    command
}

/// Run the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    casebook(folder).args(arguments).output().expect("the program runs").into()
}
