//! `casebook sources check` on a web of the tests' own, which misbehaves in every way that it must know.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use casebook::pipeline::Options;

use crate::support::run::{Run, casebook};
use crate::support::site::{Site, assert_same};
use crate::support::web::{Host, Reply};

/// A site with a case whose sources have these addresses, and what each quotes, if anything.
fn site_of(sources: &[(&str, String, &str)]) -> Site {
    let entry = |(id, url, quote): &(&str, String, &str)| {
        let quote = if quote.is_empty() { String::new() } else { format!("    quote: {quote:?}\n") };
        format!("  - id: {id}\n    publisher: Example Times\n    kind: news\n    url: {url}\n{quote}")
    };
    let cited: Vec<String> = sources.iter().map(|(id, ..)| format!("@{id}")).collect();
    let case = format!(
        "---\ntitle: A case\ndate: 2025\nsummary: What happened.\nsources:\n{}---\n\n## What they did\n\nText [{}].\n",
        sources.iter().map(entry).collect::<String>(),
        cited.join("; ")
    );
    let site = Site::copy_of("tests/specs/base/site");
    site.write("content/cases/a.md", case);
    site
}

fn check(site: &Site, day: &str, more: &[&str]) -> Run {
    let arguments = [&["sources", "check", "--allow-private", "--today", day], more].concat();
    site.run(&arguments).exits_with(0)
}

const CHECKED: &str = "content/sources.checked.yaml";

/// What the file says of an address: the lines of its entry.
fn entry(site: &Site, url: &str) -> String {
    let text = site.read(CHECKED);
    let of = text.split("\n- ").find(|entry| entry.starts_with(&format!("address: {url}\n")));
    of.unwrap_or_else(|| panic!("no entry of {url}: {text}")).to_owned()
}

#[track_caller]
fn says(site: &Site, url: &str, state: &str, why: &str) {
    let entry = entry(site, url);
    assert!(entry.contains(&format!("\n  state: {state}\n")), "{entry}");
    assert!(why.is_empty() || entry.contains(&format!("  why: {why}\n")), "{why}: {entry}");
}

#[test]
fn each_way_to_misbehave_has_its_state() {
    let host = Host::start();
    let page = |text: &str| Reply::page(&format!("<title>T</title><main><p>{text}</p></main>"));
    let at = |text: &str| Reply::parse(text);
    let answers: [(&str, Reply); 21] = [
        ("/ok", page("The assistant does the work of 700 agents.")),
        ("/only-get", Reply { only_get: true, ..page("Seen by those who ask for it whole.") }),
        ("/pdf", at("200\nContent-Type: application/pdf\n\n%PDF")),
        ("/for-good", at("301\nLocation: /ok")),
        ("/for-now", at("302\nLocation: /ok")),
        ("/round", at("302\nLocation: /round")),
        ("/out", at("302\nLocation: ftp://example.org/")),
        ("/login-first", at("302\nLocation: /login")),
        ("/login", page("Who are you?")),
        ("/401", Reply::status("401")),
        ("/403", Reply::status("403")),
        ("/999", Reply::status("999")),
        ("/riddle", Reply::page("<title>Just a moment...</title><p>Checking your browser</p>")),
        ("/challenge", at("503\ncf-mitigated: challenge")),
        ("/private/x", page("Not for programs.")),
        ("/410", Reply::status("410")),
        ("/500", Reply::status("500")),
        ("/dropped", at("200\ndrop: yes")),
        ("/teapot", Reply::status("418")),
        ("/soft/gone", Reply::page("<title>Oops</title><p>Sorry, this page could not be found.</p>")),
        ("/soft/there", page("A story that is there.")),
    ];
    for (path, reply) in &answers {
        host.answers(path, std::slice::from_ref(reply));
    }
    host.answers("/robots.txt", &[at("200\nContent-Type: text/plain\n\nUser-agent: *\nDisallow: /private/\n")]);
    let missing = "/soft/casebook-looks-for-a-page-that-is-not-there";
    host.answers(missing, &[Reply::page("<title>Oops</title><p>Sorry, this page could not be found.</p>")]);
    let paths = answers.iter().map(|(path, _)| *path).filter(|path| *path != "/login").chain(["/404"]);
    let ids: Vec<(String, String)> =
        paths.map(|path| (path.trim_start_matches('/').replace('/', "-"), host.url(path))).collect();
    let sources: Vec<(&str, String, &str)> = ids.iter().map(|(id, url)| (id.as_str(), url.clone(), "")).collect();
    let site = site_of(&sources);
    for day in ["2026-11-01", "2026-11-02", "2026-11-03"] {
        check(&site, day, &["--older-than", "0"]);
    }
    for path in ["/ok", "/only-get", "/pdf", "/for-now", "/soft/there"] {
        says(&site, &host.url(path), "ok", "");
    }
    says(&site, &host.url("/for-good"), "moved", "");
    assert!(entry(&site, &host.url("/for-good")).contains(&format!("moved_to: {}\n", host.url("/ok"))));
    assert!(entry(&site, &host.url("/for-now")).contains(&format!("leads_to: {}\n", host.url("/ok"))));
    for (path, why) in [
        ("/login-first", "asks who the reader is"),
        ("/401", "\"401\""),
        ("/403", "\"403\""),
        ("/999", "\"999\""),
        ("/riddle", "a riddle for programs"),
        ("/challenge", "\"503\""),
        ("/private/x", "robots.txt"),
    ] {
        says(&site, &host.url(path), "blocked", why);
    }
    for (path, why) in [
        ("/404", "\"404\""),
        ("/410", "\"410\""),
        ("/500", "\"500\""),
        ("/dropped", "no whole answer"),
        ("/round", "redirects without an end"),
        ("/soft/gone", "a page that says that there is nothing"),
    ] {
        says(&site, &host.url(path), "dead", why);
        assert!(entry(&site, &host.url(path)).contains("failed: [2026-11-01, 2026-11-02, 2026-11-03]"));
    }
    says(&site, &host.url("/teapot"), "unknown", "\"418\"");
    says(&site, &host.url("/out"), "unknown", "leads out of the web");
    let asked = host.asked();
    assert!(!asked.iter().any(|asked| asked.path.starts_with("/private")), "what is forbidden is not asked for");
    assert!(asked.iter().all(|asked| asked.agent.starts_with("Casebook/")), "{}", asked[0].agent);
    assert!(!asked.iter().any(|asked| asked.head.to_lowercase().contains("cookie")));
}

#[test]
fn hosts_that_are_not_there_fail() {
    // Taken and given back: nobody listens there.
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let host = Host::start();
    let there = host.url("/ok");
    host.answers("/ok", &[Reply::page("<p>There.</p>")]);
    let closed = format!("http://{closed}/x");
    let nowhere = "http://no-such-host.invalid/x".to_owned();
    let site = site_of(&[("a", closed.clone(), ""), ("b", nowhere.clone(), ""), ("c", there, "")]);
    check(&site, "2026-11-01", &[]);
    says(&site, &closed, "unknown", "no connection");
    let entry = entry(&site, &nowhere);
    assert!(entry.contains("no such host") || entry.contains("no network"), "{entry}");
}

#[test]
fn a_second_run_within_the_age_asks_nothing() {
    let host = Host::start();
    host.answers("/a", &[Reply::page("<p>There.</p>")]);
    let site = site_of(&[("a", host.url("/a#part"), ""), ("b", host.url("/b"), "")]);
    check(&site, "2026-11-01", &[]);
    let first = site.read(CHECKED);
    assert!(!host.asked().is_empty());
    let run = check(&site, "2026-11-01", &[]);
    assert_eq!(host.lines(), [""; 0], "{}", run.out);
    assert_eq!(site.read(CHECKED), first);
    check(&site, "2026-11-02", &[]);
    let asked = host.lines();
    assert!(asked.iter().any(|line| line == "GET /b") && !asked.iter().any(|line| line == "GET /a"), "{asked:?}");
    check(&site, "2026-11-20", &["--older-than", "10"]);
    assert!(host.lines().contains(&"GET /a".to_owned()));
    assert!(entry(&site, &host.url("/a")).contains("checked: 2026-11-01"), "nothing changed");
    check(&site, "2026-12-01", &[]);
    assert!(entry(&site, &host.url("/a")).contains("checked: 2026-12-01"), "after 30 days it is renewed");
    assert!(entry(&site, &host.url("/a")).contains("since: 2026-11-01"));
}

#[test]
fn words_that_are_quoted_anew_are_looked_for_at_once() {
    let host = Host::start();
    host.answers("/a", &[Reply::page("<p>The assistant does the work of “700 agents”, it says.</p>")]);
    let site = site_of(&[("a", host.url("/a"), "the work of \"700 agents\"")]);
    check(&site, "2026-11-01", &[]);
    assert!(entry(&site, &host.url("/a")).contains("state: found"));
    site.edit("content/cases/a.md", "700 agents", "800 agents");
    let page = site.build(&Options::default());
    let page = String::from_utf8(page["cases/a.html"].clone()).unwrap();
    assert!(
        page.contains("still there") && !page.contains("quoted passage"),
        "what was said of other words is not said"
    );
    check(&site, "2026-11-02", &[]);
    assert!(
        entry(&site, &host.url("/a")).contains("state: missing")
            || entry(&site, &host.url("/a")).contains("state: near")
    );
}

#[test]
fn one_request_at_a_time_per_host_and_many_hosts_at_once() {
    let wait = Duration::from_millis(150);
    let hosts: Vec<Host> = (0..6).map(|_| Host::start()).collect();
    let mut sources = Vec::new();
    for host in &hosts {
        // Each leads on to the next, which has work of its own.
        for path in ["/a", "/b"] {
            host.answers(path, &[Reply { wait, ..Reply::page("<p>There.</p>") }]);
        }
        sources.extend(["/a", "/b"].map(|path| host.url(path)));
    }
    for (index, host) in hosts.iter().enumerate() {
        let to = hosts[(index + 1) % hosts.len()].url("/a");
        host.answers("/on", &[Reply { wait, ..Reply::parse(&format!("302\nLocation: {to}")) }]);
        sources.push(host.url("/on"));
    }
    let ids: Vec<String> = (0..sources.len()).map(|index| format!("s{index}")).collect();
    let sources: Vec<_> = ids.iter().zip(sources).map(|(id, url)| (id.as_str(), url, "")).collect();
    let site = site_of(&sources);
    let started = Instant::now();
    check(&site, "2026-11-01", &[]);
    let took = started.elapsed();
    for host in &hosts {
        assert_eq!(host.most_at_once(), 1, "at {}", host.name);
    }
    let waited: u32 = hosts.iter().map(|host| u32::try_from(host.asked().len()).unwrap()).sum();
    assert!(took < wait * waited / 2, "{took:?} for {waited} requests");
}

#[test]
fn hosts_that_ask_for_patience_get_it() {
    let (patient, long, refusing) = (Host::start(), Host::start(), Host::start());
    let there = Reply::page("<p>There.</p>");
    patient.answers("/a", &[Reply::parse("429\nRetry-After: 1"), there.clone()]);
    let date = "429\nDate: Sun, 01 Nov 2026 10:00:00 GMT\nRetry-After: Sun, 01 Nov 2026 11:00:00 GMT";
    long.answers("/a", &[Reply::parse(date)]);
    long.answers("/b", std::slice::from_ref(&there));
    refusing.answers("/a", &[Reply::status("429")]);
    refusing.answers("/b", &[there]);
    let site = site_of(&[
        ("a", patient.url("/a"), ""),
        ("b", long.url("/a"), ""),
        ("c", long.url("/b"), ""),
        ("d", refusing.url("/a"), ""),
        ("e", refusing.url("/b"), ""),
    ]);
    let run = check(&site, "2026-11-01", &[]);
    says(&site, &patient.url("/a"), "ok", "");
    let asked = patient.asked();
    let times: Vec<Instant> = asked.iter().filter(|asked| asked.path == "/a").map(|asked| asked.at).collect();
    assert!(times[1] - times[0] >= Duration::from_millis(950), "{:?}", times[1] - times[0]);
    says(&site, &long.url("/a"), "blocked", "\"429\"");
    says(&site, &refusing.url("/a"), "blocked", "\"429\"");
    let of_refusing: Vec<String> = refusing.lines().into_iter().filter(|line| line.ends_with("/a")).collect();
    assert_eq!(of_refusing.len(), 3, "asked again, and then no more: {of_refusing:?}");
    let file = site.read(CHECKED);
    for left in [long.url("/b"), refusing.url("/b")] {
        assert!(!file.contains(&left), "who wants to be left alone is left alone");
    }
    assert!(run.out.contains("2 addresses were left for the next run"), "{}", run.out);
    check(&site, "2026-11-01", &[]);
    assert!(site.read(CHECKED).contains(&long.url("/b")), "the next run takes them up");
}

/// A host whose pages take their time, and a site with so many of its addresses.
fn slow(count: usize, wait: Duration) -> (Host, Site) {
    let host = Host::start();
    host.answers_otherwise(Reply { wait, ..Reply::status("404") });
    let ids: Vec<String> = (0..count).map(|index| format!("s{index:02}")).collect();
    for id in &ids {
        host.answers(&format!("/{id}"), &[Reply { wait, ..Reply::page(&format!("<p>Page {id}.</p>")) }]);
    }
    let sources: Vec<_> = ids.iter().map(|id| (id.as_str(), host.url(&format!("/{id}")), "")).collect();
    (host, site_of(&sources))
}

/// Begin a run, and end it by a signal once some addresses were looked at.
fn ended_by(signal: &str, host: &Host, site: &Site) -> (i32, usize) {
    let arguments = ["sources", "check", "--allow-private", "--today", "2026-11-01", "--older-than", "0"];
    let mut command = casebook(site.root());
    let mut process = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    let mut pages = 0;
    while pages < 6 {
        assert!(started.elapsed() < Duration::from_secs(30), "the run does not come to its addresses");
        std::thread::sleep(Duration::from_millis(20));
        pages += host.lines().iter().filter(|line| line.starts_with("GET /s")).count();
    }
    let id = process.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    (process.wait().unwrap().code().unwrap_or(-1), pages)
}

#[cfg(unix)]
#[test]
fn a_killed_run_loses_nothing() {
    let (host, site) = slow(20, Duration::from_millis(60));
    let (_, seen) = ended_by("-KILL", &host, &site);
    assert!(!site.path(CHECKED).exists(), "it had no time to write");
    let again = check(&site, "2026-11-01", &["--older-than", "0"]);
    let pages = host.lines().iter().filter(|line| line.starts_with("GET /s")).count();
    // What was asked for when the signal came was not seen to its end.
    assert!(pages <= 20 - seen + 2, "{pages} pages after {seen}: {}", again.out);
    assert_eq!(site.read(CHECKED).matches("state: ok").count(), 20);
    assert!(!site.path(".casebook.checked").exists(), "the journal goes with the run that ends well");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_stop_writes_what_it_saw() {
    let (host, site) = slow(20, Duration::from_millis(60));
    let (code, seen) = ended_by("-INT", &host, &site);
    assert_eq!(code, 0);
    let written = site.read(CHECKED).matches("state: ok").count();
    assert!(written + 2 >= seen && written < 20, "{written} of {seen}");
    check(&site, "2026-11-01", &[]);
    assert_eq!(site.read(CHECKED).matches("state: ok").count(), 20);
}

#[test]
fn private_networks_are_left_alone() {
    let host = Host::start();
    host.answers("/a", &[Reply::page("<p>Only for this machine.</p>")]);
    let port = host.name.rsplit(':').next().unwrap().to_owned();
    let addresses = [
        host.url("/a"),
        format!("http://localhost:{port}/a"),
        format!("http://[::ffff:127.0.0.1]:{port}/a"),
        format!("http://2130706433:{port}/a"),
        format!("http://0:{port}/a"),
    ];
    let ids = ["a", "b", "c", "d", "e"];
    let sources: Vec<_> = ids.into_iter().zip(addresses.clone()).map(|(id, url)| (id, url, "")).collect();
    let site = site_of(&sources);
    let run = site.run(&["sources", "check", "--today", "2026-11-01"]);
    assert_eq!(host.lines(), [""; 0], "{}{}", run.out, run.err);
    for address in &addresses {
        says(&site, address, "unknown", "an address of a private network");
    }
}

#[test]
fn pages_of_strangers_do_no_harm() {
    let host = Host::start();
    let long = format!("<title>Long</title><p>Begin.</p>{}<p>The last words.</p>", "<p>more</p>".repeat(500_000));
    host.answers("/long", &[Reply::page(&long)]);
    host.answers("/title", &[Reply::page("<title>\u{1b}[31mRed\n- address: x\u{202e}</title><p>Text</p>")]);
    host.answers("/header", &[Reply::parse("301\nLocation: /ok\\\u{85}\u{1b}[2Jx")]);
    let near = "<p>The work of \u{1b}[31m 700 \u{202e}agents is done by one assistant now, says \u{1}who knows.</p>";
    host.answers("/near", &[Reply::page(near)]);
    let site = site_of(&[
        ("near", host.url("/near"), "The work of 800 agents is done by one assistant now, says who knows"),
        ("long", host.url("/long"), "The last words."),
        ("title", host.url("/title"), ""),
        ("header", host.url("/header"), ""),
    ]);
    let run = check(&site, "2026-11-01", &[]);
    assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'));
    let file = site.read(CHECKED);
    assert!(file.chars().all(|c| !c.is_control() || c == '\n'), "{file}");
    assert!(!file.contains('\u{202e}'));
    assert!(entry(&site, &host.url("/title")).contains("title: \"[31mRed - address: x\""), "{file}");
    assert!(
        entry(&site, &host.url("/long")).contains("state: unknown"),
        "of what is cut off nothing is missing: {file}"
    );
    assert!(entry(&site, &host.url("/near")).contains("state: near"), "{file}");
    site.run(&["check"]).exits_with(0);
}

#[test]
fn kept_copies_are_read_without_asking() {
    let host = Host::start();
    host.answers("/a", &[Reply::page("<p>The work of 700 agents.</p>")]);
    let site = site_of(&[("a", host.url("/a"), "")]);
    let kept = Site::empty();
    let folder = kept.root().to_str().unwrap();
    check(&site, "2026-11-01", &["--keep", folder]);
    assert_eq!(kept.files("").len(), 1);
    site.edit("content/cases/a.md", "/a\n", "/a\n    quote: The work of 700 agents\n");
    host.asked();
    check(&site, "2026-11-02", &["--from", folder]);
    assert_eq!(host.lines(), [""; 0]);
    let entry = entry(&site, &host.url("/a"));
    assert!(entry.contains("state: found") && entry.contains("checked: 2026-11-01"), "{entry}");
    let inside = site.run(&["sources", "check", "--keep", "content/copies"]).exits_with(2);
    assert!(inside.err.contains("copies there would be published"), "{}", inside.err);
}

#[test]
fn copies_in_archives_are_found_and_written_down() {
    let (host, archive) = (Host::start(), Host::start());
    let url = host.url("/a");
    host.answers("/a", &[Reply::page("<p>There.</p>")]);
    let memento = |day: &str, date: &str| {
        format!("<{}>; rel=\"memento\"; datetime=\"{date}\"", archive.url(&format!("/web/{day}/{url}")))
    };
    let list = format!(
        "<{url}>; rel=\"original\",\n{},\n{},\n{}\n",
        memento("20240101", "Mon, 01 Jan 2024 00:00:00 GMT"),
        memento("20250514", "Wed, 14 May 2025 10:00:00 GMT"),
        memento("20260101", "Thu, 01 Jan 2026 00:00:00 GMT"),
    );
    archive.answers(
        &format!("/timemap/{url}"),
        &[Reply::parse(&format!("200\nContent-Type: application/link-format\n\n{list}"))],
    );
    let site = site_of(&[("a", url.clone(), "")]);
    site.edit("content/cases/a.md", "    kind: news\n", "    kind: news\n    date: 2025-05-13\n");
    let settings = format!(
        "archives:\n  timemaps: [\"{}\"]\n  availability: {}\n",
        archive.url("/timemap/"),
        archive.url("/available")
    );
    site.append("casebook.yaml", &settings);
    let before = site.read("content/cases/a.md");
    check(&site, "2026-11-01", &["--archived"]);
    let asked = archive.lines();
    assert!(
        asked
            .iter()
            .any(|line| line.starts_with("GET /available?url=http%3A%2F%2F") && line.ends_with("timestamp=20250513")),
        "{asked:?}"
    );
    site.run(&["check", "--fix"]).exits_with(0);
    let copy = archive.url(&format!("/web/20250514/{url}"));
    let expected = before.replace(
        &format!("    url: {url}\n"),
        &format!("    url: {url}\n    archive_url: {copy}\n    archive_date: 2025-05-14\n"),
    );
    assert_eq!(site.read("content/cases/a.md"), expected);
    let clean = site.run(&["check", "--format", "short"]).exits_with(0);
    assert_eq!(clean.out, "");
    archive.asked();
    check(&site, "2026-11-02", &["--archived"]);
    assert_eq!(archive.lines(), [""; 0], "what is named is not looked for");
}

#[test]
fn a_case_by_itself_is_looked_after() {
    let host = Host::start();
    host.answers_otherwise(Reply::page("<p>There.</p>"));
    let site = site_of(&[("a", host.url("/a"), "")]);
    site.write(
        "content/cases/b.md",
        site.read("content/cases/a.md").replace("/a\n", "/b\n").replace("A case", "B case"),
    );
    check(&site, "2026-11-01", &["--only", "b"]);
    let asked = host.lines();
    assert!(asked.contains(&"GET /b".to_owned()) && !asked.contains(&"GET /a".to_owned()), "{asked:?}");
    let unknown = site.run(&["sources", "check", "--only", "bb"]).exits_with(2);
    assert!(unknown.err.contains("there is no case `bb`"), "{}", unknown.err);
}

#[test]
fn a_file_that_is_broken_is_not_written_over() {
    let host = Host::start();
    let site = site_of(&[("a", host.url("/a"), "")]);
    site.write(
        CHECKED,
        "- address: https://example.org/a\n  state: fine\n  since: 2026-11-01\n  checked: 2026-11-01\n",
    );
    let run = site.run(&["sources", "check", "--allow-private"]).exits_with(1);
    assert!(run.err.contains("`fine` is not a value of `state`"), "{}", run.err);
    assert_eq!(host.lines(), [""; 0]);
    assert!(site.read(CHECKED).contains("state: fine"));
}

/// No other command needs a network, and none makes a difference.
#[cfg(target_os = "linux")]
#[test]
fn a_build_needs_no_network() {
    let host = Host::start();
    host.answers("/a", &[Reply::page("<p>The work of 700 agents.</p>")]);
    let site = site_of(&[("a", host.url("/a"), "The work of 700 agents"), ("b", host.url("/b"), "")]);
    check(&site, "2026-11-01", &[]);
    host.asked();
    site.run(&["build"]).exits_with(0);
    let with = site.files("public");
    assert_eq!(host.lines(), [""; 0], "a build asks nobody");
    let may = Command::new("unshare").args(["-rn", "true"]).output().is_ok_and(|tried| tried.status.success());
    if !may {
        eprintln!("*** SKIPPED: a namespace without a network may not be made here ***");
        return;
    }
    let program = casebook(site.root()).get_program().to_owned();
    let mut command = casebook(site.root());
    let arguments: Vec<std::ffi::OsString> =
        ["-rn".into(), program, "build".into(), "-o".into(), "without".into()].into();
    let mut unshared = Command::new("unshare");
    unshared.args(arguments).current_dir(site.root());
    for (name, value) in command.arg("build").get_envs() {
        match value {
            Some(value) => unshared.env(name, value),
            None => unshared.env_remove(name),
        };
    }
    Run::from(unshared.output().unwrap()).exits_with(0);
    assert_same(&with, &site.files("without"), "without a network");
}
