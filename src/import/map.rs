//! Maps: which column becomes what.
//!
//! Comes in: a mapping file (`docs/import.md` explains its keys), the keys that a case may have. Goes out: a
//! [`Map`], and findings at their places in that file. A map without a file takes every column whose name is a
//! key of a case.

use std::collections::{BTreeMap, HashSet};

use tera::Tera;

use super::input::Format;
use crate::diagnostic::{Code, did_you_mean};
use crate::model::{Slug, fold};
use crate::parse::fields::{Fields, Findings, text_of};
use crate::yaml::{Node, Value};

/// Keys of a case that are not taxonomies, and that a map may fill.
pub const CASE_KEYS: [&str; 14] = [
    "title",
    "date",
    "added",
    "reviewed",
    "summary",
    "draft",
    "authors",
    "image",
    "lang",
    "aliases",
    "sources",
    "events",
    "corrections",
    "allow",
];

/// Keys of a source.
pub const SOURCE_KEYS: [&str; 14] = [
    "id",
    "publisher",
    "title",
    "date",
    "url",
    "kind",
    "archive_url",
    "archive_date",
    "accessed",
    "author",
    "doi",
    "isbn",
    "quote",
    "note",
];

/// Spellings of nothing.
const BLANKS: [&str; 25] = [
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "?",
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "#n/a",
    "nan",
    "nil",
    "null",
    "none",
    "(none)",
    "(blank)",
    "tbd",
    "tba",
    "tbc",
    "not available",
    "not applicable",
    "undefined",
];

/// What a map says.
#[derive(Debug)]
pub struct Map {
    /// Names the state: `imports/NAME.json`.
    pub name: Option<String>,
    /// In place of what the file's name shows.
    pub format: Option<Format>,
    /// Encoding of the input.
    pub encoding: Option<String>,
    /// Where a JSON or YAML file keeps its records.
    pub records: Option<String>,
    /// Separator of a table.
    pub delimiter: Option<u8>,
    /// Lines before a table's header.
    pub skip_lines: usize,
    /// Folded spellings of nothing.
    pub blank: HashSet<String>,
    /// What tells a record from all others.
    pub key: Option<Spec>,
    /// What the case's file is named after, in place of its title.
    pub slug: Option<Spec>,
    /// Folder below `content/cases/`.
    pub folder: String,
    /// Records with one key become one case.
    pub merge: bool,
    /// What becomes of a record that lacks what every case must have.
    pub incomplete: Incomplete,
    /// Date formats of all fields.
    pub dates: Vec<String>,
    /// Front matter.
    pub fields: Vec<(String, Spec)>,
    /// Sections, by id or heading.
    pub sections: Vec<(String, Spec)>,
    /// Sources.
    pub sources: Vec<SourceSpec>,
    /// What of the rest is kept.
    pub extra: Extra,
    /// Columns that are left behind on purpose.
    pub ignore: Vec<String>,
    /// What becomes of a Markdown body.
    pub body: BodyMap,
    /// The templates of all specs, by number.
    pub templates: Tera,
    /// Names of the columns that templates speak of.
    pub template_columns: HashSet<String>,
    template_count: usize,
}

/// How one field is made.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// Columns or paths: the first that is not blank.
    pub from: Vec<String>,
    /// All columns, one value each, in place of the first.
    pub all: bool,
    /// A constant.
    pub value: Vec<String>,
    /// Name of a template.
    pub template: Option<String>,
    /// Column whose address gives the value by its host.
    pub host: Option<String>,
    /// Where all else is blank.
    pub default: Vec<String>,
    /// What parts several values.
    pub split: Vec<String>,
    /// What joins several values where one is wanted.
    pub join: Option<String>,
    /// Values to be replaced, by folded value.
    pub values: BTreeMap<String, Vec<String>>,
    /// Date formats.
    pub dates: Vec<String>,
    /// Column that says how precise a date is.
    pub precision: Option<String>,
    /// The value is Markdown already.
    pub markdown: bool,
    /// Keep so many sentences.
    pub sentences: Option<usize>,
    /// The section's statements cite all sources of the case.
    pub cite: bool,
}

/// How sources are made.
#[derive(Debug, Clone, Default)]
pub struct SourceSpec {
    /// A list: one source for each of its items.
    pub each: Option<String>,
    /// Only where this column is not blank.
    pub when: Option<String>,
    /// The keys of the source.
    pub fields: Vec<(String, Spec)>,
}

/// What becomes of columns that the map does not speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    /// They are kept under `extra`.
    All,
    /// They are left behind.
    None,
    /// These are kept.
    Only(Vec<String>),
}

/// What becomes of a record that lacks what every case must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomplete {
    /// It becomes a case, and `check` says what is missing.
    Write,
    /// It becomes a draft, which is not published.
    Draft,
    /// It becomes no case.
    Skip,
}

/// What becomes of a Markdown body.
#[derive(Debug, Clone, Default)]
pub struct BodyMap {
    /// Foreign headings, folded, and the sections that they become.
    pub headings: BTreeMap<String, String>,
    /// The section for what stands before the first heading.
    pub before: Option<String>,
    /// What becomes of the other headings.
    pub others: Others,
}

/// What becomes of a second-level heading that no section of the site answers to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Others {
    /// It stays.
    #[default]
    Keep,
    /// It becomes a third-level heading of the section before it.
    Demote,
}

impl Map {
    /// A map without a file: a column whose name is a key of a case fills that key.
    pub fn of_names(taxonomies: &[String]) -> Map {
        let mut map = Map::empty();
        for key in CASE_KEYS.iter().copied().chain(taxonomies.iter().map(String::as_str)) {
            let spaced = key.replace('_', " ");
            let mut from = vec![key.to_owned(), titled(key), titled(&spaced), spaced];
            from.dedup();
            map.fields.push((key.to_owned(), Spec { from, ..Spec::default() }));
        }
        map
    }

    fn empty() -> Map {
        Map {
            name: None,
            format: None,
            encoding: None,
            records: None,
            delimiter: None,
            skip_lines: 0,
            blank: BLANKS.iter().map(|text| (*text).to_owned()).collect(),
            key: None,
            slug: None,
            folder: String::new(),
            merge: false,
            incomplete: Incomplete::Write,
            dates: Vec::new(),
            fields: Vec::new(),
            sections: Vec::new(),
            sources: Vec::new(),
            extra: Extra::All,
            ignore: Vec::new(),
            body: BodyMap::default(),
            templates: Tera::new(),
            template_columns: HashSet::new(),
            template_count: 0,
        }
    }

    /// Read a mapping file. `taxonomies` are the ids of the site's.
    pub fn read(node: &Node, taxonomies: &[String], findings: &mut Findings<'_>) -> Map {
        let mut map = Map::empty();
        let Some(mut fields) = Fields::new(node, "map", findings) else { return map };
        map.name = fields.line("name").map(|name| name.value);
        map.format = fields.choice(
            "format",
            &[
                ("text", Format::Text),
                ("csv", Format::Csv),
                ("tsv", Format::Tsv),
                ("json", Format::Json),
                ("jsonl", Format::Jsonl),
                ("yaml", Format::Yaml),
                ("markdown", Format::Markdown),
            ],
        );
        map.encoding = fields.line("encoding").map(|text| text.value);
        map.records = fields.line("records").map(|text| text.value);
        map.read_delimiter(&mut fields);
        map.skip_lines = fields.count("skip_lines").unwrap_or(0);
        let blanks = fields.items("blank");
        if !blanks.is_empty() {
            map.blank = blanks.iter().filter_map(|node| node.as_str()).map(fold).chain([String::new()]).collect();
        }
        map.key = fields.take("key").and_then(|(_, node)| map.spec(node, true, fields.findings));
        map.slug = fields.take("slug").and_then(|(_, node)| map.spec(node, false, fields.findings));
        map.read_folder(&mut fields);
        map.merge = fields.boolean("merge").unwrap_or(false);
        let choices = [("write", Incomplete::Write), ("draft", Incomplete::Draft), ("skip", Incomplete::Skip)];
        map.incomplete = fields.choice("incomplete", &choices).unwrap_or(Incomplete::Write);
        map.dates = fields.lines("dates").into_iter().map(|text| text.value).collect();
        let keys: Vec<&str> = CASE_KEYS.iter().copied().chain(taxonomies.iter().map(String::as_str)).collect();
        map.fields = map.specs("fields", &keys, &mut fields);
        map.read_sections(&mut fields);
        for item in fields.items("sources") {
            map.read_source(item, fields.findings);
        }
        map.read_extra(&mut fields);
        map.ignore = fields.lines("ignore").into_iter().map(|text| text.value).collect();
        map.read_body(&mut fields);
        fields.finish("docs/import.md lists the keys of a map");
        map
    }

    fn read_delimiter(&mut self, fields: &mut Fields<'_, '_, '_>) {
        // Not `line`, which would trim a tab away.
        let Some((_, node)) = fields.take("delimiter") else { return };
        match node.as_str().map(|text| if text == "tab" { "\t" } else { text }).map(str::as_bytes) {
            Some([byte]) if byte.is_ascii() => self.delimiter = Some(*byte),
            _ => fields.findings.push(
                fields
                    .findings
                    .at(Code::BadValue, &node.span, "`delimiter` is one character")
                    .help("write `\",\"`, `\";\"`, `\"|\"` or `tab`"),
            ),
        }
    }

    fn read_folder(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some(folder) = fields.line("folder") else { return };
        let trimmed = folder.value.trim_matches('/');
        if trimmed.split('/').all(|part| Slug::parse(part).is_ok()) {
            trimmed.clone_into(&mut self.folder);
        } else {
            let message = format!("`{}` is not a folder below content/cases", folder.value);
            let found = fields.findings.at(Code::BadValue, &folder.span, message);
            fields.findings.push(found.help("use lower-case letters, digits and hyphens, with `/` between folders"));
        }
    }

    fn read_sections(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some((_, node)) = fields.take("sections") else { return };
        let Value::Mapping(entries) = &node.value else {
            let found =
                fields.findings.at(Code::WrongType, &node.span, "`sections` is a mapping of sections to columns");
            fields.findings.push(found.help("write `what-they-did: Description`"));
            return;
        };
        for (key, value) in entries {
            if let (Some(key), Some(spec)) = (key.as_str(), self.spec(value, false, fields.findings)) {
                self.sections.push((key.to_owned(), spec));
            }
        }
    }

    fn read_extra(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let items = fields.lines("extra");
        self.extra = match items.as_slice() {
            [] => Extra::All,
            [one] if one.value == "all" => Extra::All,
            [one] if one.value == "none" => Extra::None,
            _ => Extra::Only(items.into_iter().map(|text| text.value).collect()),
        };
    }

    fn read_body(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some((_, node)) = fields.take("body") else { return };
        let Some(mut body) = Fields::new(node, "body", fields.findings) else { return };
        self.body.before = body.line("before").map(|text| text.value);
        self.body.others =
            body.choice("others", &[("keep", Others::Keep), ("demote", Others::Demote)]).unwrap_or_default();
        if let Some((_, node)) = body.take("headings")
            && let Value::Mapping(entries) = &node.value
        {
            for (key, value) in entries {
                if let (Some(key), Some(section)) = (key.as_str(), value.as_str()) {
                    self.body.headings.insert(fold(key), section.to_owned());
                }
            }
        }
        body.finish("a body has `headings`, `before` and `others`");
    }

    fn read_source(&mut self, node: &Node, findings: &mut Findings<'_>) {
        let Some(mut fields) = Fields::new(node, "source", findings) else { return };
        let mut source = SourceSpec {
            each: fields.line("each").map(|text| text.value),
            when: fields.line("when").map(|text| text.value),
            fields: Vec::new(),
        };
        for key in SOURCE_KEYS {
            if let Some((_, node)) = fields.take(key)
                && let Some(spec) = self.spec(node, false, fields.findings)
            {
                source.fields.push((key.to_owned(), spec));
            }
        }
        fields.finish("a source of a map has the keys of a source, `each` and `when`");
        self.sources.push(source);
    }

    /// A mapping of known keys to specs.
    fn specs(&mut self, key: &str, known: &[&str], fields: &mut Fields<'_, '_, '_>) -> Vec<(String, Spec)> {
        let Some((_, node)) = fields.take(key) else { return Vec::new() };
        let Some(mut inner) = Fields::new(node, "map", fields.findings) else { return Vec::new() };
        let mut specs = Vec::new();
        for key in known {
            if let Some((_, node)) = inner.take(key)
                && let Some(spec) = self.spec(node, false, inner.findings)
            {
                specs.push(((*key).to_owned(), spec));
            }
        }
        inner.finish("a map fills the keys of a case and the site's taxonomies");
        specs
    }

    /// A spec: a column, or a mapping. A list is several columns; `all` of them where the field is a key.
    fn spec(&mut self, node: &Node, all: bool, findings: &mut Findings<'_>) -> Option<Spec> {
        match &node.value {
            Value::Null => None,
            Value::Scalar(scalar) => Some(Spec { from: vec![scalar.text.clone()], all, ..Spec::default() }),
            Value::Sequence(items) => {
                let from = items.iter().filter_map(|item| text_of(item, "from", findings)).map(|t| t.value).collect();
                Some(Spec { from, all, ..Spec::default() })
            }
            Value::Mapping(_) => {
                let mut fields = Fields::new(node, "field of a map", findings)?;
                let texts = |fields: &mut Fields<'_, '_, '_>, key: &str| -> Vec<String> {
                    fields.lines(key).into_iter().map(|text| text.value).collect()
                };
                let mut spec = Spec {
                    from: texts(&mut fields, "from"),
                    all: fields.boolean("all").unwrap_or(all),
                    value: texts(&mut fields, "value"),
                    host: fields.line("host").map(|text| text.value),
                    default: texts(&mut fields, "default"),
                    // Separators may be spaces and line breaks: they are not trimmed.
                    split: fields.items("split").iter().filter_map(|n| n.as_str()).map(ToOwned::to_owned).collect(),
                    join: fields.take("join").and_then(|(_, node)| node.as_str()).map(ToOwned::to_owned),
                    dates: texts(&mut fields, "dates"),
                    precision: fields.line("precision").map(|text| text.value),
                    markdown: fields.boolean("markdown").unwrap_or(false),
                    sentences: fields.count("sentences"),
                    cite: fields.boolean("cite").unwrap_or(false),
                    ..Spec::default()
                };
                if let Some((_, node)) = fields.take("template") {
                    spec.template = self.add_template(node, fields.findings);
                }
                if let Some((_, node)) = fields.take("values") {
                    spec.values = read_values(node, fields.findings);
                }
                fields.finish("docs/import.md lists what a field of a map may say");
                Some(spec)
            }
        }
    }

    fn add_template(&mut self, node: &Node, findings: &mut Findings<'_>) -> Option<String> {
        let text = node.as_str()?;
        let name = format!("template {}", self.template_count);
        self.template_count += 1;
        match self.templates.add_raw_template(&name, text) {
            Ok(()) => {
                if let Ok(names) = self.templates.get_template_variables(&name) {
                    self.template_columns.extend(names.into_iter().map(ToOwned::to_owned));
                }
                Some(name)
            }
            Err(error) => {
                let message = error.to_string();
                let message = message.lines().find(|line| line.contains("error")).unwrap_or("it does not parse");
                let found = findings.at(Code::BadValue, &node.span, format!("this is not a template: {message}"));
                findings.push(found.help("write it in Tera’s language, such as `{{ title }} ({{ year }})`"));
                None
            }
        }
    }

    /// Is it a spelling of nothing?
    pub fn is_blank(&self, text: &str) -> bool {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
        text.is_empty() || self.blank.contains(&fold(text))
    }

    /// Every path that the map names, for the check that the input has it.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths = self.placed();
        paths.extend(self.key.iter().flat_map(Spec::paths));
        paths
    }

    /// Every path whose value has a place in the case. That of a key has none: it is kept under `extra`.
    pub fn placed(&self) -> Vec<&str> {
        let specs = self.fields.iter().chain(&self.sections).map(|(_, spec)| spec).chain(&self.slug);
        let mut paths: Vec<&str> = specs.flat_map(Spec::paths).collect();
        for source in &self.sources {
            paths.extend(source.each.iter().chain(&source.when).map(String::as_str));
            if source.each.is_none() {
                paths.extend(source.fields.iter().flat_map(|(_, spec)| spec.paths()));
            }
        }
        if let Extra::Only(columns) = &self.extra {
            paths.extend(columns.iter().map(String::as_str));
        }
        paths
    }
}

impl Spec {
    /// Every path that it names.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.from.iter().chain(&self.host).chain(&self.precision).map(String::as_str)
    }
}

/// Replacements: a value, a list, or nothing, which drops the value.
fn read_values(node: &Node, findings: &mut Findings<'_>) -> BTreeMap<String, Vec<String>> {
    let Value::Mapping(entries) = &node.value else {
        let found = findings.at(Code::WrongType, &node.span, "`values` is a mapping of values to terms");
        findings.push(found.help("write `values: {\"in use\": In production}`"));
        return BTreeMap::new();
    };
    let mut values = BTreeMap::new();
    for (key, value) in entries {
        let Some(key) = key.as_str() else { continue };
        let new = match &value.value {
            Value::Sequence(items) => items.iter().filter_map(Node::as_str).map(ToOwned::to_owned).collect(),
            _ => value.as_str().map(ToOwned::to_owned).into_iter().collect(),
        };
        values.insert(fold(key), new);
    }
    values
}

/// `adoption_type` → `Adoption_type`
fn titled(key: &str) -> String {
    let mut chars = key.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The name of a column in a template: letters, digits and `_`.
pub fn identifier(column: &str) -> String {
    let name: String = column.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_numeric()) { format!("_{name}") } else { name }
}

/// `did you mean …?` for a column.
pub fn near_column<'a>(name: &str, columns: impl Iterator<Item = &'a str>) -> Option<String> {
    did_you_mean(name, columns)
}
