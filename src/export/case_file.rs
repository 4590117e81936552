//! A case written back as a case file, in canonical form, and the text of a term as its own file has it.

use std::ops::Range;

use crate::addresses::route;
use crate::link::relative;
use crate::model::{BodyLink, Case, LinkSyntax, Site, Target};
use crate::schema;
use crate::write::{self, CaseText};

/// The text of a case's file.
///
/// Keys are in their settled order, terms and publishers are given by their labels, and shared sources that the case
/// cites become its own, so the file stands alone. It reads as a file at `content/cases/SLUG.md` with the files that it
/// links to in `content/cases/SLUG/`, where the output has them too. Read again, it gives the same page and the same
/// text.
pub fn write(site: &Site, case: &Case) -> String {
    let body = Body::of(site, case);
    let mut text =
        CaseText { front: write::entries(&schema::case::pairs(site, case)), lead: body.lead, sections: Vec::new() }
            .to_text();
    for section in body.sections {
        text.push_str(&write::section(&section.heading, &section.markdown));
    }
    text
}

/// The body of a case, or the text of a term, in its parts.
#[derive(Debug)]
pub struct Body {
    /// Markdown before the first section.
    pub lead: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of a body.
#[derive(Debug)]
pub struct Section {
    /// Its heading in Markdown, without its marks.
    pub heading: String,
    /// What is below it.
    pub markdown: String,
}

impl Body {
    /// The parts of a case's body, links rewritten for where the file lies.
    pub fn of(site: &Site, case: &Case) -> Body {
        let text = case.text.get();
        let edits = link_edits(site, case, &text);
        let part = |span: Range<usize>| trimmed(&edited(&text, span, &edits));
        let first = case.body.sections.first().map_or(case.body.span.end, |section| section.span.start);
        let section = |section: &crate::model::Section| {
            let heading = case.body.headings[section.heading].span.clone();
            Section {
                markdown: part(heading.end..section.span.end),
                heading: heading_text(&edited(&text, heading, &edits)),
            }
        };
        Body { lead: part(case.body.span.start..first), sections: case.body.sections.iter().map(section).collect() }
    }
}

/// Without the marks of a heading: `## A ##`, or `A` over a line of hyphens, which alone may have several lines.
fn heading_text(written: &str) -> String {
    let atx = written.trim_start().strip_prefix("##");
    let Some(rest) = atx.filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) else {
        let lines: Vec<&str> = written.lines().map(str::trim_start).collect();
        return lines[..lines.len().saturating_sub(1)].join("\n").trim_end().to_owned();
    };
    let rest = rest.trim();
    let closed = rest.trim_end_matches('#');
    if closed.is_empty() || closed.ends_with([' ', '\t']) { closed.trim_end().to_owned() } else { rest.to_owned() }
}

/// Without empty lines at its ends; the first line keeps its indentation, which may be code.
fn trimmed(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut rest = text.as_str();
    while let Some((line, after)) = rest.split_once('\n').filter(|(line, _)| line.trim().is_empty()) {
        let _ = line;
        rest = after;
    }
    rest.trim_end().to_owned()
}

/// A part of a text with edits applied, each a span of the whole text.
fn edited(text: &str, span: Range<usize>, edits: &[(Range<usize>, String)]) -> String {
    let mut written = String::with_capacity(span.len());
    let mut at = span.start;
    let start = edits.partition_point(|(edit, _)| edit.start < span.start);
    for (edit, new) in edits[start..].iter().take_while(|(edit, _)| edit.end <= span.end) {
        if edit.start >= at {
            written.push_str(&text[at..edit.start]);
            written.push_str(new);
            at = edit.end;
        }
    }
    written.push_str(&text[at..span.end]);
    written
}

/// Relative links of the body as they read from the file's place: `content/cases/SLUG.md`, or that of a term. Where the
/// link is a reference whose address stands elsewhere, it stays as it is.
fn link_edits(site: &Site, case: &Case, text: &str) -> Vec<(Range<usize>, String)> {
    let home = case.term.and_then(|term| site.file_of(term)).unwrap_or_else(|| case_path(case));
    let mut edits = Vec::new();
    for (link, target) in case.body.links.iter().zip(&case.targets) {
        if matches!(link.syntax, LinkSyntax::Wiki | LinkSyntax::WikiWithText) {
            continue;
        }
        let path = match target {
            Target::File(of_file) => Some(file_path(site, case, of_file)),
            target => path_of(site, target).map(|path| relative(&home, &path)),
        };
        let Some(path) = path else { continue };
        let fragment = link.destination.split_once('#').map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
        let destination = format!("{}{fragment}", encoded(&path));
        if destination == link.destination {
            continue;
        }
        edits.extend(link_edit(text, link, &destination));
    }
    edits.sort_by_key(|(span, _)| span.start);
    edits
}

/// The edit that gives a link another destination; `None` where the link is a reference, whose address stands elsewhere.
pub fn link_edit(text: &str, link: &BodyLink, destination: &str) -> Option<(Range<usize>, String)> {
    let written = text.get(link.span.clone())?;
    if link.syntax == LinkSyntax::Html {
        return html_edit(written, link.span.start, destination);
    }
    let open = written.rfind("](")?;
    let inner = open + 2 + (written[open + 2..].len() - written[open + 2..].trim_start().len());
    let (start, end) = match written[inner..].strip_prefix('<') {
        Some(rest) => (inner + 1, inner + 1 + rest.find('>')?),
        None => (inner, inner + written[inner..].find(|c: char| c.is_whitespace() || c == ')').unwrap_or(0)),
    };
    let is_there = written[start..end] == link.destination;
    is_there.then(|| (link.span.start + start..link.span.start + end, destination.to_owned()))
}

/// Where the file of a case will lie.
fn case_path(case: &Case) -> String {
    format!("content/cases/{}.md", case.slug)
}

/// The path of the file that a link leads to.
fn path_of(site: &Site, target: &Target) -> Option<String> {
    match target {
        Target::Case(id, _) => Some(case_path(site.case(*id))),
        Target::Page(index, _) => Some(format!("content/pages/{}.md", site.pages[*index].route)),
        Target::Term(id, _) => site.file_of(*id),
        // What is shown stays as it is written.
        Target::Statement(..) | Target::AsWritten | Target::Nowhere | Target::Anchor(_) | Target::File(_) => None,
    }
}

/// The path of a file beside a text, as the text names it; a file of `static/` from the root of the site.
fn file_path(site: &Site, case: &Case, of_file: &str) -> String {
    let Some(term) = case.term else { return schema::picture::file_path(of_file) };
    let page = route::term(site, term);
    let own = route::beside(page.trim_end_matches(".html"), "");
    let name = page.rsplit('/').next().unwrap_or(&page);
    if of_file.starts_with(&own) { of_file[page.len() - name.len()..].to_owned() } else { format!("/{of_file}") }
}

/// The edit of an attribute that starts at a byte, in the quotation marks that it has.
fn html_edit(written: &str, at: usize, destination: &str) -> Option<(Range<usize>, String)> {
    let value = written.find('=')? + 1;
    let value = value + (written[value..].len() - written[value..].trim_start().len());
    let escaped = destination.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;");
    let quoted = written[value..].chars().next().filter(|first| ['"', '\''].contains(first));
    match quoted.filter(|quote| written.len() > value + 1 && written.ends_with(*quote)) {
        Some(_) => Some((at + value + 1..at + written.len() - 1, escaped)),
        None => Some((at + value..at + written.len(), format!("\"{escaped}\""))),
    }
}

/// A path as a link holds it.
pub fn encoded(path: &str) -> String {
    path.replace('%', "%25")
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('#', "%23")
        .replace('?', "%3F")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lose_their_marks_only() {
        for (written, text) in [
            ("## A *b*", "A *b*"),
            ("##  A ##", "A"),
            ("## C#", "C#"),
            ("##", ""),
            ("A\n b\n---", "A\nb"),
            ("A\n---", "A"),
        ] {
            assert_eq!(heading_text(written), text, "{written}");
        }
    }

    #[test]
    fn code_at_the_start_keeps_its_indentation() {
        assert_eq!(trimmed("\n  \n    code\r\n\n"), "    code");
        assert_eq!(trimmed("\n \n"), "");
    }
}
