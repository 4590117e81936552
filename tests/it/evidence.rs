//! The graded figures of evidence, counted anew from `data/citations.csv`, against every page kind, Explore, the
//! exports and `casebook list`: for the demonstration, and for a generated site of 2,000 cases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::finding::{Built, build, generate, read};
use crate::support::run;
use crate::support::site::repository;

/// Statements: by an independent source, by others only, by none.
type Counts = [usize; 3];

fn all(counts: Counts) -> usize {
    counts.iter().sum()
}

/// `4 of 6 statements independently sourced; 5 cite a source`
fn sentence(counts: Counts) -> String {
    let cited = counts[0] + counts[1];
    let cite = if cited == 1 { "cites" } else { "cite" };
    format!("{}; {cited} {cite} a source", first_half(counts))
}

/// `4 of 6 statements independently sourced`, or `All 6 …`
fn in_brief(counts: Counts) -> String {
    match counts {
        [1, 0, 0] => "1 statement, independently sourced".to_owned(),
        [all, 0, 0] => format!("All {all} statements independently sourced"),
        _ => first_half(counts),
    }
}

fn first_half(counts: Counts) -> String {
    let statements = if all(counts) == 1 { "statement" } else { "statements" };
    format!("{} of {} {statements} independently sourced", counts[0], all(counts))
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn select_in<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a bar draws: all statements, and the lengths of its solid and its hatched part.
fn drawn(element: ElementRef<'_>) -> Counts {
    let find = |selector: &str, attribute: &str| {
        let found = element.select(&Selector::parse(selector).expect("a selector")).next().expect("a bar");
        found.value().attr(attribute).expect("an attribute").to_owned()
    };
    let all = number(find("svg.tally", "viewBox").split(' ').nth(2).expect("a width"));
    let solid = number(find("path.independent", "d").strip_prefix("M0 .5h").expect("a line"));
    let hatched = find("path.other", "d");
    let (start, hatched) = hatched.strip_prefix('M').and_then(|rest| rest.split_once(" .5h")).expect("a line");
    assert_eq!(number(start), solid, "the hatched part begins where the solid one ends");
    [solid, number(hatched), all - solid - number(hatched)]
}

/// The figures, counted from the rows of statements and sources.
struct Counted {
    cases: BTreeMap<String, Counts>,
    works: BTreeMap<String, Counts>,
    publishers: BTreeMap<String, Counts>,
}

type Row = BTreeMap<String, String>;

fn rows(built: &Built, name: &str) -> Vec<Row> {
    let text = read(&built.output.join("data").join(name));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn count(built: &Built) -> Counted {
    let publisher_of: BTreeMap<String, String> =
        rows(built, "sources.csv").into_iter().map(|row| (row["work"].clone(), row["publisher_id"].clone())).collect();
    let judged: BTreeMap<(String, String), bool> = built
        .cases
        .iter()
        .flat_map(|case| {
            let slug = case["slug"].as_str().expect("a slug");
            case["sources"].as_array().expect("sources").iter().map(move |source| {
                let id = source["id"].as_str().expect("an id").to_owned();
                ((slug.to_owned(), id), source["independent"].as_bool().expect("a flag"))
            })
        })
        .collect();
    // Per statement: is one of its sources independent, and on which works and publishers does it rest?
    let mut statements: BTreeMap<(String, String), (bool, Vec<String>)> = BTreeMap::new();
    let pairs = rows(built, "citations.csv");
    for row in &pairs {
        let independent = judged[&(row["case"].clone(), row["source"].clone())];
        assert_eq!(row["independent"], independent.to_string());
        let statement = statements.entry((row["case"].clone(), row["statement"].clone())).or_default();
        statement.0 |= independent;
        statement.1.push(row["work"].clone());
    }
    for row in &pairs {
        let (independent, _) = statements[&(row["case"].clone(), row["statement"].clone())];
        assert_eq!(row["support"], if independent { "independent" } else { "other" });
    }
    let all_of =
        |case: &Value| usize::try_from(case["evidence"]["statements"].as_u64().expect("a number")).expect("small");
    let mut counted = Counted {
        cases: built
            .cases
            .iter()
            .map(|case| (case["slug"].as_str().expect("a slug").to_owned(), [0, 0, all_of(case)]))
            .collect(),
        works: publisher_of.keys().map(|work| (work.clone(), [0; 3])).collect(),
        publishers: publisher_of.values().map(|publisher| (publisher.clone(), [0; 3])).collect(),
    };
    for ((case, _), (independent, mut works)) in statements {
        let at = usize::from(!independent);
        let of_case = counted.cases.get_mut(&case).expect("a case");
        of_case[at] += 1;
        of_case[2] -= 1;
        works.sort();
        works.dedup();
        let mut publishers: Vec<&String> = works.iter().map(|work| &publisher_of[work]).collect();
        publishers.sort();
        publishers.dedup();
        for publisher in publishers {
            counted.publishers.get_mut(publisher).expect("a publisher")[at] += 1;
        }
        for work in &works {
            counted.works.get_mut(work).expect("a work")[at] += 1;
        }
    }
    // Values under the site's own fields are statements too.
    let values = if built.output.join("data/values.csv").is_file() { rows(built, "values.csv") } else { Vec::new() };
    for row in values.iter().filter(|row| !row["sources"].is_empty()) {
        let judge = |id: &str| {
            let source = id.split('#').next().unwrap_or_default();
            judged[&(row["case"].clone(), source.to_owned())]
        };
        let of_case = counted.cases.get_mut(&row["case"]).expect("a case");
        of_case[usize::from(!row["sources"].split("; ").any(judge))] += 1;
        of_case[2] -= 1;
    }
    counted
}

impl Counted {
    fn whole(&self) -> Counts {
        self.cases.values().fold([0; 3], |sum, one| [0, 1, 2].map(|at| sum[at] + one[at]))
    }

    fn check_exports(&self, built: &Built, root: &Path) {
        let named = |value: &dyn Fn(&str) -> usize| {
            ["independent_statements", "other_statements", "uncited_statements"].map(value)
        };
        for case in &built.cases {
            let evidence = &case["evidence"];
            let value = |name: &str| usize::try_from(evidence[name].as_u64().expect("a number")).expect("small");
            let counts = self.cases[case["slug"].as_str().expect("a slug")];
            assert_eq!(named(&value), counts, "cases.json: {}", case["slug"]);
            assert_eq!(value("cited"), counts[0] + counts[1]);
        }
        for row in rows(built, "cases.csv") {
            let counts = self.cases[&row["slug"]];
            assert_eq!(named(&|name| number(&row[name])), counts, "cases.csv: {}", row["slug"]);
            assert_eq!(
                [number(&row["cited_statements"]), number(&row["statements"])],
                [counts[0] + counts[1], all(counts)]
            );
        }
        for row in rows(built, "sources.csv") {
            assert_eq!(number(&row["statements"]), all(self.works[&row["work"]]), "sources.csv: {}", row["work"]);
        }
        let listed = run::run(root, &["list", "--format", "json"]).succeeds();
        let listed: Vec<Value> = listed.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        assert_eq!(listed.len(), self.cases.len());
        for case in &listed {
            let value = |name: &str| usize::try_from(case[name].as_u64().expect("a number")).expect("small");
            assert_eq!(named(&value), self.cases[case["slug"].as_str().expect("a slug")], "list: {}", case["slug"]);
        }
        let weak = self.cases.values().filter(|counts| counts[0] == 0 && counts[1] > 0).count();
        let found = run::run(root, &["list", "--format", "slugs", "--where", "evidence=other"]).succeeds();
        assert_eq!(found.lines().count(), weak);
        let strong = self.cases.values().filter(|counts| counts[0] * 10 >= all(**counts) * 8).count();
        let found = run::run(root, &["list", "--format", "slugs", "--where", "evidence>=80%"]).succeeds();
        assert_eq!(found.lines().count(), strong);
    }

    fn check_explore(&self, built: &Built) {
        let table = built.data("table.js");
        let rows = built.data("rows.js");
        let columns = ["independent", "cited"].map(|name| {
            let column = rows[name].as_str().expect("a column").split(';');
            column.map(|number| usize::from_str_radix(number, 36).expect("a number")).collect::<Vec<_>>()
        });
        let per_file = usize::try_from(table["perFile"].as_u64().expect("a number")).expect("small");
        let mut seen = 0;
        for file in 0..built.cases.len().div_ceil(per_file) {
            for row in built.data(&format!("cases_{file}.js")).as_array().expect("rows") {
                let counts = self.cases[row[0].as_str().expect("a slug")];
                let cited = counts[0] + counts[1];
                let value = |at: usize| usize::try_from(row[at].as_u64().expect("a number")).expect("small");
                assert_eq!([value(4), value(5), value(6)], [all(counts), counts[0], cited], "Explore: {}", row[0]);
                let share = |some: usize| some * 100 / all(counts).max(1);
                assert_eq!([columns[0][seen], columns[1][seen]], [share(counts[0]), share(cited)], "{}", row[0]);
                seen += 1;
            }
        }
        assert_eq!(seen, self.cases.len());
    }

    /// Every page: what stands there in words, and what the bar beside it draws.
    fn check_pages(&self, built: &Built) -> BTreeMap<String, usize> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let terms = rows(built, "terms.csv");
        for path in pages(&built.output) {
            let html = Html::parse_document(&read(&path));
            let kind = select(&html, "body")[0].value().attr("data-page").unwrap_or_default().to_owned();
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let stem = stem.split('_').next().unwrap_or_default().to_owned();
            for coverage in select(&html, "p.coverage") {
                let card =
                    coverage.ancestors().filter_map(ElementRef::wrap).find(|one| one.value().name() == "article");
                let link =
                    card.and_then(|card| card.select(&Selector::parse("h2 a, h3 a, h4 a").expect("a selector")).next());
                let is_card = link.is_some() && kind != "case";
                let slug = link
                    .and_then(|link| link.value().attr("href"))
                    .map(|href| href.rsplit('/').next().unwrap_or_default().trim_end_matches(".html").to_owned());
                let (counts, said) = match (kind.as_str(), slug) {
                    (_, Some(slug)) if is_card => (self.cases[&slug], in_brief(self.cases[&slug])),
                    ("case", _) => (self.cases[&stem], in_brief(self.cases[&stem])),
                    ("home", _) => (self.whole(), sentence(self.whole())),
                    ("work", _) => (self.works[&stem], in_brief(self.works[&stem])),
                    ("publisher", _) => (self.publishers[&stem], in_brief(self.publishers[&stem])),
                    ("explore" | "compare", _) => continue,
                    ("term", _) => {
                        let route =
                            path.strip_prefix(&built.output).expect("a page").to_string_lossy().replace('\\', "/");
                        let row = terms.iter().find(|row| row["page"].ends_with(&route)).expect("a row of the term");
                        let drawn = drawn(coverage);
                        assert_eq!(row["independent_statements"], drawn[0].to_string(), "{route}");
                        assert_eq!(row["statements"], all(drawn).to_string(), "{route}");
                        (drawn, in_brief(drawn))
                    }
                    (kind, _) => panic!("{kind} says how statements are supported, and nobody checks it"),
                };
                if all(counts) > 0 {
                    assert_eq!(text(coverage), said, "{}", path.display());
                    // A bar that is all of one kind says nothing on a card, and home has none.
                    let is_drawn = if is_card { counts[0] < all(counts) } else { kind != "home" };
                    assert_eq!(select_in(coverage, "svg").is_empty(), !is_drawn, "{}", path.display());
                    if is_drawn {
                        assert_eq!(drawn(coverage), counts, "{}", path.display());
                    }
                }
                *seen.entry(if is_card { "card".to_owned() } else { kind.clone() }).or_default() += 1;
            }
            if kind == "case" {
                let legend = select(&html, "section.evidence .facts div:has(.tally) dd");
                let legend: Vec<usize> = legend.into_iter().map(|figure| number(&text(figure))).collect();
                assert_eq!(legend, self.cases[&stem], "{stem}");
                let listed = |id: &str| select(&html, &format!("#{id} + ul > li")).len();
                assert_eq!([listed("count_other"), listed("count_uncited")], [legend[1], legend[2]], "{stem}");
            }
        }
        seen
    }
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
    found
}

fn check(built: &Built, root: &Path) -> Counted {
    let counted = count(built);
    counted.check_exports(built, root);
    counted.check_explore(built);
    let seen = counted.check_pages(built);
    for kind in ["card", "case", "home", "publisher"] {
        assert!(seen.get(kind).is_some_and(|count| *count > 0), "{kind}: {seen:?}");
    }
    // Each work that several cases cite has a page.
    let several = rows(built, "sources.csv").iter().filter(|row| number(&row["cases"]) > 1).count();
    assert_eq!(seen.get("work").copied().unwrap_or(0), several);
    assert_eq!(seen["case"], counted.cases.len());
    counted
}

#[test]
fn the_figures_of_the_demonstration_agree() {
    let built = build(repository());
    let counted = check(&built, repository());
    assert_eq!(counted.cases["shopify-ai-memo"], [0, 6, 0]);
    let shopify = Html::parse_document(&read(&built.output.join("cases/shopify-ai-memo.html")));
    let said = select(&shopify, "section.brief p.coverage");
    assert_eq!(text(said[0]), "0 of 6 statements independently sourced");
}

#[test]
fn the_figures_of_two_thousand_cases_agree() {
    let site = generate(2000);
    let built = build(site.root());
    let counted = check(&built, site.root());
    // Cases of each kind are there.
    let is_any = |is_so: fn(&Counts) -> bool| counted.cases.values().any(is_so);
    assert!(is_any(|counts| counts[0] > 0 && counts[1] > 0), "mixed");
    assert!(is_any(|counts| counts[0] == 0 && counts[1] > 0), "without an independent source");
    assert!(is_any(|counts| counts[0] > 0 && counts[1] == 0), "without another source");
}

#[test]
fn every_language_says_how_statements_are_supported_in_its_plural_forms() {
    let site = crate::support::site::Site::empty();
    for (language, said) in [
        (
            "en",
            [
                "1 statement, independently sourced",
                "0 of 2 statements independently sourced",
                "0 of 1 statement independently sourced",
            ],
        ),
        (
            "de",
            ["1 Aussage, unabhängig belegt", "0 von 2 Aussagen unabhängig belegt", "0 von 1 Aussage unabhängig belegt"],
        ),
        (
            "fr",
            [
                "1 affirmation, de source indépendante",
                "Affirmations de source indépendante : 0 sur 2",
                "Affirmation de source indépendante : 0 sur 1",
            ],
        ),
        (
            "es",
            [
                "1 afirmación, con fuente independiente",
                "0 de 2 afirmaciones con fuente independiente",
                "0 de 1 afirmación con fuente independiente",
            ],
        ),
    ] {
        site.write("casebook.yaml", format!("title: Example\nlanguage: {language}\nsections: [{{title: What}}]\n"));
        for (slug, sources, body) in [
            ("a", "{id: a, publisher: Example Times, kind: news}", "One [@a].\n"),
            ("b", "{id: a, publisher: Example Times, kind: news, independent: false}", "One [@a].\n\nTwo [@a].\n"),
            ("c", "", "One.\n"),
        ] {
            let front = format!("title: Case {slug}\ndate: 2025\nsummary: Summary {slug}.\nsources: [{sources}]");
            site.write(&format!("content/cases/{slug}.md"), format!("---\n{front}\n---\n\n## What\n\n{body}"));
        }
        site.run(&["build"]).succeeds();
        for (slug, said) in ["a", "b", "c"].into_iter().zip(said) {
            let page = Html::parse_document(&site.read(&format!("public/cases/{slug}.html")));
            assert_eq!(text(select(&page, "section.brief p.coverage")[0]), said);
        }
    }
}
