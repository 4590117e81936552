//! Pictures of cases.

use schemars::JsonSchema;
use serde::Serialize;

use super::text::encode;
use crate::model::Picture;
use crate::render::renderer::Renderer;

/// A picture.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PictureView<'a> {
    /// Address, relative to the site's root.
    pub href: String,
    /// What it shows, for those who do not see it; empty where nothing is said.
    pub alt: &'a str,
    /// What stands below it.
    pub caption: Option<&'a str>,
    /// Whose it is.
    pub credit: Option<&'a str>,
    /// Its width in pixels, where that is known.
    pub width: Option<usize>,
    /// Its height in pixels, where that is known.
    pub height: Option<usize>,
}

/// The picture of a case.
pub fn picture_view<'a>(renderer: &'a Renderer, picture: &'a Picture) -> PictureView<'a> {
    let size = renderer.picture_size(&picture.route);
    PictureView {
        href: encode(&picture.route),
        alt: picture.alt.as_deref().unwrap_or_default(),
        caption: picture.caption.as_deref(),
        credit: picture.credit.as_deref(),
        width: size.map(|(width, _)| width as usize),
        height: size.map(|(_, height)| height as usize),
    }
}
