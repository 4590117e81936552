//! A work with the cases and statements that it supports.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;

use super::checked::{CheckedView, checked_view};
use super::links::case_href;
use super::passage::{PassageView, passage_view};
use crate::addresses::route;
use crate::model::config::Output;
use crate::model::{Case, Support, UrlStatus, WorkId, WorkUse, names};
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::render::support::SupportView;
use crate::theme::DateView;

/// A work and what it supports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkView<'a> {
    /// `id` attribute.
    pub anchor: String,
    /// Title, where one was seen.
    pub title: Option<&'a str>,
    /// BCP 47 tag of its language, where it is known.
    pub lang: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub date: Option<Shared<DateView>>,
    /// Word for its kind.
    pub kind: &'a str,
    /// Is it independent in the judgement of every case that lists it?
    pub independent: bool,
    /// The original.
    pub url: Option<&'a str>,
    /// `dead` or `unfit` where the original is not to be followed.
    pub url_status: Option<&'static str>,
    /// An archived copy.
    pub archive_url: Option<&'a str>,
    /// What a check of sources saw of it.
    pub checked: Option<CheckedView<'a>>,
    /// The host where it was read, where that is none of its publisher's.
    pub reposted_at: Option<String>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<&'a str>,
    /// Address of its own page, where it has one and this is not it: what it supports stands there.
    pub href: Option<String>,
    /// The statements that rest on it, by all that supports them.
    pub support: Shared<SupportView>,
    /// How many cases list it as a source.
    pub cited_by: usize,
    /// Cases that list it as a source, with what it supports in each, then terms whose texts do; empty where they stand on
    /// its own page.
    pub cases: Vec<SupportedCase<'a>>,
}

/// What a work supports in one case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SupportedCase<'a> {
    /// The case.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// Is the work independent of this case's organisation?
    pub independent: bool,
    /// How many of its statements rest on the work.
    pub count: usize,
    /// The statements that rest on the work, in the order of the text; empty where the site leaves them out.
    pub statements: Vec<StatementView<'a>>,
}

/// A statement in the list of what a work supports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementView<'a> {
    /// Plain text, without its citations.
    pub text: String,
    /// Its address.
    pub href: String,
    /// Heading of its section; absent before the first one of a term's text.
    pub section: Option<&'a str>,
    /// Does an independent source support it, this work or another?
    pub independent: bool,
    /// The words of the work that it cites.
    pub passages: Vec<PassageView<'a>>,
}

/// A work on its own page, or on its publisher's, where what it supports stands only if it has no page.
pub fn work_view(renderer: &Renderer, id: WorkId, on_own_page: bool) -> WorkView<'_> {
    let work = renderer.site.work(id);
    let elsewhere = renderer.site.has_page(id) && !on_own_page;
    let source = &work.source;
    WorkView {
        anchor: route::work_anchor(&renderer.site, id),
        title: source.title.as_deref(),
        lang: source.lang.as_deref(),
        author: source.author.as_deref().map(names::display),
        date: source.date.as_ref().map(|date| renderer.date(date)),
        kind: renderer.words().kind(work.kind),
        independent: work.independent,
        url: source.url.as_deref(),
        url_status: (source.url_status != UrlStatus::Live).then(|| source.url_status.as_str()),
        archive_url: source.archive_url.as_deref(),
        checked: checked_view(renderer, source),
        reposted_at: renderer.site.publisher(work.publisher).reposted_at(source),
        doi: source.doi.as_deref(),
        href: elsewhere.then(|| renderer.href(route::work(&renderer.site, id))),
        support: renderer.support(renderer.site.statements_on(id)),
        cited_by: work.uses.len(),
        cases: if elsewhere {
            Vec::new()
        } else {
            work.uses.iter().chain(&work.of_terms).map(|one| supported(renderer, *one)).collect()
        },
    }
}

fn supported(renderer: &Renderer, one: WorkUse) -> SupportedCase<'_> {
    let case = renderer.site.case(one.case);
    let source = &case.sources[one.source];
    let href = case_href(renderer, one.case);
    SupportedCase {
        title: &case.title,
        independent: source.independent,
        count: source.statements,
        statements: if renderer.site.config.writes(Output::Statements) {
            statements(renderer, one, &href)
        } else {
            Vec::new()
        },
        href,
    }
}

/// The statements of a case that rest on one of its sources, in the order of the text, each with the passages of the
/// source that it cites.
fn resting(case: &Case, source: usize) -> BTreeMap<usize, Vec<usize>> {
    let mut resting: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut told = FxHashSet::default();
    for one in case.resting().filter(|one| one.source == source) {
        let passages = resting.entry(one.statement).or_default();
        passages.extend(one.passage.filter(|_| told.insert(one)));
    }
    resting
}

/// Statements of a case that rest on one of its sources; `page` is the address of its page.
fn statements<'a>(renderer: &'a Renderer, one: WorkUse, page: &str) -> Vec<StatementView<'a>> {
    let case = renderer.site.case(one.case);
    let text = case.text.get();
    let view = |(index, passages): (usize, Vec<usize>)| StatementView {
        text: renderer.site.statement_text(case, &text, index),
        href: format!("{page}#{}", case.body.anchor(index)),
        section: case.body.heading_of(index).map(|heading| heading.text.as_str()),
        independent: case.supports[index] == Support::Independent,
        passages: passages.into_iter().filter_map(|passage| passage_view(&case.sources[one.source], passage)).collect(),
    };
    resting(case, one.source).into_iter().map(view).collect()
}
