//! Today's date, read once per run and nowhere else: `--today`, else `SOURCE_DATE_EPOCH`, else the system's clock.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Which day it is.
#[derive(Debug, Clone, Copy, Args)]
pub struct TodayArg {
    /// Day to take as today, in place of `SOURCE_DATE_EPOCH` and the system's clock
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    today: Option<Date>,
}

impl TodayArg {
    /// The day.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` is set and is not a number of seconds since 1970
    /// (<https://reproducible-builds.org/specs/source-date-epoch/>).
    pub fn day(self) -> Result<Date, String> {
        if let Some(day) = self.today {
            return Ok(day);
        }
        match std::env::var_os("SOURCE_DATE_EPOCH").filter(|seconds| !seconds.is_empty()) {
            Some(seconds) => day_of_epoch(&seconds.to_string_lossy()),
            None => Ok(Zoned::now().date()),
        }
    }
}

fn day_of_epoch(seconds: &str) -> Result<Date, String> {
    let instant = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let instant = instant
        .ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{seconds}`; set it to seconds since 1970, or unset it"))?;
    Ok(instant.to_zoned(TimeZone::UTC).date())
}

fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as 2026-11-23".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_told_or_taken_from_the_epoch() {
        let day = parse_day("2026-11-23").expect("a day");
        assert_eq!(TodayArg { today: Some(day) }.day().expect("a day"), day);
        assert_eq!(day_of_epoch("1795392000").expect("a day").to_string(), "2026-11-23");
        assert!(day_of_epoch("yesterday").is_err());
        assert!(parse_day("23 November").is_err());
    }
}
