//! `casebook serve`: the same bytes as a build, and what happens to them while files change.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes its own files and says so by panicking"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is stopped when dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(root: &Path) -> Server {
        let mut process = Command::new(assert_cmd::cargo::cargo_bin("casebook"))
            .args(["serve", "--port", "0", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        Server { process, address: address.trim_end_matches('/').to_owned() }
    }

    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.get_with(path, &[])
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let mut request = agent.get(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call().unwrap();
        let media_type = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
        (response.status().as_u16(), media_type.unwrap_or_default(), response.body_mut().read_to_vec().unwrap())
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.get(path).2).unwrap()
    }

    /// Ask until an answer fits: a change is seen a moment after it was made.
    fn wait_for(&self, path: &str, fits: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let text = self.text(path);
            if fits(&text) {
                return text;
            }
            assert!(Instant::now() < deadline, "{path} stayed:\n{text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn case(title: &str, text: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2025\nsummary: S.\nsources:\n  - {{ id: a, publisher: Example Times }}\n---\n\n\
         ## What they did\n\n{text} [@a].\n"
    )
}

fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    std::fs::create_dir_all(root.join("content/cases")).unwrap();
    std::fs::write(root.join("casebook.yaml"), "title: Examples\nsections:\n  - { title: What they did }\n").unwrap();
    std::fs::write(root.join("content/cases/one.md"), case("One", "First text")).unwrap();
    (folder, root)
}

fn files(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else if !name.starts_with('.') {
            found.push(name);
        }
    }
}

#[test]
fn serve_answers_what_build_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("public");
    assert_cmd::Command::cargo_bin("casebook")
        .unwrap()
        .args(["build", "--root"])
        .arg(root)
        .arg("--output")
        .arg(&output)
        .assert()
        .success();
    let mut paths = Vec::new();
    files(&output, "", &mut paths);
    assert!(paths.len() > 100, "{} files", paths.len());
    let server = Server::start(root);
    for path in paths.iter().filter(|path| !path.starts_with("pagefind/")) {
        let (status, media_type, bytes) = server.get(&format!("/{path}"));
        assert_eq!(status, 200, "{path}");
        let script = b"<script src=\"/__casebook/reload.js\" data-version=\"1\" defer></script>\n";
        let at = bytes.windows(script.len()).position(|window| window == script);
        let without = at.map_or_else(|| bytes.clone(), |at| [&bytes[..at], &bytes[at + script.len()..]].concat());
        assert_eq!(at.is_some(), media_type.starts_with("text/html"), "{path}");
        assert!(without == std::fs::read(output.join(path)).unwrap(), "{path} differs");
    }
}

#[test]
fn addresses_are_mapped_as_hosts_map_them() {
    let (_folder, root) = site();
    std::fs::create_dir_all(root.join("static")).unwrap();
    std::fs::write(root.join("static/letters.txt"), "abcdefghij").unwrap();
    let server = Server::start(&root);
    let status = |path: &str| server.get(path).0;
    assert_eq!((status("/"), status("/cases/"), status("/cases/one"), status("/cases/one.html")), (200, 200, 200, 200));
    assert_eq!((status("/cases"), status("/no"), status("/../Cargo.toml"), status("/%2e%2e/x")), (308, 404, 404, 404));
    assert!(server.text("/no").contains("<html"), "404 is the site's own page");
    let range = |range: &str| server.get_with("/letters.txt", &[("Range", range)]);
    assert_eq!(range("bytes=2-4"), (206, "text/plain; charset=utf-8".to_owned(), b"cde".to_vec()));
    assert_eq!(range("bytes=-2").2, b"ij");
    assert_eq!(range("bytes=20-30").0, 416);
    assert_eq!(server.get_with("/", &[("Host", "evil.example")]).0, 403);
}

#[test]
fn browsers_keep_only_what_changes_its_name() {
    let (_folder, root) = site();
    let server = Server::start(&root);
    let home = server.text("/");
    let style = home.split("href=\"").find(|rest| rest.starts_with("assets/style-")).unwrap();
    let style = format!("/{}", style.split('"').next().unwrap());
    let caching = |path: &str| {
        let response = ureq::get(format!("{}{path}", server.address)).call().unwrap();
        response.headers().get("cache-control").unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(caching(&style), "max-age=31536000, immutable");
    assert_eq!((caching("/"), caching("/assets/favicon.svg")), ("no-store".to_owned(), "no-store".to_owned()));
}

#[test]
fn edits_are_seen_and_errors_keep_the_last_good_page() {
    let (_folder, root) = site();
    let one = root.join("content/cases/one.md");
    let server = Server::start(&root);
    assert!(server.text("/cases/one.html").contains("First text"));
    assert_eq!(server.text("/__casebook/overlay?path=/cases/one.html"), "");

    std::fs::write(&one, case("One", "Second text")).unwrap();
    server.wait_for("/cases/one.html", |page| page.contains("Second text"));

    std::fs::write(&one, case("One", "Third text [@b]")).unwrap();
    let overlay = server.wait_for("/__casebook/overlay?path=/cases/one.html", |html| !html.is_empty());
    assert!(
        overlay.contains("content/cases/one.md:11:13") && overlay.contains("no source has the id `b`"),
        "{overlay}"
    );
    assert!(server.text("/cases/one.html").contains("Second text"), "the last good page stays");
    assert!(server.text("/__casebook/").contains("unknown-citation"));

    std::fs::write(&one, case("One", "Fourth text")).unwrap();
    server.wait_for("/cases/one.html", |page| page.contains("Fourth text"));
    assert_eq!(server.text("/__casebook/overlay?path=/cases/one.html"), "");
}

#[test]
fn files_may_come_and_go_in_bursts() {
    let (_folder, root) = site();
    let cases = root.join("content/cases");
    let server = Server::start(&root);
    for n in 0..200 {
        std::fs::write(cases.join(format!("many-{n}.md")), case(&format!("Many {n}"), "Text")).unwrap();
    }
    server.wait_for("/cases/many-199.html", |page| page.contains("Many 199"));
    std::fs::rename(cases.join("many-199.md"), cases.join("renamed.md")).unwrap();
    server.wait_for("/cases/renamed.html", |page| page.contains("Many 199"));
    assert_eq!(server.get("/cases/many-199.html").0, 404);
    for n in 0..199 {
        std::fs::remove_file(cases.join(format!("many-{n}.md"))).unwrap();
    }
    server.wait_for("/cases/", |page| !page.contains("Many 0<"));
    // An editor that writes beside the file and renames, as a checkout does.
    std::fs::write(root.join("content/new.tmp"), case("One", "Moved into place")).unwrap();
    std::fs::rename(root.join("content/new.tmp"), cases.join("one.md")).unwrap();
    server.wait_for("/cases/one.html", |page| page.contains("Moved into place"));
    // The configuration may be gone for a moment.
    std::fs::rename(root.join("casebook.yaml"), root.join("away.yaml")).unwrap();
    server.wait_for("/__casebook/overlay?path=/", |html| html.contains("no casebook.yaml"));
    std::fs::rename(root.join("away.yaml"), root.join("casebook.yaml")).unwrap();
    server.wait_for("/__casebook/overlay?path=/", str::is_empty);
}

#[test]
fn a_broken_template_is_told_and_survived() {
    let (_folder, root) = site();
    let templates = root.join("themes/default/templates");
    std::fs::create_dir_all(&templates).unwrap();
    let server = Server::start(&root);
    std::fs::write(templates.join("404.html"), "{% if %}").unwrap();
    let overlay = server.wait_for("/__casebook/overlay?path=/", |html| !html.is_empty());
    assert!(overlay.contains("themes/default/templates/404.html:1:"), "{overlay}");
    assert!(server.text("/cases/one.html").contains("First text"));
    std::fs::write(templates.join("404.html"), "{{ page.nothing }}</body>").unwrap();
    let page = server.wait_for("/no", |page| page.contains("cannot render 404.html"));
    assert!(page.contains("/__casebook/reload.js"), "{page}");
    std::fs::write(templates.join("404.html"), "gone: {{ page.title }}</body>").unwrap();
    server.wait_for("/no", |page| page.starts_with("gone: "));
}

#[test]
fn browsers_are_told_of_new_pages_and_new_styles() {
    let (_folder, root) = site();
    let server = Server::start(&root);
    let response = ureq::get(format!("{}/__casebook/events", server.address)).call().unwrap();
    let mut lines = BufReader::new(response.into_body().into_reader()).lines().map(Result::unwrap);
    let mut next = || {
        let line = lines.find(|line| line.starts_with("data: ")).unwrap();
        let version: serde_json::Value = serde_json::from_str(line.trim_start_matches("data: ")).unwrap();
        (version["content"].as_u64().unwrap(), version["stylesheet"].as_str().unwrap().to_owned())
    };
    let (content, stylesheet) = next();
    std::fs::write(root.join("content/cases/one.md"), case("One", "New text")).unwrap();
    let (newer, same) = next();
    assert!(newer > content);
    assert_eq!(same, stylesheet);
    std::fs::create_dir_all(root.join("themes/default/static")).unwrap();
    std::fs::write(root.join("themes/default/static/style.css"), "body { color: red }").unwrap();
    let (_, newest) = std::iter::repeat_with(&mut next).find(|(_, newest)| *newest != stylesheet).unwrap();
    std::fs::write(root.join("themes/default/static/style.css"), "body { color: blue }").unwrap();
    let before = server.text("/__casebook/reload.js");
    let (_, last) = next();
    assert!(last != newest && !before.is_empty());
    assert!(server.text(&format!("/{last}")).contains("blue"));
}
