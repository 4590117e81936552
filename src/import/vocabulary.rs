//! The terms of a taxonomy, taken from a table of them or from a mapping of keys to labels.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::format::Format;
use super::input::{self, find};
use super::job::ImportError;
use super::map::Map;
use super::readers::read;
use super::record::{Item, Record, scalar_text};
use super::site::Site;
use crate::disk::{Batch, read_text};
use crate::files::FileId;
use crate::model::{Slug, Transliteration, UniqueNames, fold};
use crate::schema::label_of;
use crate::write::Yaml;
use crate::write::markdown::one_line;
use crate::write::yaml::list_item;

/// Columns that hold the name of a term, its id, its other names, what it means and the term above it.
const LABELS: [&str; 5] = ["label", "name", "title", "term", "value"];
const IDS: [&str; 5] = ["id", "slug", "key", "code", "identifier"];
const ALIASES: [&str; 4] = ["aliases", "alias", "other names", "synonyms"];
const DEFINITIONS: [&str; 4] = ["definition", "description", "meaning", "note"];
const BROADER: [&str; 2] = ["broader", "parent"];

/// What became of the terms of an input.
#[derive(Debug)]
pub struct Terms {
    /// The file of the vocabulary.
    pub path: PathBuf,
    /// How many terms it gained.
    pub new: usize,
    /// How many it had already.
    pub known: usize,
    /// Records that name no term.
    pub nameless: usize,
    /// Names of broader terms that are no terms here.
    pub unknown: Vec<String>,
}

/// A term that is read.
#[derive(Debug, Default)]
struct Term {
    key: Option<String>,
    label: String,
    aliases: Vec<String>,
    definition: Option<String>,
    broader: Option<String>,
}

/// Add the terms of some files to the vocabulary of a taxonomy, which is made where there is none.
///
/// # Errors
/// Where a file cannot be read or written, or terms cannot be added to the vocabulary as it is written.
pub fn import(root: &Path, paths: &[PathBuf], taxonomy: &str, is_dry: bool) -> Result<Terms, ImportError> {
    let id = Slug::parse(&taxonomy.replace('_', "-")).map_err(|_| ImportError::BadName(taxonomy.to_owned()))?;
    let id = id.as_str().replace('-', "_");
    let site = Site::read(root)?;
    // The terms of a role are those of the taxonomy that owns them.
    let id = site.taxonomy(&id).and_then(|role| role.terms_of.clone()).unwrap_or(id);
    let path = format!("content/taxonomies/{id}.yaml");
    let mut terms = Terms { path: root.join(&path), new: 0, known: 0, nameless: 0, unknown: Vec::new() };
    let vocabulary = site.taxonomy(&id);
    let mut taken: HashSet<String> = HashSet::new();
    let mut free = UniqueNames::default();
    let mut ids = HashMap::new();
    let mut new = Vec::new();
    for term in read_terms(paths, &mut terms.nameless)? {
        let names = std::iter::once(&term.label).chain(&term.key);
        let is_known = names.clone().any(|name| vocabulary.is_some_and(|known| known.declares(name)));
        if is_known || !taken.insert(fold(&term.label)) {
            terms.known += 1;
            continue;
        }
        let id = term.id(&mut free, site.config.transliteration());
        let names = std::iter::once(&term.label).chain(&term.key);
        ids.extend(names.map(|name| (fold(name), id.clone())));
        new.push((id, term));
    }
    terms.new = new.len();
    let mut items = String::new();
    for (id, mut term) in new {
        if let Some(name) = term.broader.take() {
            let is_declared = vocabulary.is_some_and(|known| known.declares(&name));
            term.broader = ids.get(&fold(&name)).cloned().or_else(|| is_declared.then(|| name.clone()));
            terms.unknown.extend(term.broader.is_none().then_some(name));
        }
        list_item(&mut items, 2, &term.to_yaml(&id, &mut taken));
    }
    let before = read_text(root, &path)?;
    let text = match &before {
        None => format!("label: {}\nvocabulary: open\nterms:\n{items}", label_of(&id)),
        Some(before) => with_terms(before, &items).ok_or_else(|| ImportError::Vocabulary(root.join(&path)))?,
    };
    if !is_dry && terms.new > 0 {
        let mut batch = Batch::open(root)?;
        match &before {
            None => _ = batch.create(&path, &text)?,
            Some(before) => batch.replace(&path, before, &text)?,
        }
        if !batch.commit()?.is_empty() {
            return Err(ImportError::Vocabulary(root.join(&path)));
        }
    }
    Ok(terms)
}

/// A vocabulary with more terms behind its last one; nothing where its list does not end the file.
fn with_terms(text: &str, items: &str) -> Option<String> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let Some(start) = lines().position(|line| line.starts_with("terms:")) else {
        return Some(format!("{text}{end}terms:\n{items}"));
    };
    let is_block = lines().nth(start).is_some_and(|line| line.trim_end() == "terms:");
    let is_last = lines().skip(start + 1).all(|line| line.starts_with(' ') || line.starts_with('-'));
    let indent = lines().skip(start + 1).find_map(|line| line.find('-')).unwrap_or(2);
    let moved = items.lines().map(|line| format!("{}{}\n", " ".repeat(indent), line.get(2..).unwrap_or_default()));
    (is_block && is_last).then(|| format!("{text}{end}{}", moved.collect::<String>()))
}

fn read_terms(paths: &[PathBuf], nameless: &mut usize) -> Result<Vec<Term>, ImportError> {
    let map = Map::of_names([]);
    let mut terms = Vec::new();
    for (path, format) in find(paths, None)?.0.into_iter().filter(|(_, format)| *format != Format::Text) {
        let Ok((input, _)) = input::read(&path, format, FileId(0), None)? else {
            return Err(ImportError::UnknownFormat(path));
        };
        read(&input, &map, false, &mut |item| {
            let Item::Record(record) = item else { return };
            match term_of(&record, &map) {
                Some(term) => terms.push(term),
                // One mapping of scalars is a mapping of keys to labels.
                None if matches!(format, Format::Json | Format::Yaml) => terms.extend(labels_of(&record)),
                None => *nameless += 1,
            }
        });
    }
    Ok(terms)
}

fn term_of(record: &Record, map: &Map) -> Option<Term> {
    let column = |names: &[&str]| {
        let named = |name: &&str| record.values.iter().find(|(column, _)| fold(column).replace('_', " ") == **name);
        names.iter().find_map(named).map(|(_, value)| value)
    };
    let text = |names: &[&str]| {
        let text = column(names).and_then(scalar_text).map(|text| one_line(&text));
        text.filter(|text| !map.is_blank(text))
    };
    let aliases = match column(&ALIASES) {
        Some(Value::Array(items)) => items.iter().filter_map(scalar_text).collect(),
        Some(value) => scalar_text(value).into_iter().flat_map(|text| split_names(&text)).collect(),
        None => Vec::new(),
    };
    Some(Term {
        key: text(&IDS),
        label: text(&LABELS)?,
        aliases,
        definition: text(&DEFINITIONS),
        broader: text(&BROADER),
    })
}

fn split_names(text: &str) -> Vec<String> {
    text.split([';', '|']).map(one_line).filter(|name| !name.is_empty()).collect()
}

fn labels_of(record: &Record) -> Vec<Term> {
    let term = |(key, value): (&String, &Value)| {
        let label = one_line(&scalar_text(value)?);
        (!label.is_empty()).then(|| Term { key: Some(key.clone()), label, ..Term::default() })
    };
    record.values.iter().filter_map(term).collect()
}

impl Term {
    /// What it is called beside its label.
    fn other_key(&self) -> Option<&String> {
        self.key.as_ref().filter(|key| fold(key) != fold(&self.label))
    }

    /// Its key where that can be an id, else one made of its label.
    fn id(&self, free: &mut UniqueNames, transliteration: Transliteration) -> String {
        let slug = self.other_key().and_then(|key| Slug::parse(key).ok());
        let slug = slug.unwrap_or_else(|| transliteration.slug(&self.label)).to_string();
        free.unique(&slug, |number| format!("{slug}-{number}"))
    }

    /// As an item of a vocabulary; a key that is no id is another name of it.
    fn to_yaml(&self, id: &str, taken: &mut HashSet<String>) -> Yaml {
        let key = self.other_key().filter(|key| *key != id);
        let mut aliases: Vec<&String> = self.aliases.iter().chain(key).collect();
        aliases.retain(|alias| fold(alias) != fold(&self.label) && taken.insert(fold(alias)));
        let mut entries = vec![("id".to_owned(), Yaml::text(id)), ("label".to_owned(), Yaml::text(&self.label))];
        entries.extend(self.definition.iter().map(|text| ("definition".to_owned(), Yaml::text(text))));
        if !aliases.is_empty() {
            entries.push(("aliases".to_owned(), Yaml::texts(aliases)));
        }
        entries.extend(self.broader.iter().map(|text| ("broader".to_owned(), Yaml::text(text))));
        Yaml::Map(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::with_terms;

    #[test]
    fn terms_are_added_behind_the_last_one() {
        let item = "  - id: b\n    label: B\n";
        let cases = [
            ("label: L\n", Some("label: L\nterms:\n  - id: b\n    label: B\n")),
            ("label: L\nterms:\n- id: a\n", Some("label: L\nterms:\n- id: a\n- id: b\n  label: B\n")),
            ("label: L\nterms:\n  - { id: a }", Some("label: L\nterms:\n  - { id: a }\n  - id: b\n    label: B\n")),
            ("terms:\n  - { id: a }\nlabel: L\n", None),
            ("label: L\nterms: [{ id: a }]\n", None),
        ];
        for (text, expected) in cases {
            assert_eq!(with_terms(text, item).as_deref(), expected, "{text}");
        }
    }
}
