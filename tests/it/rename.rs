//! `rename` on whole sites: nothing else changes, and nothing at all where it cannot be done.

use casebook::rename::{RenameError, propose, write};

use crate::support::site::Site;

const CASE: &str = "---\ntitle: Example\ndate: 2025\nsummary: S.\nsources: [{id: a, publisher: Example Times}]\n---\n\n\
                    ## What they did\n\nOne [@a], ![two](a/b/c.svg).\n";

fn site() -> Site {
    let site = Site::of(&[
        ("casebook.yaml", "title: Examples\nsections:\n  - { id: what, title: What they did, required: true }\n"),
        ("content/cases/a.md", CASE),
        ("content/cases/a/b/c.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    site.write("content/cases/other.md", CASE.replace("One", "[[a]]"));
    site
}

#[test]
fn what_somebody_saves_meanwhile_keeps_everything_as_it_is() {
    for saved in ["content/cases/a.md", "content/cases/other.md", "content/cases/new.md", "content/cases/new/b/c.svg"] {
        let site = site();
        let proposal = propose(site.root(), "a", "new").unwrap();
        site.write(saved, "theirs");
        let before = site.files("content");
        let error = write(&proposal).unwrap_err();
        assert!(matches!(error, RenameError::Meanwhile(_) | RenameError::Write(_)), "{saved}: {error}");
        assert!(site.files("content") == before, "{saved}");
    }
}

#[test]
fn folders_that_are_left_empty_go() {
    let site = site();
    site.run(&["rename", "a", "new"]).succeeds();
    assert_eq!(site.names("content/cases"), ["new", "new.md", "other.md"]);
    assert_eq!(site.names("content/cases/new/b"), ["c.svg"]);
}

#[test]
fn the_demonstration_renamed_and_renamed_back_differs_by_aliases_only() {
    let site = Site::demonstration();
    let checked = || site.run(&["check", "--all", "--drafts"]).out;
    let (before, found) = (site.files("content"), checked());
    let cases = site.names("content/cases").into_iter().filter_map(|name| Some(name.strip_suffix(".md")?.to_owned()));
    let cases: Vec<String> = cases.take(3).collect();
    let there_and_back = cases.iter().map(String::as_str).chain(["method"]);
    for name in there_and_back {
        site.run(&["rename", name, "renamed-for-now"]).succeeds();
        site.run(&["rename", "renamed-for-now", name]).succeeds();
        let path =
            if name == "method" { "content/pages/method.md".to_owned() } else { format!("content/cases/{name}.md") };
        site.edit(&path, "aliases: [renamed-for-now]\n", "");
    }
    assert!(site.files("content") == before);
    assert_eq!(checked(), found);
}
