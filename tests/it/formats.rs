//! Findings in every form, for one site with one of each kind of place.

use serde_json::Value;

use crate::support::run::run;
use crate::support::site::Site;

/// A site with an error with a cure and a related place, a warning, and a notice without a place.
fn site() -> Site {
    let terms = "  - { id: pilot, label: Pilot }\n  - { id: rollout, label: Rollout, aliases: [Launch] }\n";
    let stage = format!("label: Stage\nvocabulary: closed\nterms:\n{terms}");
    let case = "---\ntitle: Ä: one\ndate: 2025\nsummary: S.\nstage: Pilto\nsources:\n  - id: x\n    publisher: Example Times\n    \
         date: 2025-05-13\n---\n\n## What they did\n\nÉtude (Example Times, 13 May 2025).\n";
    Site::of(&[
        (
            "casebook.yaml",
            "title: Examples\nseverities: { unknown-kind: off }\nsections:\n  - { id: what, title: What they did, required: true }\n",
        ),
        ("content/taxonomies/stage.yaml", &stage),
        ("content/cases/a.md", case),
    ])
}

/// The first line of the front matter is mended, so that the rest is seen.
fn mended() -> Site {
    let site = site();
    site.edit("content/cases/a.md", "title: Ä: one", "title: \"Ä: one\"");
    site
}

fn check(site: &Site, format: &str) -> String {
    site.run(&["check", "--format", format]).exits_with(1).out
}

#[test]
fn short_is_one_line_each() {
    let expected = "\
notice[no-base-url]: feeds, sitemap and canonical addresses are left out: add `base_url: https://…` to casebook.yaml, or build with --base-url
content/cases/a.md:2:8: error[yaml-syntax]: the value of `title` holds a colon; put it in quotation marks: `\"Ä: one\"`
content/cases/a.md:5:8: error[unknown-term]: unknown stage `Pilto`; did you mean `Pilot`?
content/cases/a.md:7:9: warning[uncited-source]: the source `x` is never cited; cite it with `[@x]` where it supports a statement, or remove it
content/cases/a.md:14:1: warning[uncited-statement]: this statement cites no source; add a citation such as `[@id]`
content/cases/a.md:14:7: warning[literal-citation]: `(Example Times, 13 May 2025)` names a source and does not cite it; write `[@x]`
";
    assert_eq!(check(&site(), "short"), expected);
    let expected = "\
notice[no-base-url]: feeds, sitemap and canonical addresses are left out: add `base_url: https://…` to casebook.yaml, or build with --base-url
content/cases/a.md:5:8: error[unknown-term]: unknown stage `Pilto`; did you mean `Pilot`?
content/cases/a.md:7:9: warning[uncited-source]: the source `x` is never cited; cite it with `[@x]` where it supports a statement, or remove it
content/cases/a.md:14:1: warning[uncited-statement]: this statement cites no source; add a citation such as `[@id]`
content/cases/a.md:14:7: warning[literal-citation]: `(Example Times, 13 May 2025)` names a source and does not cite it; write `[@x]`
";
    assert_eq!(check(&mended(), "short"), expected);
}

#[test]
fn json_is_one_object_a_line() {
    let site = mended();
    let output = check(&site, "json");
    let lines: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["code"], "no-base-url");
    let term = serde_json::json!({
        "code": "unknown-term", "severity": "error", "message": "unknown stage `Pilto`",
        "file": "content/cases/a.md", "line": 5, "column": 8, "end_line": 5, "end_column": 13,
        "help": "did you mean `Pilot`?", "related": [],
        "fix": { "title": "write `Pilot`", "edits": [{ "start_byte": 51, "end_byte": 56, "text": "Pilot" }] },
    });
    assert_eq!(lines[1], term);
    // Columns count characters: the É before the parenthesis is two bytes.
    assert_eq!((&lines[4]["column"], &lines[4]["end_column"]), (&7.into(), &35.into()));
}

#[test]
fn github_shows_ten_of_each_and_counts_the_rest() {
    let site = mended();
    for n in 0..12 {
        site.append("content/cases/a.md", &format!("\nStatement, 100% {n}.\n"));
    }
    let output = check(&site, "github");
    let count = |kind: &str| output.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((count("::error "), count("::warning "), count("::notice ")), (1, 10, 1));
    let error = "::error file=content/cases/a.md,line=5,endLine=5,col=8,endColumn=12,title=unknown-term::\
                 unknown stage `Pilto`%0Ahelp: did you mean `Pilot`?";
    assert!(output.lines().any(|line| line == error), "{output}");
    let rest =
        "::notice title=casebook::0 more errors and 5 more warnings are not shown here; `casebook check` lists all";
    assert_eq!(output.lines().last(), Some(rest));
}

#[test]
fn sarif_validates_against_its_schema() {
    let site = mended();
    let log: Value = serde_json::from_str(&check(&site, "sarif")).unwrap();
    let mut schema: Value = serde_json::from_str(include_str!("../fixtures/sarif-schema-2.1.0.json")).unwrap();
    // The published pattern of a language tag is no regular expression; no log of ours has one.
    for object in ["run", "toolComponent"] {
        schema["definitions"][object]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let result = &log["runs"][0]["results"][1];
    assert_eq!(result["ruleId"], "unknown-term");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], "unknown-term");
    let region = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    assert_eq!(region, &serde_json::json!({ "startLine": 5, "startColumn": 8, "endLine": 5, "endColumn": 13 }));
}

/// Every path that a form names, of the site `docs/site` in a repository, by where the program runs.
fn paths(site: &Site, format: &str, folder: &str, arguments: &[&str]) -> Vec<String> {
    let output = run(&site.path(folder), &[&["check", "--format", format], arguments].concat()).exits_with(1).out;
    let mark = match format {
        "github" => " file=",
        "gitlab" => "\"path\": \"",
        "sarif" => "\"uri\": \"",
        "markdown" => "` `",
        _ => "\"file\":\"",
    };
    let named = output.lines().filter_map(|line| line.split(mark).nth(1));
    let mut paths: Vec<String> =
        named.map(|text| text.split([',', '"', '`']).next().unwrap_or_default().to_owned()).collect();
    paths.dedup();
    paths
}

#[test]
fn services_are_told_paths_in_the_repository_from_wherever_it_runs() {
    let site = Site::empty();
    let of_site = mended();
    for (path, text) in of_site.files("") {
        site.write(&format!("docs/site/{path}"), text);
    }
    site.write(".git/HEAD", "ref: refs/heads/main\n");
    for format in ["github", "gitlab", "sarif", "markdown"] {
        let expected = paths(&site, format, "", &["--root", "docs/site"]);
        let case = "docs/site/content/cases/a.md".to_owned();
        assert!(expected.contains(&case), "{format}: {expected:?}");
        assert!(expected.iter().all(|path| path.starts_with("docs/site/")), "{format}: {expected:?}");
        assert_eq!(paths(&site, format, "docs/site", &[]), expected, "{format}");
        assert_eq!(paths(&site, format, "docs/site/content/cases", &[]), expected, "{format}");
        let absolute = site.path("docs/site").display().to_string();
        assert_eq!(paths(&site, format, "docs", &["--root", &absolute]), expected, "{format}");
        // Without a repository, those of the site.
        assert!(paths(&of_site, format, "content", &[]).contains(&"content/cases/a.md".to_owned()), "{format}");
    }
    // Who reads these opens files from where the program ran.
    assert_eq!(paths(&site, "json", "docs/site/content", &[]), ["../content/cases/a.md"]);
}
