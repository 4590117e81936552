//! Which addresses a site has, what is quoted from each, and which of them are to be asked now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::sighting::days_between;
use crate::model::{
    AddressState, Body, CheckedAddress, PartialDate, Source, digest_of_words, is_asked, is_web_address,
    without_fragment,
};
use crate::parse::{Parsed, ParsedCase};
use crate::schema::ParsedSource;

/// An address of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As it is written, without its fragment.
    pub address: String,
    /// Words that are quoted from it and should stand there, each once, in the order of their names.
    pub passages: Vec<String>,
    /// When what it leads to was published, else read.
    pub date: Option<PartialDate>,
    /// It is a source's, and no archived copy of that is named.
    pub lacks_copy: bool,
}

/// Every address of sources and texts, in order.
pub fn wanted(parsed: &Parsed) -> Vec<Wanted> {
    let mut all: BTreeMap<String, (Wanted, BTreeMap<String, String>)> = BTreeMap::new();
    let own = parsed.cited().flat_map(|case| &case.front.sources);
    let shared = parsed.shared_sources.iter().flat_map(|(_, sources)| sources);
    for source in own.chain(shared).map(|parsed| &*parsed.source) {
        let Some(address) = source.checked_address().filter(|address| is_web_address(address)) else {
            continue;
        };
        let (wanted, passages) = all.entry(address.into_owned()).or_default();
        take_source(wanted, passages, source);
    }
    let bodies = parsed.cited().map(|case| &*case.body).chain(parsed.pages.iter().map(|page| &*page.body));
    for address in bodies.flat_map(addresses_of) {
        all.entry(address).or_default();
    }
    let finished = all.into_iter().map(|(address, (wanted, passages))| Wanted {
        address,
        passages: passages.into_values().collect(),
        ..wanted
    });
    finished.collect()
}

fn take_source(wanted: &mut Wanted, passages: &mut BTreeMap<String, String>, source: &Source) {
    let quoted = source.passages.iter().filter(|passage| !passage.translated);
    passages.extend(quoted.map(|passage| (digest_of_words(&passage.text), passage.text.to_string())));
    wanted.date = wanted.date.take().or_else(|| source.date.clone()).or_else(|| source.accessed.clone());
    wanted.lacks_copy |= source.archive_url.is_none();
}

/// The originals of all sources: of one that is marked as dead, since when it has been dead stays known.
pub fn originals(parsed: &Parsed) -> impl Iterator<Item = &str> {
    let own = parsed.cited().flat_map(|case| &case.front.sources);
    let all = own.chain(parsed.shared_sources.iter().flat_map(|(_, sources)| sources));
    all.filter_map(|parsed| Some(without_fragment(parsed.source.url.as_deref()?)))
}

/// The addresses to which a text leads.
fn addresses_of(body: &Body) -> impl Iterator<Item = String> {
    let destinations = body.links.iter().map(|link| without_fragment(&link.destination));
    destinations.filter(|address| is_asked(address)).map(str::to_owned)
}

/// The addresses of one case: of its own sources, of the shared ones that it cites, and of its text.
pub fn of_case(parsed: &Parsed, case: &ParsedCase) -> BTreeSet<String> {
    let cited: BTreeSet<&str> =
        case.body.groups.iter().flat_map(|group| &group.items).map(|item| item.id.as_str()).collect();
    let is_cited = |source: &&ParsedSource| {
        let id = source.id.value.as_str();
        cited.iter().any(|cited| *cited == id || cited.strip_prefix(id).is_some_and(|rest| rest.starts_with('#')))
    };
    let shared = parsed.shared_sources.iter().flat_map(|(_, sources)| sources).filter(is_cited);
    let sources = case.front.sources.iter().chain(shared);
    let of_sources = sources.filter_map(|parsed| Some(parsed.source.checked_address()?.into_owned()));
    of_sources.chain(addresses_of(&case.body)).collect()
}

impl Wanted {
    /// Is it to be asked? Where nothing is known, where it failed on an earlier day and is not known to be dead, where
    /// what is known is so many days old, and where words are quoted that nobody has looked for.
    pub fn is_due(&self, before: Option<&CheckedAddress>, today: Date, days: i32) -> bool {
        let Some(before) = before else { return true };
        let is_suspect = before.state != AddressState::Dead && before.failed.last().is_some_and(|last| *last < today);
        let is_new = |words: &String| before.passage(&digest_of_words(words)).is_none();
        is_suspect || days_between(before.checked, today) >= days || self.passages.iter().any(is_new)
    }
}
