//! A file of the theme, copied to the output.

use crate::plan::{Addressed, Subject};
use crate::render::renderer::{Form, KIND, Kind, Made, RenderError};

/// A file of the theme.
pub static THEME_ASSET: Kind = Kind {
    name: "theme-file",
    pages: |pages| {
        for id in pages.theme.asset_ids() {
            pages.page(pages.theme.asset(id).route.as_str(), Subject::ThemeAsset(id));
        }
    },
    addressed: Addressed::ByAnEditor,
    form: Form::File(Made::ByTheTheme, |renderer, page, out| {
        let id = page.subject.theme_asset().ok_or(RenderError::Subject(page.kind.name))?;
        Ok(out.write_all(&renderer.theme.asset(id).bytes)?)
    }),
    ..KIND
};
