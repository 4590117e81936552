//! The page that lists the site's data.

use schemars::JsonSchema;
use serde::Serialize;

/// `data`
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataView {
    /// What the licence is, as configured.
    pub licence: Option<String>,
    /// Where the licence stands, where that is known.
    pub licence_url: Option<String>,
    /// The forms in which each case stands beside its page: `cases/SLUG.json`, …
    pub case_files: Vec<String>,
    /// The files, by what they are.
    pub groups: Vec<DataGroup>,
}

/// Files of one kind.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataGroup {
    /// `cases`, `vocabularies` or `descriptions`: for an anchor.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What they are.
    pub about: String,
    /// The files.
    pub files: Vec<DataFileView>,
}

/// A file of data.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DataFileView {
    /// Its path below `data/`.
    pub name: String,
    /// Address.
    pub href: String,
    /// What it holds.
    pub about: String,
    /// `CSV`, `JSON`, …
    pub format: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Its size for people: `12 kB`.
    pub size: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256 checksum, in hexadecimal digits.
    pub sha256: String,
}
