//! `robots.txt` (RFC 9309): where the sitemap is.

use crate::addresses::route;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::render::renderer::{Form, KIND, Kind, Page, Renderer, value};

/// What robots are told.
pub static ROBOTS: Kind = Kind {
    name: "robots",
    pages: |pages| pages.page(route::ROBOTS, Subject::Site),
    form: Form::Template("robots.txt", value!("sitemap_href", Option<String>, sitemap)),
    ..KIND
};

/// Absent without a `base_url`, and where the site is without a sitemap.
fn sitemap(renderer: &Renderer, _: &Page) -> Option<String> {
    if !renderer.site.config.writes(Output::Sitemap) {
        return None;
    }
    renderer.absolute(route::SITEMAP)
}
