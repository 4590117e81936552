//! A file of the site, copied as it is.

use crate::model::AssetId;
use crate::plan::{Addressed, Subject};
use crate::render::renderer::{Form, KIND, Kind, Made, Page, RenderError, Renderer};

/// A file of the site.
pub static ASSET: Kind = Kind {
    name: "file",
    pages: |pages| {
        for (index, asset) in pages.site.assets.iter().enumerate() {
            pages.page(asset.route.as_str(), Subject::Asset(AssetId::from_index(index)));
        }
    },
    addressed: Addressed::ByAnEditor,
    described: |site, subject| Some(format!("the file `{}`", site.asset(subject.asset()?).source)),
    form: Form::File(Made::ByCopy, copy),
    ..KIND
};

#[expect(clippy::disallowed_methods, reason = "a file that is copied as it is never stands in memory")]
fn copy(renderer: &Renderer, page: &Page, out: &mut dyn std::io::Write) -> Result<(), RenderError> {
    let id = page.subject.asset().ok_or(RenderError::Subject(page.kind.name))?;
    let mut file = std::fs::File::open(&renderer.site.asset(id).path)?;
    std::io::copy(&mut file, out)?;
    Ok(())
}
