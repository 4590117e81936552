//! A small site with every kind of page, and the folder that it is built into again and again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use casebook::diagnostic::human;
use casebook::history;
use casebook::link::Drafts;
use casebook::pipeline::{self, Checked, Options};
use casebook::publish::{self, Claim, PublishError, Shard, Summary, Target};

use crate::support::site::{self as kit, assert_same, read_all};

/// The slugs of the cases.
pub const CASES: [&str; 8] = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"];

const CONFIG: &str = "\
title: Example base
description: Cases of examples.
base_url: https://example.org/base
licence: CC BY 4.0
repository_url: https://github.com/example/base
page_size: 3
sections:
  - { id: did, title: What they did, required: true, aliases: [Actions] }
  - { id: how, title: How they did it, taxonomy: department }
matrix: [[adoption_type, department]]
charts: [[adoption_type, department]]
";

const ADOPTION_TYPES: &str = "\
label: Adoption type
plural: Adoption types
route: adoption-types
vocabulary: closed
terms:
  - { id: whole, label: Whole, definition: All of it. }
  - { id: partial, label: Partial, aliases: [In part] }
  - { id: partial-here, label: Partial here, broader: partial }
";

const DEPARTMENTS: &str = "\
label: Department
plural: Departments
route: departments
vocabulary: open
terms:
  - { id: legal, label: Legal }
  - { id: sales, label: Sales }
";

const PUBLISHERS: &str = "\
label: Publisher
plural: Publishers
vocabulary: open
terms:
  - { id: example-herald, label: Example Herald, aliases: [The Herald], kind: news }
";

const SHARED: &str = "\
- { id: survey, publisher: Example Office, title: A survey, date: 2024, url: \"https://example.org/survey\", kind: official }
- { id: study, publisher: Example Press, title: A study, date: 2023-04, kind: paper, url: \"https://example.org/study\" }
";

const METHOD: &str = "\
---
title: Method
summary: How cases are made.
---

Read [the first case](../cases/alpha.md) and [[bravo#Terms & conditions]].

## Statements

What counts.
";

/// A case; all even ones cite one ruling.
fn case(index: usize) -> String {
    let (slug, next) = (CASES[index], CASES[(index + 1) % CASES.len()]);
    let kind = ["Whole", "Partial", "Partial here"][index % 3];
    let department = ["[Legal]", "[Legal, Sales]", "[Sales]", "[Support]"][index % 4];
    let ruling = "  - { id: ruling, publisher: Example Court, title: A ruling, date: 2024-02, kind: court, url: \"https://example.org/ruling\" }\n";
    let (listed, cited) = if index.is_multiple_of(2) { (ruling, "; @ruling, p. 3") } else { ("", "") };
    let shared = if index % 4 == 1 { " A shared thing [@survey]." } else { "" };
    let month = index % 9 + 1;
    format!(
        "---
title: The case of {slug}
date: {year}-{month:02}
added: 2025-{month:02}-01
reviewed: 2025-{month:02}-20
summary: What {slug} did.
adoption_type: {kind}
department: {department}
sources:
  - {{ id: own, publisher: Example Herald, title: A report on {slug}, date: 2024-{month:02}-03, url: \"https://example.org/{slug}\" }}
{listed}  - {{ id: other, publisher: Example Post, title: More on {slug}, date: 2023 }}
events:
  - {{ date: 2024-{month:02}, text: Something happened to {slug}, sources: [own] }}
---

Before the first section, {slug} was small.

## What they did

It did one thing [@own]. Then it did another [@own, p. 2{cited}].{shared}

Nobody knows why.

- It began [@other].
- It went on as [[{next}]] did. Then it ended.

## How they did it

With care, as [the next one]({next}.md#did) says.

### Terms & conditions

They apply.
",
        year = 2021 + index % 4,
    )
}

/// A site and, beside it, its output.
pub struct Site {
    folder: kit::Site,
    pub options: Options,
}

impl Site {
    /// The small site.
    pub fn new() -> Self {
        let site = Site::empty();
        site.write("casebook.yaml", CONFIG);
        site.write("content/taxonomies/adoption_type.yaml", ADOPTION_TYPES);
        site.write("content/taxonomies/department.yaml", DEPARTMENTS);
        site.write("content/publishers.yaml", PUBLISHERS);
        site.write("content/sources/shared.yaml", SHARED);
        site.write("content/pages/method.md", METHOD);
        site.write("static/notes.txt", "Notes.\n");
        for (index, slug) in CASES.iter().enumerate() {
            site.write(&format!("content/cases/{slug}.md"), &case(index));
        }
        site
    }

    /// A copy of the demonstration site.
    pub fn demonstration() -> Self {
        let site = Site::empty();
        for (path, bytes) in kit::Site::demonstration().files("") {
            site.folder.write(&format!("site/{path}"), bytes);
        }
        site
    }

    fn empty() -> Self {
        let folder = kit::Site::empty();
        fs::create_dir(folder.path("site")).unwrap();
        Site { folder, options: Options::default() }
    }

    /// A file of the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path("site").join(path)
    }

    /// A file of the output.
    pub fn output(&self, route: &str) -> PathBuf {
        self.folder.path("public").join(route)
    }

    pub fn read(&self, path: &str) -> String {
        self.folder.read(&format!("site/{path}"))
    }

    pub fn write(&self, path: &str, text: &str) {
        self.folder.write(&format!("site/{path}"), text);
    }

    /// Replace what stands in a file, which must be there.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        self.folder.edit(&format!("site/{path}"), from, to);
    }

    pub fn append(&self, path: &str, text: &str) {
        self.folder.append(&format!("site/{path}"), text);
    }

    pub fn remove(&self, path: &str) {
        self.folder.remove(&format!("site/{path}"));
    }

    /// Ask git to do something in the site, on a day that never changes.
    pub fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.path("")).args(["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]);
        git.env("GIT_AUTHOR_DATE", "2025-03-04T12:00:00Z").env("GIT_COMMITTER_DATE", "2025-03-04T12:00:00Z");
        let done = git.args(arguments).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn check(&self) -> Checked {
        let mut options = self.options.clone();
        options.surroundings.history = history::read(&self.path(""), std::env::vars_os());
        let checked = pipeline::check(&self.path(""), &options).unwrap();
        let found = human::render(&checked.diagnostics, &checked.files, human::Style::Plain);
        assert_eq!(checked.counts.errors, 0, "{found}");
        checked
    }

    pub fn try_build(&self, output: &Path, force: bool) -> Result<Summary, PublishError> {
        let output = Claim::of(output)?;
        let checked = self.check();
        let target = Target {
            files: &checked.files,
            output: &output,
            shard: Shard::WHOLE,
            force: if force { 2 } else { 0 },
            home: None,
        };
        publish::publish(checked.renderer.as_ref().unwrap(), &target, &|_| ())
    }

    /// Build over the old output.
    pub fn build(&self) -> Summary {
        self.try_build(&self.output(""), false).unwrap()
    }

    /// Build over the old output, which must come to what a build from nothing comes to, in every file.
    pub fn rebuild(&self, what: &str) -> Summary {
        let summary = self.build();
        let elsewhere = kit::Site::empty();
        let anew = self.try_build(&elsewhere.path("public"), false).unwrap();
        assert_same(&read_all(&self.output("")), &elsewhere.files("public"), what);
        assert_eq!((summary.files, summary.bytes), (anew.files, anew.bytes), "{what}");
        summary
    }

    /// Take drafts in, or leave them out.
    pub fn drafts(&mut self, drafts: Drafts) {
        self.options.drafts = drafts;
    }

    /// Build on a day.
    pub fn today(&mut self, day: &str) {
        self.options.surroundings.today = Some(day.parse().unwrap());
    }
}
