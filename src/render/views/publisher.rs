//! `publisher`: its works, each with what it supports; `work`: one that has a page of its own.

use super::super::Renderer;
use super::super::context::{Link, PublisherView, StatementView, SupportedCase, WorkPageView, WorkView};
use super::{case_href, page_of, pager};
use crate::addresses::route;
use crate::explore::facets::{self, About};
use crate::model::{Case, PublisherId, UrlStatus, WorkId, WorkUse, names as people};

/// `publisher`
pub fn publisher<'a>(r: &'a Renderer, id: PublisherId, number: usize) -> PublisherView<'a> {
    let publisher = r.site.publisher(id);
    let works = page_of(&publisher.works, number, r.site.config.page_size);
    PublisherView {
        label: &publisher.label,
        kind: publisher.kind.map(|kind| r.words().kind(kind)),
        aliases: &publisher.aliases,
        works: works.iter().map(|id| view(r, *id, false)).collect(),
        count: publisher.works.len(),
        explore: facets::href(r.publication(), &[(About::Publisher, publisher.slug.as_str())]),
        pager: pager(r, &format!("sources/{}", publisher.slug), number, publisher.works.len()),
    }
}

/// `work`
pub fn work<'a>(r: &'a Renderer, id: WorkId) -> WorkPageView<'a> {
    let of_site = r.site.work(id);
    let publisher = r.site.publisher(of_site.publisher);
    WorkPageView {
        publisher: Link { label: publisher.label.clone(), href: r.href(route::publisher(&r.site, of_site.publisher)) },
        isbn: of_site.source.isbn.as_deref(),
        work: view(r, id, true),
    }
}

/// A work on its own page, or on its publisher's, where what it supports stands only if it has no page.
fn view<'a>(r: &'a Renderer, id: WorkId, on_own_page: bool) -> WorkView<'a> {
    let work = r.site.work(id);
    let elsewhere = r.site.has_page(id) && !on_own_page;
    let source = &work.source;
    WorkView {
        anchor: route::work_anchor(&r.site, id),
        title: source.title.as_deref(),
        author: source.author.as_deref().map(people::display),
        date: source.date.as_ref().map(|date| r.words().date(date)),
        kind: r.words().kind(work.kind),
        independent: work.independent,
        url: source.url.as_deref(),
        url_status: (source.url_status != UrlStatus::Live).then(|| source.url_status.as_str()),
        archive_url: source.archive_url.as_deref(),
        doi: source.doi.as_deref(),
        href: elsewhere.then(|| r.href(route::work(&r.site, id))),
        statements: r.site.statements_on(id),
        cited_by: work.uses.len(),
        cases: if elsewhere { Vec::new() } else { work.uses.iter().map(|one| supported(r, *one)).collect() },
    }
}

fn supported<'a>(r: &'a Renderer, one: WorkUse) -> SupportedCase<'a> {
    let href = case_href(r, one.case);
    let statements = statements(r, one, &href);
    SupportedCase { title: &r.site.case(one.case).title, href, statements }
}

/// The statements of a case that rest on one of its sources; `page` is the address of its page.
fn statements(r: &Renderer, one: WorkUse, page: &str) -> Vec<StatementView> {
    let case = r.site.case(one.case);
    let mut statements: Vec<StatementView> = Vec::new();
    let text = case.text.get();
    let mut last = None;
    for citation in &case.citations {
        let offset = citation.sources.iter().position(|source| *source == one.source);
        if let (Some(offset), Some(statement)) = (offset, citation.statement())
            && last.replace(statement) != Some(statement)
        {
            let href = format!("{page}#cite_{}", citation.first() + offset);
            statements.push(statement_view(case, &text, statement, href));
        }
    }
    statements
}

fn statement_view(case: &Case, text: &str, index: usize, href: String) -> StatementView {
    let section = &case.body.sections[case.body.statements[index].section()];
    let section = case.body.headings[section.heading].text.clone();
    StatementView { text: case.statement_text(text, index), href, section }
}
