//! The command line: help texts, exit codes in all their ways, and what a build does to its output folder.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use crate::support::run::{casebook, run};
use crate::support::server::Server;
use crate::support::site::Site;

const CONFIG: &str = "title: Example casebook\nsections: [{title: What they did}]\n";
const CASE: &str = "---\ntitle: A case\ndate: 2025\nsummary: What happened.\n\
sources: [{id: times, publisher: Example Times}]\n---\n\n## What they did\n\nA thing [@times].\n";

fn site() -> Site {
    Site::of(&[("casebook.yaml", CONFIG), ("content/cases/a.md", CASE)])
}

fn with_warning() -> Site {
    let site = site();
    site.append("content/cases/a.md", "\nAnother thing.\n");
    site
}

fn with_error() -> Site {
    let site = site();
    site.edit("content/cases/a.md", "date: 2025", "date: soon");
    site
}

#[test]
fn help_says_what_each_command_does() {
    let here = Site::empty();
    let all = here.run(&["--help"]);
    assert_eq!(all.code, 0);
    let commands: Vec<&str> = all
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for command in ["build", "check", "serve", "explain", "completions"] {
        assert!(commands.contains(&command), "{commands:?}");
    }
    for command in commands.into_iter().filter(|command| *command != "help") {
        let help = here.run(&[command, "--help"]);
        assert_eq!(help.code, 0, "{command}");
        assert!(help.out.contains(&format!("Usage: casebook {command}")), "{}", help.out);
        // Every option is explained: behind its name, or in the line below it.
        let lines: Vec<&str> = help.out.lines().collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("--")) {
            let behind = line.trim_start().split("  ").nth(1).is_some_and(|text| !text.trim().is_empty());
            let below = lines.get(index + 1).is_some_and(|text| text.starts_with("        "));
            assert!(behind || below, "casebook {command}: {line}");
        }
    }
    assert!(here.run(&["--version"]).out.starts_with("casebook "));
}

#[test]
fn usage_mistakes_exit_with_2() {
    let site = site();
    for (arguments, says) in [
        (&[] as &[&str], "Usage: casebook"),
        (&["biuld"], "'build'"),
        (&["build", "--bas-url", "x"], "--base-url"),
        (&["build", "--base-url", "example.org"], "write the whole address, such as https://example.org/cases"),
        (&["build", "--base-url", "ftp://example.org"], "write the whole address"),
        (&["check", "--root", "nowhere"], "no casebook.yaml in nowhere"),
        (&["explain", "unknwon-term"], "there is no diagnostic `unknwon-term`; did you mean `unknown-term`?"),
        (&["explain", "zzz"], "`casebook explain --list` names them all"),
        (&["explain"], "<CODE>"),
        (&["completions", "ksh"], "possible values"),
        (&["serve", "--port", "70000"], "70000"),
    ] {
        let run = site.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
    }
    let nowhere = Site::empty();
    for command in ["check", "build", "serve"] {
        let run = nowhere.run(&[command]);
        assert_eq!(run.code, 2, "{command}");
        assert!(run.err.contains("no casebook.yaml in this folder or one above it"), "{}", run.err);
    }
}

#[test]
fn check_tells_by_its_exit_code() {
    let clean = site().run(&["check"]);
    assert_eq!(clean.code, 0, "{clean:?}");
    assert!(clean.out.ends_with("checked 1 case: 0 errors, 0 warnings\n"), "{}", clean.out);

    let warned = with_warning();
    assert_eq!(warned.run(&["check"]).code, 0);
    let denied = warned.run(&["check", "--deny-warnings"]);
    assert_eq!(denied.code, 1, "{denied:?}");
    let last = "checked 1 case: 0 errors, 1 warning; `casebook explain CODE` says more of a finding\n";
    assert!(denied.out.ends_with(last), "{}", denied.out);

    let wrong = with_error().run(&["check"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.out.contains("error[bad-date]: `soon` is not a date"), "{}", wrong.out);
    assert!(wrong.out.contains("content/cases/a.md:3:7"), "{}", wrong.out);
    assert_eq!(wrong.err, "");
}

#[test]
fn colours_are_for_terminals() {
    let site = with_error();
    assert!(!site.run(&["check"]).out.contains('\u{1b}'));
    assert!(site.run(&["check", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!site.run(&["check", "--color", "never"]).out.contains('\u{1b}'));
}

#[test]
fn explain_prints_the_page_of_every_code() {
    let here = Site::empty();
    let list = here.run(&["explain", "--list"]);
    assert_eq!(list.code, 0);
    for line in list.out.lines() {
        let code = line.split_whitespace().next().unwrap();
        let page = here.run(&["explain", code]);
        assert_eq!(page.code, 0);
        assert!(page.out.starts_with(&format!("# {code}\n")), "{}", page.out);
    }
    assert_eq!(list.out.lines().count(), casebook::diagnostic::Code::ALL.len());
}

#[test]
fn completions_are_for_every_shell() {
    let here = Site::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = here.run(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        assert!(run.out.contains("base-url"), "{shell}");
    }
}

/// `casebook check | head -1`: the reader goes away, and that is no failure.
#[test]
fn a_reader_may_go_away() {
    let site = site();
    for number in 0..400 {
        site.write(&format!("content/cases/case-{number}.md"), CASE.replace("2025", "soon"));
    }
    for arguments in [&["check"] as &[&str], &["explain", "--list"], &["completions", "zsh"]] {
        let mut command = casebook(site.root());
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!err.contains("panicked"), "{err}");
        assert!(output.status.code().is_some_and(|code| code <= 1), "{arguments:?}: {:?} {err}", output.status);
    }
}

#[test]
fn build_writes_and_sums_up() {
    let site = site();
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.starts_with("1 case: wrote "), "{}", run.out);
    assert!(run.out.ends_with("; 0 unchanged; 0 errors, 0 warnings\n"), "{}", run.out);
    assert_eq!(site.names(""), ["casebook.yaml", "content", "public"]);
    assert!(site.read("public/cases/a.html").contains("<h1>A case</h1>"));

    let elsewhere = Site::empty();
    let output = elsewhere.path("deep/er/out");
    let run = site.run(&["build", "--output", output.to_str().unwrap(), "--base-url", "https://example.org/x/"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(elsewhere.read("deep/er/out/robots.txt").contains("https://example.org/x/sitemap.xml"));
    let run = elsewhere.run(&["build", "--root", site.root().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_build_with_errors_leaves_the_old_output() {
    let site = site();
    site.run(&["build"]);
    let before = site.read("public/cases/a.html");
    site.write("content/cases/a.md", CASE.replace("A thing", "Nothing").replace("2025", "soon"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("nothing was written: 1 error, 0 warnings"), "{}", run.err);
    assert_eq!(run.out, "");
    assert_eq!(site.read("public/cases/a.html"), before);
    assert_eq!(site.names(""), ["casebook.yaml", "content", "public"]);

    site.write("content/cases/a.md", format!("{CASE}\nAnother thing.\n"));
    assert_eq!(site.run(&["build", "--deny-warnings"]).code, 1);
    assert_eq!(site.read("public/cases/a.html"), before);
    assert_eq!(site.run(&["build"]).code, 0);
    assert_ne!(site.read("public/cases/a.html"), before);
}

#[test]
fn a_template_that_fails_leaves_the_old_output() {
    let site = site();
    site.run(&["build"]);
    let before = site.read("public/404.html");
    let template = "{% extends \"base.html\" %}\n{% block main %}{{ page.nothing }}{% endblock main %}\n";
    site.write("themes/default/templates/404.html", template);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("error[theme-error]: "), "{}", run.err);
    assert!(run.err.contains("themes/default/templates/404.html:2:"), "{}", run.err);
    assert!(run.err.contains("nothing was written: 1 error, 0 warnings"), "{}", run.err);
    assert_eq!(site.read("public/404.html"), before);
    assert_eq!(site.names(""), ["casebook.yaml", "content", "public", "themes"]);
}

#[test]
fn a_file_that_the_theme_does_not_have_is_named_at_its_place() {
    let site = site();
    let template = "{% extends \"base.html\" %}\n{% block main %}{{ \"logo.svg\" | asset }}{% endblock main %}\n";
    site.write("themes/default/templates/404.html", template);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("error[theme-error]: the theme has no file `static/logo.svg`"), "{}", run.err);
    assert!(run.err.contains("themes/default/templates/404.html:2:"), "{}", run.err);
    site.write("themes/default/static/logo.svg", "<svg/>");
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(site.read("public/404.html").contains("assets/logo.svg"));
}

#[test]
fn only_its_own_output_is_replaced() {
    let site = site();
    site.write("public/mine.txt", "mine");
    let refused = site.run(&["build"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("holds what was not written by casebook: mine.txt; move that away"));
    assert_eq!(site.read("public/mine.txt"), "mine");
    assert_eq!(site.run(&["build", "--force"]).code, 0);
    assert!(!site.path("public/mine.txt").exists());
    fs::create_dir(site.path("empty")).unwrap();
    assert_eq!(site.run(&["build", "--output", "empty"]).code, 0);

    for output in [".", "content", "content/cases", "..", "themes/../content"] {
        let run = site.run(&["build", "--force", "--output", output]);
        assert_eq!(run.code, 2, "{output}: {run:?}");
        assert!(run.err.contains("holds the site itself"), "{output}: {}", run.err);
        assert_eq!(site.read("content/cases/a.md"), CASE);
    }
    let run = site.run(&["build", "--force", "--output", "casebook.yaml"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(site.read("casebook.yaml"), CONFIG);
    let run = site.run(&["build", "--output", "casebook.yaml/out"]);
    assert_eq!(run.code, 2, "{run:?}");
    // A folder that does not exist yet may not be made within the content either: the next load would read it.
    let run = site.run(&["build", "--output", "content/out"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(!site.path("content/out").exists());
}

#[cfg(unix)]
#[test]
fn what_has_not_changed_keeps_its_inode() {
    use std::os::unix::fs::MetadataExt;
    let site = site();
    site.run(&["build"]);
    let inode = |path: &str| fs::metadata(site.path(path)).unwrap().ino();
    let (page, about) = (inode("public/404.html"), inode("public/cases/a.html"));
    let run = site.run(&["build"]);
    assert!(!run.out.contains("; 0 unchanged"), "{}", run.out);
    assert_eq!((inode("public/404.html"), inode("public/cases/a.html")), (page, about));
    site.write("content/cases/a.md", CASE.replace("A thing", "Another thing"));
    site.run(&["build"]);
    assert_eq!(inode("public/404.html"), page);
    assert_ne!(inode("public/cases/a.html"), about);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let site = site();
    site.write(".public.building-1/.casebook", "This folder is written by casebook; each build replaces it.\n");
    site.write(".public.building-1/cases/a.html", "half");
    // One whose marker went first when it was removed.
    site.write(".public.building-2/cases/a.html", "half");
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(site.names(""), ["casebook.yaml", "content", "public"]);
}

/// Status, head and body of an answer, to a request that no client would write.
fn ask(server: &Server, method: &str, path: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(&server.host).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    (status, head.to_lowercase(), body.to_owned())
}

#[test]
fn serve_answers_with_the_pages_of_the_site() {
    let site = site();
    site.write("static/a b.txt", "A file.");
    let server = Server::start(site.root());
    let (status, head, body) = ask(&server, "GET", "/cases/a.html");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(body.contains("<h1>A case</h1>"));
    for path in ["/", "/index.html", "/cases/", "/cases/a", "/cases/a.html?x=1", "/data/cases.json", "/a%20b.txt"] {
        assert_eq!(ask(&server, "GET", path).0, 200, "{path}");
    }
    for path in ["/nothing.html", "/../casebook.yaml", "/%2e%2e/casebook.yaml", "/.casebook", "/cases/a/"] {
        let (status, _, body) = ask(&server, "GET", path);
        assert_eq!(status, 404, "{path}");
        assert!(body.contains("Page not found"), "{path}: {body}");
    }
    let (status, head, body) = ask(&server, "HEAD", "/cases/a.html");
    assert_eq!((status, body.as_str()), (200, ""));
    assert!(head.contains("content-length: "), "{head}");
    assert_eq!(ask(&server, "POST", "/").0, 405);
}

#[test]
fn serve_says_that_its_port_is_taken() {
    let site = site();
    let server = Server::start(site.root());
    let port = server.host.rsplit(':').next().unwrap();
    let run = site.run(&["serve", "--port", port]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("error: "), "{}", run.err);
}

#[test]
fn below_the_folder_of_a_site_the_site_is_found() {
    let site = Site::init("Examples");
    site.write("content/cases/2026/broken.md", "---\ntitle: Broken\n---\n");
    for (below, root) in [("content", ".."), ("content/cases", "../.."), ("content/cases/2026", "../../..")] {
        let found = run(&site.path(below), &["check", "--format", "short"]).exits_with(1).out;
        assert!(found.contains(&format!("{root}/content/cases/2026/broken.md:2:1: error[")), "{below}: {found}");
    }
    let made = run(&site.path("content/cases"), &["new", "From below", "--today", "2026-01-02"]).succeeds();
    assert_eq!(made, "../../content/cases/from-below.md\n");
    // A folder that is named is taken as it is.
    let refused = run(&site.path("content"), &["check", "--root", "."]).exits_with(2).err;
    assert_eq!(
        refused,
        "error: no casebook.yaml in .; run casebook in the folder of a site, or name one with --root\n"
    );
}
