//! Lines of front matter that somebody is to fill in: what cases and terms have in common.

use super::ScaffoldError;
use crate::model::{FieldShape, OwnField, Slug, Transliteration, name_of};
use crate::schema::fields::is_forbidden;
use crate::schema::{SOURCE, Shape};
use crate::write::markdown::one_line;

/// A title as it is read: white space within it is folded.
///
/// # Errors
/// Where nothing is left of it, or no page can show it.
pub fn title_of(text: &str) -> Result<String, ScaffoldError> {
    let title = one_line(text);
    if title.is_empty() {
        return Err(ScaffoldError::EmptyTitle);
    }
    match title.chars().find(|c| is_forbidden(*c)) {
        Some(c) => Err(ScaffoldError::ControlCharacter(c)),
        None => Ok(title),
    }
}

/// Longest slug made from a title, in characters: an address that can still be read and a name for every file system.
const LONGEST_SLUG: usize = 80;

/// The slug that is asked for, else that of a title.
///
/// # Errors
/// Where what is asked for is none.
pub fn slug_of(wanted: Option<&str>, title: &str, transliteration: Transliteration) -> Result<Slug, ScaffoldError> {
    let Some(text) = wanted else { return Ok(slug_of_title(title, transliteration)) };
    Slug::parse(text).map_err(|error| {
        let example = transliteration.slug(text);
        ScaffoldError::BadSlug { text: text.to_owned(), error, example }
    })
}

/// The slug of a title, cut between words where it is long.
fn slug_of_title(title: &str, transliteration: Transliteration) -> Slug {
    let whole = transliteration.slugify(title);
    if whole.len() <= LONGEST_SLUG {
        return transliteration.slug(title);
    }
    let cut = whole[..=LONGEST_SLUG].rfind('-').unwrap_or(LONGEST_SLUG);
    transliteration.slug(&whole[..cut])
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
            let name = name_of(&FieldShape::NAMES, &shape).unwrap_or_default();
            format!("{name}{unit}")
        }
    };
    format!("{what}; with its source: {{ value: …, sources: [source-1] }}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_are_cut_between_words() {
        let slug = slug_of_title(&"organisation ".repeat(20), Transliteration::PLAIN);
        assert_eq!(slug.as_str(), "organisation-organisation-organisation-organisation-organisation-organisation");
        assert_eq!(slug_of_title(&"x".repeat(300), Transliteration::PLAIN).as_str().len(), LONGEST_SLUG);
        assert_eq!(slug_of_title(&format!("index {}", "x".repeat(300)), Transliteration::PLAIN).as_str(), "index-page");
    }
}
