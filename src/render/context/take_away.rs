//! What a reader takes away from a case, or brings to it: references, corrections, its history.

use schemars::JsonSchema;
use serde::Serialize;

use super::DateView;

/// References to the page of a case.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct CiteView {
    /// APA, 7th edition, as HTML.
    pub apa: String,
    /// Chicago, 17th edition, as HTML.
    pub chicago: String,
    /// As data, one after the other.
    pub formats: Vec<CiteFormat>,
}

/// A case in another form, beside its page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseFileView {
    /// What it is, in the site's language: `Sources (BibTeX)`.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A reference for programs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CiteFormat {
    /// For `id` attributes.
    pub id: &'static str,
    /// `BibTeX`, `RIS`, `CSL-JSON`.
    pub label: &'static str,
    /// The reference, as plain text.
    pub text: String,
}

/// A change of a case, as its repository remembers it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RevisionView {
    /// When.
    pub date: DateView,
    /// The first line of its message.
    pub subject: String,
    /// Its page at the repository's host, where that is known.
    pub href: Option<String>,
}

/// The ways into the repository, where the site names one at a host whose addresses are known.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct RepositoryLinks {
    /// Opens a report about this case.
    pub report: Option<String>,
    /// Opens the case's file in an editor.
    pub edit: Option<String>,
    /// Every change of the case's file.
    pub history: Option<String>,
}
