//! What specs of `casebook import` do not say: the maps of the documentation, inputs of any kind, long ones.

use std::process::Command;

use crate::support::site::{Site, repository};

fn site() -> Site {
    Site::copy_of("tests/fixtures/import/site")
}

#[test]
fn every_map_of_the_documentation_is_without_findings() {
    let site = site();
    site.write("rows.csv", "title\nA test\n");
    for entry in std::fs::read_dir(repository().join("docs/import/maps")).expect("maps") {
        let map = entry.expect("an entry").path().display().to_string();
        let run = site.run(&["import", "--format", "csv", "--dry-run", "--all", "--map", &map, "rows.csv"]);
        let errors: Vec<&str> =
            run.err.lines().chain(run.out.lines()).filter(|line| line.starts_with("error")).collect();
        assert!(errors.is_empty(), "{map}: {errors:?}");
    }
}

/// Records of the shape of the public data sets: a few made-up ones, with what makes theirs hard to place.
#[test]
fn maps_of_the_documentation_leave_nothing_under_extra_that_a_field_could_hold() {
    let federal = "Use_Case_ID,Department_Code,Agency,Office,Title,Summary,Development_Stage,Techniques,Source_Code,Department\n\
        EX-0001-2023,EX,\"Office of A, Office of B; and an office whose name is so long that no term could ever be called by it, C\",\
        Unit 3,Example forecast,It forecasts examples.,\"User Acceptance Testing to begin early spring '22\",\
        \"A sentence that says at length which technique was used, and why no other technique would have done as well\",\
        ,Department of Examples\n\
        EX-0002-2023,EX,,,Example sorting,It sorts examples.,Operation and Maintenance,Machine Learning; Other,\
        https://example.org/code,Department of Examples\n";
    let atrs = r#"{"meta": {"n": 1}, "records": [{"publishing_body": "Example Board", "tool_name": "Example tool",
        "title": "Example Board: Example tool", "url": "https://example.org/tool", "published": "2025-06-26T07:39:09Z",
        "description": "It helps.", "listed_organisations": ["Example Office", "Example Service"]}]}"#;
    let atlas = "id: EX.CS0000\nname: An example\nobject-type: case-study\nsummary: They tried it.\nincident-date: 2020-01-01\n\
        incident-date-granularity: YEAR\nprocedure:\n- {tactic: '{{one.id}}', technique: '{{first.id}}', description: They began.}\n\
        - {tactic: '{{one.id}}', technique: '{{second.id}}', description: They went on.}\ntarget: Example Ltd\nactor: Two people\n\
        reporter: Example Team\ncase-study-type: exercise\nreferences:\n- {title: A report, url: 'https://example.org/r'}\n";
    for (name, file, text, fields) in [
        ("federal-2023", "rows.csv", federal, "agency, department_code, office, stage, techniques, use_case_id"),
        ("uk-atrs", "records.json", atrs, "listed_organisation"),
        ("mitre-atlas", "study.yaml", atlas, "actor, atlas_id, reporter, tactic, technique"),
    ] {
        let site = site();
        site.write(file, text);
        let map = repository().join(format!("docs/import/maps/{name}.yaml")).display().to_string();
        let account = site.run(&["import", "--map", &map, file]).succeeds();
        assert!(!account.contains("kept under `extra`"), "{name}: {account}");
        let cases = site.files("content/cases");
        let texts: Vec<String> = cases.values().map(|text| String::from_utf8_lossy(text).into_owned()).collect();
        assert!(texts.iter().all(|text| !text.contains("\nextra:")), "{name}: {texts:?}");
        for field in fields.split(", ") {
            assert!(texts.iter().any(|text| text.contains(&format!("\n{field}:"))), "{name}, {field}: {texts:?}");
        }
        site.run(&["check"]).succeeds();
    }
}

/// Nothing that stands in an input may stop the program, and every finding has a place that can be shown.
#[test]
fn no_input_stops_an_import() {
    use casebook::diagnostic::human;
    use casebook::import::{Job, Mode, import};
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    let alphabet = r#"[-a-c0-9 ,;:.é日\u{301}İ"'\[\]{}()@#*_<>|&/\\\n\t\u{0}\u{b}\u{fffd}]{0,120}"#;
    let starts = prop::sample::select(vec![
        "",
        "---\n",
        "---\ntitle: a\n---\n",
        "title,date\n",
        "{\"title\": \"",
        "[{\"title\": 1},",
        "- title: x\n  date: ",
        "What they did\n\n",
        "Sources\n\n1. A – B (",
        "title: [",
        "\u{feff}title;date\n\"",
    ]);
    let extensions = prop::sample::select(vec!["txt", "csv", "tsv", "json", "jsonl", "yaml", "md"]);
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let site = site();
    let held = runner.run(&(starts, alphabet, extensions), |(start, text, extension)| {
        let name = format!("input.{extension}");
        site.write(&name, format!("{start}{text}"));
        let paths = [site.path(&name)];
        let job = Job {
            root: site.root(),
            paths: &paths,
            map: None,
            name: Some("fuzz"),
            format: None,
            constants: vec![("title".into(), vec!["Fixed".into()])],
            slug: None,
            mode: Mode::Update,
            is_dry: true,
            repair: true,
            report: None,
        };
        let report = import(&job, &|_, _| {});
        if let Ok(report) = report {
            let _ = human::render(&report.diagnostics, &report.files, human::Style::Plain);
            prop_assert!(!report.lines(true).is_empty() || report.records() == 0);
        }
        Ok(())
    });
    held.expect("no panic");
}

/// A map that takes values in every way.
const EVERY_WAY: &str = "
slug: slug
fields:
  title: [title, other]
  date: [when, date]
  summary: { from: [summary, other], sentences: 1 }
  tag: { from: tags, split: [\",\", \";\"], values: { gone: } }
  organisation: [organisation, other]
  outcome: [outcome, other]
  sector: { template: \"{{ sector }}\" }
  authors: { from: authors, all: true, split: \";\" }
  aliases: aliases
  draft: draft
sections:
  what-they-did: { from: text, cite: true }
  Notes: { from: [notes, text], markdown: true }
sources:
  - { when: link, publisher: { from: paper, host: link }, title: title, date: when, url: link, kind: kind, id: paper }
  - { each: reports, publisher: name, title: title, url: url, date: when }
ignore: [ignored, nested.ignored]
";

/// A value of any kind. Each text has a word of its own, so that it is found again wherever it stands.
fn any_value(depth: u32) -> proptest::strategy::BoxedStrategy<serde_json::Value> {
    use proptest::prelude::*;
    use serde_json::json;
    let texts = prop::sample::select(vec![
        "#",
        "It fell, #; and it rose. Then #.",
        "A &amp; #",
        "https://#.example.org/a",
        "#.example.org",
        "  #  ",
        "*#* [@#]",
        "[\"#\", \"b\"]",
        "# and a word, as long as no name of a term may be: that is a sentence, and it has no end, or nearly none",
        "2025-05-13",
        "13/05/2025",
        "May 2025",
        "05/06/2025",
        "soon #",
        "In use",
        "odd #",
        "yes",
        "no",
        "official",
        "n/a",
        "-",
        "None",
        "",
        " ",
        "a; #; n/a",
        "gone",
        "gone, #",
        "C",
        "C++",
        "é #",
        "<b>#</b>",
        "# | #",
        "- #\n- b",
        "## #",
    ]);
    let scalar = prop_oneof![
        6 => (texts, 0u32..1_000_000).prop_map(|(text, number)| json!(text.replace('#', &format!("w{number}z")))),
        1 => any::<i32>().prop_map(|number| json!(number)),
        1 => any::<bool>().prop_map(|flag| json!(flag)),
        1 => Just(json!(null)),
    ];
    if depth == 0 {
        return scalar.boxed();
    }
    let keys = prop::sample::select(vec!["name", "title", "url", "when", "$date", "ignored", "other", "a.b"]);
    prop_oneof![
        5 => scalar,
        1 => prop::collection::vec(any_value(depth - 1), 0..4).prop_map(|items| json!(items)),
        2 => prop::collection::btree_map(keys, any_value(depth - 1), 0..4).prop_map(|entries| json!(entries)),
    ]
    .boxed()
}

/// The scalars of a record with their paths; an empty list is one too.
fn leaves(value: &serde_json::Value, path: &str, found: &mut Vec<(String, String)>) {
    use serde_json::Value;
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &below(&at.to_string()), found));
        }
        Value::Object(entries) if !entries.is_empty() => {
            entries.iter().for_each(|(key, value)| leaves(value, &below(key), found));
        }
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Number(_) | Value::Bool(_) => found.push((path.to_owned(), value.to_string())),
        _ => found.push((path.to_owned(), String::new())),
    }
}

/// The words of a text by which it is found again, whatever stands around them.
fn own_words(text: &str) -> Vec<&str> {
    let is_own = |word: &&str| word.starts_with('w') && word.ends_with('z') && word.len() > 2;
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_own).collect()
}

#[test]
fn every_value_is_found_again() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};
    use serde_json::Value;

    let columns = [
        "title",
        "other",
        "when",
        "date",
        "summary",
        "tags",
        "organisation",
        "outcome",
        "sector",
        "authors",
        "aliases",
        "draft",
        "text",
        "notes",
        "link",
        "paper",
        "kind",
        "reports",
        "ignored",
        "nested",
        "slug",
        "unnamed",
    ];
    let column = prop::sample::select(columns.to_vec());
    let record = prop::collection::btree_map(column, any_value(2), 1..12);
    let records = prop::collection::vec(record, 1..5);
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    let held = runner.run(&(records, any::<bool>(), any::<bool>()), |(records, with_map, merges)| {
        let site = site();
        let input = serde_json::to_value(&records).expect("JSON");
        site.write("rows.json", input.to_string());
        site.write("rows.map.yaml", format!("{EVERY_WAY}{}", if merges { "merge: true\nkey: other\n" } else { "" }));
        let mut args = vec!["import", "rows.json", "--report", "report.json", "--set", "reviewed=2025"];
        if with_map {
            args.extend(["--map", "rows.map.yaml"]);
        }
        let run = site.run(&args);
        if run.err.contains("no column of") {
            return Ok(());
        }
        let report: Value = serde_json::from_str(&site.read("report.json")).expect("a report");
        let told = report["records"].as_array().expect("records");
        prop_assert_eq!(told.len(), records.len());
        for record in told {
            let line_of = |value: &Value| value["path"].as_str().map(ToOwned::to_owned);
            let values = record["values"].as_array().expect("values");
            let known = input.as_array().into_iter().flatten().any(|row| {
                let mut expected = Vec::new();
                leaves(row, "", &mut expected);
                let paths: Vec<String> = values.iter().filter_map(line_of).collect();
                let texts: Vec<&str> = values.iter().filter_map(|value| value["value"].as_str()).collect();
                expected.iter().map(|(path, _)| path).eq(&paths) && expected.iter().map(|(_, text)| text).eq(texts)
            });
            prop_assert!(known, "the report has other values than the input: {}", record);
            let case = record["case"].as_str().map(|path| site.read(path)).unwrap_or_default();
            for value in values {
                let marks = value["marks"].as_array().expect("marks");
                prop_assert!(!marks.is_empty(), "nothing is said of {}", value);
                let whole = value["value"].as_str().unwrap_or_default();
                for mark in marks {
                    let text = mark["as"].as_str().or(mark["part"].as_str()).unwrap_or(whole);
                    let stands = matches!(mark["fate"].as_str(), Some("written" | "respelt" | "kept" | "merged"));
                    for word in own_words(text).into_iter().filter(|_| stands) {
                        prop_assert!(case.contains(word), "{word} of {value} does not stand in\n{case}");
                    }
                }
                // What is in no mark as it stands is said to be cut, dropped, blank or left.
                let words = own_words(whole);
                let is_told = |word: &str| {
                    marks.iter().any(|mark| {
                        let text = mark["as"].as_str().or(mark["part"].as_str()).unwrap_or(whole);
                        own_words(text).contains(&word) || mark["fate"] != "written"
                    })
                };
                prop_assert!(words.into_iter().all(is_told), "part of {} is lost", value);
            }
        }
        let fates = report["totals"]["fates"].as_object().expect("sums");
        let sum: u64 = fates.values().filter_map(Value::as_u64).sum();
        prop_assert_eq!(Some(sum), report["totals"]["values"].as_u64());
        Ok(())
    });
    held.expect("every value is found again");
}

/// The same rate at any size is measured, not tested; that nothing is quadratic shows here already.
#[test]
fn a_long_table_of_one_title_imports() {
    let site = site();
    let rows: Vec<String> = (0..600).map(|n| format!("A test,{n}\n")).collect();
    site.write("rows.csv", format!("title,number\n{}", rows.concat()));
    assert!(site.run(&["import", "rows.csv"]).out.contains("    600 written\n"));
    assert!(site.path("content/cases/a-test-600.md").is_file());
    assert!(site.run(&["import", "rows.csv"]).out.contains("    600 unchanged\n"));
}

#[test]
fn the_corpora_import_where_they_are_at_hand() {
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else { return };
    let status = Command::new(repository().join("scripts/import-corpora"))
        .env("CASEBOOK_CORPORA", corpora)
        .env("CASEBOOK", assert_cmd::cargo::cargo_bin!("casebook"))
        .status();
    assert!(status.expect("the script runs").success());
}
