//! A case file becomes a [`ParsedCase`].

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::path::slug_of;
use super::{front_matter, markdown, query};
use crate::diagnostic::{Code, Diagnostic, HELPED, is_typing_error, nearest};
use crate::files::{FileId, SourceFile, Span, Text};
use crate::model::{Body, Config, Heading, SectionConfig, SlipKind, Slug, TermRef};
use crate::schema::fields::Findings;
use crate::schema::{CASE, CaseFields, ParsedTerms, own, read};
use crate::yaml::Node;

/// A case file, or what is said of a term, read but not linked.
#[derive(Debug, Clone)]
pub struct ParsedCase {
    /// The term that it is said of, where it is no case.
    pub term: Option<TermRef>,
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
    let mut findings = Findings { file, transliteration: config.transliteration(), list: &mut diagnostics };
    let slug = slug_of(&source.path, &mut findings);
    if !source.readable {
        return (None, diagnostics);
    }
    let text = source.settled();
    let split = front_matter::split(&text, &mut findings);
    let front = split.node.as_ref().and_then(|node| read_fields(node, config, taxonomies, &mut findings));
    let section_anchor = |heading: &str| {
        let index = config.sections.named(heading)?;
        Some((index, config.sections[index].id.clone()))
    };
    let anchors = markdown::Anchors::of_case(config.transliteration());
    let (body, group_statements) = markdown::parse(&text, split.body, anchors, section_anchor);
    // An empty file, and front matter that does not end, were reported: there is no text to judge.
    if split.node.is_some() || !body.span.is_empty() {
        check_sections(&text, &body, config, &mut findings);
    }
    check_empty_sections(&text, &body, config, &mut findings);
    query::refuse(&text, &body, &mut findings);
    let case = slug.map(|slug| ParsedCase {
        term: None,
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

/// The front matter: the keys of every case, the site's taxonomies and its own fields.
fn read_fields<'n>(
    node: &'n Node,
    config: &'n Config,
    taxonomies: &'n [String],
    findings: &mut Findings<'_>,
) -> Option<CaseFields> {
    let mut read = read::record_with(&CASE, node, findings, CaseFields::default(), |fields, case| {
        let terms = |id: &'n String| ParsedTerms { key: fields.key_span(id), values: fields.lines(id) };
        case.terms = taxonomies.iter().map(terms).collect();
        case.own = config.fields.iter().map(|field| own::values(field, fields)).collect();
    })?;
    limit_terms(&mut read.value.terms, config.limits.terms, findings);
    Some(CaseFields { opening: read.opening, ..read.value })
}

/// Leave out the terms of a case beyond a limit: each two of a case occur together, and are counted.
fn limit_terms(given: &mut [ParsedTerms], most: usize, findings: &mut Findings<'_>) {
    let mut left = most;
    let mut is_reported = false;
    for terms in given {
        if let Some(first) = terms.values.get(left).filter(|_| !is_reported) {
            let found = findings.at(Code::TooLarge, &first.span, format!("this case gives more than {most} terms"));
            findings.push(found.help("give those that matter, or raise `terms` in the `limits` of casebook.yaml"));
            is_reported = true;
        }
        terms.values.truncate(left);
        left -= terms.values.len();
    }
}

fn check_sections(text: &str, body: &Body, config: &Config, findings: &mut Findings<'_>) {
    let mut seen: Vec<Option<usize>> = vec![None; config.sections.len()];
    for (index, section) in body.sections.iter().enumerate() {
        let Some(configured) = section.configured else { continue };
        let heading = &body.headings[section.heading];
        match seen[configured] {
            Some(first) => {
                let first = &body.headings[body.sections[first].heading];
                let found = findings
                    .at(Code::DuplicateSection, &heading.span, format!("duplicate section `{}`", heading.text))
                    .help("write it once, with all of its text")
                    .related(findings.file, first.span.clone(), "first written here");
                findings.push(found);
            }
            None => seen[configured] = Some(index),
        }
    }
    let start = body.span.start..body.span.start;
    // Few cases lack a section.
    let other_forms = LazyCell::new(|| OtherForms::of(text, body, config));
    let mut meant: HashSet<&Span> = HashSet::new();
    let mut named: Vec<bool> = seen.iter().map(Option::is_some).collect();
    let mut sought = 0;
    for (index, section) in config.sections.iter().enumerate().filter(|(index, _)| seen[*index].is_none()) {
        let place = other_forms.of_section(index).or_else(|| {
            sought += usize::from(section.required);
            let is_helped = section.required && sought <= HELPED;
            is_helped.then(|| mistyped(body, section)).flatten()
        });
        meant.extend(place.as_ref().map(|place| place.span));
        named[index] = place.as_ref().is_some_and(|place| place.heading.is_some());
        findings.list.extend(missing_section(section, place, &start, findings));
    }
    let unknown = body.sections.iter().filter(|section| section.configured.is_none());
    for (number, section) in unknown.enumerate() {
        let heading = &body.headings[section.heading];
        report_unknown_section(text, heading, config, &mut named, number < HELPED, findings);
    }
    for heading in body.headings.iter().filter(|heading| heading.level == 1 && !meant.contains(&heading.span)) {
        let found = findings
            .at(Code::HeadingLevel, &heading.span, "a first-level heading in the text")
            .help("the title is the page's first-level heading; start sections with `##`");
        findings.push(found);
    }
}

/// What was meant to be the heading of a section that is missing.
#[derive(Clone)]
struct Meant<'b> {
    span: &'b Span,
    written: &'b str,
    /// It says the section's name, and only its form is another: how it is to be written.
    heading: Option<String>,
}

/// What says the name of a section in another form, by section: a line of text, else a heading of another level.
struct OtherForms<'b> {
    lines: HashMap<usize, Meant<'b>>,
    headings: HashMap<usize, Meant<'b>>,
}

impl<'b> OtherForms<'b> {
    fn of(text: &'b str, body: &'b Body, config: &Config) -> Self {
        let mut forms = OtherForms { lines: HashMap::new(), headings: HashMap::new() };
        for slip in &body.slips {
            let SlipKind::SectionTitle(section) = slip.kind else { continue };
            let written = &text[slip.span.clone()];
            let title = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | ':'));
            let meant = || Meant { span: &slip.span, written, heading: Some(format!("## {title}")) };
            forms.lines.entry(section).or_insert_with(meant);
        }
        let starts: HashSet<usize> = body.sections.iter().map(|section| section.heading).collect();
        for (index, heading) in body.headings.iter().enumerate() {
            if heading.level == 2 || starts.contains(&index) || !is_own_line(text, &heading.span) {
                continue;
            }
            let Some(section) = config.sections.named(&heading.text) else { continue };
            let written = &text[heading.span.clone()];
            let meant = || Meant { span: &heading.span, written, heading: Some(format!("## {}", heading.text)) };
            forms.headings.entry(section).or_insert_with(meant);
        }
        forms
    }

    fn of_section(&self, section: usize) -> Option<Meant<'b>> {
        self.lines.get(&section).or_else(|| self.headings.get(&section)).cloned()
    }
}

/// A heading that is almost the title of a section that is missing: a typing error.
fn mistyped<'b>(body: &'b Body, section: &SectionConfig) -> Option<Meant<'b>> {
    let mut unknown = body.sections.iter().filter(|other| other.configured.is_none());
    unknown.find_map(|other| {
        let heading = &body.headings[other.heading];
        nearest(&heading.text, [section.title.as_str()])?;
        Some(Meant { span: &heading.span, written: &heading.text, heading: None })
    })
}

/// Does a line hold nothing before a heading, such as the mark of a quotation?
fn is_own_line(text: &str, span: &Span) -> bool {
    text[..span.start].ends_with('\n') || span.start == 0
}

/// A section that is missing, at the place where it was meant to be.
fn missing_section(
    section: &SectionConfig,
    meant: Option<Meant<'_>>,
    start: &Span,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let title = &section.title;
    let message = format!("this case has no section `{title}`");
    match meant {
        None if !section.required => None,
        None => Some(findings.at(Code::MissingSection, start, message).help(format!("add `## {title}`"))),
        Some(Meant { heading: None, span, written }) => {
            Some(findings.at(Code::MissingSection, span, message).help(format!("rename `{written}` to `{title}`")))
        }
        Some(Meant { heading: Some(heading), span, written }) => {
            let (code, message) = if section.required {
                (Code::MissingSection, format!("{message}, for `{written}` begins none"))
            } else {
                (Code::MistypedHeading, format!("`{written}` begins no section `{title}`"))
            };
            let found = findings.at(code, span, message).help(format!("write `{heading}`"));
            Some(found.fix("make it a second-level heading", span.clone(), heading))
        }
    }
}

/// A heading that is no section's. `named` says of each configured section whether the case has it: two headings are
/// never to be given one name.
fn report_unknown_section(
    text: &str,
    heading: &Heading,
    config: &Config,
    named: &mut [bool],
    is_helped: bool,
    findings: &mut Findings<'_>,
) {
    if config.sections.is_empty() {
        return;
    }
    let message = format!("unknown section `{}`", heading.text);
    let found = findings.at(Code::UnknownSection, &heading.span, message);
    let titles = config.sections.iter().map(|section| section.title.as_str()).filter(|_| is_helped);
    let near = nearest(&heading.text, titles);
    let Some((index, near)) = near.and_then(|near| Some((config.sections.named(near)?, near))) else {
        findings.push(found.help("add it to `sections` in casebook.yaml, or make it a `###` heading"));
        return;
    };
    if named[index] {
        let help = format!("this case has `{near}` too: join the two, or make this one a `###` heading");
        findings.push(found.help(help));
        return;
    }
    let found = found.help(format!("did you mean `{near}`?"));
    // A heading with markup in it is left for the editor to rewrite.
    let written = text[heading.span.clone()].find(&heading.text).map(|at| heading.span.start + at);
    findings.push(match written {
        Some(start) if is_typing_error(&heading.text, near) => {
            named[index] = true;
            found.fix(format!("rename to `{near}`"), start..start + heading.text.len(), near)
        }
        _ => found,
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
