//! The page of a question of the home page: the cases that answer it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::QuestionId;
use crate::plan::Subject;
use crate::query::answers;
use crate::render::parts::card::{CaseRow, case_rows};
use crate::render::parts::links::from_home;
use crate::render::parts::pager::{Pager, pager};
use crate::render::renderer::{Form, Framed, KIND, Kind, Page, Renderer, value};

/// The cases that answer a question.
pub static QUESTION: Kind = Kind {
    name: "question",
    pages: |pages| {
        for id in (0..pages.site.config.questions.len()).map(QuestionId::from_index) {
            pages.list(&route::question(pages.site, id), Subject::Question(id), answers(pages.site, id).len());
        }
    },
    is_indexed: true,
    form: Form::Page(Framed {
        template: "question.html",
        value: Some(value!("question", QuestionView, view)),
        title: |renderer, page| Some(renderer.site.question(page.subject.question()?).label.clone()),
        breadcrumbs: |renderer, _| from_home(renderer),
        ..Framed::BARE
    }),
    ..KIND
};

/// `question`: the cases that answer a question of the home page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionView<'a> {
    /// The question.
    pub label: &'a str,
    /// The cases of this page.
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<QuestionView<'a>> {
    let (id, range) = (page.subject.question()?, page.range?);
    Some(QuestionView {
        label: &renderer.site.question(id).label,
        cases: case_rows(renderer, range.of(renderer.answers(id))),
        count: range.count(),
        pager: pager(renderer, page),
    })
}
