//! The program. All of it is in [`casebook::cli`]; here is only its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    casebook::cli::run()
}
