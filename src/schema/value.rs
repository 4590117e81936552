//! Values of fields on their way: out of a record, whatever is written of it, and into one, whatever it was read from.

use std::borrow::Cow;

use crate::files::Span;
use crate::model::{Openness, PartialDate, Slug, SourceKind, Spanned, UrlStatus, Visibility};
use crate::yaml::Node;

/// A value of a record, to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A date.
    Date(&'a PartialDate),
    /// `true` or `false`.
    Flag(bool),
    /// Texts.
    Texts(Vec<Cow<'a, str>>),
    /// What is written without quotes: a number.
    Plain(Cow<'a, str>),
    /// A record: its keys and values.
    Record(Pairs<'a>),
    /// Records: their keys and values.
    Records(Vec<Pairs<'a>>),
    /// Values, each of its own kind.
    List(Vec<Value<'a>>),
    /// Whatever YAML said.
    Data(&'a Node),
}

/// Keys and values in the order of the table; what a record does not say is left out.
pub type Pairs<'a> = Vec<(&'a str, Value<'a>)>;

impl<'a> Value<'a> {
    /// As one text: of a date its EDTF, of a list nothing.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Plain(text) => Cow::Borrowed(text),
            Value::Date(date) => date.edtf(),
            Value::Flag(true) => Cow::Borrowed("true"),
            Value::Flag(false) => Cow::Borrowed("false"),
            Value::Texts(_) | Value::Record(_) | Value::Records(_) | Value::List(_) | Value::Data(_) => {
                Cow::Borrowed("")
            }
        }
    }

    /// As JSON: what is written without quotes is a number, where JSON holds it exactly.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        let object = |pairs: &Pairs<'_>| {
            Json::Object(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.to_json())).collect())
        };
        match self {
            Value::Text(text) => Json::from(text.as_ref()),
            Value::Date(date) => Json::from(date.edtf()),
            Value::Flag(flag) => Json::from(*flag),
            Value::Texts(texts) => texts.iter().map(AsRef::as_ref).collect(),
            Value::Plain(text) => {
                let number = serde_json::from_str::<serde_json::Number>(text).ok();
                number
                    .filter(|number| number.to_string() == *text)
                    .map_or_else(|| Json::from(text.as_ref()), Json::Number)
            }
            Value::Record(pairs) => object(pairs),
            Value::Records(records) => records.iter().map(object).collect(),
            Value::List(values) => values.iter().map(Value::to_json).collect(),
            Value::Data(node) => crate::yaml::to_json(node),
        }
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::Text(text.into())
    }

    /// A list of texts, where there are any.
    pub fn texts<T: Into<Cow<'a, str>>>(texts: impl IntoIterator<Item = T>) -> Option<Self> {
        let texts: Vec<Cow<'a, str>> = texts.into_iter().map(Into::into).collect();
        (!texts.is_empty()).then_some(Value::Texts(texts))
    }

    /// Records, where there are any.
    pub fn records(records: impl IntoIterator<Item = Pairs<'a>>) -> Option<Self> {
        let records: Vec<Pairs<'a>> = records.into_iter().collect();
        (!records.is_empty()).then_some(Value::Records(records))
    }
}

/// What a field of a struct says, where it says something.
pub trait Shown {
    /// Its value.
    fn shown(&self) -> Option<Value<'_>>;
}

impl Shown for Box<str> {
    fn shown(&self) -> Option<Value<'_>> {
        Some(Value::text(&**self))
    }
}

impl Shown for String {
    fn shown(&self) -> Option<Value<'_>> {
        Some(Value::text(self.as_str()))
    }
}

impl Shown for PartialDate {
    fn shown(&self) -> Option<Value<'_>> {
        Some(Value::Date(self))
    }
}

impl Shown for bool {
    fn shown(&self) -> Option<Value<'_>> {
        Some(Value::Flag(*self))
    }
}

impl Shown for Visibility {
    /// That a case is published need not be said.
    fn shown(&self) -> Option<Value<'_>> {
        match self {
            Visibility::Listed => None,
            Visibility::Draft => Some(Value::Flag(true)),
            Visibility::Unlisted => Some(Value::text(self.as_str())),
        }
    }
}

impl Shown for SourceKind {
    fn shown(&self) -> Option<Value<'_>> {
        Some(Value::text(self.as_str()))
    }
}

impl Shown for UrlStatus {
    /// That an original can be followed need not be said.
    fn shown(&self) -> Option<Value<'_>> {
        (*self != UrlStatus::Live).then(|| Value::text(self.as_str()))
    }
}

impl Shown for Box<[String]> {
    fn shown(&self) -> Option<Value<'_>> {
        Value::texts(self.iter().map(String::as_str))
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> Option<Value<'_>> {
        self.as_ref().and_then(Shown::shown)
    }
}

/// A value that was read and is of the shape of its key.
#[derive(Debug)]
pub enum Given<'n> {
    /// A text, or one of a few words.
    Text(Spanned<String>),
    /// A date.
    Date(Spanned<PartialDate>),
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Count(usize),
    /// Texts.
    Texts(Vec<Spanned<String>>),
    /// What a reader of its own takes apart.
    Nodes(Vec<&'n Node>),
}

impl<'n> Given<'n> {
    /// What a reader of its own takes apart.
    pub fn nodes(self) -> Vec<&'n Node> {
        match self {
            Given::Nodes(nodes) => nodes,
            _ => Vec::new(),
        }
    }

    /// Where a text or date stands.
    pub fn span(&self) -> Option<Span> {
        match self {
            Given::Text(text) => Some(text.span.clone()),
            Given::Date(date) => Some(date.span.clone()),
            _ => None,
        }
    }
}

impl From<Given<'_>> for Spanned<String> {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Text(text) => text,
            _ => Spanned::default(),
        }
    }
}

impl From<Given<'_>> for String {
    fn from(given: Given<'_>) -> Self {
        Spanned::<String>::from(given).value
    }
}

impl From<Given<'_>> for Box<str> {
    fn from(given: Given<'_>) -> Self {
        String::from(given).into()
    }
}

impl From<Given<'_>> for Option<PartialDate> {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Date(date) => Some(date.value),
            _ => None,
        }
    }
}

impl From<Given<'_>> for bool {
    fn from(given: Given<'_>) -> Self {
        matches!(given, Given::Flag(true))
    }
}

impl From<Given<'_>> for Visibility {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Flag(true) => Visibility::Draft,
            Given::Text(_) => Visibility::Unlisted,
            _ => Visibility::Listed,
        }
    }
}

impl From<Given<'_>> for usize {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Count(number) => number,
            _ => 0,
        }
    }
}

impl From<Given<'_>> for Vec<Spanned<String>> {
    fn from(given: Given<'_>) -> Self {
        match given {
            Given::Texts(texts) => texts,
            _ => Vec::new(),
        }
    }
}

impl From<Given<'_>> for Vec<String> {
    fn from(given: Given<'_>) -> Self {
        Vec::<Spanned<String>>::from(given).into_iter().map(|text| text.value).collect()
    }
}

impl From<Given<'_>> for Option<SourceKind> {
    fn from(given: Given<'_>) -> Self {
        SourceKind::from_name(&String::from(given))
    }
}

impl From<Given<'_>> for UrlStatus {
    fn from(given: Given<'_>) -> Self {
        let word = String::from(given);
        UrlStatus::ALL.into_iter().find(|status| status.as_str() == word).unwrap_or(UrlStatus::Live)
    }
}

impl From<Given<'_>> for Openness {
    fn from(given: Given<'_>) -> Self {
        if String::from(given) == "closed" { Openness::Closed } else { Openness::Open }
    }
}

impl From<Given<'_>> for Option<Spanned<Slug>> {
    fn from(given: Given<'_>) -> Self {
        let text = Spanned::<String>::from(given);
        Slug::parse(&text.value).ok().map(|slug| Spanned::new(slug, text.span))
    }
}

macro_rules! optional {
    ($($value:ty),*) => {$(
        impl From<Given<'_>> for Option<$value> {
            fn from(given: Given<'_>) -> Self {
                Some(given.into())
            }
        }
    )*};
}

optional!(String, Box<str>, Spanned<String>, bool);
