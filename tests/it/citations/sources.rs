//! Works across cases, and sources taken over from a reference manager.

use std::fs::File;

use super::{SOURCES, citing, texts};
use crate::support::run::{Run, casebook};
use crate::support::site::Site;

#[test]
fn a_work_that_several_cases_cite_has_its_page() {
    let site =
        citing("publisher-date", SOURCES, "A [@times].\n\nB [@ltd].\n\nC [@ltd].\n\nD [@ltd].\n\nE [@ltd; @doe].");
    let other = "---\ntitle: B\ndate: 2025\nsummary: S.\nsources:\n  - {id: t, publisher: Example Times, \
                 url: \"https://web.archive.org/web/2025/http://www.example.org/a/?utm_source=x\"}\n---\n\n## One\n\nOther [@t].\n";
    site.write("content/cases/b.md", other);
    let (work, _) = site.render("works/a-times.html");
    assert_eq!(texts(&work, ".count"), ["Supports 2 statements in 2 cases"]);
    assert_eq!(texts(&work, ".supports h2 a"), ["A", "B"]);
    let (publisher, _) = site.render("sources/example-ltd.html");
    assert!(publisher.contains("id=\"work_a-ltd\"") && !publisher.contains("works/a-ltd"), "one case cites it");
    assert!(site.page().contains("href=\"../works/a-times.html\""));
    let (publisher, _) = site.render("sources/journal-of-examples.html");
    assert!(publisher.contains("id=\"work_a-doe\"") && !publisher.contains("works/a-doe"), "one case cites these");
    assert!(site.render("sources/example-times.html").0.contains("href=\"../works/a-times.html\""));
}

fn source(site: &Site, arguments: &[&str], input: &str) -> (i32, String) {
    site.write("input", input);
    let mut command = casebook(site.root());
    let input = File::open(site.path("input")).unwrap();
    let run: Run = command.arg("source").args(arguments).stdin(input).output().unwrap().into();
    (run.code, run.err)
}

#[test]
fn a_source_is_added_and_no_other_byte_changes() {
    let site = citing("publisher-date", SOURCES, "A [@times].");
    let before = site.read("content/cases/a.md");
    let ris =
        "TY  - NEWS\nTI  - More: news\nPB  - Example Post\nPY  - 2025/05/13\nUR  - https://example.net/n\nER  - \n";
    let (code, said) = source(&site, &["add", "a"], ris);
    assert_eq!(
        (code, said.as_str()),
        (0, "added `example-post-2025` to content/cases/a.md; cite it with [@example-post-2025]\n")
    );
    let after = site.read("content/cases/a.md");
    let added = "\n  - id: example-post-2025\n    publisher: Example Post\n    title: \"More: news\"\n    date: 2025-05-13\n    \
                 url: https://example.net/n\n    kind: news";
    assert_eq!(after.replace(added, ""), before);
    assert_ne!(after, before);
    let (_, found) = site.render("cases/a.html");
    assert!(found.iter().all(|found| found.starts_with("uncited-source")), "{found:?}");
}

#[test]
fn what_is_there_is_not_added_again() {
    let site = citing("publisher-date", SOURCES, "A [@times].");
    site.write("content/sources/x.yaml", "- {id: shared, publisher: P, doi: 10.1000/x}\n");
    let before = site.read("content/cases/a.md");
    let bib = "@online{new, url = {http://www.example.org/a/#top}}";
    assert_eq!(source(&site, &["add", "a"], bib), (1, "the case lists this work already, as `times`\n".to_owned()));
    let json = "{\"id\": \"n\", \"type\": \"book\", \"DOI\": \"10.1000/X\"}";
    assert_eq!(
        source(&site, &["add", "a"], json),
        (1, "this work is a shared source; cite it with [@shared]\n".to_owned())
    );
    assert_eq!(source(&site, &["add", "a"], "").0, 2);
    let (code, said) = source(&site, &["add", "aa"], bib);
    assert_eq!(code, 2);
    assert!(said.contains("there is no case `aa`"), "{said}");
    assert_eq!(site.read("content/cases/a.md"), before);
}

#[test]
fn a_bibliography_becomes_shared_sources() {
    let site = citing("publisher-date", " []", "A [@doe2025].");
    site.write("library.bib", "@book{doe2025, title = {T}, publisher = {Example Press}, year = 2025}\n");
    assert_eq!(source(&site, &["import", "library.bib"], "").0, 0);
    assert_eq!(source(&site, &["import", "library.bib"], "").0, 0, "it is as it was");
    site.write("library.bib", "@book{doe2025, title = {Other}, publisher = {Example Press}, year = 2025}\n");
    assert_eq!(source(&site, &["import", "library.bib"], "").0, 2, "nothing is written over");
    assert_eq!(texts(&site.page(), "#one .citation"), ["(Example Press, 2025)"]);
}

#[test]
fn ris_becomes_shared_sources() {
    let ris = "TY  - JOUR\nID  - doe2020\nAU  - Doe, Jane\nTI  - On examples\nT2  - Journal of Examples\nVL  - 3\nPY  - 2020\nER  - \n";
    for (arguments, name) in
        [(["source", "import", "of.ris"].as_slice(), "of"), (&["import", "--sources", "by.ris"], "by")]
    {
        let site = citing("apa", " []", "A [@doe2020].");
        site.write(&format!("{name}.ris"), ris);
        let said = site.run(arguments).succeeds();
        assert_eq!(said, format!("./content/sources/{name}.json: 1 source\n"));
        let (page, found) = site.render("cases/a.html");
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(
            texts(&page, ".sources .formatted p.work")[0],
            "Doe, J. (2020). On examples. Journal of Examples, 3."
        );
    }
}

#[test]
fn what_has_an_address_for_a_key_gets_an_id() {
    let site = citing("publisher-date", " []", "A [@example-docs-2016].");
    let item = "[{\"id\":\"http://zotero.org/users/1234567/items/ABCD2345\",\"type\":\"webpage\",\"title\":\"Without a key\",\
                \"abstract\":\"kept\",\"issued\":{\"date-parts\":[[\"2016\"]]},\"URL\":\"https://example.org/y\",\"container-title\":\"Example Docs\"}]";
    site.write("zotero.json", item);
    assert_eq!(source(&site, &["import", "zotero.json"], "").0, 0);
    let written = std::fs::read_to_string(site.root().join("content/sources/zotero.json")).unwrap();
    assert_eq!(written, item.replace("http://zotero.org/users/1234567/items/ABCD2345", "example-docs-2016"));
    assert_eq!(texts(&site.page(), "#one .citation"), ["(Example Docs, 2016)"]);
    std::fs::remove_file(site.root().join("content/sources/zotero.json")).unwrap();
    let (code, said) = source(&site, &["add", "a"], item);
    assert_eq!((code, said.contains("added `example-docs-2016`")), (0, true), "{said}");
}

#[test]
fn an_id_has_the_whole_family_name() {
    let site = citing("publisher-date", SOURCES, "A [@times].");
    for (author, id) in [("La Fontaine, Jean", "la-fontaine-2016"), ("van den Berg, Jan", "berg-2016")] {
        let ris = format!("TY  - JOUR\nAU  - {author}\nTI  - One {id}\nPY  - 2016\nJO  - J\nER  - \n");
        let (code, said) = source(&site, &["add", "a"], &ris);
        assert_eq!((code, said.contains(&format!("added `{id}`"))), (0, true), "{said}");
    }
}

#[test]
fn one_bad_key_never_refuses_a_bibliography() {
    let site = citing("apa", " []", "A [@doe2020; @{doi:10.5555/s0000(13)1}].");
    site.write(
        "lib.json",
        "[{\"id\":\"doe2020\",\"type\":\"article-journal\",\"title\":\"One\",\"container-title\":\"J\",\"issued\":{\"date-parts\":[[2020]]},\"DOI\":\"10/ghz78f\"},\n\
         {\"id\":\"doi:10.5555/s0000(13)1\",\"type\":\"article-journal\",\"title\":\"Two\",\"container-title\":\"J\"},\n\
         {\"id\":\"two words\",\"type\":\"book\",\"title\":\"Three\"}]",
    );
    let (code, said) = source(&site, &["import", "lib.json"], "");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("the key `two words` cannot be cited, and its entry is left out"), "{said}");
    let page = site.page();
    assert!(page.contains("href=\"https://doi.org/10/ghz78f\""));
    assert_eq!(texts(&page, "#one .citation a").len(), 2);
}

#[test]
fn a_file_without_sources_is_an_error_and_nothing_is_written() {
    let site = citing("apa", " []", "Text.");
    for (name, text) in [("a.ris", "Provider: Example\nnothing else\n"), ("b.bib", "Only words.\n"), ("c.json", "[]")] {
        site.write(name, text);
        let (code, said) = source(&site, &["import", name], "");
        assert_ne!(code, 0, "{name}");
        assert!(said.contains("no source in it") || said.contains("there is no entry"), "{name}: {said}");
    }
    assert!(!site.root().join("content/sources").exists());
}
