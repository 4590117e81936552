//! Whoever builds a site, and with whatever settings of git: the same output, and a word where the history is not known.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::support::run::{Run, casebook};
use crate::support::site::{Site, assert_same};

const CASE: &str = "content/cases/one.md";

fn case(text: &str) -> String {
    format!(
        "---\ntitle: Ünterwegs\ndate: 2025\nsummary: S.\nsources:\n  - {{ id: a, publisher: Example Times }}\n---\n\n\
         ## What they did\n\n{text} [@a].\n"
    )
}

/// Git in a folder, for somebody without settings.
fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_AUTHOR_DATE", "2025-03-04T12:00:00Z").env("GIT_COMMITTER_DATE", "2025-03-04T12:00:00Z");
    let done = git.args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A site whose only case was written and changed.
fn repository() -> Site {
    let config = "title: Examples\nsections:\n  - { title: What they did }\nseverities: { no-base-url: off }\n";
    let site = Site::of(&[("casebook.yaml", config), (CASE, &case("First"))]);
    site.write("content/cases/zwei.md", case("Other").replace("Ünterwegs", "Zwei"));
    git(site.root(), &["init", "--quiet", "--initial-branch=main"]);
    git(site.root(), &["add", "."]);
    git(site.root(), &["commit", "--quiet", "--message", "Begin, über alles"]);
    site.write(CASE, case("Second"));
    git(site.root(), &["commit", "--quiet", "--all", "--message", "Correct one"]);
    site
}

/// A run for somebody with a home of their own.
fn run(site: &Site, home: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = casebook(site.root());
    command.env("HOME", home).env_remove("XDG_CONFIG_HOME").envs(environment.iter().copied());
    command.args(arguments).output().unwrap().into()
}

const HOSTILE: &str = "
[log]
    showRoot = false
    showSignature = true
    follow = true
    decorate = no
    date = relative
    mailmap = true
    abbrevCommit = true
    diffMerges = on
    excludeDecoration = *
[i18n]
    logOutputEncoding = ISO-8859-1
    commitEncoding = UTF-16
[core]
    quotePath = true
    pager = false
    fsmonitor = /nowhere
    attributesFile = /nowhere
    notesRef = refs/notes/nothing
    abbrev = 4
[diff]
    external = /nowhere
    orderFile = /nowhere
    renames = copies
    relative = true
    noprefix = true
    ignoreSubmodules = all
[format]
    pretty = oneline
[color]
    ui = always
[pager]
    log = false
[mailmap]
    file = /nowhere
";

#[test]
fn no_setting_of_git_changes_the_output() {
    let site = repository();
    let (plain, hostile) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    std::fs::write(hostile.path().join(".gitconfig"), HOSTILE).unwrap();
    let built = |home: &TempDir, environment: &[(&str, &str)]| {
        let done = run(&site, home.path(), environment, &["build", "--force"]).exits_with(0);
        assert!(!done.err.contains("history"), "{}", done.err);
        site.files("public")
    };
    let expected = built(&plain, &[]);
    let page = String::from_utf8_lossy(&expected["cases/one.html"]).into_owned();
    assert!(page.contains("Begin, über alles") && page.contains("Correct one"), "both changes are shown: {page}");
    assert_same(&expected, &built(&hostile, &[]), "a person's settings");
    let other = TempDir::new().unwrap();
    git(other.path(), &["init", "--quiet"]);
    let elsewhere = other.path().join(".git");
    let elsewhere = elsewhere.to_str().unwrap();
    for environment in [
        &[("GIT_DIR", elsewhere), ("GIT_WORK_TREE", elsewhere)][..],
        &[("GIT_DIR", ".git"), ("GIT_INDEX_FILE", "/nowhere"), ("GIT_PREFIX", "content/")],
        &[("GIT_COMMON_DIR", elsewhere), ("GIT_OBJECT_DIRECTORY", elsewhere)],
        &[("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "log.showRoot"), ("GIT_CONFIG_VALUE_0", "false")],
        &[("GIT_CONFIG_PARAMETERS", "'log.showRoot'='false'"), ("GIT_CEILING_DIRECTORIES", "/")],
        &[("GIT_CONFIG_GLOBAL", "/nowhere"), ("GIT_CONFIG_SYSTEM", "/nowhere"), ("GIT_TRACE", "1")],
        &[("GIT_LITERAL_PATHSPECS", "1"), ("GIT_EXTERNAL_DIFF", "/nowhere"), ("GIT_PAGER", "false")],
        &[("LANG", "de_DE.ISO-8859-1"), ("LC_ALL", "tr_TR"), ("LANGUAGE", "de"), ("TZ", "Pacific/Kiritimati")],
        &[("GIT_SHALLOW_FILE", "/nowhere"), ("GIT_REPLACE_REF_BASE", "refs/heads/"), ("GIT_NAMESPACE", "x")],
    ] {
        assert_same(&expected, &built(&hostile, environment), &format!("{environment:?}"));
    }
    // Settings, grafts, replacements, notes and a mailmap of the repository itself.
    let config = site.read(".git/config");
    site.write(".git/config", format!("{config}{HOSTILE}"));
    assert_same(&expected, &built(&plain, &[]), "the repository's settings");
    site.write(".git/config", config);
    let head = Command::new("git").arg("-C").arg(site.root()).args(["rev-parse", "HEAD"]).output().unwrap();
    let head = String::from_utf8(head.stdout).unwrap();
    site.write(".git/info/grafts", &head);
    assert_same(&expected, &built(&plain, &[]), "a graft");
    site.remove(".git/info/grafts");
    git(site.root(), &["notes", "add", "--message", "A note", "HEAD~1"]);
    git(site.root(), &["replace", "HEAD", "HEAD~1"]);
    site.write(".mailmap", "Other <other@example.org> <editor@example.org>\n");
    assert_same(&expected, &built(&plain, &[]), "a replacement");
}

fn notices(run: &Run) -> Vec<&str> {
    run.out.lines().filter(|line| line.contains("-history]")).collect()
}

#[test]
fn a_shallow_clone_is_told_until_its_history_is_fetched() {
    let (site, home) = (repository(), TempDir::new().unwrap());
    let clone = Site::empty();
    let from = format!("file://{}", site.root().display());
    git(clone.root(), &["clone", "--quiet", "--depth=1", &from, "."]);
    let found = run(&clone, home.path(), &[], &["check", "--format", "short"]).exits_with(0);
    assert_eq!(notices(&found).len(), 1, "{}", found.out);
    assert!(notices(&found)[0].contains("notice[shallow-history]: this is a shallow clone"), "{}", found.out);
    git(clone.root(), &["fetch", "--quiet", "--unshallow"]);
    let found = run(&clone, home.path(), &[], &["check", "--format", "short"]).exits_with(0);
    assert!(notices(&found).is_empty(), "{}", found.out);
}

#[test]
fn without_git_a_repository_has_no_history_and_that_is_said() {
    let (site, home) = (repository(), TempDir::new().unwrap());
    let path = home.path().to_str().unwrap();
    let found = run(&site, home.path(), &[("PATH", path)], &["check", "--format", "short"]).exits_with(0);
    assert_eq!(notices(&found).len(), 1, "{}", found.out);
    assert!(notices(&found)[0].contains("notice[missing-history]: git cannot be run ("), "{}", found.out);
    // Where there is no repository, or no commit yet, nothing is missing.
    std::fs::remove_dir_all(site.path(".git")).unwrap();
    let found = run(&site, home.path(), &[("PATH", path)], &["check", "--format", "short"]).exits_with(0);
    assert!(notices(&found).is_empty(), "{}", found.out);
    git(site.root(), &["init", "--quiet"]);
    let found = run(&site, home.path(), &[], &["check", "--format", "short"]).exits_with(0);
    assert!(notices(&found).is_empty(), "{}", found.out);
}

/// Only root can give a folder to another user.
#[cfg(unix)]
#[test]
fn a_repository_of_another_owner_is_read_once_it_is_trusted() {
    let (site, home) = (repository(), TempDir::new().unwrap());
    if [site.path(".git"), site.root().to_owned()]
        .iter()
        .any(|path| std::os::unix::fs::chown(path, Some(12345), None).is_err())
    {
        return;
    }
    let found = run(&site, home.path(), &[], &["check"]).exits_with(0);
    assert!(found.out.contains("notice[missing-history]: git does not read the repository in "), "{}", found.out);
    // The cure, to the letter.
    let (_, cure) = found.out.split_once("if you trust it, run `").unwrap();
    let (cure, _) = cure.split_once('`').unwrap();
    let done = Command::new("sh").args(["-c", cure]).env("HOME", home.path()).status().unwrap();
    assert!(done.success());
    let found = run(&site, home.path(), &[], &["build"]).exits_with(0);
    assert!(!found.out.contains("-history]") && !found.err.contains("-history]"), "{}{}", found.out, found.err);
    assert!(site.read("public/cases/one.html").contains("Correct one"));
}
