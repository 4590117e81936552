//! Sources keep their ids from one import to the next, for an editor may cite them.

use super::cite::cited_ids;
use super::draft::{Draft, SourceDraft};
use super::record::scalar_text;
use crate::model::{fold, passage_of};
use crate::parse::front_matter::{Parts, find};
use crate::yaml::{self, Value};

/// The sources that a case's file lists.
pub fn sources_of(text: &str) -> Vec<SourceDraft> {
    let Parts::Whole(front, _) = find(text) else { return Vec::new() };
    let node = yaml::parse(&text[front.clone()], front.start).ok();
    let Some(Value::Mapping(entries)) = node.map(|node| node.value) else { return Vec::new() };
    let listed = entries.iter().find(|(key, _)| key.as_str() == Some("sources"));
    let Some(Value::Sequence(items)) = listed.map(|(_, value)| &value.value) else { return Vec::new() };
    let source = |item: serde_json::Value| {
        let mut source = SourceDraft::default();
        for (key, value) in item.as_object()? {
            match scalar_text(value) {
                Some(id) if key == "id" => source.id = id,
                Some(text) => source.set(key, text),
                None => {}
            }
        }
        (!source.id.is_empty()).then_some(source)
    };
    items.iter().map(yaml::to_json).filter_map(source).collect()
}

/// Is a new source one that the file lists?
type IsOne<'a> = dyn Fn(&SourceDraft, &SourceDraft) -> bool + 'a;

/// Give the sources of a draft the ids that its file has for them.
pub fn adopt(draft: &mut Draft, listed: &[SourceDraft]) {
    let mut partners: Vec<Option<usize>> = vec![None; draft.sources.len()];
    let mut is_free = vec![true; listed.len()];
    let title = |source: &SourceDraft| source.get("title").map(fold);
    let is_one: [&IsOne<'_>; 3] = [&|new, old| new.is_same_work(old), &|new, old| new.id == old.id, &|new, old| {
        title(new).is_some() && title(new) == title(old)
    }];
    for is_one in is_one {
        for (source, partner) in draft.sources.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            *partner = (0..listed.len()).find(|old| is_free[*old] && is_one(source, &listed[*old]));
            if let Some(old) = *partner {
                is_free[old] = false;
            }
        }
    }
    // Of what is left, one old and one new source are one that has changed in everything.
    let old: Vec<usize> = (0..listed.len()).filter(|old| is_free[*old]).collect();
    let new: Vec<usize> = (0..partners.len()).filter(|new| partners[*new].is_none()).collect();
    if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
        partners[*new] = Some(*old);
    }
    let mut ids: Vec<String> = listed.iter().map(|source| source.id.clone()).collect();
    let mut renamed = Vec::new();
    for (source, partner) in draft.sources.iter().zip(&partners) {
        let id = match partner {
            Some(old) => listed[*old].id.clone(),
            None => Draft::default().unique_source_id(&source.id, |id| ids.iter().any(|taken| taken == id)),
        };
        if id != source.id {
            renamed.push((source.id.clone(), id.clone()));
        }
        ids.push(id);
    }
    draft.rename_sources(&renamed);
}

/// The ids that a case's file cites and does not list.
pub fn unlisted(text: &str) -> Vec<String> {
    let Parts::Whole(_, body) = find(text) else { return Vec::new() };
    let listed = sources_of(text);
    let mut ids = cited_ids(&text[body]);
    let is_listed = |id: &str| listed.iter().any(|source| source.id == id);
    ids.retain(|id| !is_listed(id) && !passage_of(id).is_some_and(|(source, _)| is_listed(source)));
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, title: &str, url: &str) -> SourceDraft {
        let fields = [("title", title), ("url", url)].map(|(key, value)| (key.to_owned(), value.to_owned()));
        SourceDraft { id: id.to_owned(), fields: fields.to_vec() }
    }

    fn adopted(sources: Vec<SourceDraft>, listed: &[SourceDraft]) -> Vec<String> {
        let mut draft = Draft { sources, ..Draft::default() };
        adopt(&mut draft, listed);
        draft.sources.into_iter().map(|source| source.id).collect()
    }

    #[test]
    fn a_source_keeps_its_id() {
        let listed = [source("a", "A", "https://example.org/a"), source("b", "B", "https://example.org/b")];
        let new = vec![source("x", "B", "https://example.org/b"), source("b", "A", "https://example.org/a")];
        assert_eq!(adopted(new, &listed), ["b", "a"]);
        let moved = vec![source("x", "A", "https://example.org/c"), source("y", "C", "https://example.org/d")];
        assert_eq!(adopted(moved, &listed), ["a", "b"]);
        let more = vec![source("a", "D", "https://example.org/d"), source("b", "B", "https://example.org/b")];
        assert_eq!(adopted(more, &listed[1..]), ["a", "b"]);
        assert_eq!(adopted(vec![source("a", "D", "https://example.org/d")], &[]), ["a"]);
    }

    #[test]
    fn what_is_cited_and_not_listed_is_found() {
        let text = "---\nsources:\n  - id: a\n    publisher: P\n---\n\nOne [@a; @b; @a#q1].\n";
        assert_eq!(sources_of(text).len(), 1);
        assert_eq!(unlisted(text), ["b"]);
        assert_eq!(unlisted("no front matter [@a]"), Vec::<String>::new());
    }
}
