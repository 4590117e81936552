//! Fields that entries inherit by `crossref` and `xdata` (biblatex manual, appendix B).

use std::collections::HashMap;

use super::syntax::{Entry, Value};

/// How many steps lead from an entry to what it takes from.
const DEEPEST: usize = 8;

/// Fields of a parent that are its own affair.
const OWN: [&str; 14] = [
    "crossref",
    "xref",
    "xdata",
    "ids",
    "entryset",
    "entrysubtype",
    "options",
    "label",
    "shorthand",
    "sortkey",
    "keywords",
    "related",
    "abstract",
    "file",
];

/// Titles of a parent that a child has under another name, or not at all.
const TITLES: [&str; 5] = ["title", "subtitle", "titleaddon", "shorttitle", "indextitle"];

/// Fields that say one thing under several names.
const ALIKE: [&[&str]; 4] = [
    &["date", "year", "month", "day"],
    &["journaltitle", "journal"],
    &["institution", "school"],
    &["location", "address"],
];

/// Give every entry the fields that it takes from others.
///
/// An entry's own fields always win over inherited ones.
pub fn resolve(entries: &mut [Entry]) {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.value.to_lowercase()).or_insert(index);
    }
    let takes = |entry: &Entry| entry.get("crossref").is_some() || entry.get("xdata").is_some();
    let taken: Vec<(usize, Vec<(String, Value)>)> = (0..entries.len())
        .filter(|index| takes(&entries[*index]))
        .map(|index| (index, inherited(entries, &by_key, index, DEEPEST)))
        .collect();
    for (index, fields) in taken {
        entries[index].fields.extend(fields);
    }
}

/// The fields that an entry takes, those of its parents' parents included.
fn inherited(entries: &[Entry], by_key: &HashMap<String, usize>, index: usize, depth: usize) -> Vec<(String, Value)> {
    let child = &entries[index];
    let mut taken: Vec<(String, Value)> = Vec::new();
    for field in ["xdata", "crossref"] {
        let keys = child.get(field).map(|value| value.text.as_str()).unwrap_or_default();
        for parent in
            keys.split(',').filter_map(|key| by_key.get(&key.trim().to_lowercase())).filter(|parent| **parent != index)
        {
            let of_parent = &entries[*parent];
            let further = if depth > 0 { inherited(entries, by_key, *parent, depth - 1) } else { Vec::new() };
            for (name, value) in of_parent.fields.iter().chain(&further) {
                let names = if field == "xdata" {
                    vec![name.clone()]
                } else {
                    names_in_child(&child.kind, &of_parent.kind, name)
                };
                for name in names {
                    let has = |fields: &[(String, Value)], name: &str| fields.iter().any(|(known, _)| known == name);
                    let alike = ALIKE.iter().find(|group| group.contains(&name.as_str()));
                    let is_said = alike
                        .map_or(has(&child.fields, &name), |group| group.iter().any(|name| has(&child.fields, name)));
                    if !is_said && !has(&taken, &name) {
                        taken.push((name, value.clone()));
                    }
                }
            }
        }
    }
    taken
}

/// Under which names a child has a field of its parent.
fn names_in_child(child: &str, parent: &str, name: &str) -> Vec<String> {
    if OWN.contains(&name) {
        return Vec::new();
    }
    let is_main = parent.starts_with("mv") && !matches!(child, "article" | "suppperiodical");
    let prefix = match parent {
        "periodical" => "journal",
        _ if is_main => "main",
        _ => "book",
    };
    match name {
        "title" | "subtitle" | "titleaddon" => vec![format!("{prefix}{name}")],
        _ if TITLES.contains(&name) => Vec::new(),
        "author" if child == "inbook" || child == "bookinbook" || child == "suppbook" => {
            vec!["author".to_owned(), "bookauthor".to_owned()]
        }
        // Who wrote a collection did not write what is in it.
        "author"
            if matches!(child, "incollection" | "inproceedings" | "inreference" | "suppcollection" | "conference") =>
        {
            vec!["bookauthor".to_owned()]
        }
        name => vec![name.to_owned()],
    }
}
