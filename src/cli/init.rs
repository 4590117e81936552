//! `casebook init`: starts a site.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::common::{Failure, Outcome};
use super::report;
use super::today::TodayArg;
use crate::files::neutral_path;
use crate::pipeline;
use crate::scaffold::{self, Ci, Init as Wanted, LANGUAGES, Report};

/// Start a site: configuration, vocabularies, an example case, pages, CI and editor settings
///
/// What is written builds at once. Files that are there already stay as they are and are listed as kept; in a
/// folder that is a site already, only settings of tools are added. Nothing is asked when not on a terminal.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  casebook init my-cases --title \"My cases\" --ci github")]
pub struct Init {
    /// Folder of the new site; made where there is none
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Name of the site, else made from the folder's name
    #[arg(long)]
    title: Option<String>,
    /// Language of the site: of its sections, vocabularies, pages and example
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = PossibleValuesParser::new(LANGUAGES))]
    language: String,
    /// Who checks and publishes the site
    #[arg(long, value_enum, default_value = "github")]
    ci: CiArg,
    #[command(flatten)]
    today: TodayArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CiArg {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI and Pages
    Gitlab,
    /// Forgejo Actions, and a branch of pages
    Forgejo,
    /// Nobody yet
    None,
}

impl Init {
    pub fn run(self) -> Result<Outcome, Failure> {
        let is_new = !self.folder.join(crate::files::CONFIG_FILE).exists();
        let from_folder = title_of(&self.folder);
        let title = match self.title {
            Some(title) => title,
            None if is_new => ask_title(&from_folder)?,
            None => from_folder,
        };
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() || title.contains(char::is_control) {
            return Err("a site needs a title, of visible characters; write one with --title".into());
        }
        let ci = match self.ci {
            CiArg::Github => Ci::Github,
            CiArg::Gitlab => Ci::Gitlab,
            CiArg::Forgejo => Ci::Forgejo,
            CiArg::None => Ci::None,
        };
        let wanted = Wanted { title: &title, language: &self.language, ci, today: self.today.day()? };
        let mut done = scaffold::init(&self.folder, &wanted)?;
        let site = pipeline::site(&self.folder)?;
        let settings = scaffold::editor_files(&self.folder, &site)?;
        done.created.extend(settings.created);
        done.kept.extend(settings.kept);
        report::print(&list(&done))?;
        report::print(&if is_new { next_steps(&self.folder) } else { SITE_WAS_THERE.to_owned() })?;
        if let Some(workflow) = ci.to_fill_in().filter(|path| done.created.iter().any(|created| created == path)) {
            report::print(&format!(
                "\nFill in CASEBOOK_RELEASES in {workflow}: it says where CI gets this program from,\n\
                 and until then CI stops there.\n"
            ))?;
        }
        Ok(Outcome::Clean)
    }
}

const SITE_WAS_THERE: &str = "\nThis folder was a site already: its content is as it was.\n";

/// The name of the folder, as words.
fn title_of(folder: &Path) -> String {
    let absolute = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder));
    let name = absolute.ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let words = name.unwrap_or_default().replace(['-', '_', '.'], " ").trim().to_owned();
    let mut chars = words.chars();
    chars.next().map_or_else(|| "Casebook".to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

/// On a terminal, the title is asked for; an empty answer takes the one proposed.
fn ask_title(proposed: &str) -> Result<String, Failure> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Ok(proposed.to_owned());
    }
    print!("Title of the site [{proposed}]: ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(if answer.trim().is_empty() { proposed.to_owned() } else { answer })
}

fn list(report: &Report) -> String {
    let created = report.created.iter().map(|path| format!("created  {path}\n"));
    let kept = report.kept.iter().map(|path| format!("kept     {path}\n"));
    created.chain(kept).collect()
}

fn next_steps(folder: &Path) -> String {
    let enter = match folder.to_str() {
        Some(".") => String::new(),
        _ => format!("  {:36}go there\n", format!("cd {}", neutral_path(folder))),
    };
    format!(
        "\nNext:\n{enter}  \
         casebook serve --drafts             see the site at http://127.0.0.1:4000/\n  \
         casebook new \"Title of a case\"      write your first case\n  \
         casebook check                      find what is wrong, and how to mend it\n  \
         casebook build                      write the site to public/\n\n\
         content/cases/example-case.md shows how a case is written; delete it once you have one of your own.\n"
    )
}
