//! What stands once for neighbours in a group (CSL 1.0.2, "Cite Collapsing"), where hayagriva does less: names that the
//! item before has said, letters in a row.

use hayagriva::citationberg::Collapse;
use hayagriva::{ElemChild, ElemChildren, Formatted, Formatting};

use super::engine::Engine;
use super::letters::Letters;
use super::locator::Located;
use super::tree::Parts;
use super::{html, tree};
use crate::model::{CitationGroup, CitationItem, CitationKind};

/// A group of the text, with what its items are collapsed by.
pub struct Neighbours<'a> {
    pub engine: &'a Engine<'a>,
    pub group: &'a CitationGroup,
    /// The source of each item.
    pub sources: &'a [usize],
    pub letters: &'a Letters,
}

impl Neighbours<'_> {
    /// Mend items without names: where years are collapsed, hayagriva leaves nothing of a work without a date, puts the
    /// delimiter of other items between, and takes the name of whoever stands behind a group that it brought together.
    pub fn refill(&self, parts: &mut Parts) {
        let of_style = &self.engine.style.style.citation;
        if matches!(of_style.collapse, Some(Collapse::CitationNumber)) {
            return;
        }
        let of_source = |source: usize| {
            let mut item = self.engine.alone(source, self.letters);
            let names = tree::take_names(&mut item).map(|names| html::plain(&names.children));
            (names, item)
        };
        // citeproc-js, which the specification was written beside, has this delimiter in styles of notes for theirs.
        let brings_comma = of_style.cite_group_delimiter.is_none() && !self.engine.style.is_note();
        let after_group = of_style.after_collapse_delimiter.as_ref().or(of_style.layout.delimiter.as_ref());
        let mut before: Option<usize> = None;
        for (between, index, item) in &mut parts.items {
            let source = self.sources.get(*index).copied();
            let is_cut =
                of_style.collapse.is_some() && before.is_some() && tree::take_names(&mut item.clone()).is_none();
            if let Some(source) = source.filter(|_| is_cut || tree::is_empty(item)) {
                let (names, rest) = of_source(source);
                let is_said = names.is_some() && before.is_some_and(|before| of_source(before).0 == names);
                let is_empty = tree::is_empty(item);
                if is_said && is_empty {
                    *item = rest;
                } else if !is_said && (is_empty || names.is_some()) {
                    *item = self.engine.alone(source, self.letters);
                    if let Some(delimiter) = after_group.filter(|_| !is_empty) {
                        *between = vec![plain_text(delimiter)];
                    }
                }
                if is_said && brings_comma {
                    *between = vec![plain_text(", ")];
                }
            }
            before = source;
        }
    }

    /// `(Doe, 2019, p. 3; 2020, p. 4)`: names once in a group with places, which hayagriva would leave out with them.
    pub fn name_once(&self, parts: &mut Parts, located: &[Located]) {
        let of_style = &self.engine.style.style.citation;
        let years =
            matches!(of_style.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
        let has_words = |(item, located): (&CitationItem, &Located)| {
            let affixes = item.affixes.as_deref();
            item.suppress_author
                || affixes.is_some_and(|affixes| !affixes.prefix.text().trim().is_empty())
                || !located.suffix.is_empty()
        };
        let has_places = located.iter().any(|located| located.locator.is_some());
        let is_bracketed = self.group.kind == CitationKind::Bracketed;
        if !years || !has_places || !is_bracketed || self.group.items.iter().zip(located).any(has_words) {
            return;
        }
        let delimiter = of_style.after_collapse_delimiter.as_ref().or(of_style.layout.delimiter.as_ref());
        let mut said: Option<String> = None;
        let mut is_behind_collapsed = false;
        for (between, _, item) in &mut parts.items {
            let mut rest = item.clone();
            let names = tree::take_names(&mut rest).map(|names| html::plain(&names.children));
            let is_said = names.is_some() && names == said && !tree::is_empty(&rest);
            if (is_said || is_behind_collapsed)
                && let Some(delimiter) = delimiter
            {
                *between = vec![plain_text(delimiter)];
            }
            if is_said {
                *item = rest;
            }
            is_behind_collapsed = is_said;
            said = names;
        }
    }

    /// `(Doe, 2020a, b)`, `(Doe, 2020a–c)`: of an item that its letter alone tells from the one before, in styles that
    /// collapse so.
    pub fn letters_once(&self, parts: &mut Parts) {
        let of_style = self.engine.style.year_letters.as_ref();
        let is_plain =
            self.group.kind == CitationKind::Bracketed && self.group.items.iter().all(|item| item.affixes.is_none());
        let Some((of_style, delimiter)) =
            of_style.filter(|_| is_plain).and_then(|of_style| Some((of_style, of_style.collapsed.as_deref()?)))
        else {
            return;
        };
        let mut before = None;
        // How many letters follow one another without a gap, up to each item.
        let mut in_row = Vec::with_capacity(parts.items.len());
        for (between, index, item) in &mut parts.items {
            let source = self.sources.get(*index).copied();
            let mut row = 1;
            if let (Some(before), Some(source)) = (before, source)
                && self.letters.are_alike(before, source)
            {
                *between = vec![plain_text(delimiter)];
                *item = ElemChildren(vec![plain_text(
                    &of_style.dated.around(self.letters.get(source).unwrap_or_default()),
                )]);
                if self.letters.follows(source, before) {
                    row += in_row.last().copied().unwrap_or_default();
                }
            }
            in_row.push(row);
            before = source;
        }
        if of_style.is_ranged {
            shorten_rows(parts, &in_row);
        }
    }
}

/// Leave the first and the last of each row of three and more.
fn shorten_rows(parts: &mut Parts, in_row: &[usize]) {
    let goes_on = |at: usize| in_row.get(at + 1).is_some_and(|next| *next > 1);
    let mut at = 0;
    parts.items.retain_mut(|(between, ..)| {
        let (row, is_last) = (in_row[at], !goes_on(at));
        at += 1;
        if row > 2 && is_last {
            *between = vec![plain_text("–")];
        }
        // The second goes only where there is a third.
        row == 1 || is_last
    });
}

fn plain_text(text: &str) -> ElemChild {
    ElemChild::Text(Formatted { text: text.to_owned(), formatting: Formatting::default() })
}
