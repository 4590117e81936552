//! What ARCHITECTURE.md says of the code: the invariants that no lint knows, and the files that it names.

#![expect(clippy::disallowed_methods, reason = "a test reads the repository")]

#[path = "architecture/graph.rs"]
mod graph;
#[path = "architecture/paths.rs"]
mod paths;

use std::collections::BTreeMap;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Text of every file of the code, by its path in `src/`.
fn code() -> BTreeMap<String, String> {
    let src = root().join("src");
    let entries = walkdir::WalkDir::new(&src).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(&src).expect("below src").display().to_string();
            (path, std::fs::read_to_string(entry.path()).expect("a file of the repository"))
        })
        .collect()
}

fn architecture() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

/// The folders and files of `src/` from the lowest floor to the highest, as the map lists them.
fn floors(text: &str) -> Vec<String> {
    let map = text.split("## The map").nth(1).and_then(|rest| rest.split("```").nth(1)).expect("a map");
    let names = map.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.flat_map(|line| line.split("  ").next().unwrap_or_default().split_whitespace()).map(str::to_owned).collect()
}

/// What is wrong with the floors of some code.
fn violations(code: &BTreeMap<String, String>, floors: &[String]) -> Vec<String> {
    let needs = paths::needs(code);
    let mut found = graph::circles(&needs);
    found.extend(graph::folders_in_circles(&needs));
    found.extend(graph::uses_of_higher_floors(&needs, floors));
    found
}

#[test]
fn no_two_files_need_each_other_and_no_folder_uses_one_above_it() {
    let found = violations(&code(), &floors(&architecture()));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_violation_is_seen() {
    let floors: Vec<String> = ["model/", "link/", "cli/"].map(str::to_owned).into();
    let sound = [
        ("lib.rs", "pub mod model; pub mod link; pub mod cli;"),
        ("model/mod.rs", "mod site; pub use site::Site;"),
        ("model/site.rs", "pub struct Site; #[cfg(test)] mod tests { use crate::link::link; fn t() { link(); } }"),
        ("link/mod.rs", "mod terms; use crate::model::Site; pub fn link() -> Site { terms::all(); Site }"),
        ("link/terms.rs", "pub fn all() {}"),
        ("cli/mod.rs", "pub fn run() { crate::link::link(); }"),
    ];
    let code = |changed: &[(&str, &str)]| -> BTreeMap<String, String> {
        sound.iter().chain(changed).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    };
    assert!(violations(&code(&[]), &floors).is_empty());
    let planted = [
        // A path in an expression.
        ("link/terms.rs", "pub fn all() { super::link(); }", "link/mod.rs → link/terms.rs → link/mod.rs"),
        // An import under another name, used in a macro.
        ("model/site.rs", "use crate::cli as c; pub struct Site; fn f() { println!(\"{}\", c::run()); }", "model"),
        // A name that a folder passes on.
        ("link/terms.rs", "use super::super::cli::run; pub fn all() { run() }", "link"),
        // Floors without a circle.
        ("model/mod.rs", "mod site; pub use site::Site; pub fn f() { crate::link::terms::all() }", "model"),
    ];
    for (path, text, named) in planted {
        let found = violations(&code(&[(path, text)]), &floors);
        assert!(found.iter().any(|line| line.contains(named)), "{path}: {text}\n{found:?}");
    }
    // Through a module whose name a function of it has, too.
    let of_one_name = [
        ("link/mod.rs", "mod all; mod terms; pub use all::all; pub fn link() {}"),
        ("link/all.rs", "pub struct All; pub fn all() { super::terms::terms() }"),
        ("link/terms.rs", "use super::all::All; pub fn terms() -> All { All }"),
    ];
    let found = violations(&code(&of_one_name), &floors);
    assert!(found.iter().any(|line| line.contains("link/all.rs → link/terms.rs → link/all.rs")), "{found:?}");
}

#[test]
fn one_file_knows_the_yaml_crate() {
    let files = code();
    let knowing: Vec<&String> =
        files.iter().filter(|(_, text)| text.contains("granit_parser::")).map(|(path, _)| path).collect();
    assert_eq!(knowing, ["yaml/mod.rs"]);
}

#[test]
fn one_folder_opens_connections() {
    let opening = ["ureq", "TcpStream::connect", "UdpSocket", "to_socket_addrs", "lookup_host"];
    let files = code();
    let opens = |text: &String| opening.iter().any(|call| text.contains(call));
    let others: Vec<&String> = files
        .iter()
        .filter(|(path, text)| !path.starts_with("sources/check/") && opens(text))
        .map(|(path, _)| path)
        .collect();
    assert!(others.is_empty(), "only sources/check/ opens connections: {others:?}");
    assert!(opens(&files["sources/check/client.rs"]), "the client is where it was");
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> =
        code().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "files that do not open with `//!`: {silent:?}");
}

#[test]
fn the_map_names_what_is_there_and_nothing_else() {
    let text = architecture();
    assert!(text.lines().count() <= 150, "ARCHITECTURE.md is a map, not the land");
    let mut mapped = floors(&text);
    mapped.sort();
    let mut there: Vec<String> = code()
        .keys()
        .map(|path| path.split_once('/').map_or_else(|| path.clone(), |(folder, _)| format!("{folder}/")))
        .collect();
    there.dedup();
    there.sort();
    assert_eq!(mapped, there, "the map lists every folder and file of src/, from the lowest floor to the highest");

    let folders: Vec<String> = code().keys().filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned())).collect();
    let unnamed: Vec<&String> = folders
        .iter()
        .filter(|folder| !text.contains(&format!("{}/", folder.rsplit('/').next().unwrap_or(folder))))
        .collect();
    assert!(unnamed.is_empty(), "folders of src/ that the map does not name: {unnamed:?}");

    let quoted = text.split('`').skip(1).step_by(2);
    let paths =
        quoted.filter(|code| code.contains('/') && code.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)));
    let missing: Vec<&str> = paths
        .filter(|path| !path.contains("NAME"))
        .filter(|path| {
            let candidates = ["", "src/", "src/render/", "themes/default/"];
            !candidates.iter().any(|folder| root().join(folder).join(path).exists())
        })
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}
