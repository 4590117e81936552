//! Slugs, and the folding under which names are compared.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The parts of the page of a case that links can lead to beside its headings: the name in a link, and the part's `id`.
/// A heading of the case gets no such `id`.
pub const CASE_ANCHORS: [(&str, &str); 2] = [("evidence", "case_evidence"), ("sources", "sources")];

/// The `id`s of the page of a term that no heading of its text gets, beside one for each role.
pub const TERM_ANCHORS: [&str; 3] = [CASE_ANCHORS[0].1, CASE_ANCHORS[1].1, "cases"];

/// A name in addresses: `[a-z0-9]+(-[a-z0-9]+)*`, never `index`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

/// Why a text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Other characters, or hyphens in the wrong places.
    #[error("use lower-case letters a to z, digits and single hyphens")]
    Form,
    /// `index` names the list itself.
    #[error("`index` is the name of the list page itself")]
    Reserved,
}

/// Can a text be a key of the site's own in front matter: the id of a taxonomy or field? `[a-z0-9]+(_[a-z0-9]+)*`
pub fn is_key(text: &str) -> bool {
    text.split('_').all(is_word)
}

/// `[a-z0-9]+`
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

impl Slug {
    /// Check a text.
    ///
    /// # Errors
    /// Where it is not of the form, or is reserved.
    pub fn parse(text: &str) -> Result<Slug, SlugError> {
        if !text.split('-').all(is_word) {
            return Err(SlugError::Form);
        }
        if text == "index" {
            return Err(SlugError::Reserved);
        }
        Ok(Slug(text.into()))
    }

    /// One that is known to be of the form.
    pub(super) fn made(text: String) -> Slug {
        Slug(text.into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How names of terms and sections are compared: after NFC, trimming and case folding.
pub fn fold(name: &str) -> String {
    let name = name.trim();
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_their_form() {
        assert!(Slug::parse("gpt4-assistant").is_ok());
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "é", "a b"] {
            assert_eq!(Slug::parse(bad), Err(SlugError::Form), "{bad}");
        }
        assert_eq!(Slug::parse("index"), Err(SlugError::Reserved));
    }
}
