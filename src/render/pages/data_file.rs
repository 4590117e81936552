//! A file of `data/`.

use crate::export::{DataFile, write_whole};
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// A file of data.
pub static DATA_FILE: Kind = Kind {
    name: "data-file",
    pages: |pages| {
        if pages.site.config.writes(Output::Data) {
            for file in DataFile::all(pages.site) {
                pages.page(file.route(pages.site), Subject::Data(file));
            }
        }
    },
    form: Form::File(Made::AsAStream, |renderer, page, out| {
        let file = page.subject.data().ok_or(RenderError::Subject(page.kind.name))?;
        Ok(write_whole(renderer.publication(), &renderer.digests, file, out)?)
    }),
    ..KIND
};
