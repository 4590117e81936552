//! A first map for an input, guessed from the names and contents of its columns.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::dates;
use super::format::Format;
use super::input::Input;
use super::map::Map;
use super::readers::read;
use super::record::{Item, Record, scalar_text};
use super::site::Site;
use crate::model::fold;
use crate::write::Yaml;
use crate::write::yaml::entry;

/// As many records are looked at.
const SAMPLE: usize = 2000;
/// Texts longer than this on average are sections.
const LONG: usize = 160;

/// What is known of a column.
#[derive(Debug, Default)]
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

/// Propose a map for an input.
pub fn suggest(input: &Input, site: &Site) -> String {
    let mut map = Map::of_names(&site.taxonomy_ids());
    map.format = Some(input.format);
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let (mut records, mut has_body) = (0, false);
    read(input, &map, true, &mut |item| {
        if let Item::Record(record) = item
            && records < SAMPLE
        {
            records += 1;
            has_body |= record.body.is_some();
            look_at(&record, &map, &mut columns, &mut order);
        }
    });
    // A table's columns come in their order; keys of objects have none.
    order.sort_by_key(|name| input.text.find(name.as_str()).unwrap_or(usize::MAX));
    let columns: Vec<&Column> = order.iter().filter_map(|name| columns.get(name)).collect();
    Proposal { columns, records, site, used: BTreeSet::new() }.text(input, has_body)
}

fn look_at(record: &Record, map: &Map, columns: &mut BTreeMap<String, Column>, order: &mut Vec<String>) {
    for (name, value) in &record.values {
        let column = columns.entry(name.clone()).or_insert_with(|| {
            order.push(name.clone());
            Column { name: name.clone(), ..Column::default() }
        });
        let texts: Vec<String> = match value {
            Value::Array(items) => {
                column.lists += usize::from(!items.is_empty());
                column.objects += usize::from(items.iter().any(|item| item.is_object() || item.is_array()));
                items.iter().filter_map(scalar_text).collect()
            }
            Value::Object(_) => {
                column.objects += 1;
                Vec::new()
            }
            value => scalar_text(value).into_iter().filter(|text| !map.is_blank(text)).collect(),
        };
        column.filled += usize::from(!texts.is_empty() || column.lists + column.objects > 0);
        for text in texts {
            let text = text.trim();
            column.length += text.len();
            column.urls += usize::from(text.starts_with("http://") || text.starts_with("https://"));
            column.semicolons += usize::from(text.contains(';'));
            column.commas += usize::from(text.contains(", "));
            column.dates += usize::from(dates::read(text, &[]).is_some());
            let mut parts = text.split('/').map_while(|part| part.trim().parse::<u32>().ok());
            if let (Some(a), Some(b), Some(_)) = (parts.next(), parts.next(), parts.next()) {
                column.slashes = (column.slashes.0.max(a), column.slashes.1.max(b));
            }
            if column.distinct.len() < SAMPLE {
                column.distinct.insert(text.chars().take(80).collect());
            }
        }
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

    fn text(mut self, input: &Input, has_body: bool) -> String {
        let records = self.records;
        let mut text = format!(
            "# A map for {}, from its {records} records: a proposal. Read it through, correct it, then:\n\
             #   casebook import --map THIS-FILE --dry-run {}\n",
            input.path.display(),
            input.path.display()
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
        let url = self.named(Self::names("url"), |column| column.urls * 2 > column.filled && column.urls > 0);
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
        for index in 0..self.site.taxonomies.len() {
            self.taxonomy(&mut fields, index);
        }
        text.push_str("fields:\n");
        text.push_str(&fields);
        self.sections(&mut text, summary, has_body);
        Self::sources(&mut text, url, publisher, title);
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
        text.push_str("  # a long text: its first two sentences, and the whole of it as a section below\n");
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
        let long = self.columns.iter().copied().filter(|c| is_long(c) && !self.used.contains(&c.name));
        let long: Vec<&Column> = summary.filter(|column| is_long(column)).into_iter().chain(long).collect();
        if long.is_empty() {
            return;
        }
        text.push_str("# The order is a guess: say which column is which section.\nsections:\n");
        let configured = self.site.config.sections.iter().map(|section| section.id.clone());
        for (column, section) in long.iter().zip(configured) {
            self.used.insert(column.name.clone());
            entry(text, 2, &section, &Yaml::text(&column.name));
        }
    }

    fn sources(text: &mut String, url: Option<&Column>, publisher: Option<&Column>, title: Option<&Column>) {
        let Some(url) = url else {
            text.push_str("# sources: no column looks like an address; a case needs at least one source\n");
            return;
        };
        text.push_str("sources:\n");
        let publisher = match publisher {
            Some(column) => Yaml::text(&column.name),
            None => Yaml::Map(vec![("host".to_owned(), Yaml::text(&url.name))]),
        };
        let mut source = vec![("publisher".to_owned(), publisher)];
        source.extend(title.map(|column| ("title".to_owned(), Yaml::text(&column.name))));
        source.push(("url".to_owned(), Yaml::text(&url.name)));
        let mut item = String::new();
        crate::write::yaml::list_item(&mut item, 2, &Yaml::Map(source));
        text.push_str(&item);
    }
}

fn is_long(column: &Column) -> bool {
    column.filled > 0 && column.length / column.filled > LONG
}

/// Columns that no suggestion can be made for.
pub fn is_document(format: Format) -> bool {
    format == Format::Text
}
