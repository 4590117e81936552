//! The list of all cases.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::plan::Subject;
use crate::render::parts::card::{CaseRow, case_rows};
use crate::render::parts::links::from_home;
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// The list of all cases.
pub static CASE_LIST: Kind = Kind {
    name: "cases",
    pages: |pages| pages.list(route::CASES, Subject::Site, pages.site.cases.len()),
    is_indexed: true,
    form: Form::Page(Framed {
        template: "cases.html",
        value: Some(value!("list", CaseListView, view)),
        title: |renderer, _| Some(renderer.word("cases.title").to_owned()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `list`: a page of all cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseListView<'a> {
    /// The cases of this page.
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Where this page stands among its siblings; absent when there is one page only.
    pub pager: Option<Pager>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<CaseListView<'a>> {
    let range = page.range?;
    Some(CaseListView {
        cases: case_rows(renderer, range.of(&renderer.site.in_order)),
        count: range.count(),
        pager: pager(renderer, page),
    })
}
