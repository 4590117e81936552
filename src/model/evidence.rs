//! How statements are supported, how that is counted, and which sources count as independent.

use std::iter::Sum;

use super::{PartialDate, Source, SourceKind};

/// How a statement is supported, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// By no source.
    None,
    /// By sources, none of which is independent.
    Other,
    /// By at least one independent source.
    Independent,
}

impl Support {
    /// Every one, the best first.
    pub const ALL: [Support; 3] = [Support::Independent, Support::Other, Support::None];

    /// Its name in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Support::Independent => "independent",
            Support::Other => "other",
            Support::None => "none",
        }
    }
}

/// Statements by their support. The three are shown apart and never made one score.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SupportCounts {
    /// Supported by at least one independent source.
    pub independent: usize,
    /// Supported by others only.
    pub other: usize,
    /// Supported by none.
    pub none: usize,
}

impl SupportCounts {
    /// All statements.
    pub fn statements(self) -> usize {
        self.cited() + self.none
    }

    /// Count one more.
    pub fn add(&mut self, support: Support) {
        match support {
            Support::Independent => self.independent += 1,
            Support::Other => self.other += 1,
            Support::None => self.none += 1,
        }
    }

    /// Statements whose own text cites a known source.
    pub fn cited(self) -> usize {
        self.independent + self.other
    }
}

impl FromIterator<Support> for SupportCounts {
    fn from_iter<I: IntoIterator<Item = Support>>(supports: I) -> Self {
        let mut counts = SupportCounts::default();
        supports.into_iter().for_each(|support| counts.add(support));
        counts
    }
}

impl Sum for SupportCounts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(SupportCounts::default(), |sum, one| SupportCounts {
            independent: sum.independent + one.independent,
            other: sum.other + one.other,
            none: sum.none + one.none,
        })
    }
}

/// Evidence figures of a case.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Statements by their support.
    pub support: SupportCounts,
    /// Statements that cite a passage: words of a source.
    pub quoting: usize,
    /// Distinct publishers of its cited sources.
    pub publishers: usize,
    /// Cited sources that are independent.
    pub independent_sources: usize,
    /// Date of the newest cited source.
    pub newest: Option<PartialDate>,
}

impl Source {
    /// What kind of work a case takes it for, and whether it is independent of the case's organisation. `of_work` is
    /// the kind of the work as the whole site knows it: as some case says it, else its publisher's.
    ///
    /// Independence is between a source and an organisation, so what another case says of it does not count.
    pub fn judged(&self, of_work: SourceKind) -> (SourceKind, bool) {
        let kind = self.kind.unwrap_or(of_work);
        (kind, self.independent.unwrap_or(kind.is_independent()))
    }
}
