//! What a page is about.

use crate::explore::chunks::ExploreData;
use crate::export::DataFile;
use crate::model::config::CaseFile;
use crate::model::{
    AliasId, Asker, AssetId, CaseId, CellRef, FreePageId, MatrixId, PublisherId, QuestionId, TaxonomyId, TermRef,
    WorkId,
};
use crate::theme::ThemeAssetId;

/// An old address, by what it was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldAddress {
    /// Of a case.
    Case(CaseId, AliasId),
    /// Of a page of the site's own.
    Page(FreePageId, AliasId),
    /// Of a term.
    Term(TermRef),
    /// Of a publisher.
    Publisher(PublisherId),
}

macro_rules! subjects {
    ($($(#[$doc:meta])* $variant:ident($id:ty) $name:ident;)*) => {
        /// What a page is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Subject {
            /// The site as a whole.
            Site,
            /// Its data as a whole.
            AllData,
            $($(#[$doc])* $variant($id),)*
        }

        impl Subject {
            $(
                $(#[$doc])*
                pub fn $name(self) -> Option<$id> {
                    match self {
                        Subject::$variant(id) => Some(id),
                        _ => None,
                    }
                }
            )*
        }
    };
}

subjects! {
    /// A case.
    Case(CaseId) case;
    /// A case in another form.
    CaseFile((CaseId, CaseFile)) case_file;
    /// An old address.
    Alias(OldAddress) alias;
    /// A taxonomy.
    Taxonomy(TaxonomyId) taxonomy;
    /// A term.
    Term(TermRef) term;
    /// A publisher.
    Publisher(PublisherId) publisher;
    /// A work.
    Work(WorkId) work;
    /// A question of the home page.
    Question(QuestionId) question;
    /// A page of the site's own.
    FreePage(FreePageId) free_page;
    /// A query of a text, by its index.
    Query((Asker, usize)) query;
    /// Two taxonomies against each other.
    Matrix(MatrixId) matrix;
    /// A pair of their terms.
    Cell(CellRef) cell;
    /// A chart, by its number.
    Chart(usize) chart;
    /// A file of data.
    Data(DataFile) data;
    /// A file that the script of Explore reads.
    Explore(ExploreData) explore;
    /// A file of the theme.
    ThemeAsset(ThemeAssetId) theme_asset;
    /// A file of the site that is copied.
    Asset(AssetId) asset;
}
