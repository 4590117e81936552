//! Passages: words of a source, quoted verbatim.

use super::Slug;

/// The id of a source and that of its passage in `bi-2025#q1`, unless the whole is the id of a source.
pub fn passage_of(id: &str) -> Option<(&str, &str)> {
    id.rsplit_once('#').filter(|(source, passage)| !source.is_empty() && !passage.is_empty())
}

/// Words of a source, as it has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// By which a case cites it: `q1` in `[@bi-2025#q1]`. What has none supports no statement by name.
    pub id: Option<Slug>,
    /// The words.
    pub text: Box<str>,
    /// Where in the source they stand, as a locator says it: `p. 3`.
    pub at: Option<Box<str>>,
    /// The words are a translation, so that the source does not hold them.
    pub translated: bool,
}

impl Passage {
    /// Words of which no more is said: what `quote` is short for.
    pub fn plain(text: impl Into<Box<str>>) -> Passage {
        Passage { text: text.into(), ..Passage::default() }
    }

    /// Is no more said than the words?
    pub fn is_plain(&self) -> bool {
        self.id.is_none() && self.at.is_none() && !self.translated
    }
}
