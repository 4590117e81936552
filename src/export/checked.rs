//! What a check of sources saw, as data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{CheckedAddress, PassageState, Site, Source, digest_of_words};

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
        let original = source.url.as_deref().and_then(|url| site.checks.get(url));
        let asked = source.checked_address().and_then(|address| site.checks.get(&address));
        let entry: &CheckedAddress = original.or(asked)?;
        let states: Vec<PassageState> = source
            .passages
            .iter()
            .filter_map(|passage| Some(asked?.passage(&digest_of_words(&passage.text))?.state))
            .filter(|state| *state != PassageState::Unknown)
            .collect();
        Some(CheckData {
            state: entry.state.as_str(),
            since: entry.since.to_string(),
            checked: entry.checked.to_string(),
            passages: states.len(),
            passages_found: states.iter().filter(|state| **state == PassageState::Found).count(),
        })
    }
}
