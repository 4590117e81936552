//! What programs read of a page: Open Graph (ogp.me), Highwire Press tags, and a schema.org graph.

use super::super::Renderer;
use super::super::context::{MetaTag, MetadataView};
use super::super::feed::last_changed;
use super::json_ld;
use crate::addresses::route;
use crate::model::{CaseId, PartialDate};
use crate::plan::{Page, PageKind};

/// `page.metadata`
pub fn metadata(r: &Renderer, page: &Page) -> MetadataView {
    let case = match page.kind {
        PageKind::Case(id) => Some(id),
        _ => None,
    };
    MetadataView {
        og_type: if case.is_some() { "article" } else { "website" },
        image: image(r, case),
        locale: locale(&r.site.config.language),
        properties: case.map(|id| properties(r, id)).unwrap_or_default(),
        tags: case.map(|id| highwire(r, id)).unwrap_or_default(),
        json_ld: json_ld::graph(r, page),
    }
}

/// Absolute address of the case's picture, else of the site's.
pub fn image(r: &Renderer, case: Option<CaseId>) -> Option<String> {
    let own = case.and_then(|id| r.site.case(id).image.as_deref());
    let route = own.or(r.site.config.image.as_ref().map(|image| image.value.as_str()))?;
    r.site.config.base_url.as_ref().map(|base| format!("{base}/{}", super::case::encode(route)))
}

/// `en-GB` as `en_GB`; a language alone has no Open Graph locale.
fn locale(language: &str) -> Option<String> {
    let mut parts = language.split(['-', '_']);
    let primary = parts.next()?.to_lowercase();
    let territory = parts.find(|part| part.len() == 2)?;
    Some(format!("{primary}_{}", territory.to_uppercase()))
}

fn properties(r: &Renderer, id: CaseId) -> Vec<MetaTag> {
    let case = r.site.case(id);
    let day = |name, date: Option<&PartialDate>| {
        date.map(|date| MetaTag { name, content: date.start().datetime() }).into_iter()
    };
    day("article:published_time", case.added.as_ref())
        .chain(day("article:modified_time", last_changed(case)))
        .chain(case.authors.iter().map(|author| MetaTag { name: "article:author", content: author.clone() }))
        .collect()
}

/// The tags that Google Scholar and Zotero read; dates as `2025/05/13`.
fn highwire(r: &Renderer, id: CaseId) -> Vec<MetaTag> {
    let case = r.site.case(id);
    let config = &r.site.config;
    let tag = |name, content: &str| MetaTag { name, content: content.to_owned() };
    let mut tags = vec![tag("citation_title", &case.title)];
    tags.extend(case.authors.iter().map(|author| tag("citation_author", author)));
    if let Some(date) = case.added.as_ref().or(case.reviewed.as_ref()) {
        tags.push(tag("citation_publication_date", &date.start().datetime().replace('-', "/")));
    }
    tags.push(tag("citation_publisher", &config.title));
    tags.push(tag("citation_language", case.lang.as_deref().unwrap_or(&config.language)));
    if let Some(url) = r.absolute(&route::case(&r.site, id)) {
        tags.push(tag("citation_public_url", &url));
    }
    tags
}
