//! The words of a theme in the language of a site, and dates in them.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::numbers::Numbers;
use crate::model::{CaseSource, DatePoint, PartialDate, SourceKind};

/// A date at the precision it was given (EDTF level 0, with `~` and `?`).
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct DateView {
    /// As written in the front matter, for data.
    pub edtf: String,
    /// For `<time datetime>`: year, month or day, without qualifiers; the start of an interval.
    pub datetime: String,
    /// In words, in the site's language: `May 2025`.
    pub text: String,
}

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    tree: Value,
    /// Each by its path.
    by_path: FxHashMap<String, String>,
    dates: DatePatterns,
    pub(super) numbers: Numbers,
}

/// How dates are said: what every page asks for many times, found and taken apart once.
#[derive(Debug, Clone)]
struct DatePatterns {
    first: Pattern,
    day: Pattern,
    month: Pattern,
    year: Pattern,
    approximate: Pattern,
    uncertain: Pattern,
    interval: Pattern,
    months: Vec<String>,
}

/// The forms of a word that is counted (CLDR).
const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn gather(path: &str, words: &Value, by_path: &mut FxHashMap<String, String>) {
    match words {
        Value::Object(words) => words.iter().for_each(|(key, word)| gather(&below(path, key), word, by_path)),
        Value::String(word) => drop(by_path.insert(path.to_owned(), word.clone())),
        _ => {}
    }
}

/// The path of a word, or of some.
fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn gather_missing(path: &str, base: &Value, language: &Value, missing: &mut Vec<String>) {
    match base {
        Value::Object(words) if !words.keys().all(|key| PLURAL_FORMS.contains(&key.as_str())) => {
            for (key, word) in words {
                gather_missing(&below(path, key), word, language.get(key).unwrap_or(&Value::Null), missing);
            }
        }
        _ if language.is_null() => missing.push(path.to_owned()),
        _ => {}
    }
}

impl DatePatterns {
    fn of(tree: &Value) -> Self {
        let get = |name: &str| {
            let found = tree.get("date").and_then(|date| date.get(name)).and_then(Value::as_str);
            found.map_or_else(|| Pattern::of(&format!("date.{name}")), Pattern::of)
        };
        let months = tree.get("months").and_then(Value::as_array);
        let months = months.map(|months| months.iter().map(|month| month.as_str().unwrap_or_default().to_owned()));
        DatePatterns {
            first: get("first"),
            day: get("day"),
            month: get("month"),
            year: get("year"),
            approximate: get("approximate"),
            uncertain: get("uncertain"),
            interval: get("interval"),
            months: months.map(Iterator::collect).unwrap_or_default(),
        }
    }
}

impl Words {
    /// The words of a language over those of another, which fill its gaps.
    pub fn new(mut base: Value, language: Value) -> Self {
        merge(&mut base, language);
        let mut by_path = FxHashMap::default();
        gather("", &base, &mut by_path);
        Words { dates: DatePatterns::of(&base), numbers: Numbers::of("und"), by_path, tree: base }
    }

    /// The same, with numbers as a language writes them.
    #[must_use]
    pub fn with_numbers(self, language: &str) -> Self {
        Words { numbers: Numbers::of(language), ..self }
    }

    /// Paths of the words of these that a language lacks, in order. Plural forms are one word.
    pub fn missing_in(&self, language: &Value) -> Vec<String> {
        let mut missing = Vec::new();
        gather_missing("", &self.tree, language, &mut missing);
        missing
    }

    /// All of them, for templates.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// The word at a path such as `date.undated`; the path itself where a theme lacks it.
    pub fn get<'a>(&'a self, path: &'a str) -> &'a str {
        self.by_path.get(path).map_or(path, String::as_str)
    }

    /// The date of a source with the letter that tells it from an equal one: `13 May 2025a`, `n.d.-b`.
    pub fn source_date(&self, source: &CaseSource) -> String {
        let mut text = match &source.source.date {
            Some(date) => self.date_text(date),
            None if source.letter.is_some() => format!("{}-", self.get("date.undated")),
            None => self.get("date.undated").to_owned(),
        };
        text.extend(source.letter);
        text
    }

    /// The word for a kind of source.
    pub fn kind(&self, kind: SourceKind) -> &str {
        let found = self.tree.get("kinds").and_then(|kinds| kinds.get(kind.as_str()));
        found.and_then(Value::as_str).unwrap_or(kind.as_str())
    }

    /// The name of a column that every site has, in answers to queries.
    pub fn column<'a>(&'a self, name: &'a str) -> &'a str {
        let found = self.tree.get("query").and_then(|words| words.get("columns")?.get(name));
        found.and_then(Value::as_str).unwrap_or(name)
    }

    /// A date as templates print it.
    pub fn date(&self, date: &PartialDate) -> DateView {
        DateView { edtf: date.edtf().into_owned(), datetime: date.start().datetime(), text: self.date_text(date) }
    }

    /// A date in words, at its own precision.
    pub fn date_text(&self, date: &PartialDate) -> String {
        let mut text = String::with_capacity(DATE_LENGTH);
        let Some(end) = date.end() else {
            self.push_point(&mut text, date.start());
            return text;
        };
        self.dates.interval.push_to(&mut text, |text, name| {
            match name {
                "start" => self.push_point(text, date.start()),
                "end" => self.push_point(text, end),
                _ => return false,
            }
            true
        });
        text
    }

    fn push_point(&self, text: &mut String, point: DatePoint) {
        let (pattern, within) = match point {
            DatePoint { uncertain: true, .. } => (&self.dates.uncertain, DatePoint { uncertain: false, ..point }),
            DatePoint { approximate: true, .. } => (&self.dates.approximate, DatePoint { approximate: false, ..point }),
            _ => return self.push_plain(text, point),
        };
        pattern.push_to(text, |text, name| {
            let is_known = name == "date";
            if is_known {
                self.push_point(text, within);
            }
            is_known
        });
    }

    /// A point without its qualifiers.
    fn push_plain(&self, text: &mut String, point: DatePoint) {
        let pattern = match (point.month, point.day) {
            (Some(_), Some(1)) => &self.dates.first,
            (Some(_), Some(_)) => &self.dates.day,
            (Some(_), None) => &self.dates.month,
            _ => &self.dates.year,
        };
        pattern.push_to(text, |text, name| {
            match (name, point.month, point.day) {
                ("day", _, Some(day)) => push_number(text, day.into()),
                ("month", Some(month), _) => match self.month_name(month) {
                    Some(name) => text.push_str(name),
                    None => push_number(text, month.into()),
                },
                ("month", None, _) => {}
                ("year", ..) => push_number(text, point.year),
                _ => return false,
            }
            true
        });
    }

    /// The name of a month, from 1.
    fn month_name(&self, month: u8) -> Option<&str> {
        let name = self.dates.months.get(usize::from(month).saturating_sub(1));
        name.map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// Room for most dates: `13 September 2025`.
const DATE_LENGTH: usize = 24;

/// A pattern such as `{day} {month} {year}`, taken apart.
#[derive(Debug, Clone)]
struct Pattern(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    /// The name, without its braces.
    Name(String),
}

impl Pattern {
    fn of(pattern: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((text, name, behind)) = next_name(rest) {
            pieces.extend([Piece::Text(text.to_owned()), Piece::Name(name.to_owned())]);
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        Pattern(pieces)
    }

    /// Write it, with what a function writes for each name; a name that it says it does not know stays.
    fn push_to(&self, text: &mut String, value: impl Fn(&mut String, &str) -> bool) {
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Name(name) if value(text, name) => {}
                Piece::Name(name) => {
                    text.push('{');
                    text.push_str(name);
                    text.push('}');
                }
            }
        }
    }
}

/// The decimal digits of a number.
fn push_number(text: &mut String, number: u16) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// The first `{name}` of a pattern: what stands before it, the name, and what stands behind it.
fn next_name(pattern: &str) -> Option<(&str, &str, &str)> {
    let open = pattern.find('{')?;
    let close = open + pattern[open..].find('}')?;
    Some((&pattern[..open], &pattern[open + 1..close], &pattern[close + 1..]))
}

fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (base, over) => *base = over,
    }
}

/// Replace `{name}` in a pattern by what a function gives for the name; what it does not know stays.
pub fn fill(pattern: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, name, behind)) = next_name(rest) {
        text.push_str(before);
        match value(name) {
            Some(value) => text.push_str(&value),
            None => text.push_str(&rest[before.len()..rest.len() - behind.len()]),
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let tree = serde_json::json!({
            "months": ["January", "February", "March", "April", "May"],
            "date": {
                "day": "{day} {month} {year}", "first": "{day}st {month} {year}", "month": "{month} {year}", "year": "{year}",
                "approximate": "c. {date}", "uncertain": "{date}?", "interval": "{start} – {end}",
            },
        });
        Words::new(tree, Value::Null)
    }

    #[test]
    fn dates_are_said_at_their_precision() {
        for (edtf, text) in [
            ("2025", "2025"),
            ("2025-05", "May 2025"),
            ("2025-05-13", "13 May 2025"),
            ("2025-05-01", "1st May 2025"),
            ("2025-05~", "c. May 2025"),
            ("2025?", "2025?"),
            ("2025%", "c. 2025?"),
            ("2021/2025-02", "2021 – February 2025"),
            ("2025-05-03T10:00:00Z", "3 May 2025"),
        ] {
            let date = PartialDate::parse(edtf).expect("a date");
            assert_eq!(words().date_text(&date), text);
        }
    }
}
