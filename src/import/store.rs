//! Drafts become case files, and the import remembers them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::identity::{adopt, sources_of, unlisted};
use super::input;
use super::job::{ImportError, Mode};
use super::site::Site;
use super::state::{CaseState, Hash, Hashes, Names, State};
use super::update::{Merge, hashes, hashes_of, merge};
use crate::disk::{Batch, is_file, read_text, remove};
use crate::files::Span;
use crate::model::config::Config;
use crate::model::{Slug, Transliteration, UniqueNames};

/// The longest slug that is made of a title, cut at a word.
const LONGEST_SLUG: usize = 80;
/// The longest slug that an input may give: with its extension it must be a file name everywhere.
const LONGEST_GIVEN_SLUG: usize = 200;

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new file.
    Written(String),
    /// Fields were taken over into a file.
    Updated(String),
    /// There was nothing to do.
    Unchanged(String),
    /// The input has changed, and `--update` was not asked for.
    Waiting(String),
    /// It is the same as another record.
    Same,
    /// The input has changed, and nothing tells the record from others of its key.
    Shared(String),
    /// Its file was removed by hand.
    Removed(String),
    /// Its file cannot be read.
    Unreadable(String),
    /// Its file is there, and no import has written it.
    Taken(String),
    /// Somebody changed its file while this import ran.
    Changed(String),
}

impl Outcome {
    /// Its name in reports, and the path of the case.
    pub fn told(&self) -> (&'static str, Option<&str>) {
        match self {
            Outcome::Written(path) => ("written", Some(path)),
            Outcome::Updated(path) => ("updated", Some(path)),
            Outcome::Unchanged(path) => ("unchanged", Some(path)),
            Outcome::Waiting(path) => ("changed", Some(path)),
            Outcome::Same => ("merged", None),
            Outcome::Shared(path) => ("not updated", Some(path)),
            Outcome::Removed(path) => ("removed by hand", Some(path)),
            Outcome::Unreadable(path) => ("not merged", Some(path)),
            Outcome::Taken(path) => ("not written", Some(path)),
            Outcome::Changed(path) => ("left alone", Some(path)),
        }
    }
}

/// A field that an editor changed too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The case's file.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Which field.
    pub field: String,
    /// Where it stands.
    pub span: Span,
    /// What the input says; nothing where it no longer has the field.
    pub theirs: Option<String>,
}

/// Cases of former imports that share a key, as `KEY`, `KEY ~2` and so on.
#[derive(Debug, Default)]
struct Slots {
    /// Keys of the state by what their cases were imported as.
    as_they_were: HashMap<Hashes, Vec<String>>,
    /// All of them, the first one last.
    keys: Vec<String>,
    claimed: HashSet<String>,
    /// Hashes of the drafts of this run, to tell repeated records.
    seen: HashSet<Hash>,
}

/// Where drafts go.
pub struct Store<'a> {
    root: &'a Path,
    name: &'a str,
    folder: String,
    mode: Mode,
    /// What is written; nothing in a dry run.
    batch: Option<Batch>,
    /// The text of the state as it was read.
    remembered: Option<String>,
    last: State,
    next: State,
    /// Those of fields.
    names: Names,
    /// Keys and hashes of the drafts of this run, to tell repeated records.
    seen: HashSet<(String, Hash)>,
    /// The keys that they got.
    keys: UniqueNames,
    /// Cases of former imports whose key several records share.
    slots: HashMap<String, Slots>,
    /// How many drafts have asked for a slug.
    wanted: HashMap<String, usize>,
    /// Files that a draft of this run has become.
    claimed: HashSet<String>,
    /// Files beside the input that the case shows which is settled next, and where they go.
    attached: Vec<(PathBuf, String)>,
    /// Where files of this run go, and what they are copies of.
    places: HashMap<String, PathBuf>,
    /// Fields that stayed as an editor left them.
    pub kept: Vec<Kept>,
    /// The first text that was, or would be, written.
    pub sample: Option<(String, String)>,
}

impl<'a> Store<'a> {
    /// Open the store of an import.
    ///
    /// # Errors
    /// Where its state cannot be read.
    pub fn open(
        root: &'a Path,
        name: &'a str,
        folder: &str,
        mode: Mode,
        is_dry: bool,
    ) -> Result<Store<'a>, ImportError> {
        // Held from here on: no other import reads the state that this one is about to change.
        let batch = if is_dry { None } else { Some(Batch::open(root)?) };
        let path = state_path(name);
        let remembered = read_text(root, &path)?;
        let last = match &remembered {
            Some(text) => State::parse(text).map_err(|reason| ImportError::State { path: root.join(&path), reason })?,
            None if is_file(root, &path)? => {
                let reason = "it is not UTF-8".to_owned();
                return Err(ImportError::State { path: root.join(&path), reason });
            }
            None => State::new(),
        };
        let mut names = Names::default();
        let mut last = last;
        for case in last.cases.values_mut() {
            case.fields = names.shared(std::mem::take(&mut case.fields));
        }
        Ok(Store {
            names,
            root,
            name,
            folder: if folder.is_empty() { "content/cases".to_owned() } else { format!("content/cases/{folder}") },
            mode,
            batch,
            remembered,
            last,
            next: State::new(),
            seen: HashSet::new(),
            keys: UniqueNames::default(),
            slots: HashMap::new(),
            wanted: HashMap::new(),
            claimed: HashSet::new(),
            attached: Vec::new(),
            places: HashMap::new(),
            kept: Vec::new(),
            sample: None,
        })
    }

    /// The name of the import.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Say which keys several records of the input share.
    pub fn share_keys(&mut self, shared: &HashSet<String>) {
        for (key, case) in self.last.cases.iter().rev() {
            let base = key.rsplit_once(" ~").filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
            let base = base.map_or(key.as_str(), |(base, _)| base);
            if shared.contains(base) {
                let slots = self.slots.entry(base.to_owned()).or_default();
                slots.as_they_were.entry(case.fields.clone()).or_default().push(key.clone());
                slots.keys.push(key.clone());
            }
        }
    }

    /// Does more than one record have this key, and did an import write such records before?
    pub fn must_be_told_apart(&self, key: &str) -> bool {
        self.slots.contains_key(key)
    }

    /// Settle a draft. `section_order` are the ids of the configured sections.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn settle(
        &mut self,
        draft: &mut Draft,
        site: &mut Site,
        section_order: &[&str],
    ) -> Result<Outcome, ImportError> {
        let (text, new) = written(draft, section_order, &site.config);
        let digest = Hash::of(&text);
        if draft.key.is_empty() {
            draft.key = format!("untitled {digest}");
        }
        self.take_up(&draft.key);
        if !self.seen.insert((draft.key.clone(), digest)) {
            return Ok(Outcome::Same);
        }
        let key = self.keys.unique(&draft.key, |number| format!("{} ~{number}", draft.key));
        // A file is one record's: a state that gives it to two is not followed.
        match self.last.cases.get(&key).filter(|known| !self.claimed.contains(&known.path)).cloned() {
            None => self.add(&key, draft, &text, new, site),
            Some(known) => self.meet(&key, known, draft, text, &new, site, section_order),
        }
    }

    /// States of former versions know a file by its name alone, without its folder.
    fn take_up(&mut self, key: &str) {
        let name = key.rsplit_once('/').map(|(_, name)| name).filter(|_| !self.last.cases.contains_key(key));
        if let Some(known) = name.and_then(|name| self.last.cases.remove(name)) {
            self.last.cases.insert(key.to_owned(), known);
        }
    }

    /// Settle a draft whose key others share: by what it says, where it is as it was. Nothing where it is not, unless
    /// all that are have been settled.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn settle_shared(
        &mut self,
        draft: &mut Draft,
        site: &mut Site,
        section_order: &[&str],
        is_last: bool,
    ) -> Result<Option<Outcome>, ImportError> {
        let (text, new) = written(draft, section_order, &site.config);
        let Some(slots) = self.slots.get_mut(&draft.key) else { return Ok(None) };
        let digest = Hash::of(&text);
        if slots.seen.contains(&digest) {
            return Ok(Some(Outcome::Same));
        }
        if let Some(key) = slots.as_they_were.get_mut(&new).and_then(Vec::pop) {
            slots.seen.insert(digest);
            slots.claimed.insert(key.clone());
            let Some(known) = self.last.cases.get(&key).cloned() else { return Ok(None) };
            return self.meet(&key, known, draft, text, &new, site, section_order).map(Some);
        }
        if !is_last {
            return Ok(None);
        }
        slots.seen.insert(digest);
        while let Some(key) = slots.keys.pop() {
            if slots.claimed.insert(key.clone())
                && let Some(known) = self.last.cases.get(&key).cloned()
            {
                let path = known.path.clone();
                self.claimed.insert(path.clone());
                self.next.cases.insert(key, known);
                return Ok(Some(Outcome::Shared(path)));
            }
        }
        let mut key = draft.key.clone();
        let mut number = slots.claimed.len() + 1;
        while !slots.claimed.insert(key.clone()) {
            key = format!("{} ~{number}", draft.key);
            number += 1;
        }
        self.add(&key, draft, &text, new, site).map(Some)
    }

    /// A record that no import has seen.
    fn add(
        &mut self,
        key: &str,
        draft: &Draft,
        text: &str,
        fields: Hashes,
        site: &mut Site,
    ) -> Result<Outcome, ImportError> {
        // A file that is kept for a case of former imports is its own only if it reads the same.
        let kept = draft.reserved.clone();
        let there = kept.as_ref().map_or(Ok(None), |path| self.reads(path))?;
        let (path, is_there) = match kept.filter(|_| there.as_deref().is_none_or(|there| there == text)) {
            Some(path) => (path, there.is_some()),
            None if draft.is_term => return Ok(Outcome::Taken(draft.reserved.clone().unwrap_or_default())),
            None => self.free_path(draft, &|there| there == text, site)?,
        };
        self.claimed.insert(path.clone());
        let fields = self.names.shared(fields);
        self.next.cases.insert(key.to_owned(), CaseState { path: path.clone(), fields });
        if is_there {
            return Ok(Outcome::Unchanged(path));
        }
        self.show(&path, text);
        if let Some(batch) = &mut self.batch {
            batch.create(&path, text)?;
        }
        Ok(Outcome::Written(path))
    }

    /// A file for a new case, and whether it is there: a case whose state was lost is taken up again, by what it says.
    fn free_path(
        &mut self,
        draft: &Draft,
        is_same: &dyn Fn(&str) -> bool,
        site: &mut Site,
    ) -> Result<(String, bool), ImportError> {
        let base = slug_of(draft, site.config.transliteration());
        let mut slug = base.clone();
        let mut number = self.wanted.get(&base).copied().unwrap_or(1);
        loop {
            match site.slugs.get(&slug) {
                Some(path)
                    if !self.claimed.contains(path) && self.reads(path)?.is_some_and(|there| is_same(&there)) =>
                {
                    self.wanted.insert(base, number);
                    return Ok((path.clone(), true));
                }
                // A file that is no case as it stands has its name too.
                None if !self.root.join(format!("{}/{slug}.md", self.folder)).exists() => break,
                _ => {}
            }
            number += 1;
            slug = format!("{base}-{number}");
        }
        self.wanted.insert(base, number);
        let path = format!("{}/{slug}.md", self.folder);
        site.slugs.insert(slug, path.clone());
        Ok((path, false))
    }

    /// Keep a file for a draft whose text is not settled yet, so that links of others can lead to it.
    ///
    /// # Errors
    /// Where a file of the site cannot be read.
    pub fn reserve(
        &mut self,
        draft: &mut Draft,
        site: &mut Site,
        section_order: &[&str],
    ) -> Result<String, ImportError> {
        self.take_up(&draft.key);
        if let Some(known) = self.last.cases.get(&draft.key) {
            return Ok(known.path.clone());
        }
        // Links are not resolved yet, so only the front matter can be compared.
        let front =
            |text: &str| text.get(3..).and_then(|rest| rest.find("\n---\n")).map(|end| text[..end + 3].to_owned());
        let text = text_of(draft, section_order);
        let own = front(&text);
        let (path, _) = self.free_path(draft, &|there| own.is_some() && front(there) == own, site)?;
        self.claimed.insert(path.clone());
        draft.reserved = Some(path.clone());
        Ok(path)
    }

    /// Take in a file that a case shows: it goes to the case's folder. Gives the path for links of the case.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn attach(&mut self, from: &Path, case: &str) -> Result<String, ImportError> {
        let folder = case.strip_suffix(".md").unwrap_or(case);
        let (folder_name, file) = (folder.rsplit('/').next().unwrap_or(folder), from.file_name().unwrap_or_default());
        let name = file.to_string_lossy().into_owned();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let mut number = 1;
        loop {
            let name = if number == 1 { name.clone() } else { format!("{stem}-{number}.{extension}") };
            let to = format!("{folder}/{name}");
            let is_free = match self.places.get(&to) {
                Some(other) => other == from,
                None => !self.root.join(&to).exists() || is_same_file(from, &self.root.join(&to))?,
            };
            if is_free {
                if self.places.insert(to.clone(), from.to_owned()).is_none() {
                    self.attached.push((from.to_owned(), to));
                }
                return Ok(format!("{folder_name}/{name}"));
            }
            number += 1;
        }
    }

    /// Copy what a case shows, where it was written. Gives how many files there were.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn copy_attached(&mut self, is_written: bool) -> Result<usize, ImportError> {
        let mut copied = 0;
        for (from, to) in std::mem::take(&mut self.attached).into_iter().filter(|_| is_written) {
            if self.root.join(&to).exists() {
                continue;
            }
            copied += 1;
            if let Some(batch) = &mut self.batch {
                batch.create(&to, input::bytes(&from)?)?;
            }
        }
        Ok(copied)
    }

    /// Files that were taken in.
    pub fn taken_in(&self) -> HashSet<&Path> {
        self.places.values().map(PathBuf::as_path).collect()
    }

    /// A record that an import has written before.
    #[expect(clippy::too_many_arguments, reason = "what was written, what would be, and where")]
    fn meet(
        &mut self,
        key: &str,
        mut known: CaseState,
        draft: &mut Draft,
        text: String,
        fields: &Hashes,
        site: &Site,
        section_order: &[&str],
    ) -> Result<Outcome, ImportError> {
        if !is_file(self.root, &known.path)? {
            // An editor may have moved the file; its slug says which it is.
            let slug = known.path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
            match site.slugs.get(slug).filter(|_| !draft.is_term) {
                Some(path) => known.path.clone_from(path),
                None => {
                    let path = known.path.clone();
                    self.next.cases.insert(key.to_owned(), known);
                    return Ok(Outcome::Removed(path));
                }
            }
        }
        let path = known.path.clone();
        self.claimed.insert(path.clone());
        if known.fields == *fields {
            self.next.cases.insert(key.to_owned(), known);
            return Ok(Outcome::Unchanged(path));
        }
        let current = self.reads(&path)?.unwrap_or_default();
        let Some((merged, fields)) = merge_with(&current, &known, draft, text, site, section_order) else {
            self.next.cases.insert(key.to_owned(), known);
            return Ok(Outcome::Unreadable(path));
        };
        let has_changed = !merged.taken.is_empty() || !merged.kept.is_empty();
        if self.mode == Mode::Import {
            self.next.cases.insert(key.to_owned(), known);
            return Ok(if has_changed { Outcome::Waiting(path) } else { Outcome::Unchanged(path) });
        }
        for conflict in merged.kept {
            self.kept.push(Kept {
                path: path.clone(),
                text: current.clone(),
                field: conflict.field,
                span: conflict.span,
                theirs: conflict.theirs,
            });
        }
        let fields = self.names.shared(fields);
        self.next.cases.insert(key.to_owned(), CaseState { path: path.clone(), fields });
        if merged.taken.is_empty() {
            return Ok(Outcome::Unchanged(path));
        }
        self.show(&path, &merged.text);
        if let Some(batch) = &mut self.batch {
            batch.replace(&path, &current, &merged.text)?;
        }
        Ok(Outcome::Updated(path))
    }

    fn reads(&self, path: &str) -> Result<Option<String>, ImportError> {
        Ok(read_text(self.root, path)?)
    }

    /// Keep the first text for whoever wants to see one.
    fn show(&mut self, path: &str, text: &str) {
        if self.sample.is_none() {
            self.sample = Some((path.to_owned(), text.to_owned()));
        }
    }

    /// Write files of shared sources beside those that are there. Gives their paths, and how many sources each
    /// holds.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn share(&mut self, files: Vec<(String, String, usize)>) -> Result<Vec<(String, usize)>, ImportError> {
        let mut written = Vec::new();
        for (stem, text, count) in files {
            let (stem, extension) = stem.rsplit_once('.').unwrap_or((&stem, ""));
            let mut path = format!("{stem}.{extension}");
            let mut number = 2;
            while self.root.join(&path).exists() {
                path = format!("{stem}-{number}.{extension}");
                number += 1;
            }
            if let Some(batch) = &mut self.batch {
                batch.create(&path, &text)?;
            }
            written.push((path, count));
        }
        Ok(written)
    }

    /// Write what is staged, then remember this import, and the proposal for closed vocabularies.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn close(mut self, site: &Site) -> Result<Closed, ImportError> {
        let gone: Vec<String> =
            self.last.cases.keys().filter(|key| !self.next.cases.contains_key(*key)).cloned().collect();
        let Some(mut batch) = self.batch else { return Ok(Closed { gone, left_alone: HashSet::new() }) };
        let left_alone: HashSet<String> = batch.commit()?.into_iter().collect();
        // Of these the last import is remembered, so that the next one meets them again.
        self.next.cases.retain(|_, case| !left_alone.contains(&case.path));
        for (key, case) in &self.last.cases {
            self.next.cases.entry(key.clone()).or_insert_with(|| case.clone());
        }
        let path = proposal_path(self.name);
        match (super::proposal::text(site), read_text(self.root, &path)?) {
            (Some(new), Some(old)) if new == old => {}
            (Some(new), Some(old)) => batch.replace(&path, &old, &new)?,
            (Some(new), None) => _ = batch.create(&path, &new)?,
            (None, _) => remove(self.root, &path)?,
        }
        batch.commit()?;
        // Last: what it says was written is.
        if self.next != self.last {
            let path = state_path(self.name);
            match &self.remembered {
                Some(old) => batch.replace(&path, old, &self.next.to_text())?,
                None => _ = batch.create(&path, self.next.to_text())?,
            }
            if !batch.commit()?.is_empty() {
                let reason = "somebody else changed it while this import ran".to_owned();
                return Err(ImportError::State { path: self.root.join(path), reason });
            }
        }
        Ok(Closed { gone, left_alone })
    }
}

/// What came of an import when all was written.
pub struct Closed {
    /// Keys that the input has no more.
    pub gone: Vec<String>,
    /// Files that somebody else changed meanwhile, which are as they were left.
    pub left_alone: HashSet<String>,
}

fn text_of(draft: &Draft, section_order: &[&str]) -> String {
    draft.whole.clone().unwrap_or_else(|| draft.to_case(section_order).to_text())
}

/// The text of a draft as a file, and the hashes of its fields.
fn written(draft: &Draft, section_order: &[&str], config: &Config) -> (String, Hashes) {
    if let Some(whole) = &draft.whole {
        return (whole.clone(), hashes(whole, config));
    }
    let case = draft.to_case(section_order);
    let text = case.to_text();
    let fields = hashes_of(&case, &text, config);
    (text, fields)
}

/// The file with what has changed in the input, and the hashes of what the input says now. Sources keep the ids that
/// the file has for them; one that the text cites stays listed; and no text comes to cite what is not.
fn merge_with(
    current: &str,
    known: &CaseState,
    draft: &mut Draft,
    mut text: String,
    site: &Site,
    section_order: &[&str],
) -> Option<(Merge, Hashes)> {
    let listed = if draft.whole.is_none() { sources_of(current) } else { Vec::new() };
    if !listed.is_empty() {
        adopt(draft, &listed);
        text = text_of(draft, section_order);
    }
    let mut merged = merge(current, &text, &known.fields, &[], &site.config)?;
    let lacking = |merged: &Merge| unlisted(&merged.text);
    let lost: Vec<_> = listed.into_iter().filter(|source| lacking(&merged).contains(&source.id)).collect();
    if !lost.is_empty() {
        draft.sources.extend(lost);
        text = text_of(draft, section_order);
        merged = merge(current, &text, &known.fields, &[], &site.config)?;
    }
    let before = unlisted(current);
    let is_new = |id: &String| !before.contains(id) && !site.shared_sources.contains(id);
    // Of Casebook's own export the sources that a text cites and does not list come along.
    if draft.whole.is_none() && lacking(&merged).iter().any(is_new) {
        let texts = |field: &&String| field.starts_with("## ") || *field == "text";
        let held: Vec<String> = merged.taken.iter().filter(texts).cloned().collect();
        merged = merge(current, &text, &known.fields, &held, &site.config)?;
    }
    let fields = hashes(&text, &site.config);
    Some((merged, fields))
}

/// `imports/NAME.json`
pub fn state_path(name: &str) -> String {
    format!("imports/{name}.json")
}

/// `imports/NAME.terms.yaml`
pub fn proposal_path(name: &str) -> String {
    format!("imports/{name}.terms.yaml")
}

/// Do two files hold the same bytes?
fn is_same_file(one: &Path, other: &Path) -> Result<bool, ImportError> {
    Ok(input::bytes(one)? == input::bytes(other)?)
}

/// The slug that a draft asks for: what the map names as it is, where it is a slug; else made of it, or of the title or
/// the key, and cut at a word.
fn slug_of(draft: &Draft, transliteration: Transliteration) -> String {
    let given = draft.named_after.as_deref().map(str::trim);
    if let Some(slug) = given.filter(|slug| slug.len() <= LONGEST_GIVEN_SLUG && Slug::parse(slug).is_ok()) {
        return slug.to_owned();
    }
    let from = given.or(draft.title.as_deref()).unwrap_or(&draft.key);
    let longest = if given.is_some() { LONGEST_GIVEN_SLUG } else { LONGEST_SLUG };
    let slug = transliteration.slugify(from);
    let slug = if slug.is_empty() { transliteration.slug(from).to_string() } else { slug };
    if slug.len() <= longest {
        return if slug == "index" { "index-page".to_owned() } else { slug };
    }
    let cut = slug[..=longest].rfind('-').unwrap_or(longest);
    slug[..cut].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_and_never_empty() {
        let plain = |draft: &Draft| slug_of(draft, Transliteration::PLAIN);
        let slug = |title: &str| plain(&Draft { title: Some(title.to_owned()), ..Draft::default() });
        assert_eq!(slug("Example Ltd’s test"), "example-ltds-test");
        assert_eq!(slug("index"), "index-page");
        assert!(slug("…").starts_with("x-"));
        let long = slug(&"word ".repeat(40));
        assert!(long.len() <= LONGEST_SLUG && long.ends_with("word"), "{long}");
        assert_eq!(slug(&"x".repeat(200)).len(), LONGEST_SLUG);
        let given = |slug: &str| plain(&Draft { named_after: Some(slug.to_owned()), ..Draft::default() });
        let long = "a-slug-".repeat(20) + "end";
        assert_eq!(given(&long), long);
        assert_eq!(given("A Slug "), "a-slug");
        assert_eq!(given(&"x-".repeat(300)).len(), LONGEST_GIVEN_SLUG - 1);
    }
}
