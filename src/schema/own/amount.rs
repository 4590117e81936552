//! Numbers with their units: as they are written, and as people say them.

use rust_decimal::Decimal;

use crate::diagnostic::Code;
use crate::model::{FieldShape, OwnField, Spanned, UNITS_OF_TIME};
use crate::schema::fields::Findings;

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

/// A unit as a shape may have it.
pub fn checked_unit(shape: FieldShape, unit: Spanned<String>, findings: &mut Findings<'_>) -> Option<String> {
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

/// Signs of currencies before an amount.
pub const SIGNS: [(&str, &str); 5] = [("US$", "USD"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")];

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
pub fn not_a_number(field: &OwnField, text: &Spanned<String>, findings: &mut Findings<'_>) {
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
pub fn meant(text: &str) -> Option<(Option<&'static str>, String)> {
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
