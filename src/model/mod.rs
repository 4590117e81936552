//! The types of the domain, without I/O: [`Site`] is what `link` makes and every later stage reads.

mod address;
mod asker;
mod body;
mod case;
mod checked;
mod choices;
mod cited;
mod colour;
pub mod config;
mod date;
mod evidence;
mod excerpt;
mod field;
mod front;
pub mod host;
mod identifiers;
mod identity;
mod in_common;
mod language;
mod limits;
mod listing;
mod matrix;
pub mod menu;
pub mod names;
pub mod passage;
mod picture;
mod question;
mod reposts;
pub mod rich;
mod sections;
mod site;
mod slug;
mod source;
mod statement;
mod sum;
mod taxonomy;
mod text_directive;
mod transliteration;
mod unique;
mod visibility;
mod wording;
pub mod works;
mod written_date;

pub use address::{Address, SCHEMES};
pub use asker::Asker;
pub use body::{
    Affix, Affixes, Body, BodyLink, CitationGroup, CitationItem, CitationKind, Footnote, Heading, LinkSyntax,
    NoBlockId, NoLink, Section, Slip, SlipKind, Target,
};
pub use case::{
    Allowed, Backlink, Case, CaseSource, Correction, Event, FreePage, LinkedCitation, Related, Resting, Revision,
};
pub use checked::{
    AddressState, ArchivedCopy, CheckedAddress, CheckedPassage, Checks, PassageState, date_of_day, is_asked,
    without_fragment,
};
pub use choices::{name_of, named, words_of};
pub use cited::CitedPassages;
pub use colour::{colour_names, colour_of};
pub use config::Config;
pub use date::{DatePoint, PartialDate, PartialDateError};
pub use evidence::{Evidence, Support, SupportCounts};
pub use field::{Datum, FieldRange, FieldShape, FieldValue, OwnField, UNITS_OF_TIME};
pub use front::{CardFact, Front};
pub use identifiers::{Identifier, lei_of, ror_of, wikidata_of};
pub use identity::{archived_address, canonical_url, doi_of, is_isbn, is_web_address, without_tracking};
pub use in_common::InCommon;
pub use language::{is_language_tag, language_tag_of, name_of_language};
pub use limits::Limits;
pub use listing::Listing;
pub use matrix::{Cell, CellRef, Matrix, Moment};

pub use passage::{Passage, passage_of};
pub use picture::Picture;
pub use question::{AnswerForm, QueryBlock, Question};
pub use reposts::{host_name, host_of};
pub use sections::{SectionConfig, SectionRole, Sections};
pub use site::{Asset, Publisher, Site, Work, WorkUse};
pub use slug::{CASE_ANCHORS, Slug, SlugError, TERM_ANCHORS, fold, is_key};
pub use source::{Bibliographic, Source, SourceId, SourceKind, UrlStatus, publisher_variables};
pub use statement::{BlockId, Named, Statement, TextHash};
pub use sum::Sum;
pub use taxonomy::{Mark, Openness, Taxonomy, Term, TermRef, taxonomy_named, term_path, told};
pub use transliteration::{Transliteration, anchor_of};
pub use unique::UniqueNames;
pub use visibility::Visibility;
pub use wording::{digest_of_words, folded, hexadecimal, sha256};

use crate::files::Span;

/// A value and where it stands in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into the site's table.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// From an index into the site's table.
            ///
            /// # Panics
            /// Beyond `u32::MAX` entries, which no memory holds.
            pub fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).expect("fewer than 2^32 entries"))
            }
        }
    )*};
}

index! {
    /// Index into [`Site::cases`].
    CaseId;
    /// Index into [`Site::taxonomies`].
    TaxonomyId;
    /// Index into a taxonomy's terms.
    TermId;
    /// Index into [`Site::works`].
    WorkId;
    /// Index into [`Site::publishers`].
    PublisherId;
    /// Index into [`Site::pages`].
    FreePageId;
    /// Index into [`Site::matrices`].
    MatrixId;
    /// Index into [`Matrix::cells`].
    CellId;
    /// Index into the aliases of a case or a page.
    AliasId;
    /// Index into [`Site::assets`].
    AssetId;
    /// Index into the questions of the configuration.
    QuestionId;
}
