//! A draft: an imported case before its file is written.

use std::collections::{HashMap, HashSet};

use super::account::{Fate, RecordAccount};
use super::cite::{cite_markdown, cite_text, rename};
use crate::files::Span;
use crate::model::{FieldValue, SourceId, Transliteration, canonical_url, fold};
use crate::schema::{Key, SOURCE, Shape, own};
use crate::write::{self, CaseText, SectionText, Yaml};

/// The name under `extra` of what has no place in a case, and no column of its own.
pub const UNPLACED: &str = "unplaced";

/// Values from the command line, by key.
pub type Constants = Vec<(String, Vec<String>)>;

/// A case before it is a file.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
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
    /// Values of the site's own fields.
    pub own: Vec<OwnValues>,
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
    /// It is the text of a file, to which links of others may lead.
    pub is_text: bool,
    /// It cites sources that the site shares.
    pub cites_shared: bool,
    /// It holds links that only the whole import resolves.
    pub has_links: bool,
    /// Names by which links mean it, beside its title and its file.
    pub names: Vec<String>,
    /// Its headings as links name them, and the anchors that they get.
    pub anchors: Vec<(String, String)>,
    /// It is no case: the file of a term, which can lie nowhere else than where it is kept for it.
    pub is_term: bool,
    /// The file that is kept for it.
    pub reserved: Option<String>,
    /// What became of the values of its records, where a report is asked for.
    pub accounts: Vec<RecordAccount>,
    /// What its sources are found by.
    pub known: KnownSources,
    /// Indices of what is kept under `extra`, by name.
    pub kept: HashMap<String, usize>,
}

/// The sources of a draft by what they are asked for: a document may list thousands.
#[derive(Debug, Clone, Default)]
pub struct KnownSources {
    /// How many of them are known here.
    count: usize,
    /// Indices of those that may be one work.
    works: HashMap<String, Vec<usize>>,
    ids: HashSet<String>,
    /// The number that the next source of a wanted id gets.
    numbers: HashMap<String, usize>,
}

/// What a draft says under a field of the site's own.
#[derive(Debug, Clone)]
pub struct OwnValues {
    /// The field's key.
    pub id: String,
    /// Its values, without sources.
    pub values: Vec<FieldValue>,
    /// Do they cite all sources of the case?
    pub are_cited: bool,
}

impl OwnValues {
    /// As front matter has it, where the case has sources with these ids.
    fn to_yaml(&self, ids: &[String]) -> Option<Yaml> {
        let cited: Vec<usize> = if self.are_cited { (0..ids.len()).collect() } else { Vec::new() };
        let values: Vec<FieldValue> =
            self.values.iter().map(|value| FieldValue { sources: cited.clone(), ..value.clone() }).collect();
        own::written(own::Ids::Named(ids), &values).map(|value| write::value(&value))
    }
}

/// A section of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDraft {
    /// Id of the configured section, where it is one.
    pub id: Option<String>,
    /// Heading.
    pub title: String,
    /// Its texts, one below the other.
    pub parts: Vec<Part>,
}

/// A text of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Markdown as it is.
    Markdown(String),
    /// Markdown whose paragraphs cite all sources of the case.
    CitedMarkdown(String),
    /// Plain text whose paragraphs and items cite all sources of the case.
    CitedText(String),
}

impl Part {
    fn text(&self) -> &str {
        match self {
            Part::Markdown(text) | Part::CitedMarkdown(text) | Part::CitedText(text) => text,
        }
    }

    /// As Markdown, where the sources of the case are cited so: ` [@a; @b]`.
    fn to_markdown(&self, citation: &str) -> String {
        match self {
            Part::Markdown(text) => text.clone(),
            Part::CitedMarkdown(text) => cite_markdown(text, citation),
            Part::CitedText(text) => cite_text(text, citation),
        }
    }

    fn rename(&mut self, ids: &[(String, String)]) {
        if let Part::Markdown(text) | Part::CitedMarkdown(text) = self {
            *text = rename(text, ids);
        }
    }
}

/// A source of a draft: keys of the front matter and their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDraft {
    /// By which the case cites it.
    pub id: String,
    /// The other keys; records as JSON.
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

    /// Add to the note.
    pub fn add_note(&mut self, text: &str) {
        match self.fields.iter_mut().find(|(name, _)| name == "note") {
            Some((_, note)) => note.push_str(&format!("; {text}")),
            None => self.set("note", text),
        }
    }

    /// What makes two sources one work.
    fn identity(&self) -> Option<String> {
        let doi = self.get("doi").map(|doi| format!("doi:{}", doi.to_lowercase()));
        doi.or_else(|| self.get("url").map(canonical_url))
    }

    /// Are they one work? Without an address, where nothing that is said of the one differs from the other.
    pub fn is_same_work(&self, other: &SourceDraft) -> bool {
        let is_alike = |key: &str| self.get(key).map(fold) == other.get(key).map(fold);
        match (self.identity(), other.identity()) {
            (Some(a), Some(b)) => a == b,
            (None, None) => {
                let agrees = |(key, value): &(String, String)| self.get(key).is_none_or(|own| fold(own) == fold(value));
                ["publisher", "title", "date"].into_iter().all(is_alike) && other.fields.iter().all(agrees)
            }
            _ => false,
        }
    }

    /// The same text for two sources that may be one work.
    fn work(&self) -> String {
        let said = || ["publisher", "title", "date"].map(|key| self.get(key).map(fold).unwrap_or_default()).join("\n");
        self.identity().unwrap_or_else(said)
    }

    fn to_yaml(&self) -> Yaml {
        let value = |key: &Key<'_>| if key.name == "id" { Some(self.id.as_str()) } else { self.get(key.name) };
        let yaml = |key: &Key<'_>, text: &str| match key.shape {
            Shape::Records(_) => write::of_json(key, &serde_json::from_str(text).ok()?),
            shape => Some(write::of_text(shape, text)),
        };
        let entry = |key: &Key<'_>| Some((key.name.to_owned(), yaml(key, value(key)?)?));
        let mut entries: Vec<(String, Yaml)> = SOURCE.keys().filter_map(entry).collect();
        // A source has one of the two: what `quote` says is one more of the passages.
        if let (Some(quote), Some((_, Yaml::List(passages)))) =
            (self.get("quote"), entries.iter_mut().find(|(key, _)| key == "passages"))
        {
            passages.insert(0, Yaml::Map(vec![("text".to_owned(), Yaml::text(quote))]));
            entries.retain(|(key, _)| key != "quote");
        }
        Yaml::Map(entries)
    }
}

/// What became of a source that was added to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The id by which it is cited.
    pub id: String,
    /// Keys that the draft said alike already.
    pub merged: Vec<String>,
    /// Keys that contradict, and are kept under `extra`.
    pub kept: Vec<String>,
}

impl Draft {
    /// Is it to be left out of what is published?
    pub fn is_draft(&self) -> bool {
        self.fields.iter().any(|(key, value)| key == "draft" && *value == Yaml::plain("true"))
    }

    /// Its texts in Markdown.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let parts = self.sections.iter_mut().flat_map(|section| &mut section.parts);
        let texts = parts.filter_map(|part| match part {
            Part::Markdown(text) | Part::CitedMarkdown(text) => Some(text),
            Part::CitedText(_) => None,
        });
        std::iter::once(&mut self.lead).chain(texts)
    }

    /// Add a source, or what it says of one that is there already; what contradicts it is kept under `extra`.
    pub fn add_source(&mut self, source: SourceDraft) -> Added {
        let found = self.position(&source);
        let Some(same) = found.and_then(|index| self.sources.get_mut(index)) else {
            let id = source.id.clone();
            self.sources.push(source);
            return Added { id, merged: Vec::new(), kept: Vec::new() };
        };
        let mut added = Added { id: same.id.clone(), merged: Vec::new(), kept: Vec::new() };
        let mut kept = Vec::new();
        for (key, value) in source.fields {
            match same.get(&key) {
                None => same.set(&key, value),
                Some(own) if fold(own) == fold(&value) || key == "url" => added.merged.push(key),
                Some(_) => {
                    kept.push((format!("source {key}"), value));
                    added.kept.push(key);
                }
            }
        }
        // What it says now may be what others are known by.
        let work = same.work();
        self.known.works.entry(work).or_default().extend(found);
        for (name, value) in kept {
            self.keep(&name, Yaml::text(value));
        }
        added
    }

    /// Which of its sources is the same work as another one.
    fn position(&mut self, source: &SourceDraft) -> Option<usize> {
        self.know_sources();
        let may_be = self.known.works.get(&source.work()).into_iter().flatten().copied();
        may_be.into_iter().find(|index| self.sources[*index].is_same_work(source))
    }

    /// Take in the sources that were added since they were last asked for.
    fn know_sources(&mut self) {
        for (index, source) in self.sources.iter().enumerate().skip(self.known.count) {
            self.known.works.entry(source.work()).or_default().push(index);
            self.known.ids.insert(source.id.clone());
        }
        self.known.count = self.sources.len();
    }

    /// An id that no source of this draft has: `bi-2025`, `bi-2025-2`.
    pub fn unique_source_id(&mut self, wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
        self.know_sources();
        let mut id = wanted.to_owned();
        let number = self.known.numbers.entry(wanted.to_owned()).or_insert(2);
        while is_taken(&id) || self.known.ids.contains(&id) {
            id = format!("{wanted}-{number}");
            *number += 1;
        }
        id
    }

    /// Add terms that the draft does not have. Says whether there were any.
    pub fn add_terms(&mut self, taxonomy: &str, terms: Vec<String>) -> bool {
        if terms.is_empty() {
            return false;
        }
        let known = match self.terms.iter().position(|(id, _)| id == taxonomy) {
            Some(at) => &mut self.terms[at].1,
            None => {
                self.terms.push((taxonomy.to_owned(), Vec::new()));
                let last = self.terms.len() - 1;
                &mut self.terms[last].1
            }
        };
        let before = known.len();
        for term in terms {
            if !known.contains(&term) {
                known.push(term);
            }
        }
        known.len() > before
    }

    /// Keep a value under `extra`; a second value of a name makes a list.
    pub fn keep(&mut self, name: &str, value: Yaml) {
        let index = *self.kept.entry(name.to_owned()).or_insert(self.extra.len());
        match self.extra.get_mut(index) {
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

    /// Add Markdown to a section.
    pub fn add_section(&mut self, id: Option<&str>, title: &str, text: &str) {
        self.add_part(id, title, Part::Markdown(text.to_owned()));
    }

    /// Add a text to a section that does not have it yet. Says whether it was added.
    pub fn add_part(&mut self, id: Option<&str>, title: &str, part: Part) -> bool {
        let same = self.sections.iter_mut().find(|section| match (&section.id, id) {
            (Some(a), Some(b)) => a == b,
            (None, None) => fold(&section.title) == fold(title),
            _ => false,
        });
        let Some(section) = same else {
            let section = SectionDraft { id: id.map(ToOwned::to_owned), title: title.to_owned(), parts: vec![part] };
            self.sections.push(section);
            return true;
        };
        let text = part.text().trim();
        if text.is_empty() || section.parts.iter().any(|known| known.text().trim() == text) {
            return false;
        }
        section.parts.retain(|known| !known.text().trim().is_empty());
        section.parts.push(part);
        true
    }

    /// Take in another draft of the same key.
    pub fn merge(&mut self, mut other: Draft) {
        let mut accounts = std::mem::take(&mut other.accounts);
        let mut retell = |at: &str, fate: Fate, now: &str, value: Option<&str>| {
            for account in &mut accounts {
                account.retell(at, fate, now, |text| value.is_none_or(|value| fold(text) == fold(value)));
            }
        };
        match (&self.title, other.title) {
            (Some(mine), Some(title)) if *mine != title => {
                self.keep("title", Yaml::text(title));
                retell("title", Fate::Kept, "extra.title", None);
            }
            (None, title) => self.title = title,
            _ => retell("title", Fate::Merged, "title", None),
        }
        for (key, value) in other.fields {
            match self.fields.iter_mut().find(|(known, _)| *known == key) {
                None => self.fields.push((key, value)),
                Some((_, mine)) if *mine == value => retell(&key, Fate::Merged, &key, None),
                Some((_, Yaml::List(mine))) => {
                    let items = if let Yaml::List(items) = value { items } else { vec![value] };
                    for item in items {
                        if !mine.contains(&item) {
                            mine.push(item);
                        }
                    }
                }
                Some(_) => {
                    retell(&key, Fate::Kept, &format!("extra.{key}"), None);
                    self.keep(&key, value);
                }
            }
        }
        for (taxonomy, terms) in other.terms {
            let known =
                self.terms.iter().find(|(id, _)| *id == taxonomy).map_or(&[][..], |(_, known)| known.as_slice());
            for term in terms.iter().filter(|term| known.contains(term)) {
                retell(&taxonomy, Fate::Merged, &taxonomy, Some(term));
            }
            self.add_terms(&taxonomy, terms);
        }
        let mut renamed = Vec::new();
        for mut source in other.sources {
            let old = source.id.clone();
            source.id = match self.position(&source) {
                Some(known) => self.sources[known].id.clone(),
                None => self.unique_source_id(&source.id, |_| false),
            };
            let keys: Vec<String> = source.fields.iter().map(|(key, _)| key.clone()).collect();
            let added = self.add_source(source);
            for key in keys.iter().map(String::as_str).chain(["id"]) {
                let at = format!("sources.{old}.{key}");
                if added.kept.iter().any(|kept| kept == key) {
                    retell(&at, Fate::Kept, &format!("extra.source {key}"), None);
                } else {
                    let is_merged = added.merged.iter().any(|merged| merged == key);
                    let fate = if is_merged { Fate::Merged } else { Fate::Written };
                    retell(&at, fate, &format!("sources.{}.{key}", added.id), None);
                }
            }
            if old != added.id {
                renamed.push((old, added.id));
            }
        }
        for (name, value) in other.extra {
            self.keep(&name, value);
        }
        if self.lead.is_empty() {
            self.lead = other.lead;
        } else if !other.lead.trim().is_empty() && other.lead.trim() != self.lead.trim() {
            self.lead = format!("{}\n\n{}", self.lead.trim_end(), other.lead.trim_start_matches('\n'));
        }
        for section in other.sections {
            for mut part in section.parts {
                part.rename(&renamed);
                if !self.add_part(section.id.as_deref(), &section.title, part) {
                    let at = format!("## {}", section.title);
                    retell(&at, Fate::Merged, &at, None);
                }
            }
        }
        self.cites_shared |= other.cites_shared;
        self.has_links |= other.has_links;
        self.names.extend(other.names);
        self.anchors.extend(other.anchors);
        self.accounts.append(&mut accounts);
    }

    /// Give sources other ids: pairs of the old one and the new one.
    pub fn rename_sources(&mut self, ids: &[(String, String)]) {
        for source in &mut self.sources {
            if let Some((_, new)) = ids.iter().find(|(old, _)| *old == source.id) {
                new.clone_into(&mut source.id);
            }
        }
        self.known = KnownSources::default();
        self.lead = rename(&self.lead, ids);
        for part in self.sections.iter_mut().flat_map(|section| &mut section.parts) {
            part.rename(ids);
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
        let ids: Vec<String> = self.sources.iter().map(|source| source.id.clone()).collect();
        front.extend(self.own.iter().filter_map(|own| Some((own.id.clone(), own.to_yaml(&ids)?))));
        if !self.sources.is_empty() || self.cites_shared {
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
        let ids: Vec<String> = ids.iter().map(|id| format!("@{id}")).collect();
        let citation = if ids.is_empty() { String::new() } else { format!(" [{}]", ids.join("; ")) };
        let written = |section: &&SectionDraft| {
            let parts: Vec<String> = section.parts.iter().map(|part| part.to_markdown(&citation)).collect();
            let first = parts.first().cloned().unwrap_or_default();
            let text = parts
                .iter()
                .skip(1)
                .fold(first, |text, part| format!("{}\n\n{}", text.trim_end(), part.trim_start_matches('\n')));
            SectionText { title: section.title.clone(), text }
        };
        let sections = sections.iter().map(written).collect();
        CaseText { front, lead: self.lead.clone(), sections }
    }
}

/// The id of a source: `bi-2025` for Business Insider, 2025. A short other name of the publisher serves as it is.
pub fn source_id(
    publisher: &str,
    other_names: &[String],
    year: Option<u16>,
    transliteration: Transliteration,
) -> String {
    let is_short = |name: &&String| (2..=5).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let words: Vec<String> = transliteration.slugify(publisher).split('-').map(ToOwned::to_owned).collect();
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
        let id = |publisher: &str, names: &[String], year| source_id(publisher, names, year, Transliteration::PLAIN);
        assert_eq!(id("Business Insider", &[], Some(2025)), "bi-2025");
        assert_eq!(id("Financial Times", &["financial-times".into(), "FT".into()], Some(2025)), "ft-2025");
        assert_eq!(id("Reuters", &[], None), "reuters");
        assert_eq!(id("example.org", &[], Some(2024)), "example-org-2024");
        assert_eq!(id("…", &[], None), "source");
    }
}
