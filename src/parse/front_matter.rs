//! The YAML of a file: the whole file, or the front matter of a Markdown file.

use crate::diagnostic::Code;
use crate::files::{SourceFile, Span};
use crate::schema::fields::{Findings, is_forbidden};
use crate::yaml::{self, Node, Value};

/// A file cut in two.
#[derive(Debug)]
pub struct Split {
    /// The front matter; `None` where there is none, or it is not YAML.
    pub node: Option<Node>,
    /// The text after it.
    pub body: Span,
}

/// Cut a file, and report what is wrong with the cut and with the characters of its body. (Those of the front
/// matter are seen when its fields are read, escapes included.)
pub fn split(text: &str, findings: &mut Findings<'_>) -> Split {
    let split = cut(text, findings);
    let body = &text[split.body.clone()];
    if body.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r')) {
        return split;
    }
    let body = body.char_indices();
    for (at, c) in body.filter(|(_, c)| is_forbidden(*c)).map(|(at, c)| (split.body.start + at, c)) {
        let message = format!("control character U+{:04X}", u32::from(c));
        let span = at..at + c.len_utf8();
        let found = findings.at(Code::ControlCharacter, &span, message).help("remove it").fix("remove it", span, "");
        findings.push(found);
    }
    split
}

fn cut(text: &str, findings: &mut Findings<'_>) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(opening) = line_of(&text[start..]).filter(|line| line.trim_end() == "---") else {
        let found = findings
            .at(Code::MissingFrontMatter, &(start..start), "this file does not start with front matter")
            .help("start the file with a line `---`, then `key: value` lines, then another line `---`");
        findings.push(found);
        return Split { node: None, body: start..text.len() };
    };
    let yaml_start = start + opening.len();
    let mut at = yaml_start;
    while let Some(line) = line_of(&text[at..]) {
        if matches!(line.trim_end(), "---" | "...") {
            let node = match yaml::parse(&text[yaml_start..at], yaml_start) {
                Ok(node) => Some(node),
                Err(error) => {
                    report_syntax(text, &error, findings);
                    None
                }
            };
            return Split { node, body: at + line.len()..text.len() };
        }
        at += line.len();
    }
    let found = findings
        .at(Code::MissingFrontMatter, &(start..start + 3), "the front matter that starts here does not end")
        .help("end it with a line `---`");
    findings.push(found);
    Split { node: None, body: text.len()..text.len() }
}

/// The document of a YAML file; `None` where it is empty or was reported.
pub fn read_yaml(source: &SourceFile, findings: &mut Findings<'_>) -> Option<Node> {
    if !source.readable {
        return None;
    }
    let text = source.text.get();
    match yaml::parse(&text, 0) {
        Ok(Node { value: Value::Null, .. }) => None,
        Ok(node) => Some(node),
        Err(error) => {
            report_syntax(&text, &error, findings);
            None
        }
    }
}

/// The first line of a text with its line break; `None` at the end.
fn line_of(text: &str) -> Option<&str> {
    if text.is_empty() {
        return None;
    }
    Some(text.find('\n').map_or(text, |newline| &text[..=newline]))
}

/// A syntax error, with the cure where it is an unquoted colon: `title: Klarna: a case`.
pub fn report_syntax(text: &str, error: &yaml::SyntaxError, findings: &mut Findings<'_>) {
    let found = findings.at(Code::YamlSyntax, &error.span, format!("this is not YAML: {}", error.message));
    let line_start = text[..error.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[error.span.start..].find('\n').map_or(text.len(), |newline| error.span.start + newline);
    let line = text[line_start..line_end].trim_end();
    let value = line.split_once(": ").filter(|(key, value)| {
        let bare_key = key.trim_start().trim_start_matches("- ");
        let in_flow = bare_key.starts_with(['{', '[']);
        let plain = !value.trim_start().starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
        !in_flow && !bare_key.contains([' ', ':']) && plain && (value.contains(": ") || value.ends_with(':'))
    });
    let Some((_, value)) = value else {
        let message = error.message.as_str();
        findings.push(found.help(if message.starts_with("lists and mappings") {
            "write it with fewer levels"
        } else if message.starts_with("tabs") {
            "indent with spaces"
        } else if message.starts_with("unclosed quote") {
            "end the text with the quotation mark that it starts with"
        } else if message.starts_with("unclosed bracket") || message.contains("':' indicator") {
            "close the bracket that is open here"
        } else {
            "quote the value, or mend the indentation of the line"
        }));
        return;
    };
    let start = line_start + line.len() - value.len();
    let quoted = yaml::double_quoted(value);
    let found = found.help(format!("quote the value, for it holds a colon: {quoted}")).fix(
        "quote the value",
        start..line_start + line.len(),
        quoted,
    );
    findings.push(found);
}
