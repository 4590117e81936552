//! The years of the timeline.

use crate::model::config::Output;
use crate::model::{Moment, Site};

/// How many moments stand on a page of the timeline.
pub const TIMELINE_SIZE: usize = 300;

/// A year in which something happened.
pub struct Year {
    /// Which.
    pub year: u16,
    /// The place of its first moment in [`Site::timeline`].
    pub first: usize,
    /// How many moments it has.
    pub count: usize,
}

/// Every year, the latest first; none where the site has no timeline.
pub fn years(site: &Site) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    if !site.config.writes(Output::Timeline) {
        return years;
    }
    for (place, moment) in site.timeline.iter().enumerate() {
        let year = year_of(site, moment);
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.count += 1,
            None => years.push(Year { year, first: place, count: 1 }),
        }
    }
    years
}

/// The year of a moment.
pub fn year_of(site: &Site, moment: &Moment) -> u16 {
    site.date_of(moment).map_or(0, |date| date.year())
}
