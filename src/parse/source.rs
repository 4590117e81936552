//! Parse: a `sources` entry becomes a [`ParsedSource`].

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::bibliography;
use super::fields::{Fields, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, SourceFile, Span};
use crate::model::{Source, SourceId, SourceKind, Spanned, UrlStatus};
use crate::yaml::{Node, Value};

/// A source as it is written in one file.
#[derive(Debug, Clone)]
pub struct ParsedSource {
    /// By which it is cited.
    pub id: Spanned<SourceId>,
    /// Where its publisher is named.
    pub publisher: Span,
    /// Where what identifies it stands: its DOI, else its URL, else its id.
    pub identity: Span,
    /// What is said of it.
    pub source: Arc<Source>,
    /// What makes it the same work as another: [`Source::identities`].
    pub identities: Vec<String>,
}

impl ParsedSource {
    /// A source with its places.
    pub fn new(id: Spanned<SourceId>, publisher: Span, identity: Span, source: Source) -> Self {
        let identities = source.identities().collect();
        ParsedSource { id, publisher, identity, source: Arc::new(source), identities }
    }
}

/// Read the entries of `sources`; duplicates of an id or a work are reported, and the first counts.
pub fn parse_list(nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<ParsedSource> {
    let mut sources: Vec<ParsedSource> = Vec::with_capacity(nodes.len());
    sources.extend(nodes.iter().filter_map(|node| parse(node, findings)));
    let mut ids: FxHashMap<&SourceId, &ParsedSource> = FxHashMap::default();
    let mut works: FxHashMap<&str, &ParsedSource> = FxHashMap::default();
    let mut is_first = Vec::with_capacity(sources.len());
    for parsed in &sources {
        if let Some(first) = ids.get(&parsed.id.value) {
            let found = findings
                .at(Code::DuplicateSourceId, &parsed.id.span, format!("duplicate source id `{}`", parsed.id.value))
                .help("give each source an id of its own")
                .related(findings.file, first.id.span.clone(), "first given here");
            findings.push(found);
            is_first.push(false);
            continue;
        }
        if let Some(first) = parsed.identities.iter().find_map(|identity| works.get(identity.as_str())) {
            let message = format!("`{}` is the same work as `{}`", parsed.id.value, first.id.value);
            let found = findings
                .at(Code::DuplicateSourceUrl, &parsed.identity, message)
                .help(format!("remove this source and cite `{}`", first.id.value))
                .related(findings.file, first.identity.clone(), "first given here");
            findings.push(found);
        }
        for identity in &parsed.identities {
            works.entry(identity).or_insert(parsed);
        }
        ids.insert(&parsed.id.value, parsed);
        is_first.push(true);
    }
    let mut is_first = is_first.into_iter();
    sources.retain(|_| is_first.next().unwrap_or(true));
    sources.shrink_to_fit();
    sources
}

fn parse(node: &Node, findings: &mut Findings<'_>) -> Option<ParsedSource> {
    let mut fields = Fields::new(node, "source", findings)?;
    let id = fields.required_line("id");
    let publisher = fields.required_line("publisher");
    let kinds = SourceKind::ALL.map(|kind| (kind.as_str(), kind));
    let statuses = UrlStatus::ALL.map(|status| (status.as_str(), status));
    let kind = fields.choice("kind", &kinds);
    let title = fields.line("title");
    let date = fields.date("date");
    let url = fields.url("url");
    let url_status = fields.choice("url_status", &statuses).unwrap_or(UrlStatus::Live);
    let archive_url = fields.url("archive_url");
    let archive_date = fields.date("archive_date");
    let accessed = fields.date("accessed");
    let author = fields.line("author");
    let doi = fields.line("doi").and_then(|doi| check_doi(&doi, &mut fields));
    let isbn = fields.line("isbn").and_then(|isbn| check_isbn(&isbn, &mut fields));
    let quote = fields.text("quote");
    let note = fields.text("note");
    let independent = fields.boolean("independent");
    fields.finish("see the README for the keys of a source");

    let id = id?;
    let Some(checked) = SourceId::parse(&id.value) else {
        let found = findings
            .at(Code::BadId, &id.span, format!("`{}` is not a source id", id.value))
            .help("start with a letter, digit or `_`, go on with those and single `:.#$%&-+?<>~/` between them");
        findings.push(found);
        return None;
    };
    let publisher = publisher?;
    let identity = doi.as_ref().or(url.as_ref()).map_or_else(|| id.span.clone(), |text| text.span.clone());
    let text = |text: Option<Spanned<String>>| text.map(|text| text.value.into());
    Some(ParsedSource::new(
        Spanned::new(checked, id.span),
        publisher.span,
        identity,
        Source {
            publisher: publisher.value.into(),
            kind,
            title: text(title),
            date: date.map(|t| t.value),
            url: text(url),
            url_status,
            archive_url: text(archive_url),
            archive_date: archive_date.map(|t| t.value),
            accessed: accessed.map(|t| t.value),
            author: text(author),
            doi: text(doi),
            isbn: text(isbn),
            quote: text(quote),
            note: text(note),
            independent,
            bibliographic: None,
        },
    ))
}

fn check_doi(doi: &Spanned<String>, fields: &mut Fields<'_, '_, '_>) -> Option<Spanned<String>> {
    if let Some(bare) = doi_of(&doi.value) {
        return Some(Spanned::new(bare, doi.span.clone()));
    }
    let found = fields.findings.at(Code::BadValue, &doi.span, format!("`{}` is not a DOI", doi.value));
    fields.findings.push(found.help("write it as `10.1038/…`"));
    None
}

/// `10.1038/x`, with or without a resolver before it (ISO 26324: prefix `10.`, a slash, a suffix).
pub fn doi_of(text: &str) -> Option<String> {
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|resolver| text.strip_prefix(resolver))
        .unwrap_or(text);
    let (registrant, suffix) = bare.strip_prefix("10.")?.split_once('/')?;
    let fits = !registrant.is_empty()
        && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !suffix.is_empty()
        && !suffix.contains(char::is_whitespace);
    fits.then(|| bare.to_owned())
}

fn check_isbn(isbn: &Spanned<String>, fields: &mut Fields<'_, '_, '_>) -> Option<Spanned<String>> {
    if is_isbn(&isbn.value) {
        return Some(isbn.clone());
    }
    let found = fields.findings.at(Code::BadValue, &isbn.span, format!("`{}` is not an ISBN", isbn.value));
    fields.findings.push(found.help("check its digits: ten or thirteen, the last one a check digit"));
    None
}

/// Ten or thirteen digits, hyphens and spaces aside, with a check digit that fits (ISO 2108).
pub fn is_isbn(text: &str) -> bool {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()
        .unwrap_or_default();
    let sum = |weight: fn(u32) -> u32| (0u32..).zip(&digits).map(|(i, d)| weight(i) * d).sum::<u32>();
    match digits.len() {
        10 => !digits[..9].contains(&10) && sum(|i| 10 - i) % 11 == 0,
        13 => !digits.contains(&10) && sum(|i| if i % 2 == 0 { 1 } else { 3 }) % 10 == 0,
        _ => false,
    }
}

/// Read a file of shared sources: a list of sources, or a bibliography.
pub fn parse_file(file: FileId, source: &SourceFile) -> (Vec<ParsedSource>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, list: &mut diagnostics };
    if let Some(format) = bibliography::Format::of_path(&source.path) {
        let sources =
            if source.readable { bibliography::parse(&source.text.get(), format, &mut findings) } else { Vec::new() };
        return (sources, diagnostics);
    }
    let sources = match super::vocabulary::read_yaml(source, &mut findings) {
        None => Vec::new(),
        Some(Node { value: Value::Sequence(items), .. }) => {
            parse_list(&items.iter().collect::<Vec<_>>(), &mut findings)
        }
        Some(node) => {
            let message = format!("shared sources are a list, and here is {}", node.kind());
            findings.push(findings.at(Code::WrongType, &node.span, message).help("start each source with `- id: …`"));
            Vec::new()
        }
    };
    (sources, diagnostics)
}
