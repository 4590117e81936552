//! Dates of BibTeX and BibLaTeX entries: `date`, or `year` with a `month` in words, numbers or macros.

use super::latex::Latex;
use super::syntax::{Entry, Value};
use crate::model::{PartialDate, Spanned};

/// When a work was issued; the error is a text that is no date.
pub fn issued(entry: &Entry) -> Option<Result<PartialDate, Spanned<String>>> {
    if let Some(value) = entry.get("date") {
        return Some(of_value(value));
    }
    let year = entry.get("year")?;
    if let (Ok(date), None, None) = (PartialDate::parse(year.text.trim()), entry.get("month"), entry.get("season")) {
        return Some(Ok(date));
    }
    let written = Latex::read(&year.text).plain();
    if matches!(written.trim_end_matches('.').to_lowercase().as_str(), "n.d" | "nd" | "no date" | "s.d") {
        return None;
    }
    let month = entry.get("month").or_else(|| entry.get("season")).map(|month| Latex::read(&month.text).plain());
    let day = entry.get("day").and_then(|day| Latex::read(&day.text).plain().parse().ok());
    let with_month = month.and_then(|month| month_and_day(&month, day)).and_then(|month| {
        let date = format!("{}-{month}", bare_year(&written)?);
        PartialDate::parse(&date).ok()
    });
    let date = with_month.or_else(|| read(&written));
    Some(date.ok_or_else(|| Spanned::new(written, year.span.clone())))
}

/// The date of a field.
pub fn of_value(value: &Value) -> Result<PartialDate, Spanned<String>> {
    // In EDTF a tie says that the date is approximate.
    if let Ok(date) = PartialDate::parse(value.text.trim()) {
        return Ok(date);
    }
    let written = Latex::read(&value.text).plain();
    read(&written).ok_or_else(|| Spanned::new(written, value.span.clone()))
}

/// EDTF, in the forms of BibLaTeX, and what people write instead.
pub fn read(written: &str) -> Option<PartialDate> {
    let text = written.trim().trim_matches(['[', ']', '(', ')']);
    let parsed = |text: &str| PartialDate::parse(text).ok();
    if let Some(date) = parsed(text).or_else(|| PartialDate::from_words(text)) {
        return Some(date);
    }
    // `2020--2021`, `2020–2021`
    let range = text.replace(['–', '—'], "/").replace("--", "/");
    if let Some((from, to)) = range.split_once('/') {
        let point = |text: &str| {
            let text = text.trim().trim_end_matches('.');
            parsed(text).or_else(|| parsed(&without_season(text)?))
        };
        return match (point(from), point(to)) {
            (Some(from), Some(to)) => parsed(&format!("{from}/{to}")).or(Some(from)),
            // Of an open interval only the known end is kept.
            (from, to) => from.or(to),
        };
    }
    if let Some(year) = without_season(text) {
        return parsed(&year);
    }
    let rest = ["ca.", "ca", "c.", "circa", "approx."].iter().find_map(|word| text.strip_prefix(word));
    if let Some(year) = rest.map(str::trim).filter(|year| is_year(year)) {
        return parsed(&format!("{year}~"));
    }
    text.strip_prefix('©').map(str::trim).filter(|year| is_year(year)).and_then(parsed)
}

/// `2020-21`, the spring of 2020 (EDTF level 1), is known to the year.
fn without_season(text: &str) -> Option<String> {
    let (year, season) = text.split_once('-')?;
    (is_year(year) && matches!(season, "21" | "22" | "23" | "24")).then(|| year.to_owned())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn bare_year(text: &str) -> Option<String> {
    let year = text.trim().trim_matches(['[', ']', '(', ')']);
    is_year(year).then(|| year.to_owned())
}

/// `05` or `05-13` of `may`, `May 13`, `13~may`, `5`, `May/June`, `mai`.
fn month_and_day(text: &str, day: Option<u8>) -> Option<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let named = words.iter().find_map(|word| month_of(word));
    let mut numbers =
        words.iter().filter_map(|word| word.trim_end_matches("st").trim_end_matches("th").parse::<u8>().ok());
    let month = named.or_else(|| numbers.next()).filter(|month| (1..=12).contains(month))?;
    // `May/June` names two months, and no day.
    let in_words = if named.is_some() { numbers.next() } else { None };
    match day.or(in_words).filter(|day| (1..=31).contains(day)) {
        Some(day) => Some(format!("{month:02}-{day:02}")),
        None => Some(format!("{month:02}")),
    }
}

/// A month by its name in English, German, French, Spanish or Italian, whole or cut after its first letters.
fn month_of(word: &str) -> Option<u8> {
    const STARTS: [&[&str]; 12] = [
        &["jan", "jän", "ene", "gen"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrz"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aoû", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "ott"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    let found = STARTS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)))?;
    u8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for (fields, wanted) in [
            ("date=2020-05-13", "2020-05-13"),
            ("date=2020-05/2020-06", "2020-05/2020-06"),
            ("date=2020/", "2020"),
            ("date=1988~", "1988~"),
            ("date=2020-21", "2020"),
            ("year=2020 month=may", "2020-05"),
            ("year=2020 month=5", "2020-05"),
            ("year=2020 month=05", "2020-05"),
            ("year=2020 month=Mai day=3", "2020-05-03"),
            ("year=2020 month=may~13", "2020-05-13"),
            ("year=2020 month=13~May", "2020-05-13"),
            ("year=2020 month=May/June", "2020-05"),
            ("year=2020 month=Spring", "2020"),
            ("year=[2020]", "2020"),
            ("year=2019--2020", "2019/2020"),
            ("year=c.~1850", "1850~"),
            ("year=soon", "`soon`"),
        ] {
            let value = |text: &str| Value { text: text.to_owned(), ..Value::default() };
            let fields = fields.split(' ').map(|field| field.split_once('=').expect("a field"));
            let entry = Entry {
                kind: "book".to_owned(),
                key: Spanned::default(),
                span: 0..0,
                fields: fields.map(|(name, text)| (name.to_owned(), value(text))).collect(),
            };
            let read = match issued(&entry).expect("a date") {
                Ok(date) => date.to_string(),
                Err(text) => format!("`{}`", text.value),
            };
            assert_eq!(read, wanted);
        }
    }
}
