//! The site's own fields: how `casebook.yaml` declares them, and how values of them are read and written.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::fields::{Fields, Findings, chosen, date_of, text_of, web_address};
use super::key::{Key, Shape};
use super::read;
use super::table::{Record, Table, field};
use super::value::{Pairs, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{FileId, Span};
use crate::model::{
    Case, Config, Datum, FieldRange, FieldShape, FieldValue, OwnField, PartialDate, Spanned, Transliteration,
    UNITS_OF_TIME, fold, is_key,
};
use crate::yaml::{Node, Scalar, Value as Yaml};

/// A declaration while it is read.
#[derive(Debug, Default)]
pub struct DeclarationFields {
    id: Spanned<String>,
    label: Option<String>,
    shape: Spanned<String>,
    unit: Option<Spanned<String>>,
    required: bool,
    many: bool,
    range: Option<Node>,
    definition: Option<String>,
    facet: bool,
}

impl Record for DeclarationFields {
    type View<'a> = &'a OwnField;
}

/// A field of the site's own.
pub const DECLARATION: Table<DeclarationFields> = Table {
    name: "field",
    meaning: "A key of the site's own, which its cases may have.",
    hint: "",
    parts: &[&[
        field!(DeclarationFields, "id", Shape::Line,
            "The key in front matter: small letters, digits and `_`. Also its column and its name in expressions.",
            set |into, given| into.id = given.into())
        .required(),
        field!(DeclarationFields, "label", Shape::Line, "Its name for readers.", set |into, given| into.label = given.into())
            .default("from `id`"),
        field!(DeclarationFields, "shape", Shape::Choice(|| FieldShape::NAMES.map(|(name, _)| name).to_vec()),
            "What its values are. `money` is in a currency (ISO 4217), `duration` in a unit of time (`s`, `min`, `h`, `d`, \
             `wk`, `mo` or `a`, as in UCUM), `date` is EDTF.",
            set |into, given| into.shape = given.into())
        .required(),
        field!(DeclarationFields, "unit", Shape::Line, "The unit of values that name none: `USD`, `d`, `employees`.",
            set |into, given| into.unit = given.into()),
        field!(DeclarationFields, "required", Shape::Flag, "Must every case have it?", set |into, given| into.required = given.into())
            .default("`false`"),
        field!(DeclarationFields, "many", Shape::Flag, "May a case have several values, where sources differ, say?",
            set |into, given| into.many = given.into())
        .default("`false`"),
        field!(DeclarationFields, "range", Shape::Anything,
            "What values may be: the words of a `choice`, as a list; of numbers and dates the least and the greatest, \
             `[0, 100]`, where `null` leaves one open.",
            set |into, given| into.range = given.nodes().first().map(|node| (*node).clone())),
        field!(DeclarationFields, "definition", Shape::Text, "What it means. Shown to readers beside its name.",
            set |into, given| into.definition = given.into()),
        field!(DeclarationFields, "facet", Shape::Flag, "Can readers choose by it on Explore?",
            set |into, given| into.facet = given.into())
        .default("`false`"),
    ]],
    one_of: &[],
};

/// The fields that some records declare: those that are right.
pub fn declarations(nodes: &[&Node], is_taken: impl Fn(&str) -> bool, findings: &mut Findings<'_>) -> Vec<OwnField> {
    let mut fields: Vec<OwnField> = Vec::new();
    for node in nodes {
        let Some(read) = read::record(&DECLARATION, node, findings).filter(|read| read.is_complete) else { continue };
        let Some(field) = declared(read.value, findings) else { continue };
        let id = &field.id.value;
        let (message, help) = match fields.iter().find(|other| other.id.value == *id) {
            Some(_) => (format!("two fields are named `{id}`"), "give each field an id of its own"),
            None if is_taken(id) => (format!("every case has a key `{id}`"), "give the field another id"),
            None => {
                fields.push(field);
                continue;
            }
        };
        findings.push(findings.at(Code::BadId, &field.id.span, message).help(help));
    }
    fields
}

/// A field may not have the id of a taxonomy, whose key is another thing in every case.
pub fn report_taxonomies(config: &mut Config, taxonomies: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let file = config.file;
    config.fields.retain(|field| {
        let id = &field.id;
        let is_free = !taxonomies.contains(&id.value);
        if !is_free {
            let message = format!("`{}` is a taxonomy: content/taxonomies/{}.yaml", id.value, id.value);
            diagnostics
                .push(Diagnostic::new(Code::BadId, file, id.span.clone(), message).help("give the field another id"));
        }
        is_free
    });
}

fn declared(read: DeclarationFields, findings: &mut Findings<'_>) -> Option<OwnField> {
    let DeclarationFields { id, label, shape, unit, required, many, range, definition, facet } = read;
    if !is_key(&id.value) {
        let message = format!("`{}` is not a key", id.value);
        let help =
            format!("write it in small letters, digits and `_`: `{}`", key_of(&id.value, findings.transliteration));
        findings.push(findings.at(Code::BadId, &id.span, message).help(help));
        return None;
    }
    let (_, shape) = FieldShape::NAMES.into_iter().find(|(name, _)| *name == shape.value)?;
    let unit = unit.and_then(|unit| checked_unit(shape, unit, findings));
    let range = range.map_or(FieldRange::Any, |node| range_of(shape, &node, findings));
    if shape == FieldShape::Choice && range.words().is_empty() {
        let found = findings.at(Code::MissingKey, &id.span, format!("the choice `{}` has no words", id.value));
        findings.push(found.help("list them: `range: [one, other]`"));
    }
    Some(OwnField {
        label: label.unwrap_or_else(|| super::vocabulary::label_of(&id.value)),
        id,
        shape,
        unit,
        is_required: required,
        is_many: many,
        range,
        definition,
        is_facet: facet,
    })
}

fn key_of(text: &str, transliteration: Transliteration) -> String {
    let key = transliteration.slugify(text).replace('-', "_");
    if key.is_empty() { "field".to_owned() } else { key }
}

/// A unit as a shape may have it.
fn checked_unit(shape: FieldShape, unit: Spanned<String>, findings: &mut Findings<'_>) -> Option<String> {
    match unit_refusal(shape, &unit.value) {
        None => Some(unit.value),
        Some((message, help)) => {
            findings.push(findings.at(Code::BadValue, &unit.span, message).help(help));
            None
        }
    }
}

/// Why a unit is none that a shape may have, and what helps.
fn unit_refusal(shape: FieldShape, unit: &str) -> Option<(String, String)> {
    match shape {
        FieldShape::Number => None,
        FieldShape::Money if iso_currency::Currency::from_code(unit).is_some() => None,
        FieldShape::Money => {
            let known = iso_currency::Currency::from_code(&unit.to_uppercase()).map(|known| known.code().to_owned());
            let help = known.unwrap_or_else(|| "USD".to_owned());
            Some((
                format!("`{unit}` is not the code of a currency (ISO 4217)"),
                format!("write a code such as `{help}`"),
            ))
        }
        FieldShape::Duration if UNITS_OF_TIME.contains(&unit) => None,
        FieldShape::Duration => {
            let help = unit_of_time(unit).map_or_else(
                || "use one of `s`, `min`, `h`, `d`, `wk`, `mo`, `a` (a year)".to_owned(),
                |known| format!("write `{known}`"),
            );
            Some((format!("`{unit}` is not a unit of time"), help))
        }
        FieldShape::Percentage if unit == "%" => None,
        FieldShape::Percentage => Some((format!("a percentage has no unit `{unit}`"), "remove it".to_owned())),
        _ => Some(("only numbers have a unit".to_owned(), "remove it".to_owned())),
    }
}

/// The unit of time that an English word names.
fn unit_of_time(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let word = word.strip_suffix('s').filter(|word| !word.is_empty()).unwrap_or(&word);
    Some(match word {
        "second" | "sec" => "s",
        "minute" => "min",
        "hour" | "hr" => "h",
        "day" => "d",
        "week" => "wk",
        "month" => "mo",
        "year" | "yr" | "y" => "a",
        _ => return None,
    })
}

/// `[0, 100]`, `[low, high]`
fn range_of(shape: FieldShape, node: &Node, findings: &mut Findings<'_>) -> FieldRange {
    let items: &[Node] = match &node.value {
        Yaml::Sequence(items) => items,
        _ => std::slice::from_ref(node),
    };
    if shape == FieldShape::Choice {
        let words = items.iter().filter_map(|item| text_of(item, "range", findings)).map(|word| word.value);
        return FieldRange::Words(words.collect());
    }
    let (message, help) = match items {
        _ if !shape.is_ordered() => ("only numbers, dates and choices have a range".to_owned(), "remove this line"),
        [least, greatest] if shape == FieldShape::Date => {
            let mut bound = |node: &Node| {
                let text = text_of(node, "range", findings)?;
                date_of(text, findings).map(|date| date.value)
            };
            return FieldRange::Dates(bound(least), bound(greatest));
        }
        [least, greatest] => {
            let mut bound = |node: &Node| {
                let text = text_of(node, "range", findings)?;
                let number = number_of(&text.value);
                if number.is_none() {
                    let message = format!("`{}` is not a number", text.value);
                    findings.push(findings.at(Code::BadValue, &text.span, message).help("write digits: `0`, `2.5`"));
                }
                number
            };
            return FieldRange::Numbers(bound(least), bound(greatest));
        }
        _ => ("a range is the least and the greatest".to_owned(), "write `[0, 100]`, or `[0, null]` to leave one open"),
    };
    findings.push(findings.at(Code::WrongType, &node.span, message).help(help));
    FieldRange::Any
}

/// A number as it is written: `700`, `-0.5`, `4e7`, `40_000_000`.
pub fn number_of(text: &str) -> Option<Decimal> {
    let digits: String = text.trim().chars().filter(|c| *c != '_').collect();
    let is_form = digits.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if !is_form {
        return None;
    }
    let number = Decimal::from_str_exact(&digits).ok().or_else(|| Decimal::from_scientific(&digits).ok())?;
    // Without zeros at its end, so that equal numbers are written alike.
    Some(number.normalize())
}

/// A number and the unit behind it: `40 USD`, `12 %`, `3 mo`.
pub fn amount_of(text: &str) -> Option<(Decimal, Option<&str>)> {
    if let Some(number) = number_of(text) {
        return Some((number, None));
    }
    let text = text.trim();
    let cut = text.find(|c: char| c.is_whitespace() || c == '%')?;
    let unit = text[cut..].trim();
    let is_unit = !unit.is_empty() && !unit.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    Some((number_of(&text[..cut])?, is_unit.then_some(unit)?.into()))
}

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

/// The keys of the site's own fields.
pub fn keys(config: &Config) -> impl Iterator<Item = Key<'_>> {
    config.fields.iter().map(|field| Key {
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

/// What a case says under its site's own fields, in their order.
pub fn pairs<'a>(config: &'a Config, case: &'a Case) -> Pairs<'a> {
    let of_field = |(field, values): (&'a OwnField, &'a Vec<FieldValue>)| {
        Some((field.id.value.as_str(), written(Ids::Of(case), values)?))
    };
    config.fields.iter().zip(&case.fields).filter_map(of_field).collect()
}

/// The same as records, each value with what is known of it.
pub fn records<'a>(config: &'a Config, case: &'a Case) -> impl Iterator<Item = (&'a str, Value<'a>)> {
    config.fields.iter().zip(&case.fields).filter_map(move |(field, values)| {
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
            found.help(format!("keep one, or let the field have several: `many: true` at `{id}` in casebook.yaml")),
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
            "write it behind the number: `{number} {example}`; or `unit: {example}` at the field in casebook.yaml"
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
    report_outside(field, number, &text.span, findings);
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
            let message = format!("`{}` lies outside of the range of `{}`", date.value, field.id.value);
            let found = findings.at(Code::BadValue, &date.span, message);
            findings.push(found.help("correct it, or the `range` of the field in casebook.yaml"));
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

fn report_outside(field: &OwnField, number: Decimal, span: &Span, findings: &mut Findings<'_>) {
    let FieldRange::Numbers(least, greatest) = &field.range else { return };
    if least.is_some_and(|least| number < least) || greatest.is_some_and(|greatest| number > greatest) {
        let message = format!("{number} lies outside of the range of `{}`", field.id.value);
        let found = findings.at(Code::BadValue, span, message);
        findings.push(found.help("correct it, or the `range` of the field in casebook.yaml"));
    }
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

/// Signs of currencies before an amount.
const SIGNS: [(&str, &str); 5] = [("US$", "USD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")];

/// Words before a number that say how it is known.
const HEDGES: [(&str, &str); 9] = [
    ("about ", "about"),
    ("around ", "about"),
    ("ca. ", "about"),
    ("~", "about"),
    ("at least ", "min"),
    ("more than ", "min"),
    (">", "min"),
    ("at most ", "max"),
    ("up to ", "max"),
];

/// Words behind a number that multiply it.
const POWERS: [(&str, u64); 5] =
    [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000), ("m", 1_000_000), ("bn", 1_000_000_000)];

/// What is not a number: with the number that it says, where one reading is clear.
fn not_a_number(field: &OwnField, text: &Spanned<String>, findings: &mut Findings<'_>) {
    let message = format!("`{}` is a number, and here is `{}`", field.id.value, text.value);
    let found = findings.at(Code::WrongType, &text.span, message);
    findings.push(match meant(&text.value) {
        Some((None, amount)) => {
            found.help(format!("write `{amount}`")).fix("write it in digits", text.span.clone(), amount)
        }
        Some((Some("about"), amount)) => found.help(format!("write `{{ value: {amount}, about: true }}`")),
        Some((Some(bound), amount)) => found.help(format!("write `{{ {bound}: {amount} }}`")),
        None => found.help("write digits, and a unit behind a space: `700`, `2.5`, `40000000 USD`"),
    });
}

/// What somebody meant by words such as `about 40 million USD` or `1,200`: how it is known, and the number in digits with
/// its unit.
fn meant(text: &str) -> Option<(Option<&'static str>, String)> {
    let small = text.trim().to_lowercase();
    let hedge = HEDGES.iter().find(|(word, _)| small.starts_with(word));
    let rest = text.trim()[hedge.map_or(0, |(word, _)| word.len())..].trim();
    let mut words = rest.split_whitespace();
    let number = grouped(words.next()?)?;
    let mut rest: Vec<&str> = words.collect();
    let power = rest.first().and_then(|word| POWERS.iter().find(|(name, _)| *name == word.to_lowercase()));
    let number = match power {
        Some((_, times)) => {
            rest.remove(0);
            number.checked_mul(Decimal::from(*times))?.normalize()
        }
        None => number,
    };
    let unit = rest.join(" ");
    Some((hedge.map(|(_, how)| *how), format!("{number} {unit}").trim_end().to_owned()))
}

/// `1,200,000`: thousands between commas, or a plain number.
fn grouped(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let is_grouped =
        groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3);
    if whole.contains(',') && !is_grouped {
        return None;
    }
    let digits = whole.replace(',', "");
    number_of(&if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, number) in
            [("700", "700"), ("-0.50", "-0.5"), ("4e7", "40000000"), ("40_000_000", "40000000"), (" 12 ", "12")]
        {
            assert_eq!(number_of(text).map(|number| number.to_string()).as_deref(), Some(number), "{text}");
        }
        for text in ["", "x", "1,200", "about 7", "1e400", "0x10", "12 %", "--1", "999999999999999999999999999999999"] {
            assert_eq!(number_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_stands_behind_its_number() {
        let amount = |text| amount_of(text).map(|(number, unit)| (number.to_string(), unit));
        assert_eq!(amount("40 USD"), Some(("40".to_owned(), Some("USD"))));
        assert_eq!(amount("12%"), Some(("12".to_owned(), Some("%"))));
        assert_eq!(amount("3 full-time posts"), Some(("3".to_owned(), Some("full-time posts"))));
        assert_eq!(amount("1 200"), None);
        assert_eq!(amount("USD 40"), None);
    }

    #[test]
    fn words_are_read_for_the_cure() {
        for (text, how, amount) in [
            ("1,200", None, "1200"),
            ("40 million USD", None, "40000000 USD"),
            ("about 700", Some("about"), "700"),
            ("more than 0.5 billion", Some("min"), "500000000"),
            ("~3", Some("about"), "3"),
        ] {
            assert_eq!(meant(text), Some((how, amount.to_owned())), "{text}");
        }
        assert_eq!(meant("1,20"), None);
        assert_eq!(meant("many"), None);
    }
}
