//! An entry of a bibliography on its way to becoming a source.

use std::collections::BTreeMap;

use url::Url;

use super::own::{self, Own};
use crate::diagnostic::Code;
use crate::files::Span;
use crate::markdown::decode_references;
use crate::model::names::{self, Name, Person};
use crate::model::{
    Bibliographic, PartialDate, Passage, Source, SourceId, SourceKind, Spanned, doi_of, is_isbn, is_web_address,
    publisher_variables,
};
use crate::schema::ParsedSource;
use crate::schema::fields::{Findings, clean};

/// The key of an entry whose format has none: whoever takes it in proposes one.
pub const NO_KEY: &str = "untitled";

/// An entry on its way: texts as the file gives them, each with its place.
///
/// What a [`Source`] has a field for goes there; the rest goes to [`Bibliographic`] as CSL variables. A field that
/// cannot be used is left out with a warning and not an error, because other programs write these files.
#[derive(Debug, Default)]
pub struct Draft {
    /// The whole entry.
    pub entry: Span,
    pub id: Spanned<String>,
    pub work_type: String,
    pub title: Option<String>,
    pub sentence_title: Option<String>,
    pub date: Option<Result<PartialDate, Spanned<String>>>,
    pub accessed: Option<PartialDate>,
    pub url: Option<Spanned<String>>,
    pub doi: Option<Spanned<String>>,
    pub isbn: Option<Spanned<String>>,
    pub note: Option<String>,
    pub passages: Vec<Passage>,
    pub authors: Vec<Name>,
    pub names: BTreeMap<String, Vec<Name>>,
    pub variables: BTreeMap<String, String>,
    pub own: Own,
}

impl Draft {
    /// Set a CSL variable unless it is there or the value is empty.
    pub fn set(&mut self, variable: &str, value: Option<String>) {
        let value = value.map(|value| clean(&decode_references(&value))).filter(|value| !value.is_empty());
        if let Some(value) = value {
            self.variables.entry(variable.to_owned()).or_insert(value);
        }
    }

    pub fn finish(mut self, findings: &mut Findings<'_>) -> Option<ParsedSource> {
        let Some(id) = SourceId::parse(&self.id.value) else {
            let message = format!("the key `{}` cannot be cited, and its entry is left out", clean(&self.id.value));
            let found = findings.at(Code::BibliographyEntry, &self.id.span, message);
            findings.push(found.help("give it a key without spaces and braces"));
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
            let written = self.sentence_title.take().or(self.title.take());
            self.sentence_title = written.filter(|written| **written != **title);
            self.title = Some(title.to_string());
        }
        let date = match self.date.take() {
            Some(Ok(date)) => Some(date),
            Some(Err(text)) => check(text, "a date", |text| PartialDate::parse(text).ok(), findings).map(|d| d.value),
            None => None,
        };
        let identity = doi.as_ref().map(|doi| &doi.span).or(url.as_ref().map(|url| &url.span));
        let identity = identity.unwrap_or(&self.id.span).clone();
        let author = written(&self.authors);
        let publisher = match &*own.publisher {
            "" => self.publisher(url.as_ref().map(|url| url.value.as_str())).into(),
            named => Box::from(named),
        };
        let span = self.id.span;
        let names = self.names.iter().filter_map(|(role, people)| Some((role.clone(), written(people)?))).collect();
        let title =
            self.title.as_deref().map(|title| clean(&decode_references(title))).filter(|title| !title.is_empty());
        let note = self.note.map(|note| clean(&decode_references(&note))).filter(|note| !note.is_empty());
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
            passages: if self.passages.is_empty() {
                own.passages.clone()
            } else {
                self.passages.into_iter().filter_map(own::passage).collect()
            },
            note: own.note.clone().or_else(|| note.map(Into::into)),
            bibliographic: Some(Box::new(Bibliographic {
                work_type: self.work_type,
                sentence_title: self.sentence_title.map(|title| clean(&decode_references(&title))),
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

/// Names in one text, without what no page can hold; `None` where there are none.
fn written(people: &[Name]) -> Option<String> {
    let text = |text: &String| clean(&decode_references(text));
    let part = |part: &Option<String>| part.as_ref().map(text).filter(|part| !part.is_empty());
    let name = |name: &Name| match name {
        Name::Literal(literal) => Name::Literal(text(literal)),
        Name::Others => Name::Others,
        Name::Person(person) => Name::Person(Person {
            family: text(&person.family),
            given: part(&person.given),
            particle: part(&person.particle),
            dropping: part(&person.dropping),
            suffix: part(&person.suffix),
            comma_suffix: person.comma_suffix,
        }),
    };
    let is_name = |name: &Name| match name {
        Name::Literal(literal) => !literal.is_empty(),
        Name::Person(person) => !person.family.is_empty() || person.given.is_some(),
        Name::Others => people.len() > 1,
    };
    let kept: Vec<Name> = people.iter().map(name).filter(is_name).collect();
    (!kept.is_empty()).then(|| names::write(&kept))
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
pub fn page_range(text: &str) -> String {
    text.replace("--", "-").replace(['–', '—'], "-").replace("--", "-")
}
