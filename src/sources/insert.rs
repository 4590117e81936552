//! Entries inserted into the front matter of a case without changing any other byte.

use super::entry::{Added, block, flow};
use crate::parse::front_matter::{Parts, find};
use crate::yaml::{self, Node, Value};

/// The text of a case with entries added to its `sources`; `None` where there is no front matter to add to, or the
/// result would not hold what it should.
pub fn insert(text: &str, entries: &[Added<'_>]) -> Option<String> {
    if entries.is_empty() {
        return Some(text.to_owned());
    }
    let Parts::Whole(yaml, _) = find(text) else { return None };
    let end = yaml.end;
    let node = yaml::parse(&text[yaml.clone()], yaml.start).ok()?;
    let line_end = if text[..end].contains("\r\n") { "\r\n" } else { "\n" };
    let sources = of_key(&node);
    let before = sources.map_or(0, count);
    let mut changed = text.to_owned();
    match sources {
        None => changed.insert_str(end, &format!("sources:{line_end}{}", blocks(entries, 2, line_end))),
        Some(list) => match (&list.value, text[list.span.clone()].starts_with('[')) {
            (Value::Sequence(items), true) => {
                let bracket = list.span.end - 1;
                let flows = entries.iter().map(flow).collect::<Vec<_>>().join(", ");
                let comma = if items.is_empty() { "" } else { ", " };
                changed.insert_str(bracket, &format!("{comma}{flows}"));
            }
            (Value::Sequence(items), false) => {
                let first = items.first()?;
                let at = line_after(text, items.iter().map(|item| item.span.end).max()?, end);
                let line = text[..first.span.start].rfind('\n').map_or(0, |newline| newline + 1);
                let indent = text[line..].chars().take_while(|c| *c == ' ').count();
                let newline = if text[..at].ends_with('\n') { "" } else { line_end };
                changed.insert_str(at, &format!("{newline}{}", blocks(entries, indent, line_end)));
            }
            // `sources:` with nothing behind it.
            (Value::Null, _) => {
                let at = line_after(text, list.span.end, end);
                changed.insert_str(at, &blocks(entries, 2, line_end));
            }
            _ => return None,
        },
    }
    let Parts::Whole(yaml, _) = find(&changed) else { return None };
    let node = yaml::parse(&changed[yaml.clone()], yaml.start).ok()?;
    (of_key(&node).map_or(0, count) == before + entries.len()).then_some(changed)
}

fn blocks(entries: &[Added<'_>], indent: usize, line_end: &str) -> String {
    entries.iter().map(|entry| block(entry, indent, line_end)).collect()
}

fn of_key(node: &Node) -> Option<&Node> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.as_str() == Some("sources")).map(|(_, value)| value)
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::Sequence(items) => items.len(),
        _ => 0,
    }
}

/// The start of the line behind a byte, within the front matter.
fn line_after(text: &str, at: usize, end: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    text[at..end].find('\n').map_or(end, |newline| at + newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Source, SourceId};

    fn with(front: &str) -> Option<String> {
        let source = Source { title: Some("A: test".into()), ..Source::of("Example Times") };
        let id = SourceId::parse("a-2025").expect("an id");
        insert(&format!("---\n{front}---\n\nText.\n"), &[(id, &source)])
    }

    #[test]
    fn entries_go_behind_the_last_one() {
        let front = "title: T\nsources:\n  - id: x\n    publisher: P # why\n\ntags: [a]\n";
        let wanted = "---\ntitle: T\nsources:\n  - id: x\n    publisher: P # why\n  - id: a-2025\n    \
                      publisher: Example Times\n    title: \"A: test\"\n\ntags: [a]\n---\n\nText.\n";
        assert_eq!(with(front).expect("a text").replace('\'', "\""), wanted);
    }

    #[test]
    fn every_form_of_list_is_added_to() {
        for front in [
            "sources: []\n",
            "sources: [{id: x, publisher: P}]\n",
            "sources:\n- id: x\n  publisher: P\n",
            "sources:\n",
            "title: T\n",
            "sources:\n  - {id: x, publisher: P}\ntitle: T\n",
        ] {
            assert!(
                with(front).is_some_and(|text| text.contains("a-2025") && text.ends_with("---\n\nText.\n")),
                "{front}"
            );
        }
        assert!(with("sources: text\n").is_none());
    }
}
