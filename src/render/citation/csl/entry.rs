//! An entry of a bibliography as HTML.

use hayagriva::{ElemChild, ElemChildren};

use super::html::{self, Links};
use super::tree;
use crate::model::Source;

/// An entry of a source; `first` is what a style sets apart before it.
pub fn write(source: &Source, first: Option<&ElemChild>, mut content: ElemChildren, links: Links) -> String {
    let mut out = String::new();
    if let Some(first) = first {
        html::write_child(&mut out, first, links);
        if !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
    }
    tree::restore_capitals(&mut content, &capitals(source));
    html::write(&mut out, &content, links);
    out
}

/// The words of a source's titles that have capitals inside: a change of case takes them, and no reader of the
/// items can say that it must not.
fn capitals(source: &Source) -> Vec<&str> {
    let of_file = source.bibliographic.as_ref().map(|of_file| &of_file.variables);
    let container =
        of_file.and_then(|variables| variables.get("container-title")).map_or(&*source.publisher, String::as_str);
    let titles = [source.title.as_deref().unwrap_or_default(), container];
    let words = titles.into_iter().flat_map(|title| title.split(|c: char| !c.is_ascii_alphanumeric()));
    let inside = |word: &&str| word.chars().skip(1).any(char::is_uppercase) && word.contains(char::is_lowercase);
    words.filter(inside).collect()
}
