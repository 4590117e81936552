//! A reference that stands by itself, as the bibliography of a style has it.

use std::sync::{Arc, LazyLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::{CitationItem, CitationRequest, standalone_citation};

use super::html::Links;
use super::narrow::narrow;
use super::shapes::Shapes;
use super::works::Works;
use super::{entry, item, style};
use crate::export::Entry;
use crate::model::names::{self, Name};

/// A style whose citations are entries of its bibliography.
///
/// Nothing is told apart from anything else where one entry stands, so it is written once, as a citation by itself:
/// a bibliography of one would be written three times over.
pub struct ReferenceStyle {
    /// Absent where a style has no bibliography.
    style: Option<Arc<References>>,
    language: LocaleCode,
    locales: Vec<Locale>,
}

/// A style, its citations made entries of its bibliography.
struct References {
    style: IndependentStyle,
    /// The same for works of one kind.
    narrowed: Shapes<IndependentStyle>,
}

impl ReferenceStyle {
    /// American Psychological Association, 7th edition, for a site in a language (BCP 47).
    pub fn apa(language: &str) -> Self {
        /// Decoding and narrowing it takes longer than a page.
        static APA: LazyLock<Option<Arc<References>>> =
            LazyLock::new(|| References::of(ArchivedStyle::AmericanPsychologicalAssociation).map(Arc::new));
        let style = APA.clone();
        let language = style::language(style.as_ref().map(|references| &references.style), language);
        ReferenceStyle { locales: style::locales(&language), language, style }
    }

    /// The reference to a work, as HTML.
    pub fn write(&self, of: &Entry<'_>) -> String {
        let Some(references) = &self.style else { return String::new() };
        let mut item = item::item(0, of);
        // A page by the body whose site it is part of names that body once.
        let authors = of.source.author.as_deref().map(names::parse).unwrap_or_default();
        if matches!(&*authors, [Name::Literal(body)] if *body == *of.publisher) {
            item.0.remove("container-title");
        }
        let style = references.narrowed.get(&Works::of(&item), |works| {
            let mut style = references.style.clone();
            narrow(&mut style, works);
            style
        });
        let items = vec![CitationItem::with_entry(&item)];
        let request = CitationRequest::new(items, &style, Some(self.language.clone()), &self.locales, None);
        entry::write(of.source, None, standalone_citation(request), Links::Text)
    }
}

impl References {
    fn of(archived: ArchivedStyle) -> Option<References> {
        let mut style = style::archived(archived)?;
        if let Some(bibliography) = style.bibliography.take() {
            style.citation.layout = bibliography.layout;
            style.citation.name_options = bibliography.name_options;
        }
        Some(References { style, narrowed: Shapes::default() })
    }
}
