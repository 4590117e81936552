//! The values of a record that no field, section or source has taken, and the account of all of them.

use serde_json::Value;

use super::{Making, Placer};
use crate::import::account::{Fate, Mark, ValueAccount};
use crate::import::map::Extra;
use crate::import::readers::table::BEYOND;
use crate::import::record::scalar_text;
use crate::import::values::tidy;
use crate::write::Yaml;

/// What becomes of values that no field has taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    /// They are kept.
    Keep,
    /// All of the column is kept, whatever became of it.
    KeepAll,
    /// They are left behind: why.
    Leave(&'static str),
}

impl Placer<'_> {
    /// Keep what has no place yet under `extra`, as the map says, and account for everything.
    pub(super) fn leftover(&mut self, making: &mut Making<'_>) {
        let record = making.record;
        for (column, value) in &record.values {
            let policy = match &self.map.extra {
                _ if self.map.ignore.contains(column) => Policy::Leave("the map ignores it"),
                Extra::All => Policy::Keep,
                Extra::None if column == BEYOND => Policy::Keep,
                Extra::None => Policy::Leave("the map says `extra: none`"),
                Extra::Only(columns) if columns.contains(column) => Policy::KeepAll,
                Extra::Only(_) => Policy::Leave("it is not among those that the map keeps with `extra`"),
            };
            match self.rest(value, column, policy, making) {
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
        if let Some(text) = record.body.as_deref().filter(|_| self.accounts) {
            let marks = vec![Mark::new(Fate::Written, "text")];
            account(making, ValueAccount { path: "body".to_owned(), value: text.to_owned(), marks });
        }
    }

    /// What is to be kept of a value.
    fn rest(&mut self, value: &Value, path: &str, policy: Policy, making: &mut Making<'_>) -> Option<Yaml> {
        let is_ignored = self.map.ignore.iter().any(|ignored| ignored == path);
        let policy = if is_ignored { Policy::Leave("the map ignores it") } else { policy };
        match value {
            Value::Array(items) if !items.is_empty() => {
                let rest = |(index, item)| self.rest(item, &format!("{path}.{index}"), policy, making);
                let kept: Vec<Yaml> = items.iter().enumerate().filter_map(rest).collect();
                (!kept.is_empty()).then_some(Yaml::List(kept))
            }
            Value::Object(entries) if !entries.is_empty() => {
                let mut kept = Vec::new();
                for (key, value) in entries {
                    let rest = self.rest(value, &format!("{path}.{key}"), policy, making);
                    kept.extend(rest.map(|rest| (key.clone(), rest)));
                }
                (!kept.is_empty()).then_some(Yaml::Map(kept))
            }
            scalar => self.scalar(scalar, path, policy, making),
        }
    }

    fn scalar(&mut self, value: &Value, path: &str, policy: Policy, making: &mut Making<'_>) -> Option<Yaml> {
        let text = scalar_text(value).unwrap_or_default();
        let mut kept = None;
        if making.marks.is_placed(value) && policy != Policy::KeepAll {
            // It stands somewhere.
        } else if !making.marks.is_placed(value) && self.map.is_blank(&text) {
            making.marks.add(value, Mark::new(Fate::Blank, ""));
        } else if let Policy::Leave(why) = policy {
            making.marks.add(value, Mark::new(Fate::Left, why));
        } else {
            making.marks.add(value, Mark::new(Fate::Kept, format!("extra.{path}")));
            kept = Some(match value {
                Value::String(text) => Yaml::text(tidy(text)),
                scalar => Yaml::from_json(scalar),
            });
        }
        for mark in making.marks.of(value) {
            match mark.fate {
                Fate::Blank => {
                    let spelling = mark.part.as_ref().unwrap_or(&text).trim();
                    if !spelling.is_empty() {
                        *self.counts.blank.entry(spelling.to_owned()).or_default() += 1;
                    }
                }
                Fate::Left => self.counts.left += 1,
                _ => {}
            }
        }
        if self.accounts {
            let marks = making.marks.of(value).to_vec();
            account(making, ValueAccount { path: path.to_owned(), value: text, marks });
        }
        kept
    }
}

fn account(making: &mut Making<'_>, account: ValueAccount) {
    if let Some(record) = making.draft.accounts.first_mut() {
        record.values.push(account);
    }
}
