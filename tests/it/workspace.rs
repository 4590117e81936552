//! A site that is checked again after an edit is the site that is checked anew: same findings, same pages.
//!
//! The edits are those that editors make to text, which take the short way, and some that reach further.

use std::fs;
use std::path::{Path, PathBuf};

use casebook::pipeline::{self, Checked, Options, Workspace};

use crate::support::site::Site;

fn cases(root: &Path) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(root.join("content/cases")).expect("cases").flatten().map(|entry| entry.path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    cases.sort();
    cases
}

/// Every page by its route.
fn pages(checked: &Checked) -> Vec<(String, String)> {
    let renderer = checked.renderer.as_ref().expect("a site");
    let mut pages = Vec::new();
    for page in &renderer.plan().pages {
        let mut bytes = Vec::new();
        renderer.render(page, &mut bytes).expect("a page");
        pages.push((page.route.clone(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    pages
}

fn same_as_anew(root: &Path, again: &Checked, what: &str) {
    let anew = pipeline::check(root, &Options::default()).expect("a site");
    assert_eq!(again.diagnostics, anew.diagnostics, "{what}");
    assert_eq!(again.counts, anew.counts, "{what}");
    for ((route, again), (same_route, anew)) in pages(again).into_iter().zip(pages(&anew)) {
        assert_eq!(route, same_route, "{what}");
        assert!(again == anew, "{what}: {route} differs");
    }
}

/// Does a check report that it linked the edited cases only? Then it neither planned nor read the theme.
fn is_short(checked: &Checked) -> bool {
    !checked.timings.0.iter().any(|(stage, _)| *stage == "plan")
}

#[test]
fn edits_of_text_are_linked_alone() {
    let site = Site::demonstration();
    let root = site.root();
    let all = cases(root);
    let mut workspace = Workspace::open(root, Options::default()).expect("a site");
    workspace.check();
    let slug = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    // Every edit renders the whole site twice.
    for (index, path) in all.iter().enumerate().step_by(5) {
        let original = fs::read_to_string(path).expect("a case");
        let id = original.split("- id: ").nth(1).and_then(|rest| rest.lines().next()).expect("a source").trim();
        let other = slug(&all[(index + 1) % all.len()]);
        let edits = [
            ("a paragraph", format!("{original}\nA new paragraph.\n")),
            ("a citation", format!("{original}\nA new paragraph [@{id}], and one more [@{id}, p. 3].\n")),
            ("a link", format!("{original}\nSee [[{other}]] and [[{other}|this]] and [[{}]].\n", slug(path))),
            ("a broken link", format!("{original}\nSee [[no-such-case]] [@no-such-source] (Nobody, 2025).\n")),
            ("citations gone", original.replace(&format!(" [@{id}]"), "")),
            ("as it was", original.clone()),
        ];
        let mut short = 0;
        for (what, text) in edits {
            fs::write(path, text).expect("an edit");
            workspace.update(std::slice::from_ref(path)).expect("an update");
            let checked = workspace.check();
            short += usize::from(is_short(&checked));
            same_as_anew(root, &checked, &format!("{what} in {}", path.display()));
        }
        assert!(short > 0, "{}: no edit took the short way", path.display());
    }
}

#[test]
fn edits_that_reach_further_are_seen_everywhere() {
    let site = Site::demonstration();
    let root = site.root();
    let all = cases(root);
    let path = &all[0];
    let original = fs::read_to_string(path).expect("a case");
    let mut workspace = Workspace::open(root, Options::default()).expect("a site");
    workspace.check();
    let edits = [
        ("a title", original.replacen("title: ", "title: Another ", 1)),
        ("a heading", format!("{original}\n### One more\n\nText.\n")),
        ("a draft", original.replacen("title: ", "draft: true\ntitle: ", 1)),
        ("no draft", original.clone()),
    ];
    for (what, text) in edits {
        fs::write(path, text).expect("an edit");
        workspace.update(std::slice::from_ref(path)).expect("an update");
        let checked = workspace.check();
        assert!(!is_short(&checked), "{what}");
        same_as_anew(root, &checked, what);
    }
    // Two cases at once, then a page, then a file that comes and goes.
    for path in &all[..2] {
        let text = fs::read_to_string(path).expect("a case");
        fs::write(path, format!("{text}\nMore of it.\n")).expect("an edit");
    }
    workspace.update(&all[..2]).expect("an update");
    let checked = workspace.check();
    assert!(is_short(&checked));
    same_as_anew(root, &checked, "two cases");
    let new = root.join("content/cases/a-new-one.md");
    fs::write(&new, original.replacen("title: ", "title: New ", 1)).expect("a file");
    workspace.update(std::slice::from_ref(&new)).expect("an update");
    same_as_anew(root, &workspace.check(), "a new case");
    fs::remove_file(&new).expect("a file");
    workspace.update(std::slice::from_ref(&new)).expect("an update");
    same_as_anew(root, &workspace.check(), "a case that is gone");
}
