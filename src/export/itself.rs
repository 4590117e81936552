//! The page of a case as a source that others cite.

use super::Entry;
use crate::addresses::route;
use crate::model::names::{self, Name};
use crate::model::{CaseId, Source, SourceKind};
use crate::publication::Publication;

/// A case as a work that the site has brought out.
#[derive(Debug)]
pub struct OwnWork<'a> {
    key: &'a str,
    publisher: &'a str,
    source: Source,
}

impl<'a> OwnWork<'a> {
    /// Of a case: the version that a reader sees. Where nobody is named it is the site's own, as the styles have it
    /// for a page by an organisation.
    pub fn of_case(publication: Publication<'a>, id: CaseId) -> Self {
        let site = publication.site;
        let case = site.case(id);
        let title = site.config.title.as_str();
        let authors = match &*case.authors {
            [] => vec![Name::Literal(title.to_owned())],
            authors => authors.iter().flat_map(|author| names::of_person(author)).collect(),
        };
        let changes = case.added.iter().chain(&case.reviewed).chain(case.corrections.iter().map(|change| &change.date));
        OwnWork {
            key: case.slug.as_str(),
            publisher: title,
            source: Source {
                title: Some(case.title.as_str().into()),
                author: Some(names::write(&authors).into()),
                date: changes.max().cloned(),
                url: publication.absolute(&route::case(site, id)).map(Into::into),
                lang: Some(case.lang.as_deref().unwrap_or(&site.config.language.value).into()),
                ..Source::of(title)
            },
        }
    }

    /// On its way out.
    pub fn entry(&self) -> Entry<'_> {
        Entry {
            key: self.key,
            source: &self.source,
            publisher: self.publisher,
            kind: SourceKind::Other,
            reposted_at: None,
        }
    }
}
