//! A source to be exported, either of the whole site or as one case describes it.

use std::collections::HashSet;

use crate::model::{Case, CaseSource, Site, Source, SourceKind, WorkId};

/// A source on its way out.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Its key: the work's name in addresses, so that it is the same in every file of the site.
    pub key: &'a str,
    /// What is said of it.
    pub source: &'a Source,
    /// The name of its publisher.
    pub publisher: &'a str,
    /// Its own kind, else its publisher's.
    pub kind: SourceKind,
    /// The host where it was read, where that is none of its publisher's.
    pub reposted_at: Option<String>,
}

/// Every work of a site, in the order of the site.
pub fn of_site(site: &Site) -> impl Iterator<Item = Entry<'_>> {
    (0..site.works.len()).map(|index| of_work(site, WorkId::from_index(index)))
}

/// A work.
pub fn of_work(site: &Site, id: WorkId) -> Entry<'_> {
    let work = site.work(id);
    let publisher = site.publisher(work.publisher);
    Entry {
        key: work.slug.as_str(),
        source: &work.source,
        publisher: &publisher.label,
        kind: work.kind,
        reposted_at: publisher.reposted_at(&work.source),
    }
}

/// The sources of a case as the case describes them, in the order of its citation list; a work that it lists under two
/// ids once.
pub fn of_case<'a>(site: &'a Site, case: &'a Case) -> impl Iterator<Item = Entry<'a>> {
    let mut seen = HashSet::new();
    let sources = case.entries.iter().map(|index| &case.sources[*index]);
    sources.filter(move |source| seen.insert(source.work)).map(|source| of_source(site, source))
}

/// A source as a case describes it.
pub fn of_source<'a>(site: &'a Site, source: &'a CaseSource) -> Entry<'a> {
    let of_case = &*source.source;
    let reposted_at = site.publisher(site.work(source.work).publisher).reposted_at(of_case);
    Entry { source: of_case, kind: source.kind, reposted_at, ..of_work(site, source.work) }
}
