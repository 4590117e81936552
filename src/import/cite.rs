//! Citations put behind the statements of a text, and renamed in it.

use crate::model::{CitationKind, passage_of};
use crate::parse::markdown::{Anchors, parse};
use crate::write::markdown::{Block, blocks, inline, read_blocks, write_block};

/// Plain text as Markdown; its paragraphs and items get the citation, such as ` [@a; @b]`.
pub fn cite_text(text: &str, citation: &str) -> String {
    if citation.is_empty() {
        return blocks(text);
    }
    let written: Vec<String> = read_blocks(text).iter().map(|block| cite_block(block, citation)).collect();
    written.join("\n\n")
}

fn cite_block(block: &Block, citation: &str) -> String {
    match block {
        Block::Paragraph(_) => cited(&write_block(block, inline), citation),
        Block::List(_) => {
            let written = write_block(block, inline);
            written.lines().map(|line| cited(line, citation)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Put a citation before the full stop of its sentence.
fn cited(text: &str, citation: &str) -> String {
    match text.strip_suffix('.') {
        Some(sentence) if !sentence.ends_with('.') => format!("{sentence}{citation}."),
        _ => format!("{text}{citation}"),
    }
}

/// Paragraphs of Markdown get the citation; headings, tables and code do not.
pub fn cite_markdown(text: &str, citation: &str) -> String {
    if citation.is_empty() {
        return text.to_owned();
    }
    let mut in_code = false;
    let mut written = Vec::new();
    for block in text.split("\n\n") {
        let is_text = block.starts_with(|c: char| c.is_alphanumeric() || "*_\"'“‘(\\[".contains(c));
        let fences = block.lines().filter(|line| line.trim_start().starts_with("```")).count();
        written.push(if is_text && !in_code && fences == 0 {
            cited(block.trim_end(), citation)
        } else {
            block.to_owned()
        });
        in_code ^= fences % 2 == 1;
    }
    written.join("\n\n")
}

/// The ids that a text cites in brackets, in their order.
pub fn cited_ids(text: &str) -> Vec<String> {
    let (facts, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
    let groups = facts.groups.iter().filter(|group| group.kind == CitationKind::Bracketed);
    groups.flat_map(|group| &group.items).map(|item| item.id.as_str().to_owned()).collect()
}

/// A text that cites sources by other ids: pairs of the old id and the new one.
pub fn rename(text: &str, ids: &[(String, String)]) -> String {
    if ids.is_empty() || !text.contains('@') {
        return text.to_owned();
    }
    let (facts, _) = parse(text, 0..text.len(), Anchors::default(), |_| None);
    let mut renamed = text.to_owned();
    let groups = facts.groups.iter().rev().filter(|group| group.kind == CitationKind::Bracketed);
    for item in groups.flat_map(|group| group.items.iter().rev()) {
        let id = item.id.as_str();
        let renamed_as = |id: &str| ids.iter().find(|(old, _)| old == id);
        let of_passage = || renamed_as(passage_of(id)?.0);
        let Some((old, new)) = renamed_as(id).or_else(of_passage) else { continue };
        if let Some(at) = text[item.span.clone()].find(&format!("@{old}")) {
            let start = item.span.start + at + 1;
            renamed.replace_range(start..start + old.len(), new);
        }
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_get_the_citation() {
        assert_eq!(cite_text("One.\n\n- two\n- three.", " [@a]"), "One [@a].\n\n- two [@a]\n- three [@a].");
        assert_eq!(cite_text("a *b*", ""), "a \\*b\\*");
        assert_eq!(cite_markdown("*One*.\n\n## Two\n\n```\nx\n```", " [@a]"), "*One* [@a].\n\n## Two\n\n```\nx\n```");
    }

    #[test]
    fn citations_are_renamed_where_they_are_citations() {
        let ids = [("a".to_owned(), "b".to_owned()), ("b".to_owned(), "a-2".to_owned())];
        let text = "One [@a; see @b#q1, p. 3]. `[@a]` [@aa] @a.";
        assert_eq!(rename(text, &ids), "One [@b; see @a-2#q1, p. 3]. `[@a]` [@aa] @a.");
        assert_eq!(cited_ids(text), ["a", "b#q1", "aa"]);
    }
}
