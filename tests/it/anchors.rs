//! The anchors of statements: they last while other text comes and goes.

use casebook::parse::markdown::{Anchors, parse};
use proptest::prelude::*;

/// Blocks of a section; some of their statements say the same.
const BLOCKS: [&str; 12] = [
    "One thing [@a].",
    "One\n*thing*.",
    "Two things ^two",
    "- One thing.\n- Two things\n  - Three [@b, p. 3] ^three\n- Two things",
    "1. One thing.\n\n   More of it.\n2. Another",
    "> Quoted words",
    "> Quoted words\n\n^quoted",
    "- Quoted words\n\n^listed",
    "| a | b |\n|---|---|\n| c | d ^e |",
    "### One thing",
    "```\nOne thing. ^code\n```",
    "A note.[^1]\n\n[^1]: What it says.",
];

/// Per statement its text and its anchor.
fn anchors(blocks: &[&str]) -> Vec<(String, String)> {
    let text = format!("## Outcome\n\n{}\n", blocks.join("\n\n"));
    let (body, _) = parse(&text, 0..text.len(), Anchors::default(), |_| None);
    let statement =
        |index: usize| (text[body.statements[index].span.clone()].to_owned(), body.anchor(index).into_owned());
    (0..body.statements.len()).map(statement).collect()
}

proptest! {
    #[test]
    fn a_new_paragraph_moves_no_anchor(
        blocks in proptest::collection::vec(proptest::sample::select(&BLOCKS[..]), 1..12),
        words in "[a-z]{1,9}( [a-z]{1,9}){2,5}",
        place in any::<proptest::sample::Index>(),
    ) {
        let new = format!("New: {words} [@c].");
        let place = place.index(blocks.len() + 1);
        let mut more = blocks.clone();
        more.insert(place, &new);
        let (before, mut after) = (anchors(&blocks), anchors(&more));
        let count = after.len();
        after.retain(|(text, _)| *text != new);
        prop_assert_eq!(after.len() + 1, count);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn no_two_statements_have_one_anchor(
        blocks in proptest::collection::vec(proptest::sample::select(&BLOCKS[..]), 1..12),
    ) {
        let mut all: Vec<String> = anchors(&blocks).into_iter().map(|(_, anchor)| anchor).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len(), count);
    }
}
