//! Literate specs of `casebook import`: `tests/import/*.md`, and the guide `docs/import.md`.
//!
//! In a spec every second-level heading starts a site of its own: a copy of `tests/fixtures/import/site`, or, where
//! the file says `<!-- site: init -->`, what `casebook init` writes. Then its fenced blocks are taken in order:
//!
//! - ```` ```csv file=rows.csv ```` writes a file; `encoding=…`, `bom`, `crlf` and `escapes` say how its bytes differ;
//! - ```` ```console ```` runs each line after `$` and compares what is printed, findings first;
//! - ```` ```markdown shows=content/cases/a.md ```` compares a file with what was written.
//!
//! `CASEBOOK_BLESS=1 cargo test --test import` writes what is printed and written into the specs; read the diff.

#![expect(clippy::disallowed_methods, reason = "tests read and write sites of their own")]
#![expect(clippy::panic, reason = "a spec that does not hold fails its test")]

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block and the lines around it.
enum Piece {
    Text(String),
    Block { info: String, content: String },
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.starts_with('`')) else {
            pieces.push(Piece::Text(line.to_owned()));
            continue;
        };
        let content: String = lines.by_ref().take_while(|line| line.trim_end() != "```").collect();
        pieces.push(Piece::Block { info: info.trim().to_owned(), content });
    }
    pieces
}

fn value<'i>(info: &'i str, key: &str) -> Option<&'i str> {
    info.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
}

/// The bytes of a block, as its info string says.
fn bytes(info: &str, content: &str) -> Vec<u8> {
    let has = |flag: &str| info.split_whitespace().any(|word| word == flag);
    let mut text = content.to_owned();
    if has("escapes") {
        text = text.replace("\\0", "\0").replace("\\u{fffd}", "\u{fffd}").replace("\\v", "\u{b}");
    }
    if has("crlf") {
        text = text.replace('\n', "\r\n");
    }
    let bytes = match value(info, "encoding") {
        Some("utf-16le") => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Some("windows-1252") => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        _ => text.into_bytes(),
    };
    match (has("bom"), value(info, "encoding")) {
        (true, Some("utf-16le")) => [b"\xff\xfe".as_slice(), &bytes].concat(),
        (true, _) => [b"\xef\xbb\xbf".as_slice(), &bytes].concat(),
        _ => bytes,
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("an entry");
        let target = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

fn casebook(site: &Path, arguments: &[String]) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("casebook"));
    command.current_dir(site).env("SOURCE_DATE_EPOCH", "1750000000").env_remove("NO_COLOR").args(arguments);
    let output = command.output().expect("casebook runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = output.status.code().unwrap_or(-1);
    let exit = if code == 0 { String::new() } else { format!("(exit code {code})\n") };
    let output = format!("{}{}{exit}", text(&output.stderr), text(&output.stdout));
    output.lines().map(tidy).collect()
}

/// A line of output without what differs from run to run.
fn tidy(line: &str) -> String {
    let line = line.trim_end();
    // How much is written is the theme's affair.
    let line = match (line.find(": wrote "), line.find(" to ./"), line.find(" in "), line.rfind("; ")) {
        (Some(wrote), Some(to), Some(seconds), Some(counts)) if to < seconds => {
            format!("{}: wrote …{} in … s{}", &line[..wrote], &line[to..seconds], &line[counts..])
        }
        _ => line.to_owned(),
    };
    line + "\n"
}

/// Words of a command line; quotes keep spaces together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            (' ', None) => words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty())),
            (c, _) => word.push(c),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn run(site: &Path, line: &str) -> String {
    let words = words(line);
    let (line, target) = match words.iter().position(|word| word == ">") {
        Some(at) => (words[..at].to_vec(), words.get(at + 1).cloned()),
        None => (words, None),
    };
    let output = match line.split_first() {
        Some((program, arguments)) if program == "casebook" => casebook(site, arguments),
        Some((program, paths)) if program == "cat" => paths
            .iter()
            .map(|path| std::fs::read_to_string(site.join(path)).unwrap_or_else(|e| format!("{e}\n")))
            .collect(),
        Some((program, paths)) if program == "ls" => {
            let mut names: Vec<String> = std::fs::read_dir(site.join(&paths[0]))
                .map(|entries| entries.filter_map(|e| e.ok()?.file_name().into_string().ok()).collect())
                .unwrap_or_default();
            names.sort();
            names.into_iter().map(|name| name + "\n").collect()
        }
        Some((program, paths)) if program == "rm" => {
            for path in paths {
                std::fs::remove_file(site.join(path)).expect("a file to remove");
            }
            String::new()
        }
        _ => panic!("no such command: {line:?}"),
    };
    match target {
        Some(target) => {
            std::fs::write(site.join(target), output).expect("a file");
            String::new()
        }
        None => output,
    }
}

fn new_site(spec: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    if spec.contains("<!-- site: init -->") {
        casebook(folder.path(), &["init".into(), ".".into(), "--title".into(), "My cases".into()]);
    } else {
        copy(&root().join("tests/fixtures/import/site"), folder.path());
    }
    folder
}

/// What a spec says, with everything that is printed and written as it is now.
fn played(spec: &str) -> String {
    let mut site = new_site(spec);
    let mut told = String::new();
    for piece in pieces(spec) {
        let (info, content) = match piece {
            Piece::Text(text) => {
                if text.starts_with("## ") {
                    site = new_site(spec);
                }
                told.push_str(&text);
                continue;
            }
            Piece::Block { info, content } => (info, content),
        };
        let content = if let Some(path) = value(&info, "file") {
            let path = site.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes(&info, &content)).expect("a file");
            content
        } else if let Some(path) = value(&info, "shows") {
            std::fs::read_to_string(site.path().join(path)).unwrap_or_else(|error| format!("{error}\n"))
        } else if info == "console" {
            let commands = content.lines().filter_map(|line| line.strip_prefix("$ "));
            let ran: Vec<String> = commands.map(|line| format!("$ {line}\n{}", run(site.path(), line))).collect();
            ran.concat()
        } else {
            content
        };
        told.push_str(&format!("```{info}\n{content}```\n"));
    }
    told
}

#[test]
fn every_spec_holds() {
    let mut specs: Vec<PathBuf> = std::fs::read_dir(root().join("tests/import"))
        .expect("specs")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    specs.push(root().join("docs/import.md"));
    specs.sort();
    for path in specs {
        let spec = std::fs::read_to_string(&path).expect("a spec");
        let told = played(&spec);
        if std::env::var_os("CASEBOOK_BLESS").is_some() {
            std::fs::write(&path, told).expect("a spec");
        } else if told != spec {
            let differs = told.lines().zip(spec.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let around =
                |text: &str| text.lines().skip(differs.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n");
            panic!("{}:{}\nis:\n{}\n\nshould be:\n{}", path.display(), differs + 1, around(&told), around(&spec));
        }
    }
}

#[test]
fn every_map_of_the_documentation_is_without_findings() {
    let site = new_site("");
    let input = site.path().join("rows.csv");
    std::fs::write(&input, "title\nA test\n").expect("a file");
    for entry in std::fs::read_dir(root().join("docs/import/maps")).expect("maps") {
        let map = entry.expect("an entry").path().display().to_string();
        let arguments =
            ["import", "--format", "csv", "--dry-run", "--all", "--map", &map, "rows.csv"].map(str::to_owned);
        let output = casebook(site.path(), &arguments);
        let errors: Vec<&str> = output.lines().filter(|line| line.starts_with("error")).collect();
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
    let site = new_site("");
    let held = runner.run(&(starts, alphabet, extensions), |(start, text, extension)| {
        let path = site.path().join(format!("input.{extension}"));
        std::fs::write(&path, format!("{start}{text}")).expect("a file");
        let paths = [path];
        let job = Job {
            root: site.path(),
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
    let site = new_site("");
    let rows: Vec<String> = (0..600).map(|n| format!("A test,{n}\n")).collect();
    std::fs::write(site.path().join("rows.csv"), format!("title,number\n{}", rows.concat())).expect("a file");
    let arguments = ["import", "rows.csv"].map(str::to_owned);
    assert!(casebook(site.path(), &arguments).contains("    600 written\n"));
    assert!(site.path().join("content/cases/a-test-600.md").is_file());
    assert!(casebook(site.path(), &arguments).contains("    600 unchanged\n"));
}

#[test]
fn the_corpora_import_where_they_are_at_hand() {
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else { return };
    let status = Command::new(root().join("scripts/import-corpora"))
        .env("CASEBOOK_CORPORA", corpora)
        .env("CASEBOOK", assert_cmd::cargo::cargo_bin!("casebook"))
        .status();
    assert!(status.expect("the script runs").success());
}
