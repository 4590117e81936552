//! What `image` of a case may hold: a name of a file, or a record.

use super::fields::{Findings, text_of};
use super::key::Shape;
use super::read;
use super::table::{Record, Table, field};
use super::value::Value;
use crate::model::{Picture, Spanned};
use crate::yaml::{Node, Value as YamlValue};

/// A picture, read but not found yet.
#[derive(Debug, Clone, Default)]
pub struct ParsedPicture {
    /// The name of its file.
    pub src: Spanned<String>,
    /// What it shows.
    pub alt: Option<String>,
    /// What stands below it.
    pub caption: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

impl Record for ParsedPicture {
    type View<'a> = &'a Picture;
}

/// A picture.
pub const PICTURE: Table<ParsedPicture> = Table {
    name: "picture",
    meaning: "The picture of a case.",
    hint: "",
    parts: &[&[
        field!(
            ParsedPicture,
            "src",
            Shape::Line,
            "The name of a file beside the case.",
            get | view | Some(Value::text(file_path(&view.route))),
            set | into,
            given | into.src = given.into()
        )
        .required(),
        field!(ParsedPicture, "alt", Shape::Line, "What it shows, for those who do not see it.", alt),
        field!(ParsedPicture, "caption", Shape::Line, "What stands below it.", caption),
        field!(ParsedPicture, "credit", Shape::Line, "Whose it is: photographer, agency, licence.", credit),
    ]],
    one_of: &[],
};

/// A picture as it is written: the name of its file is short for a record of which no more is said.
pub fn picture(nodes: &[&Node], findings: &mut Findings<'_>) -> Option<ParsedPicture> {
    let node = nodes.first()?;
    if matches!(node.value, YamlValue::Mapping(_)) {
        return read::record(&PICTURE, node, findings).filter(|read| read.is_complete).map(|read| read.value);
    }
    text_of(node, "image", findings).map(|src| ParsedPicture { src, ..ParsedPicture::default() })
}

/// What is written of a picture.
pub fn shown(picture: &Picture) -> Value<'_> {
    if picture.is_plain() { Value::text(file_path(&picture.route)) } else { Value::Record(PICTURE.pairs(picture)) }
}

/// `cases/klarna/report.pdf` → `klarna/report.pdf`: the path of a file from the folder `content/cases/`, as a case
/// that lies there names it; a file of `static/` from the root of the site.
pub fn file_path(route: &str) -> String {
    route.strip_prefix("cases/").map_or_else(|| format!("/{route}"), ToOwned::to_owned)
}
