//! The body of other people's Markdown, cut into the sections of a case.

use std::collections::HashSet;

use super::draft::Draft;
use super::map::{BodyMap, Others};
use super::site::Site;
use super::values::whole_lines;
use crate::files::Span;
use crate::model::{Address, CASE_ANCHORS, CitationKind, Heading, LinkSyntax, fold};
use crate::parse::markdown::parse;
use crate::write::markdown::heading;

/// How often links are looked at again: an escaped `[a][b]` leaves a `[b]`.
const ROUNDS: usize = 4;

/// Markup that was turned into text: words to find it by, and a message.
pub type Told = (String, String);

/// Put a body into a draft, and return the markup that was turned into text, for the report.
pub fn place(body: &str, map: &BodyMap, site: &Site, draft: &mut Draft) -> Vec<Told> {
    let ids: Vec<&str> = draft.sources.iter().map(|source| source.id.as_str()).collect();
    let mut told = Vec::new();
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let body = tame(&body, &ids, &mut told);
    let body = level(&body, draft.title.as_deref());
    let (facts, _) = parse(&body, 0..body.len(), &CASE_ANCHORS.map(|(_, id)| id), |_| None);
    let lead_end = facts.sections.first().map_or(body.len(), |section| section.span.start);
    // The section that demoted headings belong to.
    let mut open: Option<(Option<String>, String)> = None;
    let lead = whole_lines(&body[..lead_end]);
    match map.before.as_deref().filter(|_| !lead.is_empty()) {
        Some(name) => {
            let (id, title) = section_of(name, site);
            draft.add_section(id.as_deref(), &title, &lead);
            open = Some((id, title));
        }
        None => draft.lead = lead,
    }
    for section in &facts.sections {
        let head = &facts.headings[section.heading];
        let text = &*whole_lines(&body[head.span.end..section.span.end]);
        let mapped = map.headings.get(&fold(&head.text)).map(|name| section_of(name, site));
        let known =
            mapped.or_else(|| site.section(&head.text).map(|(id, title)| (Some(id.to_owned()), title.to_owned())));
        match (known, map.others) {
            (Some((id, title)), _) => {
                draft.add_section(id.as_deref(), &title, text);
                open = Some((id, title));
            }
            (None, Others::Keep) => {
                draft.add_section(None, &head.text, text);
                open = Some((None, head.text.clone()));
            }
            (None, Others::Demote) => {
                let text = format!("### {}\n\n{}", heading(&head.text), shift(text, 1));
                match &open {
                    Some((id, title)) => draft.add_section(id.as_deref(), title, text.trim_end()),
                    None if draft.lead.is_empty() => text.trim_end().clone_into(&mut draft.lead),
                    None => draft.lead.push_str(&format!("\n\n{}", text.trim_end())),
                }
            }
        }
    }
    told
}

/// The id and title of a section that a map names.
pub fn section_of(name: &str, site: &Site) -> (Option<String>, String) {
    match site.section(name) {
        Some((id, title)) => (Some(id.to_owned()), title.to_owned()),
        None => (None, name.to_owned()),
    }
}

/// A heading that repeats the title, which the page shows, is removed where it is of the first level or opens the text;
/// with others of the first level, all move down a level.
fn level(body: &str, title: Option<&str>) -> String {
    let (facts, _) = parse(body, 0..body.len(), &CASE_ANCHORS.map(|(_, id)| id), |_| None);
    let is_first_level = |heading: &&Heading| heading.level == 1;
    let opens = || facts.headings.first().filter(|head| body[..head.span.start].trim().is_empty());
    let first = facts.headings.iter().find(is_first_level).or_else(opens);
    let repeated = first.filter(|head| title.is_some_and(|title| fold(title) == fold(&head.text)));
    let others = facts.headings.iter().filter(is_first_level).count()
        - usize::from(repeated.is_some_and(|head| head.level == 1));
    let kept = match repeated {
        Some(head) => format!("{}{}", &body[..head.span.start], body[head.span.end..].trim_start_matches('\n')),
        None => body.to_owned(),
    };
    if others > 0 { shift(&kept, 1) } else { kept }
}

/// Move every heading down by so many levels, at most to the sixth.
pub fn shift(text: &str, by: u8) -> String {
    let (facts, _) = parse(text, 0..text.len(), &CASE_ANCHORS.map(|(_, id)| id), |_| None);
    let mut shifted = text.to_owned();
    for head in facts.headings.iter().rev() {
        let written = &text[head.span.clone()];
        let marks = "#".repeat(usize::from((head.level + by).min(6)));
        let hashes = written.len() - written.trim_start_matches('#').len();
        let new = if hashes > 0 {
            format!("{marks}{}", &written[hashes..])
        } else {
            // A heading underlined with `=` or `-`.
            let lines: Vec<&str> = written.trim_end().lines().collect();
            let words = lines[..lines.len().saturating_sub(1)].iter().map(|line| line.trim());
            let end = if written.ends_with('\n') { "\n" } else { "" };
            format!("{marks} {}{end}", words.collect::<Vec<_>>().join(" "))
        };
        shifted.replace_range(head.span.clone(), &new);
    }
    shifted
}

/// Turn citations and links that lead nowhere into text. `told` gets a message for each.
///
/// This is for markup that would be an error in a case, such as a citation of an unknown source.
pub fn tame(body: &str, ids: &[&str], told: &mut Vec<Told>) -> String {
    let mut text = body.to_owned();
    for round in 0..ROUNDS {
        let (facts, _) = parse(&text, 0..text.len(), &CASE_ANCHORS.map(|(_, id)| id), |_| None);
        let mut marks: Vec<usize> = Vec::new();
        for group in facts.groups.iter().filter(|group| group.kind == CitationKind::Bracketed) {
            for item in group.items.iter().filter(|item| !ids.contains(&item.id.as_str())) {
                if let Some(at) = text[item.span.clone()].find('@') {
                    marks.push(item.span.start + at);
                    let message = format!("`@{}` cites nothing that the case lists; it is kept as text", item.id);
                    told.push((format!("@{}", item.id), message));
                }
            }
        }
        let anchors: HashSet<&str> =
            facts.headings.iter().filter(|heading| heading.level > 2).map(|heading| heading.anchor.as_str()).collect();
        for link in facts.links.iter().filter(|link| !leads_somewhere(link.syntax, &link.destination, &anchors)) {
            marks.extend(openings(&text, &link.span, link.syntax));
            if round == 0 {
                let message = format!("the link to `{}` leads to nothing here; it is kept as text", link.destination);
                told.push((link.destination.clone(), message));
            }
        }
        if marks.is_empty() {
            break;
        }
        marks.sort_unstable();
        marks.dedup();
        for at in marks.into_iter().rev() {
            text.insert(at, '\\');
        }
    }
    text
}

fn leads_somewhere(syntax: LinkSyntax, destination: &str, anchors: &HashSet<&str>) -> bool {
    if matches!(syntax, LinkSyntax::Wiki | LinkSyntax::WikiWithText) {
        return false;
    }
    if let Some(anchor) = destination.strip_prefix('#') {
        return anchors.contains(anchor);
    }
    Address::of(destination) == Address::Outside
}

/// Where a backslash makes a link text: before its brackets.
fn openings(text: &str, span: &Span, syntax: LinkSyntax) -> Vec<usize> {
    if syntax == LinkSyntax::Html {
        return text[..span.start].rfind('<').into_iter().collect();
    }
    let written = &text[span.clone()];
    let first = written.find(['[', '<']).map(|at| span.start + at);
    match (first, syntax) {
        (Some(at), LinkSyntax::Wiki | LinkSyntax::WikiWithText) => vec![at, at + 1],
        (Some(at), _) => vec![at],
        (None, _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_becomes_text() {
        let mut told = Vec::new();
        let text = "A [@a] and [@b, p. 3] [x](y.md) ![z](z.png) [[w]] [q][r] <https://example.org> [m](javascript:x) [n](#o)\n\n[r]: r.md\n";
        let ids = ["a"];
        assert_eq!(
            tame(text, &ids, &mut told),
            "A [@a] and [\\@b, p. 3] \\[x](y.md) !\\[z](z.png) \\[\\[w]] \\[q]\\[r] <https://example.org> \\[m](javascript:x) \\[n](#o)\n\n[r]: r.md\n"
        );
        assert_eq!(told.len(), 7);
    }

    #[test]
    fn headings_move_down() {
        assert_eq!(shift("# A #\n\ntext\n\nB\n---\n\n###### C\n", 1), "## A #\n\ntext\n\n### B\n\n###### C\n");
        assert_eq!(level("# The title\n\ntext\n\n## A\n", Some("The Title")), "text\n\n## A\n");
        assert_eq!(level("# A\n\n## B\n", Some("C")), "## A\n\n### B\n");
    }
}
