//! The letters of years, `2020a` and `2020b` (CSL 1.0.2, `disambiguate-add-year-suffix`), which hayagriva gives to
//! few.

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{DateVariable, OtherTerm, StandardVariable, Term, Variable};
use hayagriva::citationberg::{Affixes, Collapse, IndependentStyle, LayoutRenderingElement, SortKey, TextTarget};

/// How a style tells works of one author and year apart.
#[derive(Debug, Clone)]
pub struct YearLetters {
    /// What stands between letters where further years are left out: `2020a, b`.
    pub collapsed: Option<String>,
    /// Letters in a row are a range: `2020a–d`.
    pub is_ranged: bool,
    /// Its bibliography is in the order of dates, among others.
    pub sorts_by_date: bool,
    /// What the style puts around the letter of a year.
    pub dated: Around,
    /// The same where there is no date: `n.d.-a`.
    pub undated: Around,
}

/// What stands around a letter.
#[derive(Debug, Clone, Default)]
pub struct Around {
    before: String,
    behind: String,
}

impl Around {
    /// A letter with it.
    pub fn around(&self, letter: &str) -> String {
        format!("{}{letter}{}", self.before, self.behind)
    }
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
        let is_ranged = citation.collapse == Some(Collapse::YearSuffixRanged);
        let (dated, undated) = written(&style);
        if is_collapsed {
            style.citation.collapse = Some(Collapse::Year);
        }
        (style, Some(YearLetters { collapsed, is_ranged, sorts_by_date, dated, undated }))
    }
}

/// How a style writes letters: behind years, and behind the words that say that there is none.
fn written(style: &IndependentStyle) -> (Around, Around) {
    let (mut dated, mut undated) = (None, None);
    let mut look = |elements: &[LayoutRenderingElement], delimiter: &str| {
        let mut is_undated = false;
        for (index, element) in elements.iter().enumerate() {
            let LayoutRenderingElement::Text(text) = element else { continue };
            match &text.target {
                TextTarget::Term { term, .. } => is_undated |= *term == Term::Other(OtherTerm::NoDate),
                TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. } => {
                    let Affixes { prefix, suffix } = text.affixes.clone();
                    let delimiter = if index == 0 { "" } else { delimiter };
                    let before = format!("{delimiter}{}", prefix.unwrap_or_default());
                    let around = Around { before, behind: suffix.unwrap_or_default() };
                    (if is_undated { &mut undated } else { &mut dated }).get_or_insert(around);
                }
                _ => {}
            }
        }
    };
    each_list(&style.citation.layout.elements, "", &mut look);
    style.macros.iter().for_each(|called| each_list(&called.children, "", &mut look));
    let hyphen = || Around { before: "-".to_owned(), behind: String::new() };
    (dated.unwrap_or_default(), undated.unwrap_or_else(hyphen))
}

/// Elements that stand together, with what stands between them; and those within them.
fn each_list(
    elements: &[LayoutRenderingElement],
    delimiter: &str,
    look: &mut impl FnMut(&[LayoutRenderingElement], &str),
) {
    look(elements, delimiter);
    for element in elements {
        match element {
            LayoutRenderingElement::Group(group) => {
                each_list(&group.children, group.delimiter.as_deref().unwrap_or_default(), look);
            }
            LayoutRenderingElement::Choose(choose) => {
                choose.branches().for_each(|branch| each_list(&branch.children, delimiter, look));
                choose.otherwise.iter().for_each(|rest| each_list(&rest.children, delimiter, look));
            }
            _ => {}
        }
    }
}

/// The letter of each source that needs one, and what it shares with the others of its label.
#[derive(Debug, Default)]
pub struct Letters {
    of_source: HashMap<usize, Letter>,
}

#[derive(Debug)]
struct Letter {
    text: String,
    /// Its place among the others.
    number: usize,
    /// The first source of its label.
    group: usize,
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
            let letters = group.into_iter().enumerate();
            of_source.extend(
                letters.map(|(number, source)| (source, Letter { text: letter(number), number, group: first })),
            );
        }
        Letters { of_source }
    }

    /// Does nothing need one?
    pub fn is_empty(&self) -> bool {
        self.of_source.is_empty()
    }

    /// The letter of a source.
    pub fn get(&self, source: usize) -> Option<&str> {
        self.of_source.get(&source).map(|letter| letter.text.as_str())
    }

    /// Are two sources told apart by nothing but their letters?
    pub fn are_alike(&self, one: usize, other: usize) -> bool {
        let group = |source: usize| self.of_source.get(&source).map(|letter| letter.group);
        group(one).is_some() && group(one) == group(other)
    }

    /// Is the letter of a source the next one behind that of another?
    pub fn follows(&self, source: usize, before: usize) -> bool {
        let number = |source: usize| self.of_source.get(&source).map(|letter| letter.number);
        number(before).is_some_and(|before| number(source) == Some(before + 1))
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
