//! `casebook serve`: the same bytes as a build, and what happens to them while files change.

use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use crate::citations::FAILING;
use crate::support::run::run;
use crate::support::server::Server;
use crate::support::site::{Site, repository};

/// What is asked of a server here.
impl Server {
    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.get_with(path, &[])
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let mut request = agent.get(self.url(path));
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

fn case(title: &str, text: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2025\nsummary: S.\nsources:\n  - {{ id: a, publisher: Example Times }}\n---\n\n\
         ## What they did\n\n{text} [@a].\n"
    )
}

const ONE: &str = "content/cases/one.md";

fn site() -> Site {
    let config = "title: Examples\nsections:\n  - { title: What they did }\n";
    Site::of(&[("casebook.yaml", config), (ONE, &case("One", "First text"))])
}

#[test]
fn serve_answers_what_build_writes() {
    let built = Site::empty();
    run(repository(), &["build", "--output", built.path("public").to_str().unwrap()]).succeeds();
    let output = built.files("public");
    // A browser is given nothing that starts with a dot.
    let paths: Vec<&String> = output.keys().filter(|path| !path.starts_with('.') && !path.contains("/.")).collect();
    assert!(paths.len() > 100, "{} files", paths.len());
    let server = Server::start(repository());
    for path in paths.iter().filter(|path| !path.starts_with("pagefind/")) {
        let (status, media_type, bytes) = server.get(&format!("/{path}"));
        assert_eq!(status, 200, "{path}");
        let script = b"<script src=\"/__casebook/reload.js\" data-version=\"1\" defer></script>\n";
        let at = bytes.windows(script.len()).position(|window| window == script);
        let without = at.map_or_else(|| bytes.clone(), |at| [&bytes[..at], &bytes[at + script.len()..]].concat());
        assert_eq!(at.is_some(), media_type.starts_with("text/html"), "{path}");
        assert!(without == output[*path], "{path} differs");
    }
}

#[test]
fn addresses_are_mapped_as_hosts_map_them() {
    let site = site();
    site.write("static/letters.txt", "abcdefghij");
    let server = Server::start(site.root());
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
    let site = site();
    let server = Server::start(site.root());
    let home = server.text("/");
    let style = home.split("href=\"").find(|rest| rest.starts_with("assets/base-")).unwrap();
    let style = format!("/{}", style.split('"').next().unwrap());
    let caching = |path: &str| {
        let response = ureq::get(server.url(path)).call().unwrap();
        response.headers().get("cache-control").unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(caching(&style), "max-age=31536000, immutable");
    assert_eq!((caching("/"), caching("/assets/favicon.svg")), ("no-store".to_owned(), "no-store".to_owned()));
}

#[test]
fn edits_are_seen_and_errors_keep_the_last_good_page() {
    let site = site();
    let server = Server::start(site.root());
    assert!(server.text("/cases/one.html").contains("First text"));
    assert_eq!(server.text("/__casebook/overlay?path=/cases/one.html"), "");

    site.write(ONE, case("One", "Second text"));
    server.wait_for("/cases/one.html", |page| page.contains("Second text"));

    site.write(ONE, case("One", "Third text [@b]"));
    let overlay = server.wait_for("/__casebook/overlay?path=/cases/one.html", |html| !html.is_empty());
    assert!(
        overlay.contains("content/cases/one.md:11:13") && overlay.contains("No source has the id <code>b</code>."),
        "{overlay}"
    );
    assert!(server.text("/cases/one.html").contains("Second text"), "the last good page stays");
    assert!(server.text("/__casebook/").contains("unknown-citation"));

    site.write(ONE, case("One", "Fourth text"));
    server.wait_for("/cases/one.html", |page| page.contains("Fourth text"));
    assert_eq!(server.text("/__casebook/overlay?path=/cases/one.html"), "");
}

#[test]
fn files_may_come_and_go_in_bursts() {
    let site = site();
    let cases = site.path("content/cases");
    let server = Server::start(site.root());
    for n in 0..200 {
        site.write(&format!("content/cases/many-{n}.md"), case(&format!("Many {n}"), "Text"));
    }
    server.wait_for("/cases/many-199.html", |page| page.contains("Many 199"));
    std::fs::rename(cases.join("many-199.md"), cases.join("renamed.md")).unwrap();
    server.wait_for("/cases/renamed.html", |page| page.contains("Many 199"));
    assert_eq!(server.get("/cases/many-199.html").0, 404);
    for n in 0..199 {
        site.remove(&format!("content/cases/many-{n}.md"));
    }
    server.wait_for("/cases/", |page| !page.contains("Many 0<"));
    // An editor that writes beside the file and renames, as a checkout does.
    site.write("content/new.tmp", case("One", "Moved into place"));
    std::fs::rename(site.path("content/new.tmp"), cases.join("one.md")).unwrap();
    server.wait_for("/cases/one.html", |page| page.contains("Moved into place"));
    // The configuration may be gone for a moment.
    std::fs::rename(site.path("casebook.yaml"), site.path("away.yaml")).unwrap();
    server.wait_for("/__casebook/overlay?path=/", |html| html.contains("no casebook.yaml"));
    std::fs::rename(site.path("away.yaml"), site.path("casebook.yaml")).unwrap();
    server.wait_for("/__casebook/overlay?path=/", str::is_empty);
}

#[test]
fn a_broken_template_is_told_and_survived() {
    let site = site();
    std::fs::create_dir_all(site.path("themes/default/templates")).unwrap();
    let server = Server::start(site.root());
    site.write("themes/default/templates/404.html", "{% if %}");
    let overlay = server.wait_for("/__casebook/overlay?path=/", |html| !html.is_empty());
    assert!(overlay.contains("themes/default/templates/404.html:1:"), "{overlay}");
    assert!(server.text("/cases/one.html").contains("First text"));
    site.write("themes/default/templates/404.html", "{{ page.nothing }}</body>");
    let page = server.wait_for("/no", |page| page.contains("cannot render 404.html"));
    assert!(page.contains("/__casebook/reload.js"), "{page}");
    site.write("themes/default/templates/404.html", "gone: {{ page.title }}</body>");
    server.wait_for("/no", |page| page.starts_with("gone: "));
}

#[test]
fn browsers_are_told_of_new_pages_and_new_styles() {
    let site = site();
    let server = Server::start(site.root());
    let response = ureq::get(server.url("/__casebook/events")).call().unwrap();
    let mut lines = BufReader::new(response.into_body().into_reader()).lines().map(Result::unwrap);
    let mut next = || {
        let line = lines.find(|line| line.starts_with("data: ")).unwrap();
        let version: serde_json::Value = serde_json::from_str(line.trim_start_matches("data: ")).unwrap();
        let routes = version["stylesheets"].as_array().unwrap().iter().map(|route| route.as_str().unwrap().to_owned());
        (version["content"].as_u64().unwrap(), routes.collect::<Vec<String>>())
    };
    let (content, stylesheets) = next();
    site.write("content/cases/one.md", case("One", "New text"));
    let (newer, same) = next();
    assert!(newer > content);
    assert_eq!(same, stylesheets);
    std::fs::create_dir_all(site.path("themes/default/static")).unwrap();
    site.write("themes/default/static/custom.css", "body { color: red }");
    let (linked, newest) = std::iter::repeat_with(&mut next).find(|(_, newest)| *newest != stylesheets).unwrap();
    assert!(linked > newer, "pages link a stylesheet more, and are loaded again");
    site.write("themes/default/static/custom.css", "body { color: blue }");
    let (same, last) = next();
    assert_eq!(same, linked, "pages stay, and take the new stylesheet");
    let custom = |routes: &[String]| routes.iter().find(|route| route.starts_with("assets/custom-")).cloned().unwrap();
    assert_ne!(custom(&last), custom(&newest));
    assert!(server.text(&format!("/{}", custom(&last))).contains("blue"));
}

#[test]
fn what_a_library_fails_at_is_served_all_the_same_and_the_next_edit_is_seen() {
    let site = site();
    site.append("casebook.yaml", "citations: { style: mine.csl }\n");
    site.write("mine.csl", FAILING);
    let titled =
        |title: &str| case("One", "Text").replace("Example Times", &format!("Example Times, title: '{title}'"));
    site.write(ONE, titled("A report"));
    let server = Server::start(site.root());
    let page = "/cases/one.html";
    assert!(server.text(page).contains("A report</a>}"), "in the style");
    site.write(ONE, titled(")é"));
    server.wait_for(page, |page| page.contains(">Example Times, n.d.</a>)"));
    site.write(ONE, titled("A sequel"));
    server.wait_for(page, |page| page.contains("A sequel</a>}"));
}

#[test]
fn an_address_without_html_is_the_page_and_never_the_folder_of_its_files() {
    let site = site();
    site.append("casebook.yaml", "clean_urls: true\n");
    site.write("content/cases/one/chart.txt", "A chart.");
    site.write(ONE, format!("{}\n[a chart](one/chart.txt)\n", case("One", "First text")));
    site.write("static/.well-known/security.txt", "Contact");
    let server = Server::start(site.root());
    let page = server.text("/cases/one");
    assert!(page.contains("First text") && page.contains("../cases/one.files/chart.txt"), "{page}");
    assert_eq!(server.text("/cases/one.files/chart.txt"), "A chart.");
    assert_eq!(server.get("/cases/one/").0, 404);
    assert_eq!(server.text("/.well-known/security.txt"), "Contact");
    site.write("static/.well-known/security.txt", "Contact: us");
    server.wait_for("/.well-known/security.txt", |text| text == "Contact: us");
}
