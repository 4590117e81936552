//! One example: its blocks in order, on a site of its own.

use super::document::{Block, Document};
use super::expect;
use super::stage::Stage;

/// Run an example. Blocks that show something else than what came of it are given the new text; what cannot be
/// written by itself is a failure.
pub fn run(document: &mut Document, number: usize) -> Result<(), String> {
    let indices = document.examples[number].blocks.clone();
    let blocks = document.blocks()?;
    let expects = |index: &usize| expect::is_expectation(&blocks[*index]);
    if !indices.iter().any(expects) {
        let gives = indices.iter().any(|index| Stage::is_given(&blocks[*index]));
        return if gives { Err("this example expects nothing".to_owned()) } else { Ok(()) };
    }
    let mut stage = Stage::new(document.site.as_deref());
    let mut failures = Vec::new();
    for index in indices {
        // Lines move when a block is rewritten.
        let block: Block = document.blocks()?[index].clone();
        if !expect::is_expectation(&block) {
            stage.give(&block)?;
            continue;
        }
        match expect::mismatch(&block, &mut stage) {
            Ok(None) => {}
            Ok(Some(now)) => document.replace(&block, &now),
            Err(failure) => failures.push(format!("{}:\n{failure}", block.info.join(" "))),
        }
    }
    failures.extend(stage.settle().err());
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}
