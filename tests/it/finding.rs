//! Facets, matrices and the index against `data/cases.json`: for the demonstration site, and for a generated one
//! of 2,000 cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use casebook::pipeline::{Options, check};
use casebook::query::select;
use serde_json::Value;

use crate::support::run;
use crate::support::site::{Site, repository};

/// A built site.
pub struct Built {
    pub output: PathBuf,
    pub cases: Vec<Value>,
    /// Per taxonomy, term and the one that is broader.
    broader: BTreeMap<String, BTreeMap<String, String>>,
    /// By role, the taxonomy whose terms it shares.
    owners: BTreeMap<String, String>,
    /// Keys of the site's own fields.
    fields: Vec<String>,
    _folder: Site,
}

pub fn build(root: &Path) -> Built {
    let folder = Site::empty();
    let output = folder.path("public");
    run::run(root, &["build", "--output", output.to_str().expect("a path")]).succeeds();
    let data: Value = serde_json::from_str(&read(&output.join("data/cases.json"))).expect("JSON");
    let cases = data["cases"].as_array().expect("a list of cases").clone();
    let config = read(&root.join("casebook.yaml"));
    let fields = config.split_once("\nfields:").map_or("", |(_, fields)| fields);
    let key = |line: &str| Some(line.split_once("id: ")?.1.split([',', '}']).next()?.trim().to_owned());
    let fields = fields.lines().filter_map(key).collect();
    let vocabularies = root.join("content/taxonomies");
    let (broader, owners) = (broader(&vocabularies), owners(&vocabularies));
    Built { output, cases, broader, owners, fields, _folder: folder }
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a file of the site")
}

/// Paths of vocabularies, and of the files of their terms.
fn vocabularies(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("vocabularies").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { vocabularies(&path) } else { vec![path] }).collect()
}

/// The `terms_of` lines of vocabularies, by role.
fn owners(folder: &Path) -> BTreeMap<String, String> {
    let owner = |path: std::path::PathBuf| {
        let text = read(&path);
        let owner = text.lines().find_map(|line| line.strip_prefix("terms_of: "))?.to_owned();
        Some((path.file_stem()?.to_string_lossy().into_owned(), owner))
    };
    vocabularies(folder).into_iter().filter_map(owner).collect()
}

/// The `broader` lines of vocabularies, read as text: not by the code that is being tested.
fn broader(folder: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for path in vocabularies(folder) {
        let stem = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
        // A term with a file of its own is named after it, and lies in the folder of its vocabulary.
        let is_term = path.extension().is_some_and(|extension| extension == "md");
        let id = if is_term { stem(path.parent().expect("a folder")) } else { stem(&path) };
        let mut term = if is_term { stem(&path) } else { String::new() };
        let of_taxonomy = all.entry(id).or_default();
        for line in read(&path).lines() {
            let line = line.trim().trim_start_matches("- ");
            if let Some(id) = line.strip_prefix("id: ").filter(|_| !is_term) {
                id.clone_into(&mut term);
            } else if let Some(broader) = line.strip_prefix("broader: ") {
                of_taxonomy.insert(term.clone(), broader.to_owned());
            }
        }
    }
    all
}

impl Built {
    /// The terms of a case with their broader ones; where others share them, those that it has in these roles too.
    fn terms(&self, case: &Value, taxonomy: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let owner = self.owners.get(taxonomy).map_or(taxonomy, String::as_str);
        let roles = self.owners.iter().filter(|(_, owner)| *owner == taxonomy).map(|(role, _)| role.as_str());
        let keys = std::iter::once(taxonomy).chain(roles);
        for term in keys.flat_map(|key| case["terms"][key].as_array().into_iter().flatten()) {
            let mut at = term["id"].as_str().map(ToOwned::to_owned);
            while let Some(id) = at {
                at = self.broader[owner].get(&id).cloned();
                all.insert(id);
            }
        }
        all
    }

    /// A file that the script of Explore reads: what it calls `casebook` with.
    pub fn data(&self, name: &str) -> Value {
        let text = read(&self.output.join("data/explore").join(name));
        let start = text.find(',').and_then(|at| Some(at + 1 + text[at + 1..].find(',')? + 1)).expect("a call");
        serde_json::from_str(text[start..].trim_end().trim_end_matches(");")).expect("JSON")
    }

    /// Per value of a facet how many cases of the table have it, narrower values included.
    pub fn facet_counts(&self, facet: &Value) -> BTreeMap<String, usize> {
        let values = facet["values"].as_array().expect("values");
        // A publisher's slug may be its editors' own choice; its data names the label.
        let name = usize::from(facet["key"] == "publisher");
        let rows = facet["rows"].as_str().expect("rows");
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows.split(';') {
            let mut of_case = BTreeSet::new();
            for value in row.split(',').filter(|value| !value.is_empty()) {
                let mut at = usize::from_str_radix(value, 36).ok();
                while let Some(index) = at {
                    of_case.insert(values[index][name].as_str().expect("a name").to_owned());
                    at = values[index].get(2).and_then(Value::as_u64).and_then(|broader| usize::try_from(broader).ok());
                }
            }
            for id in of_case {
                *counts.entry(id).or_default() += 1;
            }
        }
        assert_eq!(rows.split(';').count(), self.cases.len(), "a row per case");
        if let Some(written) = facet["counts"].as_array() {
            for (value, count) in values.iter().zip(written) {
                let name = value[name].as_str().expect("a name");
                assert_eq!(index_of(count), counts.get(name).copied().unwrap_or(0), "{name}");
            }
        }
        counts
    }

    /// The facets with what all cases say; the table holds what the first ones do.
    pub fn facets(&self) -> Vec<Value> {
        let table = self.data("table.js");
        let rows = self.data("rows.js");
        let whole = |(index, facet): (usize, &Value)| match facet["large"].as_bool() {
            Some(true) => {
                let mut whole = self.data(&format!("facet_{index}.js"));
                whole["key"] = facet["key"].clone();
                assert!(rows["facets"][index].is_null(), "no rows of a facet with a file of its own");
                whole
            }
            _ => {
                let mut whole = facet.clone();
                whole["rows"] = rows["facets"][index].clone();
                let all: Vec<&str> = whole["rows"].as_str().expect("rows").split(';').collect();
                let of_first = table["first"].as_array().expect("cases").iter();
                let of_first: Vec<&str> = of_first.map(|case| all[index_of(case)]).collect();
                assert_eq!(facet["rows"], of_first.join(";"), "{}", facet["key"]);
                whole
            }
        };
        table["facets"].as_array().expect("facets").iter().enumerate().map(whole).collect()
    }

    /// The cases that are in view first are the latest.
    fn check_first(&self) {
        let table = self.data("table.js");
        let first: Vec<usize> = table["first"].as_array().expect("cases").iter().map(index_of).collect();
        assert_eq!(first.len(), self.cases.len().min(10));
        let days: Vec<&str> = first.iter().map(|case| self.cases[*case]["date"].as_str().unwrap_or_default()).collect();
        assert!(days.is_sorted_by(|one, other| one >= other || one.starts_with(other)), "{days:?}");
    }

    fn check_facets(&self) {
        for facet in self.facets() {
            let key = facet["key"].as_str().expect("a key");
            let mut expected: BTreeMap<String, usize> = BTreeMap::new();
            for case in &self.cases {
                let is_own = case["terms"].get(key).is_none() && self.fields.iter().any(|field| field == key);
                let of_case = if is_own { own_values(case, key, &facet) } else { self.expected(case, key) };
                for value in of_case {
                    *expected.entry(value).or_default() += 1;
                }
            }
            assert_eq!(self.facet_counts(&facet), expected, "{key}");
        }
    }

    /// The ranges of a field that has one value a case, against what expressions choose and what the table holds.
    fn check_ranges(&self, root: &Path, key: &str) {
        let checked = check(root, &Options::default()).expect("a site");
        let renderer = checked.renderer.expect("a theme");
        let table = read(&self.output.join("data/cases.csv"));
        let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let column = rows.headers().expect("columns").iter().position(|name| name == key).expect("the column");
        let numbers: Vec<f64> = rows.records().filter_map(|row| row.expect("a row")[column].parse().ok()).collect();
        let facet = self.facets().into_iter().find(|facet| facet["key"] == key).expect("the facet");
        let counts = self.facet_counts(&facet);
        assert!(counts.len() > 2, "{counts:?}");
        for (id, count) in counts {
            let (from, to) = id.split_once("..").expect("a range");
            let tests = [("", from, ">="), ("", to, "<")].into_iter().filter(|(_, bound, _)| !bound.is_empty());
            let expression: Vec<String> = tests.map(|(_, bound, operator)| format!("{key}{operator}{bound}")).collect();
            let chosen = select(renderer.site(), Some(&expression.join(" and "))).expect("an expression");
            assert_eq!(chosen.len(), count, "{id}");
            let bound = |text: &str| text.parse::<f64>().ok();
            let is_in = |number: &&f64| {
                bound(from).is_none_or(|from| **number >= from) && bound(to).is_none_or(|to| **number < to)
            };
            assert_eq!(numbers.iter().filter(is_in).count(), count, "{id}");
        }
    }

    /// The values of a facet that a case has, as its data says.
    fn expected(&self, case: &Value, key: &str) -> BTreeSet<String> {
        let evidence = |name: &str| case["evidence"][name].as_u64().unwrap_or(0);
        let sources = || case["sources"].as_array().into_iter().flatten();
        let one = |value: &str| BTreeSet::from([value.to_owned()]);
        match key {
            "year" => one(case["date"].as_str().map_or("undated", |date| &date[..4])),
            "evidence" | "cited" => {
                let name = if key == "cited" { "cited" } else { "independent_statements" };
                match (evidence(name), evidence("statements")) {
                    (0, _) if key == "evidence" && evidence("other_statements") > 0 => one("other"),
                    (0, _) => one("none"),
                    (some, all) if some == all => one("all"),
                    (some, all) if some * 2 >= all => one("most"),
                    _ => one("some"),
                }
            }
            "source_kind" => sources().filter_map(|source| source["kind"].as_str()).map(ToOwned::to_owned).collect(),
            "publisher" => sources().filter_map(|source| source["publisher"].as_str()).map(ToOwned::to_owned).collect(),
            taxonomy => self.terms(case, taxonomy),
        }
    }

    /// Every cell of a matrix against the data; every number leads to a list of as many cases.
    fn check_matrix(&self, folder: &str, rows: &str, columns: &str) {
        let page = self.output.join("matrix").join(folder).join("index.html");
        let html = scraper::Html::parse_document(&read(&page));
        let links = scraper::Selector::parse(".heat tbody td a").expect("a selector");
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for link in html.select(&links) {
            let href = link.value().attr("href").expect("an address");
            assert!(page.parent().expect("a folder").join(href.rsplit('/').next().unwrap_or_default()).is_file());
            let name = href.rsplit('/').next().and_then(|name| name.strip_suffix(".html")).expect("a page");
            let (row, column) = name.split_once('_').expect("two terms");
            let count = link.text().next().and_then(|number| number.parse().ok()).expect("a number");
            found.insert((row.to_owned(), column.to_owned()), count);
        }
        let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
        for case in &self.cases {
            for row in self.terms(case, rows) {
                for column in self.terms(case, columns) {
                    *expected.entry((row.clone(), column)).or_default() += 1;
                }
            }
        }
        assert_eq!(found, expected);
    }

    /// The cases that the index knows for a word.
    fn with_word(&self, word: &str) -> Vec<String> {
        let firsts = self.data("words.js");
        let parts = firsts.as_array().expect("parts").len();
        let mut slugs = Vec::new();
        for part in 0..parts {
            let words = self.data(&format!("index_{part}.js"));
            let Some(postings) = words[word].as_str() else { continue };
            let mut at = 0;
            for piece in postings.split_inclusive(|c: char| c.is_ascii_uppercase()) {
                at += usize::from_str_radix(&piece[..piece.len() - 1], 36).expect("a distance");
                slugs.push(self.cases[at]["slug"].as_str().expect("a slug").to_owned());
            }
        }
        slugs
    }
}

/// A number of the data as an index or a count.
fn index_of(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small one")
}

/// The values of a facet of the site's own that a case has, as its data says.
fn own_values(case: &Value, key: &str, facet: &Value) -> BTreeSet<String> {
    let values = case["fields"][key].as_array().into_iter().flatten();
    let mut all = BTreeSet::new();
    for value in values {
        let number = ["value", "min", "max"].iter().find_map(|name| value[*name].as_f64());
        let unit = value["unit"].as_str().unwrap_or_default().to_lowercase();
        for id in facet["values"].as_array().expect("values").iter().filter_map(|value| value[0].as_str()) {
            let has = match (number, id.split_once("..")) {
                (Some(number), Some((from, to))) => {
                    let (of_unit, from) = match from.split_once('.') {
                        Some((of_unit, from)) if of_unit.parse::<f64>().is_err() => (of_unit, from),
                        _ => ("", from),
                    };
                    let bound = |text: &str| text.parse::<f64>().ok();
                    of_unit == unit
                        && bound(from).is_none_or(|from| number >= from)
                        && bound(to).is_none_or(|to| number < to)
                }
                _ => match &value["value"] {
                    Value::Bool(flag) => id == flag.to_string(),
                    Value::String(text) => text.replace(' ', "-") == id || text.get(..4) == Some(id),
                    _ => false,
                },
            };
            if has {
                all.insert(id.to_owned());
            }
        }
    }
    all
}

/// A site of so many cases, always the same.
pub fn generate(many: usize) -> Site {
    let site = Site::empty();
    let config = "title: Generated\nsections:\n  - {id: what, title: What, required: true}\n\
                  matrix:\n  - [method, place]\npage_size: 50\nfields:\n  \
                  - {id: jobs, shape: number, facet: true}\n  - {id: loss, shape: money, unit: USD, many: true, facet: true}\n  \
                  - {id: stage, shape: choice, range: [pilot, in use], facet: true}\n  \
                  - {id: public, shape: true/false, facet: true}\n  - {id: began, shape: date, facet: true}\n";
    site.write("casebook.yaml", config);
    let mut methods = "label: Method\nroute: methods\nvocabulary: closed\nterms:\n".to_owned();
    for term in 0..6 {
        writeln!(methods, "  - id: method-{term}\n    label: Method {term}").expect("text");
    }
    let mut places = "label: Place\nroute: places\nvocabulary: closed\nterms:\n".to_owned();
    for term in 0..20 {
        writeln!(places, "  - id: place-{term}\n    label: Place {term}").expect("text");
        if term >= 10 {
            writeln!(places, "    broader: place-{}", term - 10).expect("text");
        }
    }
    site.write("content/taxonomies/method.yaml", &methods);
    site.write("content/taxonomies/place.yaml", &places);
    site.write("content/taxonomies/firm.yaml", "label: Firm\nroute: firms\nvocabulary: open\n");
    let kinds = ["news", "company", "court"];
    let mut seed = 7_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for case in 0..many {
        let (method, place, other) = (random(6), random(20), random(20));
        let places = if place == other { format!("place-{place}") } else { format!("place-{place}, place-{other}") };
        let cited = ["", " [@a]", " [@a; @b]"][random(3)];
        let judged = if case % 7 == 0 { ", independent: false" } else { "" };
        let mut fields = String::new();
        if random(2) == 0 {
            writeln!(fields, "jobs: {{ value: {}, sources: [a] }}", random(9) * random(9000)).expect("text");
        }
        if random(3) == 0 {
            let (one, other) = (random(900_000), random(90_000));
            writeln!(fields, "loss:\n  - {{ min: {one}, sources: [a] }}\n  - {{ value: {other} EUR, sources: [a] }}")
                .expect("text");
        }
        let stage = ["pilot", "in use"][random(2)];
        writeln!(fields, "stage: {stage}\npublic: {}\nbegan: {}-0{}", random(2) == 0, 2010 + random(9), 1 + random(9))
            .expect("text");
        let marker = if case % 97 == 0 { " Quetzal." } else { "" };
        let text = format!(
            "---\ntitle: Case {case}\ndate: {}\nsummary: Summary {case}.\nmethod: method-{method}\nplace: [{places}]\n\
             firm: Example {} Ltd\n{fields}sources:\n  - {{id: a, publisher: Paper {}, kind: {}, title: Title {case}{judged}}}\n\
             \x20 - {{id: b, publisher: Paper {}, url: \"https://example.org/{}\", kind: news{judged}}}\n---\n\n\
             ## What\n\nThey did {case}{cited}.\n\nThen more [@a].{marker}\n",
            2000 + random(26),
            random(400),
            random(40),
            kinds[random(3)],
            case % 40,
            case % 40,
        );
        site.write(&format!("content/cases/{:03}/case-{case}.md", case / 100), &text);
    }
    site
}

#[test]
fn facets_and_matrices_of_the_demonstration_equal_its_data() {
    let built = build(repository());
    built.check_facets();
    built.check_first();
    built.check_matrix("adoption-types_departments", "adoption_type", "department");
    built.check_matrix("adoption-types_outcomes", "adoption_type", "outcome");
    assert!(built.with_word("klarna").contains(&"klarna".to_owned()));
}

#[test]
fn facets_and_matrices_of_two_thousand_cases_equal_their_data() {
    let site = generate(2000);
    let built = build(site.root());
    assert_eq!(built.cases.len(), 2000);
    built.check_facets();
    built.check_first();
    built.check_matrix("methods_places", "method", "place");
    built.check_ranges(site.root(), "jobs");
    let marked: Vec<String> = built
        .cases
        .iter()
        .filter(|case| case["sections"][0]["markdown"].as_str().is_some_and(|text| text.contains("Quetzal")))
        .map(|case| case["slug"].as_str().expect("a slug").to_owned())
        .collect();
    assert_eq!(marked.len(), 21);
    assert_eq!(built.with_word("quetzal"), marked);
}
