//! Pieces of HTML that answers are made of.

use crate::model::CaseId;
use crate::render::escape::escape;
use crate::render::link::Link;
use crate::render::parts::links::case_link;
use crate::render::renderer::Renderer;
use crate::theme::DateView;

/// A link to a page of the site.
pub fn link(root: &str, Link { label, href }: &Link) -> String {
    format!("<a href=\"{}\">{}</a>", escape(&format!("{root}{href}")), escape(label))
}

/// A link to a case.
pub fn case(renderer: &Renderer, root: &str, id: CaseId) -> String {
    link(root, &case_link(renderer, id))
}

/// A list of cases.
pub fn cases(renderer: &Renderer, root: &str, ids: &[CaseId]) -> String {
    let mut list = String::from("<ul>\n");
    for id in ids {
        list.push_str("<li>");
        list.push_str(&case(renderer, root, *id));
        list.push_str("</li>\n");
    }
    list.push_str("</ul>");
    list
}

/// The cases behind an answer, which are shown once they are asked for.
pub fn behind(renderer: &Renderer, cases: &str) -> String {
    format!("<details>\n<summary>{}</summary>\n{cases}</details>\n", escape(renderer.word("query.cases_behind")))
}

/// A date.
pub fn date(date: &DateView) -> String {
    format!("<time datetime=\"{}\">{}</time>", escape(&date.datetime), escape(&date.text))
}

/// A table: its caption, the cells of its head and its rows, whole.
pub fn table(caption: Option<&str>, head: &str, rows: &str) -> String {
    let caption = caption.map(|caption| format!("<caption>{}</caption>\n", escape(caption))).unwrap_or_default();
    format!(
        "<div class=\"table\" tabindex=\"0\"><table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
}

/// The head of a column.
pub fn head(label: &str, is_number: bool) -> String {
    format!("<th scope=\"col\"{}>{}</th>", alignment(is_number), escape(label))
}

/// A cell that holds HTML.
pub fn cell(html: &str, is_number: bool) -> String {
    format!("<td{}>{html}</td>", alignment(is_number))
}

fn alignment(is_number: bool) -> &'static str {
    if is_number { " class=\"align-right\"" } else { "" }
}
