//! The questions of a site's home page: what is wrong with their expressions, and the cases that answer them.

use super::select::{chosen, query};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::Question;
use crate::model::{CaseId, QuestionId, Site};

/// Findings where an expression cannot be understood.
pub fn report_questions(site: &Site) -> Vec<Diagnostic> {
    let found = |question: &Question| {
        let error = query(site, &question.expression.value).err()?;
        let span = question.expression.span.clone();
        Some(Diagnostic::new(Code::BadValue, site.config.file, span, error.message).help(error.help))
    };
    site.config.questions.iter().filter_map(found).collect()
}

/// The cases that answer a question, in the order of the site's lists; none where its expression cannot be understood.
pub fn answers(site: &Site, id: QuestionId) -> Vec<CaseId> {
    let question = site.config.questions.get(id.index());
    let Some(Ok(query)) = question.map(|question| query(site, &question.expression.value)) else { return Vec::new() };
    chosen(site, site.in_order.iter().copied(), Some(&query))
}
