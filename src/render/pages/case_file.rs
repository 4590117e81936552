//! A case in another form, beside its page.

use crate::addresses::route;
use crate::export::json;
use crate::plan::Subject;
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// A case in another form.
pub static CASE_FILE: Kind = Kind {
    name: "case-file",
    behind: Some("case"),
    pages: |pages| {
        let Some(case) = pages.owner.case() else { return };
        for file in &pages.site.config.case_files {
            pages.page(route::case_file(pages.site, case, *file), Subject::CaseFile((case, *file)));
        }
    },
    described: |site, subject| Some(format!("a form of the case `{}`", site.case(subject.case_file()?.0).slug)),
    form: Form::File(Made::InMemory, |renderer, page, out| {
        let (case, file) = page.subject.case_file().ok_or(RenderError::Subject(page.kind.name))?;
        Ok(json::case_file(renderer.publication(), case, file, out)?)
    }),
    ..KIND
};
