//! What an import keeps under `extra`, and the fields of the site's own that would hold it.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::UNPLACED;
use super::map::case_keys;
use super::readers::table::BEYOND;
use super::site::Site;
use crate::model::{FieldRange, FieldShape, OwnField, PartialDate, Spanned, Transliteration, UniqueNames, name_of};
use crate::schema::own;
use crate::write::Yaml;
use crate::write::markdown::one_line;
use crate::yaml::{Place, scalar};

/// A choice has no more words than this, and each stands in two cases on average.
const WORDS: usize = 12;
/// A word of a choice is no longer than this.
const LONGEST_WORD: usize = 40;

/// A text that is longer is prose, and no value of a field.
const LONGEST_TEXT: usize = 200;
/// So many fields are named at most.
const NAMED: usize = 20;

/// What is kept, by its name under `extra`.
#[derive(Debug, Default)]
pub struct Kept(BTreeMap<String, Seen>);

/// The values under a name.
#[derive(Debug)]
struct Seen {
    count: usize,
    /// A case has several.
    is_many: bool,
    /// All are values that a field can have: no records, no text of several lines.
    is_flat: bool,
    /// The shapes that all of them can have, of [`CANDIDATES`].
    shapes: Vec<FieldShape>,
    /// Every number has four digits, as a year has.
    are_years: bool,
    /// The words, as long as they are few.
    words: BTreeSet<String>,
}

/// The shapes that are tried, the narrowest first; what is none of them is a choice, or a text.
const CANDIDATES: [FieldShape; 5] =
    [FieldShape::Flag, FieldShape::Url, FieldShape::Percentage, FieldShape::Number, FieldShape::Date];

impl Default for Seen {
    fn default() -> Self {
        Seen {
            count: 0,
            is_many: false,
            is_flat: true,
            shapes: CANDIDATES.to_vec(),
            are_years: true,
            words: BTreeSet::new(),
        }
    }
}

impl Kept {
    /// Look at what a case keeps.
    pub fn look(&mut self, extra: &[(String, Yaml)]) {
        for (name, value) in extra {
            let seen = self.0.entry(name.clone()).or_default();
            match value {
                Yaml::List(items) => {
                    seen.is_many |= items.len() > 1;
                    for item in items {
                        seen.look(item);
                    }
                }
                one => seen.look(one),
            }
        }
    }

    /// How many values are kept under each name.
    pub fn counts(&self) -> Vec<(String, usize)> {
        self.0.iter().map(|(name, seen)| (name.clone(), seen.count)).collect()
    }

    /// The fields that would hold them, as lines for `casebook.yaml`; behind each how a map fills it. What has a place
    /// already, and does not fit there, gets no second one, nor does what no column says.
    pub fn fields(&self, site: &Site) -> Vec<String> {
        let known: BTreeSet<&str> = case_keys(site).collect();
        let mut taken: UniqueNames = known.iter().map(|key| (*key).to_owned()).collect();
        let transliteration = site.config.transliteration();
        let is_column = |name: &str| !known.contains(name) && ![BEYOND, UNPLACED].contains(&name);
        let held = self.0.iter().filter(|(name, seen)| seen.is_flat && is_column(name));
        let mut lines: Vec<String> = held
            .map(|(name, seen)| {
                let id = free_id(name, &mut taken, transliteration);
                let many = if seen.is_many { ", many: true" } else { "" };
                let (id_and_label, column) = (format!("id: {id}, label: {}", flow(&label(name))), flow(name));
                format!("  - {{ {id_and_label}, {}{many} }} # in a map: {id}: {column}", seen.shape())
            })
            .collect();
        let more = lines.len().saturating_sub(NAMED);
        lines.truncate(NAMED);
        if more > 0 {
            lines.push(format!("  # … and {more} more"));
        }
        if !lines.is_empty() && site.config.fields.is_empty() {
            lines.insert(0, "fields:".to_owned());
        }
        lines
    }
}

impl Seen {
    fn look(&mut self, value: &Yaml) {
        let text = match value {
            Yaml::Text(text) | Yaml::Plain(text) => text,
            Yaml::List(items) => {
                self.is_flat = false;
                for item in items {
                    self.look(item);
                }
                return;
            }
            Yaml::Map(entries) => {
                self.is_flat = false;
                for (_, value) in entries {
                    self.look(value);
                }
                return;
            }
        };
        self.count += 1;
        self.is_flat &= !text.contains('\n') && text.chars().count() <= LONGEST_TEXT;
        self.shapes.retain(|shape| own::of_text(&field(*shape), text).is_some());
        let is_year = PartialDate::parse(text).is_ok_and(|date| (1900..2100).contains(&date.year()));
        self.are_years &= text.len() == 4 && is_year;
        if self.words.len() <= WORDS {
            self.words.insert(text.clone());
        }
    }

    /// Of which shape a field would be that holds all of them.
    fn shape(&self) -> String {
        let is_percentage = || self.words.iter().all(|word| word.trim_end().ends_with('%'));
        let fits = |shape: &FieldShape| match shape {
            FieldShape::Percentage => is_percentage(),
            FieldShape::Number => !self.are_years,
            _ => true,
        };
        let shape = self.shapes.iter().copied().find(fits);
        let is_choice = self.words.len() <= WORDS
            && self.count >= 2 * self.words.len()
            && self.words.iter().all(|word| word.chars().count() <= LONGEST_WORD);
        match shape {
            None if is_choice => {
                let words: Vec<String> = self.words.iter().map(|word| flow(word)).collect();
                format!("shape: choice, range: [{}]", words.join(", "))
            }
            shape => {
                let shape = shape.unwrap_or(FieldShape::Text);
                let name = name_of(&FieldShape::NAMES, &shape).unwrap_or("text");
                format!("shape: {name}")
            }
        }
    }
}

/// A field on trial.
fn field(shape: FieldShape) -> OwnField {
    OwnField {
        id: Spanned::default(),
        label: String::new(),
        shape,
        unit: None,
        is_required: false,
        is_many: false,
        range: FieldRange::Any,
        definition: None,
        is_facet: false,
        declared_in: "casebook.yaml",
    }
}

/// The name of a column as the key of a field that nothing else has.
fn free_id(name: &str, taken: &mut UniqueNames, transliteration: Transliteration) -> String {
    let key = own::key_of(name, transliteration);
    taken.unique(&key, |number| format!("{key}_{number}"))
}

/// The name of a column for people.
fn label(name: &str) -> String {
    one_line(&name.replace(['_', '-'], " "))
}

/// As it stands between braces.
fn flow(text: &str) -> String {
    scalar(text, Place::Flow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(values: &[&str]) -> String {
        let mut kept = Kept::default();
        for value in values {
            kept.look(&[("x".to_owned(), Yaml::text(*value))]);
        }
        kept.0["x"].shape()
    }

    #[test]
    fn shapes_are_those_that_hold_every_value() {
        for (values, expected) in [
            (&["12", "about 1,200"][..], "number"),
            (&["12", "3 kg"], "number"),
            (&["12 %", "3%"], "percentage"),
            (&["2023", "2019"], "date"),
            (&["2023-05-01", "2019"], "date"),
            (&["https://example.org/a", "http://example.org"], "url"),
            (&["true", "false"], "true/false"),
            (&["12", "many"], "text"),
            (&["A sentence.", "Another one."], "text"),
            (&["low", "high", "low", "low"], "choice, range: [high, low]"),
        ] {
            assert_eq!(shape(values), format!("shape: {expected}"), "{values:?}");
        }
    }
}
