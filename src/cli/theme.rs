//! `casebook theme`

use std::path::{Component, Path};

use clap::{Args, Subcommand};

use super::common::{Failure, Outcome, RootArg};
use super::report;
use crate::diagnostic::nearest;
use crate::load::load;
use crate::parse::parse;
use crate::scaffold;
use crate::theme::built_in;

/// Copy files of the built-in theme into the site, to be changed there
#[derive(Debug, Args)]
pub struct Theme {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Copy a file of the built-in theme into the site's theme, where it takes that file's place
    ///
    /// It goes to themes/NAME/, NAME being the `theme` of casebook.yaml. Nothing is written over.
    #[command(after_help = "Example:\n  casebook theme copy templates/case.html")]
    Copy(Copy),
    /// List the files of the built-in theme, and say which of them the site has its own of
    List(List),
}

#[derive(Debug, Args)]
struct Copy {
    /// The file: templates/case.html, static/base.css, i18n/de.yaml
    file: String,
    #[command(flatten)]
    root: RootArg,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    root: RootArg,
}

impl Theme {
    pub fn run(self) -> Result<Outcome, Failure> {
        match self.command {
            Command::Copy(command) => command.run(),
            Command::List(command) => command.run(),
        }
    }
}

impl Copy {
    fn run(self) -> Result<Outcome, Failure> {
        let wanted = self.file.replace('\\', "/");
        let wanted = wanted.trim_start_matches("./").trim_start_matches("themes/default/");
        let Some((path, bytes)) = built_in().into_iter().find(|(path, _)| path == wanted) else {
            return Err(format!("the built-in theme has no file `{wanted}`; {}", suggestion(wanted)).into());
        };
        let root = self.root.folder()?;
        let target = format!("{}/{path}", folder_of_theme(&root)?);
        if root.join(&target).exists() {
            return Err(format!("{target} is there already; change it there, or remove it first").into());
        }
        scaffold::new_file(&root, &target, &String::from_utf8_lossy(bytes))?;
        report::print(&format!("{target}\n"))?;
        Ok(Outcome::Clean)
    }
}

impl List {
    fn run(self) -> Result<Outcome, Failure> {
        let root = self.root.folder()?;
        let folder = folder_of_theme(&root)?;
        let line = |path: String| {
            let own = format!("{folder}/{path}");
            if root.join(&own).exists() { format!("{path}  (this site: {own})\n") } else { format!("{path}\n") }
        };
        report::print(&built_in().into_keys().map(line).collect::<String>())?;
        Ok(Outcome::Clean)
    }
}

/// Where the files of the site's own theme lie.
fn folder_of_theme(root: &Path) -> Result<String, Failure> {
    let (files, _) = load(root)?;
    let (parsed, _) = parse(&files);
    let name = parsed.config.theme.value;
    let mut parts = Path::new(&name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(_)), None) => Ok(format!("themes/{name}")),
        _ => Err(format!("`theme: {name}` names no folder of themes/; write a plain name, such as `mine`").into()),
    }
}

/// The file that may be meant: by its name in any folder, or by a path that is nearly right.
fn suggestion(wanted: &str) -> String {
    fn name(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path)
    }
    let files = built_in();
    let paths = || files.keys().map(String::as_str);
    let near_path = || nearest(wanted, paths());
    let near_name =
        || nearest(name(wanted), paths().map(name)).and_then(|near| paths().find(|path| name(path) == near));
    match paths().find(|path| name(path) == name(wanted)).or_else(near_path).or_else(near_name) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`casebook theme list` names them all".to_owned(),
    }
}
