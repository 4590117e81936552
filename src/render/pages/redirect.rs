//! An old address of a case, which leads to its page.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::AliasId;
use crate::plan::{Addressed, Subject};
use crate::render::link::Link;
use crate::render::parts::links::case_link;
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// An old address of a case.
pub static REDIRECT: Kind = Kind {
    name: "redirect",
    behind: Some("case"),
    pages: |pages| {
        let Some(case) = pages.owner.case() else { return };
        for (index, route) in pages.site.case(case).aliases.iter().enumerate() {
            pages.page(route.value.as_str(), Subject::Alias((case, AliasId::from_index(index))));
        }
    },
    addressed: Addressed::ByAnEditor,
    described: |site, subject| Some(format!("an old address of the case `{}`", site.case(subject.alias()?.0).slug)),
    place: |site, subject| {
        let (case, alias) = subject.alias()?;
        Some((site.case(case).file, site.alias(case, alias).span.clone()))
    },
    form: Form::Page(Framed {
        template: "redirect.html",
        value: Some(value!("target", RedirectView, view)),
        title: |renderer, page| Some(renderer.site.case(page.subject.alias()?.0).title.clone()),
        canonical: |renderer, page| renderer.absolute(&route::case(&renderer.site, page.subject.alias()?.0)),
        linked_data: LinkedData::Nothing,
        ..Framed::BARE
    }),
    ..KIND
};

/// `target`: where an old address leads.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedirectView {
    /// Title of the case.
    pub title: String,
    /// Address of its page.
    pub href: String,
}

/// Where an old address leads.
pub fn target(renderer: &Renderer, page: &Page) -> Option<Link> {
    Some(case_link(renderer, page.subject.alias()?.0))
}

fn view(renderer: &Renderer, page: &Page) -> Option<RedirectView> {
    let Link { label, href } = target(renderer, page)?;
    Some(RedirectView { title: label, href })
}
