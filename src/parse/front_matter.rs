//! The YAML of a file: the whole file, or the front matter of a Markdown file.

use crate::diagnostic::{Code, Diagnostic};
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
        "+++" => return Parts::Toml(start..start + 3),
        _ if is_fence(line) => {}
        _ => return Parts::NoFront(start),
    }
    let front = start + line.len();
    let mut at = front;
    while let Some(line) = line_of(&text[at..]) {
        if is_fence(line) || line.trim_end() == "..." {
            return Parts::Whole(front..at, at + line.len()..text.len());
        }
        at += line.len();
    }
    Parts::Open(start..start + text[start..front].trim_end().len())
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
            return if is_fence(line) || line.trim_end() == "+++" { at } else { start };
        }
    }
    start
}

fn cut(text: &str, findings: &mut Findings<'_>) -> Split {
    match find(text) {
        Parts::Whole(front, body) => {
            let opening = text[..front.start].trim_end().rfind('\n').map_or(0, |newline| newline + 1);
            let opening = if opening == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { opening };
            check_fence(opening, &text[opening..front.start], findings);
            check_fence(front.end, &text[front.end..body.start], findings);
            let node = read_part(text, front, findings);
            Split { node, body }
        }
        Parts::NoFront(start) | Parts::Toml(Span { start, .. }) => {
            let found = findings
                .at(Code::MissingFrontMatter, &(start..start), "this file does not start with front matter")
                .help("start the file with a line `---`, then `key: value` lines, then another line `---`");
            findings.push(found);
            Split { node: None, body: start..text.len() }
        }
        Parts::Open(opening) => unended(text, opening, findings),
    }
}

/// Front matter whose end was forgotten: it ends before the first heading, where there is one.
fn unended(text: &str, opening: Span, findings: &mut Findings<'_>) -> Split {
    let yaml_start = text[opening.end..].find('\n').map_or(text.len(), |newline| opening.end + newline + 1);
    let found = findings.at(Code::MissingFrontMatter, &opening, "the front matter that starts here does not end");
    let mut at = yaml_start;
    let mut end = None;
    for line in text[yaml_start..].split_inclusive('\n') {
        if line.starts_with("## ") {
            end = Some(at);
            break;
        }
        at += line.len();
    }
    let Some(body) = end else {
        findings.push(found.help("end it with a line `---`"));
        return Split { node: None, body: text.len()..text.len() };
    };
    let end = yaml_start + text[yaml_start..body].trim_end().len();
    let line_end = if text[..body].contains("\r\n") { "\r\n" } else { "\n" };
    findings.push(found.help("end it with a line `---`, before the first heading").fix(
        "end the front matter",
        body..body,
        format!("---{line_end}{line_end}"),
    ));
    Split { node: read_part(text, yaml_start..end, findings), body: body..text.len() }
}

/// Does a line open or close front matter, or was it meant to? Word processors make one dash of two or three.
fn is_fence(line: &str) -> bool {
    let line = line.trim_end();
    line.chars().all(|c| matches!(c, '-' | '–' | '—')) && line.len() > 1 && line.chars().count() <= 6
}

/// Report a line that was meant to be `---`.
fn check_fence(at: usize, line: &str, findings: &mut Findings<'_>) {
    let written = line.trim_end();
    if written != "---" && written != "..." {
        let span = at..at + written.len();
        let message = format!("`{}` neither opens nor closes front matter", written.trim());
        let found = findings.at(Code::MissingFrontMatter, &span, message).help("write `---`");
        findings.push(found.fix("write `---`", span, "---"));
    }
}

/// The document of a YAML file; `None` where it is empty or was reported.
pub fn read_yaml(source: &SourceFile, findings: &mut Findings<'_>) -> Option<Node> {
    if !source.readable {
        return None;
    }
    let text = source.settled();
    let reading = yaml::read(&text, 0);
    report_slips(reading.slips, findings);
    reading.node.filter(|node| node.value != Value::Null)
}

/// The YAML that lies in a span.
pub fn read_part(text: &str, span: Span, findings: &mut Findings<'_>) -> Option<Node> {
    let reading = yaml::read(&text[span.clone()], span.start);
    report_slips(reading.slips, findings);
    reading.node
}

/// The first line of a text with its line break; `None` at the end.
fn line_of(text: &str) -> Option<&str> {
    if text.is_empty() {
        return None;
    }
    Some(text.find('\n').map_or(text, |newline| &text[..=newline]))
}

/// Report why the YAML in a span is none.
pub fn report_syntax(text: &str, span: Span, findings: &mut Findings<'_>) {
    let slips = yaml::read(&text[span.clone()], span.start).slips;
    report_slips(slips.into_iter().filter(|slip| !slip.is_silent).collect(), findings);
}

fn report_slips(slips: Vec<yaml::Slip>, findings: &mut Findings<'_>) {
    for yaml::Slip { span, message, help, fix, is_silent } in slips {
        let code = if is_silent { Code::MistypedYaml } else { Code::YamlSyntax };
        let found = findings.at(code, &span, message).help(help);
        findings.push(Diagnostic { fix, ..found });
    }
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
