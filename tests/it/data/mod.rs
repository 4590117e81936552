//! What a site is as data: the files of `data/`, `casebook export`, and the expressions that choose cases.

mod files;
mod harmless;
mod query;
mod vocabularies;

use casebook::export::{self, DataFile, Selection};
use casebook::pipeline::{Checked, Options};

use crate::support::site::Site;

const BASE_URL: &str = "https://example.org/casebook";

/// Three cases of two departments, one of which is narrower than a third.
fn example() -> Site {
    Site::of(&[
        ("casebook.yaml", CONFIG),
        ("content/taxonomies/department.yaml", DEPARTMENTS),
        ("content/cases/one.md", ONE),
        ("content/cases/two.md", TWO),
        ("content/cases/three.md", THREE),
    ])
}

fn options(base_url: Option<&str>) -> Options {
    Options { base_url: base_url.map(ToOwned::to_owned), ..Options::default() }
}

/// A site without errors, checked.
fn checked(site: &Site) -> Checked {
    let checked = site.check(&Options::default());
    assert_eq!(checked.counts.errors, 0, "{:?}", checked.diagnostics);
    checked
}

/// A file of the output.
fn built(site: &Site, route: &str) -> String {
    site.read(&format!("public/{route}"))
}

/// A file as `casebook export` writes it.
fn export(checked: &Checked, file: DataFile, selection: &Selection) -> String {
    let mut bytes = Vec::new();
    let renderer = checked.renderer.as_ref().unwrap();
    export::write(renderer.publication(), renderer.digests(), file, selection, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The rows of a table, each a list of column and value.
fn rows(csv: &str) -> Vec<Vec<(String, String)>> {
    let csv = csv.strip_prefix('\u{feff}').expect("a byte order mark, for Excel");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
    reader.records().map(|row| head.iter().cloned().zip(row.unwrap().iter().map(ToOwned::to_owned)).collect()).collect()
}

/// The values of a column.
fn column(csv: &str, name: &str) -> Vec<String> {
    rows(csv).into_iter().map(|row| row.into_iter().find(|(column, _)| column == name).unwrap().1).collect()
}

const CONFIG: &str = "title: Example casebook\ndescription: What example companies did.\nlicence: CC BY 4.0\n\
    sections: [{title: What they did}]\nseverities: {no-base-url: off, near-term: off, uncited-statement: off}\n";

const DEPARTMENTS: &str = "label: Department\nplural: Departments\nvocabulary: closed\nterms:\n\
    \x20 - {id: office, label: Office, definition: \"Work at desks, and \\\"meetings\\\".\"}\n\
    \x20 - {id: legal, label: Legal, broader: office, aliases: [Lawyers]}\n\
    \x20 - {id: real-estate, label: Real estate}\n";

const ONE: &str = "---\ntitle: Example Ltd asks\ndate: 2023-05-13\nsummary: It asked.\nreviewed: 2024-01\ndepartment: Legal\n\
    authors: [\"Doe, Jane\"]\nsources:\n\
    \x20 - {id: t, publisher: Example Times, title: \"A, \\\"b\\\"\", date: 2023-06, kind: news, url: \"https://example.org/t\"}\n\
    \x20 - {id: p, publisher: Example Post, date: 2023, kind: vendor, doi: 10.1000/p}\n---\n\n\
    ## What they did\n\nIt asked *all* of them [@t, p. 3; @p]. Then again [@t, p. 4].\n\n- It paid [@p].\n- It left.\n";

const TWO: &str = "---\ntitle: Example Inc answers\ndate: 2024\nsummary: It answered.\ndepartment: [office, real-estate]\n\
    sources:\n\x20 - {id: x, publisher: Example Times, title: \"A, \\\"b\\\"\", date: 2023-06, kind: news, url: \"https://example.org/t\"}\n\
    ---\n\n## What they did\n\nIt answered [@x].\n";

const THREE: &str = "---\ntitle: Example GmbH waits\ndate: 2021/2025-02\nsummary: It waited.\nsources: []\n---\n\n\
    ## What they did\n\nIt waited.\n";
