//! The files of `data/` on the demonstration site and a small one: what they hold, and what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use casebook::export::{DataFile, SchemaOf, Selection};
use casebook::query;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{BASE_URL, built, checked, column, example, export, options, rows};
use crate::support::site::{Site, repository};

fn sha256(bytes: &[u8]) -> String {
    let hexadecimal = |text: String, byte: &u8| text + &format!("{byte:02x}");
    Sha256::digest(bytes).iter().fold(String::new(), hexadecimal)
}

#[test]
fn tables_have_a_row_for_each() {
    let checked = checked(&example());
    let whole = Selection::whole(checked.renderer.as_ref().unwrap().site());
    let cases = export(&checked, DataFile::CasesCsv, &whole);
    assert!(cases.starts_with(
        "\u{feff}slug,title,date,year,summary,authors,lang,added,reviewed,department,department_ids,statements,\
         independent_statements,other_statements,uncited_statements,cited_statements,quoting_statements,sources,independent_sources,publishers,newest_source,url\r\n\
         one,Example Ltd asks,2023-05-13,2023,It asked.,\"Doe, Jane\",en,,2024-01,Legal,legal,3,1,1,1,2,0,2,1,2,2023-06,cases/one.html\r\n\
         three,Example GmbH waits,2021/2025-02,2021,It waited.,,en,,,,,1,0,0,1,0,0,0,0,0,,cases/three.html\r\n\
         two,Example Inc answers,2024,2024,It answered.,,en,,,Office; Real estate,office; real-estate,1,1,0,0,1,0,1,1,1,2023-06,"
    ), "{cases}");
    let sources = export(&checked, DataFile::SourcesCsv, &whole);
    assert_eq!(column(&sources, "title"), ["", "A, \"b\""]);
    assert_eq!(column(&sources, "case_slugs"), ["one", "one; two"]);
    assert_eq!(column(&sources, "independent"), ["false", "true"]);
    let citations = export(&checked, DataFile::CitationsCsv, &whole);
    let of = |name: &str| column(&citations, name);
    assert_eq!(of("case"), ["one", "one", "one", "two"]);
    let statements = of("statement");
    assert!(statements.iter().all(|anchor| anchor.starts_with("s-")), "{statements:?}");
    assert_eq!([statements[0] == statements[1], statements[1] == statements[2]], [true, false]);
    assert_eq!(of("source"), ["t", "p", "p", "x"]);
    assert_eq!(of("locator"), ["p. 3; p. 4", "", "", ""]);
    assert_eq!(of("text")[0], "It asked all of them. Then again.");
    assert_eq!(of("url")[1], format!("cases/one.html#{}", statements[1]));
    let works: BTreeSet<String> = column(&sources, "work").into_iter().collect();
    assert!(of("work").iter().all(|work| works.contains(work)));
}

#[test]
fn a_selection_is_exported_alone() {
    let checked = checked(&example());
    let site = checked.renderer.as_ref().unwrap().site();
    let some = Selection::of(query::select(site, Some("year=2024")).unwrap());
    assert_eq!(column(&export(&checked, DataFile::CasesCsv, &some), "slug"), ["two"]);
    assert_eq!(column(&export(&checked, DataFile::CitationsCsv, &some), "case"), ["two"]);
    assert_eq!(rows(&export(&checked, DataFile::SourcesCsv, &some)).len(), 1);
    let json: Value = serde_json::from_str(&export(&checked, DataFile::CasesJson, &some)).unwrap();
    assert_eq!(json["cases"].as_array().unwrap().len(), 1);
}

/// Size and checksum by path.
type Sums = BTreeMap<String, (u64, String)>;

/// What the page and the package say.
fn said_of_files(site: &Site) -> (Sums, Sums) {
    let html = Html::parse_document(&built(site, "data/index.html"));
    let script = html.select(&Selector::parse("script[type='application/ld+json']").unwrap()).next().unwrap();
    let graph: Value = serde_json::from_str(&script.inner_html()).unwrap();
    let downloads = graph["@graph"][0]["distribution"].as_array().unwrap().iter().map(|file| {
        let bytes = file["contentSize"].as_str().unwrap().trim_end_matches(" B").parse().unwrap();
        assert_eq!(file["@type"], "DataDownload");
        assert_eq!(file["contentUrl"], format!("{BASE_URL}/data/{}", file["name"].as_str().unwrap()));
        (file["name"].as_str().unwrap().to_owned(), (bytes, file["sha256"].as_str().unwrap().to_owned()))
    });
    let package: Value = serde_json::from_str(&built(site, "data/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap().iter().map(|file| {
        let hash = file["hash"].as_str().unwrap().strip_prefix("sha256:").unwrap().to_owned();
        (file["path"].as_str().unwrap().to_owned(), (file["bytes"].as_u64().unwrap(), hash))
    });
    (downloads.collect(), resources.collect())
}

#[test]
fn sizes_and_checksums_are_those_of_the_files() {
    let site = example();
    site.build(&options(Some(BASE_URL)));
    let (page, package) = said_of_files(&site);
    let mut written = site.files("public/data");
    written.retain(|path, _| !path.starts_with("explore/"));
    let sums = String::from_utf8(written.remove("SHA256SUMS").unwrap()).unwrap();
    for (path, bytes) in written.iter().filter(|(path, _)| *path != "index.html") {
        assert!(sums.lines().any(|line| line == format!("{}  {path}", sha256(bytes))), "{path}: {sums}");
        let sum = (bytes.len() as u64, sha256(bytes));
        assert_eq!(page.get(path), Some(&sum), "{path}");
        if path != "datapackage.json" && !path.starts_with("schema/") {
            assert_eq!(package.get(path), Some(&sum), "{path}");
        }
    }
    assert_eq!(page.len() + 1, written.len(), "the page lists every file but itself");
    assert_eq!(sums.lines().count(), page.len(), "each file has its line in the list of checksums");
    let text = built(&site, "data/index.html");
    assert!(page.iter().all(|(path, (_, sum))| text.contains(&format!("data/{path}\"")) && text.contains(sum)));
    assert!(text.contains("<a href=\"https://creativecommons.org/licenses/by/4.0/\" rel=\"license\">"));
}

#[test]
fn what_is_served_is_what_is_built() {
    let site = example();
    site.build(&options(Some(BASE_URL)));
    // In another order than that of a build: the page first.
    let checked = site.check(&options(Some(BASE_URL)));
    let renderer = checked.renderer.as_ref().unwrap();
    for route in ["data/index.html", "data/datapackage.json", "data/cases.json", "data/cases.csv", "llms.txt"] {
        let mut bytes = Vec::new();
        renderer.render(renderer.plan().find(route).unwrap(), &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), built(&site, route), "{route}");
    }
}

#[test]
fn the_package_describes_the_tables() {
    let site = example();
    site.build(&options(Some(BASE_URL)));
    let package: Value = serde_json::from_str(&built(&site, "data/datapackage.json")).unwrap();
    assert_eq!(package["name"], "example-casebook");
    assert_eq!(
        package["licenses"],
        json!([{
            "name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"
        }])
    );
    for resource in package["resources"].as_array().unwrap().iter().filter(|one| one["type"] == "table") {
        let path = resource["path"].as_str().unwrap();
        let rows = rows(&built(&site, &format!("data/{path}")));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        for row in &rows {
            assert_eq!(row.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names, "{path}");
            for ((name, value), field) in row.iter().zip(fields) {
                let required = field["constraints"]["required"] == true;
                assert!(!required || !value.is_empty(), "{path} {name}");
                let fits = match field["type"].as_str().unwrap() {
                    "integer" | "year" => value.is_empty() || value.parse::<u32>().is_ok(),
                    "boolean" => value == "true" || value == "false",
                    _ => true,
                };
                assert!(fits, "{path} {name}: {value}");
            }
        }
        let key: Vec<&str> =
            resource["schema"]["primaryKey"].as_array().unwrap().iter().map(|k| k.as_str().unwrap()).collect();
        let keys: BTreeSet<Vec<&str>> = rows
            .iter()
            .map(|row| {
                row.iter().filter(|(name, _)| key.contains(&name.as_str())).map(|(_, value)| value.as_str()).collect()
            })
            .collect();
        assert_eq!(keys.len(), rows.len(), "{path}: the key tells rows apart");
    }
}

#[test]
fn data_fits_its_schemas() {
    let checked = casebook::pipeline::check(repository(), &casebook::pipeline::Options::default()).unwrap();
    let whole = Selection::whole(checked.renderer.as_ref().unwrap().site());
    let read = |file: DataFile| -> Value { serde_json::from_str(&export(&checked, file, &whole)).unwrap() };
    let data = read(DataFile::CasesJson);
    let fits = |schema: &Value, value: &Value| {
        let validator = jsonschema::validator_for(schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(value).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    };
    fits(&read(DataFile::Schema(SchemaOf::Cases)), &data);
    let case = read(DataFile::Schema(SchemaOf::Case));
    data["cases"].as_array().unwrap().iter().for_each(|one| fits(&case, one));
    // It is a schema, not a wildcard.
    let mut broken = data["cases"][0].clone();
    broken["title"] = json!(1);
    assert!(!jsonschema::validator_for(&case).unwrap().is_valid(&broken));
}

#[test]
fn llms_txt_has_its_form() {
    let site = example();
    site.build(&options(Some(BASE_URL)));
    let text = built(&site, "llms.txt");
    let head = "# Example casebook\n\n> What example companies did.\n\n## Data\n\n\
        - [Data](https://example.org/casebook/data/index.html): Everything on this site as files";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("\n- [Departments](https://example.org/casebook/departments/index.html)\n"));
    assert!(text.contains("\n- [Example Inc answers](https://example.org/casebook/cases/two.html): It answered.\n"));
    // llmstxt.org: one title, then sections whose lines are all links.
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
    let below = text.split_once("\n## ").unwrap().1;
    assert!(below.lines().skip(1).all(|line| line.is_empty() || line.starts_with("## ") || line.starts_with("- [")));
}

#[test]
fn the_command_writes_what_a_build_writes() {
    let site = example();
    site.build(&options(None));
    for file in ["cases.json", "cases.csv", "sources.csv", "citations.csv", "passages.csv", "datapackage"] {
        let path = if file == "datapackage" { "datapackage.json" } else { file };
        let done = site.run(&["export", "--format", file]);
        assert_eq!(done.out, built(&site, &format!("data/{path}")), "{file}");
    }
    let one = "department.ttl";
    let done = site.run(&["export", "--format", "skos-ttl", "--output", one]);
    assert!(done.code == 0 && done.out.is_empty());
    assert_eq!(site.read(one), built(&site, &format!("data/vocabularies/{one}")), "the only vocabulary");
    let done = site.run(&["export", "--format", "cases.csv", "--where", "department=lgal"]);
    assert_eq!(done.code, 2);
    assert_eq!(
        done.err,
        "error: unknown department `lgal`\n  | department=lgal\n  |            ^^^^ did you mean `legal`?\n"
    );
    let done = site.run(&["export", "--format", "datapackage", "--where", "department=legal"]);
    assert_eq!(done.code, 2);
    let done = site.run(&["list", "--where", "department=office"]);
    assert_eq!(
        done.out,
        "slug  title                date        evidence\n\
         one   Example Ltd asks     2023-05-13  1/3 independent, 2 cited\n\
         two   Example Inc answers  2024        1/1 independent, 1 cited\n"
    );
    let done = site.run(&["list", "--format", "paths", "--where", "not reviewed=*"]);
    assert_eq!(done.out, "./content/cases/three.md\n./content/cases/two.md\n");
}

#[test]
fn every_file_and_column_is_documented() {
    let text = std::fs::read_to_string(repository().join("docs/data.md")).unwrap();
    let site = example();
    site.build(&options(None));
    let package: Value = serde_json::from_str(&built(&site, "data/datapackage.json")).unwrap();
    let tables = package["resources"].as_array().unwrap().iter().filter(|one| one["type"] == "table");
    for resource in tables {
        let heading = format!("\n### {}\n", resource["path"].as_str().unwrap());
        let section = text.split_once(&heading).unwrap().1.split("\n#").next().unwrap();
        for field in resource["schema"]["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap().replace("department", "TAXONOMY");
            assert!(section.contains(&format!("`{name}`")), "{heading} {name}");
        }
    }
    let checked = checked(&site);
    let of_site = checked.renderer.as_ref().unwrap().site();
    for file in DataFile::all(of_site) {
        let path = file.path(of_site).replace("department", "ID");
        assert!(text.contains(&format!("`{path}`")), "{path}");
    }
    let error = query::select(of_site, Some("é=1")).unwrap_err();
    for field in error.help.strip_prefix("fields are department, ").unwrap().split(", ") {
        assert!(text.contains(&format!("`{field}`")), "{field}");
    }
}
