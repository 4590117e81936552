//! Questions that a page asks the site: fenced blocks `casebook`, answered when the site is built.

use super::Spanned;
use crate::files::Span;

/// A fenced block `casebook`.
#[derive(Debug, Clone)]
pub struct QueryBlock {
    /// With its fences.
    pub span: Span,
    /// What stands between them; absent where a list or a quotation cuts it into pieces.
    pub inner: Option<Span>,
    /// What it asks; absent where that could not be read.
    pub question: Option<Box<Question>>,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Which cases: an expression; all without one.
    pub filter: Option<Spanned<String>>,
    /// How they are shown, where that is said.
    pub form: Option<Spanned<AnswerForm>>,
    /// What is said of each: names of fields.
    pub columns: Vec<Spanned<String>>,
    /// By which they are counted: the name of a field.
    pub group: Option<Spanned<String>>,
    /// Their order: names of fields, a hyphen before one that goes down.
    pub sort: Vec<Spanned<String>>,
    /// How many are shown at most.
    pub limit: Option<usize>,
    /// What stands above them.
    pub caption: Option<String>,
}

/// How an answer is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AnswerForm {
    /// A row for each case.
    Table,
    /// Cases with their dates.
    #[default]
    List,
    /// How many there are.
    Count,
}

impl AnswerForm {
    /// As they are written.
    pub const NAMES: [(&str, AnswerForm); 3] =
        [("table", AnswerForm::Table), ("list", AnswerForm::List), ("count", AnswerForm::Count)];
}

impl Question {
    /// Groups make a table; else what is asked for, else a list.
    pub fn form(&self) -> AnswerForm {
        match (&self.form, &self.group) {
            (_, Some(_)) => AnswerForm::Table,
            (Some(form), None) => form.value,
            (None, None) => AnswerForm::default(),
        }
    }
}
