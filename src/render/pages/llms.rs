//! `llms.txt`, which tells language models what the site is (llmstxt.org).

use crate::addresses::route;
use crate::export::llms_txt;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::renderer::{Form, KIND, Kind, Made};

/// What language models are told.
pub static LLMS: Kind = Kind {
    name: "llms",
    pages: |pages| {
        if pages.site.config.writes(Output::Data) {
            pages.page(route::LLMS, Subject::Site);
        }
    },
    form: Form::File(Made::InMemory, |renderer, _, out| Ok(llms_txt(renderer.publication(), out)?)),
    ..KIND
};
