//! YAML read into a tree of nodes with byte spans, by the only file that knows the YAML crate.

mod lookalikes;
mod mend;
mod places;
mod scalar;
mod slip;
mod slips;

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Tag};

use crate::files::Span;

pub use mend::{Mended, Reading, read};
pub use places::places;
pub use scalar::{Place, double_quoted, needs_escape, scalar, scalar_like};
pub use slip::Slip;
pub use slips::{is_odd_space, joined_key};

/// How deep collections may lie in each other: the deepest that is written here by hand is four.
const DEPTH: usize = 16;

/// How many nodes a document may come to when its aliases are expanded.
const NODES: usize = 250_000;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where: byte offsets into the file. A collection spans its children.
    pub span: Span,
    /// What.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`, written without quotes.
    Null,
    /// A value that was reported and could not be read.
    Unread,
    /// A scalar.
    Scalar(Scalar),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping: every entry in the order of the text, duplicates included.
    Mapping(Vec<(Node, Node)>),
}

/// A scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Its text: what stood between quotes, or a plain scalar as it was written.
    pub text: String,
    /// Written without quotes, so that `true` and `3` may be read as a boolean and a number.
    pub plain: bool,
}

/// Where and why the parser stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where: byte offsets into the file.
    pub span: Span,
    /// Why.
    pub message: String,
    /// No line is to blame: the whole asks for too much.
    pub is_limit: bool,
}

impl Node {
    /// The word for what this is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Unread => "something that cannot be read",
            Value::Scalar(_) => "a text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }
}

/// Parse a YAML document that stands at `offset` bytes in its file.
///
/// Scalars keep their text as written beside the value, so that `no`, `1e3` and `2025` survive until a field asks for a
/// type. Duplicate entries of a mapping are kept, for the reader of fields to report. The tree is made from the
/// parser's events, which is about three times as fast as going through serde.
///
/// # Errors
/// Where the text is not YAML, or holds more than one document, or expands aliases without bound.
pub fn parse(text: &str, offset: usize) -> Result<Node, SyntaxError> {
    let options = granit_parser::options! { emit_comments: false };
    let mut reader = Reader { text, offset, open: Vec::new(), root: None, anchors: HashMap::new(), nodes: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| reader.syntax_error(&error))?;
        reader.event(event, &span)?;
    }
    Ok(reader.root.unwrap_or(Node { span: offset..offset, value: Value::Null }))
}

/// Builds the tree from the parser's events.
struct Reader<'t> {
    text: &'t str,
    offset: usize,
    /// The collections that are open, the innermost last.
    open: Vec<Open>,
    root: Option<Node>,
    /// What aliases stand for.
    anchors: HashMap<usize, Node>,
    nodes: usize,
}

/// A collection that is being read.
struct Open {
    /// Where it opens; its own event covers at most its bracket.
    span: Span,
    /// Its anchor, 0 where it has none.
    anchor: usize,
    value: OpenValue,
}

enum OpenValue {
    Sequence(Vec<Node>),
    /// The entries, and the key whose value comes next.
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) -> Result<(), SyntaxError> {
        let span = self.local(at);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(self.limit(span, "there is a second document, and only one is read"))
            }
            Event::Scalar(value, style, anchor, tag) => {
                let is_text = self.check_tag(tag.as_deref(), at)?.is_some();
                let plain = style == ScalarStyle::Plain && !is_text;
                let is_null = plain && matches!(&*value, "" | "~" | "null" | "Null" | "NULL");
                let written = self.text[span.clone()].trim_end();
                let own = self.offset + span.start..self.offset + span.start + written.len();
                let plain = plain && written == value;
                let scalar = || Value::Scalar(Scalar { text: value.into_owned(), plain });
                let node = Node { span: own, value: if is_null { Value::Null } else { scalar() } };
                self.add(node, anchor, 1, span)
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => {
                    let size = size(&node);
                    self.add(node, 0, size, span)
                }
                None => Err(self.error(span, "this alias stands for what it is part of")),
            },
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), at)?;
                self.start(span, anchor, OpenValue::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), at)?;
                self.start(span, anchor, OpenValue::Mapping(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => Ok(()),
        }
    }

    /// A span of the parser's in bytes of the text.
    fn local(&self, at: &granit_parser::Span) -> Span {
        let range = at.byte_range().unwrap_or_default();
        let start = floor_char_boundary(self.text, range.start);
        start..floor_char_boundary(self.text, range.end).max(start)
    }

    fn error(&self, span: Span, message: impl Into<String>) -> SyntaxError {
        let span = self.offset + span.start..self.offset + span.end;
        SyntaxError { span, message: message.into(), is_limit: false }
    }

    fn limit(&self, span: Span, message: &str) -> SyntaxError {
        SyntaxError { is_limit: true, ..self.error(span, message) }
    }

    /// Tags of the core schema say what the text says already, but for `!!str`; others mean something to another
    /// program (YAML 1.2.2, section 10.3).
    fn check_tag(&self, tag: Option<&Tag>, at: &granit_parser::Span) -> Result<Option<()>, SyntaxError> {
        match tag.map(|tag| (tag, tag.core_suffix())) {
            None => Ok(None),
            Some((_, Some("str"))) => Ok(Some(())),
            Some((_, Some("bool" | "float" | "int" | "map" | "null" | "seq"))) => Ok(None),
            Some((tag, _)) => {
                let place = at.tag_span().unwrap_or(*at);
                Err(self.error(self.local(&place), format!("the tag `{}` means nothing here", tag.original())))
            }
        }
    }

    fn start(&mut self, span: Span, anchor: usize, value: OpenValue) -> Result<(), SyntaxError> {
        if self.open.len() == DEPTH {
            return Err(self.limit(span, "lists and mappings lie too deep in each other"));
        }
        self.open.push(Open { span, anchor, value });
        Ok(())
    }

    fn end(&mut self, at: Span) -> Result<(), SyntaxError> {
        let Some(Open { span, anchor, value }) = self.open.pop() else { return Ok(()) };
        let node = match value {
            OpenValue::Sequence(items) => {
                Node { span: self.collection_span(&span, items.iter()), value: Value::Sequence(items) }
            }
            OpenValue::Mapping(entries, _) => {
                let nodes = entries.iter().flat_map(|(key, value)| [key, value]);
                Node { span: self.collection_span(&span, nodes), value: Value::Mapping(merged(entries)) }
            }
        };
        self.add(node, anchor, 1, at)
    }

    /// A node is whole: it goes into the collection that is open.
    fn add(&mut self, node: Node, anchor: usize, size: usize, at: Span) -> Result<(), SyntaxError> {
        self.nodes += size;
        if self.nodes > NODES {
            return Err(self.limit(at, "it would expand to too much"));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.value) {
            None => self.root = Some(node),
            Some(OpenValue::Sequence(items)) => items.push(node),
            Some(OpenValue::Mapping(entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
        Ok(())
    }

    /// A collection spans its children, and the closing bracket where it was opened by one. Children of an alias
    /// stand before it and do not count.
    fn collection_span<'a>(&self, own: &Span, nodes: impl Iterator<Item = &'a Node>) -> Span {
        let (start, own_end) = (self.offset + own.start, self.offset + own.end);
        let end = nodes.map(|node| node.span.end).max().unwrap_or(own_end).max(own_end);
        let closing = match &self.text[own.clone()] {
            "[" => ']',
            "{" => '}',
            _ => return start..end,
        };
        let rest = &self.text[end - self.offset..];
        let between = |c: char| c.is_whitespace() || c == ',';
        let gap = rest.len() - rest.trim_start_matches(between).len();
        let closed = if rest[gap..].starts_with(closing) { gap + 1 } else { 0 };
        start..end + closed
    }

    fn syntax_error(&self, error: &ScanError) -> SyntaxError {
        let start = error.marker().byte_offset().unwrap_or(self.text.len());
        let start = floor_char_boundary(self.text, start);
        let next = self.text[start..].chars().next().filter(|c| *c != '\n');
        let message = error.info().trim_end_matches('.').to_owned();
        self.error(start..start + next.map_or(0, char::len_utf8), message)
    }
}

/// How many nodes a node comes to.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Unread | Value::Scalar(_) => 1,
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>(),
    }
}

/// The entries, with those of a merge key (`<<: *defaults`; YAML 1.1, "merge") where the mapping has not its own.
fn merged(entries: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let is_merge =
        |key: &Node| matches!(&key.value, Value::Scalar(Scalar { text, plain: true }) if text.as_str() == "<<");
    if !entries.iter().any(|(key, _)| is_merge(key)) {
        return entries;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| is_merge(key));
    let mut known: HashSet<String> = own.iter().filter_map(|(key, _)| key.as_str()).map(str::to_owned).collect();
    for (key, value) in merges {
        let sources = match value.value {
            Value::Sequence(items) => items,
            _ => vec![value],
        };
        for source in sources {
            match source.value {
                Value::Mapping(more) => {
                    for (name, value) in more {
                        if name.as_str().is_none_or(|name| known.insert(name.to_owned())) {
                            own.push((name, value));
                        }
                    }
                }
                // Not a merge after all: whoever reads the mapping reports the key.
                value => own.push((key.clone(), Node { span: source.span, value })),
            }
        }
    }
    own
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// A node as JSON: plain `true`, `false`, `null` and numbers become those, all else stays text.
pub fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null | Value::Unread => serde_json::Value::Null,
        Value::Scalar(scalar) => scalar_to_json(scalar),
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(entries) => {
            let entries = entries.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), to_json(value))));
            serde_json::Value::Object(entries.collect())
        }
    }
}

fn scalar_to_json(scalar: &Scalar) -> serde_json::Value {
    if scalar.plain { plain_to_json(&scalar.text) } else { scalar.text.as_str().into() }
}

/// What stands without quotes, as JSON. A number in JSON's own form becomes a number; `0x1f`, `1_000` and `010` stay as
/// written.
pub fn plain_to_json(text: &str) -> serde_json::Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        "null" => serde_json::Value::Null,
        text => text
            .parse::<serde_json::Number>()
            .ok()
            .filter(|number| number.to_string() == text)
            .map_or_else(|| text.into(), serde_json::Value::Number),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::TestCaseError;

    use super::*;

    fn spans(text: &str) -> Vec<(String, String)> {
        let node = parse(text, 0).expect("YAML");
        let Value::Mapping(entries) = node.value else { panic!("a mapping") };
        let slice = |node: &Node| text[node.span.clone()].to_owned();
        entries.iter().map(|(key, value)| (slice(key), slice(value))).collect()
    }

    #[test]
    fn every_entry_has_its_place() {
        let text = "a: Héllo # c\nno: no\nb: [x, 'y']\nc: {d: 1}\ne: |\n  block\n  text\na: again\nf: \"q\"\n";
        let expected = [
            ("a", "Héllo"),
            ("no", "no"),
            ("b", "[x, 'y']"),
            ("c", "{d: 1}"),
            ("e", "block\n  text"),
            ("a", "again"),
            ("f", "\"q\""),
        ];
        assert_eq!(spans(text), expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn scalars_survive_as_written() {
        let node = parse("[no, 1e3, 2025, 010, true, 'true', ~, yes]", 0).expect("YAML");
        let json = to_json(&node);
        assert_eq!(json.to_string(), r#"["no","1e3",2025,"010",true,"true",null,"yes"]"#);
        let Value::Sequence(items) = node.value else { panic!("a list") };
        let texts: Vec<_> = items.iter().map(|item| item.as_str().unwrap_or("-")).collect();
        assert_eq!(texts, ["no", "1e3", "2025", "010", "true", "true", "-", "yes"]);
    }

    #[test]
    fn errors_have_a_place() {
        let error = parse("a: 1\ntitle: b: c\n", 10).expect_err("not YAML");
        assert_eq!((error.span, error.message.as_str()), (23..24, "mapping values are not allowed in this context"));
        assert!(parse(&"[".repeat(100_000), 0).is_err());
        assert!(parse("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 0).is_ok());
    }

    #[test]
    fn front_matter_is_a_tree() {
        let text = "title: A test, and \"more\"\ndate: 2025-05~\n# a comment\ntag: [one, 'two', \"three\"]\nempty: []\n\
                    sources:\n  - id: a\n    url: https://example.org/a?b=c#d\n\n  - id: b\n    note: no\n\
                    list:\n- one\n- [a, b]\nnone: ~\n\
                    events:\n  - {date: 2019-06-11, text: 'It begins', sources: [a, b ]}\n  - { of: {}, in: [{a: b}] }\n";
        let expected = serde_json::json!({
            "title": "A test, and \"more\"", "date": "2025-05~", "tag": ["one", "two", "three"], "empty": [],
            "sources": [{ "id": "a", "url": "https://example.org/a?b=c#d" }, { "id": "b", "note": "no" }],
            "list": ["one", ["a", "b"]], "none": null,
            "events": [
                { "date": "2019-06-11", "text": "It begins", "sources": ["a", "b"] },
                { "of": {}, "in": [{ "a": "b" }] },
            ],
        });
        assert_eq!(to_json(&parse(text, 4).expect("YAML")), expected);
        assert!(parse("title: Example Ltd: a test\n", 4).is_err());
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

    /// Every node stands in the text, a scalar without quotes is what is written at its place, and what lies in a
    /// collection lies in its span.
    fn check_places(node: &Node, text: &str, offset: usize) -> Result<(), TestCaseError> {
        let within = node.span.start >= offset && node.span.end - offset <= text.len();
        prop_assert!(within, "{:?}", node);
        let written = text.get(node.span.start - offset..node.span.end - offset);
        prop_assert!(written.is_some(), "{:?}", node);
        match &node.value {
            Value::Sequence(items) => items.iter().try_for_each(|item| check_places(item, text, offset)),
            Value::Mapping(pairs) => {
                pairs.iter().flat_map(|(key, value)| [key, value]).try_for_each(|node| check_places(node, text, offset))
            }
            Value::Null | Value::Unread | Value::Scalar(_) => Ok(()),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 8192, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_is_read_has_its_places(pieces in proptest::collection::vec(piece(), 0..24)) {
            let text = pieces.concat();
            if let Ok(node) = parse(&text, 7) {
                check_places(&node, &text, 7)?;
            }
        }
    }
}
