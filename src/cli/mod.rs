//! The command line: arguments in, calls out. One file per command.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "the terminal belongs to the command line")]
#![expect(clippy::disallowed_methods, reason = "the environment is read here")]

mod build;
mod check;
mod common;
mod completions;
mod explain;
mod export;
mod fault;
mod ids;
mod import;
mod init;
mod list;
mod man;
mod new;
mod rename;
mod report;
mod schema;
mod serve;
mod source;
mod sources_check;
mod theme;
mod today;

use std::process::ExitCode;

use clap::error::ContextValue;
use clap::{CommandFactory, Parser, Subcommand};

use common::{Color, Outcome};

use crate::disk;
use crate::files::{neutral, neutral_lines};
use crate::query::QueryError;

/// Turn a folder of Markdown case studies into a knowledge base in which every statement leads to its source.
///
/// Run in the folder that holds a casebook.yaml, or below it. Exit codes: 0 clean, 1 findings of error severity, 2 usage or I/O.
#[derive(Debug, Parser)]
#[command(name = "casebook", version = env!("CASEBOOK_VERSION"), max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a site: configuration, vocabularies, an example case, pages, CI and editor settings
    Init(init::Init),
    /// Start a case: a draft with every key and section that the site requires
    New(new::New),
    /// Check the content, then write the site
    Build(build::Build),
    /// Check the content and write nothing
    Check(check::Check),
    /// Show the site in a browser while you write
    Serve(serve::Serve),
    /// Give a case or page another name, and change every link to it
    Rename(rename::Rename),
    /// Give the statements of a case block ids, addresses that last
    Ids(ids::Ids),
    /// Take sources over from a reference manager, and look after those that are there
    #[command(alias = "source")]
    Sources(source::Source),
    /// Make cases of documents, tables and other people's Markdown
    Import(import::Import),
    /// Write the cases, their sources or the vocabularies as data
    Export(export::Export),
    /// List cases on the terminal
    List(list::List),
    /// Copy files of the built-in theme into the site, to be changed there
    Theme(theme::Theme),
    /// Explain a diagnostic: what it means, an example, the cure
    Explain(explain::Explain),
    /// Print a JSON Schema, by which editors complete and check what you write
    Schema(schema::Schema),
    /// Print a completion script for your shell
    Completions(completions::Completions),
    /// Write the manual pages, one for each command, into a folder
    Man(man::Man),
}

/// Run the program.
pub fn run() -> ExitCode {
    fault::tell_in_a_line();
    let cli = Cli::try_parse().unwrap_or_else(|error| without_forgery(error).exit());
    // `serve` ends by signals of its own, and writes nothing; a check of sources writes what it has seen first.
    let ends_itself = match &cli.command {
        Command::Serve(_) => true,
        Command::Sources(command) => command.ends_itself(),
        _ => false,
    };
    if !ends_itself {
        disk::clear_on_signals();
    }
    let done = match cli.command {
        Command::Init(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Build(command) => command.run(cli.color),
        Command::Check(command) => command.run(cli.color),
        Command::Serve(command) => command.run(cli.color),
        Command::Rename(command) => command.run(cli.color),
        Command::Ids(command) => command.run(),
        Command::Sources(command) => command.run(cli.color),
        Command::Import(command) => command.run(cli.color),
        Command::Export(command) => command.run(cli.color),
        Command::List(command) => command.run(),
        Command::Theme(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(Cli::command()),
        Command::Man(command) => command.run(Cli::command()),
    };
    match done {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            let said = failure.to_string();
            // An expression stands on a line of its own.
            let is_of_lines = failure.is::<QueryError>();
            let said = if is_of_lines { neutral_lines(&said) } else { neutral(&said).into_owned() };
            eprintln!("error: {said}");
            ExitCode::from(2)
        }
    }
}

/// What is wrong with the arguments, said without what they would do to a terminal or a log.
fn without_forgery(mut error: clap::Error) -> clap::Error {
    let given = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, neutral(text).into_owned())),
        _ => None,
    });
    for (kind, text) in given.collect::<Vec<_>>() {
        error.insert(kind, ContextValue::String(text));
    }
    error
}
