//! What Casebook writes into a bibliography beside the fields of its format: in BibLaTeX as further fields of the
//! entry, which other programs pass over, in CSL-JSON under `custom`, which its schema keeps for this.
//!
//! Comes in: a way to ask for a field. Goes out: [`Own`]. A value that cannot be one is passed over without a
//! word: the name may be another program's.

use crate::model::{PartialDate, SourceKind, Spanned, UrlStatus};
use crate::parse::fields::{is_forbidden, without_bidi};

/// Fields of a source that a format has no word for.
#[derive(Debug, Default)]
pub struct Own {
    pub kind: Option<SourceKind>,
    pub independent: Option<bool>,
    pub url_status: Option<UrlStatus>,
    pub archive_url: Option<Spanned<String>>,
    pub archive_date: Option<PartialDate>,
    pub date: Option<PartialDate>,
    pub accessed: Option<PartialDate>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub quote: Option<String>,
    pub note: Option<String>,
}

impl Own {
    /// Ask for each, by the name of its key in front matter.
    pub fn read(get: &dyn Fn(&str) -> Option<Spanned<String>>) -> Own {
        let text = |key: &str| get(key).map(|text| text.value);
        let date = |key: &str| text(key).and_then(|text| PartialDate::parse(&text).ok());
        let lines = |key: &str| text(key).map(|text| lines(&text)).filter(|text| !text.is_empty());
        Own {
            kind: text("kind").and_then(|text| SourceKind::from_name(&text)),
            independent: text("independent").and_then(|text| text.parse().ok()),
            url_status: text("url_status")
                .and_then(|text| UrlStatus::ALL.into_iter().find(|status| status.as_str() == text)),
            archive_url: get("archive_url"),
            archive_date: date("archive_date"),
            date: date("date"),
            accessed: date("accessed"),
            publisher: text("publisher"),
            title: text("title"),
            quote: lines("quote"),
            note: lines("note"),
        }
    }
}

/// A text that a page can hold, with its lines.
fn lines(text: &str) -> String {
    let kept: String = without_bidi(text).chars().filter(|c| !is_forbidden(*c)).collect();
    kept.trim().to_owned()
}
