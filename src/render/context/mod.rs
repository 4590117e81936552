//! The theme's contract: what templates are given.
//!
//! Comes in: nothing; these are plain data types. Goes out: the values that a template prints, already
//! ordered, formatted and in the site's language. Not done here: filling them (see `render::views`).
//!
//! Every template sees `site` ([`SiteView`]), `t` (the words of the theme's language file), `page`
//! ([`PageView`]) and one more value named after the page's kind. All `href`s are relative to the site's
//! root: a template writes `{{ page.root }}{{ link.href }}`. An `href` that starts with `#` stands alone.

mod case;
mod contract;
mod data;
mod evidence;
mod feeds;
mod find;
mod frame;
mod lists;
mod metadata;
mod parts;
mod shared;
mod take_away;

pub use crate::theme::DateView;
pub use case::{BacklinkView, CaseView, CorrectionView, EntryView, EventView, RelatedView, SectionView};
pub use contract::{Contract, Given, contract};
pub use data::{DataFileView, DataGroup, DataView};
pub use evidence::{EvidenceView, JudgedSource, MethodLinks};
pub use feeds::{FeedCategory, FeedEntry, FeedView, SitemapIndex, SitemapUrl, SitemapView};
pub use find::{
    CellView, ChartCell, ChartColumn, ChartRow, ChartView, ChartsView, CompareView, ExploreView, HeatStep, MatrixCell,
    MatrixRow, MatrixView, MomentView, TimelineView, TimelineYear,
};
pub use frame::{PageView, RedirectView, SiteView, TaxonomyLink, Totals};
pub use lists::{
    CaseListView, FreePageView, HomeView, OccursWith, PublisherRow, PublisherView, PublishersView, StatementView,
    SupportedCase, TaxonomyView, TermRow, TermView, WayIn, WorkPageView, WorkView,
};
pub use metadata::{MetaTag, MetadataView};
pub use parts::{CaseRow, CountLink, Fact, Link, Pager, PagerStep};
pub use shared::Shared;
pub use take_away::{CaseFileView, CiteFormat, CiteView, RepositoryLinks, RevisionView};
