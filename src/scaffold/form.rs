//! Lines of front matter that somebody is to fill in: what cases and terms have in common.

use super::ScaffoldError;
use crate::model::{FieldShape, OwnField};
use crate::schema::fields::is_forbidden;
use crate::schema::{SOURCE, Shape};

/// A title as it is read: white space within it is folded.
///
/// # Errors
/// Where nothing is left of it, or no page can show it.
pub fn title_of(text: &str) -> Result<String, ScaffoldError> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(ScaffoldError::EmptyTitle);
    }
    match title.chars().find(|c| is_forbidden(*c)) {
        Some(c) => Err(ScaffoldError::ControlCharacter(c)),
        None => Ok(title),
    }
}

/// The line of a key, with what stands behind its colon.
pub fn line(name: &str, value: &str) -> String {
    let space = if value.starts_with('\n') { "" } else { " " };
    format!("{name}:{space}{value}\n")
}

/// An entry of `sources` to be filled in.
pub fn source() -> String {
    let keys = SOURCE.keys().filter(|key| key.required || key.offered);
    let lines = keys.map(|key| match key.shape {
        Shape::SourceId => format!("  - {}: source-1 # the text cites it as [@source-1]\n", key.name),
        _ if key.note() == key.name => format!("    {}:\n", key.name),
        _ => format!("    {}: # {}\n", key.name, key.hint()),
    });
    lines.collect()
}

/// What may stand behind the key of a field of the site's own.
pub fn own_hint(id: &str, fields: &[OwnField]) -> String {
    let Some(field) = fields.iter().find(|field| field.id.value == id) else { return String::new() };
    let unit = field.unit.as_deref().map(|unit| format!(" in {unit}")).unwrap_or_default();
    let what = match field.shape {
        FieldShape::Choice => field.range.words().join(", "),
        shape => {
            let name = FieldShape::NAMES.iter().find(|(_, known)| *known == shape).map_or("", |(name, _)| name);
            format!("{name}{unit}")
        }
    };
    format!("{what}; with its source: {{ value: …, sources: [source-1] }}")
}
