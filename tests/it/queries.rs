//! Queries of pages, against everything else that counts: Explore, the tables beside the page, `casebook list` and the data
//! of the site, on a generated site of 2,000 cases.

use std::collections::BTreeMap;

use casebook::pipeline::{Checked, Options, Workspace};
use casebook::query::select;
use rust_decimal::Decimal;
use scraper::{ElementRef, Html, Selector};

use crate::finding::{Built, build, generate, read};
use crate::support::site::Site;

/// Queries that count by what a facet of Explore has.
const GROUPS: [&str; 9] = ["method", "place", "firm", "year", "evidence", "cited", "source_kind", "stage", "public"];

/// Expressions, and whether Explore can say the same.
const EXPRESSIONS: [(&str, bool); 6] = [
    ("place=place-3", true),
    ("place=place-3 and stage=pilot and year=2012", true),
    ("evidence=some and public=true", true),
    ("jobs>=500", false),
    ("place=place-3 and place=place-4", false),
    ("stage=pilot or year=2012", false),
];

fn page() -> String {
    let mut text = "---\ntitle: Figures\n---\n".to_owned();
    let mut ask = |lines: &str| text.push_str(&format!("\n```casebook\n{lines}\n```\n"));
    for group in GROUPS {
        ask(&format!("group: {group}\ncolumns: [jobs, statements, sources]"));
    }
    for (expression, _) in EXPRESSIONS {
        ask(&format!("where: {expression}\nas: count"));
    }
    ask("where: jobs>=500\nas: table\ncolumns: [jobs, loss, place, statements]\nsort: -jobs");
    text
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(text: &str) -> Option<Decimal> {
    text.replace(',', "").parse().ok()
}

/// The rows of a table beside the page.
fn rows(built: &Built, number: usize) -> Vec<BTreeMap<String, String>> {
    let text = read(&built.output.join(format!("figures.files/query-{number}.csv")));
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    rows.deserialize().map(|row| row.expect("a row")).collect()
}

/// What `casebook list` chooses.
fn list(checked: &Checked, expression: &str) -> Vec<String> {
    let site = checked.renderer.as_ref().expect("a theme").site();
    let chosen = select(site, Some(expression)).expect("an expression");
    chosen.into_iter().map(|id| site.case(id).slug.to_string()).collect()
}

#[test]
fn figures_of_queries_equal_those_of_explore_lists_and_tables() {
    let site = generate(2000);
    site.write("content/pages/figures.md", page());
    let built = build(site.root());
    let html = Html::parse_document(&read(&built.output.join("figures.html")));
    let answers: Vec<ElementRef<'_>> = {
        let answers = selector(".answer");
        html.select(&answers).collect()
    };
    assert_eq!(answers.len(), GROUPS.len() + EXPRESSIONS.len() + 1);
    let facets = built.facets();
    let checked = site.check(&Options::default());
    for ((group, answer), place) in GROUPS.iter().zip(&answers).zip(1..) {
        check_group(&built, &checked, group, *answer, place, &facets);
    }
    for ((expression, is_in_explore), answer) in EXPRESSIONS.iter().zip(&answers[GROUPS.len()..]) {
        let slugs = list(&checked, expression);
        assert!(slugs.len() > 1, "{expression}: {slugs:?}");
        let said = text_of(answer.select(&selector("p")).next().expect("a paragraph"));
        assert_eq!(said, format!("{} cases", slugs.len()), "{expression}");
        let link = answer.select(&selector("p a")).next().and_then(|link| link.value().attr("href"));
        assert_eq!(
            link.is_some_and(|href| href.starts_with("explore.html?")),
            *is_in_explore,
            "{expression}: {link:?}"
        );
        if !is_in_explore {
            assert_eq!(answer.select(&selector("details li")).count(), slugs.len(), "{expression}");
        }
    }
    check_table(&built, &checked, *answers.last().expect("a table"));
    let (expression, _) = EXPRESSIONS[1];
    let listed = site.run(&["list", "--format", "slugs", "--where", expression]).succeeds();
    assert_eq!(listed.lines().collect::<Vec<_>>(), list(&checked, expression));
}

/// Whichever of two is asked first: cases without a value stand last, in the order that they had.
#[test]
fn cases_that_say_nothing_stand_last_in_either_direction() {
    let site = Site::of(&[("casebook.yaml", "title: Examples\nfields: [{ id: jobs, shape: number }]\n")]);
    for number in 0..60 {
        let jobs = if number % 3 == 0 { String::new() } else { format!("jobs: {}\n", number * 37 % 61) };
        site.write(
            &format!("content/cases/c-{number:02}.md"),
            format!("---\ntitle: Case {number:02}\ndate: 2025\nsummary: S.\nsources: []\n{jobs}---\n\nA text.\n"),
        );
    }
    let silent: Vec<String> = (0..60).step_by(3).map(|number| format!("Case {number:02}")).collect();
    let jobs = |title: &String| title["Case ".len()..].parse::<u32>().expect("a number") * 37 % 61;
    for (sort, descends) in [("jobs", false), ("-jobs", true)] {
        site.write("content/pages/a.md", format!("---\ntitle: A\n---\n\n```casebook\nsort: [{sort}, title]\n```\n"));
        let files = site.build(&Options::default());
        let page = Html::parse_document(std::str::from_utf8(&files["a.html"]).expect("UTF-8"));
        let titles: Vec<String> = page.select(&selector(".answers li a")).map(text_of).collect();
        let (said, without) = titles.split_at(40);
        assert!(
            said.is_sorted_by_key(|title| if descends { 100 - jobs(title) } else { jobs(title) }),
            "{sort}: {said:?}"
        );
        assert_eq!(without, silent, "{sort}");
    }
}

/// The rows of a group against the facet, the table beside the page, and what expressions choose.
fn check_group(
    built: &Built,
    checked: &Checked,
    group: &str,
    answer: ElementRef<'_>,
    place: usize,
    facets: &[serde_json::Value],
) {
    let facet = facets.iter().find(|facet| facet["key"] == group).expect("a facet");
    let expected: BTreeMap<String, usize> =
        built.facet_counts(facet).into_iter().filter(|(_, count)| *count > 0).collect();
    let of_file = rows(built, place);
    let counts = of_file.iter().map(|row| (row["id"].clone(), row["cases"].parse().expect("a number")));
    assert_eq!(counts.filter(|(id, _)| !id.is_empty()).collect::<BTreeMap<_, _>>(), expected, "{group}");
    let shown: Vec<Vec<String>> = answer
        .select(&selector("tbody tr"))
        .map(|row| row.select(&selector("th, td")).map(text_of).collect())
        .collect();
    assert_eq!(shown.len(), of_file.len(), "{group}");
    for (shown, row) in shown.iter().zip(&of_file) {
        assert_eq!(number(&shown[1]), number(&row["cases"]), "{group}");
        for (cell, column) in shown[2..].iter().zip(["jobs", "statements", "sources"]) {
            assert_eq!(number(cell), number(&row[column]), "{group}, {column}: {shown:?}");
        }
    }
    // One of them against the command and the table of all cases.
    let row = &of_file[0];
    let value = if group == "stage" { &row["label"] } else { &row["id"] };
    let slugs = list(checked, &format!("{group}='{value}'"));
    assert_eq!(slugs.len().to_string(), row["cases"], "{group}");
    let text = read(&built.output.join("data/cases.csv"));
    let mut cases = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let of_group = cases.deserialize().map(|row| row.expect("a row"));
    let of_group: Vec<BTreeMap<String, String>> =
        of_group.filter(|row: &BTreeMap<String, String>| slugs.contains(&row["slug"])).collect();
    for column in ["jobs", "statements", "sources"] {
        let sum: Decimal = of_group.iter().filter_map(|row| number(&row[column])).sum();
        assert_eq!(sum, number(&row[column]).unwrap_or_default(), "{group}, {column}");
    }
}

/// The rows of a table against its file, the command, and the table of all cases.
fn check_table(built: &Built, checked: &Checked, answer: ElementRef<'_>) {
    let of_file = rows(built, GROUPS.len() + EXPRESSIONS.len() + 1);
    let mut slugs: Vec<String> = of_file.iter().map(|row| row["slug"].clone()).collect();
    let jobs: Vec<Decimal> = of_file.iter().filter_map(|row| number(&row["jobs"])).collect();
    assert_eq!(jobs.len(), slugs.len());
    assert!(jobs.is_sorted_by(|one, other| one >= other), "{jobs:?}");
    let links: Vec<String> = answer
        .select(&selector("tbody th a"))
        .filter_map(|link| Some(link.value().attr("href")?.strip_prefix("cases/")?.strip_suffix(".html")?.to_owned()))
        .collect();
    assert_eq!(links, slugs);
    let text = read(&built.output.join("data/cases.csv"));
    let mut cases = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let cases: Vec<BTreeMap<String, String>> = cases.deserialize().map(|row| row.expect("a row")).collect();
    for row in &of_file {
        let whole = cases.iter().find(|case| case["slug"] == row["slug"]).expect("the case");
        for (column, value) in row {
            assert_eq!(&whole[column], value, "{column}");
        }
    }
    slugs.sort();
    assert_eq!(slugs, list(checked, "jobs>=500"));
}

#[test]
fn an_edit_of_a_case_changes_the_answers() {
    let site = generate(40);
    site.write(
        "content/pages/figures.md",
        "---\ntitle: Figures\n---\n\n```casebook\nwhere: title~Changed\nas: count\n```\n",
    );
    let mut workspace = Workspace::open(site.root(), Options::default()).expect("a site");
    let mut shown = |changed: &[std::path::PathBuf]| {
        workspace.update(changed).expect("files");
        let renderer = workspace.check().renderer.expect("a theme");
        let page = renderer.plan().find("figures.html").expect("the page");
        let mut html = Vec::new();
        renderer.render(page, &mut html).expect("a page");
        let html = Html::parse_document(&String::from_utf8_lossy(&html));
        text_of(html.select(&selector(".answer p")).next().expect("an answer"))
    };
    assert_eq!(shown(&[]), "0 cases");
    site.edit("content/cases/000/case-7.md", "title: Case 7\n", "title: Changed 7\n");
    assert_eq!(shown(&[site.path("content/cases/000/case-7.md")]), "1 case");
}
