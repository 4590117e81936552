//! The answer to a query as a table, beside the page that asks.

use crate::addresses::route;
use crate::export::answer_csv;
use crate::model::{Asker, Site};
use crate::plan::{Addressed, Pages, Subject};
use crate::query::answer;
use crate::render::parts::answer::csv_route;
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// The answer to a query of a page of the site's own.
pub static QUERY_FILE: Kind = Kind {
    name: "query-file",
    behind: Some("page"),
    pages: |pages| {
        if let Some(id) = pages.owner.free_page() {
            add(pages, Asker::Page(id));
        }
    },
    ..ANSWER
};

/// The answer to a query of what is said of a term.
pub static TERM_QUERY_FILE: Kind = Kind {
    name: "term-query-file",
    behind: Some("term"),
    pages: |pages| {
        if let Some(id) = pages.owner.term() {
            add(pages, Asker::Term(id));
        }
    },
    ..ANSWER
};

const ANSWER: Kind = Kind {
    addressed: Addressed::ByAnEditor,
    described: |site, subject| {
        let (asker, index) = subject.query()?;
        let page = route_of(site, asker);
        Some(format!("the table of query {} of the page `{}`", index + 1, page.trim_end_matches(".html")))
    },
    place: |site, subject| {
        let (asker, index) = subject.query()?;
        let (file, _, body) = asker.text(site)?;
        Some((file, body.queries.get(index)?.span.clone()))
    },
    form: Form::File(Made::InMemory, |renderer, page, out| {
        let site = &renderer.site;
        let asked = page.subject.query().and_then(|(asker, index)| {
            let (_, text, body) = asker.text(site)?;
            Some((text, body.queries.get(index)?.question.as_ref()?))
        });
        let (text, question) = asked.ok_or(RenderError::Subject(page.kind.name))?;
        // What is wrong with it was reported: the page shows no table either.
        let Some(answer) = answer(site, &text.get(), question) else { return Ok(()) };
        Ok(answer_csv(renderer.publication(), question, &answer, out)?)
    }),
    ..KIND
};

fn route_of(site: &Site, asker: Asker) -> String {
    match asker {
        Asker::Page(id) => route::free_page(site.free_page(id)),
        Asker::Term(id) => route::term(site, id),
    }
}

fn add(pages: &mut Pages<'_>, asker: Asker) {
    let site = pages.site;
    let Some((_, _, body)) = asker.text(site).filter(|(_, _, body)| !body.queries.is_empty()) else { return };
    let page = route_of(site, asker);
    for (index, query) in body.queries.iter().enumerate() {
        let question = query.question.as_ref();
        if let Some(route) = question.and_then(|question| csv_route(&page, question, index)) {
            pages.page(route, Subject::Query((asker, index)));
        }
    }
}
