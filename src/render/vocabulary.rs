//! The order in which the page of a taxonomy shows its terms.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{Taxonomy, TermId};

/// How many terms are read from top to bottom; more are looked up.
const SHORT: usize = 60;

/// Are the terms of a taxonomy so many that they are listed by their first letter?
pub fn is_long(taxonomy: &Taxonomy) -> bool {
    taxonomy.order.len() > SHORT
}

/// The terms in the order of the page: those that no case has come last, and the many are in the order of letters.
pub fn shown_order(taxonomy: &Taxonomy) -> Vec<TermId> {
    let mut terms = taxonomy.order.clone();
    if is_long(taxonomy) {
        terms.sort_by_cached_key(|id| {
            let term = taxonomy.term(*id);
            (term.cases.is_empty(), initial(&term.label).is_none(), plain(&term.label).collect::<String>(), &term.label)
        });
    } else {
        terms.sort_by_key(|id| taxonomy.term(*id).cases.is_empty());
    }
    terms
}

/// What a label is sorted by: its small letters, without what stands on or below them.
fn plain(label: &str) -> impl Iterator<Item = char> {
    label.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
}

/// The letter that a label begins with, small and plain.
fn initial(label: &str) -> Option<char> {
    plain(label).next().filter(|first| first.is_alphabetic())
}

/// The letter under which a label stands; `#` where it begins with something else.
pub fn letter(label: &str) -> String {
    initial(label).map_or_else(|| "#".to_owned(), |first| first.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_under_their_first_letter() {
        for (label, expected) in [
            ("Élysée", "E"),
            ("Ørsted", "Ø"),
            ("ähnlich", "A"),
            ("Ёж", "Е"),
            ("7-Eleven", "#"),
            ("“Quoted”", "#"),
            ("", "#"),
            ("日本", "日"),
        ] {
            assert_eq!(letter(label), expected, "{label}");
        }
    }
}
