//! A draft: an imported case before its file is written.

use crate::files::Span;
use crate::model::{SourceId, canonical_url, fold, slugify};
use crate::schema::{Key, SOURCE};
use crate::write::{self, CaseText, SectionText, Yaml};

/// Values from the command line, by key.
pub type Constants = Vec<(String, Vec<String>)>;

/// A case before it is a file.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Its identifier within the import.
    pub key: String,
    /// Where its record is in the input.
    pub span: Span,
    /// Its title.
    pub title: Option<String>,
    /// The name of its file, if it is not made from the title.
    pub named_after: Option<String>,
    /// Front matter other than the following.
    pub fields: Vec<(String, Yaml)>,
    /// Terms by taxonomy.
    pub terms: Vec<(String, Vec<String>)>,
    /// Sources.
    pub sources: Vec<SourceDraft>,
    /// Values that no key takes.
    pub extra: Vec<(String, Yaml)>,
    /// Markdown before the first section.
    pub lead: String,
    /// Sections.
    pub sections: Vec<SectionDraft>,
    /// The text of the whole file in place of all that, where it is known.
    pub whole: Option<String>,
}

/// A section of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDraft {
    /// Id of the configured section, where it is one.
    pub id: Option<String>,
    /// Heading.
    pub title: String,
    /// Markdown.
    pub text: String,
}

/// A source of a draft: keys of the front matter and their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDraft {
    /// By which the case cites it.
    pub id: String,
    /// The other keys.
    pub fields: Vec<(String, String)>,
}

impl SourceDraft {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Set a key that has no value yet.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        if self.get(key).is_none() {
            self.fields.push((key.to_owned(), value.into()));
        }
    }

    /// What makes two sources one work.
    fn identity(&self) -> Option<String> {
        let doi = self.get("doi").map(|doi| format!("doi:{}", doi.to_lowercase()));
        doi.or_else(|| self.get("url").map(canonical_url))
    }

    /// Are they one work? Without an address, where everything that is said of them is the same.
    pub fn is_same_work(&self, other: &SourceDraft) -> bool {
        match (self.identity(), other.identity()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => {
                ["publisher", "title", "date"].iter().all(|key| self.get(key).map(fold) == other.get(key).map(fold))
            }
            _ => false,
        }
    }

    fn to_yaml(&self) -> Yaml {
        let value = |key: &Key<'_>| if key.name == "id" { Some(self.id.as_str()) } else { self.get(key.name) };
        let entry = |key: &Key<'_>| Some((key.name.to_owned(), write::of_text(key.shape, value(key)?)));
        Yaml::Map(SOURCE.keys().filter_map(entry).collect())
    }
}

impl Draft {
    /// Add a source, or what it says of one that is there already. Gives its id.
    pub fn add_source(&mut self, source: SourceDraft) -> String {
        if let Some(same) = self.sources.iter_mut().find(|other| other.is_same_work(&source)) {
            for (key, value) in source.fields {
                same.set(&key, value);
            }
            return same.id.clone();
        }
        let id = source.id.clone();
        self.sources.push(source);
        id
    }

    /// An id that no source of this draft has: `bi-2025`, `bi-2025-2`.
    pub fn unique_source_id(&self, wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let taken = |id: &str| is_taken(id) || self.sources.iter().any(|source| source.id == id);
        let mut id = wanted.to_owned();
        let mut number = 2;
        while taken(&id) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }

    /// Add terms that the draft does not have.
    pub fn add_terms(&mut self, taxonomy: &str, terms: Vec<String>) {
        if terms.is_empty() {
            return;
        }
        let known = match self.terms.iter().position(|(id, _)| id == taxonomy) {
            Some(at) => &mut self.terms[at].1,
            None => {
                self.terms.push((taxonomy.to_owned(), Vec::new()));
                let last = self.terms.len() - 1;
                &mut self.terms[last].1
            }
        };
        for term in terms {
            if !known.contains(&term) {
                known.push(term);
            }
        }
    }

    /// Keep a value under `extra`; a second value of a name makes a list.
    pub fn keep(&mut self, name: &str, value: Yaml) {
        match self.extra.iter_mut().find(|(key, _)| key == name) {
            None => self.extra.push((name.to_owned(), value)),
            Some((_, known)) if *known == value => {}
            Some((_, Yaml::List(items))) if !matches!(value, Yaml::List(_)) => {
                if !items.contains(&value) {
                    items.push(value);
                }
            }
            Some((_, known)) => *known = Yaml::List(vec![known.clone(), value]),
        }
    }

    /// Add text to a section.
    pub fn add_section(&mut self, id: Option<&str>, title: &str, text: &str) {
        let same = self.sections.iter_mut().find(|section| match (&section.id, id) {
            (Some(a), Some(b)) => a == b,
            (None, None) => fold(&section.title) == fold(title),
            _ => false,
        });
        match same {
            Some(section) if section.text.trim() == text.trim() || text.trim().is_empty() => {}
            Some(section) if section.text.trim().is_empty() => text.clone_into(&mut section.text),
            Some(section) => {
                section.text = format!("{}\n\n{}", section.text.trim_end(), text.trim_start_matches('\n'));
            }
            None => self.sections.push(SectionDraft {
                id: id.map(ToOwned::to_owned),
                title: title.to_owned(),
                text: text.to_owned(),
            }),
        }
    }

    /// Take in another draft of the same key.
    pub fn merge(&mut self, other: Draft) {
        match (&self.title, other.title) {
            (Some(mine), Some(title)) if *mine != title => self.keep("title", Yaml::text(title)),
            (None, title) => self.title = title,
            _ => {}
        }
        for (key, value) in other.fields {
            match self.fields.iter_mut().find(|(known, _)| *known == key) {
                None => self.fields.push((key, value)),
                Some((_, mine)) if *mine == value => {}
                Some((_, Yaml::List(mine))) => {
                    let items = if let Yaml::List(items) = value { items } else { vec![value] };
                    for item in items {
                        if !mine.contains(&item) {
                            mine.push(item);
                        }
                    }
                }
                Some(_) => self.keep(&key, value),
            }
        }
        for (taxonomy, terms) in other.terms {
            self.add_terms(&taxonomy, terms);
        }
        for mut source in other.sources {
            source.id = match self.sources.iter().find(|known| known.is_same_work(&source)) {
                Some(known) => known.id.clone(),
                None => self.unique_source_id(&source.id, |_| false),
            };
            self.add_source(source);
        }
        for (name, value) in other.extra {
            self.keep(&name, value);
        }
        if self.lead.is_empty() {
            self.lead = other.lead;
        }
        for section in other.sections {
            self.add_section(section.id.as_deref(), &section.title, &section.text);
        }
    }

    /// The case, its sections in the order of `section_order` (ids), the others behind them as they came.
    pub fn to_case(&self, section_order: &[&str]) -> CaseText {
        let mut front: Vec<(String, Yaml)> = self.fields.clone();
        if let Some(title) = &self.title {
            front.push(("title".to_owned(), Yaml::text(title)));
        }
        for (taxonomy, terms) in &self.terms {
            let value = match terms.as_slice() {
                [one] => Yaml::text(one),
                many => Yaml::texts(many),
            };
            front.push((taxonomy.clone(), value));
        }
        if !self.sources.is_empty() {
            front.push(("sources".to_owned(), Yaml::List(self.sources.iter().map(SourceDraft::to_yaml).collect())));
        }
        if !self.extra.is_empty() {
            front.push(("extra".to_owned(), Yaml::Map(self.extra.clone())));
        }
        let mut sections: Vec<&SectionDraft> = self.sections.iter().collect();
        let rank = |section: &SectionDraft| match &section.id {
            Some(id) => section_order.iter().position(|known| known == id).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        // A body whose sections are all the author's own keeps its order.
        if sections.iter().all(|section| section.id.is_some()) {
            sections.sort_by_key(|section| rank(section));
        }
        let sections = sections.iter().map(|s| SectionText { title: s.title.clone(), text: s.text.clone() }).collect();
        CaseText { front, lead: self.lead.clone(), sections }
    }
}

/// The id of a source: `bi-2025` for Business Insider, 2025. A short other name of the publisher serves as it is.
pub fn source_id(publisher: &str, other_names: &[String], year: Option<u16>) -> String {
    let is_short = |name: &&String| (2..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let words: Vec<String> = slugify(publisher).split('-').map(ToOwned::to_owned).collect();
    let small = ["the", "of", "and", "for", "in", "on"];
    let initials: String =
        words.iter().filter(|word| !small.contains(&word.as_str())).filter_map(|word| word.chars().next()).collect();
    let base = match other_names.iter().find(is_short) {
        Some(name) => name.to_lowercase(),
        None if initials.len() >= 2 && words.len() <= 6 && publisher.trim().contains(char::is_whitespace) => initials,
        None => words.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("-"),
    };
    let base = if base.is_empty() { "source".to_owned() } else { base };
    let id = year.map_or_else(|| base.clone(), |year| format!("{base}-{year}"));
    if SourceId::parse(&id).is_some_and(|id| id.is_bare()) { id } else { "source".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_speak() {
        assert_eq!(source_id("Business Insider", &[], Some(2025)), "bi-2025");
        assert_eq!(source_id("Financial Times", &["financial-times".into(), "FT".into()], Some(2025)), "ft-2025");
        assert_eq!(source_id("Reuters", &[], None), "reuters");
        assert_eq!(source_id("example.org", &[], Some(2024)), "example-org-2024");
        assert_eq!(source_id("…", &[], None), "source");
    }
}
