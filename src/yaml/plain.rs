//! Plain YAML, read line by line: what front matter nearly always is.
//!
//! Comes in: YAML text and the byte offset at which it stands in its file. Goes out: the [`Node`] that the parser of
//! all YAML would give, or `None` where the text holds anything but block mappings and block sequences of scalars
//! on one line and, on one line, of `[flow, sequences]` and `{flow: mappings}` of such: quotes with escapes, block scalars, anchors, tags, comments behind
//! values, odd indentation, mistakes. Whatever is unusual is left to that parser, so that nothing is decided here;
//! a test holds the two together.

use super::{DEPTH, Node, Scalar, Value};

/// Read a document.
pub fn parse(text: &str, offset: usize) -> Option<Node> {
    if !text.is_ascii() && text.chars().any(is_unusual) {
        return None;
    }
    // Counted, for without a way out of the loop sixteen bytes are looked at at once.
    if text.bytes().filter(|byte| (*byte < b' ' && *byte != b'\n') || *byte == 0x7f).count() > 0 {
        return None;
    }
    let mut reader = Reader { lines: lines(text)?, at: 0, offset };
    let first = *reader.lines.first()?;
    let node = reader.block(first.indent, 0)?;
    (reader.at == reader.lines.len()).then_some(node)
}

/// White space, an invisible mark or a control to some readers.
fn is_unusual(c: char) -> bool {
    !matches!(c, ' ' | '\n')
        && (c.is_control() || c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

/// A line that holds something.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Byte of the text at which its content starts.
    start: usize,
    /// How many spaces stand before that.
    indent: usize,
    /// Without the spaces around it.
    content: &'t str,
}

/// The lines that hold more than a comment; `None` where one holds what is not read here.
fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut lines = Vec::with_capacity(64);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = &line[..line.len() - usize::from(line.as_bytes().last() == Some(&b'\n'))];
        let content = bare.trim_start_matches(' ');
        let indent = bare.len() - content.len();
        let content = content.trim_end_matches(' ');
        let is_marker =
            indent == 0 && matches!(content.as_bytes(), [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] | [b'%', ..]);
        if is_marker {
            return None;
        }
        if content.as_bytes().first().is_some_and(|first| *first != b'#') {
            lines.push(Line { start: at + indent, indent, content });
        }
        at += line.len();
    }
    Some(lines)
}

struct Reader<'t> {
    lines: Vec<Line<'t>>,
    /// The line that is read next.
    at: usize,
    offset: usize,
}

impl<'t> Reader<'t> {
    fn next(&self) -> Option<Line<'t>> {
        self.lines.get(self.at).copied()
    }

    /// The block whose lines start at an indentation.
    fn block(&mut self, indent: usize, depth: usize) -> Option<Node> {
        if depth == DEPTH {
            return None;
        }
        if self.next()?.content.starts_with("- ") { self.sequence(indent, depth) } else { self.mapping(indent, depth) }
    }

    fn sequence(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let start = self.offset + self.next()?.start;
        let mut items = Vec::new();
        while let Some(line) = self.next().filter(|line| line.indent == indent && line.content.starts_with("- ")) {
            let content = line.content[2..].trim_start_matches(' ');
            let gap = line.content.len() - content.len();
            if content.starts_with('-') {
                return None;
            }
            if key_of(content).is_some() {
                // `- id: x` opens a mapping whose keys stand below `id`.
                let inner = Line { start: line.start + gap, indent: indent + gap, content };
                self.lines[self.at] = inner;
                items.push(self.mapping(inner.indent, depth + 1)?);
            } else {
                self.at += 1;
                items.push(self.inline(line.start + gap, content, indent, depth + 1)?);
            }
        }
        if self.next().is_some_and(|line| line.indent > indent) {
            return None;
        }
        let end = items.last()?.span.end;
        Some(Node { span: start..end, value: Value::Sequence(items) })
    }

    fn mapping(&mut self, indent: usize, depth: usize) -> Option<Node> {
        if depth == DEPTH {
            return None;
        }
        let start = self.offset + self.next()?.start;
        let mut entries = Vec::new();
        while let Some(line) = self.next().filter(|line| line.indent == indent) {
            // A sequence at the indentation of its key belongs to that key, and was read with it.
            let (key, rest) = key_of(line.content)?;
            let key_start = self.offset + line.start;
            let name = scalar(key_start, key, is_plain)?;
            self.at += 1;
            let value = if rest.is_empty() {
                let below = self.next()?;
                let is_list = below.indent == indent && below.content.starts_with("- ");
                if below.indent <= indent && !is_list {
                    return None;
                }
                let mut block = self.block(below.indent, depth + 1)?;
                if is_list {
                    // The parser sees such a list begin behind its first dash.
                    block.span.start = match &block.value {
                        Value::Sequence(items) => items.first()?.span.start,
                        _ => return None,
                    };
                }
                block
            } else {
                self.inline(line.start + line.content.len() - rest.len(), rest, indent, depth + 1)?
            };
            entries.push((name, value));
        }
        if self.next().is_some_and(|line| line.indent > indent) {
            return None;
        }
        let end = entries.last()?.1.span.end;
        Some(Node { span: start..end, value: Value::Mapping(entries) })
    }

    /// A value that stands on one line, at a byte of the text; `indent` is that of the collection it stands in.
    fn inline(&self, start: usize, content: &str, indent: usize, depth: usize) -> Option<Node> {
        // A deeper line would go on with it.
        if self.next().is_some_and(|line| line.indent > indent) {
            return None;
        }
        let start = self.offset + start;
        match content.as_bytes().first()? {
            b'[' | b'{' => Flow::read(start, content, depth),
            _ => scalar(start, content, is_plain),
        }
    }
}

/// The key of a line, and what stands behind it.
fn key_of(content: &str) -> Option<(&str, &str)> {
    let length = content.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let (key, rest) = content.split_at(length);
    let is_key = matches!(rest.as_bytes(), [b':'] | [b':', b' ', ..]) && key.as_bytes().first()?.is_ascii_alphabetic();
    is_key.then(|| (key, rest[1..].trim_start_matches(' ')))
}

/// What stands between brackets or braces, read from its opening one on.
struct Flow<'t> {
    /// What is not read yet.
    rest: &'t str,
    /// Byte of the file at which that begins.
    at: usize,
}

impl<'t> Flow<'t> {
    /// A whole value, `start` bytes into the file.
    fn read(start: usize, content: &'t str, depth: usize) -> Option<Node> {
        let mut flow = Flow { rest: content, at: start };
        let node = flow.node(depth)?;
        flow.rest.is_empty().then_some(node)
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        if depth == DEPTH {
            return None;
        }
        match self.rest.as_bytes().first()? {
            b'[' => self.sequence(depth),
            b'{' => self.mapping(depth),
            _ => {
                let length = self.rest.find([',', ']', '}'])?;
                let content = self.rest[..length].trim_end_matches(' ');
                let start = self.at;
                self.skip(length);
                scalar(start, content, is_plain_in_flow)
            }
        }
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut items = Vec::new();
        self.skip(1);
        if !self.closes(b']') {
            items.push(self.node(depth + 1)?);
            while !self.closes(b']') {
                self.next_of_collection()?;
                items.push(self.node(depth + 1)?);
            }
        }
        self.skip(1);
        Some(Node { span: start..self.at, value: Value::Sequence(items) })
    }

    fn mapping(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut entries = Vec::new();
        self.skip(1);
        if !self.closes(b'}') {
            entries.push(self.entry(depth)?);
            while !self.closes(b'}') {
                self.next_of_collection()?;
                entries.push(self.entry(depth)?);
            }
        }
        self.skip(1);
        Some(Node { span: start..self.at, value: Value::Mapping(entries) })
    }

    fn entry(&mut self, depth: usize) -> Option<(Node, Node)> {
        let (key, behind) = key_of(self.rest)?;
        let name = scalar(self.at, key, is_plain_in_flow)?;
        self.skip(self.rest.len() - behind.len());
        Some((name, self.node(depth + 1)?))
    }

    /// Behind spaces, does the collection end here?
    fn closes(&mut self, bracket: u8) -> bool {
        self.skip(self.rest.len() - self.rest.trim_start_matches(' ').len());
        self.rest.as_bytes().first() == Some(&bracket)
    }

    /// Over the comma, and the spaces behind it.
    fn next_of_collection(&mut self) -> Option<()> {
        let behind = self.rest.strip_prefix(',')?.trim_start_matches(' ');
        self.skip(self.rest.len() - behind.len());
        Some(())
    }

    fn skip(&mut self, length: usize) {
        self.rest = &self.rest[length..];
        self.at += length;
    }
}

fn scalar(start: usize, content: &str, is_plain: impl Fn(&str) -> bool) -> Option<Node> {
    let span = start..start + content.len();
    let quote = content.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let inner = content[1..].strip_suffix(quote)?;
        if inner.contains([quote, '\\', ',']) {
            return None;
        }
        return Some(Node { span, value: Value::Scalar(Scalar { text: inner.to_owned(), plain: false }) });
    }
    if !is_plain(content) {
        return None;
    }
    let value = match content {
        "~" | "null" | "Null" | "NULL" => Value::Null,
        text => Value::Scalar(Scalar { text: text.to_owned(), plain: true }),
    };
    Some(Node { span, value })
}

/// Is this a plain scalar behind a key or a dash (YAML 1.2.2, section 7.3.3), without a doubt?
fn is_plain(content: &str) -> bool {
    content
        .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '/' | '“' | '‘' | '_' | '$' | '£' | '€' | '~'))
        && content.as_bytes().last() != Some(&b':')
        && !content.as_bytes().windows(2).any(|pair| matches!(pair, b": " | b" #"))
}

/// The same between brackets, where more characters mean something.
fn is_plain_in_flow(content: &str) -> bool {
    let is_marked = |byte| matches!(byte, b'[' | b']' | b'{' | b'}' | b':' | b'#' | b'"' | b'\'');
    is_plain(content) && !content.bytes().any(is_marked)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse_all;
    use super::parse;

    #[test]
    fn front_matter_is_plain() {
        let text = "title: Example Ltd: a test\n";
        assert!(parse(text, 4).is_none());
        let text = "title: A test, and \"more\"\ndate: 2025-05~\n# a comment\ntag: [one, 'two', \"three\"]\nempty: []\n\
                    sources:\n  - id: a\n    url: https://example.org/a?b=c#d\n\n  - id: b\n    note: no\n\
                    list:\n- one\n- [a, b]\nnone: ~\n\
                    events:\n  - {date: 2019-06-11, text: 'It begins', sources: [a, b ]}\n  - { of: {}, in: [{a: b}] }\n";
        assert_eq!(parse(text, 4), parse_all(text, 4).ok());
        assert!(parse(text, 4).is_some());
    }

    /// Pieces of YAML, the unusual among them.
    fn piece() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "b c",
            "key",
            "key: ",
            "key:",
            "- ",
            "-",
            "  ",
            "    ",
            " ",
            "\n",
            "\n",
            "\n",
            "\n  ",
            "\n- ",
            "\n  - ",
            "x: ",
            "y: z\n",
            "[",
            "]",
            ", ",
            ",",
            "\"",
            "'",
            "''",
            "\\",
            "# c",
            " # c",
            ":",
            ": ",
            "{",
            "}",
            "&a ",
            "*a",
            "!t ",
            "|",
            ">",
            "?",
            "%",
            "~",
            "null",
            "true",
            "1e3",
            "\t",
            "é",
            "“q”",
            "---",
            "...",
            "<<",
            "@",
            "`",
            "\r\n",
            "\u{85}",
            "\u{2028}",
            "\u{a0}",
            "\u{feff}",
            "https://example.org/a:b",
            "12:30",
            "sources:\n  - id: a\n    t: b\n",
            "{a: b, c: [d]}",
            "{a: ",
            ", b: ",
        ];
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 8192, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_read_is_what_the_parser_reads(pieces in proptest::collection::vec(piece(), 0..24)) {
            let text = pieces.concat();
            if let Some(node) = parse(&text, 7) {
                prop_assert_eq!(Ok(node), parse_all(&text, 7), "{:?}", text);
            }
        }
    }
}
