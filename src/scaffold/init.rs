//! A new site, laid out from the files of `starter/`: those of every site, and those of one language from a folder named
//! after it. `dot_` in their names stands for a dot.

use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::{Report, ScaffoldError, create_all};
use crate::files::CONFIG_FILE;
use crate::yaml::{Place, scalar};

static TEMPLATE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// What stands at the top of a workflow by a program that does not know where its releases are.
const FILL_IN: &str =
    "# Fill in CASEBOOK_RELEASES below: the program that wrote this file does not know where its releases are.\n";

/// The languages in which a site can start: each has a folder in `starter/`.
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// Who checks and publishes the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions and Pages.
    Github,
    /// GitLab CI and Pages.
    Gitlab,
    /// Forgejo Actions, and a branch of pages.
    Forgejo,
    /// Nobody yet.
    None,
}

/// What a new site is to be.
#[derive(Debug, Clone)]
pub struct Init<'a> {
    /// Its name.
    pub title: &'a str,
    /// Its language: one of [`LANGUAGES`].
    pub language: &'a str,
    /// Its CI.
    pub ci: Ci,
    /// When its example case joins it.
    pub today: Date,
}

/// Lay out a site in a folder.
///
/// Where the folder is a site already, its content is its editors': only settings of tools are added.
///
/// # Errors
/// Where a file cannot be written.
pub fn init(root: &Path, wanted: &Init<'_>) -> Result<Report, ScaffoldError> {
    let is_site = root.join(CONFIG_FILE).exists();
    let releases = releases();
    let fill = |text: &str| {
        text.replace("%TITLE_YAML%", &scalar(wanted.title, Place::Block))
            .replace("%TITLE%", wanted.title)
            .replace("%TODAY%", &wanted.today.to_string())
            .replace("%VERSION%", env!("CARGO_PKG_VERSION"))
            .replace("%RELEASES%", &releases)
            .replace("%FILL_IN%\n", if releases.is_empty() { FILL_IN } else { "" })
    };
    let mut files: Vec<(String, String)> = templates(&TEMPLATE)
        .filter_map(|(path, text)| Some((in_language(path, wanted.language)?, text)))
        .filter(|(path, _)| wanted.ci.uses(path) && !(is_site && is_content(path)))
        .map(|(path, text)| (path, fill(text)))
        .collect();
    files.sort();
    create_all(root, files)
}

/// Where the releases of the program are; nothing where its manifest does not say.
fn releases() -> String {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => String::new(),
        repository => format!("{repository}/releases/download"),
    }
}

impl Ci {
    /// Its workflow, where that waits for the address of releases.
    pub fn to_fill_in(self) -> Option<&'static str> {
        let workflow = match self {
            Ci::Github => ".github/workflows/site.yml",
            Ci::Gitlab => ".gitlab-ci.yml",
            Ci::Forgejo => ".forgejo/workflows/site.yml",
            Ci::None => return None,
        };
        releases().is_empty().then_some(workflow)
    }

    /// Does a site with this CI have this file?
    fn uses(self, path: &str) -> bool {
        match path {
            path if path.starts_with(".github/") => self == Ci::Github,
            ".gitlab-ci.yml" => self == Ci::Gitlab,
            ".ci/push-pages" => self == Ci::Forgejo,
            path if path.starts_with(".forgejo/") => self == Ci::Forgejo,
            path if path.starts_with(".ci/") => self != Ci::None,
            _ => true,
        }
    }
}

/// Path in a site of that language; none where the file is of another one.
fn in_language(path: String, language: &str) -> Option<String> {
    match path.split_once('/') {
        Some((folder, rest)) if LANGUAGES.contains(&folder) => (folder == language).then(|| rest.to_owned()),
        _ => Some(path),
    }
}

/// Is this file an editor's, not a tool's?
fn is_content(path: &str) -> bool {
    path.starts_with("content/") || matches!(path, CONFIG_FILE | "README.md")
}

/// Path in `starter/`, with its dots, and text of every template.
fn templates(folder: &'static Dir<'static>) -> impl Iterator<Item = (String, &'static str)> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files());
    }
    files.into_iter().filter_map(|file| {
        let name = |part: &str| part.strip_prefix("dot_").map_or_else(|| part.to_owned(), |rest| format!(".{rest}"));
        let parts: Vec<String> = file.path().iter().filter_map(|part| part.to_str()).map(name).collect();
        Some((parts.join("/"), file.contents_utf8()?))
    })
}
