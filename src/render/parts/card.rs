//! The card of a case: what lists show of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::links::{case_href, shared_mention};
use super::picture::{PictureView, picture_view};
use crate::addresses::route;
use crate::explore::card::{CardLine, line_of_terms, line_of_values};
use crate::model::{CardFact, CaseId, TaxonomyId, TermRef};
use crate::render::link::Mention;
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::render::support::SupportView;
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
    /// BCP 47 tag of its language, where that differs from the site's.
    pub lang: Option<&'a str>,
    /// When it happened.
    pub date: Option<Shared<DateView>>,
    /// Its picture.
    pub image: Option<PictureView<'a>>,
    /// How it ended, where the site has a taxonomy for that.
    pub lead: Option<Shared<Fact>>,
    /// What the site's cards say of it.
    pub facts: Shared<Vec<Shared<CardLine<'a>>>>,
    /// Its statements by their support.
    pub support: Shared<SupportView>,
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

/// A case in a list.
pub fn case_row(renderer: &Renderer, id: CaseId) -> CaseRow<'_> {
    let case = renderer.site.case(id);
    CaseRow {
        title: &case.title,
        href: case_href(renderer, id),
        summary: &case.summary,
        lang: case.lang.as_deref(),
        date: case.date.as_ref().map(|date| renderer.date(date)),
        image: case.image.as_ref().map(|picture| picture_view(renderer, picture)),
        lead: lead(renderer, id),
        facts: card_lines(renderer, id),
        support: renderer.support(case.evidence.support),
        sources: case.sources.len(),
    }
}

/// What the site's cards say of a case.
pub fn card_lines(renderer: &Renderer, id: CaseId) -> Shared<Vec<Shared<CardLine<'_>>>> {
    Shared::once(renderer.card_lines(id), || make_lines(renderer, id))
}

fn make_lines(renderer: &Renderer, id: CaseId) -> Vec<Shared<CardLine<'_>>> {
    let case = renderer.site.case(id);
    let of_terms = |taxonomy: TaxonomyId| {
        let terms = case.terms_of(taxonomy);
        let make = || line_of_terms(renderer.site.taxonomy(taxonomy), terms, renderer.words());
        match terms {
            [] => None,
            [term] => Some(Shared::once(&renderer.rooms(TermRef { taxonomy, term: *term }).line, make)),
            _ => Some(Shared::new(&make())),
        }
    };
    let line = |fact: &CardFact| match *fact {
        CardFact::Terms(taxonomy) => of_terms(taxonomy),
        CardFact::Values(index) => Some(Shared::new(&line_of_values(renderer.publication(), case, index)?)),
    };
    renderer.site.front.cards.iter().filter_map(line).collect()
}

/// How a case ended, where the site has a taxonomy for that.
pub fn lead(renderer: &Renderer, id: CaseId) -> Option<Shared<Fact>> {
    fact(renderer, id, renderer.site.front.lead?)
}

/// The terms of a case, a group per taxonomy that it has terms of, but for the one that says how it ended.
pub fn facts(renderer: &Renderer, id: CaseId) -> Vec<Shared<Fact>> {
    let lead = renderer.site.front.lead;
    renderer
        .site
        .taxonomy_ids()
        .filter(|taxonomy| Some(*taxonomy) != lead)
        .filter_map(|taxonomy| fact(renderer, id, taxonomy))
        .collect()
}

/// The terms of one taxonomy on a case, where there are any.
pub fn fact(renderer: &Renderer, id: CaseId, taxonomy: TaxonomyId) -> Option<Shared<Fact>> {
    let of_site = renderer.site.taxonomy(taxonomy);
    let terms = renderer.site.case(id).terms_of(taxonomy);
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
