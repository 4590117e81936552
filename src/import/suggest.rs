//! A first map for an input, guessed from the names and contents of its columns.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map as Object, Value};

use super::dates;
use super::format::Format;
use super::input::Input;
use super::map::{Map, case_keys};
use super::readers::read;
use super::record::{Item, scalar_text};
use super::site::Site;
use crate::model::fold;
use crate::write::Yaml;
use crate::write::yaml::entry;

/// As many records are looked at.
const SAMPLE: usize = 2000;
/// As many files of a folder are looked at.
const FILES: usize = 200;
/// Texts longer than this on average are sections.
const LONG: usize = 160;

/// What is known of a column.
#[derive(Debug, Default, PartialEq, Eq)]
struct Column {
    name: String,
    filled: usize,
    length: usize,
    distinct: BTreeSet<String>,
    dates: usize,
    urls: usize,
    semicolons: usize,
    commas: usize,
    lists: usize,
    objects: usize,
    /// First and second part of `a/b/yyyy`, at most.
    slashes: (u32, u32),
    /// How many texts there are.
    texts: usize,
    /// How many objects are in its lists, and what is known of their keys.
    items: usize,
    keys: BTreeMap<String, Column>,
}

/// Usual names of columns, by the key that they fill.
const SYNONYMS: [(&str, &[&str]); 7] = [
    (
        "title",
        &[
            "title",
            "name",
            "headline",
            "case",
            "use case",
            "use case name",
            "tool name",
            "project",
            "project name",
            "incident",
        ],
    ),
    (
        "date",
        &[
            "date",
            "year",
            "published",
            "publication date",
            "incident date",
            "date published",
            "created",
            "when",
            "start date",
        ],
    ),
    ("summary", &["summary", "abstract", "description", "short description", "overview", "tl;dr"]),
    ("url", &["url", "link", "source", "source url", "href", "website", "reference", "web address"]),
    ("publisher", &["publisher", "outlet", "publication", "source name", "news outlet"]),
    ("authors", &["author", "authors", "written by"]),
    ("key", &["id", "key", "ref", "reference number", "uid", "uuid", "identifier", "slug", "number"]),
];
/// Usual names of columns of taxonomies, beside the taxonomy's own.
const TAXONOMY_SYNONYMS: [(&str, &[&str]); 6] = [
    (
        "organisation",
        &[
            "organization",
            "company",
            "employer",
            "agency",
            "body",
            "publishing body",
            "institution",
            "department name",
            "entity",
        ],
    ),
    ("sector", &["industry", "domain", "vertical"]),
    ("region", &["country", "location", "jurisdiction", "geography"]),
    ("tag", &["tags", "keywords", "topics", "topic", "labels", "techniques", "category", "categories"]),
    ("department", &["function", "business function", "team", "departments"]),
    ("outcome", &["status", "result", "stage", "development stage", "outcomes"]),
];

/// Propose a map for some inputs: a file, or a sample of those of a folder, of which `path` shows where they lie.
pub fn suggest(path: &str, inputs: &[Input], site: &Site) -> String {
    let mut map = Map::of_names(case_keys(site));
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let (mut records, mut has_body) = (0, false);
    let share = SAMPLE.div_ceil(inputs.len().max(1));
    for input in inputs {
        map.format = Some(input.format);
        let mut left = share;
        let first = order.len();
        read(input, &map, true, &mut |item| {
            if let Item::Record(record) = item
                && left > 0
            {
                (left, records) = (left - 1, records + 1);
                has_body |= record.body.is_some();
                look_at(&record.values, &map, &mut columns, &mut order);
            }
        });
        // A table's columns come in their order; keys of objects have none.
        order[first..].sort_by_key(|name| input.text.find(name.as_str()).unwrap_or(usize::MAX));
    }
    let columns: Vec<&Column> = order.iter().filter_map(|name| columns.get(name)).collect();
    Proposal { columns, records, site, used: BTreeSet::new() }.text(path, has_body)
}

/// The files of a folder to be looked at: at most so many, from all parts of it.
pub fn sample<T>(files: Vec<T>) -> Vec<T> {
    let every = files.len().div_ceil(FILES).max(1);
    files.into_iter().step_by(every).collect()
}

fn look_at(values: &Object<String, Value>, map: &Map, columns: &mut BTreeMap<String, Column>, order: &mut Vec<String>) {
    for (name, value) in values {
        let column = columns.entry(name.clone()).or_insert_with(|| {
            order.push(name.clone());
            Column { name: name.clone(), ..Column::default() }
        });
        column.look_at(value, map);
    }
}

impl Column {
    fn look_at(&mut self, value: &Value, map: &Map) {
        let texts: Vec<String> = match value {
            Value::Array(items) => {
                self.lists += usize::from(!items.is_empty());
                self.objects += usize::from(items.iter().any(|item| item.is_object() || item.is_array()));
                for item in items.iter().filter_map(Value::as_object) {
                    self.items += 1;
                    look_at(item, map, &mut self.keys, &mut Vec::new());
                }
                items.iter().filter_map(scalar_text).collect()
            }
            Value::Object(_) => {
                self.objects += 1;
                Vec::new()
            }
            value => scalar_text(value).into_iter().filter(|text| !map.is_blank(text)).collect(),
        };
        self.filled += usize::from(!texts.is_empty() || matches!(value, Value::Array(items) if !items.is_empty()));
        self.texts += texts.len();
        for text in texts {
            self.look_at_text(text.trim());
        }
    }

    fn look_at_text(&mut self, text: &str) {
        self.length += text.len();
        self.urls += usize::from(text.starts_with("http://") || text.starts_with("https://"));
        self.semicolons += usize::from(text.contains(';'));
        self.commas += usize::from(text.contains(", "));
        self.dates += usize::from(dates::read(text, &[]).is_some());
        let mut parts = text.split('/').map_while(|part| part.trim().parse::<u32>().ok());
        if let (Some(a), Some(b), Some(_)) = (parts.next(), parts.next(), parts.next()) {
            self.slashes = (self.slashes.0.max(a), self.slashes.1.max(b));
        }
        if self.distinct.len() < SAMPLE {
            self.distinct.insert(text.chars().take(80).collect());
        }
    }

    /// Are its texts web addresses?
    fn is_address(&self) -> bool {
        self.urls > 0 && self.urls * 2 > self.texts
    }
}

struct Proposal<'a> {
    columns: Vec<&'a Column>,
    records: usize,
    site: &'a Site,
    used: BTreeSet<String>,
}

impl<'a> Proposal<'a> {
    /// The column that goes by one of some names, the nearest first in their order.
    fn named(&mut self, names: &[&str], fits: impl Fn(&Column) -> bool) -> Option<&'a Column> {
        let spoken = |name: &str| fold(name).replace(['_', '-'], " ");
        let free = |column: &&&Column| !self.used.contains(&column.name) && fits(column);
        let exact = names.iter().find_map(|name| self.columns.iter().filter(free).find(|c| spoken(&c.name) == *name));
        let ending = || {
            names.iter().find_map(|name| {
                let ends = |c: &&&Column| spoken(&c.name).ends_with(&format!(" {name}"));
                self.columns.iter().filter(free).find(ends)
            })
        };
        let found = exact.or_else(ending).copied();
        if let Some(column) = found {
            self.used.insert(column.name.clone());
        }
        found
    }

    /// The only column left that fits.
    fn only(&mut self, fits: impl Fn(&Column) -> bool) -> Option<&'a Column> {
        let mut fitting = self.columns.iter().copied().filter(|c| !self.used.contains(&c.name) && fits(c));
        let found = fitting.next().filter(|_| fitting.next().is_none())?;
        self.used.insert(found.name.clone());
        Some(found)
    }

    /// The column of the longest texts, if they are sentences.
    fn longest(&mut self) -> Option<&'a Column> {
        let free =
            self.columns.iter().copied().filter(|c| !self.used.contains(&c.name) && c.objects == 0 && c.urls == 0);
        let found = free.max_by_key(|column| column.length).filter(|c| c.filled > 0 && c.length / c.filled > 60)?;
        self.used.insert(found.name.clone());
        Some(found)
    }

    fn names(key: &str) -> &'static [&'static str] {
        SYNONYMS.iter().find(|(known, _)| *known == key).map_or(&[], |(_, names)| names)
    }

    fn text(mut self, path: &str, has_body: bool) -> String {
        let records = self.records;
        let mut text = format!(
            "# A map for {path}, from {records} of its records: a proposal. Read it through, correct it, then:\n\
             #   casebook import --map THIS-FILE --dry-run {path}\n",
        );
        let many = records > 1;
        let id = self.named(Self::names("key"), |column| {
            many && column.filled == records && column.distinct.len() == records && column.length < 60 * records
        });
        if let Some(id) = id {
            entry(&mut text, 0, "key", &Yaml::text(&id.name));
        }
        let title = self.named(Self::names("title"), |column| column.objects == 0 && column.filled > 0);
        let is_date = |column: &Column| column.dates * 2 > column.filled || column.slashes.0 > 0;
        let date = self.named(Self::names("date"), is_date).or_else(|| self.only(is_date));
        let url = self.named(Self::names("url"), Column::is_address);
        let publisher = self.named(Self::names("publisher"), |column| column.objects == 0);
        let summary = self.named(Self::names("summary"), |column| column.objects == 0 && column.length > 0);
        let summary = summary.or_else(|| self.longest());
        let authors = self.named(Self::names("authors"), |column| column.objects == 0);
        let mut fields = String::new();
        self.field(&mut fields, "title", title);
        self.date(&mut fields, date);
        self.summary(&mut fields, summary);
        if authors.is_some() {
            self.field(&mut fields, "authors", authors);
        }
        let draft = self.named(&["draft"], |column| column.objects == 0 && column.filled > 0);
        if draft.is_some() {
            self.field(&mut fields, "draft", draft);
        }
        for index in 0..self.site.taxonomies.len() {
            self.taxonomy(&mut fields, index);
        }
        text.push_str("fields:\n");
        text.push_str(&fields);
        self.sections(&mut text, summary, has_body);
        let listed = self.listed();
        Self::sources(&mut text, url, publisher, title, &listed);
        let left: Vec<&str> =
            self.columns.iter().filter(|c| !self.used.contains(&c.name)).map(|c| c.name.as_str()).collect();
        if !left.is_empty() {
            text.push_str("# These columns have no place yet; they are kept under `extra`. Name in `ignore` what is not wanted.\n");
            entry(&mut text, 0, "extra", &Yaml::texts(left));
        }
        text
    }

    fn note(&self, column: &Column) -> String {
        let blank = self.records.saturating_sub(column.filled);
        if blank == 0 { String::new() } else { format!("  # blank in {blank} of {}\n", self.records) }
    }

    fn field(&self, text: &mut String, key: &str, column: Option<&Column>) {
        match column {
            Some(column) => {
                text.push_str(&self.note(column));
                entry(text, 2, key, &Yaml::text(&column.name));
            }
            None => text.push_str(&format!(
                "  # {key}: no column looks like one; write `{key}: COLUMN` or `{key}: {{value: …}}`\n"
            )),
        }
    }

    fn date(&self, text: &mut String, column: Option<&Column>) {
        let Some(column) = column.filter(|column| column.slashes != (0, 0)) else {
            self.field(text, "date", column);
            return;
        };
        text.push_str(&self.note(column));
        let (format, why) = match column.slashes {
            (13.., ..13) => ("%d/%m/%Y", "some first parts are beyond 12"),
            (..13, 13..) => ("%m/%d/%Y", "some second parts are beyond 12"),
            _ => ("%d/%m/%Y", "nothing tells days from months here: check it"),
        };
        text.push_str(&format!("  # {why}\n"));
        let spec = vec![("from".to_owned(), Yaml::text(&column.name)), ("dates".to_owned(), Yaml::texts([format]))];
        entry(text, 2, "date", &Yaml::Map(spec));
    }

    fn summary(&self, text: &mut String, column: Option<&Column>) {
        let Some(long) = column.filter(|column| is_long(column)) else {
            self.field(text, "summary", column);
            return;
        };
        text.push_str(&self.note(long));
        text.push_str("  # a long text: its first two sentences; where no section takes the whole of it, it is kept under `extra`\n");
        let spec = vec![("from".to_owned(), Yaml::text(&long.name)), ("sentences".to_owned(), Yaml::plain("2"))];
        entry(text, 2, "summary", &Yaml::Map(spec));
    }

    fn taxonomy(&mut self, text: &mut String, index: usize) {
        let taxonomy = &self.site.taxonomies[index];
        let spaced = taxonomy.id.replace('_', " ");
        let plural = format!("{spaced}s");
        let label = taxonomy.label.clone();
        let mut names: Vec<&str> = vec![&spaced, &label, &plural];
        let others = TAXONOMY_SYNONYMS.iter().find(|(id, _)| *id == taxonomy.id).map_or(&[][..], |(_, names)| *names);
        names.extend(others);
        let column = self.named(&names, |column| column.objects == 0 && !is_long(column) && column.urls == 0);
        let Some(column) = column else {
            if taxonomy.required {
                self.field(text, &taxonomy.id, None);
            }
            return;
        };
        let half = column.filled.div_ceil(5).max(1);
        let separator = match (column.semicolons >= half, column.commas >= half) {
            (true, _) => Some(";"),
            (false, true) => Some(","),
            _ => None,
        };
        match separator {
            None => self.field(text, &taxonomy.id, Some(column)),
            Some(separator) => {
                text.push_str(&self.note(column));
                let spec =
                    vec![("from".to_owned(), Yaml::text(&column.name)), ("split".to_owned(), Yaml::text(separator))];
                entry(text, 2, &taxonomy.id, &Yaml::Map(spec));
            }
        }
    }

    fn sections(&mut self, text: &mut String, summary: Option<&Column>, has_body: bool) {
        if has_body {
            text.push_str("# Headings of the body that are sections of the site under another name:\n# body: {headings: {\"Their heading\": section-id}, before: section-id, others: demote}\n");
            return;
        }
        let mut named = Vec::new();
        for section in self.site.config.sections.iter() {
            let names: Vec<String> =
                std::iter::once(&section.title).chain(&section.aliases).map(|name| fold(name)).collect();
            let id = section.id.replace('-', " ");
            let names: Vec<&str> = names.iter().map(String::as_str).chain([id.as_str()]).collect();
            named.extend(self.named(&names, |column| column.objects == 0 && column.length > 0).map(|c| (section, c)));
        }
        if !named.is_empty() {
            text.push_str("sections:\n");
            for (section, column) in named {
                entry(text, 2, &section.id, &Yaml::text(&column.name));
            }
        }
        let long = self.columns.iter().filter(|column| is_long(column) && column.urls == 0);
        let long = long.filter(|column| !self.used.contains(&column.name) || summary == Some(*column));
        let long: Vec<String> = long.map(|column| format!("`{}`", column.name)).collect();
        if !long.is_empty() {
            let ids: Vec<String> =
                self.site.config.sections.iter().map(|section| format!("`{}`", section.id)).collect();
            text.push_str(&format!(
                "# Long texts that no section is named after: {}. Say which section each is, below `sections`,\n\
                 # as in `{}: COLUMN`. The sections are {}.\n",
                long.join(", "),
                self.site.config.sections.first().map_or("section", |section| &section.id),
                ids.join(", ")
            ));
        }
    }

    /// Columns that are lists of sources: of objects with an address each, or of addresses.
    fn listed(&mut self) -> Vec<Vec<(String, Yaml)>> {
        let mut sources = Vec::new();
        for column in self.columns.iter().filter(|column| column.lists > 0 && !self.used.contains(&column.name)) {
            let keys = || column.keys.values().filter(|key| key.objects == 0);
            let of = |names: &str| {
                let names = Self::names(names);
                names.iter().find_map(|name| keys().find(|key| fold(&key.name).replace(['_', '-'], " ") == *name))
            };
            let address = keys().find(|key| key.is_address() && key.filled * 2 > column.items);
            let address = match address {
                Some(key) => key.name.as_str(),
                None if column.is_address() && column.items == 0 => "item",
                None => continue,
            };
            let mut source = vec![("each".to_owned(), Yaml::text(&column.name))];
            let host = || Yaml::Map(vec![("host".to_owned(), Yaml::text(address))]);
            source.push((
                "publisher".to_owned(),
                of("publisher").map_or_else(host, |key| {
                    let from = ("from".to_owned(), Yaml::text(&key.name));
                    Yaml::Map(vec![from, ("host".to_owned(), Yaml::text(address))])
                }),
            ));
            source.extend(of("title").map(|key| ("title".to_owned(), Yaml::text(&key.name))));
            let date = of("date").filter(|key| key.dates * 2 > key.filled);
            source.extend(date.map(|key| ("date".to_owned(), Yaml::text(&key.name))));
            source.push(("url".to_owned(), Yaml::text(address)));
            sources.push((column.name.clone(), source));
        }
        self.used.extend(sources.iter().map(|(name, _)| name.clone()));
        sources.into_iter().map(|(_, source)| source).collect()
    }

    fn sources(
        text: &mut String,
        url: Option<&Column>,
        publisher: Option<&Column>,
        title: Option<&Column>,
        listed: &[Vec<(String, Yaml)>],
    ) {
        if url.is_none() && listed.is_empty() {
            text.push_str("# sources: no column looks like an address; a case needs at least one source\n");
            return;
        }
        text.push_str("sources:\n");
        let mut sources = Vec::new();
        if let Some(url) = url {
            // Of a list of addresses each is a source.
            let (from, each) = if url.lists > 0 { ("item", Some(&url.name)) } else { (url.name.as_str(), None) };
            let mut source: Vec<(String, Yaml)> =
                each.into_iter().map(|name| ("each".to_owned(), Yaml::text(name))).collect();
            let publisher = match publisher {
                Some(column) => Yaml::text(&column.name),
                None => Yaml::Map(vec![("host".to_owned(), Yaml::text(from))]),
            };
            source.push(("publisher".to_owned(), publisher));
            source.extend(title.map(|column| ("title".to_owned(), Yaml::text(&column.name))));
            source.push(("url".to_owned(), Yaml::text(from)));
            sources.push(source);
        }
        for source in sources.into_iter().chain(listed.iter().cloned()) {
            let mut item = String::new();
            crate::write::yaml::list_item(&mut item, 2, &Yaml::Map(source));
            text.push_str(&item);
        }
    }
}

fn is_long(column: &Column) -> bool {
    column.filled > 0 && column.length / column.filled > LONG
}

/// Columns that no suggestion can be made for.
pub fn is_document(format: Format) -> bool {
    format == Format::Text
}
