//! The forms of a citation.

use super::{SOURCES, citing, texts};

fn cited(style: &str, body: &str) -> Vec<String> {
    texts(&citing(style, SOURCES, body).page(), "#one .citation")
}

#[test]
fn author_date() {
    let body = "A [@ltd]. B [see @doe, pp. 3-5, for more; @ltd, chap. 2]. C [-@ltd]. @ltd says. @doe [p. 3; @ltd] say. D [@times].";
    assert_eq!(
        cited("apa", body),
        [
            "(Example Ltd, ca. 2024)",
            "(see Doe & Roe, 2025b, pp. 3–5, for more; Example Ltd, ca. 2024, Chapter 2)",
            "(ca. 2024)",
            "Example Ltd (ca. 2024)",
            "Doe & Roe (2025b, p. 3; Example Ltd, ca. 2024)",
            "(“Example Ltd Tests an Assistant,” 2025)",
        ]
    );
}

#[test]
fn equal_years_are_told_apart_in_text_and_list() {
    let page = citing("apa", SOURCES, "A [@doe; @doe2].").page();
    let group = texts(&page, "#one .citation").concat();
    assert!(group.contains("2025a") && group.contains("2025b"), "{group}");
    let entries = texts(&page, ".formatted .work");
    assert!(entries.iter().any(|entry| entry.contains("(2025a")), "{entries:?}");
    assert_eq!(entries.len(), 4, "sources that nothing cites are entries too");
}

#[test]
fn numbers() {
    let body = "A [@doe; @doe2; @times; @ltd]. B [@ltd, p. 3]. C [@times, emphasis mine]. @doe says.";
    let cited = cited("ieee", body);
    assert_eq!(cited, ["[1], [2], [3], [4]", "[4, p. 3]", "[3], emphasis mine", "J. Doe and R. Roe [1]"]);
    let page = citing("american-medical-association", SOURCES, body).page();
    assert_eq!(texts(&page, "#one .citation")[0], "1–4");
    for number in 1..=7 {
        assert!(page.contains(&format!("id=\"cite_{number}\"")), "what a range swallows can be led back to: {number}");
        assert!(page.contains(&format!("href=\"#cite_{number}\"")), "and is: {number}");
    }
    assert!(texts(&page, ".formatted .work")[0].starts_with("1. Doe J, Roe R. On examples."), "{page}");
}

#[test]
fn notes() {
    let page = citing("chicago-notes", SOURCES, "A [@doe]. B [@doe, p. 3]. @ltd says. C.[^1]\n\n[^1]: Own.").page();
    assert_eq!(texts(&page, "#one .citation"), ["1", "2", "Example Ltd3"]);
    let notes = texts(&page, "#case_notes li p");
    assert_eq!(notes.len(), 4);
    assert_eq!(notes[3], "Own.");
    assert!(notes[0].starts_with("Jane Doe and Richard Roe, “On Examples,” Journal of Examples"), "{notes:?}");
    assert!(notes[1].starts_with("Doe and Roe, ") || notes[1].starts_with("Ibid"), "{notes:?}");
    assert!(page.contains("href=\"#fn_4\""), "footnotes are numbered on");
}

#[test]
fn terms_are_in_the_language_of_the_site() {
    let site = citing("apa", SOURCES, "A [@doe, S. 3]. B [@ltd, chap. 2].");
    site.write("casebook.yaml", "title: T\nlanguage: de\ncitations: {style: apa}\n");
    let cited = texts(&site.page(), "#one .citation");
    assert_eq!(cited, ["(Doe & Roe, 2025b, S. 3)", "(Example Ltd, ca. 2024, Kapitel 2)"]);
}

#[test]
fn the_built_in_style_is_as_it_was() {
    let page = citing("publisher-date", SOURCES, "A [see @times, p. 3; @ltd]. @ltd says. [-@times].").page();
    assert_eq!(
        texts(&page, "#one .citation"),
        ["(see Example Times, 13 May 2025, p. 3; Example Ltd, c. 2024)", "Example Ltd (c. 2024)", "(13 May 2025)"]
    );
    assert!(!page.contains("class=\"formatted\""));
}

#[test]
fn styles_come_from_files_too() {
    let site = citing("styles/mine.csl", SOURCES, "A [@doe].");
    let style = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>M</title>\
                 <id>m</id><updated>2025-01-01T00:00:00+00:00</updated></info><citation><layout prefix=\"&lt;\" suffix=\"&gt;\">\
                 <text variable=\"title\"/></layout></citation></style>";
    site.write("styles/mine.csl", style);
    let page = site.page();
    assert_eq!(texts(&page, "#one .citation"), ["<On examples>"]);
    assert!(!page.contains("class=\"formatted\""), "a style without a bibliography leaves the list to the theme");
}

#[test]
fn a_style_that_cannot_be_used_is_reported_at_its_place() {
    for (style, message) in
        [("iee", "there is no citation style `iee`"), ("missing.csl", "there is no citation style at `missing.csl`")]
    {
        let (_, found) = citing(style, SOURCES, "A [@doe].").render("cases/a.html");
        assert!(found.contains(&format!("bad-style casebook.yaml:3:20 {message}")), "{found:?}");
    }
    let site = citing("broken.csl", SOURCES, "A [@doe].");
    site.write("broken.csl", "<style>");
    assert!(site.render("cases/a.html").1.iter().any(|found| found.contains("`broken.csl` is not a CSL style")));
}

#[test]
fn raw_html_beside_citations_keeps_them_whole() {
    let page = citing("apa", SOURCES, "A <em id=\"cite_1\">x</em> [@doe].").page();
    assert_eq!(texts(&page, "#one .citation"), ["(Doe & Roe, 2025b)"]);
    assert_eq!(page.matches("id=\"cite_1\"").count(), 1);
}

#[test]
fn entries_name_their_authors_however_citations_are_told_apart() {
    let author = |second: &str| format!("\"Doe, Jane and {second}, A. and Poe, B. and Low, C.\"");
    let source = |id: &str, second: &str| {
        format!(
            "\n  - {{id: {id}, publisher: Journal, author: {}, title: On {id}, date: 2025, kind: paper}}",
            author(second)
        )
    };
    let sources = format!("{}{}", source("a", "Ade"), source("b", "Bea"));
    let page = citing("apa", &sources, "A [@a; @b].").page();
    assert_eq!(texts(&page, "#one .citation"), ["(Doe, Ade, et al., 2025; Doe, Bea, et al., 2025)"]);
    assert_eq!(
        texts(&page, ".formatted .work"),
        [
            "Doe, J., Ade, A., Poe, B., & Low, C. (2025). On a. Journal.",
            "Doe, J., Bea, A., Poe, B., & Low, C. (2025). On b. Journal."
        ]
    );
}

const NOTES: &str = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"note\" version=\"1.0\"><info><title>M</title><id>m</id>\
                     <updated>2025-01-01T00:00:00+00:00</updated></info><citation><layout delimiter=\"; \"><choose>\
                     <if position=\"ibid\"><text value=\"ibid\"/></if><else><text variable=\"title\"/></else></choose></layout></citation></style>";

#[test]
fn ibid_stands_only_behind_a_citation_of_one_source() {
    let site = citing("notes.csl", SOURCES, "A [@doe; @ltd]. B [@ltd]. C [@ltd]. D [@doe]. E [@ltd; @doe]. F [@doe].");
    site.write("notes.csl", NOTES);
    assert_eq!(
        texts(&site.page(), "#case_notes li p"),
        [
            "On examples; Our assistant",
            "Our assistant",
            "ibid",
            "On examples",
            "Our assistant; On examples",
            "On examples"
        ]
    );
}

#[test]
fn notes_of_one_form_have_letters_too() {
    let of_year =
        "<names variable=\"author\"/><date variable=\"issued\" prefix=\" \"><date-part name=\"year\"/></date>";
    let style = NOTES
        .split_once("<choose>")
        .unwrap()
        .0
        .replace("<citation>", "<citation disambiguate-add-year-suffix=\"true\">");
    let site = citing("notes.csl", SOURCES, "A [@doe]. B [@doe2].");
    site.write("notes.csl", format!("{style}{of_year}</layout></citation></style>"));
    let notes = texts(&site.page(), "#case_notes li p");
    assert_eq!(notes, ["Jane Doe, Richard Roe 2025a", "Jane Doe, Richard Roe 2025b"]);
}

#[test]
fn a_note_of_several_works_leaves_the_next_ones_told_apart() {
    let source = |id: &str, author: &str| {
        format!("\n  - {{id: {id}, publisher: J, author: \"{author}\", title: One, date: 2020, kind: paper}}")
    };
    let people = [("a", "Doe, John"), ("b", "Doe, Ade"), ("c", "Roe, Jane")];
    let sources: String = people.iter().map(|(id, author)| source(id, author)).collect();
    let style = NOTES.split_once("<choose>").unwrap().0.replace(
        "<citation>",
        "<citation disambiguate-add-givenname=\"true\" givenname-disambiguation-rule=\"by-cite\">",
    );
    let site = citing("notes.csl", &sources, "A [@a; @b]. B [@c].");
    site.write("notes.csl", format!("{style}<names variable=\"author\"><name form=\"short\" initialize-with=\"\"/></names></layout></citation></style>"));
    assert_eq!(texts(&site.page(), "#case_notes li p"), ["J Doe; A Doe", "Roe"]);
}

#[test]
fn letters_reach_every_clash_and_events_too() {
    let source = |number: usize| {
        let (group, letter) = (number / 3, ["Zoo", "Middle", "Apple"][number % 3]);
        format!(
            "\n  - {{id: s{number}, publisher: J, author: \"Doe{group}, Jane\", title: {letter}, date: 2020, kind: paper}}"
        )
    };
    let sources: String = (0..18).map(source).collect();
    let body: String = (0..18).map(|number| format!("T [@s{number}]. ")).collect();
    let cited = texts(&citing("apa", &sources, &body).page(), "#one .citation");
    let wanted: Vec<String> =
        (0..18).map(|number| format!("(Doe{}, 2020{})", number / 3, ["c", "b", "a"][number % 3])).collect();
    assert_eq!(cited, wanted);
}

#[test]
fn a_list_that_goes_on_says_so_in_every_style() {
    let source = |author: &str| {
        format!("\n  - {{id: a, publisher: J, author: \"{author}\", title: One, date: 2020, kind: paper}}")
    };
    for (style, cited, entry) in [
        ("apa", "(Doe et al., 2020)", "Doe, J., et al. (2020). One. J."),
        ("ieee", "[1]", "[1] J. Doe et al., “One,” J, 2020."),
        ("chicago-author-date", "(Doe et al. 2020)", "Doe, Jane, et al. 2020."),
        ("american-medical-association", "1", "1. Doe J, et al. One."),
    ] {
        let page = citing(style, &source("Doe, Jane and others"), "A [@a].").page();
        assert_eq!(texts(&page, "#one .citation"), [cited], "{style}");
        let entries = texts(&page, ".formatted .work");
        assert!(entries[0].starts_with(entry), "{style}: {entries:?}");
    }
}

#[test]
fn particles_and_suffixes_stand_where_csl_puts_them() {
    let names = "La Fontaine, Jean de and family=Doe, given=John, suffix=Jr., commasuffix=true and van der Berg, Jan";
    let source = format!("\n  - {{id: a, publisher: J, author: \"{names}\", title: One, date: 2020, kind: paper}}");
    let page = citing("apa", &source, "A [@a].").page();
    assert_eq!(
        texts(&page, ".formatted .work")[0],
        "La Fontaine, J. de, Doe, J., Jr., & van der Berg, J. (2020). One. J."
    );
    let style = NOTES.replace("<text variable=\"title\"/>", "<names variable=\"author\"/>");
    let site = citing("notes.csl", &source, "A [@a].");
    site.write("notes.csl", &style);
    assert_eq!(texts(&site.page(), "#case_notes li p"), ["Jean de La Fontaine, John Doe, Jr., Jan van der Berg"]);
}
