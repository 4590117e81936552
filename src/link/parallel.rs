//! The same function applied to many items on all threads.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severities};

/// Do one thing for every item; values and findings keep the order of the items. Findings that the site turns off are
/// forgotten at once: there may be several for each case.
pub fn in_parallel<I: IntoParallelIterator<Iter: IndexedParallelIterator>, R: Send>(
    items: I,
    severities: &Severities,
    diagnostics: &mut Vec<Diagnostic>,
    work: impl Fn(usize, I::Item, &mut Vec<Diagnostic>) -> R + Sync,
) -> Vec<R> {
    let done: Vec<(R, Vec<Diagnostic>)> = items
        .into_par_iter()
        .enumerate()
        .map(|(index, item)| {
            let mut found = Vec::new();
            let done = work(index, item, &mut found);
            found.retain(|one| !one.is_turned_off(severities));
            (done, found)
        })
        .collect();
    let mut results = Vec::with_capacity(done.len());
    for (result, found) in done {
        results.push(result);
        diagnostics.extend(found);
    }
    results
}
