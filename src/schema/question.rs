//! What a fenced block `casebook` in a page may hold.

use super::fields::Findings;
use super::key::Shape;
use super::table::{Record, Table, field};
use crate::diagnostic::Code;
use crate::model::{AnswerForm, Question, Spanned, named, words_of};

/// A query while it is read.
#[derive(Debug, Default)]
pub struct QueryFields {
    filter: Option<Spanned<String>>,
    form: Option<Spanned<String>>,
    columns: Vec<Spanned<String>>,
    group: Option<Spanned<String>>,
    sort: Vec<Spanned<String>>,
    limit: Option<usize>,
    caption: Option<String>,
}

impl Record for QueryFields {
    type View<'a> = &'a Question;
}

/// A query.
pub const QUERY: Table<QueryFields> = Table {
    name: "query",
    meaning: "A fenced block `casebook` in a page of the site’s own, or in the text of a term: a question to the cases, answered when the site is built.",
    hint: "",
    parts: &[&[
        field!(QueryFields, "where", Shape::Text,
            "Which cases. An expression, as `casebook list --where` has it: see [data.md](data.md#choosing-cases).",
            set |into, given| into.filter = given.into())
        .default("all"),
        field!(QueryFields, "as", Shape::Choice(|| words_of(&AnswerForm::NAMES)),
            "How they are shown: as a row each, as a list with their dates, or as their number.",
            set |into, given| into.form = given.into())
        .default("`list`; with `group`, `table`"),
        field!(QueryFields, "columns", Shape::Lines,
            "What is said of each: fields as expressions have them, which are taxonomies, fields of your own, and `date`, \
             `statements`, `evidence` and so on. With `group`, numbers, which are added up.",
            set |into, given| into.columns = given.into())
        .default("`date`"),
        field!(QueryFields, "group", Shape::Line,
            "Count them by a taxonomy, a field of your own, `year`, `evidence`, `cited`, `source_kind` or `publisher`. A row for \
             each term.",
            set |into, given| into.group = given.into()),
        field!(QueryFields, "sort", Shape::Lines,
            "Fields to sort by, the greatest first where a hyphen stands before one: `-jobs`. With `group`, `cases`.",
            set |into, given| into.sort = given.into())
        .default("the latest first; groups as their vocabulary has them"),
        field!(QueryFields, "limit", Shape::Count, "How many are shown at most.",
            set |into, given| into.limit = Some(given.into()))
        .default("all"),
        field!(QueryFields, "caption", Shape::Line, "What stands above the table or list, and behind the number.",
            set |into, given| into.caption = given.into()),
    ]],
    one_of: &[],
};

/// A query whose keys go together; those that do not are reported.
pub fn settled(read: QueryFields, findings: &mut Findings<'_>) -> Option<Question> {
    let QueryFields { filter, form, columns, group, sort, limit, caption } = read;
    let form = form.and_then(|form| Some(Spanned::new(named(&AnswerForm::NAMES, &form.value)?, form.span)));
    if let (Some(form), Some(group)) = (form.as_ref().filter(|form| form.value != AnswerForm::Table), &group) {
        let message = format!("the groups of `{}` are the rows of a table", group.value);
        findings.push(findings.at(Code::BadQuery, &form.span, message).help("write `as: table`, or remove `group`"));
        return None;
    }
    if form.as_ref().is_some_and(|form| form.value == AnswerForm::Count) {
        let idle = [("columns", columns.first()), ("sort", sort.first())];
        for (key, value) in idle.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            let message = format!("a number has no use for `{key}`");
            let found = findings.at(Code::BadQuery, &value.span, message);
            findings.push(found.help(format!("remove `{key}`, or write `as: table`")));
        }
    }
    Some(Question { filter, form, columns, group, sort, limit, caption })
}
