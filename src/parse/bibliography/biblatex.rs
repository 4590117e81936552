//! BibTeX and BibLaTeX, through the `biblatex` crate.
//!
//! An entry that cannot be read is reported and the rest is read without it, so that one run finds every one.
//! Fields and types are mapped as Pandoc maps them (its `Text.Pandoc.Citeproc.BibTeX`).

use biblatex::{Bibliography, Chunk, ChunksExt, ChunksRef, DateValue, Datetime, Entry, EntryType, ParseError};
use biblatex::{ParseErrorKind, PermissiveType, Person, RawBibliography};

use super::own::Own;
use super::{Draft, page_range};
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::names::Name;
use crate::model::{PartialDate, Spanned};
use crate::schema::SOURCE;
use crate::schema::fields::Findings;

/// Entries that cannot be read before the rest is given up.
const PATIENCE: usize = 50;

/// Read entries; the same key may come twice.
pub fn parse(text: &str, findings: &mut Findings<'_>) -> Vec<Draft> {
    let mut readable = text.to_owned();
    for _ in 0..PATIENCE {
        match attempt(&readable) {
            Ok(drafts) => return drafts,
            Err(error) => {
                let (bad, at, message) = locate(&readable, &error);
                let found = findings.at(Code::BibliographySyntax, &at, message);
                findings.push(found.help("correct this entry; the others are read without it"));
                if bad.is_empty() {
                    return Vec::new();
                }
                // Blanks keep the places of everything else.
                let blank: String = readable[bad.clone()]
                    .chars()
                    .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) })
                    .collect();
                readable.replace_range(bad, &blank);
            }
        }
    }
    Vec::new()
}

fn attempt(text: &str) -> Result<Vec<Draft>, ParseError> {
    let mut raw = RawBibliography::parse(text)?;
    let places: Vec<(Span, Span, String)> = raw
        .entries
        .iter()
        .map(|entry| (entry.span.clone(), entry.v.key.span.clone(), entry.v.key.v.to_owned()))
        .collect();
    // The crate refuses equal keys: each gets a number that no key can hold, and its place instead. References
    // between entries go by the key of the first.
    let mut seen = std::collections::HashSet::new();
    let mut repeated = Vec::new();
    raw.entries.retain(|entry| {
        let first = seen.insert(entry.v.key.v);
        if !first {
            repeated.push(entry.clone());
        }
        first
    });
    let mut entries: Vec<Entry> = Bibliography::from_raw(raw.clone())?.into_vec();
    for entry in repeated {
        let alone = RawBibliography { entries: vec![entry], ..raw.clone() };
        entries.extend(Bibliography::from_raw(alone)?.into_vec());
    }
    let mut taken = vec![false; places.len()];
    let mut drafts: Vec<Draft> = Vec::new();
    for entry in &entries {
        let found = places.iter().zip(&taken).position(|((_, _, key), taken)| !*taken && *key == entry.key);
        let Some(found) = found else { continue };
        taken[found] = true;
        if !matches!(entry.entry_type, EntryType::XData | EntryType::Set) {
            drafts.push(draft(text, entry, places[found].0.clone(), places[found].1.clone()));
        }
    }
    drafts.sort_by_key(|draft| draft.entry.start);
    Ok(drafts)
}

/// The entry that is to blame (to be blanked), where to point, and what to say.
fn locate(text: &str, error: &ParseError) -> (Span, Span, String) {
    let starts: Vec<usize> = text
        .match_indices('@')
        .map(|(at, _)| at)
        .filter(|at| text[..*at].chars().rev().take_while(|c| *c != '\n').all(char::is_whitespace))
        .collect();
    let segment = |index: usize| starts[index]..starts.get(index + 1).copied().unwrap_or(text.len());
    let at = floor(text, error.span.start);
    let around = starts.iter().rposition(|start| *start <= at);
    // An entry that lacks a brace swallows those behind it, and the parser stops in one of them.
    let is_open = |index: &usize| {
        let part = &text[segment(*index)];
        part.matches('{').count() > part.matches('}').count()
    };
    if let Some(index) = around.and_then(|around| (0..=around).find(is_open)) {
        let line = text[starts[index]..].find('\n').map_or(text.len(), |end| starts[index] + end);
        return (segment(index), starts[index]..line, "this entry is never closed".to_owned());
    }
    let message = match &error.kind {
        ParseErrorKind::UnknownAbbreviation(name) => format!("`{name}` is not defined by any `@string`"),
        kind => kind.to_string(),
    };
    let end = floor(text, error.span.end).max(at);
    let end = if end > at { end } else { text[at..].chars().next().map_or(at, |c| at + c.len_utf8()) };
    let bad = around.map_or(0..0, segment);
    (bad, at..end, message)
}

fn floor(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

fn draft(file: &str, entry: &Entry, place: Span, key: Span) -> Draft {
    let (work_type, genre) = type_of(entry);
    let mut draft = Draft {
        entry: place,
        id: Spanned::new(entry.key.clone(), key),
        work_type: work_type.to_owned(),
        ..Draft::default()
    };
    titles(entry, &mut draft);
    containers(entry, &mut draft);
    draft.authors = people(entry.author().ok());
    for (role, persons) in [("translator", entry.translator().ok()), ("container-author", entry.book_author().ok())] {
        let names = people(persons);
        if !names.is_empty() {
            draft.names.insert(role.to_owned(), names);
        }
    }
    let editors = people(entry.get_as::<Vec<Person>>("editor").ok());
    if !editors.is_empty() {
        draft.names.insert("editor".to_owned(), editors);
    }
    draft.date = date(entry);
    let as_written = text(entry, "urldate").and_then(|text| PartialDate::parse(&text).ok());
    draft.accessed = as_written.or_else(|| match entry.url_date() {
        Ok(PermissiveType::Typed(date)) => edtf(&date).and_then(|text| PartialDate::parse(&text).ok()),
        _ => None,
    });
    let spanned = |field: &str| {
        entry.get(field).map(|chunks| Spanned::new(chunks.format_verbatim().trim().to_owned(), chunks.span()))
    };
    // The crate makes dashes of hyphens in addresses too.
    let verbatim = |field: &str| {
        let mut found = spanned(field)?;
        let dashes = ['\u{2013}', '\u{2014}'];
        if found.value.contains(dashes) && file.get(found.span.clone()).is_some_and(|raw| !raw.contains(dashes)) {
            found.value = found.value.replace(dashes[0], "--").replace(dashes[1], "---");
        }
        Some(found)
    };
    draft.doi = verbatim("doi");
    draft.isbn = spanned("isbn");
    draft.url = verbatim("url").or_else(|| address_in(entry, "howpublished")).or_else(|| eprint(entry));
    draft.note = text(entry, "note").filter(|note| !note.trim().is_empty());
    draft.set("genre", text(entry, "type").or(genre.map(ToOwned::to_owned)));
    // `title`, `date` and their like are fields of the format itself.
    let is_own = |key: &str| key != "id" && SOURCE.key(key).is_some_and(|key| key.biblatex.is_none());
    draft.own = Own::read(&|key| if is_own(key) { verbatim(key) } else { None });
    draft
}

fn titles(entry: &Entry, draft: &mut Draft) {
    let Some(title) = entry.get("title") else { return };
    let subtitle = text(entry, "subtitle").map(|subtitle| format!(": {subtitle}")).unwrap_or_default();
    let title_text = title.format_verbatim();
    let english = text(entry, "langid").or_else(|| text(entry, "language"));
    let english = english.is_none_or(|language| {
        let language = language.to_lowercase();
        ["en", "american", "british", "australian", "canadian", "newzealand"].iter().any(|l| language.starts_with(l))
    });
    if english {
        draft.sentence_title = Some(format!("{}{subtitle}", sentence_case(title)));
    }
    draft.title = Some(format!("{title_text}{subtitle}"));
}

/// Sentence case as BibTeX means it: words in braces stay, as do words with capitals inside; so does the first
/// word after a colon.
fn sentence_case(title: ChunksRef<'_>) -> String {
    let mut out = String::new();
    let mut starts_sentence = true;
    let mut in_word = false;
    for chunk in title {
        let Chunk::Normal(text) = &chunk.v else {
            out.push_str(chunk.v.get());
            starts_sentence = false;
            in_word = out.ends_with(char::is_alphanumeric);
            continue;
        };
        for word in text.split_inclusive(char::is_whitespace) {
            let mut first = true;
            for part in word.split_inclusive('-') {
                let keeps = first && (in_word || starts_sentence);
                if first && starts_sentence && !in_word {
                    let mut chars = part.chars();
                    out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                    // The first word of all stays as it is: `pyGarden`.
                    if out.chars().count() <= 1 && part.chars().skip(1).any(char::is_uppercase) {
                        out.clear();
                        out.extend(part.chars().next());
                    }
                    out.push_str(chars.as_str());
                } else if keeps || part.chars().skip(1).any(char::is_uppercase) || is_initial(part) {
                    out.push_str(part);
                } else {
                    out.extend(part.chars().flat_map(char::to_lowercase));
                }
                first = false;
            }
            in_word = !word.ends_with(char::is_whitespace);
            starts_sentence = (starts_sentence && word.trim().is_empty())
                || word.trim_end().ends_with([':', '.', '?', '!']) && !in_word;
        }
    }
    out
}

/// `A`, as in `vitamin A`; at the start of a title it stays as any first word does.
fn is_initial(part: &str) -> bool {
    part.trim().chars().count() == 1 && part.trim() != "A"
}

fn containers(entry: &Entry, draft: &mut Draft) {
    let is_article = draft.work_type.starts_with("article");
    let first = |fields: &[&str]| fields.iter().find_map(|field| text(entry, field));
    draft.set("container-title", first(&["journaltitle", "journal", "booktitle"]));
    draft.set("container-title-short", first(&["shortjournal"]));
    let publisher = first(&["publisher", "institution", "school", "organization"]);
    let how = text(entry, "howpublished").filter(|how| !how.contains("://"));
    let is_ruling = draft.work_type == "legal_case";
    draft.set(if is_ruling { "authority" } else { "publisher" }, publisher.or(how));
    // Where both are given, `location` is that of the conference.
    draft.set("publisher-place", first(&["address", "location"]));
    draft.set("collection-title", text(entry, "series"));
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
    for (variable, field) in [
        ("edition", "edition"),
        ("chapter-number", "chapter"),
        ("number-of-pages", "pagetotal"),
        ("number-of-volumes", "volumes"),
        ("event-title", "eventtitle"),
        ("event-place", "venue"),
        ("version", "version"),
        ("title-short", "shorttitle"),
        ("ISSN", "issn"),
        ("language", "langid"),
        ("annote", "addendum"),
        ("status", "pubstate"),
    ] {
        draft.set(variable, text(entry, field));
    }
}

/// CSL types (CSL 1.0.2, appendix III) that no type of entry stands for.
pub const WORK_TYPES: [&str; 22] = [
    "bill",
    "broadcast",
    "classic",
    "collection",
    "document",
    "entry",
    "entry-dictionary",
    "event",
    "figure",
    "hearing",
    "interview",
    "map",
    "musical_score",
    "performance",
    "periodical",
    "personal_communication",
    "regulation",
    "review",
    "review-book",
    "speech",
    "treaty",
    "article",
];

/// CSL type and genre.
fn type_of(entry: &Entry) -> (&'static str, Option<&'static str>) {
    let subtype = text(entry, "entrysubtype").unwrap_or_default();
    let kind = match &entry.entry_type {
        EntryType::Article | EntryType::SuppPeriodical => match subtype.as_str() {
            "newspaper" => "article-newspaper",
            "magazine" => "article-magazine",
            _ => "article-journal",
        },
        EntryType::Book | EntryType::MvBook | EntryType::Collection | EntryType::MvCollection => "book",
        EntryType::Proceedings | EntryType::MvProceedings | EntryType::Reference | EntryType::MvReference => "book",
        EntryType::Manual | EntryType::Periodical => "book",
        EntryType::InBook | EntryType::InCollection | EntryType::BookInBook => "chapter",
        EntryType::SuppBook | EntryType::SuppCollection => "chapter",
        EntryType::InReference => "entry-encyclopedia",
        EntryType::InProceedings => "paper-conference",
        EntryType::Booklet => "pamphlet",
        EntryType::TechReport | EntryType::Report => "report",
        EntryType::PhdThesis => return ("thesis", Some("PhD thesis")),
        EntryType::MastersThesis => return ("thesis", Some("Master’s thesis")),
        EntryType::Thesis => "thesis",
        EntryType::Unpublished => "manuscript",
        EntryType::Patent => "patent",
        EntryType::Online => match subtype.as_str() {
            "post" => "post",
            "post-weblog" => "post-weblog",
            _ => "webpage",
        },
        EntryType::Software => "software",
        EntryType::Dataset => "dataset",
        EntryType::Unknown(name) => match name.to_ascii_lowercase().as_str() {
            "jurisdiction" => "legal_case",
            "legislation" => "legislation",
            "standard" => "standard",
            "video" | "movie" | "film" => "motion_picture",
            "audio" | "music" => "song",
            "image" | "artwork" => "graphic",
            "webpage" | "www" | "electronic" => "webpage",
            "newspaper" | "newspaper_article" => "article-newspaper",
            _ => "document",
        },
        // What has no type of entry says its CSL type itself.
        _ => WORK_TYPES.into_iter().find(|known| *known == subtype).unwrap_or("document"),
    };
    (kind, None)
}

fn text(entry: &Entry, field: &str) -> Option<String> {
    entry.get(field).map(ChunksExt::format_verbatim)
}

fn people(persons: Option<Vec<Person>>) -> Vec<Name> {
    // A tie holds words together on a line, no more.
    let untied = |text: &str| text.replace('~', " ").trim().to_owned();
    let some = |text: String| Some(untied(&text)).filter(|text| !text.is_empty());
    let name = |person: Person| {
        let (given, particle, suffix) = (some(person.given_name), some(person.prefix), some(person.suffix));
        if given.is_none() && particle.is_none() && suffix.is_none() {
            Name::Literal(untied(&person.name))
        } else {
            Name::Person { family: untied(&person.name), given, particle, suffix }
        }
    };
    persons.unwrap_or_default().into_iter().filter(|person| !person.name.is_empty()).map(name).collect()
}

fn date(entry: &Entry) -> Option<Result<PartialDate, Spanned<String>>> {
    let field = ["date", "year"].into_iter().find_map(|field| entry.get(field))?;
    let as_written = Spanned::new(field.format_verbatim(), field.span());
    if let Ok(date) = PartialDate::parse(&as_written.value)
        && (entry.get("date").is_some() || entry.get("month").is_none())
    {
        return Some(Ok(date));
    }
    let text = match entry.date() {
        Ok(PermissiveType::Typed(date)) => edtf(&date),
        _ => None,
    };
    Some(text.and_then(|text| PartialDate::parse(&text).ok()).ok_or(as_written))
}

/// The date as EDTF; of a range that is open the known end.
fn edtf(date: &biblatex::Date) -> Option<String> {
    let point = |at: &Datetime| {
        let year = u16::try_from(at.year).ok()?;
        Some(match (at.month, at.day) {
            (Some(month), Some(day)) => format!("{year:04}-{:02}-{:02}", month + 1, day + 1),
            (Some(month), None) => format!("{year:04}-{:02}", month + 1),
            _ => format!("{year:04}"),
        })
    };
    let mark = match (date.approximate, date.uncertain) {
        (true, true) => "%",
        (true, false) => "~",
        (false, true) => "?",
        (false, false) => "",
    };
    Some(match &date.value {
        DateValue::At(at) | DateValue::After(at) | DateValue::Before(at) => format!("{}{mark}", point(at)?),
        DateValue::Between(from, to) => format!("{}{mark}/{}{mark}", point(from)?, point(to)?),
    })
}

/// `\url{https://…}` in a field that is no address.
fn address_in(entry: &Entry, field: &str) -> Option<Spanned<String>> {
    let chunks = entry.get(field)?;
    let text = chunks.format_verbatim();
    let start = text.find("http://").or_else(|| text.find("https://"))?;
    let end = text[start..].find(|c: char| c.is_whitespace() || c == '}').map_or(text.len(), |end| start + end);
    Some(Spanned::new(text[start..end].to_owned(), chunks.span()))
}

/// The address of a preprint.
fn eprint(entry: &Entry) -> Option<Spanned<String>> {
    let kind = text(entry, "eprinttype").or_else(|| text(entry, "archiveprefix"))?.to_lowercase();
    let chunks = entry.get("eprint")?;
    let id = chunks.format_verbatim();
    let address = match kind.as_str() {
        "arxiv" => format!("https://arxiv.org/abs/{id}"),
        "jstor" => format!("https://www.jstor.org/stable/{id}"),
        "pubmed" => format!("https://www.ncbi.nlm.nih.gov/pubmed/{id}"),
        _ => return None,
    };
    Some(Spanned::new(address, chunks.span()))
}
