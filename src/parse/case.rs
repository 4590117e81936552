//! A case file becomes a [`ParsedCase`].

use std::sync::Arc;

use super::path::slug_of;
use super::{front_matter, markdown};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::files::{FileId, SourceFile, Text};
use crate::model::config::Config;
use crate::model::{Body, CASE_ANCHORS, Heading, Slug};
use crate::schema::fields::Findings;
use crate::schema::{CASE, CaseFields, ParsedTerms, read};
use crate::yaml::Node;

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

/// Read a case.
///
/// `None` where the file's name cannot be a slug: such a file cannot be a page.
///
/// Only findings that the file alone can show are reported here; what depends on other files (terms, works, links) is
/// left to `link`.
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

/// The front matter: the keys of every case, and the site's taxonomies.
fn read_fields<'n>(node: &'n Node, taxonomies: &'n [String], findings: &mut Findings<'_>) -> Option<CaseFields> {
    let read = read::record_with(&CASE, node, findings, CaseFields::default(), |fields, case| {
        let terms = |id: &'n String| ParsedTerms { key: fields.key_span(id), values: fields.lines(id) };
        case.terms = taxonomies.iter().map(terms).collect();
    })?;
    Some(CaseFields { opening: read.opening, ..read.value })
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
        // A heading that is almost the section's title is reported as a typing error, not as a missing section.
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
