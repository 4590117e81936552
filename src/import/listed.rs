//! The list of sources below a plain document: `1. Publisher – Title (13 May 2025): https://…`.

use super::dates;
use super::draft::{Draft, SourceDraft, source_id};
use super::site::Site;
use super::terms::Found;
use crate::files::Span;
use crate::model::PartialDate;

/// What the lines are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// A source.
    Source(Entry),
    /// A line that is no entry.
    Other(String, Span),
}

/// A source as it is listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the list.
    pub number: Option<usize>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Date.
    pub date: Option<PartialDate>,
    /// The text in place of the date that is not a date.
    pub not_a_date: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Entry {
    /// What could not be read: messages with their cures.
    pub fn doubts(&self) -> Vec<(String, String)> {
        let mut doubts = Vec::new();
        if self.publisher.is_none() {
            let cure = "write `Publisher – Title (date): address`, or add the publisher in the case";
            doubts.push(("this source names no publisher".to_owned(), cure.to_owned()));
        }
        if let Some(text) = &self.not_a_date {
            let cure = "write it as `13 May 2025`, `May 2025` or `2025`".to_owned();
            doubts.push((format!("`{text}` is not read as a date; it stays in the title"), cure));
        }
        doubts
    }
}

/// Read the lines of a list.
pub fn read(lines: &[(&str, Span)]) -> Vec<Listed> {
    let mut found: Vec<(Option<usize>, String, Span)> = Vec::new();
    let mut others = Vec::new();
    let mut open = false;
    for (line, span) in lines {
        let text = line.trim();
        if text.is_empty() {
            open = false;
            continue;
        }
        if let Some((number, rest)) = entry_mark(text) {
            found.push((number, rest.to_owned(), span.clone()));
            open = true;
        } else if open || (found.last().is_some_and(|(_, text, _)| !text.contains("http")) && text.starts_with("http"))
        {
            if let Some((_, entry, whole)) = found.last_mut() {
                entry.push(' ');
                entry.push_str(text);
                whole.end = span.end;
                open = true;
            }
        } else if text.contains("http://") || text.contains("https://") {
            found.push((None, text.to_owned(), span.clone()));
            open = true;
        } else {
            others.push((found.len(), text.to_owned(), span.clone()));
        }
        // After a line that ends with an address, a line without one does not belong to the entry.
        if open && text.split_whitespace().next_back().is_some_and(|word| word.starts_with("http")) {
            open = false;
        }
    }
    let mut listed: Vec<Listed> =
        found.into_iter().map(|(number, text, span)| Listed::Source(take_apart(number, &text, span))).collect();
    listed.extend(others.into_iter().map(|(_, text, span)| Listed::Other(text, span)));
    listed
}

/// `1.`, `[1]`, `1)` or a bullet, and the text behind it.
fn entry_mark(text: &str) -> Option<(Option<usize>, &str)> {
    if let Some(rest) = text.strip_prefix(['•', '*', '-', '–']).filter(|rest| rest.starts_with(char::is_whitespace))
    {
        return Some((None, rest.trim()));
    }
    let bare = text.strip_prefix('[').unwrap_or(text);
    let digits = bare.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = bare.get(digits..)?.strip_prefix(['.', ')', ']'])?;
    let number = bare[..digits].parse().ok()?;
    (digits <= 3 && rest.starts_with(char::is_whitespace)).then(|| (Some(number), rest.trim()))
}

fn take_apart(number: Option<usize>, text: &str, span: Span) -> Entry {
    let mut entry = Entry { number, span, ..Entry::default() };
    let mut rest = text.to_owned();
    let at = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min();
    if let Some(at) = at {
        let address = rest[at..].split_whitespace().next().unwrap_or_default();
        let url = address.trim_end_matches([')', ']', '>', ',', ';', '.']);
        // A bracket that opens in the address closes in it.
        let url = if url.contains('(') { address.trim_end_matches([',', ';', '.', '>']) } else { url };
        entry.url = Some(url.to_owned());
        let after = rest[at + address.len()..].trim().to_owned();
        rest = format!("{} {after}", rest[..at].trim_end_matches(['<', '(', '[', ' ']));
    }
    let mut rest = rest.trim().trim_end_matches([':', ',', '.', ';', '-', '–', '—']).trim();
    if let Some((before, inner)) = rest.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        match dates::read(inner, &[]) {
            Some(date) => {
                entry.date = Some(date);
                rest = before.trim();
            }
            None if inner.chars().any(|c| c.is_ascii_digit()) => entry.not_a_date = Some(inner.to_owned()),
            None => {}
        }
    }
    if entry.date.is_none()
        && let Some((before, last)) = rest.rsplit_once(", ")
        && let Some(date) = dates::read(last, &[])
    {
        entry.date = Some(date);
        rest = before.trim();
    }
    let parts =
        [" – ", " — ", " - ", " | "].iter().filter_map(|dash| rest.split_once(dash)).min_by_key(|(a, _)| a.len());
    match parts {
        Some((publisher, title)) => {
            entry.publisher = Some(publisher.trim().to_owned()).filter(|text| !text.is_empty());
            entry.title = Some(unquoted(title)).filter(|text| !text.is_empty());
        }
        None => {
            match rest.split_once([',', ':']).filter(|(_, title)| title.trim_start().starts_with(['“', '"', '‘', '\'']))
            {
                Some((publisher, title)) => {
                    entry.publisher = Some(publisher.trim().to_owned());
                    entry.title = Some(unquoted(title));
                }
                None => entry.title = Some(unquoted(rest)).filter(|text| !text.is_empty()),
            }
        }
    }
    entry
}

/// A title without the quotation marks around the whole of it.
fn unquoted(title: &str) -> String {
    let title = title.trim();
    let pairs = [('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\'')];
    let inner = pairs.iter().find_map(|(open, close)| title.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['“', '”', '"'])).unwrap_or(title).to_owned()
}

/// An entry as a source of a draft.
pub fn to_source(entry: &Entry, site: &mut Site, draft: &mut Draft) -> SourceDraft {
    let mut source = SourceDraft::default();
    if let Some(name) = &entry.publisher
        && let Found::Term(label) = site.publishers.resolve(name)
    {
        source.set("publisher", label);
    }
    if let Some(title) = &entry.title {
        source.set("title", title);
    }
    if let Some(date) = &entry.date {
        source.set("date", date.edtf());
    }
    if let Some(url) = &entry.url {
        source.set("url", url);
    }
    let publisher = source.get("publisher").or(source.get("title")).unwrap_or("source").to_owned();
    let year = entry.date.as_ref().map(PartialDate::year);
    let wanted = source_id(&publisher, site.publishers.other_names(&publisher), year, site.config.transliteration());
    source.id = draft.unique_source_id(&wanted, |id| site.shared_sources.contains(id));
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> (String, String, String, String) {
        let Some(Listed::Source(entry)) = read(&[(text, 0..text.len())]).into_iter().next() else {
            panic!("no source in {text}")
        };
        let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        (or(entry.publisher), or(entry.title), or(entry.date.map(|d| d.to_string())), or(entry.url))
    }

    fn parts(a: &str, b: &str, c: &str, d: &str) -> (String, String, String, String) {
        (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned())
    }

    #[test]
    fn entries_are_taken_apart() {
        let url = "https://example.org/a-(b)";
        let gazette = "The Gazette";
        for (text, expected) in [
            (
                "1. The Gazette – Robots: a story (part 2) (13 May 2025): https://example.org/a-(b)",
                parts(gazette, "Robots: a story (part 2)", "2025-05-13", url),
            ),
            (
                "[2] The Gazette - “Robots”, May 2025. https://example.org/a-(b).",
                parts(gazette, "Robots", "2025-05", url),
            ),
            ("• The Gazette — Robots (undated)", parts(gazette, "Robots (undated)", "-", "-")),
            (
                "3) The Gazette, “Robots” (2025) <https://example.org/>",
                parts(gazette, "Robots", "2025", "https://example.org/"),
            ),
            ("4. Robots", parts("-", "Robots", "-", "-")),
            ("https://example.org/", parts("-", "-", "-", "https://example.org/")),
        ] {
            assert_eq!(entry(text), expected, "{text}");
        }
    }

    #[test]
    fn entries_run_over_lines_and_end() {
        let lines =
            ["1. The Gazette – Robots", "(13 May 2025):", "https://example.org/", "Author", "", "2. B – C", "Note"];
        let lines: Vec<(&str, Span)> = lines.iter().map(|line| (*line, 0..1)).collect();
        let found = read(&lines);
        let kinds: Vec<&str> = found
            .iter()
            .map(|listed| match listed {
                Listed::Source(entry) => entry.title.as_deref().unwrap_or_default(),
                Listed::Other(text, _) => text,
            })
            .collect();
        assert_eq!(kinds, ["Robots", "C Note", "Author"]);
    }
}
