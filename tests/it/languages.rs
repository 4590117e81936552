//! The theme's words: every language says the same things, with the same places to fill in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::site::{Site, repository};

const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Every word by its path, with the names in its braces. Plural forms count as one word.
fn words(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = format!("themes/default/i18n/{language}.yaml");
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    let node = casebook::yaml::parse(&text, 0).unwrap_or_else(|error| panic!("{language}: {}", error.message));
    let mut words = BTreeMap::new();
    gather("", &casebook::yaml::to_json(&node), &mut words);
    words
}

fn gather(path: &str, value: &Value, words: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        Value::Object(map) if map.keys().all(|key| PLURALS.contains(&key.as_str())) => {
            assert!(map.contains_key("other"), "{path} has no form `other`");
            let names = map.values().flat_map(names);
            words.insert(path.to_owned(), names.collect());
        }
        Value::Object(map) => {
            for (key, value) in map {
                gather(&format!("{path}.{key}"), value, words);
            }
        }
        Value::Array(items) => {
            words.insert(format!("{path} ({} items)", items.len()), BTreeSet::new());
        }
        value => {
            assert!(value.as_str().is_some_and(|text| !text.trim().is_empty()), "{path} is empty");
            words.insert(path.to_owned(), names(value).collect());
        }
    }
}

/// `{name}` in a word.
fn names(value: &Value) -> impl Iterator<Item = String> + '_ {
    let text = value.as_str().unwrap_or_default();
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
}

#[test]
fn every_language_says_what_english_says() {
    let english = words("en");
    for language in ["de", "es", "fr"] {
        let other = words(language);
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert_eq!((missing, extra), (vec![], vec![]), "missing and superfluous words of {language}.yaml");
        for (key, names) in &english {
            // Plural forms may leave out the number: "a month".
            assert_eq!(names, &other[key], "what {language}.yaml fills in at {key}");
        }
    }
}

fn page(language: &str) -> String {
    let config = format!("title: Examples\nlanguage: {language}\nsections: [{{ title: What }}]\n");
    let publishers = "label: Publisher\nvocabulary: open\nterms: [{ id: example, label: Example }]\n";
    let case = "---\ntitle: A\ndate: 2025-05-01\nadded: 2025-08-13\nreviewed: 2024-12\nsummary: S\nsources:\n  \
                - { id: a, publisher: Example, date: 2025-03~ }\n---\n\n## What\n\nOne [@a].\n\nTwo.\n";
    let files =
        [("casebook.yaml", config.as_str()), ("content/publishers.yaml", publishers), ("content/cases/a.md", case)];
    let site = Site::of(&files);
    site.run(&["build", "--today", "2026-02-01"]).succeeds();
    site.read("public/cases/a.html")
}

#[test]
fn counted_things_take_the_plural_forms_of_the_site_s_own_words() {
    let polish = [(1, "1 przypadek"), (3, "3 przypadki"), (5, "5 przypadków")];
    let arabic = [(1, "حالة واحدة"), (2, "حالتان"), (3, "3 حالات"), (11, "11 حالة")];
    for (language, forms, counts) in [
        (
            "pl",
            "{one: '{n} przypadek', few: '{n} przypadki', many: '{n} przypadków', other: '{n} przypadku'}",
            &polish[..],
        ),
        (
            "ar",
            "{one: حالة واحدة, two: حالتان, few: '{n} حالات', many: '{n} حالة', other: '{n} من الحالات'}",
            &arabic[..],
        ),
    ] {
        let words = (format!("themes/default/i18n/{language}.yaml"), format!("n_cases: {forms}\n"));
        for (count, said) in counts {
            let cases: Vec<String> = (0..*count).map(|number| format!("content/cases/a-{number}.md")).collect();
            let case = "---\ntitle: A\ndate: 2025\nsummary: S\nsources: []\n---\n\n## What\n\nOne.\n";
            let config = format!("title: Examples\nlanguage: {language}\nsections: [{{ title: What }}]\n");
            let mut files = vec![("casebook.yaml", config.as_str()), (&words.0, &words.1)];
            files.extend(cases.iter().map(|path| (path.as_str(), case)));
            let site = Site::of(&files);
            site.run(&["build", "--today", "2026-02-01"]).succeeds();
            let html = site.read("public/cases/index.html");
            assert!(html.contains(&format!("<p class=\"count\">{said}</p>")), "{language}: {said}");
        }
    }
}

#[test]
fn dates_numbers_and_direction_follow_the_language() {
    for (language, fragments) in [
        (
            "en",
            [
                "<html lang=\"en\" dir=\"ltr\">",
                ">1 May 2025<",
                ">13 August 2025<",
                "Example, c. March 2025",
                "1 statement still needs a source:",
                "checked against its sources: December 2024, more than 12 months ago",
            ],
        ),
        (
            "de",
            [
                "<html lang=\"de\" dir=\"ltr\">",
                ">1. Mai 2025<",
                ">13. August 2025<",
                "Example, um März 2025",
                "1 Aussage braucht noch eine Quelle:",
                "vor mehr als 12 Monaten",
            ],
        ),
        (
            "fr-CA",
            [
                "<html lang=\"fr-CA\" dir=\"ltr\">",
                ">1er mai 2025<",
                ">13 août 2025<",
                "Example, vers mars 2025",
                "1 affirmation attend encore une source :",
                "il y a plus de 12 mois",
            ],
        ),
        (
            "es",
            [
                "<html lang=\"es\" dir=\"ltr\">",
                ">1 de mayo de 2025<",
                ">13 de agosto de 2025<",
                "Example, hacia marzo de 2025",
                "1 afirmación aún necesita una fuente:",
                "hace más de 12 meses",
            ],
        ),
        (
            "ar",
            [
                "<html lang=\"ar\" dir=\"rtl\">",
                ">1 May 2025<",
                ">13 August 2025<",
                "Example, c. March 2025",
                "1 statement still needs a source:",
                "more than 12 months ago",
            ],
        ),
    ] {
        let html = page(language);
        for fragment in fragments {
            assert!(html.contains(fragment), "{language}: {fragment}");
        }
    }
}
