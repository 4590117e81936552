//! The ways of a site's header and footer, where its configuration names them.

use super::config::{Output, OutsideLink};
use super::{FreePageId, TaxonomyId};

/// Where a line of a menu leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To a page of the site's own.
    Page(FreePageId),
    /// To a taxonomy.
    Taxonomy(TaxonomyId),
    /// To what every site has under this name.
    Landmark(Landmark),
    /// Out of the site.
    Outside(OutsideLink),
}

/// What every site has under one name, unless it is without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landmark {
    /// The home page.
    Home,
    /// The list of all cases.
    Cases,
    /// Every taxonomy.
    Browse,
    /// Search and facets.
    Explore,
    /// The timeline.
    Timeline,
    /// The list of works.
    Sources,
    /// The charts.
    Charts,
    /// Cases side by side.
    Compare,
    /// Every matrix.
    Matrices,
    /// The corrections, once there are any.
    Corrections,
    /// What data the site offers.
    Data,
    /// The feed of the site, where there are feeds.
    Feed,
    /// The repository of the site.
    Repository,
}

impl Landmark {
    /// As written in the configuration.
    pub const NAMES: [(&str, Landmark); 13] = [
        ("home", Landmark::Home),
        ("cases", Landmark::Cases),
        ("browse", Landmark::Browse),
        ("explore", Landmark::Explore),
        ("timeline", Landmark::Timeline),
        ("sources", Landmark::Sources),
        ("charts", Landmark::Charts),
        ("compare", Landmark::Compare),
        ("matrices", Landmark::Matrices),
        ("corrections", Landmark::Corrections),
        ("data", Landmark::Data),
        ("feed", Landmark::Feed),
        ("repository", Landmark::Repository),
    ];

    /// The part of the output that it is, where a site may be without it.
    pub fn output(self) -> Option<Output> {
        match self {
            Landmark::Explore | Landmark::Compare => Some(Output::Explore),
            Landmark::Timeline => Some(Output::Timeline),
            Landmark::Charts => Some(Output::Charts),
            Landmark::Data => Some(Output::Data),
            Landmark::Feed => Some(Output::Feeds),
            _ => None,
        }
    }
}
