//! When each file of a site was changed, from one `git log`. Whatever the settings of those who run it are, it comes
//! out the same; what cannot be known is said.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, Revision};

/// What git is told, so that no setting of a system, a person or a repository has a say.
const SETTINGS: [&str; 7] = [
    "log.showRoot=true",
    "log.follow=false",
    "log.showSignature=false",
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "maintenance.auto=false",
];
const LOG: [&str; 16] = [
    "log",
    "-z",
    "-O/dev/null",
    "--relative",
    "--no-renames",
    "--no-merges",
    "--name-only",
    "--no-show-signature",
    "--no-mailmap",
    "--no-notes",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--encoding=UTF-8",
    "--decorate=full",
    "--format=format:%x00%H%x00%cs%x00%D%x00%s%x00",
];

/// What changed each file, the newest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Where the site lies in its repository: empty, or with a slash at its end.
    pub prefix: String,
    /// Why it is not known, or not as a whole.
    pub found: Option<Diagnostic>,
    by_path: HashMap<String, Vec<Revision>>,
}

impl History {
    /// The revisions of a file, by its path relative to the site's folder.
    pub fn of(&self, path: &str) -> &[Revision] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }
}

/// Ask git for the history of a site's content. Of the environment, what tells git of another repository or other
/// settings is left out.
pub fn read(root: &Path, environment: impl IntoIterator<Item = (OsString, OsString)>) -> History {
    let Some((top, prefix)) = repository(root) else { return History::default() };
    let is_kept = |(name, _): &(OsString, OsString)| {
        let name = name.to_string_lossy().to_ascii_uppercase();
        // Where git's own programs lie is no setting.
        !name.starts_with("GIT_") && name != "LANGUAGE" || name == "GIT_EXEC_PATH"
    };
    let mut git = Command::new("git");
    git.env_clear().envs(environment.into_iter().filter(is_kept));
    let log = pin(&mut git, root).args(LOG).args(["--", "content"]).output();
    let (by_path, found) = match log {
        Ok(log) if log.status.success() => {
            let (by_path, is_cut) = parse(&String::from_utf8_lossy(&log.stdout));
            (by_path, is_cut.then(shallow))
        }
        Ok(log) => (HashMap::new(), refusal(&top, &String::from_utf8_lossy(&log.stderr))),
        Err(error) => (HashMap::new(), Some(missing(&format!("git cannot be run ({error})"), "install git"))),
    };
    History { prefix, found, by_path }
}

/// Have git work in a folder, ask nobody, and answer alike whatever the settings are.
pub fn pin<'a>(git: &'a mut Command, folder: &Path) -> &'a mut Command {
    git.envs([
        ("LC_ALL", "C"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_GRAFT_FILE", "/dev/null"),
    ]);
    git.arg("-C").arg(folder).args(["--no-pager", "--no-replace-objects"]);
    git.args(SETTINGS.iter().flat_map(|setting| ["-c", *setting])).stdin(Stdio::null())
}

/// Why git says nothing; where nothing was committed yet, nothing is missing.
fn refusal(top: &Path, errors: &str) -> Option<Diagnostic> {
    if errors.contains("does not have any commits yet") || errors.contains("bad default revision 'HEAD'") {
        return None;
    }
    if errors.contains("dubious ownership") || errors.contains("unsafe repository") {
        let top = top.display();
        let why = format!("git does not read the repository in {top}, which belongs to another user");
        let help = format!("if you trust it, run `git config --global --add safe.directory '{top}'`");
        return Some(missing(&why, &help));
    }
    let first = errors.lines().next().unwrap_or_default();
    let why = format!("git cannot read the repository of this site ({})", first.trim_start_matches("fatal: "));
    Some(missing(&why, "run `git log` there, and mend what it names"))
}

fn missing(why: &str, help: &str) -> Diagnostic {
    Diagnostic::of_site(Code::MissingHistory, format!("{why}: no page says when it was changed")).help(help)
}

fn shallow() -> Diagnostic {
    let message = "this is a shallow clone, without the older changes: some pages do not say when they were changed";
    let help = "run `git fetch --unshallow`; CI must clone the whole history, on GitHub with `fetch-depth: 0`, on \
                GitLab with `GIT_DEPTH: 0`";
    Diagnostic::of_site(Code::ShallowHistory, message).help(help)
}

/// The repository around a folder, and the folder's path in it; nothing where there is none.
fn repository(root: &Path) -> Option<(PathBuf, String)> {
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let inside = root.strip_prefix(top).ok()?;
    let mut prefix = String::new();
    for part in inside.components() {
        prefix.push_str(part.as_os_str().to_str()?);
        prefix.push('/');
    }
    Some((top.to_owned(), prefix))
}

/// Read the log, and whether it was cut off. A commit is an empty field, its id, date, names and subject, and its files,
/// of which the first follows a line break. No field holds NUL, so that nothing that is written in one can end it.
fn parse(log: &str) -> (HashMap<String, Vec<Revision>>, bool) {
    let mut by_path: HashMap<String, Vec<Revision>> = HashMap::new();
    let mut is_cut = false;
    let mut fields = log.split('\0').skip_while(|field| field.is_empty()).peekable();
    while let (Some(id), Some(date), Some(names), Some(subject)) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    {
        let is_boundary = names.split(", ").any(|name| name == "grafted");
        let date = PartialDate::parse(date).ok();
        let mut is_first = true;
        while let Some(path) = fields.next_if(|field| !field.is_empty()) {
            let path = if is_first { path.strip_prefix('\n').unwrap_or(path) } else { path };
            is_first = false;
            match &date {
                // All that was there by then counts as its change.
                _ if is_boundary => is_cut = true,
                Some(date) => {
                    let revision = Revision { id: id.to_owned(), date: date.clone(), subject: subject.to_owned() };
                    by_path.entry(path.to_owned()).or_default().push(revision);
                }
                None => {}
            }
        }
        while fields.next_if(|field| field.is_empty()).is_some() {}
    }
    (by_path, is_cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_read_by_file() {
        let log = "\0bbb\x002025-06-01\0HEAD -> refs/heads/main\0Correct a: the date\0\ncontent/cases/a.md\0\0\
                   \0aaa\x002025-05-01\0\0Add a, ü\0\ncontent/cases/a.md\0content/cases/ü.md\0\0\
                   \0abc\x002025-05-01\0\0\0\ncontent/cases/\na.md\0\0\
                   \x00000\x002025-04-01\0grafted\0Older\0\ncontent/cases/a.md\0";
        let (by_path, is_cut) = parse(log);
        let history = History { by_path, ..History::default() };
        let subjects = |path: &str| history.of(path).iter().map(|one| one.subject.as_str()).collect::<Vec<_>>();
        assert_eq!(subjects("content/cases/a.md"), ["Correct a: the date", "Add a, ü"]);
        assert_eq!(subjects("content/cases/ü.md"), ["Add a, ü"]);
        assert_eq!(subjects("content/cases/\na.md"), [""]);
        assert!(subjects("content/cases/none.md").is_empty());
        assert!(is_cut);
    }

    /// Who commits chooses the subject, and cannot speak for other commits with it.
    #[test]
    fn a_subject_stays_one() {
        let log = "\0aaa\x002025-05-01\0\0Add \x01fff\x022020-01-01\x02\x02b\x02\0\na.md\0";
        let (by_path, is_cut) = parse(log);
        assert_eq!(by_path.len(), 1);
        assert_eq!(by_path["a.md"][0].subject, "Add \x01fff\x022020-01-01\x02\x02b\x02");
        assert!(!is_cut);
    }
}
