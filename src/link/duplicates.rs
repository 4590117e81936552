//! Cases that are copies of others, as far as their front matter says.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::places;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::fold;
use crate::parse::ParsedCase;

/// Shorter summaries can be alike by chance.
const SHORTEST_SUMMARY: usize = 20;

/// Report the cases that have the title or the summary of an earlier one, in the order of slugs.
pub fn report(cases: &[Arc<ParsedCase>], diagnostics: &mut Vec<Diagnostic>) {
    let mut titles: FxHashMap<String, &ParsedCase> = FxHashMap::default();
    let mut summaries: FxHashMap<String, &ParsedCase> = FxHashMap::default();
    titles.reserve(cases.len());
    summaries.reserve(cases.len());
    let texts = cases.par_iter().map(|case| {
        let title = Some(folded(&case.front.title)).filter(|title| !title.is_empty());
        let summary = Some(folded(&case.front.summary)).filter(|summary| summary.chars().count() >= SHORTEST_SUMMARY);
        (title, summary)
    });
    let texts: Vec<(Option<String>, Option<String>)> = texts.collect();
    for (case, (title, summary)) in cases.iter().zip(texts).filter(|(case, _)| case.term.is_none()) {
        let of_title = title.as_ref().and_then(|title| titles.get(title).copied());
        let of_summary = summary.as_ref().and_then(|summary| summaries.get(summary).copied());
        diagnostics.extend(found(case, of_title, of_summary));
        if let Some(title) = title {
            titles.entry(title).or_insert(case);
        }
        if let Some(summary) = summary {
            summaries.entry(summary).or_insert(case);
        }
    }
}

fn folded(text: &str) -> String {
    fold(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn found(case: &ParsedCase, of_title: Option<&ParsedCase>, of_summary: Option<&ParsedCase>) -> Option<Diagnostic> {
    let (other, key, message, help) = match (of_title, of_summary) {
        (Some(title), Some(summary)) if title.slug == summary.slug => (
            title,
            "title",
            format!("this case has the title and the summary of `{}`, as if it were a copy", title.slug),
            "finish the one that is new, or remove it",
        ),
        (Some(other), _) => (
            other,
            "title",
            format!("the case `{}` has this title too", other.slug),
            "give one of the two a title that tells them apart",
        ),
        (None, Some(other)) => (
            other,
            "summary",
            format!("the case `{}` has this summary too", other.slug),
            "write what this case is about",
        ),
        (None, None) => return None,
    };
    let span = places::of_key(case, key);
    let found = Diagnostic::new(Code::DuplicateCase, case.file, span, message).help(help);
    Some(found.related(other.file, places::of_key(other, key), "the other one"))
}
