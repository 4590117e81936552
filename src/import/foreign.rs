//! Markup of other programs in the texts of records, counted over a whole import and told once for each kind.

use std::collections::BTreeMap;

use super::dialect::{Kind, Seen};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, Span};

/// As many names of a kind are told.
const NAMED: usize = 5;

/// What an import holds of each kind.
#[derive(Debug, Default)]
pub struct Foreign(BTreeMap<Kind, OfKind>);

/// What it holds of one kind.
#[derive(Debug)]
struct OfKind {
    /// Records that hold it.
    records: usize,
    names: BTreeMap<String, usize>,
    /// Where it stands first.
    first: (FileId, Span),
}

impl Foreign {
    /// Count what a record holds; `place` tells where some words of it stand.
    pub fn add(&mut self, seen: Seen, file: FileId, place: impl Fn(&str) -> Span) {
        let mut last = None;
        for ((kind, name), count) in seen {
            let first = || {
                let words = name.trim_start_matches(|c: char| !c.is_alphanumeric());
                OfKind { records: 0, names: BTreeMap::new(), first: (file, place(words)) }
            };
            let known = self.0.entry(kind).or_insert_with(first);
            known.records += usize::from(last != Some(kind));
            *known.names.entry(name).or_default() += count;
            last = Some(kind);
        }
    }

    /// Does a file hold the first of some kind?
    pub fn begins_in(&self, file: FileId) -> bool {
        self.0.values().any(|one| one.first.0 == file)
    }

    /// A finding for each kind.
    pub fn findings(self) -> impl Iterator<Item = Diagnostic> {
        self.0.into_iter().map(|(kind, one)| {
            let (what, fate) = kind.told();
            let mut names: Vec<(&String, usize)> = one.names.iter().map(|(name, count)| (name, *count)).collect();
            names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let mut named: Vec<String> =
                names.iter().take(NAMED).map(|(name, count)| format!("`{name}` ({count})")).collect();
            if names.len() > NAMED {
                named.push(format!("{} more", names.len() - NAMED));
            }
            let (records, hold) = if one.records == 1 { ("record", "holds") } else { ("records", "hold") };
            let message = format!("{} {records} {hold} {what}; {fate}: {}", one.records, named.join(", "));
            let help = match kind {
                Kind::Shortcode | Kind::Liquid => "write in Markdown what they showed, in the input or in the cases",
                Kind::Comment | Kind::Attribute => "nothing need be done, unless readers are to see them",
            };
            Diagnostic::new(Code::ForeignMarkup, one.first.0, one.first.1, message).help(help)
        })
    }
}
