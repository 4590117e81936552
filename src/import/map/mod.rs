//! A map says which column of the input becomes what (`docs/import.md`).

mod read;
mod steps;

use std::collections::{BTreeMap, HashMap, HashSet};

use tera::Tera;

use crate::import::format::Format;
use crate::import::site::Site;
use crate::model::fold;
use crate::schema::{Shape, case};

pub use steps::MOST as MOST_STEPS;
use steps::Steps;

/// Keys of a case that a map may fill: all but data of the editors' own, which keeps what has no key.
pub fn case_keys(site: &Site) -> impl Iterator<Item = &str> {
    let keys = case::keys(site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str()), &site.config);
    keys.filter(|key| !matches!(key.shape, Shape::Anything)).map(|key| key.name)
}

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
    /// The address of the old site, to which links from its root lead.
    pub base: Option<String>,
    /// The value that identifies a record.
    pub key: Option<Spec>,
    /// The value that names the case's file, in place of its title.
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
    /// Counts what they do.
    pub steps: Steps,
    /// Names of the columns that each template speaks of.
    pub template_columns: HashMap<String, HashSet<String>>,
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
    /// The separator of several values.
    pub split: Vec<String>,
    /// What joins several values where one is wanted.
    pub join: Option<String>,
    /// Values to be replaced, by folded value.
    pub values: BTreeMap<String, Vec<String>>,
    /// Date formats.
    pub dates: Vec<String>,
    /// Column that says how precise a date is.
    pub precision: Option<String>,
    /// Folded spellings of nothing, in place of the map's.
    pub blank: Option<HashSet<String>>,
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

/// What becomes of columns that the map does not mention.
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
    /// The section for the text before the first heading.
    pub before: Option<String>,
    /// What becomes of the other headings.
    pub others: Others,
}

/// What becomes of a second-level heading that names no section of the site.
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
    pub fn of_names<'k>(keys: impl IntoIterator<Item = &'k str>) -> Map {
        let mut map = Map::empty();
        for key in keys {
            let spaced = key.replace('_', " ");
            let mut from: Vec<String> = Vec::new();
            for name in [key.to_owned(), titled(key), titled(&spaced), spaced] {
                if !from.contains(&name) {
                    from.push(name);
                }
            }
            map.fields.push((key.to_owned(), Spec { from, ..Spec::default() }));
        }
        map
    }

    fn empty() -> Map {
        let mut templates = Tera::new();
        let steps = Steps::default();
        steps.register(&mut templates);
        Map {
            name: None,
            format: None,
            encoding: None,
            records: None,
            delimiter: None,
            skip_lines: 0,
            blank: BLANKS.iter().map(|text| (*text).to_owned()).collect(),
            base: None,
            key: None,
            slug: None,
            folder: String::new(),
            merge: false,
            incomplete: Incomplete::Draft,
            dates: Vec::new(),
            fields: Vec::new(),
            sections: Vec::new(),
            sources: Vec::new(),
            extra: Extra::All,
            ignore: Vec::new(),
            body: BodyMap::default(),
            templates,
            steps,
            template_columns: HashMap::new(),
            template_count: 0,
        }
    }

    /// Is it a spelling of nothing?
    pub fn is_blank(&self, text: &str) -> bool {
        is_one_of(&self.blank, text)
    }

    /// Is it one for a field, which may have spellings of its own?
    pub fn is_blank_for(&self, spec: &Spec, text: &str) -> bool {
        is_one_of(spec.blank.as_ref().unwrap_or(&self.blank), text)
    }

    /// Every path that the map names, for the check that the input has it.
    pub fn paths(&self) -> Vec<&str> {
        let specs = self.fields.iter().chain(&self.sections).map(|(_, spec)| spec).chain(&self.slug).chain(&self.key);
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

fn is_one_of(blanks: &HashSet<String>, text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    text.is_empty() || blanks.contains(&fold(text))
}

impl Spec {
    /// Every path that it names.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.from.iter().chain(&self.host).chain(&self.precision).map(String::as_str)
    }
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
