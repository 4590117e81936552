//! Values of a site's own fields in words: amounts with their units, and how they are known.

use rust_decimal::Decimal;
use serde_json::Value;

use super::words::{Words, fill};
use crate::model::{Datum, FieldShape, FieldValue, OwnField};

impl Words {
    /// A number in the site's language.
    pub fn number(&self, number: Decimal) -> String {
        self.numbers.text(number)
    }

    /// A word that is counted, in the form that its number takes: `12 cases`. `more` fills in what else it says.
    pub fn counted(&self, path: &str, number: usize, more: impl Fn(&str) -> Option<String>) -> String {
        let forms = path.split('.').try_fold(self.tree(), |tree, key| tree.get(key));
        let pattern = self.in_form(forms, number.into()).unwrap_or("{n}");
        fill(pattern, |name| if name == "n" { Some(number.to_string()) } else { more(name) })
    }

    /// Of the forms of a word the one that a number takes.
    fn in_form<'a>(&self, forms: Option<&'a Value>, number: Decimal) -> Option<&'a str> {
        let forms = forms?;
        forms.get(self.numbers.form(number)).or_else(|| forms.get("other"))?.as_str()
    }

    /// A value of a field in words: `about 700`, `at least 500,000,000 USD (as of May 2025)`.
    pub fn value(&self, field: &OwnField, value: &FieldValue) -> String {
        let unit = value.unit_of(field);
        let amount = |number: Decimal| self.amount(field.shape, number, unit);
        let said = |word: &str, given: &str| fill(self.get(word), |name| (name == "value").then(|| given.to_owned()));
        let range = |least: Decimal, most: Decimal| {
            fill(self.get("value.range"), |name| match name {
                "min" => Some(self.number(least)),
                "max" => Some(amount(most)),
                _ => None,
            })
        };
        let bounds = match (value.min, value.max) {
            (Some(least), Some(most)) => Some(range(least, most)),
            (Some(least), None) => Some(said("value.min", &amount(least))),
            (None, Some(most)) => Some(said("value.max", &amount(most))),
            (None, None) => None,
        };
        let plain = match &value.datum {
            Some(Datum::Number(number)) => Some(amount(*number)),
            Some(Datum::Date(date)) => Some(self.date_text(date)),
            Some(Datum::Flag(flag)) => Some(self.get(if *flag { "value.yes" } else { "value.no" }).to_owned()),
            Some(Datum::Text(text)) => Some(text.to_string()),
            None => None,
        };
        let plain = plain.map(|plain| if value.is_about { said("value.about", &plain) } else { plain });
        let whole = match (plain, bounds) {
            (Some(plain), Some(bounds)) => format!("{plain} ({bounds})"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => String::new(),
        };
        let Some(date) = &value.as_of else { return whole };
        fill(self.get("value.as_of"), |name| match name {
            "value" => Some(whole.clone()),
            "date" => Some(self.date_text(date)),
            _ => None,
        })
    }

    /// A number with its unit: `40 USD`, `12 %`, `3 months`.
    pub fn amount(&self, shape: FieldShape, number: Decimal, unit: Option<&str>) -> String {
        let digits = self.number(number);
        let pattern = match (shape, unit) {
            (FieldShape::Percentage, _) => self.get("value.percentage"),
            (FieldShape::Duration, Some(unit)) => {
                let forms = self.tree().get("value").and_then(|words| words.get("units")?.get(unit));
                self.in_form(forms, number).unwrap_or("{n} {unit}")
            }
            (_, Some(_)) => "{n}\u{a0}{unit}",
            (_, None) => "{n}",
        };
        fill(pattern, |name| match name {
            "n" => Some(digits.clone()),
            "unit" => unit.map(ToOwned::to_owned),
            _ => None,
        })
    }
}
