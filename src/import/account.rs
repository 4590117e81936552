//! What became of every value of a record: written, kept, merged with what is there, blank, or left behind.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::Value;

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stands under `extra`.
    Kept,
    /// It stands in the case.
    Written,
    /// The case says the same already.
    Merged,
    /// It decides something, such as the name of the file, and stands nowhere.
    Decides,
    /// It is left behind.
    Left,
    /// A part of it stands in the case, or something made of it.
    Part,
    /// It is a spelling of nothing.
    Blank,
}

/// One thing that became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What.
    pub fate: Fate,
    /// Where it stands: a key, `extra.KEY`, `sources.ID.KEY`, `## Section`; of what is left behind, why.
    pub at: String,
    /// The part of the value that is meant, where it has several.
    pub part: Option<String>,
    /// What is written, where it differs.
    pub text: Option<String>,
}

impl Mark {
    /// A mark for a whole value that stands as it is.
    pub fn new(fate: Fate, at: impl Into<String>) -> Mark {
        Mark { fate, at: at.into(), part: None, text: None }
    }

    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        match self.fate {
            Fate::Written if self.text.is_some() => "respelt",
            Fate::Written => "written",
            Fate::Kept => "kept",
            Fate::Merged => "merged",
            Fate::Decides => "decides",
            Fate::Left => "left",
            Fate::Part => "part",
            Fate::Blank => "blank",
        }
    }
}

/// What became of the values of one record, as far as it is placed.
#[derive(Debug, Default)]
pub struct Marks(FxHashMap<usize, Vec<Mark>>);

impl Marks {
    /// Say what became of a value.
    pub fn add(&mut self, value: &Value, mark: Mark) {
        let marks = self.0.entry(address(value)).or_default();
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }

    /// Say it of every scalar in a value.
    pub fn add_all(&mut self, value: &Value, mark: &Mark) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add_all(item, mark)),
            Value::Object(entries) => entries.values().for_each(|value| self.add_all(value, mark)),
            scalar => self.add(scalar, mark.clone()),
        }
    }

    /// All that became of a value.
    pub fn of(&self, value: &Value) -> &[Mark] {
        self.0.get(&address(value)).map_or(&[], Vec::as_slice)
    }

    /// Has the value a place? What was used in part only has none.
    pub fn is_placed(&self, value: &Value) -> bool {
        self.of(value).iter().any(|mark| !matches!(mark.fate, Fate::Part | Fate::Blank))
    }
}

/// What tells a value from its equals: where it lies while its record is read.
fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// The account of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueAccount {
    /// Its column, or the path to it.
    pub path: String,
    /// As the input has it.
    pub value: String,
    /// What became of it: never nothing.
    pub marks: Vec<Mark>,
}

impl ValueAccount {
    /// The mark by which it is counted.
    pub fn main(&self) -> Option<&Mark> {
        self.marks.iter().min_by_key(|mark| mark.fate)
    }
}

/// The accounts of a record's values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordAccount {
    /// The file of the record, as it was given.
    pub file: String,
    /// Its line there.
    pub line: usize,
    /// The key of the record.
    pub key: String,
    /// Its values.
    pub values: Vec<ValueAccount>,
}

impl RecordAccount {
    /// Say something else of what stands at a place. `of` chooses among the values written there by their text.
    pub fn retell(&mut self, at: &str, fate: Fate, now: &str, of: impl Fn(&str) -> bool) {
        for account in &mut self.values {
            let value = &account.value;
            for mark in account.marks.iter_mut().filter(|mark| mark.at == at) {
                if of(mark.text.as_ref().or(mark.part.as_ref()).unwrap_or(value)) {
                    mark.fate = fate;
                    now.clone_into(&mut mark.at);
                }
            }
        }
    }
}

/// What became of values, in numbers.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Spellings of nothing, other than nothing itself.
    pub blank: BTreeMap<String, usize>,
    /// Values that are written as a term of another spelling.
    pub respelt: BTreeMap<(String, String), usize>,
    /// Values that are left behind.
    pub left: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart_by_where_they_lie() {
        let row = serde_json::json!({"a": "x", "b": "x", "c": ["x", 1]});
        let mut marks = Marks::default();
        marks.add(&row["a"], Mark::new(Fate::Part, "title"));
        marks.add_all(&row["c"], &Mark::new(Fate::Written, "tag"));
        let placed = [&row["a"], &row["b"], &row["c"][0], &row["c"][1]].map(|value| marks.is_placed(value));
        assert_eq!(placed, [false, false, true, true]);
        assert_eq!((marks.of(&row["a"]).len(), marks.of(&row["b"]).len()), (1, 0));
    }

    #[test]
    fn what_is_kept_counts_before_what_is_written() {
        let marks = [Fate::Blank, Fate::Written, Fate::Kept, Fate::Left].map(|fate| Mark::new(fate, "")).to_vec();
        let account = ValueAccount { path: "a".into(), value: "x".into(), marks };
        assert_eq!(account.main().map(Mark::name), Some("kept"));
    }
}
