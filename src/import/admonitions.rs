//! Notes that are set apart by indentation, as `MkDocs` and Python-Markdown have them, written as quotations.

use super::tags::{Tag, note};
use crate::write::markdown::inline;

/// How far the text of a note is indented.
const INDENT: &str = "    ";

/// A text in which `!!! note "Title"` and the indented lines below it are a quotation; where it has none, nothing.
pub fn quoted(text: &str) -> Option<String> {
    if !["!!! ", "??? ", "???+ "].iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut written = String::with_capacity(text.len() + 64);
    let mut fence: Option<&str> = None;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let Some(title) = title_of(line).filter(|_| fence.is_none()) else {
            written.push_str(line);
            continue;
        };
        let mut body = String::new();
        while let Some(next) = lines.next_if(|next| next.starts_with(INDENT) || next.trim().is_empty()) {
            body.push_str(next.strip_prefix(INDENT).unwrap_or("\n"));
        }
        written.push_str(&format!("> **{}**\n", inline(&title)));
        for line in body.trim_end().lines() {
            written.push_str(format!(">{}{line}", if line.is_empty() { "" } else { " " }).trim_end());
            written.push('\n');
        }
        if lines.peek().is_some() {
            written.push('\n');
        }
    }
    Some(written)
}

/// `!!! note "Title"`, `??? tip`, `???+ warning`: the title, which is else the kind. An empty one hides the kind.
fn title_of(line: &str) -> Option<String> {
    let rest = ["!!! ", "???+ ", "??? "].iter().find_map(|mark| line.strip_prefix(mark))?.trim();
    let (kind, title) = rest.split_once('"').unwrap_or((rest, ""));
    let kind = kind.split_whitespace().next().filter(|kind| kind.chars().all(|c| c.is_alphanumeric() || c == '-'))?;
    match note(kind, title.trim_end().trim_end_matches('"')) {
        Tag::Note(title) => Some(title),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_become_quotations() {
        for (text, expected) in [
            ("a\n\n!!! note\n    One.\n\n    Two.\nb\n", "a\n\n> **Note**\n> One.\n>\n> Two.\n\nb\n"),
            ("??? warning \"Take *care*\"\n    - a\n    - b\n", "> **Take \\*care\\***\n> - a\n> - b\n"),
            ("???+ tip inline \"\"\n    x", "> **Tip**\n> x\n"),
        ] {
            assert_eq!(quoted(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["Stop!!! Now", "```\n!!! note\n    x\n```\n", "!!! \n"] {
            assert!(quoted(text).is_none_or(|same| same == text), "{text}");
        }
    }
}
