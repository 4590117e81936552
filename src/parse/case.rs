//! Parse: a case file becomes a [`ParsedCase`].
//!
//! Comes in: one file, the configuration and the ids of the taxonomies. Goes out: its fields, its sources and
//! the facts of its body, with places, and every finding that the file alone can show. What depends on other
//! files (terms, works, links) is `link`'s.

use std::sync::Arc;

use super::fields::{Fields, Findings};
use super::source::ParsedSource;
use super::{front_matter, markdown, source};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::files::{FileId, SourceFile, Span, Text};
use crate::model::config::Config;
use crate::model::{Allowed, Body, CASE_ANCHORS, Correction, Heading, PartialDate, Slug, Spanned};
use crate::yaml::{Node, Value};

/// A case file, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedCase {
    /// Its file.
    pub file: FileId,
    /// Path of the file.
    pub path: String,
    /// Text of the file.
    pub text: Text,
    /// From the file's name.
    pub slug: Slug,
    /// Its front matter could be read. Where not, its citations and terms are not judged.
    pub is_readable: bool,
    /// Its fields.
    pub front: CaseFields,
    /// Its text.
    pub body: Arc<Body>,
    /// The statement that holds each citation group.
    pub group_statements: markdown::GroupStatements,
}

/// The front matter of a case. A required field that is absent was reported and is empty here.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the keys of the front matter, which the README explains")]
pub struct CaseFields {
    /// Where a message about the whole front matter points.
    pub opening: Span,
    pub title: String,
    pub summary: String,
    pub date: Option<PartialDate>,
    pub added: Option<PartialDate>,
    pub reviewed: Option<PartialDate>,
    pub draft: bool,
    pub authors: Vec<String>,
    pub image: Option<Spanned<String>>,
    pub lang: Option<String>,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    pub sources: Vec<ParsedSource>,
    pub events: Vec<ParsedEvent>,
    pub corrections: Vec<Correction>,
    pub extra: Option<Node>,
    pub allow: Vec<Allowed>,
    /// By taxonomy, in the order of the ids given to [`parse`].
    pub terms: Vec<ParsedTerms>,
}

/// What a case says of one taxonomy.
#[derive(Debug, Clone, Default)]
pub struct ParsedTerms {
    /// The key, where it is given, even where nothing stands behind it.
    pub key: Option<Span>,
    /// Its values.
    pub values: Vec<Spanned<String>>,
}

/// An event, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedEvent {
    /// When.
    pub date: PartialDate,
    /// What.
    pub text: String,
    /// Ids of its sources.
    pub sources: Vec<Spanned<String>>,
}

/// Read a case.
///
/// `None` where the file's name cannot be a slug: such a file cannot be a page.
pub fn parse(
    file: FileId,
    source: &SourceFile,
    config: &Config,
    taxonomies: &[String],
) -> (Option<ParsedCase>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, list: &mut diagnostics };
    let slug = slug_of(&source.path, &mut findings);
    if !source.readable {
        return (None, diagnostics);
    }
    let text = source.text.get();
    let split = front_matter::split(&text, &mut findings);
    let front = split.node.as_ref().and_then(|node| read_fields(node, taxonomies, &mut findings));
    let section_anchor = |heading: &str| {
        let index = config.sections.iter().position(|section| section.matches(heading))?;
        Some((index, config.sections[index].id.clone()))
    };
    let (body, group_statements) = markdown::parse(&text, split.body, &CASE_ANCHORS.map(|(_, id)| id), section_anchor);
    // An empty file, and front matter that does not end, were reported: there is no text to judge.
    if split.node.is_some() || !body.span.is_empty() {
        check_sections(&text, &body, config, &mut findings);
    }
    check_empty_sections(&text, &body, config, &mut findings);
    let case = slug.map(|slug| ParsedCase {
        file,
        path: source.path.clone(),
        text: source.text.clone(),
        slug,
        is_readable: front.is_some(),
        front: front.unwrap_or_default(),
        body: Arc::new(body),
        group_statements,
    });
    (case, diagnostics)
}

/// The slug of a file: its name without extension.
pub fn slug_of(path: &str, findings: &mut Findings<'_>) -> Option<Slug> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match Slug::parse(stem) {
        Ok(slug) => Some(slug),
        Err(error) => {
            let found = findings
                .at(Code::BadId, &(0..0), format!("the file name `{name}` is not an address: {error}"))
                .help(format!("rename it to `{}.md`", Slug::from_text(stem)));
            findings.push(found);
            None
        }
    }
}

fn read_fields(node: &Node, taxonomies: &[String], findings: &mut Findings<'_>) -> Option<CaseFields> {
    let mut fields = Fields::new(node, "case", findings)?;
    let mut case = CaseFields { opening: fields.opening(), ..CaseFields::default() };
    let value = |text: Spanned<String>| text.value;
    case.title = fields.required_line("title").map(value).unwrap_or_default();
    case.date = fields.date("date").map(|date| date.value);
    if case.date.is_none() {
        fields.report_missing("date");
    }
    case.summary = fields.required_line("summary").map(value).unwrap_or_default();
    case.added = fields.date("added").map(|date| date.value);
    case.reviewed = fields.date("reviewed").map(|date| date.value);
    case.draft = fields.boolean("draft").unwrap_or(false);
    case.authors = fields.lines("authors").into_iter().map(value).collect();
    case.image = fields.line("image");
    case.lang = fields.line("lang").map(value);
    case.aliases = fields.lines("aliases").into_iter().filter_map(|alias| read_alias(alias, fields.findings)).collect();
    case.terms = taxonomies.iter().map(|id| read_terms(id, &mut fields)).collect();
    let sources = fields.items("sources");
    case.sources = source::parse_list(&sources, fields.findings);
    // `sources: []` says that all of them are shared.
    let all_shared = matches!(fields.take("sources"), Some((_, Node { value: Value::Sequence(_), .. })));
    if sources.is_empty() && !all_shared {
        fields.report_missing("sources");
    }
    for item in fields.items("events") {
        case.events.extend(read_event(item, fields.findings));
    }
    case.events.sort_by(|a, b| a.date.cmp(&b.date));
    for item in fields.items("corrections") {
        case.corrections.extend(read_correction(item, fields.findings));
    }
    case.corrections.sort_by(|a, b| b.date.cmp(&a.date));
    for item in fields.items("allow") {
        case.allow.extend(read_allowance(item, fields.findings));
    }
    case.extra = fields.take("extra").map(|(_, node)| node.clone());
    fields.finish("put data of your own under `extra`, or add a vocabulary in `content/taxonomies/`");
    Some(case)
}

/// An old address: a slug that the case had, or a route such as `2019/klarna.html`.
fn read_alias(alias: Spanned<String>, findings: &mut Findings<'_>) -> Option<Spanned<String>> {
    if let Ok(slug) = Slug::parse(&alias.value) {
        return Some(Spanned::new(format!("cases/{slug}.html"), alias.span));
    }
    let route = alias.value.trim_start_matches('/');
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if route.ends_with(".html") && route.split('/').all(part) {
        return Some(Spanned::new(route.to_owned(), alias.span));
    }
    let message = format!("`{}` is not an old address", alias.value);
    let help = "write the slug that the case had, or a route that ends in `.html`";
    findings.push(findings.at(Code::BadId, &alias.span, message).help(help));
    None
}

fn read_terms<'n>(id: &'n str, fields: &mut Fields<'n, '_, '_>) -> ParsedTerms {
    ParsedTerms { key: fields.key_span(id), values: fields.lines(id) }
}

fn read_event(node: &Node, findings: &mut Findings<'_>) -> Option<ParsedEvent> {
    let mut fields = Fields::new(node, "event", findings)?;
    let date = fields.date("date");
    if date.is_none() {
        fields.report_missing("date");
    }
    let text = fields.required_line("text");
    let sources = fields.lines("sources");
    fields.finish("an event has `date`, `text` and `sources`");
    Some(ParsedEvent { date: date?.value, text: text?.value, sources })
}

fn read_correction(node: &Node, findings: &mut Findings<'_>) -> Option<Correction> {
    let mut fields = Fields::new(node, "correction", findings)?;
    let date = fields.date("date");
    if date.is_none() {
        fields.report_missing("date");
    }
    let note = fields.required_line("note");
    fields.finish("a correction has `date` and `note`");
    Some(Correction { date: date?.value, note: note?.value })
}

fn read_allowance(node: &Node, findings: &mut Findings<'_>) -> Option<Allowed> {
    let mut fields = Fields::new(node, "line of `allow`", findings)?;
    let name = fields.required_line("code");
    let reason = fields.required_line("reason");
    let code = name.and_then(|name| {
        let code = Code::from_name(&name.value);
        let message = match code {
            None => format!("there is no diagnostic `{}`", name.value),
            Some(code) if !code.is_adjustable() => format!("`{code}` cannot be allowed"),
            Some(code) => return Some(code),
        };
        let names = Code::ALL.iter().filter(|code| code.is_adjustable()).map(|code| code.name());
        let help = did_you_mean(&name.value, names).filter(|_| code.is_none());
        let help = help.unwrap_or_else(|| "remove this line and mend what it silences".to_owned());
        let found = fields.findings.at(Code::BadValue, &name.span, message).help(help);
        fields.findings.push(found);
        None
    });
    fields.finish("a line of `allow` has `code` and `reason`");
    Some(Allowed { reason: reason?.value, code: code? })
}

fn check_sections(text: &str, body: &Body, config: &Config, findings: &mut Findings<'_>) {
    for heading in body.headings.iter().filter(|heading| heading.level == 1) {
        let found = findings
            .at(Code::HeadingLevel, &heading.span, "a first-level heading in the text")
            .help("the title is the page's first-level heading; start sections with `##`");
        findings.push(found);
    }
    let mut seen: Vec<Option<usize>> = vec![None; config.sections.len()];
    for (index, section) in body.sections.iter().enumerate() {
        let heading = &body.headings[section.heading];
        match section.configured {
            None => report_unknown_section(text, heading, config, findings),
            Some(configured) => match seen[configured] {
                Some(first) => {
                    let first = &body.headings[body.sections[first].heading];
                    let found = findings
                        .at(Code::DuplicateSection, &heading.span, format!("duplicate section `{}`", heading.text))
                        .help("write it once, with all of its text")
                        .related(findings.file, first.span.clone(), "first written here");
                    findings.push(found);
                }
                None => seen[configured] = Some(index),
            },
        }
    }
    let start = body.span.start..body.span.start;
    for (section, _) in config.sections.iter().zip(&seen).filter(|(s, seen)| s.required && seen.is_none()) {
        // A heading that is almost its title stands for it: there it is mended, not written again.
        let mut unknown = body.sections.iter().filter(|other| other.configured.is_none());
        let near = unknown.find_map(|other| {
            let heading = &body.headings[other.heading];
            nearest(&heading.text, [section.title.as_str()]).map(|_| heading)
        });
        let place = near.map_or(&start, |heading| &heading.span);
        let help = match near {
            Some(heading) => format!("rename `{}` to `{}`", heading.text, section.title),
            None => format!("add `## {}`", section.title),
        };
        let message = format!("this case has no section `{}`", section.title);
        findings.push(findings.at(Code::MissingSection, place, message).help(help));
    }
}

fn report_unknown_section(text: &str, heading: &Heading, config: &Config, findings: &mut Findings<'_>) {
    if config.sections.is_empty() {
        return;
    }
    let message = format!("unknown section `{}`", heading.text);
    let found = findings.at(Code::UnknownSection, &heading.span, message);
    let titles = config.sections.iter().map(|section| section.title.as_str());
    let Some(near) = nearest(&heading.text, titles) else {
        findings.push(found.help("add it to `sections` in casebook.yaml, or make it a `###` heading"));
        return;
    };
    let found = found.help(format!("did you mean `{near}`?"));
    // A heading with markup in it is left for the editor to rewrite.
    let written = text[heading.span.clone()].find(&heading.text).map(|at| heading.span.start + at);
    findings.push(match written {
        Some(start) => found.fix(format!("rename to `{near}`"), start..start + heading.text.len(), near),
        None => found,
    });
}

/// Report sections in which nothing stands, not even the terms that the site shows there.
fn check_empty_sections(text: &str, body: &Body, config: &Config, findings: &mut Findings<'_>) {
    let shows_terms = |index: usize| config.sections[index].taxonomy.is_some();
    for section in body.sections.iter().filter(|section| !section.configured.is_some_and(shows_terms)) {
        let heading = &body.headings[section.heading];
        if text[heading.span.end..section.span.end].trim().is_empty() {
            let found = findings
                .at(Code::EmptySection, &heading.span, format!("section `{}` is empty", heading.text))
                .help("write it, or remove its heading");
            findings.push(found);
        }
    }
}
