//! Locators as Pandoc reads them (its manual, "Citation syntax"): `, p. 3, emphasis mine` is page 3 and the words
//! behind it.

use std::ops::Range;

use hayagriva::citationberg::taxonomy::{Locator, Term};
use hayagriva::citationberg::{Locale, TermForm};

use crate::model::Affixes;

/// What follows an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// The place in the source.
    pub locator: Option<Place>,
    /// The part of the suffix behind it, with the comma or space before it.
    pub suffix: Range<usize>,
}

/// A place in a source: `p. 3`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Of what kind.
    pub kind: Locator,
    /// As written, without its label.
    pub value: String,
}

/// What stands in for a place in hayagriva's hands, one and several.
const STAND_INS: [&str; 2] = ["77777", "77777, 99999"];

impl Place {
    /// What hayagriva is to write for it.
    ///
    /// It takes nothing but numbers for more than one page, and drops the closing marks of a place where the style
    /// closes with the same: `(2024, § 230(c)(1)`. So it is given a number for all others, and [`Place::put`] puts
    /// the place where that comes out.
    pub fn given(&self) -> &str {
        if self.is_plain() { &self.value } else { STAND_INS[usize::from(self.is_plural())] }
    }

    /// A text of hayagriva's with the place in it.
    pub fn put(&self, text: &mut String) {
        if self.is_plain() {
            return;
        }
        if let Some(start) = text.find(STAND_INS[0]) {
            let first = start + STAND_INS[0].len();
            let last = text[first..].find("99999").map_or(first, |at| first + at + "99999".len());
            text.replace_range(start..last, &self.value.replace('-', "–"));
        }
    }

    fn is_plain(&self) -> bool {
        self.value.chars().all(|c| c.is_ascii_digit() || " ,&-–".contains(c)) || self.is_word()
    }

    fn is_word(&self) -> bool {
        self.value.chars().all(char::is_alphanumeric)
    }

    fn is_plural(&self) -> bool {
        self.value.contains([' ', ',', '&', '-', '–'])
    }
}

/// Every kind of locator that CSL has a term for.
const KINDS: [Locator; 29] = [
    Locator::Act,
    Locator::Appendix,
    Locator::ArticleLocator,
    Locator::Book,
    Locator::Canon,
    Locator::Chapter,
    Locator::Column,
    Locator::Elocation,
    Locator::Equation,
    Locator::Figure,
    Locator::Folio,
    Locator::Issue,
    Locator::Line,
    Locator::Note,
    Locator::Opus,
    Locator::Page,
    Locator::Paragraph,
    Locator::Part,
    Locator::Rule,
    Locator::Scene,
    Locator::Section,
    Locator::SubVerbo,
    Locator::Supplement,
    Locator::Table,
    Locator::Timestamp,
    Locator::Title,
    Locator::TitleLocator,
    Locator::Verse,
    Locator::Volume,
];

/// Labels that every site may use, beside those of its language: the forms of Pandoc's manual.
const ENGLISH: [(&str, Locator); 58] = [
    ("p.", Locator::Page),
    ("pp.", Locator::Page),
    ("page", Locator::Page),
    ("pages", Locator::Page),
    ("bk.", Locator::Book),
    ("bks.", Locator::Book),
    ("book", Locator::Book),
    ("books", Locator::Book),
    ("chap.", Locator::Chapter),
    ("chaps.", Locator::Chapter),
    ("ch.", Locator::Chapter),
    ("chs.", Locator::Chapter),
    ("chapter", Locator::Chapter),
    ("chapters", Locator::Chapter),
    ("col.", Locator::Column),
    ("cols.", Locator::Column),
    ("column", Locator::Column),
    ("columns", Locator::Column),
    ("fig.", Locator::Figure),
    ("figs.", Locator::Figure),
    ("figure", Locator::Figure),
    ("figures", Locator::Figure),
    ("fol.", Locator::Folio),
    ("fols.", Locator::Folio),
    ("folio", Locator::Folio),
    ("no.", Locator::Issue),
    ("nos.", Locator::Issue),
    ("number", Locator::Issue),
    ("l.", Locator::Line),
    ("ll.", Locator::Line),
    ("line", Locator::Line),
    ("lines", Locator::Line),
    ("n.", Locator::Note),
    ("nn.", Locator::Note),
    ("note", Locator::Note),
    ("notes", Locator::Note),
    ("op.", Locator::Opus),
    ("opus", Locator::Opus),
    ("para.", Locator::Paragraph),
    ("paras.", Locator::Paragraph),
    ("paragraph", Locator::Paragraph),
    ("¶", Locator::Paragraph),
    ("¶¶", Locator::Paragraph),
    ("pt.", Locator::Part),
    ("part", Locator::Part),
    ("parts", Locator::Part),
    ("sec.", Locator::Section),
    ("secs.", Locator::Section),
    ("section", Locator::Section),
    ("sections", Locator::Section),
    ("§", Locator::Section),
    ("§§", Locator::Section),
    ("s.v.", Locator::SubVerbo),
    ("v.", Locator::Verse),
    ("verse", Locator::Verse),
    ("vol.", Locator::Volume),
    ("vols.", Locator::Volume),
    ("volume", Locator::Volume),
];

/// The labels that a site may use, the longest first.
pub struct Labels(Vec<(String, Locator)>);

impl Labels {
    /// Labels in English and in the languages of some locales.
    pub fn new(locales: &[Locale]) -> Labels {
        let mut labels: Vec<(String, Locator)> =
            ENGLISH.iter().map(|(label, kind)| ((*label).to_owned(), *kind)).collect();
        for locale in locales {
            for kind in KINDS {
                for form in [TermForm::Long, TermForm::Short, TermForm::Symbol] {
                    let Some(term) = locale.term(Term::from(kind), form) else { continue };
                    for label in [term.single(), term.multiple()].into_iter().flatten() {
                        let label = label.to_lowercase();
                        if !label.is_empty() && !labels.iter().any(|(known, _)| *known == label) {
                            labels.push((label, kind));
                        }
                    }
                }
            }
        }
        labels.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        Labels(labels)
    }

    /// Read what follows an id.
    pub fn read(&self, affixes: Option<&Affixes>) -> Located {
        let Some(affixes) = affixes else { return Located::default() };
        let suffix = affixes.suffix.text();
        match &affixes.braces {
            Some(braces) if braces.text().is_empty() => Located { locator: None, suffix: 0..suffix.len() },
            Some(braces) => {
                let (kind, value) = self.label(braces.text());
                let locator = Some(Place { kind, value: value.trim().to_owned() });
                Located { locator, suffix: behind(suffix, 0) }
            }
            None => self.read_suffix(suffix),
        }
    }

    fn read_suffix(&self, suffix: &str) -> Located {
        let rest = suffix.trim_start_matches([',', ' ', '\u{a0}']);
        let (kind, value) = self.label(rest);
        let length = numbers(value);
        // Only a label says that a roman numeral is a number: `, i.e. …` is not page i.
        let is_number = value[..length].contains(|c: char| c.is_ascii_digit());
        if length == 0 || (value.len() == rest.len() && !is_number) {
            return Located { locator: None, suffix: 0..suffix.len() };
        }
        let end = suffix.len() - value.len() + length;
        Located { locator: Some(Place { kind, value: value[..length].trim().to_owned() }), suffix: behind(suffix, end) }
    }

    /// The kind that a text starts with, and what follows; without a label it is a page.
    fn label<'t>(&self, text: &'t str) -> (Locator, &'t str) {
        let lower = text.to_lowercase();
        let found = self.0.iter().find(|(label, _)| {
            let after = lower.strip_prefix(label.as_str()).and_then(|after| after.chars().next());
            let is_word = label.ends_with(char::is_alphabetic);
            after.is_some_and(|c| if is_word { c.is_whitespace() } else { c.is_whitespace() || c.is_ascii_digit() })
        });
        match found {
            Some((label, kind)) if lower.len() == text.len() => (*kind, text[label.len()..].trim_start()),
            _ => (Locator::Page, text),
        }
    }
}

/// The rest of a suffix behind a byte, unless it is no more than a comma.
fn behind(suffix: &str, at: usize) -> Range<usize> {
    let is_bare = suffix[at..].trim_matches([',', ' ']).is_empty();
    if is_bare { suffix.len()..suffix.len() } else { at..suffix.len() }
}

/// How many bytes of a text, from its start, are numbers: `33, 35-37`, `iv–xi`, `12a`, `3 and 5`.
fn numbers(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive([' ', ',']) {
        let bare = word.trim_end_matches([' ', ',']);
        let joins = matches!(bare, "" | "&" | "and" | "-" | "–");
        if !joins && !is_number(bare) {
            break;
        }
        at += word.len();
        if !joins {
            end = at - (word.len() - bare.len());
        }
    }
    // A full stop or colon belongs to the sentence.
    text[..end].trim_end_matches(['.', ':', ';']).len()
}

fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':', ';']);
    let starts = word.trim_start_matches(['(', '[', '§', '¶']);
    let digits = starts.starts_with(|c: char| c.is_ascii_digit());
    let lettered = word.len() <= 8 && word.contains(|c: char| c.is_ascii_digit());
    let roman = !word.is_empty() && word.chars().all(|c| "ivxlcdmIVXLCDM-–()".contains(c));
    digits || lettered || roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_are_read_as_pandoc_reads_them() {
        let labels = Labels::new(&[]);
        for (text, kind, value, suffix) in [
            (", p. 3", Locator::Page, "3", ""),
            (", 33", Locator::Page, "33", ""),
            (" p. 3", Locator::Page, "3", ""),
            (", pp. 33, 35-37, and nowhere else", Locator::Page, "33, 35-37", ", and nowhere else"),
            (", pp. iv, vi-xi, (xv)-(xvii) with suffix", Locator::Page, "iv, vi-xi, (xv)-(xvii)", " with suffix"),
            (", chap. 2", Locator::Chapter, "2", ""),
            (", sec. 4.2, emphasis mine", Locator::Section, "4.2", ", emphasis mine"),
            (", § 5", Locator::Section, "5", ""),
            (", § 230(c)(1)", Locator::Section, "230(c)(1)", ""),
            (", ch. 3", Locator::Chapter, "3", ""),
            (", fig. 2b", Locator::Figure, "2b", ""),
        ] {
            let read = labels.read_suffix(text);
            let place = Place { kind, value: value.to_owned() };
            assert_eq!((read.locator, &text[read.suffix]), (Some(place), suffix), "{text}");
        }
        for text in [", emphasis mine", ", i.e. nowhere", "", ", chapter and verse", ", {open"] {
            assert_eq!(labels.read_suffix(text), Located { locator: None, suffix: 0..text.len() }, "{text}");
        }
    }

    #[test]
    fn a_place_that_is_no_number_is_put_where_its_number_comes_out() {
        for (value, given, written) in [
            ("3", "3", "p. 77777"),
            ("iv", "iv", "p. 77777"),
            ("12(b)", "77777", "p. 12(b)"),
            ("3 to 5", "77777, 99999", "pp. 3 to 5"),
            ("iv-vi", "77777, 99999", "pp. iv–vi"),
        ] {
            let place = Place { kind: Locator::Page, value: value.to_owned() };
            assert_eq!(place.given(), given);
            let mut text = if given.contains(',') { "pp. 77777, 99999" } else { "p. 77777" }.to_owned();
            place.put(&mut text);
            assert_eq!(text, written);
        }
    }
}
