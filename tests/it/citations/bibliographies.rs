//! Bibliographies in: what is read, and where what is wrong with them is.

use super::{citing, texts};

fn found(path: &str, text: &str) -> Vec<String> {
    let site = citing("publisher-date", " []", "Text.");
    site.write(path, text);
    let (_, found) = site.render("cases/a.html");
    found.into_iter().filter(|found| found.contains("content/sources")).collect()
}

#[test]
fn biblatex_and_csl_json_are_cited_like_front_matter() {
    let site = citing(
        "ieee",
        "\n  - {id: own, publisher: Example Times, title: News, date: 2025}",
        "A [@own; @Müller:2020; @json_1].",
    );
    site.write(
        "content/sources/library.bib",
        "@article{Müller:2020,\n  author = {M{\\\"u}ller, Anna and {Example, Inc.}},\n  title = {On {NASA} and Other Things},\n  \
         journal = {Journal of Examples},\n  volume = 3, number = {2}, pages = {1--9}, year = 2020, month = may,\n  doi = {https://doi.org/10.1000/X}\n}\n",
    );
    site.write(
        "content/sources/zotero.json",
        "[{\"id\": \"json_1\", \"type\": \"book\", \"title\": \"A <i>book</i>\", \"publisher\": \"Example Press\", \
         \"author\": [{\"family\": \"Roe\", \"given\": \"R.\", \"non-dropping-particle\": \"van\"}], \
         \"issued\": {\"date-parts\": [[\"2019\", 5, \"\"]]}, \"ISBN\": \"978-0-306-40615-7\"}]",
    );
    let (page, found) = site.render("cases/a.html");
    assert_eq!(found, Vec::<String>::new());
    let entries = texts(&page, ".formatted .work");
    assert_eq!(
        entries[1],
        "[2] A. Müller and Example, Inc., “On NASA and other things,” Journal of Examples, vol. 3, no. 2, pp. 1–9, May 2020, doi: 10.1000/X."
    );
    assert_eq!(entries[2], "[3] R. van Roe, A book. Example Press, 2019.");
    let publishers = texts(&page, ".publisher");
    assert_eq!(publishers, ["Example Times", "Journal of Examples", "Example Press"]);
}

#[test]
fn errors_have_their_place_and_the_rest_is_read() {
    let text = "@online{good, title = {Good}, url = {https://example.org/g}}\n\n@online{bad key, title = {Bad}}\n\n\
                @online{open, title = {Never closed,\n  date = {2025}\n\n@online{last, title = {Last}, date = {soon}, url = {ftp://x}}\n";
    assert_eq!(
        found("content/sources/x.bib", text),
        [
            "bibliography-syntax content/sources/x.bib:3:13 here should be a comma behind the key of an entry",
            "bibliography-syntax content/sources/x.bib:5:1 this entry is never closed",
            "bibliography-entry content/sources/x.bib:8:39 `soon` is not a date, and is left out",
            "bibliography-entry content/sources/x.bib:8:53 `ftp://x` is not a web address, and is left out",
        ]
    );
    let text = "[\n  {\"id\": \"a\", \"type\": \"book\", \"ISBN\": \"1234\"},\n  {\"id\": \"b\",}\n]";
    assert_eq!(
        found("content/sources/x.json", text),
        ["bibliography-syntax content/sources/x.json:3:14 not JSON: key must be a string"]
    );
    let text = "[\n  {\"type\": \"book\", \"title\": \"T\"},\n  {\"id\": \"b\", \"ISBN\": \"1234\", \"issued\": {\"literal\": \"soon\"}}\n]";
    assert_eq!(
        found("content/sources/x.json", text),
        [
            "bibliography-syntax content/sources/x.json:2:3 this item has no `id`",
            "bibliography-entry content/sources/x.json:3:23 `1234` is not an ISBN, and is left out",
            "bibliography-entry content/sources/x.json:3:41 `soon` is not a date, and is left out",
        ]
    );
    assert_eq!(
        found("content/sources/x.json", "{\"a\": 1}"),
        ["bibliography-syntax content/sources/x.json:1:1 a bibliography in JSON is a list of items"]
    );
}

#[test]
fn keys_given_twice_are_reported() {
    let text = "@book{a, title = {A}}\n@book{a, title = {Another}}\n@book{a,\n  title = {A}}\n@book{ä, title = {B}}\n@book{a\u{308}, title = {C}}\n@book{-x, title = {D}}\n";
    assert_eq!(
        found("content/sources/x.bib", text),
        [
            "bibliography-entry content/sources/x.bib:2:7 the key `a` is given to another entry too; the first one counts",
            "bibliography-entry content/sources/x.bib:3:7 the entry `a` is given twice",
        ]
    );
}
