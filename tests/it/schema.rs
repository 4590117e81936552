//! The schemas agree with the parser: the same keys, and the same cases accepted.

use std::collections::BTreeSet;
use std::fs;

use casebook::diagnostic::Code;
use casebook::files::Role;
use casebook::load::load;
use casebook::schema::{Kind, schema};
use casebook::{parse, pipeline, yaml};
use serde_json::{Value, json};

use crate::support::site::{Site, repository};

fn demo_schema(kind: Kind) -> Value {
    schema(kind, &pipeline::site(repository()).expect("the demonstration site"))
}

fn front_matter(text: &str) -> Value {
    let yaml = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).expect("front matter").0;
    document(yaml)
}

fn document(text: &str) -> Value {
    yaml::to_json(&yaml::parse(text, 0).expect("YAML"))
}

/// What a schema says against a value.
fn complaints(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::draft7::new(schema).expect("a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn klarna() -> Value {
    front_matter(&fs::read_to_string(repository().join("content/cases/klarna.md")).expect("a case"))
}

#[test]
fn every_schema_is_one() {
    for kind in Kind::ALL {
        let schema = demo_schema(kind);
        assert!(jsonschema::draft7::meta::is_valid(&schema), "{kind:?}");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
}

#[test]
fn every_file_of_the_demonstration_site_is_valid() {
    let (files, _) = load(repository()).expect("the demonstration site");
    let [case, config, vocabulary, term, publishers] = Kind::ALL.map(demo_schema);
    let mut count = 0;
    for (_, file) in files.iter() {
        let (schema, value) = match file.role {
            Role::Case => (&case, front_matter(&file.text.get())),
            Role::Config => (&config, document(&file.text.get())),
            Role::Vocabulary => (&vocabulary, document(&file.text.get())),
            Role::Term => (&term, front_matter(&file.text.get())),
            Role::Publishers => (&publishers, document(&file.text.get())),
            _ => continue,
        };
        assert_eq!(complaints(schema, &value), Vec::<String>::new(), "{}", file.path);
        count += 1;
    }
    assert!(count > 25, "{count} files");
}

#[test]
fn what_is_wrong_is_refused() {
    let schema = demo_schema(Kind::Case);
    for (key, value) in [
        ("sector", json!("Fintekh")),
        ("sector", json!(["Fintech", "Fintekh"])),
        ("department_scope", json!("one")),
        ("date", json!("May 2025")),
        ("date", json!("2025-13")),
        ("title", json!("")),
        ("title", json!(["a", "list"])),
        ("draft", json!("yes")),
        ("sectors", json!("Fintech")),
        ("sources", json!([])),
        ("sources", json!([{ "id": "a" }])),
        ("sources", json!([{ "id": "a", "publisher": "X", "kind": "blog" }])),
        ("sources", json!([{ "id": "a", "publisher": "X", "url": "example.org" }])),
        ("sources", json!([{ "id": "-a", "publisher": "X" }])),
        ("aliases", json!(["Old name"])),
        ("allow", json!([{ "code": "yaml-syntax", "reason": "no" }])),
        ("allow", json!([{ "code": "uncited-statement" }])),
        ("draft", json!("true")),
        ("draft", json!("hidden")),
    ] {
        let mut case = klarna();
        case[key] = value.clone();
        assert!(!complaints(&schema, &case).is_empty(), "{key}: {value}");
    }
    for key in ["title", "date", "summary", "sources", "sector", "organisation"] {
        let mut case = klarna();
        case.as_object_mut().expect("a mapping").remove(key);
        assert!(!complaints(&schema, &case).is_empty(), "without {key}");
    }
}

#[test]
fn what_the_parser_reads_is_accepted() {
    let schema = demo_schema(Kind::Case);
    for (key, value) in [
        // By id, label or alias; one or several; a new term of an open vocabulary.
        ("sector", json!("fintech")),
        ("sector", json!(["Financial technology", "Retail"])),
        ("organisation", json!("A new one")),
        ("tag", json!([2025, "new"])),
        ("tag", Value::Null),
        ("draft", json!("unlisted")),
        ("draft", json!(false)),
        ("title", json!(1984)),
        ("date", json!(2025)),
        ("date", json!("2021/2024-06~")),
        ("date", json!("2025-05-13T10:00:00Z")),
        ("sources", json!({ "id": 2025, "publisher": "X" })),
        ("sources", json!([{ "id": "doi:10.1038/x", "publisher": "X", "doi": "10.1038/x", "kind": null }])),
        ("sources", json!([{ "id": "a", "publisher": "X", "isbn": "978-0-306-40615-7" }])),
        ("sources", json!([{ "id": "Müller_20", "publisher": "X", "url": "https://example.org/ä" }])),
        ("aliases", json!("old-name")),
        ("aliases", json!(["/2019/old.html", "x"])),
        ("extra", json!({ "anything": [1, { "goes": true }] })),
        ("allow", json!([{ "code": "uncited-statement", "reason": "It is the editors' own." }])),
    ] {
        let mut case = klarna();
        case[key] = value.clone();
        assert_eq!(complaints(&schema, &case), Vec::<String>::new(), "{key}: {value}");
    }
}

#[test]
fn terms_say_what_they_mean() {
    let schema = demo_schema(Kind::Case);
    let terms = schema["definitions"]["term_sector"]["anyOf"].as_array().expect("terms");
    let fintech =
        "Companies whose financial service is built as technology. The sources call them fintech and not banks.";
    assert!(terms.contains(&json!({ "const": "Fintech", "description": fintech })));
    // Other names are accepted and not offered: an editor that completes writes labels.
    let offered = terms.iter().filter(|term| term.get("const").is_some()).count();
    assert_eq!(offered, 22);
    let others = terms.last().expect("a pattern")["pattern"].as_str().expect("a pattern").to_owned();
    assert!(others.contains("|fintech|Financial technology|"), "{others}");
    let open = &schema["definitions"]["term_organisation"];
    assert!(open["examples"].as_array().expect("examples").contains(&json!("Klarna")), "{open}");
}

/// A site of one file, and a way to ask its parser which keys it knows.
struct Probe {
    site: Site,
    candidates: BTreeSet<String>,
}

impl Probe {
    /// Candidates are all words of the parser's own source that could be a key, so a key that it learns is among them.
    fn new() -> Probe {
        let mut candidates = BTreeSet::new();
        let source = repository().join("src");
        let folders = ["schema", "parse", "model"].map(|folder| walkdir::WalkDir::new(source.join(folder)));
        let files = folders.into_iter().flatten().map(|entry| entry.expect("a file").into_path());
        for file in files.filter(|path| path.extension().is_some_and(|e| e == "rs")) {
            let text = fs::read_to_string(file).expect("source");
            let key = |word: &&str| {
                !["", "null"].contains(word) && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-')
            };
            candidates.extend(text.split('"').filter(key).map(str::to_owned));
        }
        Probe { site: Site::of(&[("casebook.yaml", "title: Probe\n")]), candidates }
    }

    /// The candidates that the parser knows at a place of a file: `template` holds `%KEYS%` where they go, one a
    /// line, each after `indent`.
    fn known(&self, path: &str, template: &str, indent: &str) -> BTreeSet<String> {
        let keys: Vec<String> = self.candidates.iter().map(|key| format!("{indent}{key}:")).collect();
        self.site.write(path, template.replace("%KEYS%", &keys.join("\n")));
        let (files, _) = load(self.site.root()).expect("a site");
        let (_, found) = parse::parse(&files);
        self.site.write("casebook.yaml", "title: Probe\n");
        if path != "casebook.yaml" {
            self.site.remove(path);
        }
        let unknown: BTreeSet<String> = found
            .iter()
            .filter(|finding| finding.code == Code::UnknownKey)
            .map(|finding| finding.message.split('`').nth(1).expect("a key").to_owned())
            .collect();
        assert!(unknown.len() > 5, "the keys of {path} were read: {found:?}");
        self.candidates.difference(&unknown).cloned().collect()
    }
}

fn keys(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().expect("properties").keys().cloned().collect()
}

#[test]
fn the_keys_are_those_of_the_parser() {
    let probe = Probe::new();
    // The probe's site has no vocabularies, so its cases have the keys of every site and no others.
    let site = pipeline::site(probe.site.root()).expect("a site");
    let [case, config, vocabulary, _, publishers] = Kind::ALL.map(|kind| schema(kind, &site));
    let list = |key: &str| format!("---\n{key}:\n  - known_to_nobody:\n%KEYS%\n---\n");
    let at = |path: &str, template: &str, indent: &str| probe.known(path, template, indent);

    let path = "content/cases/a.md";
    assert_eq!(at(path, "---\n%KEYS%\n---\n", ""), keys(&case));
    for (key, definition) in
        [("sources", "source"), ("events", "event"), ("corrections", "correction"), ("allow", "allowance")]
    {
        assert_eq!(at(path, &list(key), "    "), keys(&case["definitions"][definition]), "{key}");
    }
    let path = "casebook.yaml";
    assert_eq!(at(path, "%KEYS%\n", ""), keys(&config));
    let sections = "title: T\nsections:\n  - known_to_nobody:\n%KEYS%\n";
    assert_eq!(at(path, sections, "    "), keys(&config["definitions"]["section"]));
    let inner = |key: &str| config["properties"][key]["anyOf"][0].clone();
    assert_eq!(at(path, "title: T\ncitations:\n%KEYS%\n", "  "), keys(&inner("citations")));
    let adjustable = Code::ALL.into_iter().filter(|code| code.is_adjustable()).map(|code| code.name().to_owned());
    assert_eq!(keys(&inner("severities")), adjustable.collect());

    let terms = "terms:\n  - known_to_nobody:\n%KEYS%\n";
    for (path, schema) in [("content/taxonomies/a.yaml", &vocabulary), ("content/publishers.yaml", &publishers)] {
        assert_eq!(at(path, "%KEYS%\n", ""), keys(schema), "{path}");
        assert_eq!(at(path, terms, "    "), keys(&schema["definitions"]["term"]), "{path}");
    }
}

#[test]
fn an_awkward_vocabulary_makes_a_valid_schema() {
    let year = "vocabulary: closed\nterms: [{id: '2025', label: '2025'}, {id: other, aliases: ['true', '1e3', 'R&D (a|b)']}]\n";
    let site = Site::of(&[
        ("casebook.yaml", "title: Awkward\n"),
        ("content/taxonomies/empty.yaml", "vocabulary: closed\n"),
        ("content/taxonomies/year.yaml", year),
    ]);
    let schema = schema(Kind::Case, &pipeline::site(site.root()).expect("a site"));
    assert!(jsonschema::draft7::meta::is_valid(&schema), "{schema:#}");
    let case = |more: Value| {
        let mut case =
            json!({ "title": "T", "date": 2025, "summary": "S", "sources": [{ "id": "a", "publisher": "P" }] });
        case.as_object_mut().expect("a mapping").extend(more.as_object().expect("a mapping").clone());
        complaints(&schema, &case)
    };
    for value in [json!(2025), json!("2025"), json!("true"), json!("1e3"), json!([2025, "R&D (a|b)"])] {
        assert_eq!(case(json!({ "year": value })), Vec::<String>::new(), "{value}");
    }
    for value in [json!(2024), json!("R&D a"), json!("xother")] {
        assert!(!case(json!({ "year": value })).is_empty(), "{value}");
    }
    assert!(!case(json!({ "empty": "anything" })).is_empty());
    assert_eq!(case(json!({ "empty": null })), Vec::<String>::new());
}

#[test]
fn front_matter_cms_knows_the_terms() {
    let site = pipeline::site(repository()).expect("the demonstration site");
    let settings = casebook::schema::front_matter_cms(&site);
    let fields = settings["frontMatter.taxonomy.contentTypes"][0]["fields"].as_array().expect("fields");
    let scope = fields.iter().find(|field| field["name"] == "department_scope").expect("a field");
    assert_eq!(
        scope,
        &json!({
            "title": "Department scope",
            "name": "department_scope",
            "type": "choice",
            "multiple": false,
            "choices": ["Single department", "Several departments", "Organisation-wide"],
            "description": "How far the change reached within the organisation, as far as the sources say.",
            "required": true,
        })
    );
    let known = keys(&demo_schema(Kind::Case));
    for field in fields {
        assert!(known.contains(field["name"].as_str().expect("a name")), "{field}");
    }
}

#[test]
fn schemas_are_renewed_where_they_have_changed() {
    let site = Site::init("Examples");
    assert_eq!(site.run(&["schema", "--write"]).succeeds(), "the schemas are as they were\n");
    site.append("content/taxonomies/outcome.yaml", "  - id: contested\n");
    assert_eq!(site.run(&["schema", "--write"]).succeeds(), "wrote .vscode/schemas/case.json\n");
    let printed = site.run(&["schema", "case"]).succeeds();
    assert!(printed.contains("\"const\": \"Contested\""), "{printed}");
    assert_eq!(site.read(".vscode/schemas/case.json"), printed);
}

#[test]
fn a_draft_may_be_unfinished_and_holds_nothing_wrong() {
    let site = Site::init("Examples");
    site.run(&["new", "A draft", "--today", "2026-01-02"]).succeeds();
    let schema = schema(Kind::Case, &pipeline::site(site.root()).expect("a site"));
    let mut draft = front_matter(&site.read("content/cases/a-draft.md"));
    assert_eq!(complaints(&schema, &draft), Vec::<String>::new());
    // What is not there yet is missing once it is no draft.
    for published in [json!(false), json!("unlisted")] {
        draft["draft"] = published;
        let found = complaints(&schema, &draft).join("\n");
        for key in ["date", "sector", "outcome", "summary", "sources"] {
            assert!(found.contains(&format!("/{key}")), "{key}: {found}");
        }
    }
    // What is there is judged all the same.
    draft["draft"] = json!(true);
    for (key, value) in [("date", json!("May 2025")), ("sector", json!("Retial")), ("sectors", json!("Retail"))] {
        let mut wrong = draft.clone();
        wrong[key] = value;
        assert!(!complaints(&schema, &wrong).is_empty(), "{key}");
    }
}

/// Patterns are read by Python's `re` and by JavaScript, with its flag `u` and without.
#[test]
fn patterns_are_those_that_every_validator_reads() {
    fn patterns(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("pattern").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| patterns(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| patterns(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for kind in Kind::ALL {
        patterns(&demo_schema(kind), &mut found);
    }
    assert!(found.len() > 10);
    for pattern in found {
        assert!(!pattern.contains(r"\p") && !pattern.contains("(?i"), "{pattern}");
    }
    let schema = demo_schema(Kind::Case);
    for (id, is_right) in
        [("Müller_20", true), ("東京:1", true), ("𐍈", true), ("a--b", false), ("a b", false), ("{a}", false)]
    {
        let mut case = klarna();
        case["sources"] = json!([{ "id": id, "publisher": "X" }]);
        assert_eq!(complaints(&schema, &case).is_empty(), is_right, "{id}");
    }
}
