//! A file that the script of Explore reads.

use crate::explore::chunks;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// A file that the script of Explore reads.
pub static EXPLORE_DATA: Kind = Kind {
    name: "explore-data",
    pages: |pages| {
        if pages.site.config.writes(Output::Explore) {
            for (route, data) in chunks::files(pages.site) {
                pages.page(route, Subject::Explore(data));
            }
        }
    },
    form: Form::File(Made::InMemory, |renderer, page, out| {
        let data = page.subject.explore().ok_or(RenderError::Subject(page.kind.name))?;
        Ok(chunks::write(renderer.publication(), &renderer.index, data, out)?)
    }),
    ..KIND
};
