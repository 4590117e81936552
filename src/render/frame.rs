//! What every page has (`page`), and how a page is rendered.

use std::io::Write;

use schemars::JsonSchema;
use serde::Serialize;
use tera::Context;

use super::link::Link;
use super::metadata::MetadataView;
use super::parts::json_ld::{self, Described, image};
use super::renderer::{Form, Framed, Page, RenderError, Renderer, Value};
use super::site_view;
use crate::addresses::PageRange;
use crate::explore::chunks::ExploreData;
use crate::model::config::Output;
use crate::plan::Subject;
use crate::theme::fill;

/// `page`: the page that is being rendered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PageView {
    /// The name of its kind.
    pub kind: &'static str,
    /// Should search engines pass it over?
    pub noindex: bool,
    /// The page's own title, without the site's.
    pub title: String,
    /// For `<meta name=description>`.
    pub description: Option<String>,
    /// What leads from this page to the site's root: empty, `../`, … (for 404 an absolute path).
    pub root: String,
    /// Address of this page, relative to the root.
    pub href: String,
    /// Absolute address; absent without a `base_url`.
    pub canonical: Option<String>,
    /// What programs read of it; absent where the site leaves it out.
    pub metadata: Option<MetadataView>,
    /// A feed of what this page lists.
    pub feed: Option<Link>,
    /// The way from home to the page above this one.
    pub breadcrumbs: Vec<Link>,
}

impl Renderer {
    /// Render a page.
    ///
    /// # Errors
    /// Where a template fails, or writing does.
    pub fn render(&self, page: &Page, out: &mut dyn Write) -> Result<(), RenderError> {
        match &page.kind.form {
            Form::Page(framed) => {
                let view = tera::Value::try_from_serializable(&view(self, page, framed))?;
                self.fill(framed.template, framed.value.as_ref(), page, Some(view), out)
            }
            Form::Template(template, value) => self.fill(template, Some(value), page, None, out),
            Form::File(_, write) => write(self, page, out),
        }
    }

    /// Fill a template: `site`, `page` where it has the frame, and its own value.
    fn fill(
        &self,
        template: &str,
        value: Option<&Value>,
        page: &Page,
        view: Option<tera::Value>,
        out: &mut dyn Write,
    ) -> Result<(), RenderError> {
        let mut context = Context::new();
        let site = self.site_view.get_or_init(|| tera::Value::from_serializable(&site_view::site(self)));
        context.insert_value("site", site.clone());
        if let Some(view) = view {
            context.insert_value("page", view);
        }
        if let Some(value) = value {
            context.insert_value(value.name, (value.make)(self, page)?);
        }
        Ok(self.theme.tera.render_to(template, &context, out)?)
    }

    /// Make ahead, on all threads, what some pages would else wait for each other to make.
    pub fn prepare<'a>(&self, pages: impl IntoIterator<Item = &'a Page>) {
        let is_of_index =
            |page: &Page| matches!(page.subject, Subject::Explore(ExploreData::Words | ExploreData::Index(_)));
        if pages.into_iter().any(is_of_index) {
            let _ = self.index.get(&self.site);
        }
    }
}

fn view(renderer: &Renderer, page: &Page, framed: &Framed) -> PageView {
    let title = (framed.title)(renderer, page).unwrap_or_default();
    let title = match page.range.map_or(1, PageRange::number) {
        1 => title,
        number => {
            let number = fill(renderer.word("pager.page"), |_| Some(number.to_string()));
            format!("{title} – {number}")
        }
    };
    let description = (framed.description)(renderer, page);
    let breadcrumbs = (framed.breadcrumbs)(renderer, page).unwrap_or_default();
    let described = Described { title: &title, description: description.as_deref(), breadcrumbs: &breadcrumbs };
    let metadata = renderer.site.config.writes(Output::Metadata).then(|| metadata(renderer, page, framed, &described));
    PageView {
        kind: page.kind.name,
        noindex: !page.is_listed,
        title,
        description,
        root: renderer.root_of(page),
        href: renderer.href(&page.route),
        canonical: (framed.canonical)(renderer, page),
        metadata,
        feed: (framed.feed)(renderer, page),
        breadcrumbs,
    }
}

fn metadata(renderer: &Renderer, page: &Page, framed: &Framed, described: &Described<'_>) -> MetadataView {
    let json_ld = json_ld::graph(renderer, page, &framed.linked_data, described);
    let locale = locale(&renderer.site.config.language.value);
    match (framed.article)(renderer, page) {
        Some(article) => MetadataView {
            og_type: "article",
            image: article.image,
            locale,
            properties: article.properties,
            tags: article.tags,
            json_ld,
        },
        None => MetadataView {
            og_type: "website",
            image: image(renderer, None),
            locale,
            json_ld,
            ..MetadataView::default()
        },
    }
}

/// `en-GB` as `en_GB`; a language alone has no Open Graph locale.
fn locale(language: &str) -> Option<String> {
    let mut parts = language.split(['-', '_']);
    let primary = parts.next()?.to_lowercase();
    let territory = parts.find(|part| part.len() == 2)?;
    Some(format!("{primary}_{}", territory.to_uppercase()))
}
