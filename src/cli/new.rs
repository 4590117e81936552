//! `casebook new`: starts a case, or a term with a text of its own.

use std::path::Path;
use std::process::Command;

use clap::Args;

use super::common::{Failure, Outcome, RootArg};
use super::report;
use super::today::TodayArg;
use crate::files::neutral_path;
use crate::load::load;
use crate::parse::parse;
use crate::scaffold::{self, NewCase, NewTerm};

/// Start a case, or a term: a draft with every key and section that the site requires
///
/// Prints the path of the file. What is not known yet is left empty: `casebook check --drafts` lists it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  casebook new \"Example Ltd tries a shared rota\" --edit\n  \
                        casebook new \"Example Ltd: the second year\" --slug example-year-two --folder 2026\n  \
                        casebook new --term organisation \"Example Ltd\"")]
pub struct New {
    /// Title of the case, or name of the term
    title: String,
    /// Start a term of this taxonomy, with a text of its own
    #[arg(long, value_name = "TAXONOMY", conflicts_with = "folder")]
    term: Option<String>,
    /// Its name in addresses, else made from the title
    #[arg(long)]
    slug: Option<String>,
    /// Folder below content/cases, made where there is none
    #[arg(long, value_name = "DIR")]
    folder: Option<String>,
    /// Open the file in your editor: $VISUAL, else $EDITOR
    #[arg(long, short)]
    edit: bool,
    #[command(flatten)]
    root: RootArg,
    #[command(flatten)]
    today: TodayArg,
}

impl New {
    pub fn run(self) -> Result<Outcome, Failure> {
        // Checked before anything is written, so that a wrong argument leaves no file behind.
        let editor = if self.edit { Some(editor()?) } else { None };
        let (files, _) = load(&self.root.folder()?)?;
        let (parsed, _) = parse(&files);
        let slug = self.slug.as_deref();
        let created = match &self.term {
            Some(taxonomy) => scaffold::new_term(&files, &parsed, &NewTerm { taxonomy, label: &self.title, id: slug })?,
            None => {
                let (title, folder) = (self.title.as_str(), self.folder.as_deref());
                let wanted = NewCase { title, slug, folder, added: self.today.day()? };
                scaffold::new_case(&files, &parsed, &wanted)?
            }
        };
        let path = created.path.strip_prefix(".").unwrap_or(&created.path);
        report::print(&format!("{}\n", neutral_path(path)))?;
        match editor {
            Some(editor) => open(&editor, path)?,
            None => eprintln!("it is a draft: fill it in, then `casebook check --drafts` says what is missing"),
        }
        Ok(Outcome::Clean)
    }
}

/// The editor's command, with its arguments: `code --wait`.
fn editor() -> Result<String, Failure> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = set.map(|command| command.trim().to_owned()).find(|command| !command.is_empty());
    editor.ok_or_else(|| {
        "no editor is set; set VISUAL or EDITOR, such as EDITOR=\"code --wait\", or leave out --edit".into()
    })
}

fn open(editor: &str, path: &Path) -> Result<(), Failure> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(editor);
    let status = Command::new(program).args(words).arg(path).status();
    let status = status
        .map_err(|error| format!("cannot run the editor `{editor}`: {error}; the file is {}", neutral_path(path)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("the editor `{editor}` failed; the case is in {}", neutral_path(path)).into())
}
