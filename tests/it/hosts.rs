//! What web hosts are given: more files than one takes is said before it refuses them.

use std::collections::BTreeSet;
use std::fmt::Write;

use casebook::pipeline::Options;

use crate::support::site::{Files, Site};

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
    for (site, beside) in [(demonstration, 0), (attached, 11)] {
        let output = site.build(&Options::default());
        assert_eq!(hidden(&output), Vec::<&str>::new());
        assert_eq!(output.keys().filter(|route| route.contains(".files/")).count(), beside);
    }
}
