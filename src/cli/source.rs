//! `casebook sources`: adds sources from a bibliography, and looks after those that are there.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::common::{Color, Failure, Outcome, RootArg};
use super::report;
use super::sources_check::Check;
use crate::diagnostic::Counts;
use crate::files::{FileId, Files, Role, SourceFile, neutral_path};
use crate::load::load;
use crate::parse::parse;
use crate::schema::ParsedSource;
use crate::sources::{self, Outcome as Became};
use crate::{edit, scaffold};

/// Take sources over from a reference manager, and look after those that are there
#[derive(Debug, Args)]
pub struct Source {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add sources to a case: BibTeX, RIS or CSL-JSON from standard input
    ///
    /// Proposes an id, finds what the case or the site has already (by DOI or address), and changes nothing else
    /// in the file.
    #[command(after_help = "Example:\n  wl-paste | casebook sources add klarna")]
    Add(Add),
    /// Make a bibliography a file of shared sources, which every case may cite
    ///
    /// A .bib or CSL-JSON file is copied as it is, but for ids that are addresses, which are proposed anew; RIS
    /// becomes CSL-JSON. Nothing is written over.
    Import(Import),
    /// Ask the addresses of sources and texts whether they are still there and say what is quoted from them
    ///
    /// What was seen goes into content/sources.checked.yaml; `casebook check` says what is to be done. No other command
    /// opens a connection.
    #[command(after_help = "Example:\n  casebook sources check --only klarna")]
    Check(Check),
}

#[derive(Debug, Args)]
struct Add {
    /// Slug of the case, or the path of its file
    case: String,
    /// Print the new text of the case instead of writing it
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    root: RootArg,
}

#[derive(Debug, Args)]
struct Import {
    /// The bibliography
    file: PathBuf,
    #[command(flatten)]
    root: RootArg,
}

impl Source {
    /// Does it take signals itself?
    pub fn ends_itself(&self) -> bool {
        matches!(self.command, Command::Check(_))
    }

    pub fn run(self, color: Color) -> Result<Outcome, Failure> {
        match self.command {
            Command::Add(add) => add.run(color),
            Command::Check(check) => check.run(color),
            Command::Import(import) => take_over(&import.root.folder()?, &import.file, color),
        }
    }
}

/// Read a bibliography and show what is wrong with it; `None` where that is of error severity.
fn read(name: &str, text: String, color: Color) -> Result<Option<Vec<ParsedSource>>, Failure> {
    let (found, diagnostics) = sources::read(&text, FileId(0));
    let file = SourceFile {
        path: name.to_owned(),
        role: Role::SharedSources,
        text: text.into(),
        readable: true,
        conflicts: Vec::new(),
    };
    let files = Files { sources: vec![file], ..Files::default() };
    report::of_files(&files, &diagnostics, color)?;
    Ok((Counts::of(&diagnostics).errors == 0).then_some(found))
}

impl Add {
    fn run(self, color: Color) -> Result<Outcome, Failure> {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let Some(found) = read("standard input", text, color)? else { return Ok(Outcome::Findings) };
        let (files, _) = load(&self.root.folder()?)?;
        let (parsed, _) = parse(&files);
        let added = sources::add(&files, &parsed, &self.case, &found)?;
        let path = &files.get(added.file).path;
        let mut is_new = false;
        for outcome in &added.outcomes {
            match outcome {
                Became::Added(id) => {
                    is_new = true;
                    eprintln!("added `{id}` to {path}; cite it with [{}]", id.cited());
                    if let Some(fields) = added.left_out.get(id.as_str()) {
                        eprintln!("  front matter has no key for {}; content/sources/ holds all", fields.join(", "));
                    }
                }
                Became::Listed(id) => eprintln!("the case lists this work already, as `{id}`"),
                Became::Shared(id) => eprintln!("this work is a shared source; cite it with [{}]", id.cited()),
            }
        }
        if self.dry_run {
            report::print(&added.text)?;
        } else if is_new && !edit::write(&files, added.file, &added.text)? {
            return Err(format!("{path} was changed meanwhile, and is left alone; run this again").into());
        }
        Ok(if is_new { Outcome::Clean } else { Outcome::Findings })
    }
}

/// Make a bibliography a file of shared sources: `casebook sources import`, `casebook import --sources`.
pub fn take_over(root: &Path, file: &Path, color: Color) -> Result<Outcome, Failure> {
    let text = crate::load::read_text(file)?;
    let Some(found) = read(&neutral_path(file).clone(), text.clone(), color)? else {
        return Ok(Outcome::Findings);
    };
    let stem = file.file_stem().and_then(|stem| stem.to_str()).ok_or("the file's name is not UTF-8")?;
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if found.is_empty() {
        return Err(format!("{}: there is no source in it, and nothing is written", neutral_path(file)).into());
    }
    let (files, _) = load(root)?;
    let transliteration = parse(&files).0.config.transliteration();
    let (name, text) = match extension {
        "json" => (format!("{stem}.json"), sources::with_readable_ids(&text, &found, transliteration)),
        "bib" => (format!("{stem}.{extension}"), text),
        _ => {
            let ids = sources::with_ids(&found, transliteration);
            (format!("{stem}.json"), sources::as_csl_json(ids.iter().zip(&found)))
        }
    };
    let to = format!("content/sources/{name}");
    if crate::load::read_text(&root.join(&to)).is_ok_and(|there| there == text) {
        report::print(&format!("{}: as it was\n", neutral_path(&root.join(&to))))?;
        return Ok(Outcome::Clean);
    }
    let path = scaffold::new_file(root, &to, &text)?;
    report::print(&format!("{}: {}\n", neutral_path(&path), report::count(found.len(), "source", "sources")))?;
    Ok(Outcome::Clean)
}
