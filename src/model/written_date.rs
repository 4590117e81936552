//! Dates as people write them, `13 May 2025`, `13.05.2025`, `05/13/2025`, become EDTF where they can mean one thing only.

use super::PartialDate;

/// The months in the languages of the theme; the first three letters of a name are enough where they are its own.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "janv", "enero", "ene", "jänner"],
    &["february", "februar", "février", "fevrier", "févr", "febrero"],
    &["march", "märz", "maerz", "mrz", "mars", "marzo"],
    &["april", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "juni", "juin", "junio"],
    &["july", "juli", "juillet", "juil", "julio"],
    &["august", "août", "aout", "agosto", "ago"],
    &["september", "septembre", "septiembre", "sept", "setiembre"],
    &["october", "oktober", "okt", "octobre", "octubre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic"],
];

/// Words that say nothing in a date.
const FILLERS: [&str; 9] = ["of", "the", "de", "del", "le", "den", "am", "el", "on"];

/// Days of the week, from which their first letters are enough.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl PartialDate {
    /// Read a date as EDTF, or else as people write it where one reading is clear.
    pub fn from_words(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches([',', ';']);
        if let Ok(date) = PartialDate::parse(text) {
            return Some(date);
        }
        match PartialDate::readings(text).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// What a text that is not EDTF may mean: one date, or several where day and month can be told apart by nobody.
    pub fn readings(text: &str) -> Vec<Self> {
        let text = text.trim().trim_end_matches([',', ';']);
        let one = with_time(text)
            .or_else(|| words(text))
            .or_else(|| quarter(text))
            .or_else(|| years(text))
            .or_else(|| approximate(text));
        match one {
            Some(date) => vec![date],
            None => numbers(text),
        }
    }
}

fn date(year: &str, month: u8, day: Option<u8>) -> Option<PartialDate> {
    let day = day.map_or_else(String::new, |day| format!("-{day:02}"));
    PartialDate::parse(&format!("{year}-{month:02}{day}"))
        .ok()
        .filter(|_| (1000..).contains(&year.parse().unwrap_or(0)))
}

/// A date and a time, of which the day is meant: `2025-06-26 07:39:09`, `2025-06-26T07:39:09.123Z`.
fn with_time(text: &str) -> Option<PartialDate> {
    let (day, time) = (text.get(..10)?, text.get(10..)?);
    let is_time = time.starts_with(['T', 't', ' ']) && time[1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    if is_time && time.contains(':') { PartialDate::parse(day).ok() } else { None }
}

/// The name of a month, whole or cut short.
fn month_of(word: &str) -> Option<u8> {
    let is_name = |name: &&str| {
        *name == word || (word.chars().count() >= 3 && name.chars().count() > 4 && name.starts_with(word))
    };
    let found = (1u8..).zip(MONTHS).find(|(_, names)| names.iter().any(|name| name == &word));
    let found = found.or_else(|| (1u8..).zip(MONTHS).find(|(_, names)| names.iter().any(&is_name)));
    found.map(|(number, _)| number)
}

/// A month by its name, a year of four digits, and perhaps a day: in any order.
fn words(text: &str) -> Option<PartialDate> {
    let lower = text.to_lowercase();
    let (mut month, mut year, mut day) = (None, None, None);
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != 'º').filter(|word| !word.is_empty()) {
        let is_day_name = DAYS.iter().any(|day| word.starts_with(day)) && (word.len() == 3 || word.ends_with("day"));
        if is_day_name || FILLERS.contains(&word) {
            continue;
        }
        let number = ["st", "nd", "rd", "th", "er", "º"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let slot_is_free = if is_number && number.len() == 4 {
            year.replace(number).is_none()
        } else if is_number {
            day.replace(number.parse::<u8>().ok()?).is_none()
        } else {
            month.replace(month_of(word)?).is_none()
        };
        if !slot_is_free {
            return None;
        }
    }
    date(year?, month?, day)
}

/// Numbers with one separator between them.
fn numbers(text: &str) -> Vec<PartialDate> {
    let separator = ['/', '.', '-', ' '].into_iter().find(|c| text.contains(*c));
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).map(str::trim).collect(),
        None if text.len() == 8 && text.is_ascii() => vec![&text[..4], &text[4..6], &text[6..]],
        None => return Vec::new(),
    };
    let is_number = |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return Vec::new();
    }
    let small = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() < 3);
    let found: Vec<Option<PartialDate>> = match *parts.as_slice() {
        [year, "0"] if year.len() == 4 && separator == Some('.') => vec![PartialDate::parse(year).ok()],
        [year, month] if year.len() == 4 => vec![small(month).and_then(|month| date(year, month, None))],
        [month, year] if year.len() == 4 => vec![small(month).and_then(|month| date(year, month, None))],
        [year, month, day] if year.len() == 4 => {
            vec![small(month).zip(small(day)).and_then(|(month, day)| date(year, month, Some(day)))]
        }
        [first, second, year] if year.len() == 4 => {
            let Some((first, second)) = small(first).zip(small(second)) else { return Vec::new() };
            let day_first = date(year, second, Some(first));
            // With full stops the day comes first wherever that can be.
            let is_settled = separator == Some('.') && day_first.is_some();
            let month_first = date(year, first, Some(second)).filter(|_| first != second && !is_settled);
            vec![day_first, month_first]
        }
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

/// `2023-Q1`, `Q1 2023`: an interval of months.
fn quarter(text: &str) -> Option<PartialDate> {
    let text = text.to_uppercase().replace(['-', '/', ','], " ");
    let parts: Vec<&str> = text.split_whitespace().collect();
    let (year, quarter) = match parts.as_slice() {
        [a, b] if b.starts_with('Q') => (*a, *b),
        [a, b] if a.starts_with('Q') => (*b, *a),
        [one] if one.len() == 6 && one.as_bytes()[4] == b'Q' => (one.get(..4)?, one.get(4..)?),
        _ => return None,
    };
    let first = match quarter {
        "Q1" => 1,
        "Q2" => 4,
        "Q3" => 7,
        "Q4" => 10,
        _ => return None,
    };
    PartialDate::parse(&format!("{year}-{first:02}/{year}-{:02}", first + 2)).ok()
}

/// `2019-2021`, `2019–2021`, `2019 to 2021`
fn years(text: &str) -> Option<PartialDate> {
    let text = text.replace([' ', '–', '—'], "-").replace("-to-", "-").replace("---", "-");
    let (from, to) = text.split_once('-')?;
    (from.len() == 4 && to.len() == 4).then(|| PartialDate::parse(&format!("{from}/{to}")).ok())?
}

/// `c. 2020`, `circa May 2020`
fn approximate(text: &str) -> Option<PartialDate> {
    let lower = text.to_lowercase();
    let words = ["circa ", "ca. ", "ca ", "c. ", "c ", "around ", "about ", "approx. ", "approx ", "~"];
    let rest = words.iter().find_map(|word| text.get(word.len()..).filter(|_| lower.starts_with(word)))?;
    let date = PartialDate::from_words(rest).filter(|date| date.end().is_none())?;
    PartialDate::parse(&format!("{}~", date.start().datetime())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        PartialDate::readings(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_means_one_thing_is_read() {
        for (text, expected) in [
            ("2025.0", "2025"),
            ("13 May 2025", "2025-05-13"),
            ("13th of May, 2025", "2025-05-13"),
            ("Tue, 13 May 2025", "2025-05-13"),
            ("May 13, 2025", "2025-05-13"),
            ("13. Mai 2025", "2025-05-13"),
            ("1er février 2024", "2024-02-01"),
            ("13 de mayo de 2025", "2025-05-13"),
            ("Sept. 2025", "2025-09"),
            ("2025 March", "2025-03"),
            ("13-May-2025", "2025-05-13"),
            ("2025/05/13", "2025-05-13"),
            ("2025-5-3", "2025-05-03"),
            ("2025-5", "2025-05"),
            ("20250513", "2025-05-13"),
            ("06/2021", "2021-06"),
            ("13.05.2025", "2025-05-13"),
            ("5.6.2025", "2025-06-05"),
            ("05.18.2011", "2011-05-18"),
            ("05/13/2025", "2025-05-13"),
            ("13/05/2025", "2025-05-13"),
            ("2025-06-26T07:39:09.123Z", "2025-06-26"),
            ("2025-06-26 07:39", "2025-06-26"),
            ("Q4 2023", "2023-10/2023-12"),
            ("2019–2021", "2019/2021"),
            ("c. 2020", "2020~"),
            ("circa May 2020", "2020-05~"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_things_is_both() {
        assert_eq!(read("05/06/2025"), ["2025-06-05", "2025-05-06"]);
        for text in [
            "13/05/25",
            "Spring 2021",
            "soon",
            "31/02/2025",
            "",
            "é",
            "Q5 2023",
            "٢٠٢٥",
            "1/2/3/4",
            "2023-13",
            "Ma 2025",
            "May",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
