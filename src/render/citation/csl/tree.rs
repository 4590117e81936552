//! What hayagriva leaves to its caller, done on its element tree: the parts of a group, authors taken out.

use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta};

/// A rendered group, taken apart: `(`, items with their number in the group, `; `, `)`.
#[derive(Debug, Default)]
pub struct Parts {
    /// Before the first item.
    pub opening: Vec<ElemChild>,
    /// Items in the style's order, each with what stands before it (empty for the first).
    pub items: Vec<(Vec<ElemChild>, usize, ElemChildren)>,
    /// Behind the last item.
    pub closing: Vec<ElemChild>,
}

/// Take a group apart.
pub fn parts(citation: ElemChildren) -> Parts {
    let mut parts = Parts::default();
    let mut between: Vec<ElemChild> = Vec::new();
    for child in citation.0 {
        match child {
            ElemChild::Elem(Elem { children, meta: Some(ElemMeta::Entry(index)), .. }) => {
                let before = std::mem::take(&mut between);
                if parts.items.is_empty() {
                    parts.opening = before;
                    parts.items.push((Vec::new(), index, children));
                } else {
                    parts.items.push((before, index, children));
                }
            }
            other => between.push(other),
        }
    }
    parts.closing = between;
    parts
}

/// Take out the names that an item starts with, and the comma behind them.
///
/// Names that stand elsewhere in an item, behind a title or a number, are no author that a sentence could name.
pub fn take_names(item: &mut ElemChildren) -> Option<Elem> {
    let names = take_leading_names(item)?;
    trim_start(item);
    Some(names)
}

fn take_leading_names(children: &mut ElemChildren) -> Option<Elem> {
    let first = children.0.iter().position(|child| !is_blank(child))?;
    let ElemChild::Elem(elem) = &mut children.0[first] else { return None };
    if !matches!(elem.meta, Some(ElemMeta::Names(_))) {
        return take_leading_names(&mut elem.children);
    }
    match children.0.remove(first) {
        ElemChild::Elem(names) => Some(names),
        _ => None,
    }
}

fn is_blank(child: &ElemChild) -> bool {
    match child {
        ElemChild::Text(text) => text.text.trim().is_empty(),
        ElemChild::Elem(elem) => elem.children.0.iter().all(is_blank),
        _ => false,
    }
}

/// Take away spaces and punctuation that now stand first. Says whether all was taken.
fn trim_start(children: &mut ElemChildren) -> bool {
    for child in &mut children.0 {
        let emptied = match child {
            ElemChild::Text(text) => {
                let kept = text.text.trim_start_matches([' ', ',', ';', ':', '.', '\u{a0}']).len();
                text.text.drain(..text.text.len() - kept);
                kept == 0
            }
            ElemChild::Elem(elem) => trim_start(&mut elem.children),
            _ => false,
        };
        if !emptied {
            return false;
        }
    }
    true
}

/// Is there nothing to read?
pub fn is_empty(children: &ElemChildren) -> bool {
    children.0.iter().all(is_blank)
}

/// Give words back the capitals inside them that a change of case took: `Neuroimage` → `NeuroImage`.
///
/// `words` are those of the source, as written. A run that is all capitals is so by the style's wish.
pub fn restore_capitals(children: &mut ElemChildren, words: &[&str]) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) if text.text.contains(char::is_lowercase) => restore(&mut text.text, words),
            ElemChild::Elem(elem) => restore_capitals(&mut elem.children, words),
            _ => {}
        }
    }
}

fn restore(text: &mut String, words: &[&str]) {
    for word in words {
        let mut from = 0;
        while let Some(at) = find_ignoring_case(&text[from..], word).map(|at| from + at) {
            let end = at + word.len();
            let alone = !text[..at].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric);
            if alone {
                text.replace_range(at..end, word);
            }
            from = end;
        }
    }
}

/// Where an ASCII word stands in a text, in whatever case.
fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}
