//! Pages of each kind rendered to nowhere, so that a check sees what of a theme would break a build.

use std::sync::Arc;

use rayon::prelude::*;

use super::pages::KINDS;
use super::renderer::{Form, Page, RenderError, Renderer};
use crate::diagnostic::Diagnostic;
use crate::export::Digests;
use crate::plan::plan;

/// An address for the trial of a site that has none yet, so that its feeds and sitemap are tried too.
const SOMEWHERE: &str = "https://example.org";

impl Renderer {
    /// Render the first and the last page of each kind that has a template, where the site changes the theme. What is
    /// wrong with the templates.
    pub fn try_theme(&self) -> Vec<Diagnostic> {
        if !self.theme.is_overridden() {
            return Vec::new();
        }
        let (mut site, mut plan) = (self.site.clone(), self.plan.clone());
        if site.config.base_url.is_none() {
            Arc::make_mut(&mut site.config).base_url = Some(SOMEWHERE.to_owned());
            plan = Arc::new(self::plan(&site, &self.theme, &KINDS).0);
        }
        // What the files of data/ weigh takes longer than all the rest.
        let digests = Digests::of_nothing(&site);
        let mut trial = Renderer::new(site, self.theme.clone(), plan, self.citation_style.clone());
        trial.digests = digests;
        trial.render_ends()
    }

    fn render_ends(&self) -> Vec<Diagnostic> {
        let ends = KINDS.iter().filter(|kind| !matches!(kind.form, Form::File(..))).flat_map(|kind| {
            let of_kind = |page: &&Page| page.kind.name == kind.name;
            let mut pages = self.plan.pages.iter();
            pages.find(of_kind).into_iter().chain(pages.rfind(of_kind))
        });
        let pages: Vec<&Page> = ends.collect();
        let errors = pages.par_iter().filter_map(|page| match self.render(page, &mut std::io::sink()) {
            Err(RenderError::Template(error)) => Some(self.diagnose(&error)),
            _ => None,
        });
        errors.collect()
    }
}
