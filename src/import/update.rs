//! Updates of a case that was imported before: fields that changed in the input, and that no editor changed, are
//! replaced.

use std::collections::BTreeMap;

use super::state::hash;
use crate::files::Span;
use crate::model::config::Config;
use crate::model::fold;
use crate::parse::front_matter::{Parts, find};
use crate::parse::markdown::{Anchors, parse};
use crate::schema::case::key_rank;
use crate::yaml::{self, Value};

/// A field of a case's file: a key of its front matter, a section, or what stands before the sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Hash of its value, however it is written.
    pub hash: String,
    /// From its key or heading to the end of its value.
    pub span: Span,
}

/// The fields of a file, by name: `title`, `## what-they-did`, `text`.
#[derive(Debug, Default)]
pub struct Fields {
    /// By name.
    pub fields: BTreeMap<String, Field>,
    /// Where the front matter ends: the start of its closing line.
    front_end: usize,
    /// Keys in the order of the file.
    keys: Vec<(String, usize)>,
}

/// The result of a merge.
#[derive(Debug, Default)]
pub struct Merge {
    /// The file's new text.
    pub text: String,
    /// Fields taken over.
    pub taken: Vec<String>,
    /// Fields that an editor changed too, which stay.
    pub kept: Vec<Conflict>,
}

/// A field that has changed in the input and that stays as it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its name.
    pub field: String,
    /// Its place in the file.
    pub span: Span,
    /// What the input says; nothing where it no longer has the field.
    pub theirs: Option<String>,
}

/// Read the fields of a file; nothing where its front matter cannot be read.
pub fn fields_of(text: &str, config: &Config) -> Option<Fields> {
    let Parts::Whole(front, body) = find(text) else { return None };
    let mut found = Fields { front_end: front.end, ..Fields::default() };
    let node = yaml::parse(&text[front.clone()], front.start).ok()?;
    if let Value::Mapping(entries) = &node.value {
        for (key, value) in entries {
            let name = key.as_str()?.to_owned();
            let end = value.span.end.max(line_end(text, key.span.start, &value.value));
            let hash = hash(&yaml::to_json(value).to_string());
            found.keys.push((name.clone(), key.span.start));
            if found.fields.insert(name, Field { hash, span: key.span.start..end }).is_some() {
                // A key that is there twice is reported by `check` and not merged.
                return None;
            }
        }
    }
    let (facts, _) = parse(text, body.clone(), Anchors::default(), |_| None);
    let first = facts.sections.first().map_or(body.end, |section| section.span.start);
    let lead = &text[body.start..first];
    if !lead.trim().is_empty() {
        found.fields.insert("text".to_owned(), Field { hash: hash(lead.trim()), span: body.start..first });
    }
    for section in &facts.sections {
        let heading = &facts.headings[section.heading];
        let known = config.sections.iter().find(|known| known.matches(&heading.text));
        let name = known.map_or_else(|| fold(&heading.text), |known| known.id.clone());
        let content = text[heading.span.end..section.span.end].trim();
        let field = Field { hash: hash(content), span: section.span.clone() };
        found.fields.entry(format!("## {name}")).or_insert(field);
    }
    Some(found)
}

/// An empty value has no span of its own: the field ends with the line.
fn line_end(text: &str, key: usize, value: &Value) -> usize {
    match value {
        Value::Null => key + text[key..].find('\n').unwrap_or(text.len() - key),
        _ => key,
    }
}

/// The hashes of a file's fields.
pub fn hashes(text: &str, config: &Config) -> BTreeMap<String, String> {
    let fields = fields_of(text, config).map(|found| found.fields).unwrap_or_default();
    fields.into_iter().map(|(name, field)| (name, field.hash)).collect()
}

/// Merge; what is `held` stays as it is in the file. `None` where the file cannot be read, or an edit would not come out
/// as meant.
pub fn merge(
    current: &str,
    new: &str,
    last: &BTreeMap<String, String>,
    held: &[String],
    config: &Config,
) -> Option<Merge> {
    let mut merge = Merge { text: current.to_owned(), ..Merge::default() };
    let theirs = fields_of(new, config)?;
    let before = fields_of(current, config)?;
    let mut names: Vec<&String> = theirs.fields.keys().chain(last.keys()).collect();
    names.sort_by_key(|name| (name.starts_with('#'), *name));
    names.dedup();
    let mut wanted: BTreeMap<String, String> =
        before.fields.iter().map(|(name, field)| (name.clone(), field.hash.clone())).collect();
    for name in names {
        let (their, last) = (theirs.fields.get(name), last.get(name));
        let mine = before.fields.get(name);
        let their_hash = their.map(|field| &field.hash);
        if their_hash == last || their_hash == mine.map(|field| &field.hash) {
            continue;
        }
        let theirs = their.map(|field| new[field.span.clone()].trim_end());
        if mine.map(|field| &field.hash) != last || held.contains(name) {
            merge.kept.push(Conflict {
                field: name.clone(),
                span: mine.map_or(0..3, |field| field.span.clone()),
                theirs: theirs.map(ToOwned::to_owned),
            });
            continue;
        }
        match their {
            Some(field) => wanted.insert(name.clone(), field.hash.clone()),
            None => wanted.remove(name),
        };
        merge.text = set(&merge.text, name, theirs, config)?;
        merge.taken.push(name.clone());
    }
    (hashes(&merge.text, config) == wanted).then_some(merge)
}

/// A file with one field replaced, added or removed.
fn set(text: &str, name: &str, new: Option<&str>, config: &Config) -> Option<String> {
    let found = fields_of(text, config)?;
    let is_front = !name.starts_with("## ") && name != "text";
    let mut edited = text.to_owned();
    match (found.fields.get(name), new) {
        (Some(field), Some(new)) if is_front => edited.replace_range(field.span.clone(), new),
        (Some(field), Some(new)) => edited.replace_range(field.span.clone(), &as_block(text, &field.span, new)),
        (Some(field), None) => {
            let end = field.span.end;
            let line = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
            let end = if is_front && text[end..line].trim().is_empty() { line } else { end };
            edited.replace_range(field.span.start..end, "");
        }
        (None, Some(new)) if is_front => {
            let behind = found.keys.iter().find(|(key, _)| key_rank(key) > key_rank(name));
            let at = behind.map_or(found.front_end, |(_, start)| *start);
            edited.insert_str(at, &format!("{new}\n"));
        }
        (None, Some(new)) if name == "text" => {
            let at = found.fields.iter().filter(|(name, _)| name.starts_with('#')).map(|(_, f)| f.span.start).min();
            let at = at.unwrap_or(text.len());
            edited.insert_str(at, &format!("{}\n\n", new.trim()));
        }
        (None, Some(new)) => {
            edited.truncate(edited.trim_end().len());
            edited.push_str(&format!("\n\n{}\n", new.trim()));
        }
        (None, None) => {}
    }
    Some(edited)
}

/// New text of a section with the empty lines that stood around the old one.
fn as_block(text: &str, span: &Span, new: &str) -> String {
    let old = &text[span.clone()];
    let before = &old[..old.len() - old.trim_start_matches('\n').len()];
    let after = &old[old.trim_end_matches('\n').len()..];
    format!("{before}{}{after}", new.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        let files = crate::files::SourceFile {
            path: "casebook.yaml".into(),
            role: crate::files::Role::Config,
            text: "title: T\nsections: [{title: What they did}]\n".into(),
            readable: true,
            conflicts: Vec::new(),
        };
        crate::parse::config::parse(crate::files::FileId(0), &files).0
    }

    const FIRST: &str =
        "---\ntitle: A\ndate: 2024\ntag: [x, y]\nsummary: S\n---\n\n## What they did\n\nOne.\n\n## Own\n\nTwo.\n";

    fn merged(current: &str, new: &str) -> (String, Vec<String>, Vec<String>) {
        let last = hashes(FIRST, &config());
        let merge = merge(current, new, &last, &[], &config()).expect("a merge");
        (merge.text, merge.taken, merge.kept.into_iter().map(|conflict| conflict.field).collect())
    }

    #[test]
    fn what_nobody_touched_is_taken_over() {
        let new = FIRST.replace("title: A", "title: \"B: c\"").replace("One.", "Uno.").replace("date: 2024\n", "");
        let current = FIRST.replace("summary: S", "# mine\nsummary: S # short").replace("[x, y]", "\n  - x\n  - y");
        let (text, taken, kept) = merged(&current, &new);
        assert_eq!(
            text,
            "---\ntitle: \"B: c\"\ntag: \n  - x\n  - y\n# mine\nsummary: S # short\n---\n\n## What they did\n\nUno.\n\n## Own\n\nTwo.\n"
        );
        assert_eq!((taken, kept), (vec!["date".into(), "title".into(), "## what-they-did".into()], vec![]));
    }

    #[test]
    fn what_an_editor_changed_stays() {
        let current = FIRST.replace("title: A", "title: Mine").replace("Two.", "Mine.");
        let new = FIRST
            .replace("title: A", "title: B")
            .replace("Two.", "Due.")
            .replace("summary: S", "region: R\nsummary: T");
        let (text, taken, kept) = merged(&current, &new);
        assert_eq!(text, current.replace("tag:", "region: R\ntag:").replace("summary: S", "summary: T"));
        assert_eq!((taken, kept), (vec!["region".into(), "summary".into()], vec!["title".into(), "## own".into()]));
    }

    #[test]
    fn sections_come_and_go() {
        let new = FIRST.replace("\n## Own\n\nTwo.\n", "\n## New\n\nThree.\n");
        let (text, taken, kept) = merged(FIRST, &new);
        assert_eq!(text, FIRST.replace("## Own\n\nTwo.\n", "## New\n\nThree.\n"));
        assert_eq!((taken.len(), kept.len()), (2, 0));
    }
}
