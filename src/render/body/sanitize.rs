//! Raw HTML in content, made harmless by ammonia.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use sha2::{Digest, Sha256};

use crate::model::SCHEMES;

/// Prefix of ids that authors give in raw HTML.
const USER_PREFIX: &str = "user-";

/// A mark that our own ids carry while the author's HTML is judged. It is a hash of the text, so that the text cannot
/// hold it, however its characters are spelled.
pub fn mark_for(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let (first, _) = hash.split_at(16);
    format!("own{:032x}-", first.iter().fold(0u128, |number, byte| number << 8 | u128::from(*byte)))
}

/// What takes away what could harm, prefixes the author's ids, and takes the mark off our own.
///
/// A body with raw HTML passes through it once, section by section, after it was rendered; a body without any never
/// does. Our own markup stays; ids that the author gave are prefixed, so that they cannot collide with ours.
pub struct Sanitizer {
    builder: Builder<'static>,
    /// An id of ours, as far as its mark.
    marked: String,
}

impl Sanitizer {
    /// For the parts of a body whose own ids carry a mark.
    pub fn new(mark: &str) -> Self {
        let own_mark = mark.to_owned();
        let mut builder = Self::builder();
        builder.attribute_filter(move |_, attribute, value| match attribute {
            "id" if value.starts_with(&own_mark) => Some(Cow::Borrowed(value)),
            "id" => Some(Cow::Owned(format!("{USER_PREFIX}{value}"))),
            _ => Some(Cow::Borrowed(value)),
        });
        Sanitizer { builder, marked: format!("id=\"{mark}") }
    }

    /// For a text that is shown on another page: its ids stay on its own.
    pub fn without_ids() -> Self {
        let mut builder = Self::builder();
        builder.attribute_filter(|_, attribute, value| (attribute != "id").then_some(Cow::Borrowed(value)));
        Sanitizer { builder, marked: "id=\"".to_owned() }
    }

    fn builder() -> Builder<'static> {
        let classes =
            ["a", "span", "sup", "div", "td", "th", "code", "pre", "li", "ol", "ul", "p", "section", "table", "figure"];
        let mut builder = Builder::default();
        builder
            .link_rel(None)
            .add_tags(["section", "figure", "figcaption", "details", "summary", "mark", "picture"])
            .add_tag_attributes("span", ["role", "aria-label"])
            .add_tag_attributes("div", ["tabindex"])
            .add_tag_attributes("pre", ["tabindex"])
            .add_tag_attributes("th", ["scope"])
            .add_tag_attributes("a", ["aria-label"])
            .add_tag_attributes("li", ["value"])
            .add_tag_attributes("img", ["loading"])
            .add_tag_attributes("details", ["open"])
            .add_generic_attributes(["id", "dir", "lang", "title"])
            .url_schemes(HashSet::from(SCHEMES))
            .allowed_classes(HashMap::new());
        for tag in classes {
            builder.add_tag_attributes(tag, ["class"]);
        }
        builder
    }

    /// A part of the body, made harmless.
    pub fn clean(&self, html: &mut String) {
        // Plain text, as most headings are, would not change.
        let is_plain = |byte: u8| byte.is_ascii() && !matches!(byte, b'<' | b'>' | b'&' | b'\r' | 0);
        if !html.bytes().all(is_plain) {
            *html = self.builder.clean(html).to_string().replace(&self.marked, "id=\"");
        }
    }
}
