//! A reference that stands by itself, as the bibliography of a style has it.

use std::sync::{Arc, LazyLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::taxonomy::{DateVariable, Kind, NameVariable, StandardVariable, Variable};
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::{CitationItem, CitationRequest, standalone_citation};

use super::html::Links;
use super::narrow::{Known, narrow};
use super::{entry, item, style};
use crate::export::Entry;
use crate::model::names::{self, Name};

/// What is known of a page of a site as a work: [`crate::export::OwnWork`].
const PAGE: Known<'static> = Known {
    kind: Kind::Webpage,
    variables: &[
        Variable::Name(NameVariable::Author),
        Variable::Date(DateVariable::Issued),
        Variable::Standard(StandardVariable::Title),
        Variable::Standard(StandardVariable::ContainerTitle),
        Variable::Standard(StandardVariable::URL),
        Variable::Standard(StandardVariable::Language),
    ],
};

/// A style whose citations are entries of its bibliography.
///
/// Nothing is told apart from anything else where one entry stands, so it is written once, as a citation by itself:
/// a bibliography of one would be written three times over.
pub struct ReferenceStyle {
    /// Absent where a style has no bibliography.
    style: Option<Arc<IndependentStyle>>,
    language: LocaleCode,
    locales: Vec<Locale>,
}

impl ReferenceStyle {
    /// American Psychological Association, 7th edition, for a site in a language (BCP 47).
    pub fn apa(language: &str) -> Self {
        /// Decoding and narrowing it takes longer than a page.
        static APA: LazyLock<Option<Arc<IndependentStyle>>> =
            LazyLock::new(|| narrowed(ArchivedStyle::AmericanPsychologicalAssociation));
        ReferenceStyle::new(APA.clone(), language)
    }

    fn new(style: Option<Arc<IndependentStyle>>, language: &str) -> Self {
        let language = style::language(style.as_deref(), language);
        ReferenceStyle { locales: style::locales(&language), language, style }
    }

    /// The reference to a work, as HTML.
    pub fn write(&self, of: &Entry<'_>) -> String {
        let Some(style) = &self.style else { return String::new() };
        let mut item = item::item(0, of);
        // A page by the body whose site it is part of names that body once.
        let authors = of.source.author.as_deref().map(names::parse).unwrap_or_default();
        if matches!(&*authors, [Name::Literal(body)] if *body == *of.publisher) {
            item.0.remove("container-title");
        }
        let items = vec![CitationItem::with_entry(&item)];
        let request = CitationRequest::new(items, style, Some(self.language.clone()), &self.locales, None);
        entry::write(of.source, None, standalone_citation(request), Links::Text)
    }
}

/// A style of the archive, its citations made entries of its bibliography for pages of a site.
fn narrowed(archived: ArchivedStyle) -> Option<Arc<IndependentStyle>> {
    let mut style = style::archived(archived)?;
    if let Some(bibliography) = style.bibliography.take() {
        style.citation.layout = bibliography.layout;
        style.citation.name_options = bibliography.name_options;
        narrow(&mut style, &PAGE);
    }
    Some(Arc::new(style))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PartialDate, Source, SourceKind};

    #[test]
    fn a_narrowed_style_writes_the_same() {
        for archived in [ArchivedStyle::AmericanPsychologicalAssociation, ArchivedStyle::ChicagoNotes] {
            for language in ["en", "de"] {
                let narrowed = ReferenceStyle::new(super::narrowed(archived), language);
                let mut whole = style::archived(archived).expect("a style");
                let bibliography = whole.bibliography.take().expect("a bibliography");
                whole.citation.layout = bibliography.layout;
                whole.citation.name_options = bibliography.name_options;
                let locales = style::locales(&narrowed.language);
                let whole =
                    ReferenceStyle { style: Some(Arc::new(whole)), language: narrowed.language.clone(), locales };
                for author in ["Doe, Jane", "Doe, Jane and van Roe, Ludwig", "{Example casebook}"] {
                    for date in [None, Some("2025"), Some("2025-05"), Some("2025-05-13"), Some("2025~")] {
                        for url in [None, Some("https://example.org/a.html")] {
                            let source = Source {
                                title: Some("Is it a “trial”?".into()),
                                author: Some(author.into()),
                                date: date.map(|date| PartialDate::parse(date).expect("a date")),
                                url: url.map(Into::into),
                                lang: Some(language.into()),
                                ..Source::of("Example casebook")
                            };
                            let entry = Entry {
                                key: "a",
                                source: &source,
                                publisher: "Example casebook",
                                kind: SourceKind::Other,
                                reposted_at: None,
                            };
                            assert_eq!(narrowed.write(&entry), whole.write(&entry));
                        }
                    }
                }
            }
        }
    }
}
