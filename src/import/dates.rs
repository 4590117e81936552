//! Dates of an import: by the formats that its map names, else as people write them.

use jiff::fmt::strtime::BrokenDownTime;

use crate::model::PartialDate;

/// Read a date. `formats` come first; `excel` among them reads a spreadsheet's day number.
pub fn read(text: &str, formats: &[String]) -> Option<PartialDate> {
    let text = text.trim();
    let tidy = tidy(without_clock(text));
    for format in formats {
        let found = if format == "excel" { excel(text) } else { by_format(format, &tidy) };
        if found.is_some() {
            return found;
        }
    }
    let date = PartialDate::from_words(text).or_else(|| PartialDate::from_words(without_clock(text)));
    date.map(without_time)
}

/// Cut a date to the precision that another field declares: `year`, `month`, or as it is.
pub fn cut(date: &PartialDate, precision: &str) -> PartialDate {
    let wanted = match precision.trim().to_lowercase().as_str() {
        "year" | "y" | "yyyy" => 4,
        "month" | "m" | "yyyy-mm" => 7,
        _ => return date.clone(),
    };
    match date.end() {
        Some(_) => date.clone(),
        None => {
            let whole = date.start().datetime();
            PartialDate::parse(whole.get(..wanted).unwrap_or(&whole)).unwrap_or_else(|_| date.clone())
        }
    }
}

/// `Tuesday, 13th Sept. 2025` → `13 Sep 2025`
fn tidy(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',']);
        let lower = bare.to_lowercase();
        let is_day_name = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| lower.starts_with(day))
            && { lower.len() == 3 || lower.ends_with("day") };
        if is_day_name {
            continue;
        }
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end));
        let comma = if word.ends_with(',') { "," } else { "" };
        let word = match ordinal {
            Some(number) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{number}{comma}")
            }
            _ if lower == "sept" => format!("Sep{comma}"),
            _ => format!("{bare}{comma}"),
        };
        words.push(word);
    }
    words.join(" ")
}

fn by_format(format: &str, text: &str) -> Option<PartialDate> {
    let time = BrokenDownTime::parse(format, text).ok()?;
    let year = time.year().filter(|year| (1000..=9999).contains(year))?;
    let written = match (time.month(), time.day()) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    };
    PartialDate::parse(&written).ok()
}

/// A date-time is cut to its day.
fn without_time(date: PartialDate) -> PartialDate {
    if !date.edtf().contains('T') {
        return date;
    }
    PartialDate::parse(&date.start().datetime()).unwrap_or(date)
}

/// `May 13, 2025 3:00 PM` → `May 13, 2025`: a time of day behind a date.
fn without_clock(text: &str) -> &str {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | ' '));
    let is_half_day = text[rest.len()..].chars().filter(|c| *c != '.').collect::<String>().trim().to_lowercase();
    if !matches!(is_half_day.as_str(), "" | "am" | "pm" | "z" | "utc" | "gmt") {
        return text;
    }
    let Some((date, clock)) = rest.rsplit_once(' ') else { return text };
    let is_clock = clock.contains(':') && clock.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
    if is_clock { date.trim_end_matches([',', ' ']) } else { text }
}

/// Days since 1899-12-30, as spreadsheets count them.
fn excel(text: &str) -> Option<PartialDate> {
    let days: i64 = text.strip_suffix(".0").unwrap_or(text).parse().ok().filter(|days| (1..200_000).contains(days))?;
    let date = jiff::civil::Date::new(1899, 12, 30).ok()?.checked_add(jiff::Span::new().days(days)).ok()?;
    PartialDate::parse(&date.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        read(text, &[]).map_or_else(|| "-".to_owned(), |date| date.to_string())
    }

    #[test]
    fn what_means_one_thing_is_read() {
        for (text, expected) in [
            ("2025", "2025"),
            ("2025.0", "2025"),
            ("2025-05-13", "2025-05-13"),
            ("13 May 2025", "2025-05-13"),
            ("13th May 2025", "2025-05-13"),
            ("Tue, 13 May 2025", "2025-05-13"),
            ("May 13, 2025", "2025-05-13"),
            ("Sept. 2025", "2025-09"),
            ("May 2025", "2025-05"),
            ("2025/05/13", "2025-05-13"),
            ("13.05.2025", "2025-05-13"),
            ("05/13/2025", "2025-05-13"),
            ("13/05/2025", "2025-05-13"),
            ("2025-06-26T07:39:09Z", "2025-06-26"),
            ("2025-06-26 07:39:09", "2025-06-26"),
            ("2025-06-26T07:39:09.123+01:00", "2025-06-26"),
            ("06/2021", "2021-06"),
            ("6.2021", "2021-06"),
            ("2021/6", "2021-06"),
            ("2015-6-5", "2015-06-05"),
            ("2015/6/5", "2015-06-05"),
            ("05.18.2011", "2011-05-18"),
            ("18.05.2011", "2011-05-18"),
            ("5/13/2025 14:05", "2025-05-13"),
            ("May 13, 2025 3:00 PM", "2025-05-13"),
            ("13.05.2025, 09:30:00 a.m.", "2025-05-13"),
            ("2023-Q1", "2023-01/2023-03"),
            ("Q4 2023", "2023-10/2023-12"),
            ("2019–2021", "2019/2021"),
            ("2019 - 2021", "2019/2021"),
            ("c. 2020", "2020~"),
            ("circa May 2020", "2020-05~"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_not() {
        for text in [
            "05/06/2025",
            "05/06/2025 10:00",
            "13/2021",
            "21/2021",
            "2021-13-5",
            "13/05/25",
            "Spring 2021",
            "soon",
            "45000",
            "2025-02-30",
            "31/02/2025",
            "",
            "é",
            "Q5 2023",
            "2021-2019",
            "٢٠٢٥",
            "1/2/3/4",
            "2023-13",
        ] {
            assert_eq!(plain(text), "-", "{text}");
        }
    }

    #[test]
    fn formats_decide_first() {
        let formats = |format: &str| vec![format.to_owned()];
        let read = |text: &str, format: &str| read(text, &formats(format)).map(|date| date.to_string());
        assert_eq!(read("05/06/2025", "%d/%m/%Y").as_deref(), Some("2025-06-05"));
        assert_eq!(read("05/06/2025", "%m/%d/%Y").as_deref(), Some("2025-05-06"));
        assert_eq!(read("13/05/25", "%d/%m/%y").as_deref(), Some("2025-05-13"));
        assert_eq!(read("45000", "excel").as_deref(), Some("2023-03-15"));
        assert_eq!(read("2025", "nonsense").as_deref(), Some("2025"));
    }

    #[test]
    fn precision_is_cut_and_never_added() {
        let date = |text: &str| PartialDate::parse(text).expect("a date");
        assert_eq!(cut(&date("2020-01-01"), "YEAR").edtf(), "2020");
        assert_eq!(cut(&date("2020-01-01"), "MONTH").edtf(), "2020-01");
        assert_eq!(cut(&date("2020-01-01"), "DATE").edtf(), "2020-01-01");
        assert_eq!(cut(&date("2020"), "MONTH").edtf(), "2020");
    }
}
