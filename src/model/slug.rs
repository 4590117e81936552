//! Slugs, anchors, and the folding under which names are compared.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The parts of the page of a case that links can lead to beside its headings: the name in a link, and the part's `id`.
/// A heading of the case gets no such `id`.
pub const CASE_ANCHORS: [(&str, &str); 2] = [("evidence", "case_evidence"), ("sources", "sources")];

/// A name in addresses: `[a-z0-9]+(-[a-z0-9]+)*`, never `index`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Box<str>);

/// A longer slug is cut at a word and told apart by a hash: a file name has at most 255 bytes, and the page of a
/// matrix is named after two terms.
const LONGEST: usize = 100;

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

impl Slug {
    /// Check a text.
    ///
    /// # Errors
    /// Where it is not of the form, or is reserved.
    pub fn parse(text: &str) -> Result<Slug, SlugError> {
        let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !text.split('-').all(word) {
            return Err(SlugError::Form);
        }
        if text == "index" {
            return Err(SlugError::Reserved);
        }
        Ok(Slug(text.into()))
    }

    /// The slug that a title or label gets; where nothing of it can be written in ASCII, a stable hash of it.
    pub fn from_text(text: &str) -> Slug {
        if text.len() <= LONGEST
            && let Ok(slug) = Slug::parse(text)
        {
            return slug;
        }
        let slug = slugify(text);
        match slug.as_str() {
            "" => Slug(format!("x-{:08x}", hash(text)).into()),
            "index" => Slug("index-page".into()),
            _ if slug.len() > LONGEST => {
                let cut = slug[..LONGEST].rfind('-').unwrap_or(LONGEST);
                Slug(format!("{}-{:08x}", &slug[..cut], hash(text)).into())
            }
            _ => Slug(slug.into()),
        }
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

/// FNV-1a, 32 bits: stable over time and machines, which the standard library's hashers are not.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A text in lower-case ASCII words joined by hyphens; empty where it holds no letter or digit.
pub fn slugify(text: &str) -> String {
    let ascii = deunicode::deunicode_with_tofu(text, "-");
    let mut slug = String::with_capacity(ascii.len());
    for c in ascii.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The anchor of an id that may hold any character: its slug, or its bytes where nothing of it is left.
pub fn anchor_of(id: &str) -> String {
    match slugify(id) {
        slug if slug.is_empty() => format!("x-{:08x}", hash(id)),
        slug => slug,
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

    #[test]
    fn titles_become_slugs() {
        assert_eq!(Slug::from_text("Levi’s plans “AI” models").as_str(), "levis-plans-ai-models");
        assert_eq!(Slug::from_text("Crédit Agricole").as_str(), "credit-agricole");
        assert_eq!(Slug::from_text("…").as_str(), Slug::from_text("…").as_str());
        assert!(Slug::parse(Slug::from_text("…").as_str()).is_ok());
        let (long, other) = (Slug::from_text(&"a word ".repeat(40)), Slug::from_text(&"a word ".repeat(41)));
        assert!(long.as_str().len() < 112 && Slug::parse(long.as_str()).is_ok(), "{long}");
        assert_ne!(long, other);
    }
}
