//! Where something stands in the front matter of a case, for the few findings that ask for it after it was read.

use crate::files::Span;
use crate::parse::ParsedCase;
use crate::yaml::{self, Node, Value};

/// The front matter of a case, read again.
pub fn front(case: &ParsedCase) -> Option<Node> {
    let text = case.text.get();
    let head = text.get(..case.body.span.start)?.trim_end();
    let end = head.rfind('\n').map_or(0, |newline| newline + 1);
    let opening = case.front.opening.start.min(end);
    let start = head[..opening].rfind('\n').map_or(0, |newline| newline + 1);
    yaml::read(&head[start..end], start).node
}

/// Where the value of a key stands; the first key, where it cannot be found.
pub fn of_key(case: &ParsedCase, name: &str) -> Span {
    let node = front(case).map(|node| node.value);
    let Some(Value::Mapping(entries)) = node else { return case.front.opening.clone() };
    let found = entries.iter().find(|(key, _)| key.as_str() == Some(name));
    found.map_or_else(|| case.front.opening.clone(), |(_, value)| value.span.clone())
}
