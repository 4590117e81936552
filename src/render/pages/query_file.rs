//! The answer to a query of a page as a table, beside the page.

use crate::export::answer_csv;
use crate::model::FreePageId;
use crate::plan::{Addressed, Subject};
use crate::query::answer;
use crate::render::parts::answer::csv_route;
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// The answer to a query as a table.
pub static QUERY_FILE: Kind = Kind {
    name: "query-file",
    behind: Some("page"),
    pages: |pages| {
        let Some(id) = pages.owner.free_page() else { return };
        let page = pages.site.free_page(id);
        for (index, query) in page.body.queries.iter().enumerate() {
            let route = query.question.as_ref().and_then(|question| csv_route(&page.route, question, index));
            if let Some(route) = route {
                pages.page(route, Subject::Query((id, index)));
            }
        }
    },
    addressed: Addressed::ByAnEditor,
    described: |site, subject| {
        let (page, index) = subject.query()?;
        Some(format!("the table of query {} of the page `{}`", index + 1, site.free_page(page).route))
    },
    place: |site, subject| {
        let (page, index) = subject.query()?;
        let page = site.free_page(page);
        Some((page.file, page.body.queries.get(index)?.span.clone()))
    },
    form: Form::File(Made::InMemory, |renderer, page, out| {
        let wrong = RenderError::Subject(page.kind.name);
        let Some((id, index)): Option<(FreePageId, usize)> = page.subject.query() else { return Err(wrong) };
        let of_site = renderer.site.free_page(id);
        let question = of_site.body.queries.get(index).and_then(|query| query.question.as_ref());
        let Some(question) = question else { return Err(wrong) };
        // What is wrong with it was reported: the page shows no table either.
        let Some(answer) = answer(&renderer.site, &of_site.text.get(), question) else { return Ok(()) };
        Ok(answer_csv(renderer.publication(), question, &answer, out)?)
    }),
    ..KIND
};
