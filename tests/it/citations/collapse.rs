//! What stands once in a group, and what stands around the letters of years.

use super::{citing, texts};

/// Works of authors and years: `a1` is the first of Doe's.
fn works(of: &[(&str, &str, &str)]) -> String {
    let work = |(id, author, year): &(&str, &str, &str)| {
        format!("\n  - {{id: {id}, publisher: J, author: \"{author}\", title: Title {id}, date: {year}, kind: paper}}")
    };
    of.iter().map(work).collect()
}

/// A style that cites by author and year, with attributes of its citations and what it writes behind an author.
fn style(attributes: &str, behind: &str) -> String {
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>M</title>\
         <id>m</id><updated>2025-01-01T00:00:00+00:00</updated></info>\
         <citation disambiguate-add-year-suffix=\"true\" {attributes}><layout prefix=\"(\" suffix=\")\" delimiter=\"; \">\
         <group delimiter=\" \"><names variable=\"author\"><name form=\"short\"/></names>{behind}</group>\
         <text variable=\"locator\" prefix=\", \"/></layout></citation></style>"
    )
}

const YEAR: &str = "<group><date variable=\"issued\"><date-part name=\"year\"/></date></group>";

fn cited(style: &str, sources: &str, body: &str) -> Vec<String> {
    let site = citing("mine.csl", sources, body);
    site.write("mine.csl", style);
    texts(&site.page(), "#one .citation")
}

#[test]
fn places_do_not_keep_names_from_standing_once() {
    let sources = works(&[("a", "Doe, Jane", "2019"), ("b", "Doe, Jane", "2020"), ("c", "Roe, Ann", "2018")]);
    let body =
        "A [@a, p. 3; @b, p. 4; @c]. B [@a; @b, p. 4]. C [@a, p. 3; see @b]. D [@a, p. 3, and more; @b]. E [@a; @b].";
    assert_eq!(
        cited(&style("collapse=\"year\" after-collapse-delimiter=\" / \"", YEAR), &sources, body),
        [
            "(Doe 2019, 3 / 2020, 4 / Roe 2018)",
            "(Doe 2019 / 2020, 4)",
            "(Doe 2019, 3; see Doe 2020)",
            "(Doe 2019, 3, and more; Doe 2020)",
            "(Doe 2019, 2020)",
        ]
    );
    let page = citing("apa", &sources, "A [@a, p. 3; @b, p. 4; @c].").page();
    assert_eq!(texts(&page, "#one .citation"), ["(Doe, 2019, p. 3; 2020, p. 4; Roe, 2018)"]);
    assert_eq!(cited(&style("", YEAR), &sources, "A [@a, p. 3; @b, p. 4]."), ["(Doe 2019, 3; Doe 2020, 4)"]);
}

#[test]
fn letters_in_a_row_are_a_range() {
    let ids = ["a", "b", "c", "d", "e"];
    let sources = works(&ids.map(|id| (id, "Doe, Jane", "2020")));
    let body = "A [@a; @b; @c; @d; @e]. B [@a; @b; @d]. C [@a; @c; @d; @e]. D [@a; @b].";
    let ranged = style("collapse=\"year-suffix-ranged\" year-suffix-delimiter=\",\"", YEAR);
    assert_eq!(
        cited(&ranged, &sources, body),
        ["(Doe 2020a–e)", "(Doe 2020a,b,d)", "(Doe 2020a,c–e)", "(Doe 2020a,b)"]
    );
    let site = citing("mine.csl", &sources, body);
    site.write("mine.csl", ranged);
    let page = site.page();
    // What a range leaves out can still be led back to.
    (1..=14).for_each(|number| assert_eq!(page.matches(&format!("id=\"cite_{number}\"")).count(), 1, "{number}"));
    let each = style("collapse=\"year-suffix\" year-suffix-delimiter=\",\"", YEAR);
    assert_eq!(cited(&each, &sources, "A [@a; @b; @c]."), ["(Doe 2020a,b,c)"]);
}

#[test]
fn letters_stand_as_the_style_writes_them() {
    let sources = works(&[("a", "Doe, Jane", "2020"), ("b", "Doe, Jane", "2020")]);
    let undated = sources.replace(", date: 2020", "");
    for (behind, dated, without) in [
        (YEAR, "(Doe 2020a; Doe 2020b)", ""),
        (
            "<group><choose><if variable=\"issued\"><date variable=\"issued\"><date-part name=\"year\"/></date>\
             <text variable=\"year-suffix\" prefix=\"[\" suffix=\"]\"/></if>\
             <else><text term=\"no date\"/><text variable=\"year-suffix\" prefix=\":\"/></else></choose></group>",
            "(Doe 2020[a]; Doe 2020[b])",
            "(Doe no date:a; Doe no date:b)",
        ),
        (
            "<choose><if variable=\"issued\"><date variable=\"issued\"><date-part name=\"year\"/></date></if>\
             <else><group delimiter=\"/\"><text term=\"no date\" form=\"short\"/><text variable=\"year-suffix\"/></group></else></choose>",
            "(Doe 2020a; Doe 2020b)",
            "(Doe n.d./a; Doe n.d./b)",
        ),
    ] {
        let style = style("", behind);
        assert_eq!(cited(&style, &sources, "A [@a; @b]."), [dated]);
        if !without.is_empty() {
            assert_eq!(cited(&style, &undated, "A [@a; @b]."), [without]);
        }
    }
}

#[test]
fn a_comma_of_the_author_takes_the_place_of_a_delimiter() {
    let sources = works(&[("a", "Doe, Jane", "2019"), ("b", "Roe, Ann", "2020")]);
    let body = "A [@a; , cited in @b]. B [@a, and so on,; @b]. C [@a; *, and* @b]. D [@a; see @b].";
    let wanted = |a: &str, b: &str| {
        [
            format!("({a}, cited in {b})"),
            format!("({a}, and so on, {b})"),
            format!("({a}, and {b})"),
            format!("({a}; see {b})"),
        ]
    };
    assert_eq!(texts(&citing("apa", &sources, body).page(), "#one .citation"), wanted("Doe, 2019", "Roe, 2020"));
    let house = texts(&citing("publisher-date", &sources, body).page(), "#one .citation");
    assert_eq!(house, wanted("J, 2019", "J, 2020"));
}

#[test]
fn people_of_one_family_name_are_told_apart_by_their_own() {
    let sources = works(&[("a", "Roe, Ann", "2019"), ("b", "Roe, Carl", "2019"), ("c", "Roe, Ann", "2020")]);
    let page = citing("apa", &sources, "A [@a; @b]. B [@c].").page();
    assert_eq!(texts(&page, "#one .citation"), ["(A. Roe, 2019; C. Roe, 2019)", "(Roe, 2020)"]);
    let same = sources.replace("Carl", "Ann");
    let page = citing("apa", &same, "A [@a; @b].").page();
    assert_eq!(texts(&page, "#one .citation"), ["(Roe, 2019a, 2019b)"]);
}

#[test]
fn a_bare_year_stands_before_its_months_whoever_is_named_above() {
    let sources = works(&[("a", "Doe, Jane", "2020-05"), ("b", "Doe, Jane", "2020"), ("c", "Doe, Jane", "2019")]);
    for (attribute, entries) in [
        ("", ["Jane Doe 2019 Title c", "Jane Doe 2020a Title b", "Jane Doe 2020b Title a"]),
        ("subsequent-author-substitute=\"———\"", ["Jane Doe 2019 Title c", "——— 2020a Title b", "——— 2020b Title a"]),
    ] {
        let bibliography = format!(
            "<bibliography {attribute}><sort><key variable=\"author\"/><key variable=\"issued\"/></sort><layout>\
             <group delimiter=\" \"><names variable=\"author\"/>{YEAR}<text variable=\"title\"/></group></layout></bibliography></style>"
        );
        let site = citing("mine.csl", &sources, "A [@a]. B [@b]. C [@c].");
        site.write("mine.csl", style("", YEAR).replace("</style>", &bibliography));
        assert_eq!(texts(&site.page(), ".formatted .work"), entries);
    }
}

#[test]
fn nobody_loses_a_name_behind_a_group_that_was_brought_together() {
    let of =
        [("a", "Doe, Jane", "2019"), ("b", "Roe, Ann", "2018"), ("c", "Doe, Jane", "2020"), ("d", "Doe, Jane", "2021")];
    let grouped = style("collapse=\"year\" cite-group-delimiter=\",\"", YEAR);
    for body in ["A [@a; @b; @c].", "A [@a; @b; @c; @d].", "A [@a; @c; @b; @d]."] {
        let cited = cited(&grouped, &works(&of), body).concat();
        assert!(cited.starts_with("(Doe 2019") && cited.ends_with("; Roe 2018)"), "{cited}");
    }
}
