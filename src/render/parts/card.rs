//! The card of a case: what lists show of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::links::{case_href, shared_mention, year_href};
use super::support::SupportView;
use crate::addresses::route;
use crate::model::{CaseId, TaxonomyId, TermRef};
use crate::render::link::Mention;
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::theme::DateView;

/// A case in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseRow<'a> {
    /// Title.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// One or two sentences.
    pub summary: &'a str,
    /// When it happened.
    pub date: Option<DateView>,
    /// Address of its year on the timeline.
    pub year_href: Option<String>,
    /// When it joined the knowledge base.
    pub added: Option<DateView>,
    /// Its terms, a group per taxonomy, in the site's order.
    pub facts: Vec<Shared<Fact>>,
    /// Its statements by their support.
    pub support: SupportView,
    /// Sources.
    pub sources: usize,
}

/// The terms of one taxonomy on one case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// The front-matter key.
    pub taxonomy: String,
    /// `Department` or `Departments`, by how many there are.
    pub label: String,
    /// Address of the taxonomy.
    pub href: String,
    /// The terms.
    pub terms: Vec<Shared<Mention>>,
}

/// Cases in a list.
pub fn case_rows<'a>(renderer: &'a Renderer, ids: &[CaseId]) -> Vec<CaseRow<'a>> {
    ids.iter().map(|id| case_row(renderer, *id)).collect()
}

fn case_row(renderer: &Renderer, id: CaseId) -> CaseRow<'_> {
    let case = renderer.site.case(id);
    CaseRow {
        title: &case.title,
        href: case_href(renderer, id),
        summary: &case.summary,
        date: case.date.as_ref().map(|date| renderer.words().date(date)),
        year_href: case.date.as_ref().and_then(|date| year_href(renderer, date.year())),
        added: case.added.as_ref().map(|date| renderer.words().date(date)),
        facts: facts(renderer, id),
        support: case.evidence.support.into(),
        sources: case.sources.len(),
    }
}

/// The terms of a case, a group per taxonomy that it has terms of.
pub fn facts(renderer: &Renderer, id: CaseId) -> Vec<Shared<Fact>> {
    renderer.site.taxonomy_ids().filter_map(|taxonomy| fact(renderer, id, taxonomy)).collect()
}

/// The terms of one taxonomy on a case, where there are any.
pub fn fact(renderer: &Renderer, id: CaseId, taxonomy: TaxonomyId) -> Option<Shared<Fact>> {
    let of_site = renderer.site.taxonomy(taxonomy);
    let terms = renderer.site.case(id).terms.get(taxonomy.index())?.as_slice();
    let make = || Fact {
        taxonomy: of_site.id.clone(),
        label: if terms.len() == 1 { of_site.label.clone() } else { of_site.plural.clone() },
        href: renderer.href(route::taxonomy(&renderer.site, taxonomy)),
        terms: terms.iter().map(|term| shared_mention(renderer, TermRef { taxonomy, term: *term })).collect(),
    };
    match terms {
        [] => None,
        [term] => Some(Shared::once(&renderer.rooms(TermRef { taxonomy, term: *term }).fact, make)),
        _ => Some(Shared::new(&make())),
    }
}
