//! The report of an import: what became of every record, with the findings.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::account::Counts;
use super::store::{Kept, Outcome};
use crate::diagnostic::{Code, Diagnostic, Severity, sort};
use crate::files::{FileId, Files, LineIndex, Role, SourceFile, Span, neutral_path};

/// How many findings of one kind are shown of one file, unless all are asked for.
pub const SHOWN: usize = 5;
/// How many places are named in a line of the account.
const NAMED: usize = 8;

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// It is no case.
    Skipped(String),
    /// It joined another record of the same key.
    Merged(String),
    /// It is, or was, a case.
    Settled {
        /// Its key.
        key: String,
        /// What became of it.
        outcome: Outcome,
    },
}

/// An account of an import.
#[derive(Debug)]
pub struct Report {
    /// The files of the import, for the places of findings.
    pub files: Files,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Every record.
    accounts: Vec<(FileId, Span, Account)>,
    /// Where the records of each kind stand, as `file:line`.
    places: Vec<String>,
    /// New terms by taxonomy.
    pub new_terms: Vec<(String, usize)>,
    /// Files of shared sources that were, or would be, written, with how many are in each.
    pub shared: Vec<(String, usize)>,
    /// Values that closed vocabularies do not have.
    pub unknown_terms: usize,
    /// Where the proposal for them is.
    pub proposal: Option<PathBuf>,
    /// Keys that the input has no more.
    pub gone: Vec<String>,
    /// The first case that was, or would be, written.
    pub sample: Option<(String, String)>,
    /// How many records are drafts for what they lack.
    pub drafts: usize,
    /// What they lack, and how often.
    lacking: Vec<(String, usize)>,
    /// What became of values, counted.
    pub counts: Counts,
    /// How many values are kept under `extra`, by their names there.
    pub kept_counts: Vec<(String, usize)>,
    /// The fields of the site's own that would hold them, as lines for `casebook.yaml`.
    pub fields: Vec<String>,
    /// How many files beside the input were, or would be, copied.
    pub copied: usize,
}

impl Default for Report {
    fn default() -> Self {
        Report {
            files: no_files(),
            diagnostics: Vec::new(),
            accounts: Vec::new(),
            places: Vec::new(),
            new_terms: Vec::new(),
            shared: Vec::new(),
            unknown_terms: 0,
            proposal: None,
            gone: Vec::new(),
            sample: None,
            drafts: 0,
            lacking: Vec::new(),
            counts: Counts::default(),
            kept_counts: Vec::new(),
            fields: Vec::new(),
            copied: 0,
        }
    }
}

impl Report {
    /// The number that the next file gets.
    pub fn next_file(&self) -> FileId {
        FileId(u32::try_from(self.files.sources.len()).unwrap_or(u32::MAX))
    }

    /// Number a file.
    pub fn add_file(&mut self, path: &Path) -> FileId {
        let id = self.next_file();
        self.files.sources.push(source_file(path));
        id
    }

    /// Turn the places in a file into lines while its text is there, and keep the text where it `is_used`: where a
    /// finding points into it.
    pub fn keep_text(&mut self, id: FileId, text: &Arc<str>, is_used: bool) {
        let name = self.files.get(id).path.clone();
        let mut index = None;
        for (file, span, account) in &self.accounts[self.places.len()..] {
            let is_named = *file == id
                && !matches!(
                    account,
                    Account::Settled { outcome: Outcome::Written(_) | Outcome::Unchanged(_) | Outcome::Updated(_), .. }
                );
            self.places.push(if is_named && span.end > 0 {
                let index = index.get_or_insert_with(|| LineIndex::new(&**text));
                format!("{name}:{}", index.position(span.start).line)
            } else {
                name.clone()
            });
        }
        if let Some(file) = self.files.sources.get_mut(id.0 as usize).filter(|_| is_used) {
            file.text = text.clone().into();
        }
    }

    /// A file that is not read.
    pub fn skip_file(&mut self, path: &Path, reason: &str) {
        let id = self.add_file(path);
        let found = Diagnostic::new(Code::NotImported, id, 0..0, format!("this file is skipped: {reason}"));
        self.diagnostics.push(found);
        self.account(id, 0..0, Account::Skipped(reason.to_owned()));
        self.places.push(neutral_path(path));
    }

    /// Say what became of a record.
    pub fn account(&mut self, file: FileId, span: Span, account: Account) {
        self.accounts.push((file, span, account));
    }

    /// Say of what became some files that it did not, for somebody else changed them meanwhile.
    pub fn leave_alone(&mut self, paths: &HashSet<String>) {
        for (_, _, account) in &mut self.accounts {
            if let Account::Settled { outcome, .. } = account
                && let Outcome::Written(path) | Outcome::Updated(path) = outcome
                && paths.contains(path)
            {
                *outcome = Outcome::Changed(std::mem::take(path));
            }
        }
        self.shared.retain(|(path, _)| !paths.contains(path));
    }

    /// How many records there were.
    pub fn records(&self) -> usize {
        self.accounts.len()
    }

    /// Is there a finding that makes the import fail?
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Required keys that cases lack.
    pub fn missing(&mut self, missing: &BTreeMap<String, (usize, FileId, Span)>, total: usize) {
        self.lacking = missing.iter().map(|(what, (count, _, _))| (what.clone(), *count)).collect();
        self.lacking.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        if let (1, Some((_, file, span))) = (total, missing.values().next()) {
            let names = |is_section: bool| -> Vec<String> {
                let of_kind = missing.keys().filter(|what| what.starts_with("section ") == is_section);
                of_kind.map(|what| format!("`{}`", what.trim_start_matches("section "))).collect()
            };
            let (keys, sections) = (names(false), names(true));
            let place = (*file, span.start..span.start);
            if !keys.is_empty() {
                let cure = "say them with `--title …` and `--set KEY=…`, or write them in the case";
                self.lacking(
                    Code::MissingKey,
                    place.clone(),
                    format!("the input does not say {}", keys.join(", ")),
                    cure,
                );
            }
            if !sections.is_empty() {
                let message = format!("the input has no section {}", sections.join(", "));
                self.lacking(Code::MissingSection, place, message, "write it in the case");
            }
            return;
        }
        let of_kind = |is_section: bool| {
            let kind = missing.iter().filter(move |(what, _)| what.starts_with("section ") == is_section);
            let first = kind.clone().map(|(_, (_, file, span))| (*file, span.start..span.start));
            let first = first.min_by_key(|(file, span)| (*file, span.start));
            let names =
                kind.map(|(what, (count, _, _))| format!("`{}` ({count})", what.trim_start_matches("section ")));
            first.map(|first| (first, names.collect::<Vec<_>>().join(", ")))
        };
        let cure = "give the map a column or a constant for it, or write it in the cases";
        if let Some((place, names)) = of_kind(false) {
            let message = format!("of {total} records, not all say {names}; here is the first that does not");
            self.lacking(Code::MissingKey, place, message, cure);
        }
        if let Some((place, names)) = of_kind(true) {
            let message = format!("of {total} records, not all have a section {names}; here is the first that has not");
            self.lacking(Code::MissingSection, place, message, cure);
        }
    }

    fn lacking(&mut self, code: Code, place: (FileId, Span), message: String, cure: &str) {
        let mut found = Diagnostic::new(code, place.0, place.1, message).help(cure);
        // Only a warning, since the case is written anyway; `check` reports what it lacks as errors.
        found.severity = Severity::Warning;
        self.diagnostics.push(found);
    }

    /// A field that stays as an editor left it.
    pub fn kept(&mut self, kept: &Kept) {
        let known = self.files.sources.iter().position(|file| file.path == kept.path);
        let id = match known {
            Some(index) => FileId(u32::try_from(index).unwrap_or(u32::MAX)),
            None => {
                let id = self.add_file(Path::new(&kept.path));
                if let Some(file) = self.files.sources.get_mut(id.0 as usize) {
                    file.text = kept.text.as_str().into();
                }
                id
            }
        };
        let field = kept
            .field
            .strip_prefix("## ")
            .map_or_else(|| format!("`{}`", kept.field), |name| format!("the section `{name}`"));
        let span = super::readers::table::first_line(&kept.text, &kept.span);
        let message = format!("{field} has changed in the input, and was changed by hand here; it stays");
        let found = Diagnostic::new(Code::EditedByHand, id, span, message);
        let help = match kept.theirs.as_deref().map(excerpt) {
            Some(theirs) => format!("the input now says `{theirs}`: take over by hand what is right"),
            None => "the input no longer has it: remove it by hand, if that is right".to_owned(),
        };
        self.diagnostics.push(found.help(help));
    }

    /// Put the findings into order, and let go of the texts that none points into.
    pub fn finish(&mut self) {
        for (file, _, _) in &self.accounts[self.places.len()..] {
            self.places.push(self.files.get(*file).path.clone());
        }
        sort(&mut self.diagnostics);
        let mut used = vec![false; self.files.sources.len()];
        for found in &self.diagnostics {
            let related = found.related.iter().map(|related| &related.place);
            for place in found.place.iter().chain(related) {
                if let Some(used) = used.get_mut(place.file.0 as usize) {
                    *used = true;
                }
            }
        }
        for (file, used) in self.files.sources.iter_mut().zip(used) {
            if !used {
                file.text = "".into();
            }
        }
    }

    /// The findings to show, and for each code how many are left out. `all` leaves none out.
    pub fn shown(&self, all: bool) -> (Vec<Diagnostic>, Vec<(Code, usize)>) {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        let mut shown = Vec::new();
        for found in &self.diagnostics {
            let count = counts.entry(found.code).or_default();
            *count += 1;
            let is_counted = !matches!(found.code, Code::MissingKey | Code::MissingSection);
            if all || !is_counted || *count <= SHOWN || found.severity == Severity::Error {
                shown.push(found.clone());
            }
        }
        let left = |code: &Code, count: usize| count - shown.iter().filter(|found| found.code == *code).count();
        let left = counts.iter().map(|(code, count)| (*code, left(code, *count))).filter(|(_, n)| *n > 0).collect();
        (shown, left)
    }

    /// The account, as lines.
    pub fn lines(&self, is_dry: bool) -> Vec<String> {
        let mut groups: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
        for ((_, _, account), place) in self.accounts.iter().zip(&self.places) {
            let (rank, what, detail) = describe(account, is_dry);
            groups.entry((rank, what)).or_default().push(detail.unwrap_or_else(|| place.clone()));
        }
        let mut lines = Vec::new();
        for ((rank, what), places) in groups {
            let count = places.len();
            lines.push(match rank {
                0 | 1 if is_dry || count > 3 => format!("{count:>7} {what}"),
                3 => format!("{count:>7} {what}"),
                _ => format!("{count:>7} {what}: {}", named(&places)),
            });
        }
        lines.extend(self.drafts_line());
        lines.extend(self.value_lines());
        if self.copied > 0 {
            let copied = if is_dry { "would be copied" } else { "copied" };
            lines.push(format!("{:>7} {copied} into the site, for cases show or offer them", self.copied));
        }
        for (path, count) in &self.shared {
            lines.push(format!("{count:>7} shared sources in {path}"));
        }
        for (taxonomy, count) in &self.new_terms {
            lines.push(format!("{count:>7} new in the open vocabulary `{taxonomy}`"));
        }
        if self.unknown_terms > 0 {
            let place = self
                .proposal
                .as_ref()
                .map_or_else(String::new, |path| format!(": see {}", path.strip_prefix(".").unwrap_or(path).display()));
            lines.push(format!("{:>7} unknown in closed vocabularies, and kept in `extra`{place}", self.unknown_terms));
        }
        if !self.gone.is_empty() {
            lines.push(format!(
                "{:>7} no longer in the input; their files stay: {}",
                self.gone.len(),
                named(&self.gone)
            ));
        }
        if !self.fields.is_empty() {
            lines.push("fields that would hold what is kept, for `fields` in casebook.yaml:".to_owned());
            lines.extend(self.fields.iter().cloned());
        }
        lines
    }

    /// How many are drafts, and what is to be filled in.
    fn drafts_line(&self) -> Option<String> {
        let is_one = self.drafts == 1;
        let what: Vec<String> = self
            .lacking
            .iter()
            .map(|(what, count)| {
                let name = match what.strip_prefix("section ") {
                    Some(section) => format!("the section `{section}`"),
                    None if what.contains(' ') => format!("the {what}"),
                    None => format!("`{what}`"),
                };
                if is_one { name } else { format!("{name} ({count})") }
            })
            .collect();
        let what = what.join(", ");
        match self.drafts {
            0 => None,
            1 => Some(format!("      1 of them as a draft: fill in {what}, then remove `draft: true`")),
            many => Some(format!("{many:>7} of them as drafts: fill in {what}, then remove `draft: true` in each")),
        }
    }

    /// What became of values that are not written as they stand.
    fn value_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let counts = &self.counts;
        let mut line = |count: usize, what: &str, named: Vec<(String, usize)>| {
            if count == 0 {
                return;
            }
            let mut named = named;
            named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let mut names: Vec<String> =
                named.iter().take(NAMED).map(|(name, count)| format!("{name} ({count})")).collect();
            if named.len() > NAMED {
                names.push(format!("and {} more", named.len() - NAMED));
            }
            let colon = if names.is_empty() { "" } else { ": " };
            let word = if count == 1 { "value" } else { "values" };
            lines.push(format!("{count:>7} {word} {what}{colon}{}", names.join(", ")));
        };
        let blank = counts.blank.iter().map(|(text, count)| (format!("`{text}`"), *count)).collect();
        line(counts.blank.values().sum(), "blank by their spelling", blank);
        let respelt = counts.respelt.iter().map(|((from, to), count)| (format!("`{from}` as `{to}`"), *count));
        line(counts.respelt.values().sum(), "respelt as terms", respelt.collect());
        line(counts.left, "left behind, as the map says; --report FILE lists them", Vec::new());
        let kept = self.kept_counts.iter().map(|(name, count)| (format!("`{name}`"), *count));
        line(self.kept_counts.iter().map(|(_, count)| count).sum(), "kept under `extra`", kept.collect());
        lines
    }

    /// Paths of cases that were, or would be, written, in the order of the input.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.accounts.iter().filter_map(|(_, _, account)| match account {
            Account::Settled { outcome: Outcome::Written(path) | Outcome::Updated(path), .. } => Some(path.as_str()),
            _ => None,
        })
    }
}

/// A rank, what became of it, and what to name instead of its place.
fn describe(account: &Account, is_dry: bool) -> (usize, String, Option<String>) {
    let would = if is_dry { "would be " } else { "" };
    match account {
        Account::Settled { outcome, key } => match outcome {
            Outcome::Written(path) => (0, format!("{would}written"), Some(path.clone())),
            Outcome::Updated(path) => (1, format!("{would}updated"), Some(path.clone())),
            Outcome::Waiting(path) => {
                (2, "changed in the input; take the changes over with --update".to_owned(), Some(path.clone()))
            }
            Outcome::Unchanged(_) => (3, "unchanged".to_owned(), None),
            Outcome::Shared(path) => {
                (2, "changed in the input and not updated, for others have their key".to_owned(), Some(path.clone()))
            }
            Outcome::Same => (4, "merged, for they repeat another record".to_owned(), None),
            Outcome::Removed(path) => {
                (6, "skipped, for their files were removed by hand".to_owned(), Some(path.clone()))
            }
            Outcome::Changed(path) => (
                7,
                "left alone, for somebody changed their files meanwhile; import again".to_owned(),
                Some(path.clone()),
            ),
            Outcome::Unreadable(path) => {
                (7, "skipped, for their files cannot be merged with".to_owned(), Some(format!("{path} ({key})")))
            }
            Outcome::Taken(path) => {
                (7, "skipped, for files that no import wrote are in their place".to_owned(), Some(path.clone()))
            }
        },
        Account::Merged(_) => (5, "merged into a record of the same key".to_owned(), None),
        Account::Skipped(reason) => (8, format!("skipped: {reason}"), None),
    }
}

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        line
    } else {
        format!("{}…", line.chars().take(LONGEST).collect::<String>())
    }
}

/// The first of some names; places of one file name it once.
fn named(names: &[String]) -> String {
    let one_file = names.first().and_then(|name| name.rsplit_once(':')).map(|(file, _)| format!("{file}:"));
    let one_file = one_file.filter(|file| names.len() > 1 && names.iter().all(|name| name.starts_with(file.as_str())));
    let short = |name: &String| one_file.as_ref().map_or_else(|| name.clone(), |file| name[file.len()..].to_owned());
    let mut text = names.iter().take(NAMED).map(short).collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        text.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    match one_file {
        Some(file) => format!("{} lines {text}", file.trim_end_matches(':')),
        None => text,
    }
}

/// A file of an import, for the places of findings; its text is kept only if it has findings.
fn source_file(path: &Path) -> SourceFile {
    SourceFile {
        path: path.display().to_string(),
        role: Role::Input,
        text: "".into(),
        readable: true,
        conflicts: Vec::new(),
    }
}

/// No files yet; paths are shown as they were given.
fn no_files() -> Files {
    Files { root: PathBuf::from("."), ..Files::default() }
}
