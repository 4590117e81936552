//! What hayagriva leaves to its caller, done on its element tree: the parts of a group, authors taken out.

use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta};

use super::marks;

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

/// Put an item into a citation that was written without it, before what the style ends citations with.
pub fn fill(citation: &mut ElemChildren, item: ElemChildren, suffix: Option<&str>) {
    let is_item = |child: &ElemChild| matches!(child, ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(_)), .. }));
    let Some(at) = citation.0.iter().position(is_item) else { return };
    // What an item ends in itself is not said twice.
    if suffix.is_some_and(|suffix| last_text(&item).is_some_and(|text| text.ends_with(suffix))) {
        citation.0.truncate(at + 1);
    }
    if let ElemChild::Elem(elem) = &mut citation.0[at] {
        elem.children = item;
    }
}

fn last_text(children: &ElemChildren) -> Option<&str> {
    match children.0.last()? {
        ElemChild::Text(text) => Some(&text.text),
        ElemChild::Elem(elem) => last_text(&elem.children),
        _ => None,
    }
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

/// Change every text of a tree.
pub fn each_text(children: &mut ElemChildren, change: &impl Fn(&mut String)) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) => change(&mut text.text),
            ElemChild::Elem(elem) => each_text(&mut elem.children, change),
            _ => {}
        }
    }
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

/// Every text of a tree, in order.
fn texts<'t>(children: &'t mut ElemChildren, found: &mut Vec<&'t mut String>) {
    for child in &mut children.0 {
        match child {
            ElemChild::Text(text) => found.push(&mut text.text),
            ElemChild::Elem(elem) => texts(&mut elem.children, found),
            _ => {}
        }
    }
}

/// Put `et al.` in the place of the name that stands for those that a list leaves out: `Doe & …` → `Doe et al.`
pub fn end_lists(children: &mut ElemChildren, et_al: &str, and_words: &[String]) {
    let mut found = Vec::new();
    texts(children, &mut found);
    for index in 0..found.len() {
        while let Some(at) = found[index].find(marks::OTHERS) {
            let behind = found[index].split_off(at + marks::OTHERS.len_utf8());
            found[index].pop();
            // What stands before the name, here or in the text before.
            let before = if found[index].trim().is_empty() && index > 0 { index - 1 } else { index };
            let kept = found[before].trim_end();
            let kept = and_words.iter().find_map(|word| {
                kept.strip_suffix(word.as_str())
                    .filter(|rest| rest.is_empty() || rest.ends_with([' ', ',', ';', '\u{a0}']))
            });
            let length = kept.unwrap_or(found[before].as_str()).trim_end().len();
            found[before].truncate(length);
            found[before].push(' ');
            let ended =
                if et_al.ends_with('.') { behind.strip_prefix('.').unwrap_or(&behind).to_owned() } else { behind };
            if ended.is_empty()
                && et_al.ends_with('.')
                && let Some(next) = found.get_mut(index + 1).filter(|next| next.starts_with('.'))
            {
                next.remove(0);
            }
            let shown = if before == index { std::mem::take(found[index]) } else { String::new() };
            *found[index] = format!("{shown}{et_al}{ended}");
        }
    }
}

/// Put a letter behind the first of these words in a tree: a year, `n.d.` Says whether they stand there.
pub fn add_letter(children: &mut ElemChildren, words: &str, letter: &str) -> bool {
    add_letter_to(children, words, letter, true) || add_letter_to(children, words, letter, false)
}

/// The same, among dates only or anywhere: a title may hold a year too.
fn add_letter_to(children: &mut ElemChildren, words: &str, letter: &str, among_dates: bool) -> bool {
    if among_dates {
        return children.0.iter_mut().any(|child| match child {
            ElemChild::Elem(elem) => {
                let among_dates = elem.meta != Some(ElemMeta::Date);
                add_letter_to(&mut elem.children, words, letter, among_dates)
            }
            _ => false,
        });
    }
    let mut found = Vec::new();
    texts(children, &mut found);
    let lower = words.to_lowercase();
    for text in found {
        // Places in the lower case of a text are its own only where no letter changes its length.
        let folded =
            Some(text.to_lowercase()).filter(|folded| folded.len() == text.len()).unwrap_or_else(|| text.clone());
        let is_word = |at: usize| {
            !folded[..at].ends_with(char::is_alphanumeric)
                && !folded[at + lower.len()..].starts_with(char::is_alphanumeric)
        };
        if let Some((at, _)) = folded.match_indices(&lower).find(|(at, _)| is_word(*at)) {
            text.insert_str(at + lower.len(), letter);
            return true;
        }
    }
    false
}
