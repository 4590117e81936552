//! What an entry of `content/sources.checked.yaml` holds.

use jiff::civil::Date;

use super::fields::Findings;
use super::key::Shape;
use super::read;
use super::table::{Field, Record, Table, field};
use super::value::{Given, Pairs, Value};
use crate::diagnostic::Code;
use crate::files::Span;
use crate::model::{AddressState, ArchivedCopy, CheckedAddress, CheckedPassage, PassageState, Spanned, is_web_address};
use crate::yaml::Node;

/// An entry while it is read.
#[derive(Debug, Default)]
pub struct CheckedFields {
    address: Spanned<String>,
    state: Option<AddressState>,
    why: Option<Box<str>>,
    since: Option<Date>,
    failed: Vec<Date>,
    checked: Option<Date>,
    leads_to: Option<Box<str>>,
    moved_to: Option<Box<str>>,
    title: Option<Box<str>>,
    text: Option<Box<str>>,
    copy_url: Option<Box<str>>,
    copy_date: Option<Date>,
    passages: Vec<CheckedPassage>,
}

impl Record for CheckedFields {
    type View<'a> = &'a CheckedAddress;
}

/// An entry of `content/sources.checked.yaml`.
pub const CHECKED: Table<CheckedFields> = Table {
    name: "checked address",
    meaning: "What `casebook sources check` saw of an address.",
    hint: "`casebook sources check` writes this file; docs/reference.md lists its keys",
    parts: &[FIELDS],
    one_of: &[],
};

const FIELDS: &[Field<CheckedFields>] = &[
    field!(
        CheckedFields,
        "address",
        Shape::Line,
        "The address, as a source or a text has it, without its fragment.",
        get | view | Some(Value::text(&*view.address)),
        read | into,
        given,
        findings | into.address = address(given, findings)
    )
    .required(),
    field!(
        CheckedFields,
        "state",
        Shape::Choice(|| AddressState::ALL.map(AddressState::as_str).to_vec()),
        "How it answered.",
        get | view | Some(Value::text(view.state.as_str())),
        set | into,
        given | {
            let word = String::from(given);
            into.state = AddressState::ALL.into_iter().find(|state| state.as_str() == word);
        }
    )
    .required(),
    field!(
        CheckedFields,
        "why",
        Shape::Line,
        "Why, where the state does not say it.",
        get | view | view.why.as_deref().map(Value::text),
        set | into,
        given | into.why = given.into()
    ),
    field!(
        CheckedFields,
        "since",
        Shape::Date,
        "The first day of this state.",
        get | view | Some(Value::text(view.since.to_string())),
        read | into,
        given,
        findings | into.since = day(given, findings)
    )
    .required(),
    field!(
        CheckedFields,
        "failed",
        Shape::Lines,
        "The days on which it failed: three make it `dead`.",
        get | view | Value::texts(view.failed.iter().map(Date::to_string)),
        read | into,
        given,
        findings | {
            let days = Vec::<Spanned<String>>::from(given).into_iter();
            into.failed = days.filter_map(|text| day_of(&text.value, &text.span, findings)).collect();
        }
    ),
    field!(
        CheckedFields,
        "checked",
        Shape::Date,
        "When this was last seen. Renewed after 30 days while nothing changes.",
        get | view | Some(Value::text(view.checked.to_string())),
        read | into,
        given,
        findings | into.checked = day(given, findings)
    )
    .required(),
    field!(
        CheckedFields,
        "leads_to",
        Shape::Line,
        "Where redirects lead, where that is elsewhere.",
        get | view | view.leads_to.as_deref().map(Value::text),
        set | into,
        given | into.leads_to = given.into()
    ),
    field!(
        CheckedFields,
        "moved_to",
        Shape::Line,
        "Where it has moved for good.",
        get | view | view.moved_to.as_deref().map(Value::text),
        read | into,
        given,
        findings | {
            let moved = address(given, findings).value;
            into.moved_to = (!moved.is_empty()).then(|| moved.into());
        }
    ),
    field!(
        CheckedFields,
        "title",
        Shape::Line,
        "The title of the page.",
        get | view | view.title.as_deref().map(Value::text),
        set | into,
        given | into.title = given.into()
    ),
    field!(
        CheckedFields,
        "text",
        Shape::Line,
        "SHA-256 of the text of the page.",
        get | view | view.text.as_deref().map(Value::text),
        set | into,
        given | into.text = given.into()
    ),
    field!(
        CheckedFields,
        "copy_url",
        Shape::Line,
        "A copy that an archive keeps.",
        get | view | view.copy.as_ref().map(|copy| Value::text(&*copy.url)),
        read | into,
        given,
        findings | {
            let copy = address(given, findings).value;
            into.copy_url = (!copy.is_empty()).then(|| copy.into());
        }
    ),
    field!(
        CheckedFields,
        "copy_date",
        Shape::Date,
        "When the copy was made.",
        get | view | view.copy.as_ref().map(|copy| Value::text(copy.date.to_string())),
        read | into,
        given,
        findings | into.copy_date = day(given, findings)
    ),
    field!(
        CheckedFields,
        "passages",
        Shape::Records(|| CHECKED_PASSAGE.outline()),
        "The words that are quoted from it, and whether they are there.",
        get | view | Value::records(view.passages.iter().map(passage_pairs)),
        read | into,
        given,
        findings | into.passages = passages(&given.nodes(), findings)
    ),
];

/// Words while they are read.
#[derive(Debug, Default)]
pub struct CheckedPassageFields {
    words: String,
    state: Option<PassageState>,
    seen: Option<Box<str>>,
}

impl Record for CheckedPassageFields {
    type View<'a> = &'a CheckedPassage;
}

/// Words that are quoted, and what became of them.
pub const CHECKED_PASSAGE: Table<CheckedPassageFields> = Table {
    name: "checked passage",
    meaning: "Words that are quoted, and whether they are in the page.",
    hint: "a checked passage has `words`, `state` and `seen`",
    parts: &[&[
        field!(
            CheckedPassageFields,
            "words",
            Shape::Line,
            "A name for the words, made of their SHA-256.",
            get | view | Some(Value::text(&*view.words)),
            set | into,
            given | into.words = given.into()
        )
        .required(),
        field!(
            CheckedPassageFields,
            "state",
            Shape::Choice(|| PassageState::ALL.map(PassageState::as_str).to_vec()),
            "What became of them.",
            get | view | Some(Value::text(view.state.as_str())),
            set | into,
            given | {
                let word = String::from(given);
                into.state = PassageState::ALL.into_iter().find(|state| state.as_str() == word);
            }
        )
        .required(),
        field!(
            CheckedPassageFields,
            "seen",
            Shape::Text,
            "What stands there instead, where that is near.",
            get | view | view.seen.as_deref().map(Value::text),
            set | into,
            given | into.seen = given.into()
        ),
    ]],
    one_of: &[],
};

fn passage_pairs(passage: &CheckedPassage) -> Pairs<'_> {
    CHECKED_PASSAGE.pairs(passage)
}

fn passages(nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<CheckedPassage> {
    read::list(&CHECKED_PASSAGE, nodes, findings, |fields: CheckedPassageFields| {
        Some(CheckedPassage { words: fields.words.into(), state: fields.state?, seen: fields.seen })
    })
}

fn address(given: Given<'_>, findings: &mut Findings<'_>) -> Spanned<String> {
    let text = Spanned::<String>::from(given);
    if is_web_address(&text.value) {
        return text;
    }
    let message = format!("`{}` is not a web address", text.value);
    findings.push(findings.at(Code::BadUrl, &text.span, message).help(REMOVE));
    Spanned::default()
}

/// What helps where an entry is broken.
pub const REMOVE: &str = "remove this entry: the next `casebook sources check` writes it anew";

fn day(given: Given<'_>, findings: &mut Findings<'_>) -> Option<Date> {
    match given {
        Given::Date(date) => day_of(&date.value.edtf(), &date.span, findings),
        _ => None,
    }
}

fn day_of(text: &str, span: &Span, findings: &mut Findings<'_>) -> Option<Date> {
    let day = text.parse().ok();
    if day.is_none() {
        findings.push(findings.at(Code::BadDate, span, format!("`{text}` is not a day")).help(REMOVE));
    }
    day
}

/// Read an entry; also where its address stands. None where it is not whole, which is reported.
pub fn checked_address(node: &Node, findings: &mut Findings<'_>) -> Option<(CheckedAddress, Span)> {
    let read = read::record(&CHECKED, node, findings)?;
    let fields: CheckedFields = read.value;
    let copy = fields.copy_url.zip(fields.copy_date).map(|(url, date)| ArchivedCopy { url, date });
    let address = fields.address.value;
    if address.is_empty() {
        return None;
    }
    let checked = CheckedAddress {
        address: address.into(),
        state: fields.state?,
        why: fields.why,
        since: fields.since?,
        failed: fields.failed,
        checked: fields.checked?,
        leads_to: fields.leads_to,
        moved_to: fields.moved_to,
        title: fields.title,
        text: fields.text,
        copy,
        passages: fields.passages,
    };
    Some((checked, fields.address.span))
}
