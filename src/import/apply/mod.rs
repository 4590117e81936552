//! A record and a map become a draft, with a finding for everything that has no place as it is.

mod field;
mod leftover;
mod section;
mod source;
mod unsaid;

pub use source::scopes;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::files::{FileId, Span};
use crate::import::account::{Counts, Fate, Mark, Marks, RecordAccount};
use crate::import::body;
use crate::import::draft::{Constants, Draft};
use crate::import::foreign::Foreign;
use crate::import::map::{MOST_STEPS, Map, Spec};
use crate::import::readers::table::place_of;
use crate::import::record::{Record, scalar_text};
use crate::import::site::Site;
use crate::import::targets::names_of;
use crate::import::values::{self, Group, Scope, Taken};
use crate::write::Yaml;
use crate::write::markdown::one_line;

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
    /// Markup of other programs.
    pub foreign: Foreign,
    /// Is every value to be accounted for in a report?
    pub accounts: bool,
    /// What became of values, counted.
    pub counts: Counts,
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
    marks: Marks,
}

impl Making<'_> {
    /// Say what became of a value, and as what text it stands there.
    fn took(&mut self, taken: &Taken<'_>, fate: Fate, at: &str, written: &str) {
        let Some(value) = taken.origin else { return };
        let fate = if taken.is_whole { fate } else { Fate::Part };
        let is_as_it_was = match &taken.part {
            Some(part) => part == written,
            None => scalar_text(value).is_some_and(|text| text == written),
        };
        let text = (!is_as_it_was).then(|| written.to_owned());
        self.marks.add(value, Mark { fate, at: at.to_owned(), part: taken.part.clone(), text });
    }

    /// Say so of all values of a column. `written` is the text that they have become together.
    fn took_all(&mut self, group: &Group<'_>, at: &str, written: Option<&str>) {
        for taken in &group.values {
            self.took(taken, Fate::Written, at, written.unwrap_or(&taken.text));
        }
        self.passed(group, at);
    }

    /// Say what became of the rest of a column.
    fn passed(&mut self, group: &Group<'_>, at: &str) {
        for (value, mark) in &group.dropped {
            self.marks.add(value, mark.clone());
        }
        for value in &group.used {
            self.marks.add(value, Mark::new(Fate::Written, at));
        }
    }

    /// Keep a value under `extra`.
    fn keep(&mut self, name: &str, taken: &Taken<'_>) {
        self.draft.keep(name, Yaml::text(&taken.text));
        let whole = Taken { is_whole: true, ..taken.clone() };
        self.took(&whole, Fate::Kept, &format!("extra.{name}"), &taken.text);
    }

    /// Where a value of the record stands, as near as it can be told.
    fn place(&self, value: &str) -> Span {
        place_of(value, self.origin.text, &self.record.span)
    }
}

impl Placer<'_> {
    /// A record becomes a draft.
    pub fn place(&mut self, record: &Record, origin: Origin<'_>) -> Draft {
        self.note_paths(record);
        let draft = Draft { span: record.span.clone(), ..Draft::default() };
        let mut making = Making { record, origin, draft, marks: Marks::default() };
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
            making.draft.is_text = true;
            making.draft.names = names_of(record);
            let text = &self.converted(text, &mut making);
            let told = body::place(text, map, self.site, &mut making.draft);
            for (words, message) in told {
                self.tell(&making, Code::UnplacedValue, &words, message, "mend it in the case, if it matters");
            }
        }
        for (name, spec) in &map.sections {
            self.section(name, spec, &mut making);
        }
        self.name(&mut making);
        let account = RecordAccount { key: making.draft.key.clone(), ..RecordAccount::default() };
        making.draft.accounts.push(account);
        self.leftover(&mut making);
        if !self.accounts {
            making.draft.accounts.clear();
        }
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

    /// What a record has for a field, column by column.
    fn groups<'r>(&mut self, spec: &Spec, making: &Making<'r>) -> Vec<Group<'r>> {
        match values::groups(self.map, spec, Scope::of(making.record), &|_| false) {
            Ok(groups) => groups,
            Err(message) => self.bad_template(&message, making),
        }
    }

    fn bad_template<'r>(&mut self, message: &str, making: &Making<'_>) -> Vec<Group<'r>> {
        if self.map.steps.are_too_many() {
            let message = format!("a template of the map takes more than {MOST_STEPS} steps for one value");
            self.tell(
                making,
                Code::TooLarge,
                "",
                message,
                "loop over less, or put less together; no setting raises this limit",
            );
            return Vec::new();
        }
        let message = format!("a template of the map cannot be rendered: {message}");
        self.tell(making, Code::UnplacedValue, "", message, "mend the template in the map");
        Vec::new()
    }

    /// The identifier of a record within the import; the title where nothing else tells it from the others.
    pub fn key_of(&self, record: &Record, title: Option<&str>) -> Option<String> {
        let scope = Scope::of(record);
        let group = self.map.key.as_ref().and_then(|spec| Some((spec, values::first(self.map, spec, scope).ok()??)));
        let key = group.map(|(spec, group)| one_line(&group.joined(spec, " / ")));
        key.or_else(|| record.file_key()).or_else(|| title.map(ToOwned::to_owned))
    }

    /// The identifier of the draft, and the name of its file.
    fn name(&mut self, making: &mut Making<'_>) {
        let scope = Scope::of(making.record);
        let named = self.map.slug.as_ref().and_then(|spec| Some((spec, values::first(self.map, spec, scope).ok()??)));
        if let Some((spec, group)) = named {
            let key_paths = self.map.key.iter().flat_map(|spec| &spec.from);
            let keys: Vec<&Value> = key_paths.flat_map(|path| scope.get_all(path)).collect();
            // What identifies the record is kept, even where it names the file.
            for value in group.values.iter().filter_map(|taken| taken.origin) {
                if !keys.iter().any(|key| std::ptr::eq(*key, value)) {
                    making.marks.add(value, Mark::new(Fate::Decides, "slug"));
                }
            }
            making.draft.named_after = Some(one_line(&group.joined(spec, " ")));
        }
        let key = self.key_of(making.record, making.draft.title.as_deref());
        making.draft.key = key.or_else(|| making.draft.named_after.clone()).unwrap_or_default();
    }

    /// Count what every case must have and this one has not, and give it.
    pub fn count_missing(&mut self, draft: &Draft, file: FileId) -> Vec<String> {
        let has = |key: &str| draft.fields.iter().any(|(known, _)| known == key);
        let mut missing: Vec<String> = Vec::new();
        if draft.title.is_none() {
            missing.push("title".to_owned());
        }
        missing.extend(["date", "summary"].iter().filter(|key| !has(key)).map(|key| (*key).to_owned()));
        if draft.sources.is_empty() && !draft.cites_shared {
            missing.push("sources".to_owned());
        }
        if draft.sources.iter().any(|source| source.get("publisher").is_none()) {
            missing.push("publisher of a source".to_owned());
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
