//! The command line: arguments in, calls out. One file per command.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "the terminal belongs to the command line")]
#![expect(clippy::disallowed_methods, reason = "the environment is read here")]

mod build;
mod check;
mod completions;
mod explain;
mod export;
mod import;
mod init;
mod list;
mod new;
mod report;
mod schema;
mod serve;
mod source;
mod today;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::history;
use crate::link::Drafts;
use crate::parse::Surroundings;
use crate::pipeline::Options;

/// Turn a folder of Markdown case studies into a knowledge base in which every statement leads to its source.
///
/// Run in a folder that holds a casebook.yaml. Exit codes: 0 clean, 1 findings of error severity, 2 usage or I/O.
#[derive(Debug, Parser)]
#[command(name = "casebook", version, max_term_width = 100)]
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
    /// Take sources over from a reference manager
    Source(source::Source),
    /// Make cases of documents, tables and other people's Markdown
    Import(import::Import),
    /// Write the cases, their sources or the vocabularies as data
    Export(export::Export),
    /// List cases on the terminal
    List(list::List),
    /// Explain a diagnostic: what it means, an example, the cure
    Explain(explain::Explain),
    /// Print a JSON Schema, by which editors complete and check what you write
    Schema(schema::Schema),
    /// Print a completion script for your shell
    Completions(completions::Completions),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// Which site, and how much of it.
#[derive(Debug, Args)]
struct SiteArgs {
    /// Folder of the site: the one that holds casebook.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Take drafts in
    #[arg(long)]
    drafts: bool,
    #[command(flatten)]
    today: today::TodayArg,
}

impl SiteArgs {
    fn options(&self, base_url: Option<String>) -> Result<Options, Failure> {
        let today = Some(self.today.day()?);
        Ok(Options {
            drafts: if self.drafts { Drafts::Include } else { Drafts::Exclude },
            base_url,
            surroundings: Surroundings { today, history: history::read(&self.root) },
        })
    }
}

/// What a command came to.
enum Outcome {
    /// Nothing of error severity.
    Clean,
    /// Findings of error severity.
    Findings,
}

/// What a command could not do: a message for people.
type Failure = Box<dyn std::error::Error>;

/// Run the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Init(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Build(command) => command.run(cli.color),
        Command::Check(command) => command.run(cli.color),
        Command::Serve(command) => command.run(cli.color),
        Command::Source(command) => command.run(cli.color),
        Command::Import(command) => command.run(cli.color),
        Command::Export(command) => command.run(cli.color),
        Command::List(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    match done {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// An absolute web address, without a trailing slash.
fn parse_base_url(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host_str().is_some() => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("write the whole address, such as https://example.org/cases".to_owned()),
    }
}
