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

/// Where the parts of a file lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// Its front matter and its body.
    Whole(Span, Span),
    /// It does not start with front matter; where its text starts.
    NoFront(usize),
    /// Its front matter is TOML: where `+++` stands.
    Toml(Span),
    /// Its front matter does not end: where it opens.
    Open(Span),
}

/// Find the parts of a file. Before its front matter may stand a byte order mark, blank lines and comments of HTML:
/// Hugo and Pandoc allow blank lines there, and linters have their settings written there.
pub fn find(text: &str) -> Parts {
    let start = opening(text);
    let Some(line) = line_of(&text[start..]) else { return Parts::NoFront(start) };
    match line.trim_end() {
        "---" => {}
        "+++" => return Parts::Toml(start..start + 3),
        _ => return Parts::NoFront(start),
    }
    let front = start + line.len();
    let mut at = front;
    while let Some(line) = line_of(&text[at..]) {
        if matches!(line.trim_end(), "---" | "...") {
            return Parts::Whole(front..at, at + line.len()..text.len());
        }
        at += line.len();
    }
    Parts::Open(start..start + 3)
}

/// The byte at which front matter may open; where something else stands, the byte behind the byte order mark.
fn opening(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    while let Some(line) = line_of(&text[at..]) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            at += line.len();
        } else if trimmed.starts_with("<!--") {
            let Some(close) = text[at..].find("-->").map(|close| at + close + 3) else { return start };
            let rest = line_of(&text[close..]).unwrap_or_default();
            if !rest.trim().is_empty() {
                return start;
            }
            at = close + rest.len();
        } else {
            return if matches!(line.trim_end(), "---" | "+++") { at } else { start };
        }
    }
    start
}

fn cut(text: &str, findings: &mut Findings<'_>) -> Split {
    match find(text) {
        Parts::Whole(front, body) => {
            let node = match yaml::parse(&text[front.clone()], front.start) {
                Ok(node) => Some(node),
                Err(error) => {
                    report_syntax(text, &error, findings);
                    None
                }
            };
            Split { node, body }
        }
        Parts::NoFront(start) | Parts::Toml(Span { start, .. }) => {
            let found = findings
                .at(Code::MissingFrontMatter, &(start..start), "this file does not start with front matter")
                .help("start the file with a line `---`, then `key: value` lines, then another line `---`");
            findings.push(found);
            Split { node: None, body: start..text.len() }
        }
        Parts::Open(opening) => {
            let found = findings
                .at(Code::MissingFrontMatter, &opening, "the front matter that starts here does not end")
                .help("end it with a line `---`");
            findings.push(found);
            Split { node: None, body: text.len()..text.len() }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> Option<&str> {
        match find(text) {
            Parts::Whole(front, _) => Some(&text[front]),
            _ => None,
        }
    }

    #[test]
    fn front_matter_may_stand_behind_blank_lines_and_comments() {
        for before in
            ["", "\u{feff}", "\n", "\u{feff}\r\n \t\n", "<!-- x -->\n", "\n<!--\na: b\n---\n-->  \n\n<!--y-->\n"]
        {
            assert_eq!(front(&format!("{before}---\na: b\n---\nText.\n")), Some("a: b\n"), "{before:?}");
        }
    }

    #[test]
    fn text_before_it_makes_it_text() {
        for text in [
            "x\n---\na: b\n---\n",
            "<!-- x --> y\n---\na: b\n---\n",
            "<!-- x\n---\na: b\n---\n",
            "",
            "\n\n",
            " ---\n---\n",
        ] {
            assert_eq!(front(text), None, "{text:?}");
        }
        assert_eq!(find("\u{feff}\nx"), Parts::NoFront(3));
        assert_eq!(find("\n+++\n"), Parts::Toml(1..4));
        assert_eq!(find("\n---\na: b\n"), Parts::Open(1..4));
    }
}
