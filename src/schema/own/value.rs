//! Values of the site's own fields, as cases give them.

use std::borrow::Cow;
use std::fmt::Display;

use rust_decimal::Decimal;

use super::amount::{SIGNS, amount_of, checked_unit, meant, not_a_number};
use crate::diagnostic::Code;
use crate::files::{FileId, Span};
use crate::model::{
    Case, Datum, FieldRange, FieldShape, FieldValue, OwnField, PartialDate, Spanned, Transliteration, fold,
};
use crate::schema::fields::{Fields, Findings, chosen, date_of, text_of, web_address};
use crate::schema::key::{Key, Shape};
use crate::schema::read;
use crate::schema::table::{Record, Table, field};
use crate::schema::value::{Pairs, Value};
use crate::yaml::{Node, Scalar, Value as Yaml};

/// A value as a case gives it, not linked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedFieldValue {
    /// Without its sources.
    pub value: FieldValue,
    /// Ids of its sources.
    pub sources: Vec<Spanned<String>>,
    /// Where it stands.
    pub span: Span,
}

/// A value that is a record, while it is read.
#[derive(Debug, Default)]
pub struct ValueFields {
    value: Option<Node>,
    unit: Option<Spanned<String>>,
    about: bool,
    min: Option<Spanned<String>>,
    max: Option<Spanned<String>>,
    as_of: Option<PartialDate>,
    sources: Vec<Spanned<String>>,
    note: Option<Box<str>>,
}

impl Record for ValueFields {
    type View<'a> = (Ids<'a>, &'a FieldValue);
}

/// The ids of the sources that values name by index.
#[derive(Debug, Clone, Copy)]
pub enum Ids<'a> {
    /// Those of a case.
    Of(&'a Case),
    /// These.
    Named(&'a [String]),
}

impl<'a> Ids<'a> {
    fn cited_by(self, value: &FieldValue) -> Vec<Cow<'a, str>> {
        match self {
            Ids::Of(case) => case.cited_by(&value.sources, &value.passages),
            Ids::Named(ids) => value.sources.iter().filter_map(|index| ids.get(*index)).map(Into::into).collect(),
        }
    }
}

/// A value with what is known of it.
pub const VALUE: Table<ValueFields> = Table {
    name: "value",
    meaning: "A value, and what is known of it.",
    hint: "",
    parts: &[&[
        field!(
            ValueFields,
            "value",
            Shape::Anything,
            "The value.",
            get | view | view.1.datum.as_ref().map(datum_value),
            set | into,
            given | into.value = given.nodes().first().map(|node| (*node).clone())
        ),
        field!(
            ValueFields,
            "unit",
            Shape::Line,
            "Its unit, where it is not that of the field.",
            get | view | view.1.unit.as_deref().map(Value::text),
            set | into,
            given | into.unit = given.into()
        ),
        field!(
            ValueFields,
            "about",
            Shape::Flag,
            "Is it known approximately?",
            get | view | view.1.is_about.then_some(Value::Flag(true)),
            set | into,
            given | into.about = given.into()
        ),
        field!(
            ValueFields,
            "min",
            Shape::Line,
            "It is this or more: \"more than half a billion\".",
            get | view | view.1.min.map(|number| Value::Plain(number.to_string().into())),
            set | into,
            given | into.min = given.into()
        ),
        field!(
            ValueFields,
            "max",
            Shape::Line,
            "It is this or less.",
            get | view | view.1.max.map(|number| Value::Plain(number.to_string().into())),
            set | into,
            given | into.max = given.into()
        ),
        field!(
            ValueFields,
            "as_of",
            Shape::Date,
            "When it was so.",
            get | view | view.1.as_of.as_ref().map(Value::Date),
            set | into,
            given | into.as_of = given.into()
        ),
        field!(
            ValueFields,
            "sources",
            Shape::SourceIds,
            "Ids of the sources that say so.",
            get | view | Value::texts(view.0.cited_by(view.1)),
            set | into,
            given | into.sources = given.into()
        ),
        field!(
            ValueFields,
            "note",
            Shape::Line,
            "An editor's note, shown with it.",
            get | view | view.1.note.as_deref().map(Value::text),
            set | into,
            given | into.note = given.into()
        ),
    ]],
    one_of: &["value", "min", "max"],
};

fn datum_value(datum: &Datum) -> Value<'_> {
    match datum {
        Datum::Text(text) => Value::text(&**text),
        Datum::Number(number) => Value::Plain(number.to_string().into()),
        Datum::Date(date) => Value::Date(date),
        Datum::Flag(flag) => Value::Flag(*flag),
    }
}

/// The keys of a site's own fields.
pub fn keys(fields: &[OwnField]) -> impl Iterator<Item = Key<'_>> {
    fields.iter().map(|field| Key {
        required: field.is_required,
        ..Key::new(&field.id.value, Shape::Value, field.definition.as_deref().unwrap_or(&field.label))
    })
}

/// What a case says under a field, to be written: a plain value where it says no more.
pub fn written<'a>(ids: Ids<'a>, values: &'a [FieldValue]) -> Option<Value<'a>> {
    let one = |value: &'a FieldValue| match &value.datum {
        Some(datum) if value.is_plain() => datum_value(datum),
        _ => Value::Record(VALUE.pairs((ids, value))),
    };
    match values {
        [] => None,
        [value] => Some(one(value)),
        values => Some(Value::List(values.iter().map(one).collect())),
    }
}

/// What a case says under some fields of its site's own, in their order.
pub fn pairs<'a>(fields: &'a [OwnField], case: &'a Case) -> Pairs<'a> {
    let of_field = |(field, values): (&'a OwnField, &'a Vec<FieldValue>)| {
        Some((field.id.value.as_str(), written(Ids::Of(case), values)?))
    };
    fields.iter().zip(&case.fields).filter_map(of_field).collect()
}

/// The same as records, each value with what is known of it.
pub fn records<'a>(fields: &'a [OwnField], case: &'a Case) -> impl Iterator<Item = (&'a str, Value<'a>)> {
    fields.iter().zip(&case.fields).filter_map(move |(field, values)| {
        let records = Value::records(values.iter().map(|value| VALUE.pairs((Ids::Of(case), value))));
        Some((field.id.value.as_str(), records?))
    })
}

/// Read the values of a field of a case.
pub fn values<'n>(field: &'n OwnField, fields: &mut Fields<'n, '_, '_>) -> Vec<ParsedFieldValue> {
    let id = field.id.value.as_str();
    let nodes = fields.items(id);
    if nodes.is_empty() && field.is_required {
        fields.report_missing(id);
    }
    if let [_, second, ..] = nodes[..]
        && !field.is_many
    {
        let message = format!("`{id}` has one value, and here are {}", nodes.len());
        let found = fields.findings.at(Code::WrongType, &second.span, message);
        fields.findings.push(
            found.help(format!(
                "keep one, or let the field have several: `many: true` at `{id}` in {}",
                field.declared_in
            )),
        );
    }
    nodes.into_iter().filter_map(|node| value(field, node, fields.findings)).collect()
}

fn value(field: &OwnField, node: &Node, findings: &mut Findings<'_>) -> Option<ParsedFieldValue> {
    let Yaml::Mapping(_) = node.value else {
        let (datum, unit) = datum(field, node, findings)?;
        let unit = unit.filter(|unit| field.unit.as_deref() != Some(unit));
        let read = FieldValue { datum: Some(datum), unit: unit.map(Into::into), ..FieldValue::default() };
        report_no_unit(field, &read, &node.span, findings);
        return Some(ParsedFieldValue { value: read, sources: Vec::new(), span: node.span.clone() });
    };
    let read = read::record(&VALUE, node, findings).filter(|read| read.is_complete)?;
    let ValueFields { value, unit, about, min, max, as_of, sources, note } = read.value;
    let has_value = value.is_some();
    let (datum, written_unit) = match value.and_then(|node| datum(field, &node, findings)) {
        Some((datum, unit)) => (Some(datum), unit),
        None => (None, None),
    };
    let (min, of_min) = min.and_then(|text| bound(field, &text, findings)).unzip();
    let (max, of_max) = max.and_then(|text| bound(field, &text, findings)).unzip();
    let unit = unit.and_then(|unit| checked_unit(field.shape, unit, findings));
    let unit = unit.or(written_unit).or(of_max.flatten()).or(of_min.flatten());
    let unit = unit.filter(|unit| field.unit.as_deref() != Some(unit));
    if datum.is_none() && min.is_none() && max.is_none() && has_value {
        return None;
    }
    if let (Some(least), Some(most)) = (min, max)
        && least > most
    {
        let found = findings.at(Code::BadValue, &read.opening, format!("`min` is {least}, and `max` is {most}"));
        findings.push(found.help("write the lesser one under `min`"));
    }
    let value = FieldValue {
        datum,
        unit: unit.map(Into::into),
        is_about: about,
        min,
        max,
        as_of,
        note,
        ..FieldValue::default()
    };
    report_no_unit(field, &value, &read.opening, findings);
    Some(ParsedFieldValue { value, sources, span: read.opening })
}

/// An amount of money is in a currency, and a duration in a unit of time.
fn report_no_unit(field: &OwnField, value: &FieldValue, span: &Span, findings: &mut Findings<'_>) {
    let Some(example) = field.shape.needed_unit() else { return };
    if value.unit_of(field).is_none() {
        let what = if field.shape == FieldShape::Money { "currency" } else { "unit of time" };
        let message = format!("this value of `{}` has no {what}", field.id.value);
        let number = value.number().map_or_else(|| "1".to_owned(), |number| number.to_string());
        let help = format!(
            "write it behind the number: `{number} {example}`; or `unit: {example}` at the field in {}",
            field.declared_in
        );
        findings.push(findings.at(Code::MissingKey, span, message).help(help));
    }
}

/// A number at `min` or `max`, and its unit, where one stands behind it.
fn bound(field: &OwnField, text: &Spanned<String>, findings: &mut Findings<'_>) -> Option<(Decimal, Option<String>)> {
    if field.shape.is_number() {
        return amount(field, text, findings);
    }
    let message = format!("`{}` is no number, so that it has neither `min` nor `max`", field.id.value);
    findings.push(findings.at(Code::WrongType, &text.span, message).help("write it under `value`"));
    None
}

/// A number in the range of its field, and its unit, where one stands behind it.
fn amount(field: &OwnField, text: &Spanned<String>, findings: &mut Findings<'_>) -> Option<(Decimal, Option<String>)> {
    let Some((number, unit)) = amount_of(&text.value) else {
        not_a_number(field, text, findings);
        return None;
    };
    let unit = unit.map(|unit| Spanned::new(unit.to_owned(), text.span.clone()));
    let unit = unit.and_then(|unit| checked_unit(field.shape, unit, findings));
    if let FieldRange::Numbers(least, greatest) = &field.range
        && (least.is_some_and(|least| number < least) || greatest.is_some_and(|greatest| number > greatest))
    {
        report_outside(field, &number, &text.span, findings);
    }
    Some((number, unit.filter(|_| field.shape != FieldShape::Percentage)))
}

/// A plain value, of the shape of its field; and its unit, where one stands behind it.
fn datum(field: &OwnField, node: &Node, findings: &mut Findings<'_>) -> Option<(Datum, Option<String>)> {
    let text = text_of(node, &field.id.value, findings)?;
    let of_text = |text: Spanned<String>| (Datum::Text(text.value.into()), None);
    match field.shape {
        FieldShape::Text => Some(of_text(text)),
        FieldShape::Number | FieldShape::Money | FieldShape::Percentage | FieldShape::Duration => {
            amount(field, &text, findings).map(|(number, unit)| (Datum::Number(number), unit))
        }
        FieldShape::Date => date(field, text, findings).map(|date| (Datum::Date(date), None)),
        FieldShape::Url => web_address(text, findings).map(of_text),
        FieldShape::Choice => choice(field, text, findings).map(of_text),
        FieldShape::Flag => match fold(&text.value).as_str() {
            "true" => Some((Datum::Flag(true), None)),
            "false" => Some((Datum::Flag(false), None)),
            _ => {
                let message = format!("`{}` is true or false, and here is `{}`", field.id.value, text.value);
                findings.push(findings.at(Code::WrongType, &text.span, message).help("write `true` or `false`"));
                None
            }
        },
    }
}

fn date(field: &OwnField, text: Spanned<String>, findings: &mut Findings<'_>) -> Option<PartialDate> {
    let date = date_of(text, findings)?;
    if let FieldRange::Dates(least, greatest) = &field.range {
        let is_before = least.as_ref().is_some_and(|least| date.value < *least);
        let is_after = greatest.as_ref().is_some_and(|greatest| date.value > *greatest);
        if is_before || is_after {
            report_outside(field, &format!("`{}`", date.value), &date.span, findings);
        }
    }
    Some(date.value)
}

fn choice(field: &OwnField, text: Spanned<String>, findings: &mut Findings<'_>) -> Option<Spanned<String>> {
    let words: Vec<&str> = field.range.words().iter().map(String::as_str).collect();
    let folded = fold(&text.value);
    let word = words.iter().find(|word| fold(word) == folded).map(|word| (*word).to_owned());
    let text = Spanned::new(word.unwrap_or(text.value), text.span);
    chosen(&field.id.value, text, &words, findings)
}

/// A value that lies outside of the range of its field.
fn report_outside(field: &OwnField, value: &dyn Display, span: &Span, findings: &mut Findings<'_>) {
    let message = format!("{value} lies outside of the range of `{}`", field.id.value);
    let found = findings.at(Code::BadValue, span, message);
    findings.push(found.help(format!("correct it, or the `range` of the field in {}", field.declared_in)));
}

/// What a text of another program says as a value of a field, words such as `about 40 million` included; nothing where it
/// is none that the field may have.
pub fn of_text(field: &OwnField, text: &str) -> Option<FieldValue> {
    let plain = |text: String| Node { span: 0..0, value: Yaml::Scalar(Scalar { text, plain: true }) };
    let read = |text: String| {
        let mut unheard = Vec::new();
        let mut findings = Findings { file: FileId(0), transliteration: Transliteration::PLAIN, list: &mut unheard };
        let read = value(field, &plain(text), &mut findings);
        read.filter(|_| unheard.is_empty()).map(|read| read.value)
    };
    if let Some(value) = read(text.to_owned()) {
        return Some(value);
    }
    if !field.shape.is_number() {
        return None;
    }
    let (sign, rest) = SIGNS
        .iter()
        .find_map(|(sign, code)| Some((Some(*code), text.trim().strip_prefix(sign)?)))
        .unwrap_or((None, text));
    let (how, mut amount) = meant(rest)?;
    if let Some(code) = sign.filter(|_| field.shape == FieldShape::Money && !amount.contains(' ')) {
        amount = format!("{amount} {code}");
    }
    let value = read(amount)?;
    let number = value.number();
    Some(match how {
        None => value,
        Some("about") => FieldValue { is_about: true, ..value },
        Some("min") => FieldValue { datum: None, min: number, ..value },
        Some(_) => FieldValue { datum: None, max: number, ..value },
    })
}
