//! `casebook serve` with those who keep it waiting, ask under other names, or take its folder away.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::server::Server;
use crate::support::site::Site;

const ONE: &str = "content/cases/one.md";

fn case(text: &str) -> String {
    format!(
        "---\ntitle: One\ndate: 2025\nsummary: S.\nsources:\n  - {{ id: a, publisher: Example Times }}\n---\n\n\
         ## What they did\n\n{text} [@a].\n"
    )
}

const CONFIG: &str = "title: Examples\nsections:\n  - { title: What they did }\n";

fn site() -> Site {
    Site::of(&[("casebook.yaml", CONFIG), (ONE, &case("First text"))])
}

/// A connection that has sent some bytes.
fn connect(server: &Server, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&server.host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    stream
}

/// The answer to a request, head and body.
fn ask(server: &Server, request: &str) -> String {
    let mut answer = Vec::new();
    let _ = connect(server, request).read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(server: &Server, path: &str) -> String {
    ask(server, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
}

fn wait_for(server: &Server, path: &str, text: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let answer = get(server, path);
        if answer.contains(text) {
            return;
        }
        assert!(Instant::now() < deadline, "{path} stayed:\n{answer}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The next version that an event stream tells.
fn next_version(stream: &mut impl BufRead) -> String {
    let mut lines = stream.lines().map(|line| line.expect("an open event stream"));
    lines.find(|line| line.starts_with("data: ")).expect("an event")
}

const SLOW: &str = "GET / HTTP/1.1\r\nHost: local";
const LARGE: &str = "GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
const EVENTS: &str = "GET /__casebook/events HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[test]
fn the_slow_keep_nobody_out() {
    let site = site();
    site.write("static/large.txt", vec![b'x'; 8 << 20]);
    let server = Server::start(site.root());
    let mut streams: Vec<_> = (0..50).map(|_| BufReader::new(connect(&server, EVENTS))).collect();
    let first: Vec<String> = streams.iter_mut().map(next_version).collect();
    let slow: Vec<_> = (0..50).map(|_| connect(&server, SLOW)).collect();
    let readers: Vec<_> = (0..50).map(|_| connect(&server, LARGE)).collect();
    let asked = Instant::now();
    assert!(get(&server, "/cases/one.html").contains("First text"));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    site.write(ONE, case("Second text"));
    wait_for(&server, "/cases/one.html", "Second text");
    for (stream, first) in streams.iter_mut().zip(first) {
        assert_ne!(next_version(stream), first);
    }
    // Those who took their time are answered all the same.
    for mut stream in slow {
        stream.write_all(b"host\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let mut answer = Vec::new();
    readers.into_iter().next_back().unwrap().take(8 << 20).read_to_end(&mut answer).unwrap();
    assert_eq!(answer.len(), 8 << 20);
}

#[test]
fn the_oldest_give_way_to_the_new() {
    let site = site();
    let server = Server::start(site.root());
    let mut stream = BufReader::new(connect(&server, EVENTS));
    next_version(&mut stream);
    let mut slow: Vec<_> = (0..500).map(|_| connect(&server, SLOW)).collect();
    let asked = Instant::now();
    assert!(get(&server, "/cases/one.html").contains("First text"));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
    let mut rest = Vec::new();
    let ended = slow[0].read_to_end(&mut rest);
    assert!(ended.is_err() || rest.is_empty(), "the first one is closed");
    // Whoever looks at a page is told of edits all the same.
    site.write(ONE, case("Second text"));
    next_version(&mut stream);
}

#[test]
fn who_takes_no_part_is_let_go() {
    let site = site();
    site.write("static/large.txt", vec![b'x'; 32 << 20]);
    let server = Server::start(site.root());
    let mut slow = connect(&server, SLOW);
    let mut reader = connect(&server, LARGE);
    std::thread::sleep(Duration::from_secs(24));
    let mut rest = Vec::new();
    slow.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    assert!(slow.read_to_end(&mut rest).is_ok(), "a head that does not come is not waited for");
    let mut taken = Vec::new();
    // What had been sent comes still, and the connection ends before the whole.
    let _ = reader.read_to_end(&mut taken);
    assert!(taken.len() < 32 << 20, "{}", taken.len());
}

#[test]
fn too_many_streams_are_refused() {
    let site = site();
    let server = Server::start(site.root());
    let mut streams: Vec<_> = (0..100).map(|_| BufReader::new(connect(&server, EVENTS))).collect();
    for stream in &mut streams {
        drop(next_version(stream));
    }
    assert!(get(&server, "/__casebook/events").starts_with("HTTP/1.1 503"));
    drop(streams);
    wait_until_a_stream_opens(&server);
}

fn wait_until_a_stream_opens(server: &Server) {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let mut line = String::new();
        BufReader::new(connect(server, EVENTS)).read_line(&mut line).unwrap();
        if line.starts_with("HTTP/1.1 200") {
            return;
        }
        assert!(Instant::now() < deadline, "{line}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Many who read one large file, and slowly, hold it once.
#[cfg(target_os = "linux")]
#[test]
fn slow_readers_share_what_they_read() {
    let site = site();
    site.write("static/large.txt", vec![b'x'; 8 << 20]);
    let server = Server::start(site.root());
    get(&server, "/");
    let readers: Vec<_> = (0..150).map(|_| connect(&server, LARGE)).collect();
    for reader in &readers {
        // The head has come: so the body stands ready.
        reader.peek(&mut [0]).unwrap();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = peak.trim().trim_end_matches("kB").trim().parse().unwrap();
    assert!(kilobytes < 300 << 10, "{kilobytes} kB for 150 times 8 MB");
}

#[test]
fn answers_are_those_of_a_hardened_host() {
    let site = site();
    site.write(ONE, format!("{}\n[a picture](one/a.svg) and [a form](one/a.pdf)\n", case("First text")));
    site.write("content/cases/one/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write("content/cases/one/a.pdf", "%PDF-1.4");
    let server = Server::start(site.root());
    let paths =
        ["/", "/cases/one.html", "/no", "/cases", "/__casebook/", "/__casebook/reload.js", "/cases/one.files/a.svg"];
    for path in paths {
        let head = get(&server, path).to_ascii_lowercase();
        for header in [
            "x-content-type-options: nosniff\r\n",
            "x-frame-options: sameorigin\r\n",
            "referrer-policy: strict-origin-when-cross-origin\r\n",
            "cross-origin-opener-policy: same-origin\r\n",
            "cross-origin-resource-policy: same-origin\r\n",
            "content-security-policy: default-src 'none'; ",
            "; frame-ancestors '",
            "cache-control: ",
        ] {
            assert!(head.contains(header), "{path} has no {header:?}:\n{head}");
        }
        assert!(!head.contains("'unsafe-"), "{path}:\n{head}");
        assert_eq!(head.contains("; sandbox\r\n"), path.ends_with(".svg"), "{path}:\n{head}");
    }
    assert!(!get(&server, "/cases/one.files/a.pdf").contains("sandbox"));
    // What a site adds to the policy of its pages is in that of the answers too.
    site.write("casebook.yaml", format!("{CONFIG}csp: {{ script-src: ['https://stats.example.org'] }}\n"));
    wait_for(&server, "/cases/one.html", "; script-src 'self' https://stats.example.org; ");
}

#[test]
fn a_request_names_this_machine_and_once() {
    let site = site();
    let server = Server::start(site.root());
    let status = |target: &str, hosts: &[&str]| {
        let hosts: String = hosts.iter().map(|host| format!("Host: {host}\r\n")).collect();
        let answer = ask(&server, &format!("GET {target} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    for host in ["localhost", "localhost.", "LOCALHOST:1", "drafts.localhost", "127.0.0.1", "[::1]:4000"] {
        assert_eq!(status("/", &[host]), "200", "{host}");
    }
    for host in ["example.org", "localhost.example.org", "127.0.0.1.example.org", "10.0.0.1", "localhost:x"] {
        assert_eq!(status("/", &[host]), "403", "{host}");
    }
    assert_eq!(status("/", &[""]), "403");
    assert_eq!(status("/", &[]), "400");
    assert_eq!(status("/", &["localhost", "localhost"]), "400");
    assert_eq!(status("/", &["localhost", "example.org"]), "400");
    assert_eq!(status("http://example.org/", &["localhost"]), "403");
    assert_eq!(status("http://localhost/", &["localhost"]), "200");
    assert!(ask(&server, "GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 400"));
}

#[test]
fn a_folder_that_is_made_anew_is_watched_again() {
    let around = Site::empty();
    let write = |text: &str| {
        around.write("site/casebook.yaml", CONFIG);
        around.write(&format!("site/{ONE}"), case(text));
    };
    write("First text");
    let server = Server::start(&around.path("site"));
    assert!(get(&server, "/cases/one.html").contains("First text"));
    for round in 0..3 {
        std::fs::remove_dir_all(around.path("site")).unwrap();
        if round > 0 {
            wait_for(&server, "/__casebook/overlay?path=/", "no casebook.yaml");
        }
        write(&format!("Anew {round}"));
        wait_for(&server, "/cases/one.html", &format!("Anew {round}"));
        around.write(&format!("site/{ONE}"), case(&format!("Edited {round}")));
        wait_for(&server, "/cases/one.html", &format!("Edited {round}"));
    }
    // Another folder takes its place, as a deployment does.
    around.write("next/casebook.yaml", CONFIG);
    around.write(&format!("next/{ONE}"), case("The next one"));
    std::fs::rename(around.path("site"), around.path("old")).unwrap();
    std::fs::rename(around.path("next"), around.path("site")).unwrap();
    wait_for(&server, "/cases/one.html", "The next one");
    around.write(&format!("site/{ONE}"), case("And edited"));
    wait_for(&server, "/cases/one.html", "And edited");
}
