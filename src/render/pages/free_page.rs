//! A page that the site adds itself (`content/pages/`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::FreePageId;
use crate::plan::{Addressed, Subject};
use crate::render::body::Written;
use crate::render::citation::Numbering;
use crate::render::link::Link;
use crate::render::parts::answer::{Asking, answered};
use crate::render::parts::links::from_home;
use crate::render::parts::shown::shown;
use crate::render::parts::text::{Marks, body_html, direction};
use crate::render::renderer::{Form, Framed, KIND, Kind, LinkedData, Page, Renderer, value};

/// A page of the site's own.
pub static FREE_PAGE: Kind = Kind {
    name: "page",
    pages: |pages| {
        for (index, page) in pages.site.pages.iter().enumerate() {
            pages.page(route::free_page(page), Subject::FreePage(FreePageId::from_index(index)));
        }
    },
    is_indexed: true,
    addressed: Addressed::ByAnEditor,
    described: |site, subject| Some(format!("the page `{}`", site.free_page(subject.free_page()?).route)),
    place: |site, subject| {
        let page = site.free_page(subject.free_page()?);
        Some((page.file, page.title.span.clone()))
    },
    form: Form::Page(Framed {
        template: "page.html",
        value: Some(value!("free", FreePageView, view)),
        title: |renderer, page| Some(renderer.site.free_page(page.subject.free_page()?).title.value.clone()),
        description: |renderer, page| renderer.site.free_page(page.subject.free_page()?).summary.clone(),
        breadcrumbs: |renderer, _| from_home(renderer),
        linked_data: LinkedData::Page("WebPage"),
        changed: |site, subject| {
            let page = site.free_page(subject.free_page()?);
            page.history.iter().map(|revision| &revision.date).max()
        },
        ..Framed::BARE
    }),
    ..KIND
};

/// `free`: a page of the site's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FreePageView {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Language of the text, where it differs from the site's.
    pub lang: Option<String>,
    /// `ltr` or `rtl`, where the text has a language of its own.
    pub direction: Option<&'static str>,
    /// The text as HTML, headings with anchors.
    pub html: String,
    /// Second-level headings.
    pub contents: Vec<Link>,
}

fn view(renderer: &Renderer, page: &Page) -> Option<FreePageView> {
    let of_site = renderer.site.free_page(page.subject.free_page()?);
    let source = of_site.text.get();
    let written = Written { text: &source, body: &of_site.body, targets: &of_site.targets };
    let numbering = Numbering::new(&of_site.body, &[], false);
    let root = renderer.root_of(page);
    let show = |id, anchor: &str| shown(renderer, &root, of_site.lang.as_deref(), id, anchor);
    let marks = Marks { numbering, ..Marks::default() };
    let lang = of_site.lang.as_deref();
    let asking = Asking { text: &source, body: &of_site.body, route: &page.route, root: &root, lang };
    let answer = |index| answered(renderer, asking, index);
    let html = body_html(renderer, page, written, marks, &show, &answer);
    let mut text = html.preamble;
    let mut contents = Vec::new();
    for (section, rendered) in of_site.body.sections.iter().zip(html.sections) {
        let heading = &of_site.body.headings[section.heading];
        contents.push(Link { label: heading.text.clone(), href: format!("#{}", heading.anchor) });
        text.push_str(&format!("<h2 id=\"{}\">{}</h2>\n{}", heading.anchor, rendered.title, rendered.html));
    }
    if !html.footnotes.is_empty() {
        text.push_str(&format!("<section class=\"footnotes\">\n{}</section>\n", html.footnotes));
    }
    Some(FreePageView {
        title: of_site.title.value.clone(),
        summary: of_site.summary.clone(),
        lang: of_site.lang.clone(),
        direction: of_site.lang.as_deref().map(direction),
        html: text,
        contents,
    })
}
