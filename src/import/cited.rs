//! Citations in parentheses in a plain document become `[@id]` where exactly one of its sources fits.

use std::collections::HashMap;

use super::dates;
use super::draft::SourceDraft;
use super::terms::Vocabulary;
use crate::model::fold;
use crate::write::markdown::inline;

/// The sources that a text can cite.
#[derive(Debug)]
pub struct Citations {
    sources: Vec<Citable>,
    /// Indices of the sources by the names that they answer to.
    by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Citable {
    id: String,
    date: Option<String>,
}

/// Why a citation could not be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmatched {
    /// No source answers.
    None,
    /// The publisher is listed, with other dates.
    OtherDate(Vec<String>),
    /// More than one source answers.
    Many(Vec<String>),
}

impl Unmatched {
    /// The message, and the cure.
    pub fn message(&self, citation: &str) -> (String, String) {
        let ids = |ids: &[String]| ids.iter().map(|id| format!("`[@{id}]`")).collect::<Vec<_>>().join(" or ");
        match self {
            Unmatched::None => (
                format!("`{citation}` cites nothing that the document lists; it is left as text"),
                "add the source to the list, or to the case".to_owned(),
            ),
            Unmatched::OtherDate(found) => (
                format!("`{citation}` gives another date than the list of sources; it is left as text"),
                format!("correct the date, or write {}", ids(found)),
            ),
            Unmatched::Many(found) => (
                format!("`{citation}` can mean more than one source; it is left as text"),
                format!("write {}", ids(found)),
            ),
        }
    }
}

/// How one part of a parenthesis fares.
enum Match {
    One(String),
    Not(Unmatched),
    /// It is no citation at all.
    Text,
}

impl Citations {
    /// The sources of a draft, in the order of their list.
    pub fn new(sources: &[SourceDraft], publishers: &Vocabulary) -> Citations {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let citable = sources.iter().enumerate().map(|(index, source)| {
            let publisher = source.get("publisher").unwrap_or_default();
            let aliases = publishers.other_names(publisher).iter().map(|name| fold(name));
            let mut names: Vec<String> = std::iter::once(fold(publisher)).chain(aliases).collect();
            names.extend(initials(publisher));
            let bare = fold(publisher).strip_prefix("the ").map(ToOwned::to_owned);
            names.extend(bare);
            names.push(fold(source.get("title").unwrap_or_default()));
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                let indices = by_name.entry(name).or_default();
                if indices.last() != Some(&index) {
                    indices.push(index);
                }
            }
            Citable { id: source.id.clone(), date: source.get("date").map(ToOwned::to_owned) }
        });
        Citations { sources: citable.collect(), by_name }
    }

    /// A text as Markdown, with its citations. `told` gets those that could not be matched.
    pub fn write(&self, text: &str, told: &mut Vec<(String, Unmatched)>) -> String {
        let mut written = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(['(', '[']) {
            let close = if rest[open..].starts_with('(') { ')' } else { ']' };
            let Some(length) = closing(&rest[open..], close) else { break };
            let inner = &rest[open + 1..open + length];
            let group = &rest[open..=open + length];
            let (before, after) = (&rest[..open], &rest[open + length + 1..]);
            match self.group(inner, group, close == ']', told) {
                Some(ids) => {
                    let (before, stop) = before_citation(before, after);
                    written.push_str(&inline(before));
                    if !before.is_empty() && !before.ends_with(char::is_whitespace) {
                        written.push(' ');
                    }
                    let ids: Vec<String> = ids.iter().map(|id| format!("@{id}")).collect();
                    written.push_str(&format!("[{}]{stop}", ids.join("; ")));
                }
                None => written.push_str(&inline(&rest[..=open + length])),
            }
            rest = after;
        }
        written.push_str(&inline(rest));
        written
    }

    /// The ids of a parenthesis that is all citations.
    fn group(
        &self,
        inner: &str,
        group: &str,
        is_bracket: bool,
        told: &mut Vec<(String, Unmatched)>,
    ) -> Option<Vec<String>> {
        let mut ids = Vec::new();
        let mut failed = None;
        for part in inner.split(';') {
            let found = if is_bracket { self.number(part) } else { self.find(part) };
            match found {
                Match::One(id) => ids.push(id),
                Match::Not(why) => failed = failed.or(Some(why)),
                Match::Text => return None,
            }
        }
        if let Some(why) = failed {
            told.push((group.to_owned(), why));
            return None;
        }
        ids.dedup();
        Some(ids)
    }

    /// `[2]`: by its number in the list.
    fn number(&self, part: &str) -> Match {
        let Ok(number) = part.trim().parse::<usize>() else { return Match::Text };
        match number.checked_sub(1).and_then(|index| self.sources.get(index)) {
            Some(source) => Match::One(source.id.clone()),
            None => Match::Not(Unmatched::None),
        }
    }

    /// `Business Insider, 13 May 2025`, `FT`, `The Gazette 2025`
    fn find(&self, part: &str) -> Match {
        let part = part.trim().trim_start_matches("see ").trim_start_matches("see also ");
        let (name, date) = name_and_date(part);
        let folded = fold(name);
        if folded.is_empty() {
            return Match::Text;
        }
        let named: Vec<&Citable> =
            self.by_name.get(&folded).into_iter().flatten().map(|index| &self.sources[*index]).collect();
        if named.is_empty() {
            // `(Reuters, 3 June 2025)` is a citation, `(in May 2025)` is not, and nor is `(about 700)`.
            let like_name = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 6;
            return if date.is_some() && like_name { Match::Not(Unmatched::None) } else { Match::Text };
        }
        let ids = |sources: &[&Citable]| sources.iter().map(|source| source.id.clone()).collect();
        let dated: Vec<&Citable> = match &date {
            None => named.clone(),
            Some(date) => {
                // The exact date decides; else one that neither contradicts.
                let exact: Vec<&Citable> = named.iter().copied().filter(|s| s.date.as_ref() == Some(date)).collect();
                let fits = |source: &&Citable| source.date.as_deref().is_none_or(|own| agrees(own, date));
                if exact.is_empty() { named.iter().copied().filter(fits).collect() } else { exact }
            }
        };
        match dated.as_slice() {
            [one] => Match::One(one.id.clone()),
            [] => Match::Not(Unmatched::OtherDate(ids(&named))),
            many => Match::Not(Unmatched::Many(ids(many))),
        }
    }
}

/// `2025-05` agrees with `2025-05-13` and with `2025`.
fn agrees(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// A name and the date behind it.
fn name_and_date(part: &str) -> (&str, Option<String>) {
    let cuts = part.match_indices(", ").map(|(at, cut)| (at, at + cut.len()));
    let spaces = part.match_indices(' ').map(|(at, cut)| (at, at + cut.len()));
    for (end, start) in cuts.chain(spaces) {
        if let Some(date) = dates::read(&part[start..], &[]) {
            return (part[..end].trim_end_matches(','), Some(date.to_string()));
        }
    }
    (part, None)
}

/// `ft` of Financial Times; nothing for one word.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters: String = words.iter().filter_map(|word| word.chars().find(|c| c.is_alphanumeric())).collect();
    (words.len() > 1).then(|| fold(&letters))
}

/// How many bytes after the opening bracket its closing one is.
fn closing(text: &str, close: char) -> Option<usize> {
    let open = text.chars().next()?;
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// A citation behind a full stop belongs to the sentence before it: the stop goes behind the citation.
fn before_citation<'t>(before: &'t str, after: &str) -> (&'t str, &'static str) {
    let trimmed = before.trim_end();
    let at_end =
        after.trim_start().is_empty() || after.starts_with(' ') && after.trim_start().starts_with(char::is_uppercase);
    match trimmed.strip_suffix('.') {
        Some(sentence) if at_end && !sentence.ends_with('.') => (sentence, "."),
        _ => (before, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Transliteration;

    fn source(id: &str, publisher: &str, date: &str) -> SourceDraft {
        let fields = vec![("publisher".to_owned(), publisher.to_owned()), ("date".to_owned(), date.to_owned())];
        SourceDraft { id: id.to_owned(), fields }
    }

    fn write(text: &str) -> (String, Vec<String>) {
        let sources = [
            source("eg-2025", "Example Gazette", "2025-05-13"),
            source("dn-2024", "Daily News", "2024-03"),
            source("dn-2024-2", "Daily News", "2024-04"),
        ];
        let citations = Citations::new(&sources, &Vocabulary::open("publisher", Transliteration::PLAIN));
        let mut told = Vec::new();
        let written = citations.write(text, &mut told);
        (written, told.iter().map(|(citation, why)| why.message(citation).0).collect())
    }

    #[test]
    fn one_answer_is_a_citation() {
        for (text, expected) in [
            ("It did. (Example Gazette, 13 May 2025)", "It did [@eg-2025]."),
            ("It did (EG, May 2025). Then (a)", "It did [@eg-2025]. Then (a)"),
            ("It did. (EG) And more.", "It did [@eg-2025]. And more."),
            ("Both. (EG, 2025; Daily News, March 2024)", "Both [@eg-2025; @dn-2024]."),
            ("Number [1].", "Number [@eg-2025]."),
            ("Plain (about 700, in 2024) *text*", "Plain (about 700, in 2024) \\*text\\*"),
        ] {
            assert_eq!(write(text), (expected.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn other_answers_are_told() {
        for (text, why) in [
            ("x (Daily News, 2024)", "`(Daily News, 2024)` can mean more than one source; it is left as text"),
            ("x (EG, June 2025)", "`(EG, June 2025)` gives another date than the list of sources; it is left as text"),
            (
                "x (Reuters, 3 June 2025)",
                "`(Reuters, 3 June 2025)` cites nothing that the document lists; it is left as text",
            ),
        ] {
            assert_eq!(write(text), (text.to_owned(), vec![why.to_owned()]));
        }
        assert_eq!(write("x [9]").0, "x \\[9]");
    }
}
