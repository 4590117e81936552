//! Fields as `casebook.yaml` declares them.

use super::amount::{checked_unit, number_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Config, FieldRange, FieldShape, OwnField, Spanned, Transliteration, is_key, named, words_of};
use crate::schema::fields::{Findings, date_of, text_of};
use crate::schema::key::{Shape, label_of};
use crate::schema::read;
use crate::schema::table::{Record, Table, field};
use crate::yaml::{Node, Value as Yaml};

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
    meaning: "A key of the site's own, which its cases may have, or the terms of a vocabulary.",
    hint: "",
    parts: &[&[
        field!(DeclarationFields, "id", Shape::Line,
            "The key in front matter: small letters, digits and `_`. Also its column and its name in expressions.",
            set |into, given| into.id = given.into())
        .required(),
        field!(DeclarationFields, "label", Shape::Line, "Its name for readers.", set |into, given| into.label = given.into())
            .default("from `id`"),
        field!(DeclarationFields, "shape", Shape::Choice(|| words_of(&FieldShape::NAMES)),
            "What its values are. `money` is in a currency (ISO 4217), `duration` in a unit of time (`s`, `min`, `h`, `d`, \
             `wk`, `mo` or `a`, as in UCUM), `date` is EDTF.",
            set |into, given| into.shape = given.into())
        .required(),
        field!(DeclarationFields, "unit", Shape::Line, "The unit of values that name none: `USD`, `d`, `employees`.",
            set |into, given| into.unit = given.into()),
        field!(DeclarationFields, "required", Shape::Flag, "Must every case have it, or every term?", set |into, given| into.required = given.into())
            .default("`false`"),
        field!(DeclarationFields, "many", Shape::Flag, "May it have several values, where sources differ, say?",
            set |into, given| into.many = given.into())
        .default("`false`"),
        field!(DeclarationFields, "range", Shape::Anything,
            "What values may be: the words of a `choice`, as a list; of numbers and dates the least and the greatest, \
             `[0, 100]`, where `null` leaves one open.",
            set |into, given| into.range = given.nodes().first().map(|node| (*node).clone())),
        field!(DeclarationFields, "definition", Shape::Text, "What it means. Shown to readers beside its name.",
            set |into, given| into.definition = given.into()),
        field!(DeclarationFields, "facet", Shape::Flag, "Can readers choose cases by it on Explore?",
            set |into, given| into.facet = given.into())
        .default("`false`"),
    ]],
    one_of: &[],
};

/// Whose fields are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Those of cases, in `casebook.yaml`.
    Cases,
    /// Those of the terms of a vocabulary, in its file.
    Terms,
}

impl Owner {
    fn word(self) -> &'static str {
        match self {
            Owner::Cases => "case",
            Owner::Terms => "term",
        }
    }

    fn file(self) -> &'static str {
        match self {
            Owner::Cases => "casebook.yaml",
            Owner::Terms => "the file of the vocabulary",
        }
    }
}

/// How many fields cases have at most, or the terms of a vocabulary: each of them is looked through for every field.
const MOST_FIELDS: usize = 200;

/// How many words a choice has at most: each value is compared with all of them.
const MOST_WORDS: usize = 500;

/// Those of a list up to a limit. The first beyond it is reported.
fn within_limit<'n>(nodes: &'n [&'n Node], most: usize, what: &str, findings: &mut Findings<'_>) -> &'n [&'n Node] {
    let Some(beyond) = nodes.get(most) else { return nodes };
    let found = findings.at(Code::TooLarge, &beyond.span, format!("there are more than {most} {what}"));
    findings.push(found.help("remove it and those behind it; no setting raises this limit"));
    &nodes[..most]
}

/// The fields that some records declare: those that are right.
pub fn declarations(
    nodes: &[&Node],
    owner: Owner,
    is_taken: impl Fn(&str) -> bool,
    findings: &mut Findings<'_>,
) -> Vec<OwnField> {
    let mut fields: Vec<OwnField> = Vec::new();
    for node in within_limit(nodes, MOST_FIELDS, &format!("fields of {}s", owner.word()), findings) {
        let Some(read) = read::record(&DECLARATION, node, findings).filter(|read| read.is_complete) else { continue };
        let Some(field) = declared(read.value, owner, findings) else { continue };
        let id = &field.id.value;
        let (message, help) = match fields.iter().find(|other| other.id.value == *id) {
            Some(_) => (format!("two fields are named `{id}`"), "give each field an id of its own"),
            None if is_taken(id) => (format!("every {} has a key `{id}`", owner.word()), "give the field another id"),
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

fn declared(read: DeclarationFields, owner: Owner, findings: &mut Findings<'_>) -> Option<OwnField> {
    let DeclarationFields { id, label, shape, unit, required, many, range, definition, facet } = read;
    if !is_key(&id.value) {
        let message = format!("`{}` is not a key", id.value);
        let help =
            format!("write it in small letters, digits and `_`: `{}`", key_of(&id.value, findings.transliteration));
        findings.push(findings.at(Code::BadId, &id.span, message).help(help));
        return None;
    }
    let shape = named(&FieldShape::NAMES, &shape.value)?;
    let unit = unit.and_then(|unit| checked_unit(shape, unit, findings));
    let range = range.map_or(FieldRange::Any, |node| range_of(shape, &node, findings));
    if shape == FieldShape::Choice && range.words().is_empty() {
        let found = findings.at(Code::MissingKey, &id.span, format!("the choice `{}` has no words", id.value));
        findings.push(found.help("list them: `range: [one, other]`"));
    }
    Some(OwnField {
        label: label.unwrap_or_else(|| label_of(&id.value)),
        id,
        shape,
        unit,
        is_required: required,
        is_many: many,
        range,
        definition,
        is_facet: facet,
        declared_in: owner.file(),
    })
}

/// A name as the key of a field.
pub fn key_of(text: &str, transliteration: Transliteration) -> String {
    let key = transliteration.slugify(text).replace('-', "_");
    if key.is_empty() { "field".to_owned() } else { key }
}

/// `[0, 100]`, `[low, high]`
fn range_of(shape: FieldShape, node: &Node, findings: &mut Findings<'_>) -> FieldRange {
    let items: &[Node] = match &node.value {
        Yaml::Sequence(items) => items,
        _ => std::slice::from_ref(node),
    };
    if shape == FieldShape::Choice {
        let items: Vec<&Node> = items.iter().collect();
        let items = within_limit(&items, MOST_WORDS, "words of a choice", findings);
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
