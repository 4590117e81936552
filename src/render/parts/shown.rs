//! A statement of a case as a quotation in another text, with its citations and its case.

use super::links::case_link;
use super::text::{address_of, direction, labels, picture_size};
use crate::model::{CaseId, Target};
use crate::render::body::{Setting, Written, render_statement};
use crate::render::citation::Numbering;
use crate::render::citation::house::shown_elsewhere;
use crate::render::escape::escape;
use crate::render::renderer::Renderer;

/// The statement of an anchor; `root` leads from the page that shows it to the site's root, and `lang` is the language of
/// that page's text, where it differs from the site's.
pub fn shown(renderer: &Renderer, root: &str, lang: Option<&str>, id: CaseId, anchor: &str) -> Option<String> {
    let case = renderer.site.case(id);
    let index = (0..case.body.statements.len()).find(|index| case.body.anchor(*index) == anchor)?;
    let text = case.text.get();
    let link = case_link(renderer, id);
    let home = format!("{root}{}", link.href);
    let resolve = |target: &Target| match target {
        Target::Anchor(anchor) => Some((format!("{home}#{anchor}"), String::new())),
        other => address_of(renderer, other, root),
    };
    let setting = Setting {
        citations: shown_elsewhere(&renderer.site, case, &text, index, &home, renderer.words()),
        numbering: Numbering::of_case(case, false),
        statements: Vec::new(),
        show: &|_, _| None,
        answer: &|_| None,
        home: Some(&home),
        resolve: &resolve,
        picture_size: &|target| picture_size(renderer, target),
        policy: renderer.site.config.html,
        labels: labels(renderer),
    };
    let written = Written { text: &text, body: &case.body, targets: &case.targets };
    let html = render_statement(written, &setting, index)?;
    let own = case.lang.as_deref();
    let language = if own == lang {
        String::new()
    } else {
        let tag = own.unwrap_or(&renderer.site.config.language.value);
        format!(" lang=\"{}\" dir=\"{}\"", escape(tag), direction(tag))
    };
    let (href, title) = (escape(&home), escape(&link.label));
    Some(format!(
        "<figure class=\"shown\"{language}>\n<blockquote>\n{html}</blockquote>\n\
         <figcaption><a href=\"{href}#{anchor}\">{title}</a></figcaption>\n</figure>\n"
    ))
}
