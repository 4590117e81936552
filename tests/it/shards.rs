//! Shares of a site: all of them in one folder are the site, byte for byte.

use std::collections::BTreeSet;

use casebook::pipeline::{self, Checked, Options};
use casebook::publish::{self, Claim, Shard, Target};

use crate::support::site::{Files, Site, assert_same, repository};

/// A share of a site that was checked.
fn share(checked: &Checked, shard: Shard) -> Files {
    let site = Site::empty();
    let output = Claim::of(&site.path("public")).unwrap();
    let target = Target { files: &checked.files, output: &output, shard, force: 0, home: None };
    publish::publish(checked.renderer.as_ref().unwrap(), &target, &|_| ()).unwrap();
    site.files("public")
}

fn shares_are_the_whole(checked: &Checked) {
    let whole = share(checked, Shard::WHOLE);
    for of in [1, 2, 3, 7] {
        let mut union = Files::new();
        for number in 1..=of {
            let mut part = share(checked, format!("{number}/{of}").parse().unwrap());
            let list = part.remove(".casebook").unwrap();
            let twice: BTreeSet<&String> = part.keys().filter(|path| union.contains_key(*path)).collect();
            assert!(twice.is_empty(), "{number}/{of} has what others have: {twice:?}");
            assert!(part.len() > whole.len() / (2 * of), "{number}/{of} has {} of {}", part.len(), whole.len());
            union.extend(part);
            union.insert(".casebook".to_owned(), list);
        }
        assert_same(&union, &whole, &format!("{of} shares"));
    }
}

#[test]
fn shares_of_the_demonstration_are_the_whole() {
    shares_are_the_whole(&pipeline::check(repository(), &Options::default()).unwrap());
}

/// `SHARD_CASES` says how many.
#[test]
fn shares_of_many_cases_are_the_whole() {
    let count = std::env::var("SHARD_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let site = Site::of(&[
        ("casebook.yaml", "title: Many\nbase_url: https://example.org\nsections:\n  - { title: What they did }\n"),
        ("content/taxonomies/place.yaml", "label: Place\nvocabulary: open\n"),
    ]);
    for number in 0..count {
        let (year, place) = (1900 + number % 120, number % 70);
        site.write(
            &format!("content/cases/case-{number}.md"),
            format!(
                "---\ntitle: Case {number}\ndate: {year}\nsummary: What happened.\nplace: Place {place}\nsources:\n  \
                 - {{ id: a, publisher: Herald {place}, title: Report {number}, date: {year}, kind: news }}\n---\n\n\
                 ## What they did\n\nThey did it [@a], as in [[case-{}]].\n",
                (number + 1) % count
            ),
        );
    }
    let checked = site.check(&Options::default());
    assert_eq!(checked.counts.errors, 0, "{:?}", checked.diagnostics);
    shares_are_the_whole(&checked);
}

#[test]
fn a_command_line_names_a_share() {
    let site = Site::init("Shares");
    site.run(&["build"]).succeeds();
    let whole = site.files("public");
    let mut union = Files::new();
    for shard in ["1/2", "2/2"] {
        // The second stands in the place of the first, whose list names its files too.
        site.run(&["build", "--shard", shard]).succeeds();
        let part = site.files("public");
        assert!(part.len() < whole.len());
        union.extend(part);
    }
    assert_same(&union, &whole, "both shares");
    let refused = site.run(&["build", "--shard", "3/2"]).exits_with(2);
    assert!(refused.err.contains("`2/4` is the second of four"), "{}", refused.err);
}
