//! Bibliographies: BibLaTeX, CSL-JSON and RIS become [`ParsedSource`]s, cited like any other source.
//!
//! Comes in: the text of a file. Goes out: its entries, each with places, and findings. What a [`Source`] has a
//! field for goes there; the rest goes to [`Bibliographic`] in the words of CSL. A field that cannot be used is
//! left out with a warning, for such files are other programs' exports; what is not text of the format at all
//! is an error. Not done here: reading files, and sources in YAML ([`super::source`]).

mod biblatex;
mod csl_json;
mod own;
mod ris;

use std::collections::BTreeMap;

use url::Url;

use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::names::{self, Name};
use crate::model::{
    Bibliographic, PartialDate, Source, SourceId, SourceKind, Spanned, doi_of, is_isbn, is_web_address,
    publisher_variables,
};
use crate::schema::ParsedSource;
use crate::schema::fields::{Findings, clean};
use crate::schema::read::SOURCE_ID_HELP;
use own::Own;

pub use biblatex::WORK_TYPES;
pub use csl_json::csl_plain;

/// The key of an entry whose format has none: whoever takes it in proposes one.
pub const NO_KEY: &str = "untitled";

/// A format of bibliographies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// BibTeX and BibLaTeX.
    Biblatex,
    /// CSL-JSON, as Zotero and Better BibTeX export it.
    CslJson,
    /// RIS.
    Ris,
}

impl Format {
    /// By the extension of a file's name.
    pub fn of_path(path: &str) -> Option<Format> {
        match path.rsplit_once('.')?.1 {
            "bib" => Some(Format::Biblatex),
            "json" => Some(Format::CslJson),
            "ris" => Some(Format::Ris),
            _ => None,
        }
    }

    /// By how a text begins: `[` or `{` is JSON, `TY  - ` RIS, anything else BibLaTeX.
    pub fn of_text(text: &str) -> Format {
        let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        match start.as_bytes().first() {
            Some(b'[' | b'{') => Format::CslJson,
            _ if start.starts_with("TY  -") => Format::Ris,
            _ => Format::Biblatex,
        }
    }
}

/// Read a bibliography; of two entries with one key the first counts.
pub fn parse(text: &str, format: Format, findings: &mut Findings<'_>) -> Vec<ParsedSource> {
    let drafts = match format {
        Format::Biblatex => biblatex::parse(text, findings),
        Format::CslJson => csl_json::parse(text, findings),
        Format::Ris => ris::parse(text, findings),
    };
    let mut sources: Vec<ParsedSource> = Vec::new();
    let mut seen: std::collections::HashMap<String, (usize, Span)> = std::collections::HashMap::new();
    for draft in drafts {
        let entry = draft.entry.clone();
        let Some(parsed) = draft.finish(findings) else { continue };
        let key = parsed.id.value.to_string();
        if let Some((first, first_entry)) = seen.get(&key).filter(|_| key != NO_KEY) {
            let first = &sources[*first];
            let same = text[entry.clone()].split_whitespace().eq(text[first_entry.clone()].split_whitespace());
            let code = if same { Code::BibliographyEntry } else { Code::DuplicateSourceId };
            let message = if same {
                format!("the entry `{}` is given twice", parsed.id.value)
            } else {
                format!("duplicate source id `{}`", parsed.id.value)
            };
            let found = findings
                .at(code, &parsed.id.span, message)
                .help(if same { "remove one of the two" } else { "give each source an id of its own" })
                .related(findings.file, first.id.span.clone(), "first given here");
            findings.push(found);
            continue;
        }
        seen.insert(key, (sources.len(), entry));
        sources.push(parsed);
    }
    sources
}

/// An entry on its way: texts as the file gives them, each with its place.
#[derive(Debug, Default)]
struct Draft {
    /// The whole entry.
    entry: Span,
    id: Spanned<String>,
    work_type: String,
    title: Option<String>,
    sentence_title: Option<String>,
    date: Option<Result<PartialDate, Spanned<String>>>,
    accessed: Option<PartialDate>,
    url: Option<Spanned<String>>,
    doi: Option<Spanned<String>>,
    isbn: Option<Spanned<String>>,
    note: Option<String>,
    authors: Vec<Name>,
    names: BTreeMap<String, Vec<Name>>,
    variables: BTreeMap<String, String>,
    own: Own,
}

impl Draft {
    /// Set a CSL variable unless it is there or the value is empty.
    fn set(&mut self, variable: &str, value: Option<String>) {
        let value = value.map(|value| clean(&value)).filter(|value| !value.is_empty());
        if let Some(value) = value {
            self.variables.entry(variable.to_owned()).or_insert(value);
        }
    }

    fn finish(mut self, findings: &mut Findings<'_>) -> Option<ParsedSource> {
        let Some(id) = SourceId::parse(&self.id.value) else {
            let message = format!("`{}` is not a source id", self.id.value);
            findings.push(findings.at(Code::BadId, &self.id.span, message).help(SOURCE_ID_HELP));
            return None;
        };
        let web_address = |text: &str| is_web_address(text).then(|| text.to_owned());
        let url = self.url.take().and_then(|url| check(url, "a web address", web_address, findings));
        let doi = self.doi.take().and_then(|doi| check(doi, "a DOI", doi_of, findings));
        let isbn = self.isbn.take().and_then(|isbn| check(isbn, "an ISBN", first_isbn, findings));
        let archive_url =
            self.own.archive_url.take().and_then(|url| check(url, "a web address", web_address, findings));
        let own = std::mem::take(&mut self.own).source(&mut self.variables);
        if let Some(title) = &own.title {
            let plain = csl_plain(title);
            self.sentence_title = self.title.replace(title.to_string()).filter(|sentence| *sentence != plain);
        }
        let date = match self.date.take() {
            Some(Ok(date)) => Some(date),
            Some(Err(text)) => check(text, "a date", |text| PartialDate::parse(text).ok(), findings).map(|d| d.value),
            None => None,
        };
        let identity = doi.as_ref().map(|doi| &doi.span).or(url.as_ref().map(|url| &url.span));
        let identity = identity.unwrap_or(&self.id.span).clone();
        let author = (!self.authors.is_empty()).then(|| clean(&names::write(&self.authors)));
        let publisher = match &*own.publisher {
            "" => self.publisher(url.as_ref().map(|url| url.value.as_str())).into(),
            named => Box::from(named),
        };
        let span = self.id.span;
        let names = self.names.into_iter().map(|(role, people)| (role, clean(&names::write(&people)))).collect();
        let title = self.title.map(|title| clean(&title)).filter(|title| !title.is_empty());
        let note = self.note.map(|note| clean(&note)).filter(|note| !note.is_empty());
        let source = Source {
            publisher,
            kind: own.kind.or_else(|| SourceKind::of_work_type(&self.work_type)),
            title: title.map(Into::into),
            date: own.date.clone().or(date),
            archive_url: archive_url.map(|url| url.value.into()),
            url: url.map(|url| url.value.into()),
            accessed: own.accessed.clone().or(self.accessed),
            author: author.map(Into::into),
            doi: doi.map(|doi| doi.value.into()),
            isbn: isbn.map(|isbn| isbn.value.into()),
            note: own.note.clone().or_else(|| note.map(Into::into)),
            bibliographic: Some(Box::new(Bibliographic {
                work_type: self.work_type,
                sentence_title: self.sentence_title.map(|title| clean(&title)),
                variables: self.variables,
                names,
            })),
            ..own
        };
        Some(ParsedSource::new(Spanned::new(id, span.clone()), span, identity, source))
    }

    /// Who brought it out, as a reader would say: the journal of an article, the publisher of a book, the host of
    /// a page; else who wrote it.
    fn publisher(&self, url: Option<&str>) -> String {
        let order = publisher_variables(&self.work_type);
        let named = order.iter().find_map(|variable| self.variables.get(*variable)).cloned();
        let host = || {
            let url = Url::parse(url?).ok()?;
            let host = url.host_str()?;
            Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
        };
        let author = || (!self.authors.is_empty()).then(|| names::display(&names::write(&self.authors)));
        named.or_else(host).or_else(author).unwrap_or_else(|| self.id.value.clone())
    }
}

/// The value that a text stands for; a text that stands for none is reported.
fn check<T>(
    text: Spanned<String>,
    what: &str,
    read: impl Fn(&str) -> Option<T>,
    findings: &mut Findings<'_>,
) -> Option<Spanned<T>> {
    let value = clean(&text.value);
    if let Some(value) = read(&value) {
        return Some(Spanned::new(value, text.span));
    }
    if !value.is_empty() {
        let message = format!("`{value}` is not {what}, and is left out");
        findings.push(findings.at(Code::BibliographyEntry, &text.span, message).help("correct it in the bibliography"));
    }
    None
}

/// The first that is one: some catalogues put the printed and the electronic book into one field.
fn first_isbn(text: &str) -> Option<String> {
    let mut parts = text.split([',', ';', ' ']);
    if is_isbn(text) { Some(text.to_owned()) } else { parts.find(|part| is_isbn(part)).map(ToOwned::to_owned) }
}

/// `12--15` → `12-15`: CSL's form of a range.
fn page_range(text: &str) -> String {
    text.replace("--", "-").replace(['–', '—'], "-").replace("--", "-")
}
