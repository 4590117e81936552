//! The sections of a draft, made of what a map says of them.

use super::{Making, Placer};
use crate::diagnostic::Code;
use crate::import::body;
use crate::import::map::Spec;
use crate::import::values::whole_lines;
use crate::markdown::decode_references;
use crate::write::markdown::{Block, blocks, inline, read_blocks, write_block};

impl Placer<'_> {
    pub(super) fn section(&mut self, name: &str, spec: &Spec, making: &mut Making<'_>) {
        let values = self.values(spec, making, &|_| false);
        if values.is_empty() {
            return;
        }
        let text = whole_lines(&values.join(spec.join.as_deref().unwrap_or("\n\n")));
        let citation =
            making.draft.sources.iter().map(|source| format!("@{}", source.id)).collect::<Vec<_>>().join("; ");
        let citation = if spec.cite && !citation.is_empty() { format!(" [{citation}]") } else { String::new() };
        let text = if spec.markdown {
            let ids: Vec<&str> = making.draft.sources.iter().map(|source| source.id.as_str()).collect();
            let mut told = Vec::new();
            let tamed = body::tame(&text, &ids, &mut told);
            for (words, message) in told {
                self.tell(making, Code::UnplacedValue, &words, message, "mend it in the case, if it matters");
            }
            cite_markdown(&body::shift(&tamed, if has_heading(&tamed) { 2 } else { 0 }), &citation)
        } else if citation.is_empty() {
            blocks(&decode_references(&text))
        } else {
            let written: Vec<String> =
                read_blocks(&decode_references(&text)).iter().map(|block| cite_block(block, &citation)).collect();
            written.join("\n\n")
        };
        let (id, title) = body::section_of(name, self.site);
        making.draft.add_section(id.as_deref(), &title, &text);
    }
}

fn has_heading(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('#') || line.starts_with("==") || line.starts_with("--"))
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
fn cite_markdown(text: &str, citation: &str) -> String {
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
