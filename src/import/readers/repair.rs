//! Repairs of YAML that people wrote by hand: quotes and tabs, kept only where the parser then gets further.

use crate::diagnostic::Edit;
use crate::files::Span;
use crate::yaml;

/// As many lines as one file may have mended.
const ROUNDS: usize = 40;

/// Mended YAML, and the edits that mend it: spans are bytes of the text as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The text, mended.
    pub text: String,
    /// What was changed, in order.
    pub edits: Vec<Edit>,
    /// The mended lines, without their indentation.
    pub lines: Vec<String>,
}

/// Mend a text, if trying does it.
pub fn repair(yaml_text: &str) -> Option<Repair> {
    // One line of the original each, so that edits of different lines never touch.
    let mut lines: Vec<(String, bool)> = yaml_text.split_inclusive('\n').map(|line| (line.to_owned(), false)).collect();
    for _ in 0..ROUNDS {
        let text: String = lines.iter().map(|(line, _)| line.as_str()).collect();
        let Err(error) = yaml::parse(&text, 0) else {
            let mended = lines.iter().filter(|(_, is_mended)| *is_mended);
            let mended = mended.map(|(line, _)| line.trim().to_owned()).collect();
            return Some(Repair { edits: edits(yaml_text, &lines), lines: mended, text });
        };
        let at = text[..error.span.start].matches('\n').count();
        let (index, line) = [at, at.wrapping_sub(1)].into_iter().find_map(|index| {
            let line = &lines.get(index)?.0;
            candidates(line)
                .into_iter()
                .find(|mended| gets_further(&lines, index, mended, error.span.start))
                .map(|m| (index, m))
        })?;
        lines[index] = (line, true);
    }
    None
}

/// Does the parser get beyond a place when one line is another?
fn gets_further(lines: &[(String, bool)], index: usize, mended: &str, stopped: usize) -> bool {
    let text: String =
        lines.iter().enumerate().map(|(at, (line, _))| if at == index { mended } else { line.as_str() }).collect();
    let end: usize =
        lines.iter().take(index + 1).map(|(line, _)| line.len()).sum::<usize>() - lines[index].0.len() + mended.len();
    match yaml::parse(&text, 0) {
        Ok(_) => true,
        Err(error) => error.span.start > stopped && error.span.start >= end,
    }
}

fn edits(original: &str, lines: &[(String, bool)]) -> Vec<Edit> {
    let mut start = 0;
    let mut edits = Vec::new();
    for (before, (after, is_mended)) in original.split_inclusive('\n').zip(lines) {
        if *is_mended {
            edits.push(edit(before, after, start));
        }
        start += before.len();
    }
    edits
}

/// The smallest edit that makes one line another.
fn edit(before: &str, after: &str, start: usize) -> Edit {
    let same = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at);
    let (old, new) = (before.trim_end(), after.trim_end());
    let span: Span = start + same..start + old.len();
    Edit { span, text: new[same..].to_owned() }
}

/// Ways to write a line, the least intrusive first.
fn candidates(line: &str) -> Vec<String> {
    let end = &line[line.trim_end().len()..];
    let content = line.trim_end();
    let indent = content.len() - content.trim_start().len();
    let mut found = Vec::new();
    if content[..indent].contains('\t') {
        found.push(format!("{}{}{end}", content[..indent].replace('\t', "  "), &content[indent..]));
    }
    let rest = &content[indent..];
    let dash = rest.len() - rest.trim_start_matches(['-', ' ']).len();
    let dash = if rest.starts_with("- ") { dash } else { 0 };
    let item = &rest[dash..];
    if let Some((key, value)) = item.split_once(':').filter(|(key, _)| !key.is_empty() && !key.contains(['"', '\''])) {
        let value = value.trim_start();
        if !value.is_empty() {
            found.push(format!("{}{key}: {}{end}", &content[..indent + dash], quoted(value)));
        }
    }
    if dash > 0 && !item.is_empty() {
        found.push(format!("{}{}{end}", &content[..indent + dash], quoted(item)));
    }
    found
}

/// A value between double quotes; quotes that were meant to be around it are not doubled.
fn quoted(value: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value);
    yaml::double_quoted(&inner.replace("\\\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> Option<String> {
        let repair = repair(text)?;
        let mut edited = text.to_owned();
        for edit in repair.edits.iter().rev() {
            edited.replace_range(edit.span.clone(), &edit.text);
        }
        assert_eq!(edited, repair.text, "the edits make the text");
        Some(repair.text)
    }

    #[test]
    fn common_slips_are_mended() {
        for (broken, expected) in [
            ("title: Example Ltd: a test\nyear: 2025\n", "title: \"Example Ltd: a test\"\nyear: 2025\n"),
            ("title: \"AI \"hype\" grows\"\nyear: 2025\n", "title: \"AI \\\"hype\\\" grows\"\nyear: 2025\n"),
            ("title: @example\n", "title: \"@example\"\n"),
            ("title: [draft] a test\nyear: 2025\n", "title: \"[draft] a test\"\nyear: 2025\n"),
            ("a: Example: one\nb: Example: two\n", "a: \"Example: one\"\nb: \"Example: two\"\n"),
            ("tags:\n  - a: b: c\n  - d\n", "tags:\n  - a: \"b: c\"\n  - d\n"),
            ("tags:\n\t- a\n", "tags:\n  - a\n"),
            ("title: 'It's here'\n", "title: \"It's here\"\n"),
        ] {
            assert_eq!(mended(broken).as_deref(), Some(expected), "{broken}");
        }
    }

    #[test]
    fn what_cannot_be_mended_stays() {
        assert_eq!(mended("a: [1, 2\nb:\n  c: d\n e: f\n"), None);
    }
}
