//! When each file of a site was changed, from one `git log`; without git there is simply no history.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::model::{PartialDate, Revision};

/// What changed each file, the newest first.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Where the site lies in its repository: empty, or with a slash at its end.
    pub prefix: String,
    by_path: HashMap<String, Vec<Revision>>,
}

impl History {
    /// The revisions of a file, by its path relative to the site's folder.
    pub fn of(&self, path: &str) -> &[Revision] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }
}

/// Ask git for the history of a site's content.
pub fn read(root: &Path) -> History {
    let Some(prefix) = prefix_in_repository(root) else { return History::default() };
    let log = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["log", "-z", "--relative", "--no-renames", "--no-merges", "--name-only", "--no-show-signature"])
        .args(["--no-color", "--decorate=full", "--format=format:%x01%H%x02%cs%x02%D%x02%s%x02", "--", "content"])
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    match log {
        Ok(log) if log.status.success() => History { prefix, by_path: parse(&String::from_utf8_lossy(&log.stdout)) },
        _ => History { prefix, ..History::default() },
    }
}

/// The folder's path in the repository around it; nothing where there is none.
fn prefix_in_repository(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let inside = root.strip_prefix(top).ok()?;
    let mut prefix = String::new();
    for part in inside.components() {
        prefix.push_str(part.as_os_str().to_str()?);
        prefix.push('/');
    }
    Some(prefix)
}

/// Read the log: each commit opens with 0x01, its fields end with 0x02, its files with NUL.
fn parse(log: &str) -> HashMap<String, Vec<Revision>> {
    let mut by_path: HashMap<String, Vec<Revision>> = HashMap::new();
    for commit in log.split('\u{1}').skip(1) {
        let mut fields = commit.splitn(5, '\u{2}');
        let (Some(id), Some(date), Some(decoration), Some(subject), Some(files)) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let is_boundary = decoration.split(", ").any(|name| name == "grafted");
        let Ok(date) = PartialDate::parse(date) else { continue };
        for path in files.split('\0').map(|path| path.trim_start_matches('\n')).filter(|path| !path.is_empty()) {
            if !is_boundary {
                let revision = Revision { id: id.to_owned(), date: date.clone(), subject: subject.to_owned() };
                by_path.entry(path.to_owned()).or_default().push(revision);
            }
        }
    }
    by_path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_read_by_file() {
        let log = "\u{1}bbb\u{2}2025-06-01\u{2}HEAD -> refs/heads/main\u{2}Correct a: the date\u{2}\ncontent/cases/a.md\0\0\
                   \u{1}aaa\u{2}2025-05-01\u{2}\u{2}Add a, ü\u{2}\ncontent/cases/a.md\0content/cases/ü.md\0\0\
                   \u{1}000\u{2}2025-04-01\u{2}grafted\u{2}Older\u{2}\ncontent/cases/a.md\0";
        let history = History { prefix: String::new(), by_path: parse(log) };
        let subjects = |path: &str| history.of(path).iter().map(|one| one.subject.as_str()).collect::<Vec<_>>();
        assert_eq!(subjects("content/cases/a.md"), ["Correct a: the date", "Add a, ü"]);
        assert_eq!(subjects("content/cases/ü.md"), ["Add a, ü"]);
        assert!(subjects("content/cases/none.md").is_empty());
    }
}
