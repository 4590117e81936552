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
