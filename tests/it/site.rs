//! The demonstration site, built whole: what holds for every page of a real site.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use casebook::model::config;
use casebook::pipeline::Options;
use scraper::{Html, Selector};

use crate::support::accept::assert_accepted;
use crate::support::site::{Files, Site, assert_same, demonstration, read_all, repository};

const BASE_URL: &str = "https://example.org/cases-of-ai";

fn addressed() -> Options {
    Options { base_url: Some(BASE_URL.to_owned()), ..Options::default() }
}

static PLAIN: LazyLock<Files> = LazyLock::new(|| demonstration(&Options::default()));
static ADDRESSED: LazyLock<Files> = LazyLock::new(|| demonstration(&addressed()));

fn pages(output: &Files) -> impl Iterator<Item = (&str, Html)> {
    let pages = output.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path.as_str(), Html::parse_document(std::str::from_utf8(bytes).unwrap())))
}

fn text(output: &Files, path: &str) -> String {
    String::from_utf8(output[path].clone()).unwrap()
}

#[test]
fn builds_are_byte_identical() {
    let in_pool = |threads: usize, build: &(dyn Fn() -> Files + Sync)| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(build)
    };
    assert_same(&ADDRESSED, &in_pool(1, &|| demonstration(&addressed())), "on one thread");
    let copy = || Site::demonstration().build(&addressed());
    assert_same(&ADDRESSED, &in_pool(3, &copy), "on three threads, from a copy in reverse");
}

#[test]
fn the_routes_are_these() {
    // Fingerprints change with every change of the theme.
    let plain = |path: &String| match path.strip_prefix("assets/").and_then(|name| name.split_once('-')) {
        Some((name, rest)) => format!("assets/{name}-….{}", rest.rsplit('.').next().unwrap_or_default()),
        None => path.clone(),
    };
    let mut routes: Vec<String> = ADDRESSED.keys().map(|path| plain(path) + "\n").collect();
    routes.sort();
    assert_accepted("tests/accepted/routes.txt", &routes.concat());
    let only_with_address: BTreeSet<&str> =
        ADDRESSED.keys().filter(|path| !PLAIN.contains_key(*path)).map(String::as_str).collect();
    assert!(only_with_address.iter().all(|path| path.ends_with(".xml")), "{only_with_address:?}");
    assert!(PLAIN.keys().all(|path| ADDRESSED.contains_key(path)));
}

#[test]
fn all_html_parses_without_errors() {
    for output in [&*PLAIN, &*ADDRESSED] {
        for (path, page) in pages(output) {
            assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
        }
    }
}

#[test]
fn no_page_has_an_id_twice_or_anything_inline() {
    let with_id = Selector::parse("[id]").unwrap();
    let styled = Selector::parse("[style], style, script:not([src]):not([type='application/ld+json'])").unwrap();
    for (path, page) in pages(&ADDRESSED) {
        let mut seen = BTreeSet::new();
        for element in page.select(&with_id) {
            assert!(seen.insert(element.attr("id").unwrap()), "{path}: the id {:?} is there twice", element.attr("id"));
        }
        let handlers = page.tree.values().filter_map(|node| node.as_element());
        let handlers: Vec<_> = handlers.flat_map(|e| e.attrs()).filter(|(name, _)| name.starts_with("on")).collect();
        assert!(handlers.is_empty(), "{path}: {handlers:?}");
        let inline: Vec<String> = page.select(&styled).map(|element| element.html()).collect();
        assert!(inline.is_empty(), "{path}: {inline:?}");
    }
}

#[test]
fn no_request_goes_to_another_site() {
    let loads = Selector::parse("script[src], img[src], link[rel~=stylesheet], link[rel~=icon], iframe, object, embed");
    for (path, page) in pages(&ADDRESSED) {
        for element in page.select(loads.as_ref().unwrap()) {
            let address = element.attr("src").or(element.attr("href")).unwrap_or_default();
            assert!(!address.contains("//"), "{path}: {}", element.html());
        }
    }
}

/// Where a relative address leads from a page, and its fragment; `None` for addresses of other sites.
fn follow(from: &str, address: &str) -> Option<(String, Option<String>)> {
    if address.contains("://") || address.starts_with("mailto:") || address.starts_with("tel:") {
        return None;
    }
    let base = url::Url::parse("https://base.invalid/site/").unwrap();
    let absolute = base.join(from).unwrap().join(address).unwrap();
    let path = percent_encoding::percent_decode_str(absolute.path()).decode_utf8().unwrap().into_owned();
    let path = path.strip_prefix("/site/").unwrap_or_else(|| panic!("{from}: {address} leads out of the site"));
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    Some((path, absolute.fragment().map(ToOwned::to_owned)))
}

/// Every internal link and fragment resolves; returns how many there are.
fn resolve_links(output: &Files) -> usize {
    let linked = Selector::parse("[href], [src], [aria-labelledby], [http-equiv=refresh]").unwrap();
    let with_id = Selector::parse("[id]").unwrap();
    let pages: HashMap<&str, Html> = pages(output).collect();
    let ids: HashMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| (*path, page.select(&with_id).filter_map(|element| element.attr("id")).collect()))
        .collect();
    let mut count = 0;
    for (from, page) in pages.iter().filter(|(path, _)| **path != "404.html") {
        for element in page.select(&linked) {
            for id in element.attr("aria-labelledby").unwrap_or_default().split_whitespace() {
                assert!(ids[from].contains(id), "{from}: nothing has the id {id}");
            }
            let refresh = element.attr("content").and_then(|content| content.split_once("url=")).map(|(_, url)| url);
            let addresses = [element.attr("href"), element.attr("src"), refresh];
            for address in addresses.into_iter().flatten() {
                let Some((path, fragment)) = follow(from, address) else { continue };
                assert!(!address.starts_with('/'), "{from}: {address} is not relative");
                assert!(output.contains_key(&path), "{from}: {address} leads nowhere");
                if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
                    assert!(ids[path.as_str()].contains(fragment.as_str()), "{from}: nothing is at {address}");
                }
                count += 1;
            }
        }
    }
    count
}

#[test]
fn every_internal_link_and_fragment_resolves() {
    let count = resolve_links(&ADDRESSED);
    assert!(count > 1000, "only {count} links were found");
}

#[test]
fn nothing_leads_to_what_is_left_out() {
    let all = config::Output::NAMES.map(|(name, _)| name);
    let copy = Site::demonstration();
    let config = copy.read("casebook.yaml");
    for without in [&["explore"][..], &["timeline", "charts"], &all] {
        copy.write("casebook.yaml", format!("{config}\nwithout: [{}]\n", without.join(", ")));
        let output = copy.build(&addressed());
        resolve_links(&output);
        let other = output.keys().find(|path| !ADDRESSED.contains_key(*path));
        assert_eq!(other, None, "{without:?}");
    }
}

#[test]
fn the_links_of_404_start_at_the_root() {
    let linked = Selector::parse("[href], [src]").unwrap();
    for (output, root) in [(&PLAIN, "/"), (&ADDRESSED, "/cases-of-ai/")] {
        let page = Html::parse_document(&text(output, "404.html"));
        for element in page.select(&linked) {
            let address = element.attr("href").or(element.attr("src")).unwrap();
            if address.starts_with('#') || address.contains("://") {
                continue;
            }
            let path = address.strip_prefix(root).unwrap_or_else(|| panic!("{address} does not start with {root}"));
            let path = path.split('#').next().unwrap();
            let path = if path.is_empty() { "index.html" } else { path };
            assert!(output.contains_key(path), "{address} leads nowhere");
        }
    }
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let found = page.select(&selector).map(|element| element.text().collect::<String>());
    found.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_klarna_page_shows_what_it_must() {
    let page = Html::parse_document(&text(&ADDRESSED, "cases/klarna.html"));
    let sections = texts(&page, "div.text > section > h2");
    for section in ["What they did", "How they did it", "Why it matters", "Public response", "Adoption type"] {
        assert!(sections.iter().any(|title| title == section), "{section}: {sections:?}");
    }
    assert!(sections.iter().any(|title| title == "Departmental use"), "{sections:?}");
    assert!(sections.iter().any(|title| title == "Sources"), "{sections:?}");
    assert_eq!(texts(&page, "section.brief p.coverage"), ["9 of 11 statements independently sourced"]);
    let citations = texts(&page, "section#what-they-did a.cite");
    assert_eq!(citations, ["Business Insider, 13 May 2025"]);
    let entries = page.select(&Selector::parse("section#sources > ol > li").unwrap()).count();
    assert_eq!(entries, 2);
    let places = texts(&page, "section#sources p.places");
    assert_eq!(places, ["Cited at a b c d e f g", "Cited at a"]);
    let terms = texts(&page, "aside dl.facts a");
    for term in ["Transformative AI", "Customer service"] {
        assert!(terms.iter().any(|text| text == term), "{term}: {terms:?}");
    }
    let related = page.select(&Selector::parse("section[aria-labelledby=related_title] h3 a").unwrap()).count();
    assert!(related >= 3, "{related} related cases");
}

#[test]
fn the_klarna_page_is_as_it_was() {
    let page = text(&PLAIN, "cases/klarna.html");
    let start = page.find("<main").unwrap();
    let end = page.find("<footer").unwrap();
    assert_accepted("tests/accepted/klarna.html", &page[start..end]);
}

#[test]
fn feeds_and_sitemap_are_read_by_others() {
    let feeds: Vec<_> =
        ADDRESSED.iter().filter(|(path, _)| path.ends_with(".xml") && !path.contains("sitemap")).collect();
    assert!(feeds.len() > 20, "{} feeds", feeds.len());
    for (path, bytes) in feeds {
        let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(feed.title.is_some() && feed.updated.is_some() && !feed.entries.is_empty(), "{path}");
        let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), feed.entries.len(), "{path}: an id is there twice");
        for link in feed.links.iter().chain(feed.entries.iter().flat_map(|entry| &entry.links)) {
            let route = link.href.strip_prefix(BASE_URL).unwrap_or_else(|| panic!("{path}: {}", link.href));
            let (route, part) = route.split_once('#').unwrap_or((route, ""));
            let route = if route == "/" { "index.html" } else { route.trim_start_matches('/') };
            assert!(ADDRESSED.contains_key(route), "{path}: {} leads nowhere", link.href);
            let is_there = part.is_empty() || text(&ADDRESSED, route).contains(&format!("id=\"{part}\""));
            assert!(is_there, "{path}: {} leads to no part of the page", link.href);
        }
    }
    let sitemap = text(&ADDRESSED, "sitemap.xml");
    let document = roxmltree::Document::parse(&sitemap).unwrap();
    let listed: BTreeSet<&str> =
        document.descendants().filter(|node| node.has_tag_name("loc")).filter_map(|node| node.text()).collect();
    for address in &listed {
        let route = address.strip_prefix(BASE_URL).unwrap().trim_start_matches('/');
        assert!(ADDRESSED.contains_key(if route.is_empty() { "index.html" } else { route }), "{address}");
    }
    assert!(listed.contains(format!("{BASE_URL}/cases/klarna.html").as_str()));
    assert!(!listed.contains(format!("{BASE_URL}/404.html").as_str()));
}

#[test]
fn the_plain_theme_of_the_comparison_fills_its_pages() {
    let site = Site::demonstration();
    for (path, bytes) in read_all(&repository().join("benches/theme")) {
        site.write(&format!("themes/bench/{path}"), bytes);
    }
    site.edit("casebook.yaml", "theme: default\n", "theme: bench\nwithout: [explore, timeline, charts, works, statements, data, feeds, sitemap, related, references, metadata]\ncase_files: []\n");
    let pages = site.build(&Options::default());
    assert!(pages.contains_key("cases/klarna.html") && !pages.contains_key("works/index.html"));
}
