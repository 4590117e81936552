//! Fields that entries inherit by `crossref` and `xdata` (biblatex manual, appendix B).

use std::collections::{HashMap, HashSet};

use super::syntax::{Entry, Value};
use crate::diagnostic::Code;
use crate::schema::fields::Findings;

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

/// Fields that an entry takes at most; `BibLaTeX` knows some 120 names.
const MOST_TAKEN: usize = 200;

/// Bytes that the entries of a file take at most.
const MOST_BYTES: usize = 16 << 20;

/// A parent of an entry, and whether it gives its fields under their own names.
type Parent = (usize, bool);

/// A field that is taken: its name, and whose it is, by entry and field.
type Taken = (String, (usize, usize));

/// Give every entry the fields that it takes from others.
///
/// An entry's own fields always win over inherited ones.
pub fn resolve(entries: &mut [Entry], findings: &mut Findings<'_>) {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.value.to_lowercase()).or_insert(index);
    }
    let parents: Vec<Vec<Parent>> =
        entries.iter().enumerate().map(|(index, entry)| parents(entry, index, &by_key)).collect();
    if parents.iter().all(Vec::is_empty) {
        return;
    }
    // Each round looks one step further: parents, their parents, and so on.
    let mut taken: Vec<Vec<Taken>> = vec![Vec::new(); entries.len()];
    for _ in 0..=DEEPEST {
        let next: Vec<Vec<Taken>> =
            (0..entries.len()).map(|index| inherited(entries, index, &parents[index], &taken)).collect();
        if next == taken {
            break;
        }
        taken = next;
    }
    let mut bytes = 0;
    let mut values = Vec::with_capacity(entries.len());
    for (entry, taken) in entries.iter().zip(&taken) {
        bytes += taken.iter().map(|(_, (from, field))| entries[*from].fields[*field].1.text.len()).sum::<usize>();
        let message = if taken.len() >= MOST_TAKEN {
            format!("`{}` inherits more than {MOST_TAKEN} fields", entry.key.value)
        } else if bytes > MOST_BYTES {
            format!("the entries of this file inherit more than {MOST_BYTES} bytes, `{}` included", entry.key.value)
        } else {
            let value = |(name, (from, field)): &Taken| (name.clone(), entries[*from].fields[*field].1.clone());
            values.push(taken.iter().map(value).collect());
            continue;
        };
        values.push(Vec::new());
        let found = findings.at(Code::TooLarge, &entry.key.span, message);
        findings.push(found.help("let it inherit from fewer entries; no setting raises this limit"));
        if bytes > MOST_BYTES {
            break;
        }
    }
    for (entry, fields) in entries.iter_mut().zip(values) {
        entry.fields.extend::<Vec<(String, Value)>>(fields);
    }
}

/// The entries that an entry takes from.
fn parents(child: &Entry, index: usize, by_key: &HashMap<String, usize>) -> Vec<Parent> {
    let mut found = Vec::new();
    for field in ["xdata", "crossref"] {
        let keys = child.get(field).map(|value| value.text.as_str()).unwrap_or_default();
        let known = keys.split(',').filter_map(|key| by_key.get(&key.trim().to_lowercase()).copied());
        found.extend(known.filter(|parent| *parent != index).map(|parent| (parent, field == "xdata")));
    }
    found
}

/// The fields that an entry takes; `taken` are those that its parents take.
fn inherited(entries: &[Entry], index: usize, parents: &[Parent], taken: &[Vec<Taken>]) -> Vec<Taken> {
    let child = &entries[index];
    let mut found: Vec<Taken> = Vec::new();
    if parents.is_empty() {
        return found;
    }
    let own: HashSet<&str> = child.fields.iter().map(|(name, _)| name.as_str()).collect();
    let mut known: HashSet<String> = HashSet::new();
    for (parent, as_they_are) in parents {
        let of_parent = &entries[*parent];
        let fields = of_parent.fields.iter().enumerate().map(|(field, (name, _))| (name, (*parent, field)));
        for (name, from) in fields.chain(taken[*parent].iter().map(|(name, from)| (name, *from))) {
            let names =
                if *as_they_are { vec![name.clone()] } else { names_in_child(&child.kind, &of_parent.kind, name) };
            for name in names {
                let alike = ALIKE.iter().find(|group| group.contains(&name.as_str()));
                let is_said = alike
                    .map_or_else(|| own.contains(name.as_str()), |group| group.iter().any(|name| own.contains(name)));
                if !is_said && known.insert(name.clone()) {
                    found.push((name, from));
                }
                if found.len() >= MOST_TAKEN {
                    return found;
                }
            }
        }
    }
    found
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
