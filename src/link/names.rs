//! New names in open vocabularies, collected from the cases that use them.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, Span};
use crate::model::{Slug, Transliteration, fold};

/// A name used but not declared.
#[derive(Debug)]
pub struct NewName {
    /// As first written.
    pub label: String,
    /// Its name in addresses.
    pub slug: Slug,
}

/// One use of a name.
#[derive(Debug, Clone)]
pub struct Use<'a> {
    /// As written.
    pub name: &'a str,
    /// In which file.
    pub file: FileId,
    /// Where.
    pub span: &'a Span,
}

/// Names shorter than this are too easily near each other.
const SHORTEST: usize = 5;

/// The names among the uses that are not known, by label, and what is wrong with them.
///
/// `known` are folded names, and `label` gives the one that people read; `what` is the word for messages:
/// `organisation`, `publisher`.
///
/// The order of the new names does not depend on threads. A name that is almost another one gets a warning; near names
/// share a spelling with one letter left out, so the search is linear and not pair by pair.
pub fn grow<'a>(
    what: &str,
    known: &HashMap<String, u32>,
    label: impl Fn(u32) -> &'a str,
    uses: impl Iterator<Item = Use<'a>>,
    transliteration: Transliteration,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<NewName> {
    let mut new = unknown(known, uses);
    new.sort_by(|a, b| a.0.cmp(&b.0));
    report_near(what, known, label, &new, diagnostics);

    let mut slugs: HashMap<String, &str> = HashMap::new();
    let mut names = Vec::with_capacity(new.len());
    for (folded, first, _) in &new {
        let slug = transliteration.slug(first.name);
        let other = slugs.insert(slug.to_string(), first.name);
        let taken = known.contains_key(slug.as_str()) && slug.as_str() != folded;
        if let Some(other) = other.or(taken.then_some(slug.as_str())) {
            let message = format!("{what} `{}` and `{other}` make the same address `{slug}`", first.name);
            let help = "write both alike, or declare them in the vocabulary with ids of their own";
            diagnostics.push(Diagnostic::new(Code::DuplicateTerm, first.file, first.span.clone(), message).help(help));
        }
        names.push(NewName { label: first.name.to_owned(), slug });
    }
    names
}

/// The names that are not known, folded, with their first use and how often each is used.
fn unknown<'a>(known: &HashMap<String, u32>, uses: impl Iterator<Item = Use<'a>>) -> Vec<(String, Use<'a>, usize)> {
    let mut new: Vec<(String, Use<'a>, usize)> = Vec::new();
    let mut by_folded: FxHashMap<String, usize> = FxHashMap::default();
    // Each spelling is folded once.
    let mut by_spelling: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for one in uses {
        let place = *by_spelling.entry(one.name).or_insert_with(|| {
            let folded = fold(one.name);
            (!known.contains_key(&folded)).then(|| *by_folded.entry(folded).or_insert(usize::MAX))
        });
        let Some(place) = place else { continue };
        if place == usize::MAX {
            let folded = fold(one.name);
            by_spelling.insert(one.name, Some(new.len()));
            by_folded.insert(folded.clone(), new.len());
            new.push((folded, one, 1));
        } else {
            new[place].2 += 1;
        }
    }
    new
}

fn report_near<'a>(
    what: &str,
    known: &HashMap<String, u32>,
    label: impl Fn(u32) -> &'a str,
    new: &[(String, Use<'_>, usize)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if new.is_empty() {
        return;
    }
    // Spelling with one letter left out → the name; a declared or more frequent name is the one to keep.
    let mut spellings: FxHashMap<String, &str> = FxHashMap::default();
    let mut declared: Vec<&String> = known.keys().collect();
    declared.sort();
    for name in declared {
        for spelling in spellings_of(name) {
            spellings.entry(spelling).or_insert(name);
        }
    }
    let mut by_use: Vec<&(String, Use<'_>, usize)> = new.iter().collect();
    by_use.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    for (folded, first, count) in by_use {
        let near = spellings_of(folded).find_map(|spelling| spellings.get(&spelling).copied());
        if let Some(near) = near.filter(|near| without_digits(near) != without_digits(folded)) {
            let used = new.binary_search_by(|(name, ..)| name.as_str().cmp(near)).ok().map(|at| &new[at]);
            let kept = known.get(near).map_or_else(|| used.map_or(near, |(_, one, _)| one.name), |id| label(*id));
            let message = format!("new {what} `{}` is almost `{kept}`", first.name);
            let found = Diagnostic::new(Code::NearTerm, first.file, first.span.clone(), message);
            let is_tie = |other: &&(String, Use<'_>, usize)| !known.contains_key(near) && other.2 == *count;
            diagnostics.push(match used.filter(is_tie) {
                // Nothing says which of the two is right.
                Some((_, other, _)) => found
                    .help(format!("write both alike, or declare `{}` and `{kept}` in the vocabulary", first.name))
                    .related(other.file, other.span.clone(), "the other one"),
                None => found.help(format!("write `{kept}`, or declare `{}` in the vocabulary", first.name)),
            });
        }
        for spelling in spellings_of(folded) {
            spellings.entry(spelling).or_insert(folded);
        }
    }
}

/// A name, and the name with each of its letters left out.
fn spellings_of(name: &str) -> impl Iterator<Item = String> {
    let count = if name.chars().count() < SHORTEST { 0 } else { name.len() };
    let starts = name.char_indices().filter(move |_| count > 0).map(|(at, c)| {
        let mut spelling = name[..at].to_owned();
        spelling.push_str(&name[at + c.len_utf8()..]);
        spelling
    });
    std::iter::once(name.to_owned()).filter(move |_| count > 0).chain(starts)
}

/// `gpt-3` and `gpt-4` are two names, not a slip.
fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_numeric()).collect()
}
