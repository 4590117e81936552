//! What web hosts are given: more files than one takes is said before it refuses them.

use std::fmt::Write;

use crate::support::site::Site;

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
