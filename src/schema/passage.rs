//! What a passage of a source may hold.

use rustc_hash::FxHashMap;

use super::fields::Findings;
use super::key::Shape;
use super::read;
use super::table::{Record, Table, field};
use super::value::Value;
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::{Passage, Slug, Spanned};
use crate::yaml::Node;

/// A passage while it is read.
#[derive(Debug, Default)]
pub struct PassageFields {
    id: Option<Spanned<Slug>>,
    text: Box<str>,
    at: Option<Box<str>>,
    translated: bool,
}

impl Record for PassageFields {
    type View<'a> = &'a Passage;
}

/// A passage.
pub const PASSAGE: Table<PassageFields> = Table {
    name: "passage",
    meaning: "Words of a source, quoted verbatim.",
    hint: "",
    parts: &[&[
        field!(
            PassageFields,
            "id",
            Shape::Slug("an id of a passage"),
            "By which the text cites it: `q1` in `[@bi-2025#q1]`.",
            get | view | view.id.as_ref().map(|id| Value::text(id.as_str())),
            set | into,
            given | into.id = given.into()
        ),
        field!(PassageFields, "text", Shape::Text, "The words, as the source has them.", text).required(),
        field!(PassageFields, "at", Shape::Line, "Where they stand in the source. A locator, such as `p. 3`.", at),
        field!(
            PassageFields,
            "translated",
            Shape::Flag,
            "Are the words a translation? They are then said to be one, and not looked for in the source.",
            get | view | view.translated.then_some(Value::Flag(true)),
            set | into,
            given | into.translated = given.into()
        ),
    ]],
    one_of: &[],
};

/// Read the entries of `passages`. The second passage of an id is reported and left out.
pub fn list(nodes: &[&Node], findings: &mut Findings<'_>) -> Box<[Passage]> {
    let read = read::list(&PASSAGE, nodes, findings, Some);
    let mut ids: FxHashMap<Slug, Span> = FxHashMap::default();
    let mut passages = Vec::with_capacity(read.len());
    for PassageFields { id, text, at, translated } in read {
        if let Some(Spanned { value, span }) = &id
            && let Some(first) = ids.insert(value.clone(), span.clone())
        {
            let found = findings
                .at(Code::DuplicatePassage, span, format!("duplicate passage id `{value}` in this source"))
                .help("give each passage of a source an id of its own")
                .related(findings.file, first.clone(), "first given here");
            findings.push(found);
            ids.insert(value.clone(), first);
            continue;
        }
        passages.push(Passage { id: id.map(|id| id.value), text, at, translated });
    }
    passages.into()
}
