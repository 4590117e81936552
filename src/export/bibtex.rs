//! BibLaTeX: an entry a source.
//!
//! Every character that TeX would take for a command is written as the name of what it shows, and braces come in
//! pairs however a program counts them, so nothing of a value can be run or end its field. Titles keep their
//! capitals. What BibLaTeX has no field for stands in fields that carry the names of front matter; other programs
//! pass over them.

use std::io::{self, Write};

use super::{Entry, Record};
use crate::model::names::Name;
use crate::parse::bibliography::WORK_TYPES;
use crate::schema::fields::clean;
use crate::schema::source::own_texts;

/// Write entries, an empty line between them.
///
/// # Errors
/// Where writing fails.
pub fn write<'a>(entries: impl Iterator<Item = Entry<'a>>, out: &mut dyn Write) -> io::Result<()> {
    for (index, one) in entries.enumerate() {
        if index > 0 {
            out.write_all(b"\n")?;
        }
        out.write_all(to_text(&one).as_bytes())?;
    }
    Ok(())
}

/// Fields of an entry, in their order, each value as it stands between its braces.
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn add(&mut self, name: &'static str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.is_empty() && value != "{}") {
            self.0.push((name, value));
        }
    }
}

/// An entry, with its line breaks.
pub fn to_text(entry: &Entry<'_>) -> String {
    let record = Record::new(entry);
    let source = record.source;
    let (entry_type, subtype) = type_of(record.work_type);
    let mut fields = Fields(Vec::with_capacity(16));
    fields.add("author", people(&record.authors));
    for (role, name) in [("editor", "editor"), ("translator", "translator"), ("container-author", "bookauthor")] {
        fields.add(name, record.names.get(role).and_then(|names| people(names)));
    }
    fields.add("title", source.title.as_ref().map(|title| titled(&clean(title), &record)));
    containers(&record, &mut fields);
    fields.add("date", source.date.as_ref().map(|date| date.as_str().to_owned()));
    fields.add("doi", source.doi.as_deref().map(address));
    fields.add("isbn", source.isbn.as_deref().map(text));
    fields.add("url", source.url.as_deref().map(address));
    fields.add("urldate", source.accessed.as_ref().map(|date| date.as_str().to_owned()));
    fields.add("note", source.note.as_deref().map(text));
    fields.add("entrysubtype", subtype.map(ToOwned::to_owned));
    fields.add("kind", record.kind.map(|kind| kind.as_str().to_owned()));
    fields.add("independent", source.independent.map(|independent| independent.to_string()));
    for (name, value) in own_texts(source, |key| key.biblatex) {
        fields.add(name, Some(text(&value)));
    }
    let mut written = format!("@{entry_type}{{{},\n", record.key);
    for (name, value) in fields.0 {
        written.push_str(&format!("  {name} = {{{value}}},\n"));
    }
    written.push_str("}\n");
    written
}

/// What a work is part of, and who brought it out.
fn containers(record: &Record<'_>, fields: &mut Fields) {
    let work_type = record.work_type;
    let is_article = work_type.starts_with("article");
    let is_numbered_by_series = matches!(work_type, "book" | "chapter" | "paper-conference");
    let get = |variable: &str| record.get(variable).map(text);
    // Who publishes a page of the web is its organisation; a bibliography may tell the two apart.
    let is_site = record.source.bibliographic.is_none() && matches!(work_type, "webpage" | "post");
    let container = match work_type {
        _ if is_article => "journaltitle",
        _ if is_site => "organization",
        _ => "booktitle",
    };
    fields.add(container, get("container-title"));
    fields.add("shortjournal", get("container-title-short"));
    let publisher = match work_type {
        "report" | "thesis" | "legal_case" | "legislation" => "institution",
        "webpage" | "post" | "post-weblog" | "software" | "dataset" => "organization",
        _ => "publisher",
    };
    fields.add(publisher, get(if work_type == "legal_case" { "authority" } else { "publisher" }));
    fields.add("location", get("publisher-place"));
    fields.add("series", get("collection-title"));
    fields.add("volume", get("volume"));
    // The reader takes `number` for another thing where `issue` stands beside it.
    match (get("issue"), get("number")) {
        (Some(issue), None) if is_article => fields.add("number", Some(issue)),
        (issue, number) => {
            let series = get("collection-number").filter(|_| is_numbered_by_series && issue.is_none());
            fields.add("issue", issue);
            fields.add("number", number.filter(|_| series.is_none()).or(series));
        }
    }
    fields.add("pages", get("page").map(|pages| pages.replace('-', "--")));
    for (field, variable) in [
        ("edition", "edition"),
        ("chapter", "chapter-number"),
        ("pagetotal", "number-of-pages"),
        ("volumes", "number-of-volumes"),
        ("eventtitle", "event-title"),
        ("venue", "event-place"),
        ("version", "version"),
        ("type", "genre"),
        ("shorttitle", "title-short"),
        ("issn", "ISSN"),
        ("langid", "language"),
        ("addendum", "annote"),
        ("pubstate", "status"),
    ] {
        fields.add(field, get(variable));
    }
}

/// A title: in double braces, which keep it as it is; or, where its sentence case is known, with braces around the
/// words that keep their capitals in it.
fn titled(title: &str, record: &Record<'_>) -> String {
    let sentence = record.source.bibliographic.as_ref().and_then(|of_file| of_file.sentence_title.as_deref());
    let has_cases =
        sentence.is_some_and(|sentence| sentence != title && sentence.len() == title.len() && !title.contains("--"));
    let Some(sentence) = sentence.filter(|_| has_cases) else { return format!("{{{}}}", text(title)) };
    let mut written = String::with_capacity(title.len() + 16);
    let parts = title.split_inclusive([' ', '-']).zip(sentence.split_inclusive([' ', '-']));
    for (part, plain) in parts {
        let word = part.trim_end_matches([' ', '-']);
        if part == plain && word.chars().any(char::is_uppercase) {
            written.push_str(&format!("{{{}}}{}", text(word), &part[word.len()..]));
        } else {
            written.push_str(&piece(part));
        }
    }
    written
}

/// Names as BibTeX reads them: `von Last, Jr., First`, bodies in braces.
fn people(names: &[Name]) -> Option<String> {
    let part = |words: &str| {
        let escaped = text(words);
        let is_plain =
            !words.contains([',', '{', '}']) && !words.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if is_plain { escaped } else { format!("{{{escaped}}}") }
    };
    let name = |name: &Name| match name {
        Name::Literal(words) => format!("{{{}}}", text(words)),
        Name::Person { family, given: None, particle: None, suffix: None } => format!("{{{}}}", text(family)),
        Name::Person { family, given, particle, suffix } => {
            let starts_lower = family.chars().next().is_some_and(char::is_lowercase);
            let family = if starts_lower { format!("{{{}}}", text(family)) } else { part(family) };
            let particle = particle.as_ref().map(|particle| format!("{} ", text(particle))).unwrap_or_default();
            let suffix = suffix.as_ref().map(|suffix| format!(", {}", part(suffix))).unwrap_or_default();
            format!("{particle}{family}{suffix}, {}", given.as_deref().map(part).unwrap_or_default())
        }
    };
    (!names.is_empty()).then(|| names.iter().map(name).collect::<Vec<_>>().join(" and "))
}

/// A text on one line, harmless to TeX.
fn text(value: &str) -> String {
    piece(&clean(value))
}

/// As [`text`], with the spaces at its ends.
fn piece(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    let mut before = ' ';
    for c in value.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Two of them would be a dash.
            '-' if before == '-' => escaped.push_str("{}-"),
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

/// An address or a DOI: a field that is taken as it stands, so what would end it is encoded (RFC 3986, section 2.1).
fn address(value: &str) -> String {
    let mut written = String::with_capacity(value.len());
    for c in clean(value).chars() {
        match c {
            '{' => written.push_str("%7B"),
            '}' => written.push_str("%7D"),
            '\\' => written.push_str("%5C"),
            ' ' => written.push_str("%20"),
            c => written.push(c),
        }
    }
    written
}

/// Type of entry, and what tells works of one type apart.
fn type_of(work_type: &str) -> (&'static str, Option<&'static str>) {
    let entry_type = match work_type {
        "article-journal" => "article",
        "article-newspaper" => return ("article", Some("newspaper")),
        "article-magazine" => return ("article", Some("magazine")),
        "book" => "book",
        "chapter" => "incollection",
        "entry-encyclopedia" => "inreference",
        "paper-conference" => "inproceedings",
        "pamphlet" => "booklet",
        "report" => "report",
        "thesis" => "thesis",
        "manuscript" => "unpublished",
        "patent" => "patent",
        "webpage" => "online",
        "post" => return ("online", Some("post")),
        "post-weblog" => return ("online", Some("post-weblog")),
        "software" => "software",
        "dataset" => "dataset",
        "legal_case" => "jurisdiction",
        "legislation" => "legislation",
        "standard" => "standard",
        "motion_picture" => "video",
        "song" => "audio",
        "graphic" => "image",
        other => return ("misc", WORK_TYPES.into_iter().find(|known| *known == other)),
    };
    (entry_type, None)
}
