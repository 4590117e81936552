//! A source as a `COinS`, an `OpenURL` context object in a `title` attribute that Zotero and others read (ANSI/NISO
//! Z39.88-2004).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{Source, SourceKind, names};

/// What stays as it is in a value (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The context object of a source.
///
/// The metadata format is Dublin Core's, the only one whose `rft.type` can say what a web source is: a newspaper
/// article, a report, a court case.
pub fn context_object(source: &Source, publisher: &str, kind: SourceKind) -> String {
    let mut object = String::from("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc");
    let mut add = |key: &str, value: &str| {
        object.extend(["&", key, "="]);
        object.extend(utf8_percent_encode(value, ENCODED));
    };
    add("rft.type", item_type(source, kind));
    add("rft.title", source.title.as_deref().unwrap_or(publisher));
    add("rft.source", publisher);
    add("rft.publisher", publisher);
    for author in source.author.iter().flat_map(|author| names::each(author)) {
        add("rft.creator", &author);
    }
    if let Some(date) = &source.date {
        add("rft.date", &date.start().datetime());
    }
    if let Some(url) = &source.url {
        add("rft.identifier", url);
    }
    if let Some(doi) = &source.doi {
        add("rft_id", &format!("info:doi/{doi}"));
    }
    if let Some(isbn) = &source.isbn {
        add("rft.isbn", isbn);
    }
    object
}

/// Zotero's name for what it is.
fn item_type(source: &Source, kind: SourceKind) -> &'static str {
    match kind {
        _ if source.isbn.is_some() => "book",
        SourceKind::News => "newspaperArticle",
        SourceKind::Paper => "journalArticle",
        SourceKind::Court => "case",
        SourceKind::Filing | SourceKind::Official => "report",
        _ => "webpage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PartialDate;

    #[test]
    fn values_are_encoded() {
        let source = Source {
            title: Some("Profit & loss: 50 % \"more\"".into()),
            date: PartialDate::parse("2025-05~").ok(),
            url: Some("https://example.org/a?b=c&d=e".into()),
            author: Some("Doe, Jane and {Example, Inc.} and others".into()),
            ..Source::of("Example")
        };
        assert_eq!(
            context_object(&source, "Example", SourceKind::News),
            "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=newspaperArticle\
             &rft.title=Profit%20%26%20loss%3A%2050%20%25%20%22more%22&rft.source=Example&rft.publisher=Example\
             &rft.creator=Jane%20Doe&rft.creator=Example%2C%20Inc.&rft.date=2025-05&rft.identifier=https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc%26d%3De"
        );
    }
}
