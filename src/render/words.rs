//! The words of a theme, and dates in them.
//!
//! Comes in: `i18n/LANGUAGE.yaml` over `i18n/en.yaml`. Goes out: `t` for templates, and what this crate itself
//! must say: dates, kinds of source, `n.d.`.

use serde_json::Value;

use super::context::DateView;
use crate::model::{DatePoint, PartialDate, SourceKind};

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    tree: Value,
    dates: DatePatterns,
}

/// How dates are said: what every page asks for, found once.
#[derive(Debug, Clone)]
struct DatePatterns {
    first: String,
    day: String,
    month: String,
    year: String,
    approximate: String,
    uncertain: String,
    interval: String,
    months: Vec<String>,
}

impl DatePatterns {
    fn of(tree: &Value) -> Self {
        let get = |name: &str| {
            let found = tree.get("date").and_then(|date| date.get(name)).and_then(Value::as_str);
            found.map_or_else(|| format!("date.{name}"), ToOwned::to_owned)
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
        Words { dates: DatePatterns::of(&base), tree: base }
    }

    /// All of them, for templates.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// The word at a path such as `date.undated`; the path itself where a theme lacks it.
    pub fn get<'a>(&'a self, path: &'a str) -> &'a str {
        let found = path.split('.').try_fold(&self.tree, |tree, key| tree.get(key));
        found.and_then(Value::as_str).unwrap_or(path)
    }

    /// The word for a kind of source.
    pub fn kind(&self, kind: SourceKind) -> String {
        let found = self.tree.get("kinds").and_then(|kinds| kinds.get(kind.as_str()));
        found.and_then(Value::as_str).unwrap_or(kind.as_str()).to_owned()
    }

    /// A date as templates print it.
    pub fn date(&self, date: &PartialDate) -> DateView {
        DateView { edtf: date.to_string(), datetime: date.start().datetime(), text: self.date_text(date) }
    }

    /// A date in words, at its own precision.
    pub fn date_text(&self, date: &PartialDate) -> String {
        let start = self.point(date.start());
        match date.end() {
            None => start,
            Some(end) => fill(&self.dates.interval, |name| match name {
                "start" => Some(start.clone()),
                "end" => Some(self.point(end)),
                _ => None,
            }),
        }
    }

    fn point(&self, point: DatePoint) -> String {
        let pattern = match (point.month, point.day) {
            (Some(_), Some(1)) => &self.dates.first,
            (Some(_), Some(_)) => &self.dates.day,
            (Some(_), None) => &self.dates.month,
            _ => &self.dates.year,
        };
        let mut text = fill(pattern, |name| match name {
            "day" => point.day.map(|day| day.to_string()),
            "month" => Some(point.month.map(|month| self.month(month)).unwrap_or_default()),
            "year" => Some(point.year.to_string()),
            _ => None,
        });
        for (applies, pattern) in
            [(point.approximate, &self.dates.approximate), (point.uncertain, &self.dates.uncertain)]
        {
            if applies {
                text = fill(pattern, |name| (name == "date").then(|| text.clone()));
            }
        }
        text
    }

    /// The name of a month, from 1.
    pub fn month(&self, month: u8) -> String {
        let name = self.dates.months.get(usize::from(month).saturating_sub(1));
        name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| month.to_string())
    }
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
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        text.push_str(&rest[..open]);
        match value(&rest[open + 1..close]) {
            Some(value) => text.push_str(&value),
            None => text.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    text
}

/// The plural form that a number takes (Unicode CLDR, cardinal rules) among the languages that themes ship.
pub fn plural_category(language: &str, n: u64) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    match (primary, n) {
        ("fr", 0 | 1) | (_, 1) => "one",
        _ => "other",
    }
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
