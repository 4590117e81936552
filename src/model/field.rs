//! Fields of a site's own: typed keys that `casebook.yaml` declares for cases and vocabularies for their terms, and what
//! those say under them.

use rust_decimal::Decimal;

use super::{CitedPassages, PartialDate, Spanned};

/// A key that the site declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnField {
    /// As it is written in front matter: `[a-z0-9]+(_[a-z0-9]+)*`.
    pub id: Spanned<String>,
    /// Its name for people.
    pub label: String,
    /// What its values are.
    pub shape: FieldShape,
    /// The unit of values that name none.
    pub unit: Option<String>,
    /// Must every case have it?
    pub is_required: bool,
    /// May a case have several values?
    pub is_many: bool,
    /// What values may be.
    pub range: FieldRange,
    /// What it means.
    pub definition: Option<String>,
    /// Is it a facet of Explore?
    pub is_facet: bool,
    /// Where it is declared, for messages: `casebook.yaml`.
    pub declared_in: &'static str,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldShape {
    /// A text of one line.
    Text,
    /// A number, with or without a unit.
    Number,
    /// An amount in a currency (ISO 4217).
    Money,
    /// A number of hundredths.
    Percentage,
    /// A number of units of time (UCUM): `s`, `min`, `h`, `d`, `wk`, `mo`, `a`.
    Duration,
    /// A date or an interval (EDTF).
    Date,
    /// An absolute web address.
    Url,
    /// One of a few words.
    Choice,
    /// `true` or `false`.
    Flag,
}

impl FieldShape {
    /// As written in the configuration.
    pub const NAMES: [(&str, FieldShape); 9] = [
        ("text", FieldShape::Text),
        ("number", FieldShape::Number),
        ("money", FieldShape::Money),
        ("percentage", FieldShape::Percentage),
        ("duration", FieldShape::Duration),
        ("date", FieldShape::Date),
        ("url", FieldShape::Url),
        ("choice", FieldShape::Choice),
        ("true/false", FieldShape::Flag),
    ];

    /// Are its values numbers?
    pub fn is_number(self) -> bool {
        matches!(self, FieldShape::Number | FieldShape::Money | FieldShape::Percentage | FieldShape::Duration)
    }

    /// An example of the unit that its values must have, where they must.
    pub fn needed_unit(self) -> Option<&'static str> {
        match self {
            FieldShape::Money => Some("USD"),
            FieldShape::Duration => Some("mo"),
            _ => None,
        }
    }

    /// Can its values be ordered?
    pub fn is_ordered(self) -> bool {
        self.is_number() || self == FieldShape::Date
    }
}

/// Units of time (UCUM) that a duration may have.
pub const UNITS_OF_TIME: [&str; 7] = ["s", "min", "h", "d", "wk", "mo", "a"];

/// What the values of a field may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldRange {
    /// Whatever its shape allows.
    Any,
    /// One of these words.
    Words(Vec<String>),
    /// From the one number to the other.
    Numbers(Option<Decimal>, Option<Decimal>),
    /// From the one date to the other.
    Dates(Option<PartialDate>, Option<PartialDate>),
}

impl FieldRange {
    /// The words of a choice.
    pub fn words(&self) -> &[String] {
        match self {
            FieldRange::Words(words) => words,
            _ => &[],
        }
    }
}

/// A value under a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldValue {
    /// The value; absent where only its bounds are known.
    pub datum: Option<Datum>,
    /// Its unit, where it names one.
    pub unit: Option<Box<str>>,
    /// Is it known approximately?
    pub is_about: bool,
    /// It is this or more.
    pub min: Option<Decimal>,
    /// It is this or less.
    pub max: Option<Decimal>,
    /// The day for which it holds.
    pub as_of: Option<PartialDate>,
    /// Indices into the case's sources.
    pub sources: Vec<usize>,
    /// Which passages of them say so.
    pub passages: CitedPassages,
    /// An editor's note.
    pub note: Option<Box<str>>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// A text, an address, or one of a few words.
    Text(Box<str>),
    /// A number.
    Number(Decimal),
    /// A date.
    Date(PartialDate),
    /// `true` or `false`.
    Flag(bool),
}

impl Datum {
    /// As front matter has it.
    pub fn to_text(&self) -> String {
        match self {
            Datum::Text(text) => text.to_string(),
            Datum::Number(number) => number.to_string(),
            Datum::Date(date) => date.edtf().into_owned(),
            Datum::Flag(flag) => flag.to_string(),
        }
    }
}

impl FieldValue {
    /// The number by which it is compared and sorted: the value, else the least that it is, else the most.
    pub fn number(&self) -> Option<Decimal> {
        match &self.datum {
            Some(Datum::Number(number)) => Some(*number),
            Some(_) => None,
            None => self.min.or(self.max),
        }
    }

    /// The unit that it has: its own, else that of the field.
    pub fn unit_of<'a>(&'a self, field: &'a OwnField) -> Option<&'a str> {
        self.unit.as_deref().or(field.unit.as_deref())
    }

    /// Does it say no more than its value?
    pub fn is_plain(&self) -> bool {
        let FieldValue { datum, unit, is_about, min, max, as_of, sources, passages: _, note } = self;
        datum.is_some()
            && unit.is_none()
            && !is_about
            && min.is_none()
            && max.is_none()
            && as_of.is_none()
            && sources.is_empty()
            && note.is_none()
    }
}
