//! Dates with the precision they were given in.
//!
//! EDTF (ISO 8601-2:2019) level 0: `2025`, `2025-05`, `2025-05-13`, `2025-05-13T10:00:00Z`, and intervals
//! `2021/2024-06`; from level 1 the qualifiers `?` (uncertain), `~` (approximate) and `%` (both) at the end of a date.
//! A date is never padded: a month that was not given is not known.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU32;

/// A date or an interval, with its precision and qualifiers. Kept small, for a source has three.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartialDate {
    start: Packed,
    end: Option<Packed>,
    /// As written, where a time of day stands in it: all else is written in one way only. Behind one thin pointer, for
    /// dates with a time are rare.
    timed: Option<Box<Timed>>,
}

/// A date with a time of day, as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Timed(Box<str>);

/// A year, month or day, with its qualifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DatePoint {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
    /// `~` or `%`.
    pub approximate: bool,
    /// `?` or `%`.
    pub uncertain: bool,
}

/// A [`DatePoint`] in four bytes: from the top 14 bits of the year, 4 of the month, 5 of the day, one for each
/// qualifier, and one that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Packed(NonZeroU32);

impl From<DatePoint> for Packed {
    fn from(point: DatePoint) -> Packed {
        let number = u32::from(point.year) << 11
            | u32::from(point.month.unwrap_or(0)) << 7
            | u32::from(point.day.unwrap_or(0)) << 2
            | u32::from(point.approximate) << 1
            | u32::from(point.uncertain);
        Packed(NonZeroU32::MIN.saturating_add(number << 1))
    }
}

impl From<Packed> for DatePoint {
    fn from(Packed(packed): Packed) -> DatePoint {
        let bits = |from: u32, count: u32| (packed.get() >> (from + 1)) & ((1 << count) - 1);
        let byte = |from, count| u8::try_from(bits(from, count)).ok().filter(|number| *number > 0);
        DatePoint {
            year: u16::try_from(bits(11, 14)).unwrap_or_default(),
            month: byte(7, 4),
            day: byte(2, 5),
            approximate: bits(1, 1) == 1,
            uncertain: bits(0, 1) == 1,
        }
    }
}

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// Another form.
    #[error("write a date as 2025, 2025-05 or 2025-05-13, with ~ behind it if it is approximate")]
    Form,
    /// A month beyond 12, or a day that its month does not have.
    #[error("there is no such day or month")]
    NoSuchDay,
    /// An interval that runs backwards.
    #[error("the interval ends before it starts")]
    Backwards,
}

impl PartialDate {
    /// Read a date.
    ///
    /// # Errors
    /// Where it is not of the form, or no such day exists.
    pub fn parse(text: &str) -> Result<Self, PartialDateError> {
        let text = text.trim();
        let (start, end) = match text.split_once('/') {
            Some((start, end)) => (DatePoint::parse(start)?, Some(DatePoint::parse(end)?)),
            None => (DatePoint::parse(text)?, None),
        };
        if end.is_some_and(|end| end.key() < start.key() && !start.contains(end)) {
            return Err(PartialDateError::Backwards);
        }
        let timed = text.contains('T').then(|| Timed(text.into())).map(Box::new);
        Ok(PartialDate { start: start.into(), end: end.map(Packed::from), timed })
    }

    /// As written, in EDTF.
    pub fn edtf(&self) -> Cow<'_, str> {
        if let Some(timed) = &self.timed {
            return Cow::Borrowed(&timed.0);
        }
        let mut text = String::with_capacity("2025-05-13".len());
        self.start().push_edtf(&mut text);
        if let Some(end) = self.end() {
            text.push('/');
            end.push_edtf(&mut text);
        }
        Cow::Owned(text)
    }

    /// The date, or the start of the interval.
    pub fn start(&self) -> DatePoint {
        self.start.into()
    }

    /// The end of the interval.
    pub fn end(&self) -> Option<DatePoint> {
        self.end.map(DatePoint::from)
    }

    /// The year in which it starts.
    pub fn year(&self) -> u16 {
        self.start().year
    }

    /// A number to order by: what is not known comes before what is.
    pub fn sort_key(&self) -> u64 {
        let number = |point: DatePoint| {
            let (year, month, day) = point.key();
            u64::from(year) << 16 | u64::from(month) << 8 | u64::from(day)
        };
        number(self.start()) << 32 | self.end().map_or(0, number)
    }
}

impl DatePoint {
    fn parse(text: &str) -> Result<Self, PartialDateError> {
        let (text, approximate, uncertain) = match text.as_bytes().last() {
            Some(b'~') => (&text[..text.len() - 1], true, false),
            Some(b'?') => (&text[..text.len() - 1], false, true),
            Some(b'%') => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        let (text, has_time) = match text.split_once('T') {
            Some((date, time)) if is_time(time) => (date, true),
            Some(_) => return Err(PartialDateError::Form),
            None => (text, false),
        };
        let mut parts = text.split('-');
        let year = digits(parts.next(), 4)?.ok_or(PartialDateError::Form)?;
        let month = digits(parts.next(), 2)?;
        let day = digits(parts.next(), 2)?;
        if parts.next().is_some() || (has_time && day.is_none()) {
            return Err(PartialDateError::Form);
        }
        let narrow = |n: u16| u8::try_from(n).map_err(|_| PartialDateError::NoSuchDay);
        let point = DatePoint {
            year,
            month: month.map(narrow).transpose()?,
            day: day.map(narrow).transpose()?,
            approximate,
            uncertain,
        };
        point.check()?;
        Ok(point)
    }

    fn check(self) -> Result<(), PartialDateError> {
        let signed = |n: u8| i8::try_from(n).map_err(|_| PartialDateError::NoSuchDay);
        let year = i16::try_from(self.year).map_err(|_| PartialDateError::NoSuchDay)?;
        let month = signed(self.month.unwrap_or(1))?;
        let day = signed(self.day.unwrap_or(1))?;
        jiff::civil::Date::new(year, month, day).map_err(|_| PartialDateError::NoSuchDay)?;
        Ok(())
    }

    /// `2025-05`: without qualifiers, for `<time datetime>` and data.
    pub fn datetime(self) -> String {
        let mut text = String::with_capacity("2025-05-13".len());
        self.push_datetime(&mut text);
        text
    }

    fn push_datetime(self, text: &mut String) {
        push_digits(text, self.year, &[1000, 100, 10, 1]);
        for part in [self.month, self.day].into_iter().flatten() {
            text.push('-');
            push_digits(text, part.into(), &[10, 1]);
        }
    }

    /// `2025-05~`
    fn push_edtf(self, text: &mut String) {
        self.push_datetime(text);
        text.push_str(match (self.approximate, self.uncertain) {
            (false, false) => "",
            (true, false) => "~",
            (false, true) => "?",
            (true, true) => "%",
        });
    }

    fn key(self) -> (u16, u8, u8) {
        (self.year, self.month.unwrap_or(0), self.day.unwrap_or(0))
    }

    fn contains(self, other: DatePoint) -> bool {
        self.year == other.year && (other.month.is_none() || self.month == other.month)
    }
}

/// The digits of a number at some places. Every page has several dates: formatting would take far longer.
fn push_digits(text: &mut String, number: u16, places: &[u16]) {
    for place in places {
        text.push(char::from(b'0' + (number / place % 10) as u8));
    }
}

/// Exactly `count` digits; nothing where there is no part.
fn digits(part: Option<&str>, count: usize) -> Result<Option<u16>, PartialDateError> {
    match part {
        None => Ok(None),
        Some(part) if part.len() == count && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse().map(Some).map_err(|_| PartialDateError::Form)
        }
        Some(_) => Err(PartialDateError::Form),
    }
}

/// `10:00:00`, with `Z` or an offset behind it (EDTF level 0).
fn is_time(time: &str) -> bool {
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let pair = |text: &str, below: u8| {
        text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u8>().is_ok_and(|n| n < below)
    };
    let mut parts = clock.split(':');
    let clock_fits = pair(parts.next().unwrap_or(""), 24)
        && pair(parts.next().unwrap_or(""), 60)
        && pair(parts.next().unwrap_or(""), 60)
        && parts.next().is_none();
    let zone_fits = match zone.as_bytes().first() {
        None => true,
        Some(b'Z') => zone.len() == 1,
        Some(_) => match zone[1..].split_once(':') {
            Some((hours, minutes)) => pair(hours, 24) && pair(minutes, 60),
            None => pair(&zone[1..], 24),
        },
    };
    clock_fits && zone_fits
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key()).then_with(|| {
            // Most dates of one day are one date.
            if self == other { Ordering::Equal } else { self.edtf().cmp(&other.edtf()) }
        })
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.edtf())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_kept() {
        for text in [
            "2025",
            "0000",
            "2025-05",
            "2025-05-13",
            "2025-05~",
            "2025?",
            "2025-02-03%",
            "2021/2024-06",
            "2021?/2024-06-30~",
            "2025-05-13T10:00:00Z",
            "2025-05-13T10:00:00+02:00~/2026",
        ] {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        use PartialDateError::{Backwards, Form, NoSuchDay};
        for (text, error) in [
            ("", Form),
            ("25", Form),
            ("2025-5", Form),
            ("May 2025", Form),
            ("2025-05-13T25:00:00", Form),
            ("2025-13", NoSuchDay),
            ("2025-00", NoSuchDay),
            ("2025-02-29", NoSuchDay),
            ("2025-05-32", NoSuchDay),
            ("2025/2024", Backwards),
            ("2025-05-13-01", Form),
            ("२०२५", Form),
            ("-2025", Form),
        ] {
            assert_eq!(PartialDate::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_less_precise_comes_first() {
        let mut dates: Vec<_> =
            ["2025-05-13", "2024-12", "2025", "2025-05"].map(|d| PartialDate::parse(d).expect("a date")).to_vec();
        dates.sort();
        let order: Vec<_> = dates.iter().map(PartialDate::edtf).collect();
        assert_eq!(order, ["2024-12", "2025", "2025-05", "2025-05-13"]);
    }

    #[test]
    fn dates_of_one_day_are_ordered_as_they_are_written() {
        let written = ["2025-05-13", "2025-05-13%", "2025-05-13?", "2025-05-13T10:00:00Z", "2025-05-13~"];
        let mut dates: Vec<_> = written.iter().rev().map(|d| PartialDate::parse(d).expect("a date")).collect();
        dates.sort();
        assert_eq!(dates.iter().map(PartialDate::edtf).collect::<Vec<_>>(), written);
    }

    /// A source has three, and a site hundreds of thousands.
    #[test]
    fn a_date_is_small() {
        assert!(size_of::<Option<PartialDate>>() <= 16);
    }
}
