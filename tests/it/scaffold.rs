//! What a newcomer meets: `init`, `new`, and the site that comes of them.

use crate::support::run::{casebook, run};
use crate::support::site::Site;

/// A fresh site.
fn site() -> Site {
    Site::init("Example cases")
}

/// Every file below a folder with its text.
fn texts(site: &Site) -> Vec<(String, String)> {
    let text = |bytes| String::from_utf8(bytes).expect("text");
    site.files("").into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

#[test]
fn a_new_site_checks_and_builds_at_once() {
    let site = Site::empty();
    let text = site.run(&["init", "shift-cases"]).succeeds();
    assert!(
        text.contains(
            "created  .github/workflows/site.yml\ncreated  .github/workflows/sources.yml\ncreated  .gitignore\n"
        ),
        "{text}"
    );
    assert!(text.contains("created  content/cases/example-case.md\n"), "{text}");
    assert!(text.contains("\nNext:\n  cd shift-cases"), "{text}");

    assert!(site.read("shift-cases/casebook.yaml").contains("\ntitle: Shift cases\n"));
    assert!(site.read("shift-cases/content/cases/example-case.md").contains("\nadded: 2026-11-23 #"));
    let inside = site.path("shift-cases");
    let text = run(&inside, &["check", "--deny-warnings"]).succeeds();
    assert!(text.ends_with("\nchecked 1 case: 0 errors, 0 warnings\n"), "{text}");
    assert_eq!(text.matches('[').count(), 1, "one notice: {text}");

    let built = run(&inside, &["build", "--base-url", "https://example.org/cases", "--deny-warnings"]).exits_with(0);
    assert_eq!(built.err, "");
    let page = site.read("shift-cases/public/cases/example-case.html");
    assert!(page.contains("Example Ltd lets teams plan their own shifts"));
    assert!(inside.join("public/matrix").exists() || inside.join("public/adoption-types/index.html").exists());
}

/// A value of a file in YAML, by its path.
fn yaml(site: &Site, path: &str) -> serde_json::Value {
    let text = site.read(path);
    casebook::yaml::to_json(
        &casebook::yaml::parse(&text, 0).unwrap_or_else(|error| panic!("{path}: {}", error.message)),
    )
}

/// How many a list has.
fn count(value: &serde_json::Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

#[test]
fn a_site_in_each_language_is_whole_and_without_findings() {
    let english = site();
    for language in ["en", "de", "fr", "es"] {
        let site = Site::empty();
        site.run(&["init", "--language", language, "--title", "Example cases"]).succeeds();
        let paths = |site: &Site| site.files("").into_keys().collect::<Vec<_>>();
        assert_eq!(paths(&site), paths(&english), "{language}");

        // The same sections, terms and settings.
        let config = yaml(&site, "casebook.yaml");
        assert_eq!(config["language"], language);
        let expected = yaml(&english, "casebook.yaml");
        assert_eq!(count(&config["sections"]), count(&expected["sections"]), "{language}");
        for taxonomy in
            ["adoption_type", "department", "department_scope", "organisation", "outcome", "region", "sector", "tag"]
        {
            let path = format!("content/taxonomies/{taxonomy}.yaml");
            let (own, expected) = (yaml(&site, &path), yaml(&english, &path));
            assert_eq!(count(&own["terms"]), count(&expected["terms"]), "{language}: {path}");
            for key in ["vocabulary", "required", "scope_of"] {
                assert_eq!(own[key], expected[key], "{language}: {path}");
            }
        }
        let checked = site.run(&["check", "--drafts", "--deny-warnings"]).succeeds();
        assert_eq!(checked.matches('[').count(), 1, "only `no-base-url`: {checked}");
        let built = site.run(&["build", "--base-url", "https://example.org/", "--deny-warnings"]).exits_with(0);
        assert_eq!(built.err, "", "{language}");
        assert!(site.read("public/index.html").contains(&format!("<html lang=\"{language}\"")));

        // Its editors are offered its own terms and sections.
        let (schema, form) = (site.read(".vscode/schemas/case.json"), site.read("frontmatter.json"));
        let outcome = yaml(&site, "content/taxonomies/outcome.yaml");
        for term in outcome["terms"].as_array().expect("terms") {
            let label = term["label"].as_str().expect("a label");
            assert!(schema.contains(label) && form.contains(label), "{language}: {label}");
        }
        let drafted = site.run(&["new", "Example"]).succeeds();
        let first = config["sections"][0]["title"].as_str().expect("a title");
        assert!(site.read(drafted.trim_end()).contains(&format!("\n## {first}\n")), "{language}");
    }
}

#[test]
fn no_placeholder_is_left_in_a_new_site() {
    let site = site();
    for (path, text) in texts(&site) {
        let left = ["%TITLE%", "%TITLE_YAML%", "%TODAY%", "%VERSION%", "%RELEASES%", "%FILL_IN%"]
            .iter()
            .find(|name| text.contains(**name));
        assert_eq!(left, None, "{path}");
    }
    let workflow = site.read(".github/workflows/site.yml");
    assert!(workflow.contains(&format!("CASEBOOK_VERSION: \"{}\"", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn ci_is_as_asked_for() {
    let files = [".github/workflows/site.yml", ".gitlab-ci.yml", ".forgejo/workflows/site.yml"];
    for (ci, own) in [("github", Some(0)), ("gitlab", Some(1)), ("forgejo", Some(2)), ("none", None)] {
        let site = Site::empty();
        site.run(&["init", "--ci", ci]).succeeds();
        for (index, file) in files.iter().enumerate() {
            assert_eq!(site.path(file).exists(), own == Some(index), "{ci}: {file}");
        }
        assert_eq!(site.path(".ci/install-casebook").exists(), own.is_some(), "{ci}");
    }
}

#[test]
fn files_that_are_there_stay() {
    let site = Site::empty();
    site.write("README.md", "mine\n");
    site.write(".gitignore", "/mine\n");
    let text = site.run(&["init"]).succeeds();
    assert!(text.contains("kept     .gitignore\nkept     README.md\n"), "{text}");
    assert_eq!(site.read("README.md"), "mine\n");

    site.remove("content/cases/example-case.md");
    let before = texts(&site);
    let text = site.run(&["init", "--title", "Another"]).succeeds();
    assert!(!text.contains("created"), "{text}");
    assert!(text.ends_with("\nThis folder was a site already: its content is as it was.\n"), "{text}");
    assert_eq!(texts(&site), before);
}

#[test]
fn a_title_of_any_form_makes_a_site() {
    for title in ["Cases: the \"best\" ones", "#1", "no", "日本の事例", "@home & more"] {
        let site = Site::empty();
        site.run(&["init", "--title", title]).succeeds();
        site.run(&["check", "--deny-warnings"]).succeeds();
    }
    let site = Site::empty();
    let refused = site.run(&["init", "--title", "  "]).exits_with(2);
    assert_eq!(refused.err, "error: a site needs a title, of visible characters; write one with --title\n");
    assert_eq!(texts(&site), []);
}

#[test]
fn a_new_case_has_what_the_site_requires() {
    let site = site();
    let made = site.run(&["new", "Example Ltd: the second year"]).succeeds();
    assert_eq!(made, "content/cases/example-ltd-the-second-year.md\n");
    let text = site.read("content/cases/example-ltd-the-second-year.md");
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
    let checked = site.run(&["check", "--deny-warnings"]).succeeds();
    assert!(checked.ends_with("checked 1 case (1 draft left out; --drafts takes it in): 0 errors, 0 warnings\n"));
    site.run(&["build"]).succeeds();
    assert!(!site.path("public/cases/example-ltd-the-second-year.html").exists());

    // With drafts, exactly what is still to be written is reported.
    let text = site.run(&["check", "--drafts", "--all"]).exits_with(1).out;
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
            "notice[no-base-url]: feeds, sitemap and canonical addresses are left out: add `base_url: https://…` to casebook.yaml, \
             or build with --base-url",
            "warning[empty-section]: section `What they did` is empty",
            "warning[empty-section]: section `Why it matters` is empty",
        ]
    );
}

#[test]
fn what_a_draft_holds_is_judged() {
    let site = site();
    site.run(&["new", "Draft"]).succeeds();
    site.edit("content/cases/draft.md", "\ndate: #", "\ndate: May 2025 #");
    let text = site.run(&["check"]).exits_with(1).out;
    assert!(text.contains("error[bad-date]: `May 2025` is not a date"), "{text}");
    assert!(!text.contains("missing-key"), "{text}");
}

#[test]
fn a_filled_in_case_is_on_the_site() {
    let site = site();
    site.run(&["new", "Filled in", "--slug", "filled-in", "--folder", "2026"]).succeeds();
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
        site.edit("content/cases/2026/filled-in.md", empty, filled);
    }
    site.run(&["build", "--deny-warnings"]).succeeds();
    assert!(site.read("public/cases/filled-in.html").contains("A rule"));
}

#[test]
fn a_slug_is_claimed_once() {
    let site = site();
    site.run(&["new", "One", "--folder", "content/cases/2026/spring"]).succeeds();
    let before = texts(&site);
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
        (&["new", " "], "error: a title is needed; write one, such as \"Example Ltd tries a shared rota\"\n"),
        (&["new", "Bell \u{7}"], "error: the title holds the control character U+0007; leave it out\n"),
        (
            &["new", "Two", "--edit"],
            "error: no editor is set; set VISUAL or EDITOR, such as EDITOR=\"code --wait\", or leave out --edit\n",
        ),
    ] {
        assert_eq!(site.run(args).exits_with(2).err, message);
    }
    assert_eq!(texts(&site), before);
}

#[test]
fn a_title_of_any_form_makes_a_case() {
    let site = site();
    for title in
        ["日本の事例", "Пример", "مثال", "🚀", "…", "- [x] {y}: 'z' # \"w\" \\ @v %u &t *s !r |q >p `o`", "no", "2025"]
    {
        let made = site.run(&["new", "--", title]).succeeds();
        let path = made.trim().to_owned();
        let slug = path.trim_start_matches("content/cases/").trim_end_matches(".md").to_owned();
        assert!(!slug.is_empty() && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        let text = site.read(&path);
        let yaml = text.trim_start_matches("---\n").split("\n---\n").next().expect("front matter");
        let node = casebook::yaml::parse(yaml, 0).expect("YAML");
        let casebook::yaml::Value::Mapping(entries) = node.value else { panic!("a mapping") };
        assert_eq!(entries[0].1.as_str(), Some(title));
    }
    site.run(&["check", "--deny-warnings"]).succeeds();
}

#[cfg(unix)]
#[test]
fn the_editor_is_given_the_file() {
    let site = site();
    let mut command = casebook(site.root());
    command.env("EDITOR", "cp -f /dev/null").args(["new", "Edited", "--edit", "--today", "2026-01-02"]);
    assert!(command.status().expect("the program runs").success());
    assert_eq!(site.read("content/cases/edited.md"), "");
}

#[test]
fn a_folder_without_a_site_is_named() {
    let site = Site::empty();
    for args in [&["new", "Title"][..], &["schema", "case"]] {
        let failed = site.run(args).exits_with(2);
        let message = "error: no casebook.yaml in this folder or one above it; run casebook in the folder of a site, or name one with \
                       --root\n";
        assert_eq!(failed.err, message);
    }
}
