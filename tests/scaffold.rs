//! What a newcomer meets: `init`, `new`, and the site that comes of them.

#![expect(clippy::disallowed_methods, reason = "tests lay out sites of their own")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A run of the program in a folder, on a settled day.
fn casebook(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("casebook").expect("the program");
    command.current_dir(folder).env_remove("VISUAL").env_remove("EDITOR");
    // 2026-11-23
    command.env("SOURCE_DATE_EPOCH", "1795392000").args(args).assert()
}

fn stdout(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

fn stderr(assert: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("UTF-8")
}

/// A fresh site.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    casebook(folder.path(), &["init", "--title", "Example cases"]).success();
    folder
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect(path)
}

/// Every file below a folder with its text.
fn snapshot(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read_to_string(file.path()).expect("text"))).collect()
}

#[test]
fn a_new_site_checks_and_builds_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = casebook(folder.path(), &["init", "shift-cases"]).success();
    let text = stdout(&made);
    assert!(text.starts_with("created  .github/workflows/site.yml\ncreated  .gitignore\n"), "{text}");
    assert!(text.contains("created  content/cases/example-case.md\n"), "{text}");
    assert!(text.contains("\nNext:\n  cd shift-cases"), "{text}");

    let site = folder.path().join("shift-cases");
    assert!(read(&site, "casebook.yaml").contains("\ntitle: Shift cases\n"));
    assert!(read(&site, "content/cases/example-case.md").contains("\nadded: 2026-11-23 #"));
    let checked = casebook(&site, &["check", "--deny-warnings"]).success();
    let text = stdout(&checked);
    assert!(text.ends_with("\nchecked 1 case: 0 errors, 0 warnings\n"), "{text}");
    assert_eq!(text.matches('[').count(), 1, "one notice: {text}");

    let built = casebook(&site, &["build", "--base-url", "https://example.org/cases", "--deny-warnings"]).success();
    assert_eq!(stderr(&built), "");
    let page = read(&site, "public/cases/example-case.html");
    assert!(page.contains("Example Ltd lets teams plan their own shifts"));
    assert!(site.join("public/matrix").exists() || site.join("public/adoption-types/index.html").exists());
}

#[test]
fn no_placeholder_is_left_in_a_new_site() {
    let folder = site();
    for (path, text) in snapshot(folder.path()) {
        let left = ["%TITLE%", "%TITLE_YAML%", "%TODAY%", "%VERSION%"].iter().find(|name| text.contains(**name));
        assert_eq!(left, None, "{}", path.display());
    }
    let workflow = read(folder.path(), ".github/workflows/site.yml");
    assert!(workflow.contains(&format!("CASEBOOK_VERSION: \"{}\"", env!("CARGO_PKG_VERSION"))));
    assert!(workflow.contains("check --format github"));
}

#[test]
fn ci_is_as_asked_for() {
    for (ci, github, gitlab) in [("github", true, false), ("gitlab", false, true), ("none", false, false)] {
        let folder = tempfile::tempdir().expect("a folder");
        casebook(folder.path(), &["init", "--ci", ci]).success();
        assert_eq!(folder.path().join(".github/workflows/site.yml").exists(), github, "{ci}");
        assert_eq!(folder.path().join(".gitlab-ci.yml").exists(), gitlab, "{ci}");
    }
}

#[test]
fn files_that_are_there_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "mine\n").expect("a file");
    fs::write(folder.path().join(".gitignore"), "/mine\n").expect("a file");
    let text = stdout(&casebook(folder.path(), &["init"]).success());
    assert!(text.contains("kept     .gitignore\nkept     README.md\n"), "{text}");
    assert_eq!(read(folder.path(), "README.md"), "mine\n");

    fs::remove_file(folder.path().join("content/cases/example-case.md")).expect("a file");
    let before = snapshot(folder.path());
    let text = stdout(&casebook(folder.path(), &["init", "--title", "Another"]).success());
    assert!(!text.contains("created"), "{text}");
    assert!(text.ends_with("\nThis folder was a site already: its content is as it was.\n"), "{text}");
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_title_of_any_form_makes_a_site() {
    for title in ["Cases: the \"best\" ones", "#1", "no", "日本の事例", "@home & more"] {
        let folder = tempfile::tempdir().expect("a folder");
        casebook(folder.path(), &["init", "--title", title]).success();
        casebook(folder.path(), &["check", "--deny-warnings"]).success();
    }
    let folder = tempfile::tempdir().expect("a folder");
    let refused = casebook(folder.path(), &["init", "--title", "  "]).code(2);
    assert_eq!(stderr(&refused), "error: a site needs a title, of visible characters; write one with --title\n");
    assert_eq!(snapshot(folder.path()), []);
}

#[test]
fn a_new_case_has_what_the_site_requires() {
    let folder = site();
    let made = casebook(folder.path(), &["new", "Example Ltd: the second year"]).success();
    assert_eq!(stdout(&made), "content/cases/example-ltd-the-second-year.md\n");
    let text = read(folder.path(), "content/cases/example-ltd-the-second-year.md");
    for line in [
        "title: \"Example Ltd: the second year\"\n",
        "\nadded: 2026-11-23 # when it joined this site\n",
        "\nadoption_type: # Replacement, Transformative AI, Support, New offering, Policy\n",
        "\norganisation: # any name, such as Example Ltd\n",
        "\n# optional sections: How they did it, Public response, Adoption type, Departmental use, Where sources differ\n",
        "\n---\n\n## What they did\n\n## Why it matters\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert!(!text.contains("\nregion:"), "{text}");

    // As a draft it is no part of the site, which keeps checking and building.
    let checked = casebook(folder.path(), &["check", "--deny-warnings"]).success();
    assert!(
        stdout(&checked).ends_with("checked 1 case (1 draft left out; --drafts takes it in): 0 errors, 0 warnings\n")
    );
    casebook(folder.path(), &["build"]).success();
    assert!(!folder.path().join("public/cases/example-ltd-the-second-year.html").exists());

    // With drafts, exactly what is still to be written is reported.
    let text = stdout(&casebook(folder.path(), &["check", "--drafts"]).code(1));
    let mut found: Vec<&str> = text.lines().filter(|line| line.contains("]: ")).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "error[missing-key]: `date` is empty",
            "error[missing-key]: `publisher` is empty",
            "error[missing-key]: `summary` is empty",
            "error[missing-key]: this case has no `adoption_type`",
            "error[missing-key]: this case has no `department_scope`",
            "error[missing-key]: this case has no `department`",
            "error[missing-key]: this case has no `organisation`",
            "error[missing-key]: this case has no `outcome`",
            "error[missing-key]: this case has no `sector`",
            "notice[no-base-url]: no `base_url`: feeds, sitemap and canonical addresses are left out",
            "warning[empty-section]: section `What they did` is empty",
            "warning[empty-section]: section `Why it matters` is empty",
        ]
    );
}

#[test]
fn what_a_draft_holds_is_judged() {
    let folder = site();
    casebook(folder.path(), &["new", "Draft"]).success();
    let path = folder.path().join("content/cases/draft.md");
    let text = fs::read_to_string(&path).expect("a file").replace("\ndate: #", "\ndate: May 2025 #");
    fs::write(&path, text).expect("a file");
    let text = stdout(&casebook(folder.path(), &["check"]).code(1));
    assert!(text.contains("error[bad-date]: `May 2025` is not a date"), "{text}");
    assert!(!text.contains("missing-key"), "{text}");
}

#[test]
fn a_filled_in_case_is_on_the_site() {
    let folder = site();
    casebook(folder.path(), &["new", "Filled in", "--slug", "filled-in", "--folder", "2026"]).success();
    let path = folder.path().join("content/cases/2026/filled-in.md");
    let mut text = fs::read_to_string(&path).expect("a file");
    for (empty, filled) in [
        ("\ndraft: true #", "\n#"),
        ("\ndate: #", "\ndate: 2026 #"),
        ("\nsummary: #", "\nsummary: A summary. #"),
        ("\nadoption_type: #", "\nadoption_type: Policy #"),
        ("\ndepartment: #", "\ndepartment: HR #"),
        ("\ndepartment_scope: #", "\ndepartment_scope: single #"),
        ("\norganisation: #", "\norganisation: Example Ltd #"),
        ("\noutcome: #", "\noutcome: In use #"),
        ("\nsector: #", "\nsector: Retail #"),
        ("    publisher: #", "    publisher: The Gazette #"),
        ("## What they did\n", "## What they did\n\nA rule [@source-1].\n"),
        ("## Why it matters\n", "## Why it matters\n\nIt holds [@source-1].\n"),
    ] {
        assert!(text.contains(empty), "{empty:?} in {text}");
        text = text.replacen(empty, filled, 1);
    }
    fs::write(&path, text).expect("a file");
    casebook(folder.path(), &["build", "--deny-warnings"]).success();
    assert!(read(folder.path(), "public/cases/filled-in.html").contains("A rule"));
}

#[test]
fn a_slug_is_claimed_once() {
    let folder = site();
    casebook(folder.path(), &["new", "One", "--folder", "content/cases/2026/spring"]).success();
    let before = snapshot(folder.path());
    for (args, message) in [
        (
            &["new", "One!"][..],
            "error: there is a case `one` already, in content/cases/2026/spring/one.md; choose another slug with --slug\n",
        ),
        (
            &["new", "Two", "--slug", "One"],
            "error: `One` is not a slug: use lower-case letters a to z, digits and single hyphens; for example `one`\n",
        ),
        (
            &["new", "Two", "--slug", "index"],
            "error: `index` is not a slug: `index` is the name of the list page itself; for example `index-page`\n",
        ),
        (
            &["new", "Two", "--folder", "../pages"],
            "error: `../pages` is not a folder for cases; name one below content/cases, such as `2026`\n",
        ),
        (&["new", " "], "error: a case needs a title; write one, such as \"Example Ltd tries a shared rota\"\n"),
        (&["new", "Bell \u{7}"], "error: the title holds the control character U+0007; leave it out\n"),
        (
            &["new", "Two", "--edit"],
            "error: no editor is set; set VISUAL or EDITOR, such as EDITOR=\"code --wait\", or leave out --edit\n",
        ),
    ] {
        assert_eq!(stderr(&casebook(folder.path(), args).code(2)), message);
    }
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_title_of_any_form_makes_a_case() {
    let folder = site();
    for title in
        ["日本の事例", "Пример", "مثال", "🚀", "…", "- [x] {y}: 'z' # \"w\" \\ @v %u &t *s !r |q >p `o`", "no", "2025"]
    {
        let made = casebook(folder.path(), &["new", "--", title]).success();
        let path = stdout(&made).trim().to_owned();
        let slug = path.trim_start_matches("content/cases/").trim_end_matches(".md").to_owned();
        assert!(!slug.is_empty() && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        let text = read(folder.path(), &path);
        let yaml = text.trim_start_matches("---\n").split("\n---\n").next().expect("front matter");
        let node = casebook::yaml::parse(yaml, 0).expect("YAML");
        let casebook::yaml::Value::Mapping(entries) = node.value else { panic!("a mapping") };
        assert_eq!(entries[0].1.as_str(), Some(title));
    }
    casebook(folder.path(), &["check", "--deny-warnings"]).success();
}

#[cfg(unix)]
#[test]
fn the_editor_is_given_the_file() {
    let folder = site();
    let mut command = Command::cargo_bin("casebook").expect("the program");
    command.current_dir(folder.path()).env_remove("VISUAL").env("EDITOR", "cp -f /dev/null");
    command.args(["new", "Edited", "--edit", "--today", "2026-01-02"]).assert().success();
    assert_eq!(read(folder.path(), "content/cases/edited.md"), "");
}

#[test]
fn a_folder_without_a_site_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    for args in [&["new", "Title"][..], &["schema", "case"]] {
        let failed = casebook(folder.path(), args).code(2);
        let message = "error: no casebook.yaml in .; run casebook in the folder of a site, or name one with --root\n";
        assert_eq!(stderr(&failed), message);
    }
}
