//! What a check of sources saw of a source, for readers: what is known, and nothing else.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{AddressState, Source, UrlStatus, date_of_day};
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::theme::DateView;

/// What a check saw of a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckedView<'a> {
    /// Since when the original has been dead.
    pub dead: Option<Shared<DateView>>,
    /// A copy in an archive, where the original is dead and the source names none.
    pub copy: Option<&'a str>,
    /// When it was last seen that it is there.
    pub there: Option<Shared<DateView>>,
    /// What was seen to be there is the archived copy that the source names.
    pub is_copy: bool,
    /// It is there under another address.
    pub moved: bool,
    /// How many passages were looked for in it.
    pub passages: usize,
    /// How many of them were found, word for word.
    pub found: usize,
}

/// What a check saw of a source; nothing where it saw nothing sure.
pub fn checked_view<'a>(renderer: &'a Renderer, source: &Source) -> Option<CheckedView<'a>> {
    let checks = &renderer.site.checks;
    if checks.is_empty() {
        return None;
    }
    let date = |day| Some(renderer.date(&date_of_day(day)?));
    let original = checks.of_original(source).filter(|entry| entry.state == AddressState::Dead);
    let seen = checks.of_source(source).filter(|seen| seen.state.is_there());
    let (passages, found) = seen.map(|seen| seen.passages_of(source)).unwrap_or_default();
    let view = CheckedView {
        dead: original.and_then(|entry| date(entry.since)),
        copy: original
            .and_then(|entry| entry.copy.as_ref())
            .filter(|_| source.archive_url.is_none())
            .map(|copy| &*copy.url),
        there: seen.and_then(|entry| date(entry.checked)),
        is_copy: source.url_status != UrlStatus::Live || (source.url.is_none() && source.doi.is_none()),
        moved: seen.is_some_and(|entry| entry.state == AddressState::Moved),
        passages,
        found,
    };
    (view.dead.is_some() || view.there.is_some()).then_some(view)
}
