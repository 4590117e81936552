//! An answer as HTML: a table, a list or a number, and what stands below it.

use super::cells::{cell, is_number, is_title, label};
use super::grouped::{Asked, grouped};
use super::html;
use crate::addresses::route;
use crate::model::{AnswerForm, Body, CaseId, Question};
use crate::query::{Answer, Filters, answer};
use crate::render::escape::escape;
use crate::render::link::Link;
use crate::render::parts::text::{direction, encode};
use crate::render::renderer::Renderer;

/// A text that asks.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// Text of its file.
    pub text: &'a str,
    /// What is known of it.
    pub body: &'a Body,
    /// The route of its page.
    pub route: &'a str,
    /// What leads from its page to the site's root.
    pub root: &'a str,
    /// Its language, where that differs from the site's.
    pub lang: Option<&'a str>,
}

/// The route of the table that goes with a query, by the index of that: `about.files/query-1.csv`. A number has none.
pub fn csv_route(page: &str, question: &Question, index: usize) -> Option<String> {
    let stem = page.trim_end_matches(".html");
    (question.form() != AnswerForm::Count).then(|| route::beside(stem, &format!("query-{}.csv", index + 1)))
}

/// The answer to a query, by its index.
pub fn answered(renderer: &Renderer, asking: Asking<'_>, index: usize) -> Option<String> {
    let question = asking.body.queries.get(index)?.question.as_ref()?;
    let answer = answer(&renderer.site, asking.text, question)?;
    let limit = question.limit.unwrap_or(usize::MAX);
    let shown: Vec<CaseId> = answer.cases.iter().copied().take(limit).collect();
    let filters = answer.choices.as_ref().and_then(|choices| Filters::of(renderer.publication(), choices));
    let href = filters.as_ref().and_then(|filters| filters.href(renderer.publication()));
    let parts = Parts { renderer, asking, index, question, answer: &answer, href };
    let html = match (question.form(), answer.group) {
        (AnswerForm::Count, _) => parts.count(),
        _ if answer.cases.is_empty() => format!("{}{}", parts.caption(), parts.foot(0)),
        (AnswerForm::Table, Some(about)) => {
            let anchor = format!("query_{}", index + 1);
            let asked = Asked { question, answer: &answer, about, filters: filters.as_ref() };
            let groups = grouped(renderer, asking.root, asked, &anchor);
            format!("{}{}{}", groups.table, parts.foot(answer.cases.len()), groups.cases)
        }
        (AnswerForm::Table, None) => format!("{}{}", parts.table(&shown), parts.foot(shown.len())),
        (AnswerForm::List, _) => format!("{}{}", parts.list(&shown), parts.foot(shown.len())),
    };
    let language = match asking.lang {
        None => String::new(),
        Some(_) => {
            let tag = &renderer.site.config.language.value;
            format!(" lang=\"{}\" dir=\"{}\"", escape(tag), direction(tag))
        }
    };
    Some(format!("<div class=\"answer\"{language}>\n{html}</div>\n"))
}

struct Parts<'a> {
    renderer: &'a Renderer,
    asking: Asking<'a>,
    index: usize,
    question: &'a Question,
    answer: &'a Answer,
    /// Where all of its cases are shown.
    href: Option<String>,
}

impl Parts<'_> {
    /// A row for each case, which its title names.
    fn table(&self, cases: &[CaseId]) -> String {
        let (renderer, root) = (self.renderer, self.asking.root);
        let columns = self.answer.columns.iter().copied().filter(|column| !is_title(*column));
        let columns: Vec<_> = columns.map(|column| (column, is_number(renderer, column))).collect();
        let mut head = html::head(renderer.word("query.columns.title"), false);
        for (column, is_number) in &columns {
            head.push_str(&html::head(&label(renderer, *column), *is_number));
        }
        let mut rows = String::new();
        for id in cases {
            rows.push_str(&format!("<tr><th scope=\"row\">{}</th>", html::case(renderer, root, *id)));
            for (column, is_number) in &columns {
                rows.push_str(&html::cell(&cell(renderer, root, *id, *column), *is_number));
            }
            rows.push_str("</tr>\n");
        }
        html::table(self.question.caption.as_deref(), &head, &rows)
    }

    /// Cases with their dates, and what else is asked of each.
    fn list(&self, cases: &[CaseId]) -> String {
        let (renderer, root) = (self.renderer, self.asking.root);
        let mut list = self.caption();
        list.push_str("<ul class=\"answers\">\n");
        for id in cases {
            let date = renderer.site.case(*id).date.as_ref().map(|date| html::date(&renderer.words().date(date)));
            let date = date.filter(|_| self.answer.columns.is_empty());
            let mut said: Vec<String> = date.into_iter().collect();
            for column in self.answer.columns.iter().filter(|column| !is_title(**column)) {
                let cell = cell(renderer, root, *id, *column);
                if !cell.is_empty() {
                    said.push(format!("{}: {cell}", escape(&label(renderer, *column))));
                }
            }
            let said: Vec<String> = said.iter().map(|said| format!(" <span class=\"said\">{said}</span>")).collect();
            list.push_str(&format!("<li>{}{}</li>\n", html::case(renderer, root, *id), said.concat()));
        }
        list.push_str("</ul>\n");
        list
    }

    /// How many there are, in a sentence.
    fn count(&self) -> String {
        let count = self.answer.cases.len();
        let words = self.renderer.words();
        let (number, behind) = match &self.question.caption {
            Some(caption) => (words.number(count.into()), format!(" {}", escape(caption))),
            None => (words.counted("n_cases", count, |_| None), String::new()),
        };
        let number = match &self.href {
            Some(href) if count > 0 => html::link(self.asking.root, &Link { label: number, href: href.clone() }),
            _ => escape(&number),
        };
        format!("<p>{number}{behind}</p>\n{}", self.all_cases())
    }

    /// How many of the cases are shown, where all of them are, and the same as a file.
    fn foot(&self, shown: usize) -> String {
        let (renderer, root) = (self.renderer, self.asking.root);
        let count = self.answer.cases.len();
        let words = renderer.words();
        let number = if shown < count {
            words.counted("query.shown", count, |name| (name == "shown").then(|| shown.to_string()))
        } else {
            words.counted("n_cases", count, |_| None)
        };
        let number = match &self.href {
            Some(href) => html::link(root, &Link { label: number, href: href.clone() }),
            None => escape(&number),
        };
        let file = csv_route(self.asking.route, self.question, self.index).map(|route| {
            let href = renderer.href(encode(&route));
            html::link(root, &Link { label: renderer.word("query.csv").to_owned(), href })
        });
        let file = file.map(|file| format!(" · {file}")).unwrap_or_default();
        let all = if shown < count { self.all_cases() } else { String::new() };
        format!("<p class=\"foot\">{number}{file}</p>\n{all}")
    }

    /// All cases, where neither Explore nor a list shows just these.
    fn all_cases(&self) -> String {
        if self.href.is_some() || self.answer.cases.is_empty() {
            return String::new();
        }
        let cases = html::cases(self.renderer, self.asking.root, &self.answer.cases);
        html::behind(self.renderer, &format!("{cases}\n"))
    }

    /// The caption above what is no table.
    fn caption(&self) -> String {
        let caption = self.question.caption.as_ref();
        caption.map(|caption| format!("<p class=\"caption\">{}</p>\n", escape(caption))).unwrap_or_default()
    }
}
