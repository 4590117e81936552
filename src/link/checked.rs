//! What a check of sources saw, said where the addresses and the quoted words stand.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::sources::Shared;
use super::targets::span_in;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::files::{FileId, Text};
use crate::model::config::Config;
use crate::model::{
    AddressState, ArchivedCopy, Body, CheckedAddress, Checks, PassageState, Source, UrlStatus, canonical_url,
    digest_of_words, is_asked, without_tracking,
};
use crate::parse::ParsedCase;
use crate::schema::ParsedSource;
use crate::yaml;

/// Words of a passage or of a page that a message repeats.
const WORDS: usize = 30;

/// Judge the sources of a site by what was seen of them.
pub fn report_sources(
    checks: &Checks,
    config: &Config,
    today: Option<Date>,
    cases: &[Arc<ParsedCase>],
    shared: &Shared,
    found: &mut Vec<Diagnostic>,
) {
    if checks.is_empty() && config.recheck_after.is_none() {
        return;
    }
    let own = || cases.iter().flat_map(|case| &case.front.sources);
    let judge = Judge::new(checks, config, today, own().chain(shared.all().map(|(_, source)| source)));
    for case in cases {
        for source in &case.front.sources {
            judge.source(case.file, Some(&case.text), source, found);
        }
    }
    for (file, source) in shared.all() {
        judge.source(*file, shared.text(*file), source, found);
    }
}

/// What is needed to judge a source.
struct Judge<'a> {
    checks: &'a Checks,
    today: Option<Date>,
    recheck_after: Option<usize>,
    /// What the site's sources are known by: no address may become that of another work.
    identities: FxHashSet<&'a str>,
}

impl<'a> Judge<'a> {
    fn new(
        checks: &'a Checks,
        config: &Config,
        today: Option<Date>,
        sources: impl Iterator<Item = &'a ParsedSource>,
    ) -> Self {
        let has_moved = checks.iter().any(|entry| entry.moved_to.is_some());
        let identities = if has_moved {
            sources.flat_map(|source| &source.identities).map(String::as_str).collect()
        } else {
            FxHashSet::default()
        };
        Judge { checks, today, recheck_after: config.recheck_after, identities }
    }

    /// Judge a source. `text` is that of its file, where it is one that entries can be put into.
    fn source(&self, file: FileId, text: Option<&Text>, parsed: &ParsedSource, found: &mut Vec<Diagnostic>) {
        let source = &*parsed.source;
        let Some(address) = source.checked_address() else { return };
        let entry = self.checks.get(&address);
        let place = Place { file, text, parsed };
        found.extend(self.overdue(&place, entry));
        let Some(entry) = entry else { return };
        match entry.state {
            AddressState::Dead => found.push(place.dead(entry)),
            AddressState::Moved => found.extend(self.moved(&place, entry)),
            _ => {}
        }
        if entry.state != AddressState::Dead {
            found.extend(entry.copy.as_ref().and_then(|copy| place.archived(copy)));
        }
        passages(&place, entry, found);
    }

    fn overdue(&self, place: &Place<'_>, entry: Option<&CheckedAddress>) -> Option<Diagnostic> {
        let days = i32::try_from(self.recheck_after?).ok()?;
        let id = &place.parsed.id.value;
        let message = match entry {
            None => format!("nobody has checked whether `{id}` is still there"),
            Some(entry) => {
                let age = entry.checked.until(self.today?).map_or(0, |span| span.get_days());
                if age <= days {
                    return None;
                }
                format!("`{id}` was last checked on {}", entry.checked)
            }
        };
        Some(place.found(Code::UncheckedSource, message).help("run `casebook sources check`"))
    }

    fn moved(&self, place: &Place<'_>, entry: &CheckedAddress) -> Option<Diagnostic> {
        let to = tidy(entry.moved_to.as_deref()?);
        let found = place.found(Code::MovedSource, format!("`{}` has moved for good", place.parsed.id.value));
        let Some(span) = place.parsed.url.clone().filter(|_| place.parsed.source.url_status == UrlStatus::Live) else {
            return Some(found.help(format!("it is at `{to}` now")));
        };
        let own = &place.parsed.identities;
        let identity = canonical_url(&to);
        if self.identities.contains(identity.as_str()) && !own.contains(&identity) {
            let help = format!("`{to}` is the address of another source: if it is the same work, cite that one");
            return Some(found.help(help));
        }
        let to = with_fragment(to, place.parsed.source.url.as_deref().unwrap_or_default());
        let found = found.help(format!("write `{to}`"));
        let is_plain = place.parsed.source.url.as_ref().is_some_and(|url| url.len() == span.len());
        let written = if is_plain { to } else { yaml::double_quoted(&to) };
        Some(found.fix("write where it is now", span, written))
    }
}

/// A source in its file.
struct Place<'a> {
    file: FileId,
    text: Option<&'a Text>,
    parsed: &'a ParsedSource,
}

impl Place<'_> {
    fn source(&self) -> &Source {
        &self.parsed.source
    }

    fn found(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let span = self.parsed.url.clone().unwrap_or_else(|| self.parsed.identity.clone());
        Diagnostic::new(code, self.file, span, message)
    }

    fn dead(&self, entry: &CheckedAddress) -> Diagnostic {
        let id = &self.parsed.id.value;
        let since = since(entry);
        if self.source().url_status != UrlStatus::Live {
            let message = format!("the archived copy of `{id}` has been dead {since}");
            return self.found(Code::DeadSource, message).help("give another `archive_url`, or remove this one");
        }
        let found = self.found(Code::DeadSource, format!("`{id}` has been dead {since}"));
        let mut keys = vec![("url_status", "dead".to_owned())];
        keys.extend(self.copy_keys(entry.copy.as_ref()));
        let found = if self.source().archive_url.is_none() && entry.copy.is_none() {
            let help =
                "write `url_status: dead` below its address; `casebook sources check --archived` looks for a copy";
            found.help(help)
        } else {
            found.help(format!("write {} below its address", listed(&keys)))
        };
        self.with_keys(found, "mark it as dead", &keys)
    }

    fn archived(&self, copy: &ArchivedCopy) -> Option<Diagnostic> {
        let keys = self.copy_keys(Some(copy));
        if keys.is_empty() || self.source().url_status != UrlStatus::Live {
            return None;
        }
        let message = format!("an archive has a copy of `{}`", self.parsed.id.value);
        let found =
            self.found(Code::ArchivedSource, message).help(format!("write {} below its address", listed(&keys)));
        Some(self.with_keys(found, "name the copy", &keys))
    }

    /// The keys that name a copy, where the source names none.
    fn copy_keys(&self, copy: Option<&ArchivedCopy>) -> Vec<(&'static str, String)> {
        let Some(copy) = copy.filter(|_| self.source().archive_url.is_none()) else { return Vec::new() };
        let mut keys = vec![("archive_url", copy.url.to_string())];
        if self.source().archive_date.is_none() {
            keys.push(("archive_date", copy.date.to_string()));
        }
        keys
    }

    /// With a fix that puts keys behind the source's address, and changes no byte that is there.
    fn with_keys(&self, found: Diagnostic, title: &str, keys: &[(&str, String)]) -> Diagnostic {
        let edit = self.text.zip(self.parsed.url.clone()).and_then(|(text, span)| {
            let text = text.get();
            let before = &text[..span.start];
            let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
            let indent = line.len() - line.trim_start_matches([' ', '-']).len();
            let is_block = line[indent..].trim_end() == "url:";
            if !is_block {
                let pair =
                    |(key, value): &(&str, String)| format!(", {key}: {}", yaml::scalar(value, yaml::Place::Flow));
                let pairs: Vec<String> = keys.iter().map(pair).collect();
                return line
                    .contains(['{', ','])
                    .then(|| Edit { span: span.end..span.end, text: dates(pairs.concat()) });
            }
            let rest = &text[span.end..];
            let end = span.end + rest.find('\n')?;
            let line_end = if rest[..end - span.end].ends_with('\r') { "\r\n" } else { "\n" };
            let pair = |(key, value): &(&str, String)| {
                let value = yaml::scalar(value, yaml::Place::Block);
                format!("{}{key}: {value}{line_end}", " ".repeat(indent))
            };
            let pairs: Vec<String> = keys.iter().map(pair).collect();
            Some(Edit { span: end + 1..end + 1, text: dates(pairs.concat()) })
        });
        Diagnostic { fix: edit.map(|edit| Fix { title: title.to_owned(), edits: vec![edit] }), ..found }
    }
}

/// Dates stand without quotes.
fn dates(pairs: String) -> String {
    let Some(at) = pairs.find("archive_date: \"") else { return pairs };
    let (before, behind) = pairs.split_at(at);
    format!("{before}{}", behind.replacen('"', "", 2))
}

fn listed(keys: &[(&str, String)]) -> String {
    let keys: Vec<String> = keys.iter().map(|(key, value)| format!("`{key}: {value}`")).collect();
    match keys.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        keys => keys.concat(),
    }
}

fn since(entry: &CheckedAddress) -> String {
    let why = entry.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("since {}{why}", entry.since)
}

/// A new address as it is written: without what tracks readers.
fn tidy(address: &str) -> String {
    without_tracking(address).unwrap_or_else(|| address.to_owned())
}

/// With the fragment of the old address, which a redirect keeps (RFC 9110, section 10.2.2).
fn with_fragment(to: String, old: &str) -> String {
    match old.split_once('#') {
        Some((_, fragment)) if !to.contains('#') => format!("{to}#{fragment}"),
        _ => to,
    }
}

fn passages(place: &Place<'_>, entry: &CheckedAddress, found: &mut Vec<Diagnostic>) {
    let id = &place.parsed.id.value;
    for passage in place.source().passages.iter().filter(|passage| !passage.translated) {
        let Some(seen) = entry.passage(&digest_of_words(&passage.text)) else { continue };
        let words = beginning(&passage.text);
        match (seen.state, &seen.seen) {
            (PassageState::Missing, _) => {
                let message = format!("`{id}` does not hold the words “{words}”");
                let help = "quote what it says, or mark the passage with `translated: true` if it is a translation";
                found.push(place.found(Code::PassageMissing, message).help(help));
            }
            (PassageState::Near, Some(there)) => {
                let message = format!("`{id}` does not say “{words}”, but nearly so");
                let help = format!("quote it as it stands there: “{}”", beginning(there));
                found.push(place.found(Code::PassageNear, message).help(help));
            }
            _ => {}
        }
    }
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(WORDS).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    format!("{}{more}", first.join(" "))
}

/// Report the links of a text that lead to what is dead or has moved.
pub fn report_links(checks: &Checks, file: FileId, text: &Text, body: &Body, found: &mut Vec<Diagnostic>) {
    if checks.is_empty() {
        return;
    }
    for link in body.links.iter().filter(|link| is_asked(&link.destination)) {
        let Some(entry) = checks.get(&link.destination) else { continue };
        let at = |code, message: String| Diagnostic::new(code, file, link.span.clone(), message);
        match (entry.state, entry.moved_to.as_deref().map(tidy)) {
            (AddressState::Dead, _) => {
                let message = format!("this link has led nowhere {}", since(entry));
                found.push(at(Code::DeadSource, message).help("link to an archived copy, or take the link out"));
            }
            (AddressState::Moved, Some(to)) => {
                let to = with_fragment(to, &link.destination);
                let moved = at(Code::MovedSource, "what this link leads to has moved for good".to_owned());
                let moved = moved.help(format!("write `{to}`"));
                let span = span_in(&text.get(), link, &link.destination);
                // What Markdown would take for the end of the address is left to the editor.
                let span = span.filter(|_| !to.contains(['(', ')', '<', '>', '[', ']', '|']));
                found.push(match span {
                    Some(span) => moved.fix("write where it is now", span, to),
                    None => moved,
                });
            }
            _ => {}
        }
    }
}
