//! `check --since`: what a branch adds, and not what was there before.

use std::process::Command;

use crate::support::run::run;
use crate::support::site::Site;

const CONFIG: &str = "title: Example casebook\nsections: [{title: What they did}]\n";
const CASE: &str = "---\ntitle: A case\ndate: 2025\nsummary: What happened.\n\
sources: [{id: times, publisher: Example Times, kind: news}]\n---\n\n## What they did\n\nA thing [@times].\n\nNobody says so.\n";

fn git(site: &Site, arguments: &[&str]) {
    let person = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.arg("-C").arg(site.root()).args(person).args(arguments);
    let done = command.output().expect("git runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn commit(site: &Site) {
    git(site, &["add", "-A"]);
    git(site, &["commit", "-q", "-m", "change"]);
}

/// A site in a folder of its repository, which has one warning on `main`, and a branch.
fn branch() -> Site {
    let site = Site::of(&[("kb/casebook.yaml", CONFIG), ("kb/content/cases/a.md", CASE)]);
    git(&site, &["init", "-q", "-b", "main"]);
    commit(&site);
    git(&site, &["checkout", "-q", "-b", "branch"]);
    site
}

const SHORT: [&str; 7] = ["check", "--root", "kb", "--format", "short", "--deny-warnings", "--since"];

fn since(site: &Site, reference: &str) -> (i32, String) {
    let run = site.run(&[&SHORT[..], &[reference]].concat());
    (run.code, run.out)
}

#[test]
fn what_was_there_is_not_reported() {
    let site = branch();
    assert_eq!(since(&site, "main"), (0, String::new()));
    let all = run(site.root(), &["check", "--root", "kb", "--since", "main"]).succeeds();
    assert_eq!(all, "checked 1 case: 0 errors, 0 warnings (2 findings were there before)\n");

    // Lines that moved, and a file that moved, are what they were.
    site.edit("kb/content/cases/a.md", "A thing [@times].", "A thing [@times].\n\nAnother [@times].");
    assert_eq!(since(&site, "main"), (0, String::new()));
    let text = site.read("kb/content/cases/a.md");
    site.remove("kb/content/cases/a.md");
    site.write("kb/content/cases/moved.md", text);
    commit(&site);
    assert_eq!(since(&site, "main"), (0, String::new()));
}

#[test]
fn what_is_added_is() {
    let site = branch();
    site.append("kb/content/cases/a.md", "\nNor this.\n");
    let added = "kb/content/cases/a.md:14:1: warning[uncited-statement]: this statement cites no source; \
                 add a citation such as `[@id]`\n";
    assert_eq!(since(&site, "main"), (1, added.to_owned()));

    // What is done on main meanwhile is none of the branch's.
    commit(&site);
    git(&site, &["checkout", "-q", "main"]);
    site.edit("kb/content/cases/a.md", "Nobody says so.", "The Times says so [@times].");
    commit(&site);
    git(&site, &["checkout", "-q", "branch"]);
    assert_eq!(since(&site, "main"), (1, added.to_owned()));

    // The same statement once more, in the same file and in a copy of it.
    site.append("kb/content/cases/a.md", "\nNor this.\n");
    assert_eq!(since(&site, "HEAD").1, added.replace(":14:", ":16:"));
    site.write("kb/content/cases/copy.md", CASE);
    assert!(since(&site, "HEAD").1.contains("copy.md:12:1: warning[uncited-statement]"));
}

#[test]
fn a_vocabulary_that_goes_breaks_cases_that_stay() {
    let site = branch();
    site.write("kb/content/taxonomies/sector.yaml", "vocabulary: closed\nterms: [{label: Retail}]\n");
    site.edit("kb/content/cases/a.md", "date: 2025", "date: 2025\nsector: Retail");
    commit(&site);
    site.write("kb/content/taxonomies/sector.yaml", "vocabulary: closed\nterms: [{label: Banking}]\n");
    let (code, found) = since(&site, "HEAD");
    assert_eq!(code, 1);
    assert!(found.contains("a.md:4:9: error[unknown-term]"), "{found}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let site = branch();
    let failed = site.run(&[&SHORT[..], &["nowhere"]].concat()).exits_with(2).err;
    assert!(failed.starts_with("error: git knows no commit `nowhere`; name a branch, a tag or a commit"), "{failed}");

    let site = Site::of(&[("kb/casebook.yaml", CONFIG)]);
    let failed = site.run(&[&SHORT[..], &["main"]].concat()).exits_with(2).err;
    assert!(failed.starts_with("error: --since needs git, and the site in a git repository: "), "{failed}");

    // Where there was no site, all is added.
    git(&site, &["init", "-q", "-b", "main"]);
    git(&site, &["commit", "-q", "--allow-empty", "-m", "nothing"]);
    site.write("kb/content/cases/a.md", CASE);
    assert!(since(&site, "HEAD").1.contains("uncited-statement"));
}
