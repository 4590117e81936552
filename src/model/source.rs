//! Sources: works that cases cite.

use std::fmt;

use url::Url;

use super::PartialDate;

/// An id by which a case cites a source: a Pandoc citation key.
///
/// Starts with a letter, digit or `_`, goes on with those and single internal `:.#$%&-+?<>~/`
/// (Pandoc's manual, "Citation syntax").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(Box<str>);

impl SourceId {
    /// Check a text.
    pub fn parse(text: &str) -> Option<SourceId> {
        (!text.is_empty() && SourceId::prefix_length(text) == text.len()).then(|| SourceId(text.into()))
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
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

    /// Is a work of this kind independent of the organisation, unless it is said to be otherwise?
    pub fn is_independent(self) -> bool {
        matches!(self, SourceKind::News | SourceKind::Court | SourceKind::Paper | SourceKind::Official)
    }
}

/// Whether the original can still be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
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
    pub publisher: String,
    /// Kind, else the publisher's.
    pub kind: Option<SourceKind>,
    /// Headline or title, where it was seen.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<PartialDate>,
    /// The original.
    pub url: Option<String>,
    /// Whether the original can still be followed.
    pub url_status: UrlStatus,
    /// An archived copy.
    pub archive_url: Option<String>,
    /// When the copy was made.
    pub archive_date: Option<PartialDate>,
    /// When the original was last read.
    pub accessed: Option<PartialDate>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Digital object identifier, without a resolver: `10.1038/x`.
    pub doi: Option<String>,
    /// ISBN.
    pub isbn: Option<String>,
    /// Words quoted from it.
    pub quote: Option<String>,
    /// An editor's note.
    pub note: Option<String>,
    /// Said to be independent of the organisation, or not.
    pub independent: Option<bool>,
}

impl Source {
    /// What makes two sources the same work: an equal DOI, or an equal canonical URL.
    pub fn identities(&self) -> impl Iterator<Item = String> {
        let doi = self.doi.as_ref().map(|doi| format!("doi:{}", doi.to_lowercase()));
        let url = self.url.as_ref().map(|url| canonical_url(url));
        doi.into_iter().chain(url)
    }
}

/// Query parameters that say how a reader came, not what is read.
const TRACKING: [&str; 16] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "trk",
    "cmpid",
    "guccounter",
    "ref_src",
    "ref_url",
    "s_cid",
];

/// An address by which the same work is recognised: `https`, host in lower case and without `www.`, no
/// tracking parameters, no trailing slash, no fragment. It is compared, never shown or followed.
pub fn canonical_url(address: &str) -> String {
    let Ok(mut url) = Url::parse(address.trim()) else {
        return address.trim().to_owned();
    };
    url.set_fragment(None);
    let tracking = |name: &str| name.starts_with("utm_") || TRACKING.contains(&name);
    if url.query_pairs().any(|(name, _)| tracking(&name)) {
        let kept: Vec<(String, String)> =
            url.query_pairs().filter(|(name, _)| !tracking(name)).map(|(n, v)| (n.into(), v.into())).collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    let text = url.as_str();
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let text = text.strip_prefix("www.").unwrap_or(text);
    match text.split_once('?') {
        Some((path, query)) => format!("{}?{query}", path.trim_end_matches('/')),
        None => text.trim_end_matches('/').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_pandoc_keys() {
        for id in ["Smith_2020", "doi:10.1038/x", "bi-2025", "Müller99", "2025a"] {
            assert!(SourceId::parse(id).is_some(), "{id}");
        }
        for id in ["", "-a", "a.", "a--b", "a b", "a@b"] {
            assert!(SourceId::parse(id).is_none(), "{id}");
        }
        assert_eq!(SourceId::prefix_length("bi-2025, p. 3"), 7);
        assert_eq!(SourceId::prefix_length("bi-2025."), 7);
    }

    #[test]
    fn one_work_has_one_canonical_url() {
        let canonical = "example.org/a?id=3";
        for url in [
            "https://www.example.org/a?id=3",
            "http://EXAMPLE.org/a/?id=3&utm_source=x#top",
            "https://example.org/a?fbclid=1&id=3",
        ] {
            assert_eq!(canonical_url(url), canonical);
        }
        assert_eq!(canonical_url("https://example.org/"), "example.org");
    }
}
