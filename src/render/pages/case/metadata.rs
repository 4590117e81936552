//! What link previews and reference managers read of a case: Open Graph (ogp.me) and Highwire Press tags.

use crate::addresses::route;
use crate::model::{CaseId, PartialDate};
use crate::render::metadata::{Article, MetaTag};
use crate::render::parts::json_ld::image;
use crate::render::renderer::{Page, Renderer};

/// What is said of the page of a case.
pub fn article(renderer: &Renderer, page: &Page) -> Option<Article> {
    let id = page.subject.case()?;
    let image = image(renderer, renderer.site.case(id).image.as_ref().map(|picture| picture.route.as_str()));
    Some(Article { image, properties: properties(renderer, id), tags: highwire(renderer, id) })
}

fn properties(renderer: &Renderer, id: CaseId) -> Vec<MetaTag> {
    let case = renderer.site.case(id);
    let day = |name, date: Option<&PartialDate>| {
        date.map(|date| MetaTag { name, content: date.start().datetime() }).into_iter()
    };
    day("article:published_time", case.added.as_ref())
        .chain(day("article:modified_time", case.last_changed()))
        .chain(case.authors.iter().map(|author| MetaTag { name: "article:author", content: author.clone() }))
        .collect()
}

/// The tags that Google Scholar and Zotero read; dates as `2025/05/13`.
fn highwire(renderer: &Renderer, id: CaseId) -> Vec<MetaTag> {
    let case = renderer.site.case(id);
    let config = &renderer.site.config;
    let tag = |name, content: &str| MetaTag { name, content: content.to_owned() };
    let mut tags = vec![tag("citation_title", &case.title)];
    tags.extend(case.authors.iter().map(|author| tag("citation_author", author)));
    if let Some(date) = case.added.as_ref().or(case.reviewed.as_ref()) {
        tags.push(tag("citation_publication_date", &date.start().datetime().replace('-', "/")));
    }
    tags.push(tag("citation_publisher", &config.title));
    tags.push(tag("citation_language", case.lang.as_deref().unwrap_or(&config.language.value)));
    if let Some(url) = renderer.absolute(&route::case(&renderer.site, id)) {
        tags.push(tag("citation_public_url", &url));
    }
    tags
}
