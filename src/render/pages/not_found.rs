//! The page that a host shows for an address that does not exist (404).

use crate::addresses::route;
use crate::plan::Subject;
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData};

/// The page that a host shows for an address that does not exist (404).
pub static NOT_FOUND: Kind = Kind {
    name: "not-found",
    pages: |pages| pages.page(route::NOT_FOUND, Subject::Site),
    form: Form::Page(Framed {
        template: "404.html",
        title: |renderer, _| Some(renderer.word("not_found.title").to_owned()),
        canonical: |_, _| None,
        is_anywhere: true,
        linked_data: LinkedData::Nothing,
        ..Framed::BARE
    }),
    ..KIND
};
