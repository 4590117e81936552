//! A reference that stands by itself, as the bibliography of a style has it.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::{CitationItem, CitationRequest, standalone_citation};

use super::html::Links;
use super::{entry, item, style};
use crate::export::Entry;

/// The styles in which pages are cited, in the language of a site.
pub struct References {
    /// American Psychological Association, 7th edition.
    pub apa: ReferenceStyle,
    /// Chicago Manual of Style, 18th edition, notes and bibliography.
    pub chicago: ReferenceStyle,
}

impl References {
    /// For a site in a language (BCP 47).
    pub fn new(language: &str) -> Self {
        let of = |style| ReferenceStyle::new(style, language);
        References {
            apa: of(ArchivedStyle::AmericanPsychologicalAssociation),
            chicago: of(ArchivedStyle::ChicagoNotes),
        }
    }
}

/// A style whose citations are entries of its bibliography.
///
/// Nothing is told apart from anything else where one entry stands, so it is written once, as a citation by itself:
/// a bibliography of one would be written three times over.
pub struct ReferenceStyle {
    /// Absent where a style has no bibliography.
    style: Option<IndependentStyle>,
    language: LocaleCode,
    locales: Vec<Locale>,
}

impl ReferenceStyle {
    fn new(archived: ArchivedStyle, language: &str) -> Self {
        let mut style = style::archived(archived);
        if let Some(style) = &mut style
            && let Some(bibliography) = style.bibliography.take()
        {
            style.citation.layout = bibliography.layout;
            style.citation.name_options = bibliography.name_options;
        }
        let language = style::language(style.as_ref(), language);
        ReferenceStyle { locales: style::locales(&language), language, style }
    }

    /// The reference to a work, as HTML.
    pub fn write(&self, of: &Entry<'_>) -> String {
        let Some(style) = &self.style else { return String::new() };
        let item = item::item(0, of);
        let items = vec![CitationItem::with_entry(&item)];
        let request = CitationRequest::new(items, style, Some(self.language.clone()), &self.locales, None);
        entry::write(of.source, None, standalone_citation(request), Links::Text)
    }
}
