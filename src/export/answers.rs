//! The answers to queries of pages as tables: the columns of `cases.csv` that were asked for, or a row for each group.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::csv::{Column, FieldType, Table, join};
use super::tables::{CaseColumns, case_columns};
use crate::explore::facets::{CITED, EVIDENCE, cited_level, evidence_level};
use crate::model::{AnswerForm, Case, CaseId, Datum, FieldValue, Question, Site, SourceKind, Sum};
use crate::publication::Publication;
use crate::query::{Answer, Field, Group, Named, groups, summed};

use FieldType::{Boolean, Integer, String as Text};

/// Write the rows of an answer: those that the page shows.
pub fn answer_csv(
    publication: Publication<'_>,
    question: &Question,
    answer: &Answer,
    out: &mut dyn Write,
) -> io::Result<()> {
    let limit = question.limit.unwrap_or(usize::MAX);
    if let Some(about) = answer.group.filter(|_| question.form() == AnswerForm::Table) {
        let groups = groups(publication, answer, about);
        let sum = |group: &Group, column: &Named| summed(publication.site, *column, &group.cases);
        let row = |group| GroupRow { group, sums: answer.columns.iter().map(|column| sum(group, column)).collect() };
        return of_groups(publication, &answer.columns).write_all(groups.iter().take(limit).map(row), out);
    }
    let rows: Vec<CaseId> = answer.cases.iter().copied().take(limit).collect();
    of_cases(publication, &answer.columns).write(&rows, out)
}

/// A row for each case.
fn of_cases<'a>(publication: Publication<'a>, asked: &[Named]) -> Table<'a, CaseId> {
    let mut all = case_columns(publication);
    let named = |all: &mut CaseColumns<'a>, name: &str| -> Vec<Column<'a, CaseId>> {
        let place = all.own.iter().position(|column| column.name == name);
        place.map(|place| all.own.remove(place)).into_iter().collect()
    };
    let mut columns = named(&mut all, "slug");
    columns.extend(named(&mut all, "title"));
    // A list shows dates without being asked.
    let date = if asked.is_empty() { named(&mut all, "date") } else { Vec::new() };
    columns.extend(date);
    for column in asked {
        columns.extend(match column {
            Named::Taxonomy(id) => std::mem::take(&mut all.taxonomies[id.index()]),
            Named::Own(index) => std::mem::take(&mut all.fields[*index]),
            Named::BuiltIn(known) => match known.field {
                Field::Evidence | Field::Cited | Field::Kind | Field::Publisher | Field::Source => {
                    vec![of_sources(publication, known.name, known.field)]
                }
                Field::Text(_) if known.name == "author" => named(&mut all, "authors"),
                Field::Text(text) if known.name == "draft" => {
                    let site = publication.site;
                    vec![Column::new(known.name, Text, "how far it is published", move |id: &CaseId| {
                        text(site.case(*id))
                    })]
                }
                _ => named(&mut all, known.name),
            },
        });
    }
    columns.extend(named(&mut all, "url"));
    Table { columns, key: &["slug"], refers: &[] }
}

/// What `cases.csv` does not say of a case: words of its evidence, and lists of its sources.
fn of_sources<'a>(publication: Publication<'a>, name: &'static str, field: Field) -> Column<'a, CaseId> {
    let site = publication.site;
    let of = move |case: &Case| -> String {
        match field {
            Field::Evidence => EVIDENCE.get(evidence_level(&case.evidence)).copied().unwrap_or_default().to_owned(),
            Field::Cited => CITED.get(cited_level(&case.evidence)).copied().unwrap_or_default().to_owned(),
            Field::Kind => join(case.kinds().into_iter().map(SourceKind::as_str)),
            Field::Publisher => join(site.publishers_of(case).into_iter().map(|id| site.publisher(id).label.as_str())),
            _ => join(case.sources.iter().map(|source| source.id.as_str())),
        }
    };
    Column::new(name, Text, "joined by semicolons", move |id: &CaseId| of(site.case(*id)))
}

/// A group, and what its cases come to under each column.
struct GroupRow<'a> {
    group: &'a Group,
    sums: Vec<Sum>,
}

impl GroupRow<'_> {
    /// What is said of the sum of a column; nothing where there is none.
    fn said(&self, column: usize, of: impl Fn(&FieldValue) -> String) -> String {
        match self.sums.get(column) {
            Some(Sum::Of(value)) => of(value),
            _ => String::new(),
        }
    }

    /// How many values of a column do not add up; nothing where they do.
    fn not_added(&self, column: usize) -> String {
        match self.sums.get(column) {
            Some(Sum::NotAdded(count)) => count.to_string(),
            _ => String::new(),
        }
    }
}

/// A row for each group.
fn of_groups<'a>(publication: Publication<'a>, asked: &[Named]) -> Table<'a, GroupRow<'a>> {
    let mut columns = vec![
        Column::new("id", Text, "its name in addresses", |row: &GroupRow<'a>| row.group.id.as_str()),
        Column::new("label", Text, "its name; empty for cases that say nothing", |row: &GroupRow<'a>| {
            row.group.label.as_deref().unwrap_or_default()
        }),
        Column::new("cases", Integer, "how many cases it has", |row: &GroupRow<'a>| row.group.cases.len().to_string())
            .required(),
    ];
    for (index, column) in asked.iter().enumerate() {
        columns.extend(of_sum(publication.site, *column, index));
    }
    Table { columns, key: &["id"], refers: &[] }
}

/// The sum of a column with what is known of it, and how many values there are where they do not add up.
fn of_sum(site: &Site, column: Named, index: usize) -> Vec<Column<'_, GroupRow<'_>>> {
    let number = |number: Option<Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
    let whole = |value: &FieldValue| value.datum.as_ref().map(Datum::to_text).unwrap_or_default();
    let sum = move |row: &GroupRow<'_>| row.said(index, whole);
    let field = match column {
        Named::Own(field) => &site.config.fields[field],
        Named::BuiltIn(known) => return vec![Column::new(known.name, Integer, "their sum", sum)],
        Named::Taxonomy(_) => return Vec::new(),
    };
    let name = &field.id.value;
    vec![
        Column::new(name, FieldType::Number, "their sum; empty where only bounds are known", sum),
        Column::new(format!("{name}_unit"), Text, "its unit", move |row: &GroupRow<'_>| {
            row.said(index, |value| value.unit_of(field).unwrap_or_default().to_owned())
        }),
        Column::new(format!("{name}_about"), Boolean, "is it known approximately?", move |row: &GroupRow<'_>| {
            row.said(index, |value| value.is_about.to_string())
        }),
        Column::new(format!("{name}_min"), FieldType::Number, "it is this or more", move |row: &GroupRow<'_>| {
            row.said(index, |value| number(value.min))
        }),
        Column::new(format!("{name}_max"), FieldType::Number, "it is this or less", move |row: &GroupRow<'_>| {
            row.said(index, |value| number(value.max))
        }),
        Column::new(format!("{name}_not_added"), Integer, "values that do not add up", move |row: &GroupRow<'_>| {
            row.not_added(index)
        }),
    ]
}
