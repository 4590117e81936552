//! Cases counted by a facet: a row for each of its values, with what they come to together.

use super::cells::label;
use super::html;
use crate::explore::facets::{self, About};
use crate::model::{Question, Sum};
use crate::query::{Answer, Filters, Group, Named, groups, summed};
use crate::render::escape::escape;
use crate::render::renderer::Renderer;

/// Groups as HTML.
pub struct Grouped {
    /// Their table.
    pub table: String,
    /// The cases of the groups that have no page of their own; or empty.
    pub cases: String,
}

/// What is counted.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The query.
    pub question: &'a Question,
    /// Its cases.
    pub answer: &'a Answer,
    /// By what.
    pub about: About,
    /// The same cases in Explore, where it can show just these.
    pub filters: Option<&'a Filters>,
}

/// The groups of an answer; `anchor` begins the ids of those whose cases stand below.
pub fn grouped(renderer: &Renderer, root: &str, asked: Asked<'_>, anchor: &str) -> Grouped {
    let Asked { question, answer, about, filters } = asked;
    let publication = renderer.publication();
    let limit = question.limit.unwrap_or(usize::MAX);
    let mut head = html::head(&facets::label(publication, about), false);
    head.push_str(&html::head(renderer.word("query.cases"), true));
    // Other columns than numbers do not add up, which the query is held against.
    for column in &answer.columns {
        head.push_str(&html::head(&label(renderer, *column), true));
    }
    let (mut rows, mut cases) = (String::new(), String::new());
    for (number, group) in groups(publication, answer, about).iter().take(limit).enumerate() {
        let name = group.label.as_deref().unwrap_or_else(|| renderer.word("query.silent"));
        let anchor = format!("{anchor}_{}", number + 1);
        // Explore has no value for those that say nothing.
        let is_value = group.label.is_some();
        let filters = filters.filter(|_| is_value);
        let href = match filters.and_then(|filters| filters.href_with(publication, about, &group.id)) {
            Some(href) => format!("{root}{href}"),
            None => {
                cases.push_str(&below(renderer, root, group, name, &anchor));
                format!("#{anchor}")
            }
        };
        let link = |text: &str| format!("<a href=\"{}\">{}</a>", escape(&href), escape(text));
        rows.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(name)));
        rows.push_str(&html::cell(&link(&renderer.words().number(group.cases.len().into())), true));
        for column in &answer.columns {
            let said = said(renderer, *column, group);
            let said = if said.is_empty() { said } else { link(&said) };
            rows.push_str(&html::cell(&said, true));
        }
        rows.push_str("</tr>\n");
    }
    if !cases.is_empty() {
        cases = html::behind(renderer, &format!("<dl>\n{cases}</dl>\n"));
    }
    Grouped { table: html::table(question.caption.as_deref(), &head, &rows), cases }
}

/// What the cases of a group come to under a column.
fn said(renderer: &Renderer, column: Named, group: &Group) -> String {
    let words = renderer.words();
    match (summed(&renderer.site, column, &group.cases), column) {
        (Sum::Nothing, _) => String::new(),
        (Sum::NotAdded(count), _) => words.counted("query.not_added", count, |_| None),
        (Sum::Of(sum), Named::Own(index)) => words.value(&renderer.site.config.fields[index], &sum),
        (Sum::Of(sum), _) => sum.number().map(|number| words.number(number)).unwrap_or_default(),
    }
}

/// The cases of a group, below the table.
fn below(renderer: &Renderer, root: &str, group: &Group, name: &str, anchor: &str) -> String {
    format!("<dt id=\"{anchor}\">{}</dt>\n<dd>{}</dd>\n", escape(name), html::cases(renderer, root, &group.cases))
}
