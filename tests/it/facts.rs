//! Every statement of the demonstration has a row that says which fact carries it, and no row is left over.

use std::collections::BTreeMap;

use casebook::model::{Case, PartialDate, Site, TaxonomyId};
use casebook::pipeline::{Options, check};

use crate::support::site::repository;

/// What a place in a passage begins with.
const PASSAGE: &str = "passage ";

/// The places of a case that say something, with the text that stands there; empty where it is a term.
fn places(site: &Site, case: &Case) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    let mut add = |place: String, text: &str| {
        places.insert(place, text.split_whitespace().collect::<Vec<_>>().join(" "));
    };
    add("title".to_owned(), &case.title);
    add("summary".to_owned(), &case.summary);
    add("date".to_owned(), &case.date.as_ref().map(PartialDate::edtf).unwrap_or_default());
    for (index, taxonomy) in site.taxonomies.iter().enumerate().filter(|(_, taxonomy)| taxonomy.id != "organisation") {
        for term in &case.terms[TaxonomyId::from_index(index).index()] {
            add(format!("{}: {}", taxonomy.id, taxonomy.term(*term).label), "");
        }
    }
    for (field, values) in site.config.fields.iter().zip(&case.fields) {
        for (value, number) in values.iter().zip(1..) {
            let amount = value.number().map(|amount| amount.to_string()).unwrap_or_default();
            add(format!("{} {number}", field.id.value), &amount);
        }
    }
    for (event, number) in case.events.iter().zip(1..) {
        add(format!("event {number}"), &format!("{} {}", event.date, event.text));
    }
    for source in &case.sources {
        for (index, passage) in source.source.passages.iter().enumerate() {
            add(format!("{PASSAGE}{}", source.cited_as(Some(index))), &passage.text);
        }
    }
    let text = case.text.get();
    let mut numbers = vec![0; case.body.sections.len()];
    for (index, statement) in case.body.statements.iter().enumerate() {
        let section = statement.section().expect("a statement of a case");
        numbers[section] += 1;
        let anchor = &case.body.headings[case.body.sections[section].heading].anchor;
        add(format!("{anchor} {}", numbers[section]), &site.statement_text(case, &text, index));
    }
    places
}

/// The places of a case by its slug, of the text of a term by the ids of its taxonomy and itself.
fn named_places(site: &Site, case: &Case) -> (String, BTreeMap<String, String>) {
    let Some(id) = case.term else { return (case.slug.to_string(), places(site, case)) };
    let name = format!("{}/{}", site.taxonomy(id.taxonomy).id, case.slug);
    let definition = site.term(id).definition.clone().unwrap_or_default();
    let text = case.text.get();
    let statement = |index: usize| (format!("text {}", index + 1), site.statement_text(case, &text, index));
    let statements = (0..case.body.statements.len()).map(statement);
    (name, std::iter::once(("definition".to_owned(), definition)).chain(statements).collect())
}

#[test]
fn every_statement_of_the_demonstration_names_the_fact_that_carries_it() {
    let checked = check(repository(), &Options::default()).expect("the demonstration");
    let renderer = checked.renderer.expect("its theme");
    let table = std::fs::read_to_string(repository().join("tests/facts/statements.tsv")).expect("the table");
    let mut rows: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [case, place, begins, carried_by, words] = cells[..] else { panic!("a row of five cells: {line}") };
        assert!(!carried_by.is_empty() && !words.is_empty(), "nothing carries {case}, {place}");
        // Words of a source stand in quotation marks where the facts have them.
        assert!(!place.starts_with(PASSAGE) || words == format!("“{begins}”"), "{case}, {place}: {words}");
        let twice = rows.insert((case.to_owned(), place.to_owned()), begins.to_owned());
        assert!(twice.is_none(), "two rows for {case}, {place}");
    }
    let mut wrong = Vec::new();
    for case in renderer.site().cases.all() {
        let (name, of_case) = named_places(renderer.site(), case);
        for (place, text) in of_case {
            match rows.remove(&(name.clone(), place.clone())) {
                None => wrong.push(format!("{name}, {place}: no row")),
                Some(begins) if !text.starts_with(&begins) => {
                    wrong.push(format!("{name}, {place}: begins with\n  {text}\nand not with\n  {begins}"));
                }
                Some(_) => {}
            }
        }
    }
    wrong.extend(rows.into_keys().map(|(case, place)| format!("{case}, {place}: the case has no such place")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
