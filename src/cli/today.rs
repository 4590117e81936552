//! Today's date, read once: `--today`, else `SOURCE_DATE_EPOCH`, else the system's clock.
//!
//! `SOURCE_DATE_EPOCH` is that of reproducible-builds.org: seconds since 1970 in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Today, in UTC, so that two machines agree.
pub fn today(flag: Option<Date>) -> Date {
    flag.or_else(from_environment).unwrap_or_else(from_clock)
}

fn from_environment() -> Option<Date> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
}

fn from_clock() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
