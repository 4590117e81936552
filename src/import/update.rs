//! Updates of a case that was imported before: fields that changed in the input, and that no editor changed, are
//! replaced.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::state::{Hash, Hashes};
use crate::files::Span;
use crate::model::config::Config;
use crate::model::fold;
use crate::parse::front_matter::{Parts, find};
use crate::parse::markdown::{Anchors, parse};
use crate::schema::case::key_rank;
use crate::write::CaseText;
use crate::write::markdown::one_line;
use crate::yaml::{self, Value};

/// A field of a case's file: a key of its front matter, a section, or what stands before the sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Hash of its value, however it is written.
    pub hash: Hash,
    /// From its key or heading to the end of its value.
    pub span: Span,
}

/// The fields of a file, by name: `title`, `## what-they-did`, `text`.
#[derive(Debug, Default)]
pub struct Fields {
    /// By name.
    pub fields: BTreeMap<Arc<str>, Field>,
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
            let hash = Hash::of(&yaml::to_json(value).to_string());
            found.keys.push((name.clone(), key.span.start));
            if found.fields.insert(name.into(), Field { hash, span: key.span.start..end }).is_some() {
                // A key that is there twice is reported by `check` and not merged.
                return None;
            }
        }
    }
    let (facts, _) = parse(text, body.clone(), Anchors::default(), |_| None);
    let first = facts.sections.first().map_or(body.end, |section| section.span.start);
    let lead = &text[body.start..first];
    if !lead.trim().is_empty() {
        found.fields.insert("text".into(), Field { hash: Hash::of(lead.trim()), span: body.start..first });
    }
    for section in &facts.sections {
        let heading = &facts.headings[section.heading];
        let content = text[heading.span.end..section.span.end].trim();
        let field = Field { hash: Hash::of(content), span: section.span.clone() };
        found.fields.entry(section_name(&heading.text, config)).or_insert(field);
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

/// The name of the field that a section is.
fn section_name(heading: &str, config: &Config) -> Arc<str> {
    let known = config.sections.named(heading);
    format!("## {}", known.map_or_else(|| fold(heading), |known| config.sections[known].id.clone())).into()
}

/// The hashes of the fields of a case as [`hashes`] has them of its file, without reading that again where the parts of
/// the case are those of the file in any case.
pub fn hashes_of(case: &CaseText, written: &str, config: &Config) -> Hashes {
    if !is_as_written(case) {
        return hashes(written, config);
    }
    let front = case.front.iter();
    let mut fields: Hashes =
        front.map(|(key, value)| (key.as_str().into(), Hash::of(&value.to_json().to_string()))).collect();
    if !case.lead.trim().is_empty() {
        fields.insert("text".into(), Hash::of(case.lead.trim()));
    }
    for section in &case.sections {
        fields.entry(section_name(&one_line(&section.title), config)).or_insert_with(|| Hash::of(section.text.trim()));
    }
    debug_assert_eq!(fields, hashes(written, config), "{written}");
    fields
}

/// Are the sections of a case sure to be those of its file, whatever Markdown is? Not where a text may hold a heading, or
/// something that goes on over the next one, and not where a heading may hold markup.
fn is_as_written(case: &CaseText) -> bool {
    let may_be_heading = |line: &str| {
        let line = line.trim();
        line.starts_with('#') || (!line.is_empty() && line.bytes().all(|byte| byte == b'-'))
    };
    let is_closed = |text: &str| {
        !["<", "```", "~~~", "[^", "\r"].iter().any(|opens| text.contains(opens)) && !text.lines().any(may_be_heading)
    };
    let is_word = |title: &str| title.chars().all(|c| c.is_alphanumeric() || " ,.?’-".contains(c));
    let keys: HashSet<&str> = case.front.iter().map(|(key, _)| key.as_str()).collect();
    keys.len() == case.front.len()
        && is_closed(&case.lead)
        && case.sections.iter().all(|section| is_word(&section.title) && is_closed(&section.text))
}

/// The hashes of a file's fields.
pub fn hashes(text: &str, config: &Config) -> Hashes {
    let fields = fields_of(text, config).map(|found| found.fields).unwrap_or_default();
    fields.into_iter().map(|(name, field)| (name, field.hash)).collect()
}

/// Merge; what is `held` stays as it is in the file. `None` where the file cannot be read, or an edit would not come out
/// as meant.
pub fn merge(current: &str, new: &str, last: &Hashes, held: &[String], config: &Config) -> Option<Merge> {
    let mut merge = Merge { text: current.to_owned(), ..Merge::default() };
    let theirs = fields_of(new, config)?;
    let before = fields_of(current, config)?;
    let mut names: Vec<&Arc<str>> = theirs.fields.keys().chain(last.keys()).collect();
    names.sort_by_key(|name| (name.starts_with('#'), *name));
    names.dedup();
    let mut wanted: Hashes = before.fields.iter().map(|(name, field)| (name.clone(), field.hash)).collect();
    for name in names {
        let (their, last) = (theirs.fields.get(name), last.get(name));
        let mine = before.fields.get(name);
        let their_hash = their.map(|field| &field.hash);
        if their_hash == last || their_hash == mine.map(|field| &field.hash) {
            continue;
        }
        let theirs = their.map(|field| new[field.span.clone()].trim_end());
        if mine.map(|field| &field.hash) != last || held.iter().any(|held| **held == **name) {
            merge.kept.push(Conflict {
                field: name.to_string(),
                span: mine.map_or(0..3, |field| field.span.clone()),
                theirs: theirs.map(ToOwned::to_owned),
            });
            continue;
        }
        match their {
            Some(field) => wanted.insert(name.clone(), field.hash),
            None => wanted.remove(name),
        };
        merge.text = set(&merge.text, name, theirs, config)?;
        merge.taken.push(name.to_string());
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
    use proptest::prelude::*;

    use super::*;
    use crate::write::{SectionText, Yaml};

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

    /// Markdown with what ends a section, opens another, or goes on over what follows.
    fn markdown() -> impl Strategy<Value = String> {
        let blocks = vec![
            "Text.",
            "- one\n- two",
            "> quoted\n> ## not a section",
            "```\n## code",
            "~~~",
            "## A heading",
            "Setext\n---",
            "***",
            "- - -",
            "<!-- open",
            "<div>\n\n## in it",
            "[^n]: note",
            "    code",
            "[ref]: x 'title",
            "| a |\n|---|",
            "1. a\n\n   b",
            "one\\",
            " ",
        ];
        prop::collection::vec((prop::sample::select(blocks), prop::sample::select(vec!["\n", "\n\n", "\r\n"])), 0..4)
            .prop_map(|blocks| blocks.into_iter().map(|(block, end)| [block, end].concat()).collect())
    }

    proptest! {
        #[test]
        fn a_case_has_the_hashes_of_its_file(
            values in prop::collection::vec("[ -~é\n]{0,140}", 0..4),
            lead in markdown(),
            sections in prop::collection::vec(("what they did|[A-Z][a-z]{0,9}|[ -~]{1,12}", markdown()), 0..4),
        ) {
            let front = values.iter().enumerate().map(|(index, value)| (format!("key_{index}"), Yaml::text(value)));
            let sections = sections.into_iter().map(|(title, text)| SectionText { title, text }).collect();
            let case = CaseText { front: front.collect(), lead, sections };
            let written = case.to_text();
            prop_assert_eq!(hashes_of(&case, &written, &config()), hashes(&written, &config()), "{}", written);
        }
    }
}
