//! The search index: which cases hold a word, and how much it says about each.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::postings::Postings;
use super::words::words;
use crate::model::{Case, CaseId, Site, TermRef};

/// How strongly a word of a field counts.
const TITLE: u32 = 5;
const SUMMARY: u32 = 2;
const LABEL: u32 = 2;
const TEXT: u32 = 1;
/// BM25's parameters k1 (how soon repeating a word stops to matter) and b (how much long texts are weighed down).
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Weights are kept in so many steps: `A` to `Z`.
const STEPS: f64 = 25.999;

/// Every word of a site and where it occurs.
///
/// The weights are BM25's (Robertson and Zaragoza 2009). The parts are of about equal size, so a search loads a few
/// kilobytes however many cases there are.
#[derive(Debug)]
pub struct Index {
    /// Sorted by their UTF-16 code units.
    pub words: Vec<Word>,
    /// Per part, where its words begin; a part may be empty.
    pub parts: Vec<usize>,
    /// How many words the text of each case has, and on average.
    lengths: Vec<usize>,
    average: f64,
}

/// A word.
#[derive(Debug)]
pub struct Word {
    /// As it is compared.
    pub text: String,
    /// The cases that hold it, and how strongly it counts in each.
    postings: Postings,
}

/// A piece of a case's text, and the anchor that leads to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Passage {
    /// `id` attribute in the page of the case.
    pub anchor: String,
    /// Plain text.
    pub text: String,
}

impl Index {
    /// The words of a part.
    pub fn part(&self, part: usize) -> &[Word] {
        let end = self.parts.get(part + 1).copied().unwrap_or(self.words.len());
        &self.words[self.parts[part].min(end)..end]
    }

    /// The cases that hold a word, by id, and how much it says about each, 0 to 25.
    pub fn postings(&self, word: &Word) -> impl Iterator<Item = (CaseId, u8)> {
        word.postings.iter().map(|(case, count)| {
            #[expect(clippy::cast_precision_loss, reason = "numbers of words are far below 2^52")]
            let held_back = K1 * (1.0 - B + B * self.lengths[case.index()] as f64 / self.average.max(1.0));
            let count = f64::from(count);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 25")]
            let weight = (count / (count + held_back) * STEPS) as u8;
            (case, weight)
        })
    }
}

/// How many cases are counted before their words are added to the index, as the counts take more memory than the index.
const AT_ONCE: usize = 64;

/// What each word says about a case, and how many words its text has.
type Counted = (FxHashMap<String, u32>, usize);

/// Index a site in so many parts. Words are counted in parallel, while those of the cases before are added.
pub fn index(site: &Site, parts: usize) -> Index {
    let count = |cases: &[CaseId]| -> Vec<Counted> { cases.par_iter().map(|id| count_words(site, *id)).collect() };
    let mut lengths: Vec<usize> = Vec::with_capacity(site.cases.len());
    let mut words: FxHashMap<String, Postings> = FxHashMap::default();
    let mut add = |counted: Vec<Counted>| {
        for (counts, length) in counted {
            let case = CaseId::from_index(lengths.len());
            lengths.push(length);
            for (word, count) in counts {
                words.entry(word).or_default().push(case, count);
            }
        }
    };
    let ids: Vec<CaseId> = site.case_ids().collect();
    let mut counted = Vec::new();
    for cases in ids.chunks(AT_ONCE) {
        ((), counted) = rayon::join(|| add(std::mem::take(&mut counted)), || count(cases));
    }
    add(counted);
    #[expect(clippy::cast_precision_loss, reason = "numbers of words are far below 2^52")]
    let average = lengths.iter().map(|length| *length as f64).sum::<f64>() / lengths.len().max(1) as f64;
    let mut words: Vec<Word> = words.into_iter().map(|(text, postings)| Word { text, postings }).collect();
    // In the order of UTF-16, as JavaScript compares strings when it looks for the part that holds a word.
    words.par_sort_unstable_by(|one, other| one.text.encode_utf16().cmp(other.text.encode_utf16()));
    let parts = cut(&words, parts.max(1));
    Index { words, parts, lengths, average }
}

/// Where each part begins, such that all are about equally long when written.
fn cut(words: &[Word], parts: usize) -> Vec<usize> {
    let cost = |word: &Word| word.text.len() + 6 + 3 * word.postings.len();
    let total: usize = words.iter().map(cost).sum::<usize>().max(1);
    let mut starts = vec![words.len(); parts];
    let mut before = 0;
    for (index, word) in words.iter().enumerate() {
        let part = (before * parts / total).min(parts - 1);
        starts[part] = starts[part].min(index);
        before += cost(word);
    }
    // An empty part begins where the next one does.
    for part in (0..parts.saturating_sub(1)).rev() {
        starts[part] = starts[part].min(starts[part + 1]);
    }
    starts
}

fn count_words(site: &Site, id: CaseId) -> Counted {
    let case = site.case(id);
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    let mut add = |text: &str, weight: u32| {
        let mut length = 0;
        for word in words(text) {
            *counts.entry(word).or_default() += weight;
            length += 1;
        }
        length
    };
    add(&case.title, TITLE);
    add(&case.summary, SUMMARY);
    for (taxonomy, terms) in site.taxonomy_ids().zip(case.terms.iter()) {
        for term in terms {
            let term = site.term(TermRef { taxonomy, term: *term });
            add(&term.label, LABEL);
            for alias in &term.aliases {
                add(alias, LABEL);
            }
        }
    }
    let length = passages(site, case).iter().map(|passage| add(&passage.text, TEXT)).sum();
    (counts, length)
}

/// The text of a case in pieces that a reader can be led to: its statements, what stands outside of them, its
/// events and its sources.
pub fn passages(site: &Site, case: &Case) -> Vec<Passage> {
    let body = &case.body;
    let text = case.text.get();
    let mut found: Vec<Passage> = Vec::new();
    let mut add = |anchor: &str, text: String| {
        if !text.is_empty() {
            found.push(Passage { anchor: anchor.to_owned(), text });
        }
    };
    let plain = |span: std::ops::Range<usize>| site.excerpt(case, &text, span);
    let first = body.sections.first().map_or(body.span.end, |section| section.span.start);
    add("main_text", plain(body.span.start.min(first)..first));
    let mut of_sections = vec![Vec::new(); body.sections.len()];
    for (number, statement) in body.statements.iter().enumerate() {
        if let Some(statements) = statement.section().and_then(|section| of_sections.get_mut(section)) {
            statements.push((number, statement));
        }
    }
    for (section, statements) in body.sections.iter().zip(of_sections) {
        let heading = &body.headings[section.heading];
        let mut at = heading.span.end;
        for (number, statement) in statements {
            // Tables and code between two statements.
            add(&heading.anchor, plain(at..statement.span.start.max(at)));
            add(&body.anchor(number), plain(statement.span.clone()));
            at = statement.span.end.max(at);
        }
        add(&heading.anchor, plain(at..section.span.end.max(at)));
    }
    for event in &case.events {
        add("case_events", event.text.clone());
    }
    for source in &case.sources {
        let publisher = &site.publisher(site.work(source.work).publisher).label;
        let title = source.source.title.as_deref().map(|title| format!(", {title}")).unwrap_or_default();
        add(&source.anchor, format!("{publisher}{title}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_all_words_in_order() {
        let word = |text: &str, many: u32| {
            let mut postings = Postings::default();
            (0..many).for_each(|case| postings.push(CaseId(case), 1));
            Word { text: text.to_owned(), postings }
        };
        let words = vec![word("a", 1), word("b", 500), word("c", 1), word("d", 1)];
        let parts = cut(&words, 4);
        let index = Index { words, parts, lengths: Vec::new(), average: 0.0 };
        let all: Vec<&str> = (0..4).flat_map(|part| index.part(part)).map(|word| word.text.as_str()).collect();
        assert_eq!(all, ["a", "b", "c", "d"]);
    }
}
