//! Sources as BibLaTeX entries.

use std::io::{self, Write};

use super::{Entry, Record};
use crate::model::names::{Name, Person};
use crate::model::passage::to_note;
use crate::model::rich::{self, Markup};
use crate::model::works::{WORK_TYPES, language_name};
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
///
/// Every character that TeX would read as a command is written as the name of what it shows, and braces always come in
/// pairs, so nothing in a value can be run or end its field. Titles keep their capitals. What BibLaTeX has no field for
/// goes into fields named as in front matter, which other programs ignore.
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
    fields.add("date", source.date.as_ref().map(|date| date.edtf().into_owned()));
    fields.add("doi", source.doi.as_deref().map(address));
    fields.add("isbn", source.isbn.as_deref().map(text));
    fields.add("url", source.url.as_deref().map(address));
    fields.add("urldate", source.accessed.as_ref().map(|date| date.edtf().into_owned()));
    fields.add("note", source.note.as_deref().map(text));
    let passages: Vec<String> = source.passages.iter().map(to_note).collect();
    fields.add("annotation", Some(text(&passages.join(" "))));
    fields.add("entrysubtype", subtype.map(ToOwned::to_owned));
    fields.add("kind", record.kind.map(|kind| kind.as_str().to_owned()));
    fields.add("independent", source.independent.map(|independent| independent.to_string()));
    fields.add("reposted_at", entry.reposted_at.clone());
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
    // The publisher of a web page is its `organization`, unless a bibliography names both.
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
    // Beside `issue`, BibLaTeX reads `number` as something else.
    match (get("issue"), get("number")) {
        (Some(issue), None) if is_article => fields.add("number", Some(issue)),
        (issue, number) => {
            let series = get("collection-number").filter(|_| is_numbered_by_series && issue.is_none());
            fields.add("issue", issue);
            fields.add("number", number.filter(|_| series.is_none()).or(series));
        }
    }
    fields.add("pages", get("page").map(|pages| pages.replace('-', "--")));
    fields.add("langid", record.get("language").map(|code| text(language_name(code))));
    for (field, variable) in [
        ("edition", "edition"),
        ("chapter", "chapter-number"),
        ("pagetotal", "number-of-pages"),
        ("volumes", "number-of-volumes"),
        ("eventtitle", "event-title"),
        ("venue", "event-place"),
        ("version", "version"),
        ("type", "genre"),
        ("part", "part-number"),
        ("origdate", "original-date"),
        ("origtitle", "original-title"),
        ("eventdate", "event-date"),
        ("shorttitle", "title-short"),
        ("issn", "ISSN"),
        ("addendum", "annote"),
        ("pubstate", "status"),
    ] {
        fields.add(field, get(variable));
    }
}

/// A title: in double braces, which keep it as it is; or, where its sentence case is known, with braces around the
/// words that keep their capitals in it, and with its markup.
fn titled(title: &str, record: &Record<'_>) -> String {
    let sentence = record.source.bibliographic.as_ref().and_then(|of_file| of_file.sentence_title.as_deref());
    let braced = || format!("{{{}}}", text(title));
    let Some(sentence) = sentence.filter(|_| !title.contains("--")) else { return braced() };
    let pieces = rich::read(sentence);
    let has_markup = pieces.iter().any(|piece| piece.markup != Markup::default());
    let plain = rich::plain_of(&pieces);
    if !has_markup && plain == title || plain.chars().count() != title.chars().count() {
        return braced();
    }
    // Capitals come from the title, markup from its sentence case.
    let mut shown = title.chars();
    let mut written = String::with_capacity(title.len() + 16);
    for piece in &pieces {
        let of_title: String = shown.by_ref().take(piece.text.chars().count()).collect();
        let is_marked = piece.markup != Markup::default();
        let cased = if piece.markup.script.is_some() { &piece.text } else { &of_title };
        let mut inner = String::new();
        for (part, plain) in cased.split_inclusive([' ', '-']).zip(piece.text.split_inclusive([' ', '-'])) {
            let word = part.trim_end_matches([' ', '-']);
            if part == plain && word.chars().any(char::is_uppercase) && !is_marked {
                inner.push_str(&format!("{{{}}}{}", text(word), &part[word.len()..]));
            } else {
                inner.push_str(&self::piece(part));
            }
        }
        let commands: Vec<&str> = piece.markup.tags().map(command).collect();
        written.push_str(&format!("{}{inner}{}", commands.concat(), "}".repeat(commands.len())));
    }
    written
}

/// What opens an element in LaTeX.
fn command(tag: &str) -> &'static str {
    match tag {
        "i" => "\\emph{",
        "b" => "\\textbf{",
        "sub" => "\\textsubscript{",
        _ => "\\textsuperscript{",
    }
}

/// Names as BibTeX reads them: `von Last, Jr., First`, bodies in braces, what that cannot say in the extended form.
fn people(names: &[Name]) -> Option<String> {
    let part = |words: &str| {
        let escaped = text(words);
        let is_plain =
            !words.contains([',', '{', '}', '=']) && !words.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
        if is_plain { escaped } else { format!("{{{escaped}}}") }
    };
    let name = |name: &Name| match name {
        Name::Literal(words) => format!("{{{}}}", text(words)),
        Name::Others => "others".to_owned(),
        Name::Person(person) if person.write().starts_with("family=") => extended(person),
        Name::Person(Person { family, given, particle, dropping, suffix, .. }) => {
            let starts_lower = family.chars().next().is_some_and(char::is_lowercase);
            let family = if starts_lower { format!("{{{}}}", text(family)) } else { part(family) };
            let particle = particle.as_ref().map(|particle| format!("{} ", text(particle))).unwrap_or_default();
            let suffix = suffix.as_ref().map(|suffix| format!(", {}", part(suffix))).unwrap_or_default();
            let given: Vec<String> = [given, dropping].into_iter().flatten().map(|words| part(words)).collect();
            format!("{particle}{family}{suffix}, {}", given.join(" "))
        }
    };
    (!names.is_empty()).then(|| names.iter().map(name).collect::<Vec<_>>().join(" and "))
}

/// BibLaTeX's extended form: `family={Last}, given={First}, prefix={von}, useprefix=false`.
fn extended(person: &Person) -> String {
    let (prefix, dropping, is_dropped) = match (&person.particle, &person.dropping) {
        (None, Some(dropping)) => (Some(dropping), None, true),
        (particle, dropping) => (particle.as_ref(), dropping.as_ref(), false),
    };
    let parts = [
        ("family", Some(&person.family)),
        ("given", person.given.as_ref()),
        ("prefix", prefix),
        ("dropping", dropping),
        ("suffix", person.suffix.as_ref()),
    ];
    let mut written: Vec<String> =
        parts.into_iter().filter_map(|(key, value)| Some(format!("{key}={{{}}}", text(value?)))).collect();
    if prefix.is_some() {
        written.push(format!("useprefix={}", !is_dropped));
    }
    if person.comma_suffix {
        written.push("commasuffix=true".to_owned());
    }
    written.join(", ")
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
            '`' => escaped.push_str("\\textasciigrave{}"),
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Two in a row would become a dash or a quotation mark.
            '-' | '\'' if before == c => {
                escaped.push_str("{}");
                escaped.push(c);
            }
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
