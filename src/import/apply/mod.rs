//! A record and a map become a draft, with a finding for everything that has no place as it is.

mod section;
mod source;
mod unsaid;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::files::{FileId, Span};
use crate::import::draft::{Constants, Draft};
use crate::import::map::{Extra, Map, SourceSpec, Spec, identifier};
use crate::import::readers::table::first_line;
use crate::import::record::{Record, scalar_text};
use crate::import::site::Site;
use crate::import::terms::Found;
use crate::import::values::{self, Scope, tidy};
use crate::import::{body, dates};
use crate::markdown::decode_references;
use crate::model::{PartialDate, Slug, fold};
use crate::schema::{CASE, Key, SOURCE, Shape};
use crate::write::markdown::one_line;
use crate::write::{self, Yaml};

/// A longer value is a sentence, not a term.
const LONGEST_TERM: usize = 100;

/// Makes drafts of the records of one import.
pub struct Placer<'a> {
    /// The map.
    pub map: &'a Map,
    /// Values that override the map's.
    pub constants: &'a Constants,
    /// The site; its vocabularies grow.
    pub site: &'a mut Site,
    /// Findings.
    pub found: Vec<Diagnostic>,
    /// Paths of the map that some record had.
    pub resolved: HashSet<String>,
    /// Columns of all records, for suggestions.
    pub columns: HashSet<String>,
    /// Missing keys: how often each is missing, and where first.
    pub missing: BTreeMap<String, (usize, FileId, Span)>,
}

/// The input that a record comes from.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// Its number.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
}

/// One record on its way.
struct Making<'r> {
    record: &'r Record,
    origin: Origin<'r>,
    draft: Draft,
}

impl Making<'_> {
    /// Where a value of the record stands, as near as it can be told.
    fn place(&self, value: &str) -> Span {
        let span = &self.record.span;
        let line = value.lines().next().unwrap_or_default();
        let at = if line.is_empty() { None } else { self.origin.text[span.clone()].find(line) };
        at.map_or_else(|| first_line(self.origin.text, span), |at| span.start + at..span.start + at + line.len())
    }
}

impl Placer<'_> {
    /// A record becomes a draft.
    pub fn place(&mut self, record: &Record, origin: Origin<'_>) -> Draft {
        self.note_paths(record);
        let mut making = Making { record, origin, draft: Draft { span: record.span.clone(), ..Draft::default() } };
        let map = self.map;
        for (key, spec) in &map.fields {
            if self.constants.iter().all(|(constant, _)| constant != key) {
                self.field(key, spec, &mut making);
            }
        }
        for (key, values) in self.constants {
            let spec = Spec { value: values.clone(), ..Spec::default() };
            self.field(key, &spec, &mut making);
        }
        self.own_title(&mut making);
        self.own_draft(&mut making);
        for source in &map.sources {
            self.sources(source, &mut making);
        }
        if let Some(text) = record.body.as_deref() {
            let told = body::place(text, &map.body, self.site, &mut making.draft);
            for (words, message) in told {
                self.tell(&making, Code::UnplacedValue, &words, message, "mend it in the case, if it matters");
            }
        }
        for (name, spec) in &map.sections {
            self.section(name, spec, &mut making);
        }
        self.extra(&mut making);
        self.name(&mut making);
        making.draft
    }

    fn note_paths(&mut self, record: &Record) {
        for column in record.values.keys() {
            if !self.columns.contains(column) {
                self.columns.insert(column.clone());
            }
        }
        for path in self.map.paths() {
            if !self.resolved.contains(path) && record.get(path).is_some() {
                self.resolved.insert(path.to_owned());
            }
        }
    }

    /// A finding about a value of a record.
    fn tell(&mut self, making: &Making<'_>, code: Code, value: &str, message: String, help: &str) {
        let span = making.place(value);
        let mut found = Diagnostic::new(code, making.origin.file, span, message).help(help);
        // What an import cannot place is never an error: it is kept.
        found.severity = Severity::Warning;
        self.found.push(found);
    }

    fn values(&mut self, spec: &Spec, making: &Making<'_>, keep: &dyn Fn(&str) -> bool) -> Vec<String> {
        match values::values(self.map, spec, Scope::of(making.record), keep) {
            Ok(values) => values,
            Err(message) => self.bad_template(&message, making),
        }
    }

    fn bad_template(&mut self, message: &str, making: &Making<'_>) -> Vec<String> {
        let message = format!("a template of the map cannot be rendered: {message}");
        self.tell(making, Code::UnplacedValue, "", message, "mend the template in the map");
        Vec::new()
    }

    fn field(&mut self, key: &str, spec: &Spec, making: &mut Making<'_>) {
        if let Some(taxonomy) = self.site.taxonomies.iter().position(|taxonomy| taxonomy.id == key) {
            self.terms(taxonomy, spec, making);
            return;
        }
        let Some(key) = CASE.key(key) else { return };
        match key.shape {
            Shape::Date => {
                let values = self.values(spec, making, &|_| false);
                if let Some(text) = values.first().map(|text| text.trim())
                    && let Some(date) = self.date(key.name, text, spec, Scope::of(making.record), making)
                {
                    making.draft.fields.push((key.name.to_owned(), Yaml::plain(date.as_str())));
                }
            }
            Shape::Records(_) if key.name == "sources" => {
                let each = spec.from.iter().find(|path| making.record.get(path).is_some()).cloned();
                let own = |key: &str| (key.to_owned(), Spec { from: vec![key.to_owned()], ..Spec::default() });
                let fields = SOURCE.keys().map(|key| own(key.name)).collect();
                if each.is_some() {
                    self.sources(&SourceSpec { each, when: None, fields }, making);
                }
            }
            // Lists of records are taken as they are.
            Shape::Records(outline) => {
                let raw = spec.from.iter().find_map(|path| making.record.get(path));
                if let Some(Value::Array(items)) = raw {
                    let keys = outline().keys;
                    let items = items.iter().map(|item| raw_yaml(&keys, item)).collect();
                    making.draft.fields.push((key.name.to_owned(), Yaml::List(items)));
                }
            }
            _ => self.plain_field(key, spec, making),
        }
    }

    /// A text, a list of texts, or a flag.
    fn plain_field(&mut self, key: &Key<'_>, spec: &Spec, making: &mut Making<'_>) {
        let values: Vec<String> = self.values(spec, making, &|_| false).iter().map(|value| line(value)).collect();
        if values.is_empty() {
            return;
        }
        let one = || values.join(spec.join.as_deref().unwrap_or(", "));
        let value = match key.shape {
            Shape::Flag if is_yes(&values[0]) => Yaml::plain("true"),
            Shape::Flag => return,
            Shape::OldAddresses => return Self::aliases(&values, making),
            shape if shape.is_list() => Yaml::texts(values),
            _ if key.name == "title" => {
                making.draft.title = Some(one());
                return;
            }
            _ => Yaml::text(one()),
        };
        making.draft.fields.push((key.name.to_owned(), value));
    }

    /// Old addresses; values that cannot be one are kept under `extra`.
    fn aliases(values: &[String], making: &mut Making<'_>) {
        let (good, bad): (Vec<&String>, Vec<&String>) =
            values.iter().partition(|value| Slug::parse(value).is_ok() || value.ends_with(".html"));
        if !good.is_empty() {
            making.draft.fields.push(("aliases".to_owned(), Yaml::texts(good)));
        }
        for value in bad {
            making.draft.keep("aliases", Yaml::text(value));
        }
    }

    fn terms(&mut self, taxonomy: usize, spec: &Spec, making: &mut Making<'_>) {
        let id = self.site.taxonomies[taxonomy].id.clone();
        let vocabulary = &self.site.taxonomies[taxonomy];
        let keep = |value: &str| vocabulary.declares(value);
        let values = values::values(self.map, spec, Scope::of(making.record), &keep);
        let values = values.unwrap_or_else(|message| self.bad_template(&message, making));
        for value in values {
            let value = line(&value);
            let vocabulary = &mut self.site.taxonomies[taxonomy];
            if value.chars().count() > LONGEST_TERM && vocabulary.label_of(&value).is_none() {
                making.draft.keep(&id, Yaml::text(&value));
                let message = format!("too long for the name of a {}; kept in `extra`", vocabulary.label);
                self.tell(
                    making,
                    Code::UnplacedValue,
                    &value,
                    message,
                    "name the terms in the case, or part the value with `split`",
                );
                continue;
            }
            match vocabulary.resolve(&value) {
                Found::Term(label) => making.draft.add_terms(&id, vec![label]),
                Found::Unknown => {
                    making.draft.keep(&id, Yaml::text(&value));
                    let near: Vec<String> = vocabulary.near(&value).iter().map(|near| format!("`{near}`")).collect();
                    let help = match near.as_slice() {
                        [] => format!("map it to a term with `values`, or add it to content/taxonomies/{id}.yaml"),
                        near => format!("near it: {}; map it with `values`, or make it an alias", near.join(", ")),
                    };
                    let message = format!("unknown {} `{value}`; kept in `extra`", vocabulary.label);
                    self.tell(making, Code::UnknownTerm, &value, message, &help);
                }
            }
        }
    }

    /// A date, cut to the precision that the map says; one that cannot be read is kept aside.
    fn date(
        &mut self,
        key: &str,
        text: &str,
        spec: &Spec,
        scope: Scope<'_>,
        making: &mut Making<'_>,
    ) -> Option<PartialDate> {
        let formats: Vec<String> = spec.dates.iter().chain(&self.map.dates).cloned().collect();
        let Some(date) = dates::read(text, &formats) else {
            making.draft.keep(key, Yaml::text(text));
            let message = format!("`{text}` is not read as a date; kept in `extra`");
            let help = "name its format in the map, such as `dates: [\"%d/%m/%Y\"]`, or write the date in the case";
            self.tell(making, Code::UnreadDate, text, message, help);
            return None;
        };
        let precision = spec.precision.as_ref().and_then(|path| scope.get(path)).and_then(scalar_text);
        Some(precision.map_or_else(|| date.clone(), |precision| dates::cut(&date, &precision)))
    }

    /// Columns that the map does not speak of.
    fn extra(&self, making: &mut Making<'_>) {
        let map = self.map;
        let paths = map.placed();
        for (column, value) in &making.record.values {
            let is_wanted = match &map.extra {
                Extra::All => {
                    let is_named = paths.iter().any(|path| path == column);
                    !is_named && !map.template_columns.contains(&identifier(column))
                }
                Extra::None => column == super::readers::table::BEYOND,
                Extra::Only(columns) => columns.contains(column),
            };
            if !is_wanted || map.ignore.contains(column) || self.is_hold(column, value) {
                continue;
            }
            let mut value = value.clone();
            for path in paths.iter().chain(&map.ignore.iter().map(String::as_str).collect::<Vec<_>>()) {
                if let Some(rest) = path.strip_prefix(column.as_str()).and_then(|rest| rest.strip_prefix('.')) {
                    remove(&mut value, rest);
                }
            }
            match self.kept(&value) {
                // Front matter of ours has an `extra` already.
                Some(Yaml::Map(entries)) if column == "extra" => {
                    for (name, value) in entries {
                        making.draft.keep(&name, value);
                    }
                }
                Some(value) => making.draft.keep(column, value),
                None => {}
            }
        }
    }

    /// A value without what is blank in it.
    fn kept(&self, value: &Value) -> Option<Yaml> {
        match value {
            Value::Null => None,
            Value::String(text) if self.map.is_blank(text) => None,
            Value::String(text) => Some(Yaml::text(tidy(text))),
            Value::Array(items) => {
                let items: Vec<Yaml> = items.iter().filter_map(|item| self.kept(item)).collect();
                (!items.is_empty()).then_some(Yaml::List(items))
            }
            Value::Object(entries) => {
                let entries: Vec<(String, Yaml)> =
                    entries.iter().filter_map(|(key, value)| Some((key.clone(), self.kept(value)?))).collect();
                (!entries.is_empty()).then_some(Yaml::Map(entries))
            }
            scalar => Some(Yaml::from_json(scalar)),
        }
    }

    /// The identifier of the draft, and the name of its file.
    fn name(&mut self, making: &mut Making<'_>) {
        let scope = Scope::of(making.record);
        let of = |spec: &Option<Spec>, join: &str| {
            spec.as_ref().and_then(|spec| values::text(self.map, spec, scope, join).ok().flatten())
        };
        making.draft.named_after = of(&self.map.slug, " ").map(|name| line(&name));
        let key = of(&self.map.key, " / ").map(|key| one_line(&key));
        let by_default = making.record.file_key().or_else(|| making.draft.title.clone());
        making.draft.key = key.or(by_default).or_else(|| making.draft.named_after.clone()).unwrap_or_default();
    }

    /// Count what every case must have and this one has not, and give it.
    pub fn count_missing(&mut self, draft: &Draft, file: FileId) -> Vec<String> {
        let has = |key: &str| draft.fields.iter().any(|(known, _)| known == key);
        let mut missing: Vec<String> = Vec::new();
        if draft.title.is_none() {
            missing.push("title".to_owned());
        }
        missing.extend(["date", "summary"].iter().filter(|key| !has(key)).map(|key| (*key).to_owned()));
        if draft.sources.is_empty() {
            missing.push("sources".to_owned());
        }
        for taxonomy in self.site.taxonomies.iter().filter(|taxonomy| taxonomy.required) {
            if draft.terms.iter().all(|(id, _)| *id != taxonomy.id) {
                missing.push(taxonomy.id.clone());
            }
        }
        for section in self.site.config.sections.iter().filter(|section| section.required) {
            if draft.sections.iter().all(|written| written.id.as_deref() != Some(&section.id)) {
                missing.push(format!("section {}", section.title));
            }
        }
        for what in &missing {
            self.missing.entry(what.clone()).or_insert((0, file, draft.span.clone())).0 += 1;
        }
        missing
    }

    fn miss(&mut self, what: &str, making: &Making<'_>) {
        let first = (0, making.origin.file, making.record.span.clone());
        self.missing.entry(what.to_owned()).or_insert(first).0 += 1;
    }

    /// Paths that the map names and no record had.
    pub fn unknown_columns(&self) -> Vec<(String, Option<String>)> {
        let mut columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        columns.sort_unstable();
        let mut paths: Vec<&str> = self.map.paths();
        paths.retain(|path| !self.resolved.contains(*path));
        paths.sort_unstable();
        paths.dedup();
        paths.into_iter().map(|path| (path.to_owned(), did_you_mean(path, columns.iter().copied()))).collect()
    }
}

fn remove(value: &mut Value, path: &str) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    if let Value::Object(entries) = value {
        match rest {
            None => {
                entries.remove(key);
            }
            Some(rest) => {
                if let Some(inner) = entries.get_mut(key) {
                    remove(inner, rest);
                }
            }
        }
    }
}

/// A value as one line of text: what came from the web may have characters of it written as references of HTML.
fn line(value: &str) -> String {
    one_line(&decode_references(value))
}

/// Does a text say yes?
fn is_yes(text: &str) -> bool {
    matches!(fold(text).as_str(), "true" | "yes" | "1" | "y")
}

/// A record of ours that JSON holds: keys in their order and dates without quotes; keys that it should not have stay,
/// for `check` to report.
fn raw_yaml(keys: &[Key<'_>], item: &Value) -> Yaml {
    let Value::Object(record) = item else { return Yaml::from_json(item) };
    let place = |name: &str| keys.iter().position(|key| key.name == name);
    let mut entries: Vec<(&String, &Value)> = record.iter().collect();
    entries.sort_by_key(|(name, _)| place(name).unwrap_or(keys.len()));
    let yaml = |(name, value): (&String, &Value)| {
        let known = place(name).and_then(|at| write::of_json(&keys[at], value));
        (name.clone(), known.unwrap_or_else(|| Yaml::from_json(value)))
    };
    Yaml::Map(entries.into_iter().map(yaml).collect())
}
