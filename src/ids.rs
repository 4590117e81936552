//! Block ids for the statements of a case, made of their words and written behind them.

use std::collections::BTreeMap;
use std::path::Path;

use pulldown_cmark::Event;

use crate::diagnostic::did_you_mean;
use crate::disk::WriteError;
use crate::edit;
use crate::files::{Files, Span};
use crate::load::{LoadError, load};
use crate::markdown;
use crate::model::{Body, CASE_ANCHORS, Transliteration, UniqueNames};
use crate::parse::markdown::{Anchors, parse as parse_body};
use crate::parse::{Parsed, ParsedCase, parse};

/// Words that a block id has at most.
const MOST_WORDS: usize = 5;
/// Characters that a block id has at most, but for the number behind it.
const LONGEST: usize = 32;

/// Why a case gets no block ids.
#[derive(Debug, thiserror::Error)]
pub enum IdsError {
    /// There is no case of a name.
    #[error("there is no case `{0}`{1}")]
    NotThere(String, String),
    /// Its file holds a merge conflict.
    #[error("{0} holds a merge conflict: settle it first")]
    Conflict(String),
    /// The site cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The files of a site with block ids that they do not have yet.
pub struct Proposal {
    /// As they are.
    pub before: Files,
    /// As they would be.
    pub after: Files,
    /// Per case the path of its file, and how many statements get one.
    pub given: Vec<(String, usize)>,
}

/// Give every statement of some cases a block id that has none. Nothing is written.
///
/// # Errors
/// Where the site cannot be read, or has no such case.
pub fn propose(root: &Path, slugs: &[String]) -> Result<Proposal, IdsError> {
    let (before, _) = load(root)?;
    let (parsed, _) = parse(&before);
    let mut after = before.clone();
    let mut given = Vec::new();
    for slug in slugs {
        let case = find(&parsed, slug)?;
        let file = before.get(case.file);
        if !file.conflicts.is_empty() {
            return Err(IdsError::Conflict(file.path.clone()));
        }
        let transliteration = parsed.config.transliteration();
        let (text, count) = with_ids(&case.text.get(), &case.body, transliteration);
        after.sources[case.file.0 as usize].text = text.into();
        given.push((file.path.clone(), count));
    }
    Ok(Proposal { before, after, given })
}

/// Write what is proposed. Files that somebody else changed meanwhile are as they left them: their paths.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(proposal: &Proposal) -> Result<Vec<String>, IdsError> {
    Ok(edit::write_all(&proposal.before, &proposal.after)?)
}

fn find<'p>(parsed: &'p Parsed, slug: &str) -> Result<&'p ParsedCase, IdsError> {
    let found = parsed.cases.iter().find(|case| case.slug.as_str() == slug);
    found.map(AsRef::as_ref).ok_or_else(|| {
        let near = did_you_mean(slug, parsed.cases.iter().map(|case| case.slug.as_str()));
        IdsError::NotThere(slug.to_owned(), near.map(|near| format!(" ({near})")).unwrap_or_default())
    })
}

/// A text with a block id behind every statement that had none, and how many those are. An id that would not be read as
/// that of its statement is left out.
fn with_ids(text: &str, body: &Body, transliteration: Transliteration) -> (String, usize) {
    let ends = ends_of_texts(text, body);
    let mut ids = ids(text, body, transliteration);
    ids.retain(|statement, _| ends.contains_key(statement));
    loop {
        let written = written(text, &ids, &ends);
        let span = body.span.start..written.len();
        let (after, _) = parse_body(&written, span, Anchors::of_case(transliteration), |_| None);
        let is_read = |statement: usize, id: &str| {
            after.statements.len() == body.statements.len() && after.anchor(statement) == id
        };
        let wrong: Vec<usize> = ids.iter().filter(|(at, id)| !is_read(**at, id)).map(|(at, _)| *at).collect();
        if wrong.is_empty() {
            return (written, ids.len());
        }
        ids.retain(|statement, _| !wrong.contains(statement));
    }
}

fn written(text: &str, ids: &BTreeMap<usize, String>, ends: &BTreeMap<usize, usize>) -> String {
    let mut places: Vec<(usize, &str)> =
        ids.iter().filter_map(|(statement, id)| Some((*ends.get(statement)?, id.as_str()))).collect();
    places.sort_unstable();
    let mut written = String::with_capacity(text.len() + places.len() * LONGEST);
    let mut from = 0;
    for (end, id) in places {
        written.push_str(&text[from..end]);
        written.push_str(" ^");
        written.push_str(id);
        from = end;
    }
    written + &text[from..]
}

/// Per statement without a block id the one that it gets.
fn ids(text: &str, body: &Body, transliteration: Transliteration) -> BTreeMap<usize, String> {
    let named = body.block_ids.iter().map(|named| named.id.to_ascii_lowercase());
    let headings = body.headings.iter().map(|heading| heading.anchor.clone());
    let own = CASE_ANCHORS.iter().map(|(_, anchor)| (*anchor).to_owned());
    let mut taken: UniqueNames = named.chain(headings).chain(own).collect();
    let mut ids = BTreeMap::new();
    for (index, statement) in body.statements.iter().enumerate().filter(|(_, one)| one.block_id().is_none()) {
        let words = transliteration.slugify(&plain(text, body, &statement.span));
        let wanted = readable(&words);
        ids.insert(index, taken.unique(&wanted, |number| format!("{wanted}-{number}")));
    }
    ids
}

/// The first words of a slug, at least one letter among them.
fn readable(slug: &str) -> String {
    let mut id = String::new();
    for (index, word) in slug.split('-').filter(|word| !word.is_empty()).enumerate() {
        let is_long = index >= MOST_WORDS || id.len() + 1 + word.len() > LONGEST;
        if index > 0 && is_long {
            break;
        }
        if index > 0 {
            id.push('-');
        }
        id.push_str(word.get(..LONGEST.min(word.len())).unwrap_or(word));
    }
    if id.contains(|c: char| c.is_ascii_alphabetic()) { id } else { "statement".to_owned() }
}

/// The plain text of a statement, without its citations.
fn plain(text: &str, body: &Body, span: &Span) -> String {
    body.excerpt(text, span, body.groups_in(span).map(|group| (group.span.clone(), "")).collect())
}

/// Per statement the end of its first paragraph, where a block id is written.
fn ends_of_texts(text: &str, body: &Body) -> BTreeMap<usize, usize> {
    let base = body.span.start;
    let starts: BTreeMap<usize, usize> =
        body.statements.iter().enumerate().map(|(index, statement)| (statement.span.start, index)).collect();
    let mut ends = BTreeMap::new();
    let mut open = None;
    for (event, at) in markdown::events(&text[body.span.clone()]) {
        let is_block = match &event {
            Event::Start(tag) => !markdown::is_inline(tag.to_end()),
            Event::End(tag) => !markdown::is_inline(*tag),
            _ => false,
        };
        if is_block {
            open = None;
            continue;
        }
        open = open.or_else(|| starts.get(&(base + at.start)).copied());
        if let Some(statement) = open {
            let end = ends.entry(statement).or_insert(0);
            *end = (*end).max(base + at.end);
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> String {
        let (body, _) = parse_body(text, 0..text.len(), Anchors::default(), |_| None);
        let (written, _) = with_ids(text, &body, Transliteration::PLAIN);
        let (after, _) = parse_body(&written, 0..written.len(), Anchors::default(), |_| None);
        assert!((0..after.statements.len()).all(|index| after.statements[index].block_id().is_some()), "{written}");
        written
    }

    #[test]
    fn every_statement_gets_a_readable_id_behind_its_first_paragraph() {
        for (text, expected) in [
            (
                "They *stopped* hiring, it says [@a; @b].",
                "They *stopped* hiring, it says [@a; @b]. ^they-stopped-hiring-it-says",
            ),
            ("One\nmore  ", "One\nmore ^one-more  "),
            (
                "- One [@a]\n\n  More.\n- One\n  - Two `c`<br>",
                "- One [@a] ^one-more\n\n  More.\n- One ^one\n  - Two `c`<br> ^two-c",
            ),
            ("> Said ^said\n\n[A link](b.md) to **it**", "> Said ^said\n\n[A link](b.md) to **it** ^a-link-to-it"),
            ("2025, 30%", "2025, 30% ^statement"),
            ("…", "… ^statement"),
            (
                "Donaudampfschifffahrtsgesellschaftskapitän",
                "Donaudampfschifffahrtsgesellschaftskapitän ^donaudampfschifffahrtsgesellscha",
            ),
            ("What they did\n\n### What they did", "What they did ^what-they-did-2\n\n### What they did"),
        ] {
            let (text, expected) = (text.replace("\\\n", "\n"), expected.replace("\\\n", "\n"));
            assert_eq!(given(&format!("## Outcome\n\n{text}\n")), format!("## Outcome\n\n{expected}\n"));
        }
    }
}
