//! BibTeX and BibLaTeX entries in the terms of CSL, with fields and types mapped as Pandoc maps them
//! (`Text.Pandoc.Citeproc.BibTeX`).

use super::draft::{Draft, page_range};
use super::entry_types::{genre, keyword, work_type};
use super::latex::{DEEPEST, Latex};
use super::own::Own;
use super::sentence::sentence_case;
use super::syntax::{Entry, Value};
use super::{dates, inherit, people, syntax};
use crate::diagnostic::Code;
use crate::model::passage::passages_in;
use crate::model::rich::{self, Markup, Piece};
use crate::model::works::language_code;
use crate::model::{Spanned, names::Name};
use crate::schema::SOURCE;
use crate::schema::fields::Findings;

/// Read entries; the same key may come twice.
pub fn parse(text: &str, findings: &mut Findings<'_>) -> Vec<Draft> {
    let mut entries = syntax::parse(text, findings);
    report_unknown(&entries, findings);
    inherit::resolve(&mut entries, findings);
    let works = entries.iter().filter(|entry| !matches!(entry.kind.as_str(), "xdata" | "set" | "bibnote"));
    works.map(draft).collect()
}

/// Fields that are not read as LaTeX: those that are copied as they are, and those that are ignored.
const VERBATIM: [&str; 16] = [
    "url",
    "doi",
    "eprint",
    "file",
    "pdf",
    "verba",
    "verbb",
    "verbc",
    "archive_url",
    "crossref",
    "xdata",
    "abstract",
    "keywords",
    "annotation",
    "owner",
    "howpublished",
];

/// Commands that nobody can read, each at its place.
fn report_unknown(entries: &[Entry], findings: &mut Findings<'_>) {
    for (name, value) in entries.iter().flat_map(|entry| &entry.fields) {
        if VERBATIM.contains(&name.as_str()) || !value.text.contains(['\\', '{']) {
            continue;
        }
        let read = Latex::read(&value.text);
        if read.is_deep {
            let message = format!("`{name}` holds braces or commands more than {DEEPEST} deep in each other");
            let found = findings.at(Code::TooLarge, &value.span, message);
            findings.push(found.help("take them apart; no setting raises this limit"));
        }
        for (command, place) in read.unknown {
            let span = if value.is_verbatim {
                value.span.start + place.start..value.span.start + place.end
            } else {
                value.span.clone()
            };
            let message = format!("the LaTeX command `{command}` is not known; what it stands before is kept");
            findings.push(findings.at(Code::BibliographyEntry, &span, message).help("write the character itself"));
        }
    }
}

fn draft(entry: &Entry) -> Draft {
    let subtype = text(entry, "entrysubtype").unwrap_or_default();
    let (work_type, called) = work_type(&entry.kind, &subtype);
    let mut draft =
        Draft { entry: entry.span.clone(), id: entry.key.clone(), work_type: work_type.to_owned(), ..Draft::default() };
    titles(entry, &mut draft);
    containers(entry, &mut draft);
    draft.authors = people(entry, "author");
    for (role, field) in [
        ("editor", "editor"),
        ("translator", "translator"),
        ("container-author", "bookauthor"),
        ("director", "director"),
        ("composer", "composer"),
        ("original-author", "origauthor"),
        ("interviewer", "interviewer"),
        ("recipient", "recipient"),
    ] {
        let names = people(entry, field);
        if !names.is_empty() {
            draft.names.insert(role.to_owned(), names);
        }
    }
    draft.date = dates::issued(entry);
    draft.accessed = entry.get("urldate").and_then(|value| dates::of_value(value).ok());
    for (variable, field) in [("original-date", "origdate"), ("event-date", "eventdate")] {
        let date = entry.get(field).and_then(|value| dates::of_value(value).ok());
        draft.set(variable, date.map(|date| date.to_string()));
    }
    draft.doi = verbatim(entry, "doi");
    draft.isbn = entry.get("isbn").map(|value| Spanned::new(Latex::read(&value.text).plain(), value.span.clone()));
    draft.url = verbatim(entry, "url").or_else(|| address_in(entry, "howpublished")).or_else(|| eprint(entry));
    draft.passages = text(entry, "annotation").map(|note| passages_in(&note).0).unwrap_or_default();
    draft.note = text(entry, "note").filter(|note| !note.is_empty());
    let type_field = text(entry, "type").map(|word| genre(&word).map_or(word, str::to_owned));
    draft.set("genre", type_field.or(called.map(ToOwned::to_owned)));
    // `title`, `date` and their like are fields of the format itself.
    let is_own = |key: &str| key != "id" && SOURCE.key(key).is_some_and(|key| key.biblatex.is_none());
    draft.own = Own::read(&|key| {
        let value = entry.get(key).filter(|_| is_own(key))?;
        if key == "archive_url" {
            verbatim(entry, key)
        } else {
            text(entry, key).map(|text| Spanned::new(text, value.span.clone()))
        }
    });
    draft
}

/// A text in pieces, with those of a subtitle behind it.
fn titled(entry: &Entry, title: &str, subtitle: &str) -> Option<Vec<Piece>> {
    let mut pieces = Latex::read(&entry.get(title)?.text).pieces;
    if let Some(subtitle) = entry.get(subtitle) {
        let ends = pieces.last().is_some_and(|last| last.text.ends_with(['?', '!', ':', '.']));
        Piece::push(&mut pieces, if ends { " " } else { ": " }, Markup::default(), false);
        for piece in Latex::read(&subtitle.text).pieces {
            Piece::push(&mut pieces, &piece.text, piece.markup, piece.is_kept);
        }
    }
    Some(pieces)
}

fn titles(entry: &Entry, draft: &mut Draft) {
    let Some(mut pieces) = titled(entry, "title", "subtitle").or_else(|| titled(entry, "maintitle", "mainsubtitle"))
    else {
        return;
    };
    if let Some(addon) = text(entry, "titleaddon") {
        Piece::push(&mut pieces, &format!(". {addon}"), Markup::default(), true);
    }
    let language = text(entry, "langid").or_else(|| text(entry, "language")).unwrap_or_default();
    let is_english = language.is_empty() || language_code(&language).starts_with("en");
    let plain = rich::plain_of(&pieces);
    let styled = if is_english { rich::write(&sentence_case(&pieces), false) } else { rich::write(&pieces, false) };
    draft.sentence_title = Some(styled).filter(|styled| *styled != plain);
    draft.title = Some(plain);
}

fn containers(entry: &Entry, draft: &mut Draft) {
    let is_article = draft.work_type.starts_with("article") || draft.work_type == "periodical";
    let first = |fields: &[&str]| fields.iter().find_map(|field| text(entry, field));
    let container = [
        ("journaltitle", "journalsubtitle"),
        ("journal", "journalsubtitle"),
        ("booktitle", "booksubtitle"),
        ("maintitle", "mainsubtitle"),
    ];
    let container = container
        .iter()
        // Where there is no title, that of the whole work is the title, and contains nothing.
        .filter(|(title, _)| *title != "maintitle" || entry.get("title").is_some())
        .find_map(|(title, subtitle)| titled(entry, title, subtitle))
        .map(|pieces| rich::plain_of(&pieces));
    draft.set("container-title", container);
    draft.set("container-title-short", first(&["shortjournal"]));
    let publisher = first(&["publisher", "institution", "school", "organization"]);
    let how = text(entry, "howpublished").filter(|how| !how.contains("://"));
    let is_ruling = draft.work_type == "legal_case";
    draft.set(if is_ruling { "authority" } else { "publisher" }, publisher.or(how));
    // Where both are given, `location` is that of the conference.
    draft.set("publisher-place", first(&["address", "location"]));
    let series = text(entry, "series").map(|series| keyword(&series).map_or(series, str::to_owned));
    draft.set("collection-title", series);
    draft.set("volume", text(entry, "volume"));
    match (text(entry, "issue"), text(entry, "number")) {
        (Some(issue), number) => {
            draft.set("issue", Some(issue));
            draft.set("number", number);
        }
        (None, number) if is_article => draft.set("issue", number),
        (None, number) if matches!(draft.work_type.as_str(), "book" | "chapter" | "paper-conference") => {
            draft.set("collection-number", number);
        }
        (None, number) => draft.set("number", number),
    }
    draft.set("page", first(&["pages", "eid"]).map(|pages| page_range(&pages)));
    let language = first(&["langid", "language", "hyphenation"]);
    draft.set("language", language.map(|language| language_code(&language)));
    draft.set("status", first(&["pubstate"]).map(|status| keyword(&status).map_or(status, str::to_owned)));
    for (variable, field) in [
        ("edition", "edition"),
        ("chapter-number", "chapter"),
        ("number-of-pages", "pagetotal"),
        ("number-of-volumes", "volumes"),
        ("part-number", "part"),
        ("event-title", "eventtitle"),
        ("event-place", "venue"),
        ("version", "version"),
        ("title-short", "shorttitle"),
        ("original-title", "origtitle"),
        ("original-publisher", "origpublisher"),
        ("original-publisher-place", "origlocation"),
        ("ISSN", "issn"),
        ("annote", "addendum"),
    ] {
        draft.set(variable, text(entry, field));
    }
}

fn text(entry: &Entry, field: &str) -> Option<String> {
    entry.get(field).map(|value| Latex::read(&value.text).plain())
}

fn people(entry: &Entry, field: &str) -> Vec<Name> {
    entry.get(field).map(people::read).unwrap_or_default()
}

/// A verbatim field; reference managers escape characters in it all the same.
fn verbatim(entry: &Entry, field: &str) -> Option<Spanned<String>> {
    entry.get(field).map(|value| Spanned::new(unescaped(value), value.span.clone()))
}

fn unescaped(value: &Value) -> String {
    let text = value.text.trim();
    let text = text.strip_prefix("\\url").unwrap_or(text);
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| "_&%#$~{}^\\".contains(*next)) => plain.extend(chars.next()),
            '{' | '}' => {}
            c => plain.push(c),
        }
    }
    ["textasciitilde", "textunderscore", "textbackslash"]
        .iter()
        .zip(["~", "_", "\\"])
        .fold(plain, |plain, (name, shown)| plain.replace(&format!("\\{name}"), shown))
}

/// `\url{https://…}` in a field that is no address.
fn address_in(entry: &Entry, field: &str) -> Option<Spanned<String>> {
    let value = entry.get(field)?;
    let start = value.text.find("http://").or_else(|| value.text.find("https://"))?;
    let rest = &value.text[start..];
    let end = rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len());
    let address = Value { text: rest[..end].to_owned(), ..value.clone() };
    Some(Spanned::new(unescaped(&address), value.span.clone()))
}

/// The address of a preprint.
fn eprint(entry: &Entry) -> Option<Spanned<String>> {
    let kind = text(entry, "eprinttype").or_else(|| text(entry, "archiveprefix"))?.to_lowercase();
    let id = verbatim(entry, "eprint")?;
    let address = match kind.as_str() {
        "arxiv" => format!("https://arxiv.org/abs/{}", id.value),
        "jstor" => format!("https://www.jstor.org/stable/{}", id.value),
        "pubmed" => format!("https://www.ncbi.nlm.nih.gov/pubmed/{}", id.value),
        _ => return None,
    };
    Some(Spanned::new(address, id.span))
}
