//! Render: one page of the plan becomes bytes.
//!
//! Comes in: a [`Page`], with the site, the theme and the plan behind it. Goes out: what a reader gets, written
//! to anything that can be written to. Pure: no file of the site is read (a copied file excepted), no order is
//! decided, nothing is remembered between pages. One file per kind of output; what templates are given is
//! [`context`], filled by [`views`].

mod body;
pub mod citation;
mod cite_case;
mod coins;
pub mod context;
mod escape;
mod feed;
mod sitemap;
mod terms;
mod views;

use std::borrow::Cow;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::Context;

pub use escape::escape;

use context::CountLink;

use crate::addresses::Addresses;
use crate::diagnostic::Diagnostic;
use crate::explore::chunks::{self, ExploreData, LazyIndex};
use crate::export::{self, Digests};
use crate::model::Site;
use crate::plan::{Page, PageKind, Plan};
use crate::publication::Publication;
use crate::theme::{Theme, Words};
use body::Highlighter;
use citation::csl::CitationStyle;
use terms::Terms;

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template prints what is not there.
    #[error("{0}")]
    Template(#[from] tera::Error),
    /// Writing failed, or a copied file could not be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Data could not be written as JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// A linked site with its theme and plan, ready to be rendered. Shared values are made once, here.
pub struct Renderer {
    site: Site,
    addresses: Addresses,
    theme: Arc<Theme>,
    plan: Arc<Plan>,
    /// `site` of the templates' contract.
    site_view: tera::Value,
    terms: Terms,
    highlighter: Highlighter,
    citation_style: Arc<CitationStyle>,
    index: LazyIndex,
    years: OnceLock<Vec<CountLink>>,
    digests: Digests,
}

impl Renderer {
    /// Make what all pages share.
    ///
    /// # Panics
    /// Never: `site` of the contract is a plain structure.
    pub fn new(site: Site, theme: Arc<Theme>, plan: Arc<Plan>) -> Self {
        let mut renderer = Renderer {
            terms: Terms::new(&site),
            addresses: Addresses::new(&site.config),
            digests: Digests::new(&site),
            site,
            theme,
            plan,
            site_view: tera::Value::undefined(),
            highlighter: Highlighter::default(),
            citation_style: Arc::new(CitationStyle::House),
            index: LazyIndex::default(),
            years: OnceLock::new(),
        };
        renderer.site_view = tera::Value::from_serializable(&views::site(&renderer));
        renderer
    }

    /// With a citation style in place of the built-in one.
    #[must_use]
    pub fn citing(mut self, style: CitationStyle) -> Self {
        self.citation_style = Arc::new(style);
        self
    }

    /// The same theme, pages and style for a site that has the same pages.
    #[must_use]
    pub fn with_site(&self, site: Site) -> Self {
        let renderer = Renderer::new(site, self.theme.clone(), self.plan.clone());
        Renderer { citation_style: self.citation_style.clone(), ..renderer }
    }

    /// Its theme.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its pages.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// Route of the theme's stylesheet.
    pub fn stylesheet(&self) -> &str {
        self.theme.stylesheet()
    }

    /// An error of a template as a finding.
    pub fn diagnose(&self, error: &tera::Error) -> Diagnostic {
        self.theme.diagnose(error)
    }

    /// Render a page.
    ///
    /// # Errors
    /// Where a template fails, or writing does.
    #[expect(clippy::disallowed_methods, reason = "a file that is copied as it is never stands in memory")]
    pub fn render(&self, page: &Page, out: &mut dyn Write) -> Result<(), RenderError> {
        match page.kind {
            PageKind::Home => self.page(page, "home.html", "home", || views::home(self), out),
            PageKind::CaseList(number) => self.page(page, "cases.html", "list", || views::case_list(self, number), out),
            PageKind::Case(id) => self.page(page, "case.html", "case", || views::case(self, id), out),
            PageKind::CaseFile(id, file) => Ok(export::json::case_file(self.publication(), id, file, out)?),
            PageKind::Taxonomy(id, number) => {
                self.page(page, "taxonomy.html", "taxonomy", || views::taxonomy(self, id, number), out)
            }
            PageKind::Term(term, number) => {
                self.page(page, "term.html", "term", || views::term(self, term, number), out)
            }
            PageKind::Publishers(number) => {
                self.page(page, "publishers.html", "publishers", || views::publishers(self, number), out)
            }
            PageKind::Publisher(id, number) => {
                self.page(page, "publisher.html", "publisher", || views::publisher(self, id, number), out)
            }
            PageKind::Work(id) => self.page(page, "work.html", "work", || views::work(self, id), out),
            PageKind::Free(index) => self.page(page, "page.html", "free", || views::free_page(self, index), out),
            PageKind::NotFound => self.page(page, "404.html", "not_found", || (), out),
            PageKind::Redirect(id, _) => self.page(page, "redirect.html", "target", || views::redirect(self, id), out),
            PageKind::Feed => self.data("feed.xml", "feed", &feed::of_site(self), out),
            PageKind::TermFeed(term) => self.data("feed.xml", "feed", &feed::of_term(self, term), out),
            PageKind::Sitemap => match sitemap::index(self) {
                Some(index) => self.data("sitemap-index.xml", "index", &index, out),
                None => self.data("sitemap.xml", "sitemap", &sitemap::part(self, None), out),
            },
            PageKind::SitemapPart(part) => self.data("sitemap.xml", "sitemap", &sitemap::part(self, Some(part)), out),
            PageKind::Robots => self.data("robots.txt", "sitemap_href", &sitemap::address(self), out),
            PageKind::DataIndex => self.page(page, "data.html", "data", || views::data(self), out),
            PageKind::Data(file) => Ok(export::write_whole(self.publication(), &self.digests, file, out)?),
            PageKind::Llms => Ok(export::llms_txt(self.publication(), out)?),
            PageKind::Explore => self.page(page, "explore.html", "explore", || views::explore(self), out),
            PageKind::ExploreData(data) => Ok(chunks::write(self.publication(), &self.index, data, out)?),
            PageKind::Compare => self.page(page, "compare.html", "compare", || views::compare(self), out),
            PageKind::Timeline(number) => {
                self.page(page, "timeline.html", "timeline", || views::timeline(self, number), out)
            }
            PageKind::Charts => self.page(page, "charts.html", "charts", || views::charts(self), out),
            PageKind::Matrix(index, number) => {
                self.page(page, "matrix.html", "matrix", || views::matrix(self, index, number), out)
            }
            PageKind::Cell(index, cell, number) => {
                self.page(page, "cell.html", "cell", || views::cell(self, index, cell, number), out)
            }
            PageKind::ThemeAsset(index) => Ok(out.write_all(&self.theme.assets()[index].bytes)?),
            PageKind::Asset(index) => {
                let mut file = std::fs::File::open(&self.site.assets[index].path)?;
                std::io::copy(&mut file, out)?;
                Ok(())
            }
        }
    }

    /// A page with the theme's frame: `page` and one more value.
    fn page<T: Serialize>(
        &self,
        page: &Page,
        template: &str,
        name: &'static str,
        value: impl FnOnce() -> T,
        out: &mut dyn Write,
    ) -> Result<(), RenderError> {
        let mut context = self.context();
        context.insert_value("page", tera::Value::try_from_serializable(&views::page(self, page))?);
        context.insert_value(name, tera::Value::try_from_serializable(&value())?);
        Ok(self.theme.tera.render_to(template, &context, out)?)
    }

    /// What every template is given, beside the words of the theme.
    fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.site_view.clone());
        context
    }

    /// A file without the theme's frame.
    fn data(
        &self,
        template: &str,
        name: &'static str,
        value: &impl Serialize,
        out: &mut dyn Write,
    ) -> Result<(), RenderError> {
        let mut context = self.context();
        context.insert_value(name, tera::Value::try_from_serializable(value)?);
        Ok(self.theme.tera.render_to(template, &context, out)?)
    }

    /// Make ahead, on all threads, what some pages would else wait for each other to make.
    pub fn prepare<'a>(&self, pages: impl IntoIterator<Item = &'a Page>) {
        let of_index =
            |page: &Page| matches!(page.kind, PageKind::ExploreData(ExploreData::Words | ExploreData::Index(_)));
        if pages.into_iter().any(of_index) {
            let _ = self.index.get(&self.site);
        }
    }

    /// What exporters are given.
    pub fn publication(&self) -> Publication<'_> {
        Publication { site: &self.site, addresses: &self.addresses, words: self.words() }
    }

    /// What the files of `data/` weigh.
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// A word of the theme.
    pub(crate) fn word<'a>(&'a self, path: &'a str) -> &'a str {
        self.words().get(path)
    }

    /// Every year of the timeline, the latest first.
    fn years(&self) -> &[CountLink] {
        self.years.get_or_init(|| views::years(self))
    }

    fn words(&self) -> &Words {
        &self.theme.words
    }

    /// A route as pages link to it: [`Addresses::href`].
    pub(crate) fn href<'a>(&self, route: impl Into<Cow<'a, str>>) -> String {
        self.addresses.href(route)
    }

    /// The absolute address of a route: [`Addresses::absolute`].
    pub(crate) fn absolute(&self, route: &str) -> Option<String> {
        self.addresses.absolute(route)
    }

    /// What leads from a route to the site's root: [`Addresses::root`].
    fn root(&self, route: &str) -> String {
        self.addresses.root(route)
    }
}
