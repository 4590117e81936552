//! What web hosts are given: more files than one takes is said before it refuses them.

use std::collections::BTreeSet;
use std::fmt::Write;

use casebook::model::host::Host;
use casebook::pipeline::Options;

use crate::support::site::{Files, Site, repository};

#[test]
fn a_site_that_is_more_than_its_host_takes_is_said() {
    let mut terms = String::from("label: Topic\nplural: Topics\nvocabulary: closed\nterms:\n");
    for number in 0..15_000 {
        writeln!(terms, "  - {{ id: t{number}, label: Topic {number} }}").unwrap();
    }
    let config = "title: Examples\nsections: [{ title: What they did }]\nwithout: [feeds]\n\
                  severities: { no-base-url: off }\nhost: [azure, netlify]\n";
    let site = Site::of(&[("casebook.yaml", config), ("content/taxonomies/topic.yaml", &terms)]);
    let found = site.run(&["check", "--format", "short"]).succeeds();
    let line = found.lines().find(|line| line.contains("host-limit")).unwrap_or_else(|| panic!("{found}"));
    assert!(line.starts_with("casebook.yaml:1:1: warning[host-limit]: the site has 15"), "{line}");
    assert!(line.contains("Azure Static Web Apps takes 15000"), "{line}");
    assert_eq!(found.matches("host-limit").count(), 1, "Netlify takes any number: {found}");
}

/// What a fenced block of a document holds, which begins with these words behind its backticks.
fn block<'a>(document: &'a str, info: &str) -> Option<&'a str> {
    document.split_once(&format!("```{info}\n"))?.1.split_once("\n```").map(|(block, _)| block)
}

#[test]
fn each_host_gets_the_files_that_its_page_names() {
    let document = |name: &str| std::fs::read_to_string(repository().join("docs/publish").join(name)).unwrap();
    let case = "---\ntitle: A case\ndate: 2025\nsummary: S.\naliases: [cases/old.html]\nsources: [{ id: a, publisher: P }]\n\
                ---\n\n## One\n\nA [@a].\n";
    let output = |more: &str| {
        let config = format!("title: Examples\nbase_url: https://example.org\nsections: [{{ title: One }}]\n{more}\n");
        Site::of(&[("casebook.yaml", config.as_str()), ("content/cases/new.md", case)]).build(&Options::default())
    };
    let plain = output("");
    let overview = document("README.md");
    let mut hosts = BTreeSet::new();
    for row in overview.lines().filter(|line| line.starts_with("| [")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let page = cells[1].split(['(', ')']).nth(1).expect("a page of the host");
        let named: BTreeSet<&str> = cells[3].split('`').skip(1).step_by(2).collect();
        let text = document(page);
        let lines = block(&text, "yaml casebook.yaml").unwrap_or_default();
        let with_host = output(lines);
        let written: BTreeSet<&str> =
            with_host.keys().map(|route| &**route).filter(|at| !plain.contains_key(*at)).collect();
        assert_eq!(written, named, "{page}");
        for file in named {
            assert!(text.contains(&format!("`{file}`")), "{page} says nothing of {file}");
        }
        let names = Host::NAMES.map(|(name, _)| name).into_iter();
        hosts.extend(names.filter(|name| lines.contains(&format!("host: {name}"))));
    }
    assert_eq!(hosts.len(), Host::NAMES.len(), "each host has a page: {hosts:?}");
}

/// Pages that a host without settings of its own would not find by their address without `.html`: folders have their names.
fn hidden(output: &Files) -> Vec<&str> {
    let above = |route: &str| route.match_indices('/').map(|(at, _)| route[..at].to_owned()).collect::<Vec<_>>();
    let folders: BTreeSet<String> = output.keys().flat_map(|route| above(route)).collect();
    let pages = output.keys().filter_map(|route| route.strip_suffix(".html"));
    pages.filter(|page| folders.contains(*page)).collect()
}

#[test]
fn no_folder_has_the_name_of_a_page_beside_it() {
    let demonstration = Site::demonstration();
    demonstration.edit("casebook.yaml", "clean_urls: false", "clean_urls: true");
    let case = |slug: &str| {
        format!(
            "---\ntitle: {slug}\ndate: 2025\nsummary: S.\nimage: {slug}/chart.png\nsources: [{{ id: a, publisher: P }}]\n---\n\n\
             ## One\n\nA [@a]. [A report](report.pdf), <a href=\"{slug}/more/data.txt\">data</a>.\n"
        )
    };
    let mut files = vec![
        ("casebook.yaml".to_owned(), "title: T\nclean_urls: true\nbase_url: https://example.org\n".to_owned()),
        ("content/pages/about.md".to_owned(), "---\ntitle: A\n---\n\n![](about/me.png)\n".to_owned()),
        ("content/pages/about/me.png".to_owned(), String::new()),
        ("content/pages/guide/one.md".to_owned(), "---\ntitle: O\n---\n\n[form](one/form.pdf)\n".to_owned()),
        ("content/pages/guide/one/form.pdf".to_owned(), String::new()),
        ("content/cases/report.pdf".to_owned(), String::new()),
    ];
    for slug in ["files", "klarna", "klarna-files"] {
        files.push((format!("content/cases/{slug}.md"), case(slug)));
        files.push((format!("content/cases/{slug}/chart.png"), String::new()));
        files.push((format!("content/cases/{slug}/more/data.txt"), String::new()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let attached = Site::of(&files);
    for (site, beside) in [(demonstration, 6), (attached, 13)] {
        let output = site.build(&Options::default());
        assert_eq!(hidden(&output), Vec::<&str>::new());
        assert_eq!(output.keys().filter(|route| route.contains(".files/")).count(), beside);
    }
}
