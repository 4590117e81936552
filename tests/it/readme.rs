//! The README is true: its example is a site without findings, its commands and keys are those of the program.

use crate::support::run::run;
use crate::support::site::{Site, repository};

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).expect("a file of the repository")
}

/// The fenced blocks that follow a line of nothing but a path in backticks.
fn example_files(readme: &str) -> Vec<(&str, &str)> {
    let path = |line: &str| line.len() > 2 && line.starts_with('`') && line.ends_with('`') && line.contains('.');
    let mut files = Vec::new();
    for (at, _) in readme.match_indices("\n`") {
        let line = readme[at + 1..].lines().next().unwrap_or_default();
        let after = &readme[at + 1 + line.len()..];
        if path(line)
            && let Some((_, block)) = after.strip_prefix("\n\n```").and_then(|rest| rest.split_once('\n'))
            && let Some((text, _)) = block.split_once("\n```\n")
        {
            files.push((line.trim_matches('`'), text));
        }
    }
    files
}

#[test]
fn the_example_is_a_site_without_findings() {
    let readme = read("README.md");
    let site = Site::empty();
    let files = example_files(&readme);
    assert_eq!(files.len(), 4, "{files:?}");
    for (path, text) in files {
        site.write(path, format!("{text}\n"));
    }
    let output = site.run(&["check", "--deny-warnings"]).succeeds();
    assert_eq!(output, "checked 1 case: 0 errors, 0 warnings\n");
    site.run(&["build"]).succeeds();
    let page = site.read("public/cases/example-rota.html");
    for shown in ["Example Herald, 20 November 2024", "../method.html", "../departments/customer-service.html"] {
        assert!(page.contains(shown), "{shown}");
    }
}

/// The lines of all `sh` blocks, without comments.
fn command_lines(readme: &str) -> Vec<String> {
    let blocks = readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let lines = blocks.flat_map(str::lines);
    lines.map(|line| line.split('#').next().unwrap_or_default().trim().to_owned()).filter(|l| !l.is_empty()).collect()
}

/// The documents of `docs/publish/`.
fn of_hosts() -> Vec<String> {
    let folder = std::fs::read_dir(repository().join("docs/publish")).expect("a folder of the repository");
    folder.map(|entry| format!("docs/publish/{}", entry.expect("an entry").file_name().to_string_lossy())).collect()
}

/// Is this a line of the program? Then it must be one that the program takes.
fn is_taken(line: &str) -> bool {
    let arguments = line.strip_prefix("casebook ").or_else(|| line.strip_prefix("cargo run -- "));
    let Some(arguments) = arguments else { return false };
    let arguments: Vec<&str> = arguments.split_whitespace().chain(["--help"]).collect();
    run(repository(), &arguments).succeeds();
    true
}

#[test]
fn every_command_that_is_shown_exists() {
    let lines = command_lines(&read("README.md"));
    let others: Vec<&String> = lines.iter().filter(|line| !is_taken(line)).collect();
    assert!(lines.len() - others.len() >= 5);
    let name = format!("pipx install {}", distribution());
    for line in others {
        assert!([&name, "cargo install --path ."].contains(&&**line) || repository().join(line).is_file(), "{line}");
    }
    let hosts = of_hosts().iter().flat_map(|path| command_lines(&read(path))).filter(|line| is_taken(line)).count();
    assert!(hosts >= 5);
}

/// The name under which Python's index has the program.
fn distribution() -> String {
    let project = read("pyproject.toml");
    let name = project.split_once("\nname = \"").and_then(|(_, rest)| rest.split_once('"')).expect("a name").0;
    name.to_owned()
}

#[test]
fn every_command_is_explained() {
    let reference = read("docs/reference.md");
    let help = run(repository(), &["--help"]).succeeds();
    let commands = help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).expect("commands").0;
    // A command's line starts with two spaces; what is further in goes on with the line above.
    let lines = commands.lines().filter(|line| !line.starts_with("   "));
    let names: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 3, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(reference.contains(&format!("`casebook {name}")), "the command `{name}`");
    }
}

#[test]
fn the_readme_is_read_in_one_go() {
    assert!(read("README.md").lines().count() <= 150, "tables and details stand in docs/reference.md");
}

#[test]
fn every_file_that_is_linked_exists() {
    let of_root = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    let of_docs = ["docs/theme.md", "docs/reference.md", "docs/releasing.md"];
    for document in [&of_root[..], &of_docs].concat().into_iter().map(str::to_owned).chain(of_hosts()) {
        let text = read(&document);
        let folder = repository().join(&document);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        // In code stands what a site might link to.
        let files = targets.filter(|target| !target.contains(':') && !target.starts_with('#') && !target.contains('`'));
        for target in files.filter(|target| {
            !["ruling.pdf", "/ruling.pdf", "../cases/klarna.md", "../pages/method.md"].contains(target)
        }) {
            let path = folder.parent().expect("a folder").join(target.split('#').next().unwrap_or_default());
            assert!(path.exists(), "{document} links to {target}");
        }
    }
}
