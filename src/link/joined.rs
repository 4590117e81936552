//! Terms that were written as one value: `sector: Transport, Banking`.

use crate::diagnostic::Diagnostic;
use crate::files::Span;
use crate::model::{Spanned, Taxonomy, TermId};
use crate::yaml;

/// The terms that a value names beside each other; none where it is one name, or one of its parts is no term.
pub fn parts<'v>(taxonomy: &Taxonomy, value: &'v str) -> Option<Vec<(&'v str, TermId)>> {
    let separators: [&[&str]; 5] = [&[","], &[";"], &["/"], &[" & ", " and ", " und ", " et ", " y "], &["|"]];
    separators.iter().find_map(|separators| {
        let mut parts = vec![value];
        for separator in *separators {
            parts = parts.iter().flat_map(|part| part.split(separator)).collect();
        }
        if parts.len() == 1 {
            return None;
        }
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        let terms: Vec<(&str, TermId)> = parts.map(|part| Some((part, taxonomy.find(part)?))).collect::<Option<_>>()?;
        let is_distinct =
            terms.iter().enumerate().all(|(at, (_, term))| terms[..at].iter().all(|(_, other)| other != term));
        (terms.len() > 1 && is_distinct).then_some(terms)
    })
}

/// The cure: a list. `is_free` says that the number of terms is nobody else's business.
pub fn cure(
    found: Diagnostic,
    text: &str,
    value: &Spanned<String>,
    parts: &[(&str, TermId)],
    is_free: bool,
) -> Diagnostic {
    let items: Vec<String> = parts.iter().map(|(part, _)| yaml::scalar(part, yaml::Place::Flow)).collect();
    let list = format!("[{}]", items.join(", "));
    let is_item = !is_whole(text, &value.span);
    let found =
        found.help(if is_item { "write each as an item of its own".to_owned() } else { format!("write `{list}`") });
    if is_item || !is_free { found } else { found.fix("write a list", value.span.clone(), list) }
}

/// Is a value all that stands behind its key, and no item of a list?
fn is_whole(text: &str, span: &Span) -> bool {
    let line = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..span.start].trim();
    before.ends_with(':') && !before.starts_with(['-', '{', '[']) && !text[span.clone()].contains('\n')
}
