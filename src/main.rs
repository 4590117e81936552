//! The `casebook` program: runs [`casebook::cli`] and returns its exit code.

use std::process::ExitCode;

/// A page is thousands of small texts that are made and dropped on every thread at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    casebook::cli::run()
}
