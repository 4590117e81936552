//! The record of a build: by what an output was made from and how it was left, the next build knows what to keep.
//!
//! It stands in the [marker](MARKER) of the output, below the line for people. A line each: its form, the fingerprint of
//! the outline, then slug and fingerprint of every case. It holds no work, so nothing is lost with it: without one, or
//! with one that cannot be read, every page is rendered and compared.
//!
//! Lengths and times of the files are left in the [time](time_of) of the marker itself: two builds of one site are the
//! same byte for byte, and when they ran is no part of that.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::fingerprint::{Fingerprint, Fingerprinter};
use super::origins::{Origins, RestsOn};
use super::stage::MARKER;
use crate::model::{CaseId, Site};
use crate::plan::{Page, PageKind};

/// By which a record of this form is known. Another form gets another number.
const FORM: &str = "record 1";

/// What an output was made from, and how it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    outline: Fingerprint,
    /// By slug, in the order of the site.
    cases: Vec<(String, Fingerprint)>,
}

/// How a file was left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// In bytes.
    pub length: u64,
    /// Seconds and nanoseconds of its last change, where the file system tells.
    changed: Option<(u64, u32)>,
}

impl Stamp {
    /// The stamp of a file.
    ///
    /// # Errors
    /// Where there is none, or something else, such as a link to one.
    pub fn of(path: &Path) -> io::Result<Self> {
        let data = fs::symlink_metadata(path)?;
        if !data.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let changed = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(Stamp { length: data.len(), changed: changed.map(|since| (since.as_secs(), since.subsec_nanos())) })
    }
}

/// The time that the marker of an output gets, by which files that are not as they were left are known: to the second that
/// of the newest one, and below a fingerprint of their lengths and times in units of 100 ns, which every file system
/// keeps that keeps more than seconds. Where one keeps less, the record never counts. Copied files are left out: they are
/// looked at in every build. `None` where a file has no time, and could be another unseen.
pub fn time_of<'a>(pages: &'a [Page], stamps: impl Iterator<Item = &'a Stamp>) -> Option<SystemTime> {
    let mut sum = Fingerprinter::default();
    let mut newest = 0;
    for (page, stamp) in pages.iter().zip(stamps).filter(|(page, _)| !is_copied(page)) {
        let (seconds, nanoseconds) = stamp.changed?;
        sum.text(&page.route).text(&format!("{} {seconds} {nanoseconds}", stamp.length));
        newest = newest.max(seconds);
    }
    let below = sum.finish().below(10_000_000) * 100;
    Some(UNIX_EPOCH + Duration::new(newest, below))
}

/// Is a page a file of the site?
pub fn is_copied(page: &Page) -> bool {
    matches!(page.kind, PageKind::Asset(_))
}

impl Record {
    /// Of an output that was just written.
    pub fn new(site: &Site, origins: Origins) -> Self {
        let slugs = site.cases.iter().map(|case| case.slug.to_string());
        Record { outline: origins.outline, cases: slugs.zip(origins.cases).collect() }
    }

    /// The record in an output folder and the time of its marker, where there is one that can be read.
    pub fn read(output: &Path) -> Option<(Self, SystemTime)> {
        let marker = output.join(MARKER);
        let record = Record::parse(&fs::read_to_string(&marker).ok()?)?;
        Some((record, fs::symlink_metadata(&marker).ok()?.modified().ok()?))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n').skip(1);
        lines.next().filter(|form| *form == FORM)?;
        let mut line = || {
            let Some((name, fingerprint)) = lines.next()?.split_once(' ') else { return Some(None) };
            Some(Fingerprint::parse(fingerprint).map(|fingerprint| (name, fingerprint)))
        };
        let (_, outline) = line()??;
        let mut cases = Vec::new();
        while let Some(case) = line() {
            let (slug, fingerprint) = case?;
            cases.push((slug.to_owned(), fingerprint));
        }
        Some(Record { outline, cases })
    }

    /// The lines of the record.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FORM}\noutline {}\n", self.outline);
        for (slug, fingerprint) in &self.cases {
            // Writing to a text does not fail.
            let _ = writeln!(text, "{slug} {fingerprint}");
        }
        text
    }

    /// What is now as it was then. `None` where the outline is another, for then nothing is known to be the same.
    pub fn compare(&self, site: &Site, origins: &Origins) -> Option<Unchanged> {
        if self.outline != origins.outline || self.cases.len() != origins.cases.len() {
            return None;
        }
        let now = site.cases.iter().zip(&origins.cases);
        let pairs = self.cases.iter().zip(now);
        let cases: Vec<bool> =
            pairs.map(|((slug, then), (case, now))| slug == case.slug.as_str() && then == now).collect();
        Some(Unchanged { everything: cases.iter().all(|same| *same), cases })
    }
}

/// What pages are made from that is as it was when they were made; the outline is.
pub struct Unchanged {
    cases: Vec<bool>,
    everything: bool,
}

impl Unchanged {
    /// Would a page come out as it did?
    pub fn holds(&self, rests_on: &RestsOn) -> bool {
        match rests_on {
            RestsOn::Outline => true,
            RestsOn::Cases(cases) => self.everything || cases.iter().all(|id: &CaseId| self.cases[id.index()]),
            RestsOn::Everything => self.everything,
            RestsOn::File => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(of: &str) -> Fingerprint {
        let mut sum = Fingerprinter::default();
        sum.text(of);
        sum.finish()
    }

    #[test]
    fn a_record_is_read_as_it_was_written_or_not_at_all() {
        let cases = vec![("a".to_owned(), fingerprint("a")), ("outline".to_owned(), fingerprint("b"))];
        let record = Record { outline: fingerprint("outline"), cases };
        let text = format!("For people.\n{}", record.to_text());
        assert_eq!(Record::parse(&text), Some(record));
        for garbled in [
            "For people.\n".to_owned(),
            text.replace(FORM, "record 0"),
            text.trim_end().to_owned(),
            text[..text.len() - 7].to_owned(),
            format!("{}\n", &text[..text.len() - 7]),
            format!("{text}\n"),
            format!("{text}<<<<<<< one\n"),
            text.lines().take(2).collect::<Vec<_>>().join("\n") + "\n",
        ] {
            assert_eq!(Record::parse(&garbled), None, "{garbled}");
        }
    }
}
