//! Values of the site's own fields as tables: `values.csv`, and their columns of `cases.csv`.

use std::collections::BTreeSet;

use super::csv::{Column, FieldType, SEPARATOR, Table, date, free_name, join};
use crate::model::{Case, CaseId, Datum, FieldShape, FieldValue, OwnField, Site};
use crate::publication::Publication;

use FieldType::{Boolean, Integer, String as Text};

/// The columns of each field of cases, under names that are not taken.
pub fn of_fields<'a>(site: &'a Site, taken: &mut BTreeSet<String>) -> Vec<Vec<Column<'a, CaseId>>> {
    let fields = site.config.fields.iter().enumerate();
    let columns = fields.map(|(index, field)| {
        let said = move |id: &CaseId| Some((site.case(*id), site.case(*id).values_of(index)));
        of_field(field, taken, said)
    });
    columns.collect()
}

/// The columns of a field, under names that are not taken: its value, its unit and its sources. `said` is what a row says
/// under it.
pub fn of_field<'a, R: 'a>(
    field: &'a OwnField,
    taken: &mut BTreeSet<String>,
    said: impl Fn(&R) -> Option<(&'a Case, &'a [FieldValue])> + Copy + 'a,
) -> Vec<Column<'a, R>> {
    let name = free_name(&field.id.value, "field_", taken);
    let of_unit = field.shape.is_number().then(|| format!("{name}_unit"));
    let of_sources = format!("{name}_sources");
    taken.extend([Some(name.clone()), of_unit.clone(), Some(of_sources.clone())].into_iter().flatten());
    let values = move |row: &R| said(row).map_or(&[][..], |(_, values)| values);
    let of_each = move |row: &R, of: &dyn Fn(&FieldValue) -> String| {
        values(row).iter().map(of).collect::<Vec<_>>().join(SEPARATOR)
    };
    let described = format!("{}: {}", field.label, described(field));
    let mut columns = vec![Column::new(name, field_type(field), described, move |row| of_each(row, &datum_text))];
    if let Some(name) = of_unit {
        let described = format!("{}: the unit of its value", field.label);
        columns.push(Column::new(name, Text, described, move |row| {
            of_each(row, &|value| value.unit_of(field).unwrap_or_default().to_owned())
        }));
    }
    let described = format!("{}: ids of the sources that say so, joined by semicolons", field.label);
    columns.push(Column::new(of_sources, Text, described, move |row| {
        let Some((case, values)) = said(row) else { return String::new() };
        let ids: BTreeSet<usize> = values.iter().flat_map(|value| value.sources.iter().copied()).collect();
        join(ids.into_iter().map(|source| case.sources[source].id.as_str()))
    }));
    columns
}

/// What a value is compared by, as text.
fn datum_text(value: &FieldValue) -> String {
    match (&value.datum, value.number()) {
        (Some(datum), _) => datum.to_text(),
        (None, number) => number.map(|number| number.to_string()).unwrap_or_default(),
    }
}

/// Several values in a cell are a text.
fn field_type(field: &OwnField) -> FieldType {
    match field.shape {
        _ if field.is_many => Text,
        shape if shape.is_number() => FieldType::Number,
        FieldShape::Flag => Boolean,
        _ => Text,
    }
}

fn described(field: &OwnField) -> String {
    let what = match field.shape {
        FieldShape::Date => "a date (EDTF)",
        FieldShape::Url => "an address",
        FieldShape::Flag => "true or false",
        shape if shape.is_number() => "its value, else the least that it is, else the most",
        _ => "its value",
    };
    let several = if field.is_many { "; several joined by semicolons" } else { "" };
    match &field.definition {
        Some(definition) => format!("{}; {what}{several}", definition.trim_end_matches('.')),
        None => format!("{what}{several}"),
    }
}

/// `values.csv`: every value of the site's own fields, with all that is known of it.
pub fn values(publication: Publication<'_>) -> Table<'_, ValueRow> {
    let site = publication.site;
    let case = move |row: &ValueRow| site.case(row.case);
    let field = move |row: &ValueRow| &site.config.fields[row.field];
    let value = move |row: &ValueRow| &site.case(row.case).fields[row.field][row.value];
    let number = |number: Option<rust_decimal::Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
    let columns =
        vec![
            Column::new("case", Text, "slug of the case", move |row| case(row).slug.as_str()).required(),
            Column::new("field", Text, "key of the field", move |row| field(row).id.value.as_str()).required(),
            Column::new("number", Integer, "number of the value among those of the case, from 1", |row: &ValueRow| {
                (row.value + 1).to_string()
            })
            .required(),
            Column::new("value", Text, "the value; empty where only bounds are known", move |row| {
                value(row).datum.as_ref().map(Datum::to_text).unwrap_or_default()
            }),
            Column::new("unit", Text, "its unit", move |row| value(row).unit_of(field(row)).unwrap_or_default()),
            Column::new("about", Boolean, "is it known approximately?", move |row| {
                if value(row).is_about { "true" } else { "false" }
            })
            .required(),
            Column::new("min", FieldType::Number, "it is this or more", move |row| number(value(row).min)),
            Column::new("max", FieldType::Number, "it is this or less", move |row| number(value(row).max)),
            Column::new("as_of", Text, "when it was so (EDTF)", move |row| date(value(row).as_of.as_ref())),
            Column::new("sources", Text, "ids of the sources that say so, joined by semicolons", move |row| {
                let ids = case(row).cited_by(&value(row).sources, &value(row).passages);
                join(ids.iter().map(AsRef::as_ref))
            }),
            Column::new("note", Text, "an editor's note", move |row| value(row).note.as_deref().unwrap_or_default()),
        ];
    Table { columns, key: &["case", "field", "number"], refers: &[("case", "cases", "slug")] }
}

/// A value of a case.
#[derive(Debug, Clone, Copy)]
pub struct ValueRow {
    case: CaseId,
    field: usize,
    value: usize,
}

/// The values of a case, by field.
pub fn value_rows(site: &Site, id: CaseId) -> impl Iterator<Item = ValueRow> + use<'_> {
    let fields = site.case(id).fields.iter().enumerate();
    fields.flat_map(move |(field, values)| (0..values.len()).map(move |value| ValueRow { case: id, field, value }))
}
