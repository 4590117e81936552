//! Publishers whose sources have no kind, so that nobody judged whether they are independent.

use std::collections::BTreeMap;

use super::sources::SourcesOfCase;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::{Publisher, SourceKind, Work, WorkId};
use crate::schema::{ParsedSource, ParsedVocabulary};
use crate::yaml;

/// Report each publisher of sources that count as not independent for want of a kind: once, where the cure belongs.
/// `publishers` are those of the vocabulary, then the others.
pub fn report(
    works: &[Work],
    publishers: &[Publisher],
    work_of: &[Vec<WorkId>],
    vocabulary: Option<&ParsedVocabulary>,
    sources: &[SourcesOfCase<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Per publisher, the first of these sources and how many there are.
    let mut unknown: BTreeMap<usize, ((FileId, &ParsedSource), usize)> = BTreeMap::new();
    for (own, work_of) in sources.iter().zip(work_of) {
        for (one, work) in own.iter().zip(work_of) {
            let work = &works[work.index()];
            let is_judged = work.source.kind.or(publishers[work.publisher.index()].kind).is_some();
            if !is_judged && one.1.source.kind.is_none() && one.1.source.independent.is_none() {
                unknown.entry(work.publisher.index()).or_insert((*one, 0)).1 += 1;
            }
        }
    }
    let kinds = SourceKind::ALL.map(SourceKind::as_str);
    let kinds = format!("{} or {}", kinds[..kinds.len() - 1].join(", "), kinds[kinds.len() - 1]);
    for (index, ((file, first), count)) in unknown {
        let label = &publishers[index].label;
        let so = match count {
            1 => "its source counts as not independent".to_owned(),
            _ => format!("{count} of its sources count as not independent"),
        };
        let message = format!("`{label}` has no kind, so {so}");
        let term = vocabulary.and_then(|vocabulary| Some((vocabulary.file, vocabulary.terms.get(index)?)));
        diagnostics.push(match term {
            Some((file_of_term, term)) => {
                let found = Diagnostic::new(Code::UnknownKind, file_of_term, term.label.span.clone(), message);
                found
                    .help(format!("add `kind: other`, or the kind that it is: {kinds}"))
                    .related(file, first.publisher.clone(), "the first of its sources")
            }
            None => {
                let found = Diagnostic::new(Code::UnknownKind, file, first.publisher.clone(), message);
                let label = yaml::scalar_like(label, "");
                let each = if count == 1 { "the source" } else { "each source" };
                found.help(format!(
                    "add `{{label: {label}, kind: other}}` to `terms` in content/publishers.yaml, or `kind: other` to {each}; \
                     or the kind that it is: {kinds}"
                ))
            }
        });
    }
}
