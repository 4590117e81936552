//! What a check of sources saw: the state of each address, and whether the words that are quoted from it are there.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{PartialDate, Source, UrlStatus, archived_address, digest_of_words, is_web_address};

/// How an address answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddressState {
    /// It is there.
    Ok,
    /// It is there, under another address for good.
    Moved,
    /// It lets no program see it.
    Blocked,
    /// It failed on three days.
    Dead,
    /// Nothing sure can be said.
    Unknown,
}

impl AddressState {
    /// Every state.
    pub const ALL: [AddressState; 5] =
        [AddressState::Ok, AddressState::Moved, AddressState::Blocked, AddressState::Dead, AddressState::Unknown];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            AddressState::Ok => "ok",
            AddressState::Moved => "moved",
            AddressState::Blocked => "blocked",
            AddressState::Dead => "dead",
            AddressState::Unknown => "unknown",
        }
    }

    /// Was what the address leads to seen?
    pub fn is_there(self) -> bool {
        matches!(self, AddressState::Ok | AddressState::Moved)
    }
}

/// What became of quoted words in the text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassageState {
    /// They are there.
    Found,
    /// Words much like them are there.
    Near,
    /// They are not.
    Missing,
    /// The text could not be read.
    Unknown,
}

impl PassageState {
    /// Every state.
    pub const ALL: [PassageState; 4] =
        [PassageState::Found, PassageState::Near, PassageState::Missing, PassageState::Unknown];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            PassageState::Found => "found",
            PassageState::Near => "near",
            PassageState::Missing => "missing",
            PassageState::Unknown => "unknown",
        }
    }
}

/// Quoted words, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedPassage {
    /// The name of the words: [`super::digest_of_words`].
    pub words: Box<str>,
    /// What became of them.
    pub state: PassageState,
    /// What stands there instead, of words that are near.
    pub seen: Option<Box<str>>,
}

/// A copy that an archive keeps.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ArchivedCopy {
    /// Its address.
    pub url: Box<str>,
    /// The day on which it was made.
    pub date: Date,
}

/// What is known of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedAddress {
    /// As it is written in a source or a text, without its fragment.
    pub address: Box<str>,
    /// How it answered.
    pub state: AddressState,
    /// Why, where the state alone does not say it: `404`, `no such host`.
    pub why: Option<Box<str>>,
    /// The first day of this state.
    pub since: Date,
    /// The days on which it failed, while they are counted.
    pub failed: Vec<Date>,
    /// When it was last asked and this was written; while nothing changes, it is written again after 30 days.
    pub checked: Date,
    /// Where redirects lead, where that is elsewhere.
    pub leads_to: Option<Box<str>>,
    /// Where it has moved for good.
    pub moved_to: Option<Box<str>>,
    /// The title of the page.
    pub title: Option<Box<str>>,
    /// SHA-256 of its text.
    pub text: Option<Box<str>>,
    /// A copy in an archive.
    pub copy: Option<ArchivedCopy>,
    /// The words that are quoted from it.
    pub passages: Vec<CheckedPassage>,
}

impl CheckedAddress {
    /// What became of some words, where they were looked for.
    pub fn passage(&self, words: &str) -> Option<&CheckedPassage> {
        self.passages.iter().find(|passage| *passage.words == *words)
    }

    /// How many passages of a source were looked for in it, and how many of them were found, word for word. Translated
    /// words are looked for nowhere.
    pub fn passages_of(&self, source: &Source) -> (usize, usize) {
        let asked = source.passages.iter().filter(|passage| !passage.translated);
        let states = asked.filter_map(|passage| Some(self.passage(&digest_of_words(&passage.text))?.state));
        let known: Vec<PassageState> = states.filter(|state| *state != PassageState::Unknown).collect();
        (known.len(), known.iter().filter(|state| **state == PassageState::Found).count())
    }
}

/// All that was seen, by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks(Vec<CheckedAddress>);

impl Checks {
    /// In the order of addresses; of two of one address the first counts.
    pub fn of(mut all: Vec<CheckedAddress>) -> Checks {
        all.sort_by(|one, other| one.address.cmp(&other.address));
        all.dedup_by(|one, other| one.address == other.address);
        Checks(all)
    }

    /// What is known of an address, with or without its fragment.
    pub fn get(&self, address: &str) -> Option<&CheckedAddress> {
        let address = without_fragment(address);
        let found = self.0.binary_search_by(|one| (*one.address).cmp(address)).ok()?;
        self.0.get(found)
    }

    /// What is known of the address under which a check looks for a source.
    pub fn of_source(&self, source: &Source) -> Option<&CheckedAddress> {
        self.get(&source.checked_address()?)
    }

    /// What is known of a source's original.
    pub fn of_original(&self, source: &Source) -> Option<&CheckedAddress> {
        self.get(source.url.as_deref()?)
    }

    /// Each address in order.
    pub fn iter(&self) -> impl Iterator<Item = &CheckedAddress> {
        self.0.iter()
    }

    /// Was nothing checked?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An address as servers see it (RFC 3986, section 3.5).
pub fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(address, _)| address)
}

/// An address of a text that a check asks: on the web, and no copy in an archive, which is kept.
pub fn is_asked(address: &str) -> bool {
    is_web_address(address) && archived_address(address).is_none()
}

/// A day as a date.
pub fn date_of_day(day: Date) -> Option<PartialDate> {
    PartialDate::parse(&day.to_string()).ok()
}

impl Source {
    /// The address under which a check looks for it, without its fragment: the original, else a resolver's for its DOI;
    /// of one that is known to be dead or unfit its archived copy.
    pub fn checked_address(&self) -> Option<Cow<'_, str>> {
        let live = match self.url_status {
            UrlStatus::Live => self.url.as_deref(),
            UrlStatus::Dead | UrlStatus::Unfit => return Some(without_fragment(self.archive_url.as_deref()?).into()),
        };
        match (live, self.doi.as_deref()) {
            (Some(url), _) => Some(without_fragment(url).into()),
            (None, Some(doi)) => Some(format!("https://doi.org/{}", doi.replace('#', "%23")).into()),
            (None, None) => self.archive_url.as_deref().map(|copy| without_fragment(copy).into()),
        }
    }
}
