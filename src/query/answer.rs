//! The queries of pages, answered.

use super::choice::Choice;
use super::compile::{Asked, Fault, GroupKey, compile};
use super::named::{Named, named};
use super::order::sort;
use super::select::chosen;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::facets::About;
use crate::model::{AnswerForm, CaseId, Question, Site};

/// What a query comes to.
pub struct Answer {
    /// All cases that it chooses, in order.
    pub cases: Vec<CaseId>,
    /// The same as choices of Explore, where Explore can say it.
    pub choices: Option<Vec<Choice>>,
    /// What is said of each.
    pub columns: Vec<Named>,
    /// By which they are counted.
    pub group: Option<About>,
    /// The order of groups, the most important first, and whether each goes down.
    pub group_orders: Vec<(GroupKey, bool)>,
}

/// Answer a query; `text` is that of its file. None where it cannot be understood, which [`report`] says.
pub fn answer(site: &Site, text: &str, question: &Question) -> Option<Answer> {
    let (asked, faults) = compile(site, text, question);
    let Asked { query, mut columns, group, orders, group_orders } = asked;
    if !faults.is_empty() {
        return None;
    }
    if columns.is_empty() && group.is_none() && question.form() == AnswerForm::Table {
        columns.extend(named(site, "case_date").ok());
    }
    let mut cases = chosen(site, site.in_order.iter().copied(), query.as_ref());
    sort(site, &mut cases, &orders);
    let choices = query.map_or(Some(Vec::new()), |query| query.choices);
    Some(Answer { cases, choices, columns, group, group_orders })
}

/// What is wrong with the queries of a site's texts.
pub fn report(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let pages = site.pages.iter().map(|page| (page.file, &page.text, &page.body));
    let of_terms = site.cases.all().iter().filter(|case| case.term.is_some());
    let of_terms = of_terms.map(|said| (said.file, &said.text, &said.body));
    for (file, text, body) in pages.chain(of_terms).filter(|(_, _, body)| !body.queries.is_empty()) {
        let text = text.get();
        for question in body.queries.iter().filter_map(|query| query.question.as_ref()) {
            let (_, faults) = compile(site, &text, question);
            let diagnostic =
                |fault: Fault| Diagnostic::new(Code::BadQuery, file, fault.span, fault.message).help(fault.help);
            found.extend(faults.into_iter().map(diagnostic));
        }
    }
    found
}
