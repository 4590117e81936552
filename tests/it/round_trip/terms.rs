//! Sites with fields of every shape, terms with texts, sources, identifiers and values, and roles: exported and imported
//! again they are the same.

use proptest::prelude::*;

use super::build;
use super::site::{body, differences, line, quoted, through_json};
use crate::support::site::Site;

/// Fields as a site or a vocabulary declares them, and values that each may have.
const FIELDS: [(&str, &[&str]); 10] = [
    (
        "{id: posts, shape: number}",
        &["700", "0.50", "12 people", "{value: 5, note: 'a: note'}", "{min: 1e3, max: 2e3}"],
    ),
    (
        "{id: loss, shape: money, unit: USD, many: true, range: [0, null]}",
        &["40", "40 EUR", "[1.25, {value: 2, unit: GBP, sources: [own]}]", "{min: 5e8, sources: [shared, 'own#q1']}"],
    ),
    ("{id: share, shape: percentage}", &["12 %", "12.5", "{value: 3, about: true, as_of: 2024-02~}"]),
    ("{id: lasted, shape: duration, unit: mo}", &["3", "-3 a", "{max: 2 wk}"]),
    ("{id: began, shape: date}", &["2024", "2023-05~/2024", "{value: 2024-02-29, sources: [own, shared]}"]),
    ("{id: report, shape: url}", &["https://example.org/a?b=%20", "{value: 'https://example.org/é', note: x}"]),
    ("{id: stage, shape: choice, range: ['in use', 'no', '7']}", &["in use", "'no'", "'7'", "{value: 'no'}"]),
    ("{id: public, shape: true/false}", &["true", "false", "{value: false, sources: [shared]}"]),
    ("{id: aim, shape: text}", &["'true'", "' '", "'a: #b'", "{value: '12', about: true}"]),
    ("{id: seats, shape: text, many: true}", &["[a, 'b, c', {value: d, sources: [own]}]", "one"]),
];

/// Lines of front matter under some of the fields; `indent` stands before each.
fn values(indent: &'static str) -> impl Strategy<Value = String> {
    let one = |(field, values): (&'static str, &'static [&'static str])| {
        let id = field.trim_start_matches("{id: ").split(',').next().unwrap();
        let line = move |value: &str| format!("{indent}{id}: {value}\n");
        prop_oneof![1 => Just(String::new()), 2 => prop::sample::select(values).prop_map(line)]
    };
    FIELDS.map(one).to_vec().prop_map(|lines| lines.concat())
}

fn declared(indent: &str) -> String {
    FIELDS.iter().map(|(field, _)| format!("{indent}- {field}\n")).collect()
}

const SOURCES: &str = "sources:\n  - {id: own, publisher: A house, title: One, date: 2024, passages: [{id: q1, text: Words}]}\n  \
    - {id: unused, publisher: B, kind: paper}\n";

/// What is said of a term: front matter, and a text.
#[derive(Debug, Clone)]
struct Told {
    label: String,
    keys: String,
    values: String,
    text: String,
    has_file: bool,
}

fn told() -> impl Strategy<Value = Told> {
    let key = |name: &'static str, value: BoxedStrategy<String>| {
        prop::option::of(value.prop_map(move |value| format!("{name}: {value}\n"))).prop_map(Option::unwrap_or_default)
    };
    let words = |words: Vec<&'static str>| prop::sample::select(words).prop_map(str::to_owned).boxed();
    let text = || "\\PC{1,30}".prop_map(|text| quoted(&text)).boxed();
    let keys = (
        key("definition", text()),
        key("editors", line().prop_map(|line| quoted(&line)).boxed()),
        key("mark", words(vec!["full", "half", "empty", "none"])),
        key("lang", words(vec!["de", "pt-BR"])),
        key("draft", words(vec!["true", "false"])),
        key("allow", words(vec!["[{code: uncited-source, reason: 'a: reason'}]"])),
    );
    let keys = keys.prop_map(|keys| [keys.0, keys.1, keys.2, keys.3, keys.4, keys.5]);
    let cited = prop::sample::select(vec!["", "\n\nCited [@own; @shared, p. 3].", "\n\nQuoted [@own#q1]. ^id"]);
    let body = (body(), cited).prop_map(|(body, cited)| body.replace("@a", "@own").replace("@b", "@shared") + cited);
    (line(), keys, values(""), body, any::<bool>()).prop_map(|(label, keys, values, text, has_file)| {
        // What a vocabulary has no room for is only in files.
        let is_of_file = |key: &&String| !["lang", "draft", "allow"].iter().any(|name| key.starts_with(name));
        let keys: String = keys.iter().filter(|key| has_file || is_of_file(key)).map(String::as_str).collect();
        Told { label, keys, values, text, has_file }
    })
}

/// Identifiers that are well-formed, for the term of a number.
fn identifiers(number: usize) -> String {
    let rors = ["03yrm5c26", "00f54p054", "042nb2s44", "05dxps055"];
    let leis = ["5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394", "7LTWFZYICNSX8D621K86", "INR2EJN1ERAN0W5ZP974"];
    format!(
        "wikidata: Q{}\nror: {}\nlei: {}\nurl: https://example.org/?a={number}\n",
        number + 1,
        rors[number],
        leis[number]
    )
}

/// A site with these terms, each under the one before it, and two cases that have them in two roles.
fn site(terms: &[Told], of_cases: &[String; 2], is_closed: bool) -> Site {
    let site = Site::empty();
    let fields = declared("  ");
    site.write(
        "casebook.yaml",
        format!("title: T\nlanguage: en\nhtml: allow\nseverities: {{broken-link: warning}}\nfields:\n{fields}"),
    );
    let openness = if is_closed { "closed" } else { "open" };
    let mut vocabulary =
        format!("label: Owner\nplural: Owners\nroute: bodies\nvocabulary: {openness}\nfields:\n{fields}terms:\n");
    vocabulary.push_str("  - {id: last, label: The last one}\n");
    for (number, term) in terms.iter().enumerate() {
        let broader = if number == 0 { "last".to_owned() } else { format!("t{}", number - 1) };
        let front = format!(
            "label: {}\naliases: [\"alias {number}\"]\nbroader: {broader}\n{}{}{}{SOURCES}",
            quoted(&format!("{} {number}", term.label.trim())),
            term.keys,
            if number % 2 == 0 { identifiers(number) } else { String::new() },
            term.values
        );
        if term.has_file {
            site.write(&format!("content/taxonomies/owner/t{number}.md"), format!("---\n{front}---\n{}", term.text));
        } else {
            vocabulary.push_str(&format!("  - id: t{number}\n    {}\n", front.trim_end().replace('\n', "\n    ")));
        }
    }
    site.write("content/taxonomies/owner.yaml", vocabulary);
    site.write("content/taxonomies/vendor.yaml", "label: Vendor\nplural: Vendors\nterms_of: owner\n");
    site.write("content/sources/shared.yaml", "- {id: shared, publisher: C, title: Shared, date: 2023, kind: news}\n");
    for (name, values) in ["a", "b"].iter().zip(of_cases) {
        let of = if *name == "a" { "owner: [t0, last]\nvendor: alias 1\n" } else { "vendor: [T0, t1]\n" };
        let front = format!("title: Case {name}\nsummary: S.\ndate: 2025\n{of}{values}{SOURCES}");
        let text = "## One\n\nSee [[owner/t0]], [a term](../taxonomies/owner/t1.md) and [[vendor/t1]] [@own].\n";
        site.write(&format!("content/cases/{name}.md"), format!("---\n{front}---\n\n{text}"));
    }
    site
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_term_comes_back(terms in prop::collection::vec(told(), 2..5), one in values(""), other in values(""),
                           is_closed in any::<bool>()) {
        let site = site(&terms, &[one, other], is_closed);
        let (before, errors) = build(site.root());
        prop_assert_eq!(errors, Vec::<String>::new());
        let (_, after) = through_json(site.root());
        prop_assert_eq!(differences(&before, &after), Vec::<String>::new(), "{}", String::from_utf8_lossy(&before["data/cases.json"]));
    }
}
