//! `casebook explain`: says what a diagnostic means.

use clap::Args;

use super::common::{Failure, Outcome};
use super::report::print;
use crate::diagnostic::{Code, did_you_mean};

/// Explain a diagnostic: what it means, an example, the cure
#[derive(Debug, Args)]
pub struct Explain {
    /// Name of the diagnostic, as it stands in brackets behind `error`
    #[arg(required_unless_present = "list", value_name = "CODE")]
    code: Option<String>,
    /// List all diagnostics
    #[arg(long)]
    list: bool,
}

impl Explain {
    pub fn run(self) -> Result<Outcome, Failure> {
        let Some(name) = self.code.filter(|_| !self.list) else {
            let rows = Code::ALL
                .map(|code| format!("{:22}{:9}{}\n", code.name(), code.default_severity().as_str(), code.title()));
            print(&rows.concat())?;
            return Ok(Outcome::Clean);
        };
        // The code may be copied from a finding: `error[unknown-term]`.
        let name = name.rsplit_once('[').map_or(name.as_str(), |(_, inner)| inner.trim_end_matches([']', ':']));
        let Some(code) = Code::from_name(name) else {
            let help = did_you_mean(name, Code::ALL.iter().map(|code| code.name()));
            let help = help.unwrap_or_else(|| "`casebook explain --list` names them all".to_owned());
            return Err(format!("there is no diagnostic `{name}`; {help}").into());
        };
        print(code.explanation())?;
        Ok(Outcome::Clean)
    }
}
