//! Sources: works that cases cite.

use std::fmt;

use std::collections::BTreeMap;

use super::{PartialDate, Passage};

/// An id by which a case cites a source: a Pandoc citation key (Pandoc's manual, "Citation syntax").
///
/// In braces, `@{…}`, a key is any text without white space and braces; a key that starts with a letter, digit or
/// `_`, and goes on with those and single internal `:.#$%&-+?<>~/`, stands without them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(Box<str>);

impl SourceId {
    /// Check a text.
    pub fn parse(text: &str) -> Option<SourceId> {
        let fits = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '{' | '}');
        (!text.is_empty() && text.chars().all(fits)).then(|| SourceId(text.into()))
    }

    /// Can it be cited without braces?
    pub fn is_bare(&self) -> bool {
        SourceId::prefix_length(&self.0) == self.0.len()
    }

    /// As it is cited: `@doe`, `@{10.1000/(x)}`.
    pub fn cited(&self) -> String {
        if self.is_bare() { format!("@{}", self.0) } else { format!("@{{{}}}", self.0) }
    }

    /// An id near to a text: its words joined by hyphens.
    pub fn from_text(text: &str) -> SourceId {
        SourceId(super::anchor_of(text).into())
    }

    /// How many bytes of a text, from its start, are a citation key.
    pub fn prefix_length(text: &str) -> usize {
        let mut end = 0;
        let mut after_mark = true;
        for (at, c) in text.char_indices() {
            if c.is_alphanumeric() || c == '_' {
                end = at + c.len_utf8();
                after_mark = false;
            } else if ":.#$%&-+?<>~/".contains(c) && !after_mark {
                after_mark = true;
            } else {
                break;
            }
        }
        end
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of work a source is, or a publisher mostly brings out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the vocabulary")]
pub enum SourceKind {
    News,
    Filing,
    Court,
    Paper,
    Company,
    Vendor,
    Official,
    Social,
    Other,
}

impl SourceKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [SourceKind; 9] = [
        SourceKind::News,
        SourceKind::Filing,
        SourceKind::Court,
        SourceKind::Paper,
        SourceKind::Company,
        SourceKind::Vendor,
        SourceKind::Official,
        SourceKind::Social,
        SourceKind::Other,
    ];

    /// As written in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceKind::News => "news",
            SourceKind::Filing => "filing",
            SourceKind::Court => "court",
            SourceKind::Paper => "paper",
            SourceKind::Company => "company",
            SourceKind::Vendor => "vendor",
            SourceKind::Official => "official",
            SourceKind::Social => "social",
            SourceKind::Other => "other",
        }
    }

    /// The kind of a text, where it is one.
    pub fn from_name(name: &str) -> Option<SourceKind> {
        SourceKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The CSL type (CSL 1.0.2, appendix III) of a work of this kind of which a bibliography says no more, and the
    /// variable that its publisher is.
    pub fn work_type(self) -> (&'static str, &'static str) {
        match self {
            SourceKind::News => ("article-newspaper", "container-title"),
            SourceKind::Paper => ("article-journal", "container-title"),
            SourceKind::Court => ("legal_case", "authority"),
            SourceKind::Filing | SourceKind::Official => ("report", "publisher"),
            SourceKind::Social => ("post", "container-title"),
            SourceKind::Company | SourceKind::Vendor | SourceKind::Other => ("webpage", "container-title"),
        }
    }

    /// The kind that a CSL type says, where it says one.
    pub fn of_work_type(work_type: &str) -> Option<SourceKind> {
        match work_type {
            "article-journal" | "paper-conference" | "chapter" | "thesis" => Some(SourceKind::Paper),
            "article-newspaper" | "article-magazine" | "broadcast" => Some(SourceKind::News),
            "legal_case" => Some(SourceKind::Court),
            "bill" | "legislation" | "regulation" | "hearing" | "treaty" => Some(SourceKind::Official),
            "post" => Some(SourceKind::Social),
            _ => None,
        }
    }

    /// Is a work of this kind independent of the organisation, unless it is said to be otherwise?
    pub fn is_independent(self) -> bool {
        matches!(self, SourceKind::News | SourceKind::Court | SourceKind::Paper | SourceKind::Official)
    }
}

/// Whether the original can still be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UrlStatus {
    /// It can.
    Live,
    /// It is gone.
    Dead,
    /// It is there, and another thing or unsafe.
    Unfit,
}

impl UrlStatus {
    /// Every status.
    pub const ALL: [UrlStatus; 3] = [UrlStatus::Live, UrlStatus::Dead, UrlStatus::Unfit];

    /// As written in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            UrlStatus::Live => "live",
            UrlStatus::Dead => "dead",
            UrlStatus::Unfit => "unfit",
        }
    }
}

/// A source as one file describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Name of the publisher, as written.
    pub publisher: Box<str>,
    /// Kind, else the publisher's.
    pub kind: Option<SourceKind>,
    /// Headline or title, where it was seen.
    pub title: Option<Box<str>>,
    /// When it was published.
    pub date: Option<PartialDate>,
    /// The original.
    pub url: Option<Box<str>>,
    /// Whether the original can still be followed.
    pub url_status: UrlStatus,
    /// An archived copy.
    pub archive_url: Option<Box<str>>,
    /// When the copy was made.
    pub archive_date: Option<PartialDate>,
    /// When the original was last read.
    pub accessed: Option<PartialDate>,
    /// Who wrote it.
    pub author: Option<Box<str>>,
    /// Digital object identifier, without a resolver: `10.1038/x`.
    pub doi: Option<Box<str>>,
    /// ISBN.
    pub isbn: Option<Box<str>>,
    /// BCP 47 tag of its language.
    pub lang: Option<Box<str>>,
    /// Words quoted from it.
    pub passages: Box<[Passage]>,
    /// An editor's note.
    pub note: Option<Box<str>>,
    /// Said to be independent of the organisation, or not.
    pub independent: Option<bool>,
    /// What a bibliography says beyond that.
    pub bibliographic: Option<Box<Bibliographic>>,
}

impl Source {
    /// A source of which no more than its publisher is known.
    pub fn of(publisher: impl Into<Box<str>>) -> Source {
        Source {
            publisher: publisher.into(),
            kind: None,
            title: None,
            date: None,
            url: None,
            url_status: UrlStatus::Live,
            archive_url: None,
            archive_date: None,
            accessed: None,
            author: None,
            doi: None,
            isbn: None,
            lang: None,
            passages: Box::default(),
            note: None,
            independent: None,
            bibliographic: None,
        }
    }

    /// The words that `quote` is short for: those of the only passage, where no more is said of it.
    pub fn quote(&self) -> Option<&str> {
        match &*self.passages {
            [only] if only.is_plain() => Some(&only.text),
            _ => None,
        }
    }
}

/// The variable that names the publisher of a work as a reader would say it: the journal of an article, the
/// publisher of a book; the first of these that there is.
pub fn publisher_variables(work_type: &str) -> [&'static str; 3] {
    match work_type {
        "article-journal" | "article-newspaper" | "article-magazine" | "post-weblog" | "webpage" | "post" => {
            ["container-title", "publisher", "authority"]
        }
        _ => ["publisher", "container-title", "authority"],
    }
}

/// What a bibliography says of a work beyond the fields of a [`Source`], in the words of CSL 1.0.2: container,
/// volume, pages, editors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bibliographic {
    /// CSL type: `article-journal`, `book`, `chapter`, … (CSL 1.0.2, appendix III).
    pub work_type: String,
    /// The title in sentence case, where the file protects its capitals (BibTeX), for styles to work with.
    pub sentence_title: Option<String>,
    /// CSL standard and number variables that [`Source`] has no field for: `container-title`, `volume`, `page`, …
    pub variables: BTreeMap<String, String>,
    /// CSL name variables other than the author, each in the form of [`super::names`].
    pub names: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_pandoc_keys() {
        for id in ["Smith_2020", "doi:10.1038/x", "bi-2025", "Müller99", "2025a"] {
            assert!(SourceId::parse(id).is_some_and(|id| id.is_bare()), "{id}");
        }
        for id in ["-a", "a.", "a--b", "a@b", "http://zotero.org/users/1/items/A", "10.1000/s0(13)1"] {
            assert_eq!(SourceId::parse(id).map(|id| id.cited()), Some(format!("@{{{id}}}")));
        }
        for id in ["", "a b", "a{b", "a\u{7}b"] {
            assert!(SourceId::parse(id).is_none(), "{id}");
        }
        assert_eq!(SourceId::prefix_length("bi-2025, p. 3"), 7);
        assert_eq!(SourceId::prefix_length("bi-2025."), 7);
    }
}
