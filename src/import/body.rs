//! The body of other people's Markdown, cut into the sections of a case.

use super::draft::Draft;
use super::map::{Map, Others};
use super::site::Site;
use super::values::whole_lines;
use super::written::{is_local, rewritten};
use crate::files::Span;
use crate::model::{Body, CitationKind, Heading, LinkSyntax, anchor_of, fold};
use crate::parse::front_matter::{Parts, find};
use crate::parse::markdown::{Anchors, parse};
use crate::write::markdown::heading;

/// Markup that was turned into text: words to find it by, and a message.
pub type Told = (String, String);

/// Put a body into a draft, and return the markup that was turned into text, for the report.
pub fn place(body: &str, map: &Map, site: &Site, draft: &mut Draft) -> Vec<Told> {
    let mut told = Vec::new();
    let body = tame(body, map, site, draft, &mut told);
    let map = &map.body;
    let body = level(&body, draft.title.as_deref());
    let anchors = Anchors::of_case(site.config.transliteration());
    let (facts, _) = parse(&body, 0..body.len(), anchors, |_| None);
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
    draft.anchors.extend(facts.headings.iter().filter(|head| head.level > 2).map(own_anchor));
    draft.anchors.extend(block_ids(&facts));
    for section in &facts.sections {
        let head = &facts.headings[section.heading];
        let text = &*whole_lines(&body[head.span.end..section.span.end]);
        let mapped = map.headings.get(&fold(&head.text)).map(|name| section_of(name, site));
        let known =
            mapped.or_else(|| site.section(&head.text).map(|(id, title)| (Some(id.to_owned()), title.to_owned())));
        let (old, own) = own_anchor(head);
        draft.anchors.push((
            old,
            known.as_ref().map_or(own, |(id, title)| {
                id.clone().unwrap_or_else(|| site.config.transliteration().slug(title).to_string())
            }),
        ));
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
    let (facts, _) = parse(body, 0..body.len(), Anchors::default(), |_| None);
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
    let (facts, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
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

/// A heading's own anchor, by which links of the same program name it and by which it goes here.
fn own_anchor(heading: &Heading) -> (String, String) {
    (anchor_of(&heading.text), heading.anchor.clone())
}

/// The headings of a case of the site, as links name them, and their anchors.
pub fn anchors(text: &str, site: &Site) -> Vec<(String, String)> {
    let Parts::Whole(_, body) = find(text) else { return Vec::new() };
    let sections = &site.config.sections;
    let anchor = |heading: &str| {
        let index = sections.named(heading)?;
        Some((index, sections[index].id.clone()))
    };
    let anchors = Anchors::of_case(site.config.transliteration());
    let (facts, _) = parse(text, body, anchors, anchor);
    facts.headings.iter().map(own_anchor).chain(block_ids(&facts)).collect()
}

/// Block ids, which stay what they are.
fn block_ids(body: &Body) -> impl Iterator<Item = (String, String)> {
    body.block_ids.iter().map(|named| (format!("^{}", named.id), format!("^{}", named.id)))
}

/// Turn citations of what neither the case nor the site lists into text, for they would be errors, and note what the
/// whole import is to resolve. `told` gets a message for each.
pub fn tame(body: &str, map: &Map, site: &Site, draft: &mut Draft, told: &mut Vec<Told>) -> String {
    let (facts, _) = parse(body, 0..body.len(), Anchors::default(), |_| None);
    let mut edits: Vec<(usize, &str)> = Vec::new();
    for group in &facts.groups {
        for item in &group.items {
            let id = item.id.as_str();
            if draft.sources.iter().any(|source| source.id == id) {
                continue;
            }
            if site.shared_sources.contains(id) {
                draft.cites_shared = true;
            } else if group.kind == CitationKind::Bracketed
                && let Some(at) = body[item.span.clone()].find('@')
            {
                edits.push((item.span.start + at, "\\"));
                let message = format!("`@{id}` cites nothing that the case or the site lists; it is kept as text");
                told.push((format!("@{id}"), message));
            }
        }
    }
    let mut inline: Vec<(Span, String)> = Vec::new();
    for link in &facts.links {
        draft.has_links |= is_local(link) || map.base.is_some();
        // Sections are looked at one by one, and a definition may stand in another one.
        let is_markdown = matches!(link.syntax, LinkSyntax::Markdown | LinkSyntax::Image);
        let written = &body[link.span.clone()];
        if is_markdown && is_local(link) && written.ends_with(']') {
            let is_plain = !link.destination.contains(|c: char| c.is_whitespace() || "()<>".contains(c));
            let destination = if is_plain { link.destination.clone() } else { format!("<{}>", link.destination) };
            inline.extend(rewritten(body, link, &destination));
        }
    }
    inline.extend(edits.into_iter().map(|(at, mark)| (at..at, mark.to_owned())));
    inline.sort_by_key(|(span, _)| (span.start, span.end));
    let mut text = body.to_owned();
    for (span, new) in inline.into_iter().rev() {
        text.replace_range(span, &new);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_move_down() {
        assert_eq!(shift("# A #\n\ntext\n\nB\n---\n\n###### C\n", 1), "## A #\n\ntext\n\n### B\n\n###### C\n");
        assert_eq!(level("# The title\n\ntext\n\n## A\n", Some("The Title")), "text\n\n## A\n");
        assert_eq!(level("# A\n\n## B\n", Some("C")), "## A\n\n### B\n");
    }
}
