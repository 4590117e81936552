//! The page of a case.

mod backlinks;
mod coins;
pub mod entries;
pub mod evidence;
pub mod fields;
pub mod linked_data;
mod metadata;
mod more;
mod take_away;
pub mod told;
mod view;

use crate::addresses::route;
use crate::model::Visibility;
use crate::plan::Subject;
use crate::render::parts::links::{home, word_link};
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, value};

use view::{CaseView, view};

/// A case.
pub static CASE: Kind = Kind {
    name: "case",
    pages: |pages| {
        for id in pages.site.case_ids_with_unlisted() {
            pages.page(route::case(pages.site, id), Subject::Case(id));
        }
    },
    is_indexed: true,
    is_listed: |site, subject| subject.case().is_none_or(|id| site.case(id).visibility != Visibility::Unlisted),
    described: |site, subject| Some(format!("the case `{}`", site.case(subject.case()?).slug)),
    place: |site, subject| Some((site.case(subject.case()?).file, 0..0)),
    form: Form::Page(Framed {
        template: "case.html",
        value: Some(value!("case", CaseView, view)),
        title: |renderer, page| Some(renderer.site.case(page.subject.case()?).title.clone()),
        description: |renderer, page| {
            Some(renderer.site.case(page.subject.case()?).summary.clone()).filter(|text| !text.is_empty())
        },
        breadcrumbs: |renderer, _| Some(vec![home(renderer), word_link(renderer, "nav.cases", route::CASES)]),
        article: metadata::article,
        linked_data: LinkedData::As(linked_data::article),
        changed: |site, subject| site.case(subject.case()?).last_changed(),
        ..Framed::BARE
    }),
    ..KIND
};
