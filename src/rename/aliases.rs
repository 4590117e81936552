//! Old addresses in front matter: one added, or exchanged for another, without changing any other byte.

use crate::files::Span;
use crate::model::Spanned;
use crate::parse::front_matter::{Parts, find};
use crate::yaml::{self, Node, Place, Value, scalar, scalar_like};

/// The edits, one or none, after which `old` is among the aliases of a text, and `new`, which is its name then, is not. `None` where
/// its front matter cannot be added to.
///
/// `known` holds the aliases that it has, as routes; `routes` are those of the old and of the new name.
pub fn edit(text: &str, known: &[Spanned<String>], old: &str, routes: [&str; 2]) -> Option<Vec<(Span, String)>> {
    let [old_route, new_route] = routes;
    if let Some(own) = known.iter().find(|alias| alias.value == new_route) {
        let written = scalar_like(&scalar(old, Place::Flow), text.get(own.span.clone())?);
        return Some(vec![(own.span.clone(), written)]);
    }
    if known.iter().any(|alias| alias.value == old_route) {
        return Some(Vec::new());
    }
    let edit = addition(text, &scalar(old, Place::Flow))?;
    let mut changed = text.to_owned();
    changed.replace_range(edit.0.clone(), &edit.1);
    holds(&changed, old, known.len() + 1).then_some(vec![edit])
}

/// Where the written name of one more alias goes.
fn addition(text: &str, written: &str) -> Option<(Span, String)> {
    let (front, node) = front(text)?;
    let line_end = if text[..front.end].contains("\r\n") { "\r\n" } else { "\n" };
    let Some((key, value)) = entry(&node) else {
        return Some((front.end..front.end, format!("aliases: [{written}]{line_end}")));
    };
    let end = value.span.end;
    match &value.value {
        Value::Sequence(items) if text[value.span.clone()].starts_with('[') => {
            let inner = text[..end - 1].trim_end();
            let comma = if items.is_empty() || inner.ends_with(',') { "" } else { "," };
            let space = if inner.ends_with('[') { "" } else { " " };
            Some((inner.len()..inner.len(), format!("{comma}{space}{written}")))
        }
        Value::Sequence(items) => {
            let first = items.first()?.span.start;
            let line = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
            let last = items.last()?.span.end;
            let at = text[last..front.end].find('\n').map_or(front.end, |newline| last + newline + 1);
            Some((at..at, format!("{}{written}{line_end}", &text[line..first])))
        }
        Value::Scalar(_) => {
            let alone = text.get(value.span.clone())?;
            Some((value.span.clone(), format!("[{alone}, {written}]")))
        }
        Value::Null => {
            let colon = key.span.end + text[key.span.end..].find(':')? + 1;
            Some((colon..end.max(colon), format!(" [{written}]")))
        }
        Value::Mapping(_) | Value::Unread => None,
    }
}

/// The front matter of a text, and what it holds.
fn front(text: &str) -> Option<(Span, Node)> {
    let Parts::Whole(front, _) = find(text) else { return None };
    let node = yaml::parse(&text[front.clone()], front.start).ok()?;
    Some((front, node))
}

fn entry(node: &Node) -> Option<(&Node, &Node)> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.as_str() == Some("aliases")).map(|(key, value)| (key, value))
}

/// Is a text read as it should be?
fn holds(text: &str, alias: &str, count: usize) -> bool {
    let Some((_, node)) = front(text) else { return false };
    let Some((_, Node { value: Value::Sequence(items), .. })) = entry(&node) else { return false };
    items.len() == count && items.iter().any(|item| item.as_str() == Some(alias))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(front: &str, known: usize) -> Option<String> {
        let text = format!("---\n{front}---\n\nText.\n");
        let known = vec![Spanned::new("cases/other.html".to_owned(), 0..0); known];
        let (span, new) = edit(&text, &known, "old", ["cases/old.html", "cases/new.html"])?.pop()?;
        let mut changed = text;
        changed.replace_range(span, &new);
        Some(changed.strip_prefix("---\n")?.strip_suffix("---\n\nText.\n")?.to_owned())
    }

    #[test]
    fn every_form_of_list_is_added_to() {
        for (front, known, wanted) in [
            ("title: T\n", 0, "title: T\naliases: [old]\n"),
            ("aliases: [a] # why\ntitle: T\n", 1, "aliases: [a, old] # why\ntitle: T\n"),
            ("title: T\r\n", 0, "title: T\r\naliases: [old]\r\n"),
            ("aliases: []\n", 0, "aliases: [old]\n"),
            ("aliases: [\n  a,\n]\n", 1, "aliases: [\n  a, old\n]\n"),
            ("aliases:\n  - a # why\ntitle: T\n", 1, "aliases:\n  - a # why\n  - old\ntitle: T\n"),
            ("aliases:\n- a\n- b\n", 2, "aliases:\n- a\n- b\n- old\n"),
            ("aliases: a\n", 1, "aliases: [a, old]\n"),
            ("aliases:\ntitle: T\n", 0, "aliases: [old]\ntitle: T\n"),
            ("aliases: ~\n", 0, "aliases: [old]\n"),
        ] {
            assert_eq!(added(front, known).as_deref(), Some(wanted), "{front}");
        }
        for front in ["{title: T}\n", "aliases: {a: b}\n", "title: [\n"] {
            assert_eq!(added(front, 0), None, "{front}");
        }
    }

    #[test]
    fn the_new_name_gives_its_place_to_the_old() {
        let text = "---\naliases: [a, 'new']\n---\n";
        let known = [Spanned::new("cases/new.html".to_owned(), 17..22)];
        let edited = edit(text, &known, "2025", ["cases/2025.html", "cases/new.html"]);
        assert_eq!(edited.and_then(|mut edits| edits.pop()).map(|(span, _)| span), Some(17..22));
        let known = [Spanned::new("cases/old.html".to_owned(), 17..22)];
        assert_eq!(edit(text, &known, "old", ["cases/old.html", "cases/new.html"]), Some(Vec::new()));
    }
}
