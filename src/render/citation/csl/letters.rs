//! The letters of years, `2020a` and `2020b` (CSL 1.0.2, `disambiguate-add-year-suffix`), which hayagriva gives to
//! few.

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{DateVariable, Variable};
use hayagriva::citationberg::{Collapse, IndependentStyle, SortKey};

/// How a style tells works of one author and year apart.
#[derive(Debug, Clone)]
pub struct YearLetters {
    /// What stands between letters where further years are left out: `2020a, b`.
    pub collapsed: Option<String>,
    /// Its bibliography is in the order of dates, among others.
    pub sorts_by_date: bool,
}

impl YearLetters {
    /// A style that gives no letters itself, and how it would.
    pub fn taken_from(mut style: IndependentStyle) -> (IndependentStyle, Option<YearLetters>) {
        if !style.citation.disambiguate_add_year_suffix {
            return (style, None);
        }
        style.citation.disambiguate_add_year_suffix = false;
        let sort = style.bibliography.as_ref().and_then(|bibliography| bibliography.sort.as_ref());
        let sorts_by_date = sort.is_some_and(|sort| {
            sort.keys.iter().any(|key| match key {
                SortKey::Variable { variable, .. } => *variable == Variable::Date(DateVariable::Issued),
                SortKey::MacroName { name, .. } => {
                    ["issued", "date", "year"].iter().any(|word| name.to_lowercase().contains(word))
                }
            })
        });
        let citation = &style.citation;
        let delimiters = [&citation.year_suffix_delimiter, &citation.cite_group_delimiter, &citation.layout.delimiter];
        let is_collapsed = matches!(citation.collapse, Some(Collapse::YearSuffix | Collapse::YearSuffixRanged));
        let collapsed = delimiters.into_iter().find_map(Clone::clone).filter(|_| is_collapsed);
        if is_collapsed {
            style.citation.collapse = Some(Collapse::Year);
        }
        (style, Some(YearLetters { collapsed, sorts_by_date }))
    }
}

/// The letter of each source that needs one, and what it shares with the others of its label.
#[derive(Debug, Default)]
pub struct Letters {
    of_source: HashMap<usize, (String, usize)>,
}

impl Letters {
    /// For sources with the labels by which they are cited, in the order of the bibliography.
    pub fn new(labels: &[String], order: &[usize]) -> Letters {
        let mut by_label: HashMap<&str, Vec<usize>> = HashMap::new();
        for source in order {
            if let Some(label) = labels.get(*source).filter(|label| !label.is_empty()) {
                by_label.entry(label).or_default().push(*source);
            }
        }
        let mut of_source = HashMap::new();
        for group in by_label.into_values().filter(|group| group.len() > 1) {
            let first = group[0];
            of_source.extend(group.into_iter().enumerate().map(|(number, source)| (source, (letter(number), first))));
        }
        Letters { of_source }
    }

    /// Does nothing need one?
    pub fn is_empty(&self) -> bool {
        self.of_source.is_empty()
    }

    /// The letter of a source.
    pub fn get(&self, source: usize) -> Option<&str> {
        self.of_source.get(&source).map(|(letter, _)| letter.as_str())
    }

    /// Are two sources told apart by nothing but their letters?
    pub fn are_alike(&self, one: usize, other: usize) -> bool {
        let group = |source: usize| self.of_source.get(&source).map(|(_, group)| *group);
        group(one).is_some() && group(one) == group(other)
    }
}

/// a, b, …, z, aa, ab.
fn letter(number: usize) -> String {
    let own = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    if number < 26 { own.to_string() } else { format!("{}{own}", letter(number / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clash_gets_letters_in_the_order_of_the_list() {
        let labels = ["Doe 2020", "Roe 2020", "Doe 2020", "", "Roe 2020", "Soe 2020"].map(str::to_owned);
        let letters = Letters::new(&labels, &[5, 4, 3, 2, 1, 0]);
        let of = |source| letters.get(source).unwrap_or("-").to_owned();
        assert_eq!((0..6).map(of).collect::<Vec<_>>(), ["b", "b", "a", "-", "a", "-"]);
        assert!(letters.are_alike(0, 2) && !letters.are_alike(0, 1) && !letters.are_alike(3, 5));
        assert_eq!([0, 25, 26, 27, 701, 702].map(letter), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
