//! The theme's contract: everything that a template of the default theme names exists.
//!
//! Tera is silent about `{% if case.typo %}`, and a page that lacks a line looks like a page that has none to
//! show. So every path, loop, component and word of every template is resolved here against the schemas of the
//! structs that templates are given, and every word of the theme must be used.

mod checker;
mod expression;
mod kinds;
mod lexer;

use std::collections::BTreeSet;
use std::path::Path;

use casebook::model::{CASE_ANCHORS, TERM_ANCHORS};
use casebook::yaml;
use serde_json::Value;

use crate::support::site::repository;

use checker::{Report, check};
use kinds::Kinds;

#[expect(clippy::disallowed_methods, reason = "a test reads the theme")]
fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).expect("a file of the repository")).into_owned()
}

/// All files below a folder, in order.
fn files(folder: &str) -> Vec<(String, String)> {
    let folder = repository().join(folder);
    let entries = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), read(entry.path())))
        .collect()
}

fn words() -> Value {
    let text = read(&repository().join("themes/default/i18n/en.yaml"));
    yaml::to_json(&yaml::parse(&text, 0).expect("the words are YAML"))
}

/// The default theme with one template in another's place.
fn with(name: &str, text: &str) -> Report {
    let mut templates = files("themes/default/templates");
    templates.retain(|(other, _)| other != name);
    templates.push((name.to_owned(), text.to_owned()));
    check(&Kinds::new(words()), &templates)
}

/// What a template of the page `home` is told.
fn findings_of(text: &str) -> Vec<String> {
    let report = with("home.html", text);
    report.findings.into_iter().filter_map(|line| line.strip_prefix("home.html:1: ").map(ToOwned::to_owned)).collect()
}

#[test]
fn everything_that_a_template_names_exists() {
    let report = check(&Kinds::new(words()), &files("themes/default/templates"));
    let findings: Vec<String> = report.findings.into_iter().collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn a_typo_is_found_wherever_it_stands() {
    for (text, message) in [
        ("{{ home.newst }}", "HomeView has no field `newst`"),
        ("{% if home.newst %}{% endif %}", "HomeView has no field `newst`"),
        ("{% if not site.title or page.tilte == \"x\" %}{% endif %}", "PageView has no field `tilte`"),
        ("{% if site.feed and (site.nofeed | length > 2) %}{% endif %}", "SiteView has no field `nofeed`"),
        ("{% for row in home.newest %}{{ row.titel }}{% endfor %}", "CaseRow has no field `titel`"),
        ("{% for row in home.newest %}{{ loop.inedx }}{% endfor %}", "`loop` has no field `inedx`"),
        ("{% for row in home.newest %}{% endfor %}{{ row.title }}", "there is no `row` here"),
        ("{% for row in site.title %}{% endfor %}", "loops over what is no list: Scalar"),
        ("{% set first = home.newest | first %}{{ first.summry }}", "CaseRow has no field `summry`"),
        ("{{ home.newest[0].date.txt }}", "DateView has no field `txt`"),
        ("{{ home.newest[0]?.date?.txt }}", "DateView has no field `txt`"),
        ("{{ case.title }}", "there is no `case` here"),
        ("{{ home.newest }}", "prints a list"),
        ("{{ site.totals }}", "prints a whole Totals"),
        ("{{ t.home.newst }}", "no word `t.home.newst`"),
        ("{{ t.n_cases }}", "prints the map `t.n_cases`; use `count`"),
        (
            "{{ t.page_title | fill(page=page.title) }}",
            "`t.page_title` has {\"page\", \"site\"} to fill in, and is given {\"page\"}",
        ),
        ("{{ t.skip | count(n=1) }}", "`count` does not fit the word `t.skip`"),
        ("{{ <casess rows={home.newest} /> }}", "there is no component `casess`"),
        ("{{ <cases row={home.newest} /> }}", "`cases` does not take `row`"),
        ("{{ <cases level={2} /> }}", "`cases` is not given its `rows`"),
        ("{{ <cases rows={home.newst} /> }}", "HomeView has no field `newst`"),
        ("{% spaceless %}", "the scanner does not know the tag `spaceless`"),
    ] {
        let found = findings_of(text);
        assert!(found.iter().any(|line| line == message), "{text}\nwants: {message}\nfound: {found:#?}");
    }
}

#[test]
fn a_component_is_checked_with_what_it_is_given() {
    let report = with("home.html", "{{ <pager pager={site.totals} /> }}");
    let found: Vec<&String> = report.findings.iter().filter(|line| line.contains("Totals has no field")).collect();
    assert!(found.iter().any(|line| line.ends_with("Totals has no field `number`")), "{found:?}");
    assert!(found.iter().all(|line| line.starts_with("components.html:")), "{found:?}");
}

#[test]
fn every_word_is_used_and_every_word_that_the_program_asks_for_exists() {
    let used = check(&Kinds::new(words()), &files("themes/default/templates")).words;
    let program: String = files("src").into_iter().map(|(_, text)| text).collect();
    let asked: BTreeSet<&str> = [".get(\"", "word(\""]
        .iter()
        .flat_map(|call| program.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut unused = Vec::new();
    let words = words();
    each_word("", &words, &mut |path| {
        let parts: Vec<&str> = path.split('.').collect();
        let mut above = (1..=parts.len()).map(|length| parts[..length].join("."));
        let is_used = above.any(|path| used.contains(&path) || asked.contains(path.as_str()))
            || program.contains(&format!("\"{path}\""));
        if !is_used {
            unused.push(path.to_owned());
        }
    });
    assert!(unused.is_empty(), "words that nobody reads: {unused:?}");

    let missing: Vec<&&str> = asked
        .iter()
        .filter(|path| path.split_once('.').is_some_and(|(first, _)| words.get(first).is_some()))
        .filter(|path| path.split('.').try_fold(&words, |words, key| words.get(key)).is_none())
        .collect();
    assert!(missing.is_empty(), "words that the program asks for and the theme lacks: {missing:?}");
}

/// The `id`s that a template writes itself.
fn ids(template: &str) -> impl Iterator<Item = &str> {
    let written = template.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    written.filter(|id| !id.contains("{{"))
}

/// The texts that make the pages of a template: its own, the frame, and the components that these call.
fn reached<'a>(templates: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    let text = |name: &str| templates.iter().find(|(file, _)| file == name).expect("a template").1.as_str();
    let components: Vec<&str> = text("components.html").split("{% component ").skip(1).collect();
    let mut all = vec![text("base.html"), text(name)];
    let mut at = 0;
    while let Some(caller) = all.get(at).copied() {
        let called = components.iter().copied().filter(|component| {
            let name = component.split('(').next().unwrap_or_default();
            caller.contains(&format!("<{name} "))
        });
        let new: Vec<&str> = called.filter(|component| !all.contains(component)).collect();
        all.extend(new);
        at += 1;
    }
    all
}

#[test]
fn the_parts_of_a_page_that_links_lead_to_are_those_of_its_template() {
    let templates = files("themes/default/templates");
    let of = |name: &str| -> BTreeSet<&str> { reached(&templates, name).into_iter().flat_map(ids).collect() };
    let case = of("case.html");
    for (name, id) in CASE_ANCHORS {
        assert!(case.contains(id), "a link to the part `{name}` of a case leads nowhere: there is no `{id}`");
    }
    // The id of a heading has no underscore: without one, ids of the theme are kept from it.
    let free = |id: &&str| !id.contains('_') && !CASE_ANCHORS.iter().any(|(_, known)| known == id);
    assert_eq!(case.into_iter().filter(free).collect::<Vec<_>>(), [""; 0], "a heading of a case may have these ids");
    let term = of("term.html");
    let free = |id: &&str| !id.contains('_') && !TERM_ANCHORS.contains(id);
    assert_eq!(term.into_iter().filter(free).collect::<Vec<_>>(), [""; 0], "a heading of a term may have these ids");
    let page = of("page.html");
    let free = |id: &&str| !id.contains('_');
    assert_eq!(page.into_iter().filter(free).collect::<Vec<_>>(), [""; 0], "a heading of a page may have these ids");
}

/// Every path that leads to a text; a map of plural forms is one word.
fn each_word(path: &str, words: &Value, told: &mut dyn FnMut(&str)) {
    match words {
        Value::Object(map) if !map.contains_key("other") || path == "kinds" => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                each_word(&path, value, told);
            }
        }
        _ => told(path),
    }
}

#[test]
fn every_file_that_a_template_links_is_in_the_theme_and_scripts_have_readable_lines() {
    let names: BTreeSet<String> = files("themes/default/static").into_iter().map(|(name, _)| name).collect();
    // A site may bring these, or have the first made by its configuration.
    let of_site = ["accent.css", "custom.css", "style.css"];
    for (template, text) in files("themes/default/templates") {
        let tags = text.split("{{ \"").skip(1);
        for name in tags.filter_map(|rest| rest.split_once("\" | asset }}").map(|(name, _)| name)) {
            let is_known = names.contains(name) || of_site.contains(&name);
            assert!(name.contains('"') || is_known, "{template}: the theme has no file static/{name}");
        }
    }
    // Fonts are made by a script.
    let is_code = |name: &str| name != "fonts.css" && (name.ends_with(".css") || name.ends_with(".js"));
    for (name, text) in files("themes/default/static").into_iter().filter(|(name, _)| is_code(name)) {
        let long = text.lines().position(|line| line.chars().count() > 120);
        assert_eq!(long.map(|line| line + 1), None, "{name}: a line of more than 120 characters");
    }
}
