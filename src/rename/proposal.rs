//! What a new name comes to: every file as it is afterwards, in memory, and what would be found in them then.

use std::collections::HashMap;

use super::aliases;
use super::links::{Edits, Links};
use super::subject::{Kind, Moves, RenameError, Subject, folder_of};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files, SourceFile, Span, Text};
use crate::link::Drafts;
use crate::load::load;
use crate::model::Spanned;
use crate::model::config::MenuLine;
use crate::parse::{Parsed, ParsedCase, parse};
use crate::pipeline::{self, Checked, Options};

/// A new name, thought through.
pub struct Proposal {
    /// The site as it is.
    pub before: Files,
    /// The same files in the same order, with their new paths and texts.
    pub after: Files,
    /// The files whose texts change.
    pub changed: Vec<Changed>,
    /// The old and the new path of each file that moves.
    pub moved: Vec<(String, String)>,
    pub(super) subject: FileId,
}

/// A file whose text changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where it is afterwards.
    pub path: String,
    /// Links, lines and aliases that change in it.
    pub places: usize,
}

/// Think a new name through.
///
/// # Errors
/// Where there is nothing of the old name, the new one is none or is taken, or a file cannot be changed.
pub fn propose(root: &std::path::Path, old: &str, new: &str) -> Result<Proposal, RenameError> {
    let (before, _) = load(root)?;
    let (parsed, _) = parse(&before);
    let subject = Subject::find(&before, &parsed, old, new)?;
    let moves = Moves::of(&before, &subject)?;
    let mut after = before.clone();
    let mut changed = Vec::new();
    for (id, edits) in all_edits(&before, &parsed, &subject, &moves)? {
        let source = before.get(id);
        if !source.conflicts.is_empty() {
            return Err(RenameError::Conflict(source.path.clone()));
        }
        changed.push(Changed { path: moves.to(&source.path).into_owned(), places: edits.len() });
        after.sources[id.0 as usize].text = applied(&source.text, edits);
    }
    let mut moved = Vec::new();
    let paths = after.sources.iter_mut().map(|file| &mut file.path);
    for path in paths.chain(after.attachments.iter_mut().map(|file| &mut file.path)) {
        let to = moves.to(path).into_owned();
        if to != *path {
            moved.push((std::mem::replace(path, to.clone()), to));
        }
    }
    Ok(Proposal { before, after, changed, moved, subject: subject.file })
}

/// The edits of every file that has any.
fn all_edits(
    files: &Files,
    parsed: &Parsed,
    subject: &Subject,
    moves: &Moves,
) -> Result<Vec<(FileId, Edits)>, RenameError> {
    let links = Links::new(files, subject, moves, parsed.config.html);
    let mut all: Vec<(FileId, Edits)> = Vec::new();
    for case in parsed.cited() {
        let text = case.text.get();
        let mut edits = links.of_body(&case.path, &text, &case.body);
        edits.extend(case.front.image.as_ref().and_then(|image| links.of_value(&case.path, &text, &image.src)));
        all.push((case.file, edits));
    }
    for page in &parsed.pages {
        all.push((page.file, links.of_body(&page.path, &page.text.get(), &page.body)));
    }
    // The old address of one of two cases with one name is that of the other.
    let keeps_address = subject.kind != Kind::Case || !subject.links.is_empty();
    if let Some((_, edits)) = all.iter_mut().find(|(file, _)| *file == subject.file && keeps_address) {
        let source = files.get(subject.file);
        let routes = subject.routes();
        let alias = aliases::edit(
            &source.text.get(),
            &subject.aliases,
            subject.old_alias(),
            routes.each_ref().map(|route| &**route),
        );
        edits.extend(alias.ok_or_else(|| RenameError::Unreadable(source.path.clone()))?);
    }
    if subject.kind == Kind::Term {
        let places: HashMap<FileId, usize> = (0..).zip(&all).map(|(index, (file, _))| (*file, index)).collect();
        for (file, edit) in uses_of_term(files, parsed, subject) {
            match places.get(&file) {
                Some(index) => all[*index].1.push(edit),
                // The file of a vocabulary, whose terms come one after the other.
                None => match all.last_mut() {
                    Some((last, edits)) if *last == file => edits.push(edit),
                    _ => all.push((file, vec![edit])),
                },
            }
        }
    }
    if subject.kind == Kind::Page {
        all.push((parsed.config.file, of_menus(files, parsed, subject)));
    }
    for (_, edits) in &mut all {
        edits.sort_by_key(|(span, _)| span.start);
        // What stands within another edit, or is the same, is one change.
        edits.dedup_by(|later, first| later.0.start < first.0.end);
    }
    all.retain(|(_, edits)| !edits.is_empty());
    Ok(all)
}

/// Where cases, and terms that are narrower, name a term by its id.
fn uses_of_term(files: &Files, parsed: &Parsed, subject: &Subject) -> Vec<(FileId, (Span, String))> {
    let [old, new] = subject.routes();
    let edit = |file: FileId, name: &Spanned<String>| {
        let text = files.get(file).text.get();
        let written = text.get(name.span.clone()).filter(|_| name.value == old)?;
        Some((file, (name.span.clone(), crate::yaml::scalar_like(&new, written))))
    };
    let of_case = |case: &std::sync::Arc<ParsedCase>| -> Vec<(FileId, (Span, String))> {
        let terms = subject.keys.iter().filter_map(|key| case.front.terms.get(*key));
        terms.flat_map(|terms| &terms.values).filter_map(|name| edit(case.file, name)).collect()
    };
    let own = parsed.vocabularies.iter().find(|vocabulary| vocabulary.id == folder_of(&subject.old));
    let narrower = own.into_iter().flat_map(|vocabulary| vocabulary.terms.iter());
    let narrower = narrower.filter_map(|term| edit(term.file, term.broader.as_ref()?));
    parsed.cases.iter().flat_map(of_case).chain(narrower).collect()
}

/// Lines of `menu` and `footer` that name a page.
fn of_menus(files: &Files, parsed: &Parsed, subject: &Subject) -> Edits {
    let lines = [&parsed.config.menu, &parsed.config.footer].into_iter().flatten().flatten();
    let text = files.get(parsed.config.file).text.get();
    let edit = |line: &MenuLine| {
        let MenuLine::Name(Spanned { value, span }) = line else { return None };
        let written = text.get(span.clone()).filter(|_| *value == subject.old)?;
        Some((span.clone(), crate::yaml::scalar_like(&subject.new, written)))
    };
    lines.filter_map(edit).collect()
}

fn applied(text: &Text, edits: Edits) -> Text {
    let mut text = text.get().into_owned();
    for (span, new) in edits.into_iter().rev() {
        text.replace_range(span, &new);
    }
    text.into()
}

impl Proposal {
    /// What would be found afterwards of codes that are found less often now, and the files that it would be found in.
    /// Empty where the site stays as sound as it is.
    pub fn harm(&self) -> (std::sync::Arc<Files>, Vec<Diagnostic>) {
        let mut after = self.after.clone();
        after.sources.sort_by(|a, b| a.path.cmp(&b.path));
        after.attachments.sort_by(|a, b| a.path.cmp(&b.path));
        let options = Options { drafts: Drafts::Include, ..Options::default() };
        let check = |files: Files| -> Checked { pipeline::check_again(files, &options) };
        let (before, after) = (check(self.before.clone()), check(after));
        let count = |checked: &Checked, one: &Diagnostic| {
            checked.diagnostics.iter().filter(|other| other.code == one.code && other.severity == one.severity).count()
        };
        let mut counts = HashMap::new();
        let mut is_more = |one: &&Diagnostic| {
            *counts.entry((one.code, one.severity)).or_insert_with(|| count(&after, one) > count(&before, one))
        };
        let harm = after.diagnostics.iter().filter(|one| is_more(one)).cloned().collect();
        (after.files, harm)
    }

    /// The files whose texts change, as they are and as they will be, but for the one that is renamed.
    pub(super) fn others(&self) -> impl Iterator<Item = (&SourceFile, &SourceFile)> {
        let both = self.before.sources.iter().zip(&self.after.sources);
        both.filter(|(old, new)| old.path == new.path && old.text != new.text)
    }
}
