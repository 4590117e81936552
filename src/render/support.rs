//! Statements by their support, as templates show them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::SupportCounts;

/// Statements by how they are supported, for the components `coverage` and `tally`.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct SupportView {
    /// All of them.
    pub statements: usize,
    /// Supported by at least one independent source.
    pub independent: usize,
    /// Supported by other sources only.
    pub other: usize,
    /// Supported by no source.
    pub none: usize,
    /// Those that cite a source: independent ones and others.
    pub cited: usize,
}

impl From<SupportCounts> for SupportView {
    fn from(counts: SupportCounts) -> Self {
        SupportView {
            statements: counts.statements(),
            independent: counts.independent,
            other: counts.other,
            none: counts.none,
            cited: counts.cited(),
        }
    }
}
