//! What a check of sources saw, as data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Site, Source};

/// What a check saw of a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckData {
    /// `ok`, `moved`, `blocked`, `dead` or `unknown`.
    pub state: &'static str,
    /// The first day of this state.
    pub since: String,
    /// When it was last seen.
    pub checked: String,
    /// How many of its passages were looked for.
    pub passages: usize,
    /// How many of them were found, word for word.
    pub passages_found: usize,
}

impl CheckData {
    /// What was seen of a source: of the original, where it is known to be dead, else of what is asked for it.
    pub fn of(site: &Site, source: &Source) -> Option<CheckData> {
        let asked = site.checks.of_source(source);
        let entry = site.checks.of_original(source).or(asked)?;
        let (passages, passages_found) = asked.map(|asked| asked.passages_of(source)).unwrap_or_default();
        Some(CheckData {
            state: entry.state.as_str(),
            since: entry.since.to_string(),
            checked: entry.checked.to_string(),
            passages,
            passages_found,
        })
    }
}
