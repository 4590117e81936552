//! Quoted words looked for in the text of a page.

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::model::{CheckedPassage, PassageState, digest_of_words, folded};
use crate::schema::fields::clean;

/// How often a word may stand in a passage and still say where in the page the passage may be.
const OFTEN: usize = 8;

/// Words of a passage that are compared one by one; what is longer is found whole or not at all.
const LONGEST: usize = 1_000;

/// A text in which passages are looked for.
pub struct Searched<'t> {
    text: &'t str,
    folded: String,
    /// Of the end nothing is known.
    is_cut: bool,
}

impl<'t> Searched<'t> {
    /// A text; of one that is cut off, what is not found may stand in the rest.
    pub fn new(text: &'t str, is_cut: bool) -> Self {
        Searched { text, folded: folded(text), is_cut }
    }

    /// What became of some words.
    pub fn look(&self, passage: &str) -> CheckedPassage {
        let words = digest_of_words(passage).into();
        let (state, seen) = if self.holds(passage) {
            (PassageState::Found, None)
        } else if self.is_cut {
            (PassageState::Unknown, None)
        } else if let Some(near) = self.nearest(passage) {
            (PassageState::Near, Some(near.into()))
        } else {
            (PassageState::Missing, None)
        };
        CheckedPassage { words, state, seen }
    }

    /// Are the parts of a passage there, one behind the other?
    fn holds(&self, passage: &str) -> bool {
        let parts: Vec<String> =
            parts(passage).iter().map(|part| folded(part)).filter(|part| !part.is_empty()).collect();
        let mut from = 0;
        for part in &parts {
            let Some(end) = find_words(&self.folded, part, from) else { return false };
            from = end;
        }
        !parts.is_empty()
    }

    /// The words of the page that are most like a passage, where they are much like it.
    fn nearest(&self, passage: &str) -> Option<String> {
        let wanted: Vec<String> = parts(passage).iter().flat_map(|part| words(part)).map(bare).collect();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        if wanted.is_empty() || wanted.len() > LONGEST {
            return None;
        }
        let all: Vec<&str> = words(self.text).collect();
        let page: Vec<String> = all.iter().map(|word| bare(word)).collect();
        let start = best_start(&wanted, &page)?;
        let slack = wanted.len() / 4 + 3;
        let window = start.saturating_sub(slack)..(start + wanted.len() + slack).min(page.len());
        let there: Vec<&str> = page[window.clone()].iter().map(String::as_str).collect();
        let mut same = 0;
        let mut span: Option<(usize, usize)> = None;
        for operation in capture_diff_slices(Algorithm::Myers, &wanted, &there) {
            if let DiffOp::Equal { new_index, len, .. } = operation {
                same += len;
                span = Some((span.map_or(new_index, |(first, _)| first), new_index + len));
            }
        }
        let (first, end) = span?;
        // Three quarters of both must be the same words in the same order.
        let is_near = same * 2 * 4 >= (wanted.len() + end - first) * 3;
        // What a page says goes into a file, and to a terminal.
        is_near.then(|| clean(&all[window.start + first..window.start + end].join(" ")))
    }
}

/// Where in the page a passage would begin if as many of its words as possible were in their places.
fn best_start(wanted: &[&str], page: &[String]) -> Option<usize> {
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, word) in wanted.iter().enumerate() {
        places.entry(word).or_default().push(index);
    }
    places.retain(|_, places| places.len() <= OFTEN);
    // Words that are put in or left out shift the rest, so starts that are near to each other count together.
    let width = wanted.len() / 4 + 1;
    let mut votes: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, word) in page.iter().enumerate() {
        for index in places.get(word.as_str()).into_iter().flatten() {
            *votes.entry((at + wanted.len() - index) / width).or_default() += 1;
        }
    }
    let of = |bucket: usize| votes.get(&bucket).copied().unwrap_or(0);
    let best = votes.keys().copied().max_by_key(|bucket| (of(*bucket) + of(bucket + 1), std::cmp::Reverse(*bucket)))?;
    Some((best * width + width).saturating_sub(wanted.len()))
}

/// Where words end that stand in a text from a byte on; not within longer words (Unicode Standard Annex 29).
fn find_words(text: &str, words: &str, mut from: usize) -> Option<usize> {
    while let Some(at) = text.get(from..)?.find(words) {
        let (start, end) = (from + at, from + at + words.len());
        if is_boundary(text, start) && is_boundary(text, end) {
            return Some(end);
        }
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

fn is_boundary(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let (Some(before), Some(after)) = (before, after) else { return true };
    let pair: String = [before, after].iter().collect();
    unicode_segmentation::UnicodeSegmentation::split_word_bounds(pair.as_str()).count() > 1
}

/// A word by itself, without what stands around it.
fn bare(word: &str) -> String {
    let folded = folded(word);
    match folded.trim_matches([',', '.', ';', ':', '!', '?', '(', ')', '[', ']']) {
        "" => folded,
        bare => bare.to_owned(),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

/// The parts of a passage between what its editor left out (`…`, `[...]`) or put in (`[the company]`). A letter in
/// brackets is one whose case was changed: `[t]he`.
fn parts(passage: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = passage;
    while let Some(at) = rest.find(['[', '…', '.']) {
        push(&mut parts, &rest[..at]);
        let behind = &rest[at..];
        let length = if behind.starts_with("...") {
            parts.push(String::new());
            behind.len() - behind.trim_start_matches('.').len()
        } else if behind.starts_with('.') {
            push(&mut parts, ".");
            1
        } else if behind.starts_with('…') {
            parts.push(String::new());
            '…'.len_utf8()
        } else if let Some(end) = behind.find(']') {
            let inner = behind[1..end].trim();
            if inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic) {
                push(&mut parts, inner);
            } else {
                parts.push(String::new());
            }
            end + 1
        } else {
            1
        };
        rest = &behind[length..];
    }
    push(&mut parts, rest);
    parts
}

fn push(parts: &mut [String], text: &str) {
    if let Some(last) = parts.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "Klarna said on Tuesday\n\nits AI assistant now does the work of 700 full-time agents, up from none a \
                        year ago. “We are not replacing people”, the company’s chief executive said. He added that the \
                        ﬁrst results were “encouraging – and then some” .";

    fn look(passage: &str) -> (PassageState, Option<String>) {
        let seen = Searched::new(PAGE, false).look(passage);
        (seen.state, seen.seen.map(String::from))
    }

    #[test]
    fn words_are_found_however_they_are_set() {
        for passage in [
            "its AI assistant now does the work of 700 full-time agents",
            "\"we are not replacing people,\" the company's chief executive said",
            "the first results were 'encouraging—and then some'.",
            "[I]ts AI assistant […] up from none a year ago.",
            "Klarna said … its AI assistant now does the work of [about] 700 full-time agents",
            "We are not replacing people...",
        ] {
            let quoted = passage.replace(",\"", "\",").replace("[about] ", "");
            assert_eq!(look(&quoted), (PassageState::Found, None), "{quoted}");
        }
        let japanese = Searched::new("同社は人員を削減しないと述べた。", false);
        assert_eq!(japanese.look("人員を削減しない").state, PassageState::Found);
    }

    #[test]
    fn other_words_are_near_or_missing() {
        let (state, seen) = look("Its AI assistant does the work of 800 full-time agents, up from none a year ago");
        assert_eq!(state, PassageState::Near);
        assert_eq!(
            seen.as_deref(),
            Some("its AI assistant now does the work of 700 full-time agents, up from none a year ago.")
        );
        assert_eq!(
            look("the company has stopped hiring people for its own offices in Europe").0,
            PassageState::Missing
        );
        assert_eq!(look("700 full-time agent").0, PassageState::Near, "a word that was cut off");
        assert_eq!(look("a year ago. Klarna said on Tuesday").0, PassageState::Missing, "in another order");
        assert_eq!(look("“”").0, PassageState::Missing);
    }

    #[test]
    fn of_a_text_that_is_cut_off_nothing_is_missing() {
        let cut = Searched::new(PAGE, true);
        assert_eq!(cut.look("words beyond the end").state, PassageState::Unknown);
        assert_eq!(cut.look("Klarna said on Tuesday").state, PassageState::Found);
    }

    #[test]
    fn long_texts_take_no_longer_than_they_are() {
        let text = "the agent said the agent ".repeat(20_000);
        let searched = Searched::new(&text, false);
        assert_eq!(searched.look(&"the agent left ".repeat(300)).state, PassageState::Missing);
    }
}
