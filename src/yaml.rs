//! YAML to a tree of nodes with byte spans.
//!
//! Comes in: YAML text and the byte offset at which it stands in its file. Goes out: a [`Node`] tree, or the
//! one [`SyntaxError`] that stopped the parser. Scalars keep the text as written beside the value, so that
//! `no`, `1e3` and `2025` survive until a field asks for a type; every entry of a mapping is kept, duplicates
//! included, for the reader of fields to report. The only file that knows the YAML crate.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, NonFiniteFloatPolicy, Spanned};

use crate::diagnostic::Span;

/// How deep collections may lie in each other: the deepest that is written here by hand is four. The YAML crate
/// takes some 40 kB of the stack for a level in a debug build, and a thread of rayon has 2 MB.
const DEPTH: usize = 16;

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
}

impl Node {
    /// The word for what this is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
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
/// # Errors
/// Where the text is not YAML, or holds more than one document, or expands aliases without bound.
pub fn parse(text: &str, offset: usize) -> Result<Node, SyntaxError> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: DEPTH },
    };
    match serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(resolve(raw, text, offset)),
        Err(error) => Err(syntax_error(&error, text, offset)),
    }
}

fn syntax_error(error: &serde_yaml::Error, text: &str, offset: usize) -> SyntaxError {
    let message = error.without_snippet().to_string();
    // The location follows in the span; the crate repeats it in its message.
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let message = match message.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest,
        _ => message,
    };
    let message = match message.split_once(" at line ") {
        Some((what, _)) => what,
        None => message,
    };
    let message = match message.lines().next().unwrap_or_default().trim_end_matches('.') {
        breach if breach.starts_with("budget breached: Depth") => "lists and mappings lie too deep in each other",
        breach if breach.starts_with("budget breached") => "it would expand to too much",
        message => message,
    };
    let message = message.to_owned();
    let start = error.location().map_or(0, |at| {
        let bytes = at.span().byte_offset().and_then(|b| usize::try_from(b).ok());
        bytes.unwrap_or_else(|| byte_of(text, at.line(), at.column()))
    });
    let start = floor_char_boundary(text, start);
    let end = text[start..].chars().next().map_or(start, |c| if c == '\n' { start } else { start + c.len_utf8() });
    SyntaxError { span: offset + start..offset + end, message }
}

/// Byte offset of a line and column, both from 1, the column in characters.
fn byte_of(text: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(newline) => start += newline + 1,
            None => return text.len(),
        }
    }
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    text[start..].char_indices().nth(column).map_or(text.len(), |(i, _)| start + i)
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// What the YAML crate delivers before spans are resolved.
enum Raw {
    Null,
    Text(String),
    Typed,
    Sequence(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn resolve(raw: Spanned<Raw>, text: &str, offset: usize) -> Node {
    let at = raw.defined.span();
    let start = at.byte_offset().and_then(|b| usize::try_from(b).ok()).unwrap_or(0);
    let length = at.byte_len().and_then(|b| usize::try_from(b).ok()).unwrap_or(0);
    let start = floor_char_boundary(text, start);
    let end = floor_char_boundary(text, start + length);
    let written = &text[start..end];
    let own = offset + start..offset + end;
    match raw.value {
        Raw::Null => Node { span: own, value: Value::Null },
        Raw::Text(value) => {
            let plain = !written.starts_with(['"', '\'']) && written == value;
            Node { span: trimmed(own, written), value: Value::Scalar(Scalar { text: value, plain }) }
        }
        Raw::Typed => {
            let scalar = Scalar { text: written.to_owned(), plain: true };
            Node { span: own, value: Value::Scalar(scalar) }
        }
        Raw::Sequence(items) => {
            let items: Vec<Node> = items.into_iter().map(|item| resolve(item, text, offset)).collect();
            let span = collection_span(own, items.iter(), text, offset);
            Node { span, value: Value::Sequence(items) }
        }
        Raw::Mapping(entries) => {
            let entries: Vec<(Node, Node)> = entries
                .into_iter()
                .map(|(key, value)| (resolve(key, text, offset), resolve(value, text, offset)))
                .collect();
            let nodes = entries.iter().flat_map(|(key, value)| [key, value]);
            let span = collection_span(own, nodes, text, offset);
            Node { span, value: Value::Mapping(entries) }
        }
    }
}

/// A block scalar's span ends with its line break; a message should not point there.
fn trimmed(span: Span, written: &str) -> Span {
    span.start..span.start + written.trim_end().len()
}

/// A collection's own event covers at most its opening bracket: it spans its children instead, and the closing
/// bracket where it was opened by one. Children of an alias stand elsewhere and do not count.
fn collection_span<'a>(own: Span, nodes: impl Iterator<Item = &'a Node>, text: &str, offset: usize) -> Span {
    let end = nodes.map(|node| node.span.end).max().unwrap_or(own.end).max(own.end);
    let opened = &text[own.start - offset..own.end - offset];
    let closing = match opened {
        "[" => ']',
        "{" => '}',
        _ => return own.start..end,
    };
    let rest = &text[end - offset..];
    let between = |c: char| c.is_whitespace() || c == ',';
    let gap = rest.len() - rest.trim_start_matches(between).len();
    let closed = if rest[gap..].starts_with(closing) { gap + 1 } else { 0 };
    own.start..end + closed
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut sequence = Vec::new();
        while let Some(item) = items.next_element()? {
            sequence.push(item);
        }
        Ok(Raw::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut mapping = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            mapping.push(entry);
        }
        Ok(Raw::Mapping(mapping))
    }
}

/// A text as a scalar that can stand where another stood: in the same quotes, and in quotes where it needs them.
pub fn scalar_like(text: &str, written: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " -_/().&’'+".contains(c);
    let starts_well = text.starts_with(|c: char| c.is_alphanumeric() || c == '(');
    match written.as_bytes().first() {
        Some(b'\'') => format!("'{}'", text.replace('\'', "''")),
        Some(b'"') => double_quoted(text),
        _ if starts_well && text.chars().all(is_plain) && !text.ends_with(' ') => text.to_owned(),
        _ => double_quoted(text),
    }
}

/// A text in double quotes (YAML 1.2.2, sections 5.7 and 7.3.1): every reader takes it for exactly this text.
pub fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if needs_escape(c) => quoted.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Not printable in YAML, taken for a line break by some readers, or reordering the line that it stands in (Unicode
/// Standard Annex 9), so that what a person reads is not what a program reads.
pub fn needs_escape(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\n'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A node as JSON: plain `true`, `false`, `null` and numbers become those, all else stays text.
pub fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Scalar(scalar) => scalar_to_json(scalar),
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(entries) => {
            let entries = entries.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), to_json(value))));
            serde_json::Value::Object(entries.collect())
        }
    }
}

/// A plain number in JSON's own form becomes a number; `0x1f`, `1_000` and `010` stay as written.
fn scalar_to_json(scalar: &Scalar) -> serde_json::Value {
    match scalar.text.as_str() {
        "true" if scalar.plain => true.into(),
        "false" if scalar.plain => false.into(),
        text if scalar.plain => text
            .parse::<serde_json::Number>()
            .ok()
            .filter(|number| number.to_string() == text)
            .map_or_else(|| text.into(), serde_json::Value::Number),
        text => text.into(),
    }
}

#[cfg(test)]
mod tests {
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
}
