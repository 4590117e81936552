//! A plain document of headings, paragraphs and a numbered list of sources becomes a draft.

use super::cited::Citations;
use super::draft::{Constants, Draft, UNPLACED};
use super::input::Input;
use super::listed::{self, Listed};
use super::places::Places;
use super::site::Site;
use super::terms::{Found, Vocabulary};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::Span;
use crate::model::{Openness, Visibility, fold};
use crate::schema::{CASE, Shape};
use crate::write::Yaml;
use crate::write::markdown::{Block, one_line, read_blocks, write_block};

/// Headings above a list of sources.
const SOURCE_HEADINGS: [&str; 8] = [
    "sources",
    "source",
    "references",
    "bibliography",
    "citations",
    "notes and sources",
    "sources cited",
    "further reading",
];
/// Words before an author's name.
const AUTHOR_LABELS: [&str; 5] = ["author", "authors", "written by", "by", "compiled by"];
/// A title is not longer.
const LONGEST_TITLE: usize = 140;

/// A line of the document.
#[derive(Debug, Clone)]
struct Line<'t> {
    text: &'t str,
    span: Span,
}

/// A stretch of the document below one heading.
struct Part<'t> {
    kind: Kind,
    lines: Vec<Line<'t>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// Before the first heading.
    Opening,
    /// A section: its id, where the site has it, its title, and the taxonomy whose terms it names.
    Section(Option<String>, String, Option<String>),
    /// The list of sources.
    Sources,
}

/// Read a document. `constants` are what flags say.
pub fn read(input: &Input, constants: &Constants, site: &mut Site, found: &mut Vec<Diagnostic>) -> Draft {
    let parts = parts(&input.text, site);
    let mut reader = Reader { input, site, found, draft: Draft { key: input.stem.clone(), ..Draft::default() } };
    for part in parts.iter().filter(|part| part.kind == Kind::Sources) {
        reader.sources(part);
    }
    let citations = Citations::new(&reader.draft.sources, &reader.site.publishers);
    for part in &parts {
        match &part.kind {
            Kind::Opening => reader.opening(part),
            Kind::Section(id, title, taxonomy) => {
                reader.section(part, id.as_deref(), title, taxonomy.as_deref(), &citations);
            }
            Kind::Sources => {}
        }
    }
    reader.constants(constants);
    reader.draft
}

/// Cut a document at its headings.
fn parts<'t>(text: &'t str, site: &Site) -> Vec<Part<'t>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let start = at + (whole.len() - whole.trim_start().len());
        at += whole.len();
        lines.push(Line { text: whole.trim_end(), span: start..start + whole.trim().len() });
    }
    let mut parts = vec![Part { kind: Kind::Opening, lines: Vec::new() }];
    for (index, line) in lines.iter().enumerate() {
        let known = named_heading(line.text, site);
        let last = parts.len() - 1;
        let kind = known.or_else(|| {
            let title = line.text.trim().trim_start_matches('#').trim();
            is_heading(&lines, index, &parts[last], site).then(|| Kind::Section(None, title.to_owned(), None))
        });
        match kind {
            Some(kind) => parts.push(Part { kind, lines: Vec::new() }),
            None => parts[last].lines.push(line.clone()),
        }
    }
    parts
}

/// A line that names a section of the site, one of its taxonomies, or a list of sources.
fn named_heading(line: &str, site: &Site) -> Option<Kind> {
    let name = line.trim().trim_matches(|c: char| "#*_=".contains(c) || c.is_whitespace()).trim_end_matches(':');
    if name.is_empty() {
        return None;
    }
    if SOURCE_HEADINGS.contains(&fold(name).as_str()) {
        return Some(Kind::Sources);
    }
    if let Some((id, title)) = site.section(name) {
        let taxonomy = site.config.sections.iter().find(|section| section.id == id)?.taxonomy.as_ref();
        let taxonomy = taxonomy.map(|taxonomy| taxonomy.value.clone());
        return Some(Kind::Section(Some(id.to_owned()), title.to_owned(), taxonomy));
    }
    let title = name.trim_end_matches("(s)").trim_end();
    let folded = fold(title);
    let names = |taxonomy: &Vocabulary| {
        let spaced = taxonomy.id.replace('_', " ");
        folded == taxonomy.label || folded == spaced || folded == format!("{spaced}s")
    };
    let taxonomy = site.taxonomies.iter().find(|taxonomy| names(taxonomy))?;
    Some(Kind::Section(None, title.to_owned(), Some(taxonomy.id.clone())))
}

/// A line that can only be a heading by the look of it: short, alone, in capitals, with text below. Below a
/// heading that names a taxonomy, terms look just so: there, a sentence must follow.
fn is_heading(lines: &[Line<'_>], index: usize, open: &Part<'_>, site: &Site) -> bool {
    let Kind::Section(_, _, taxonomy) = &open.kind else { return false };
    let text = lines[index].text.trim();
    if text.starts_with('#') && text.trim_start_matches('#').starts_with(' ') {
        return true;
    }
    let is_blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|line| line.text.trim().is_empty());
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_short = text.chars().count() <= 60 && (1..=8).contains(&words.len());
    let is_plain = !text.ends_with(['.', ',', ';', ':', '!', '?', ')']) && !text.contains("http") && !is_bullet(text);
    let is_titled = text.starts_with(char::is_uppercase) && (words.len() <= 3 || capitals * 2 >= words.len());
    if !(is_short && is_plain && is_titled && is_blank(index.checked_sub(1))) {
        return false;
    }
    let Some(next) = lines[index + 1..].iter().find(|line| !line.text.trim().is_empty()) else { return false };
    let Some(taxonomy) = taxonomy.as_ref().and_then(|id| site.taxonomy(id)) else { return true };
    let has_text = open.lines.iter().any(|line| !line.text.trim().is_empty());
    has_text && taxonomy.label_of(text).is_none() && !is_term_line(next)
}

struct Reader<'a> {
    input: &'a Input,
    site: &'a mut Site,
    found: &'a mut Vec<Diagnostic>,
    draft: Draft,
}

impl Reader<'_> {
    fn tell(&mut self, code: Code, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        let mut found = Diagnostic::new(code, self.input.file, span.clone(), message).help(help);
        found.severity = found.severity.max(Severity::Warning);
        self.found.push(found);
    }

    /// The part before the first section: `Key: value` lines, a title alone on its line, then text.
    fn opening(&mut self, part: &Part<'_>) {
        let mut lines: Vec<&Line<'_>> = Vec::new();
        for (index, line) in part.lines.iter().enumerate() {
            let is_top = lines.iter().all(|line| line.text.trim().is_empty());
            if is_top && self.labelled(line) {
                continue;
            }
            // A title stands alone, or above such lines.
            let next = part.lines.get(index + 1);
            let is_alone = next.is_none_or(|next| next.text.trim().is_empty() || self.label(next).is_some());
            let title = line.text.trim().trim_start_matches('#').trim();
            let is_like_title = !title.is_empty()
                && title.chars().count() <= LONGEST_TITLE
                && !title.ends_with(['.', ';', ','])
                && !is_bullet(title);
            if is_top && is_alone && is_like_title && self.draft.title.is_none() {
                self.draft.title = Some(one_line(title));
            } else {
                lines.push(line);
            }
        }
        let text = joined(lines.iter().copied());
        if !text.trim().is_empty() {
            let blocks: Vec<String> =
                read_blocks(&text).iter().map(|b| write_block(b, crate::write::markdown::inline)).collect();
            self.draft.lead = blocks.join("\n\n");
            let span = lines.iter().find(|line| !line.text.trim().is_empty()).map_or(0..0, |line| line.span.clone());
            let help = "move it into a section, or into `summary`; until then it stands above the first section";
            self.tell(Code::UnplacedValue, &span, "text before the first section", help);
        }
    }

    /// `Organisation: Example Ltd`
    fn label<'l>(&self, line: &Line<'l>) -> Option<(String, &'l str)> {
        let (label, value) = line.text.trim().split_once(':')?;
        let (label, value) = (fold(label).replace([' ', '-'], "_"), value.trim());
        let label = if label == "organization" { "organisation".to_owned() } else { label };
        let is_key = CASE.key(&label).is_some_and(|key| !matches!(key.shape, Shape::Records(_) | Shape::Anything));
        (!value.is_empty() && (is_key || self.site.taxonomy(&label).is_some())).then_some((label, value))
    }

    /// Take such a line.
    fn labelled(&mut self, line: &Line<'_>) -> bool {
        let Some((label, value)) = self.label(line) else { return false };
        let is_taxonomy = self.site.taxonomy(&label).is_some();
        let values = if is_taxonomy {
            value.split(';').map(|part| part.trim().to_owned()).collect()
        } else {
            vec![value.to_owned()]
        };
        self.set(&label, &values, &line.span);
        true
    }

    fn constants(&mut self, constants: &Constants) {
        for (key, values) in constants {
            self.set(key, values, &(0..0));
        }
    }

    /// Give a key its values; a value of a flag outweighs what the document says.
    fn set(&mut self, key: &str, values: &[String], span: &Span) {
        let Some(index) = self.site.taxonomies.iter().position(|taxonomy| taxonomy.id == key) else {
            let text = values.join(", ");
            let value = match key {
                "title" => {
                    if let Some(other) = self.draft.title.replace(text).filter(|other| *other != values.join(", ")) {
                        self.draft.keep("title", Yaml::text(other));
                    }
                    return;
                }
                "date" | "added" | "reviewed" => match super::dates::read(&text, &[]) {
                    Some(date) => Yaml::plain(date.edtf()),
                    None => {
                        self.draft.keep(key, Yaml::text(&text));
                        let help = "write it as 2025, 2025-05 or 2025-05-13";
                        self.tell(
                            Code::UnreadDate,
                            span,
                            format!("`{text}` is not read as a date; kept in `extra`"),
                            help,
                        );
                        return;
                    }
                },
                "authors" | "aliases" => Yaml::texts(values),
                "draft" => Yaml::plain(match text.as_str() {
                    "false" | Visibility::UNLISTED => text.as_str(),
                    _ => "true",
                }),
                _ => Yaml::text(text),
            };
            self.draft.fields.retain(|(known, _)| known != key);
            self.draft.fields.push((key.to_owned(), value));
            return;
        };
        self.draft.terms.retain(|(id, _)| id != key);
        for value in values {
            match self.site.taxonomies[index].resolve(value) {
                Found::Term(label) => {
                    self.draft.add_terms(key, vec![label]);
                }
                Found::Clash(other) => {
                    self.draft.keep(key, Yaml::text(value));
                    let message = format!("`{value}` and `{other}` make the same address; kept in `extra`");
                    let help = format!("declare it in content/taxonomies/{key}.yaml with an id of its own");
                    self.tell(Code::UnknownTerm, span, message, help);
                }
                Found::Unknown => {
                    let near: Vec<String> =
                        self.site.taxonomies[index].near(value).iter().map(|near| format!("`{near}`")).collect();
                    let label = self.site.taxonomies[index].label.clone();
                    self.draft.keep(key, Yaml::text(value));
                    let help = if near.is_empty() {
                        "use a term of the vocabulary".to_owned()
                    } else {
                        format!("near it: {}", near.join(", "))
                    };
                    let mut unknown = Diagnostic::new(
                        Code::UnknownTerm,
                        self.input.file,
                        span.clone(),
                        format!("unknown {label} `{value}`; kept in `extra`"),
                    );
                    unknown.severity = Severity::Warning;
                    self.found.push(unknown.help(help));
                }
            }
        }
    }

    fn section(
        &mut self,
        part: &Part<'_>,
        id: Option<&str>,
        title: &str,
        taxonomy: Option<&str>,
        citations: &Citations,
    ) {
        let mut lines: Vec<&Line<'_>> = part.lines.iter().collect();
        if let Some(taxonomy) = taxonomy {
            lines = self.terms(taxonomy, lines);
        }
        let text = joined(lines.iter().copied());
        let mut written = Vec::new();
        let mut places = Places::of(lines.iter().map(|line| (&self.input.text[line.span.clone()], line.span.start)));
        for block in read_blocks(&text) {
            written.push(self.block(&block, citations, &lines, &mut places));
        }
        // A heading of a taxonomy over nothing but terms needs no section: the terms are in the front matter.
        if id.is_some() || taxonomy.is_none() || !written.is_empty() {
            self.draft.add_section(id, title, &written.join("\n\n"));
        }
    }

    /// A block as Markdown, its citations matched to sources; those that match none are reported.
    fn block(&mut self, block: &Block, citations: &Citations, lines: &[&Line<'_>], places: &mut Places) -> String {
        let mut told = Vec::new();
        let cite = |text: &str, told: &mut Vec<(String, super::cited::Unmatched)>| citations.write(text, told);
        let written = match block {
            // A citation may be broken over lines, so a paragraph is one line.
            Block::Paragraph(texts) => {
                let text = cite(&texts.join(" "), &mut told);
                crate::write::markdown::line_start(&text)
            }
            Block::List(items) => {
                let items: Vec<(usize, String)> =
                    items.iter().map(|(depth, item)| (*depth, cite(item, &mut told))).collect();
                write_block(&Block::List(items), ToOwned::to_owned)
            }
        };
        for (citation, reason) in told {
            let span = places.next(&citation);
            let span = span.or_else(|| lines.first().map(|line| line.span.clone())).unwrap_or(0..0);
            let (message, help) = reason.message(&citation);
            self.tell(Code::AmbiguousCitation, &span, message, help);
        }
        written
    }

    /// Terms of a section that shows a taxonomy: bare lines that name one; else the one that the text names.
    fn terms<'l, 't>(&mut self, taxonomy: &str, lines: Vec<&'l Line<'t>>) -> Vec<&'l Line<'t>> {
        let Some(index) = self.site.taxonomies.iter().position(|known| known.id == taxonomy) else { return lines };
        let mut terms = Vec::new();
        let mut rest = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let text = line.text.trim();
            let is_alone = at
                .checked_sub(1)
                .is_none_or(|before| lines[before].text.trim().is_empty() || is_term_line(lines[before]))
                && lines.get(at + 1).is_none_or(|after| after.text.trim().is_empty() || is_term_line(after));
            if !text.is_empty() && is_alone && is_term_line(line) {
                let vocabulary = &mut self.site.taxonomies[index];
                let names: Vec<&str> =
                    text.trim_start_matches(['•', '-', '*']).split([',', ';', '/']).map(str::trim).collect();
                let known: Option<Vec<String>> =
                    names.iter().map(|name| vocabulary.label_of(name).map(ToOwned::to_owned)).collect();
                if let Some(known) = known {
                    terms.extend(known);
                    continue;
                }
                let is_whole = vocabulary.label_of(text).is_none() && names.len() == 1 && !is_bullet(text);
                if is_whole && vocabulary.openness == Openness::Open {
                    if let Found::Term(label) = vocabulary.resolve(text) {
                        terms.push(label);
                        continue;
                    }
                } else if is_whole
                    && terms.is_empty()
                    && rest.iter().all(|line: &&Line<'_>| line.text.trim().is_empty())
                {
                    self.set(taxonomy, &[text.to_owned()], &line.span);
                    continue;
                }
            }
            rest.push(*line);
        }
        if terms.is_empty() && self.draft.terms.iter().all(|(id, _)| id != taxonomy) {
            terms = self.recognise(index, &rest);
        }
        self.draft.add_terms(taxonomy, terms);
        rest
    }

    /// The only term that running text names, if it names one only.
    fn recognise(&mut self, index: usize, lines: &[&Line<'_>]) -> Vec<String> {
        let vocabulary = &self.site.taxonomies[index];
        let mut named: Vec<(String, Span)> = Vec::new();
        for names in &vocabulary.declared {
            let place = names.iter().find_map(|name| {
                lines.iter().find_map(|line| {
                    let at = find_words(line.text.trim(), name)?;
                    let span = line.span.start + at.start..line.span.start + at.end;
                    // Case folding changes lengths in some scripts, and then the place cannot be shown.
                    Some(self.input.text.get(span.clone()).map_or(line.span.clone(), |_| span))
                })
            });
            if let Some(place) = place {
                named.push((names[0].clone(), place));
            }
        }
        let (id, label) = (vocabulary.id.clone(), vocabulary.label.clone());
        match named.as_slice() {
            [(term, span)] => {
                let message = format!("{label} `{term}`, after these words of the text");
                let found = Diagnostic::new(Code::RecognisedTerm, self.input.file, span.clone(), message);
                self.found.push(found.help(format!("set another with `--set {id}=…`")));
                vec![term.clone()]
            }
            [] => Vec::new(),
            many => {
                let names: Vec<String> = many.iter().map(|(term, _)| format!("`{term}`")).collect();
                let message = format!("the text names more than one {label}: {}", names.join(", "));
                self.tell(Code::AmbiguousCitation, &many[0].1, message, format!("say which with `--set {id}=…`"));
                Vec::new()
            }
        }
    }

    /// The list of sources, and the lines after it.
    fn sources(&mut self, part: &Part<'_>) {
        let lines: Vec<(&str, Span)> = part.lines.iter().map(|line| (line.text, line.span.clone())).collect();
        for listed in listed::read(&lines) {
            match listed {
                Listed::Source(entry) => {
                    let source = listed::to_source(&entry, self.site, &mut self.draft);
                    for (message, help) in entry.doubts() {
                        self.tell(Code::UnplacedValue, &entry.span, message, help);
                    }
                    self.draft.add_source(source);
                }
                Listed::Other(text, span) => self.after_sources(&text, &span),
            }
        }
    }

    /// A line behind the sources: `Author: …`, or something that has no place.
    fn after_sources(&mut self, text: &str, span: &Span) {
        let lower = fold(text);
        let label = AUTHOR_LABELS.iter().find(|label| {
            lower.strip_prefix(**label).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ' ']))
        });
        let name = label.map(|label| text.get(label.len()..).unwrap_or_default().trim_start_matches([':', ' ']).trim());
        match name {
            Some("") => {
                let help = "name the author with `--set authors=…`, or ignore it";
                self.tell(Code::UnplacedValue, span, format!("a bare `{text}`, with no name behind it"), help);
            }
            Some(name) if name.split_whitespace().count() <= 8 => {
                let names: Vec<String> =
                    name.replace(" and ", ",").split([',', ';']).map(|n| n.trim().to_owned()).collect();
                let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
                self.draft.fields.push(("authors".to_owned(), Yaml::texts(names)));
            }
            _ => {
                self.draft.keep(UNPLACED, Yaml::text(text));
                let message = "this line has no place in a case; kept in `extra`";
                self.tell(Code::UnplacedValue, span, message, "move it to where it belongs, or delete it");
            }
        }
    }
}

/// The lines of a section as one text.
fn joined<'l, 't: 'l>(lines: impl Iterator<Item = &'l Line<'t>>) -> String {
    lines.map(|line| line.text).collect::<Vec<_>>().join("\n")
}

/// Short, and not a sentence.
fn is_term_line(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    !text.is_empty() && text.chars().count() <= 80 && !text.ends_with(['.', ':', '!', '?', ')'])
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(['•', '-', '*', '–'])
}

/// Where a name stands in a text as whole words, whatever its case.
fn find_words(text: &str, name: &str) -> Option<Span> {
    let (lower, name) = (text.to_lowercase(), name.to_lowercase());
    if name.chars().count() < 3 || lower.len() != text.len() {
        return None;
    }
    lower.match_indices(&name).find_map(|(at, found)| {
        let before = lower[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = lower[at + found.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        (before && after).then_some(at..at + found.len())
    })
}
