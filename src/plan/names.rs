//! Names of files that other systems cannot hold: hosts, and the machines of those who take a site home.

use std::collections::HashSet;

use rayon::prelude::*;

use super::claims::{describe, place};
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;

/// The longest name of a file that file systems hold, in bytes.
const LONGEST: usize = 255;

/// What Windows keeps for devices, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Findings about the names of pages.
pub fn report<F: Sync>(site: &Site, pages: &[Page<F>]) -> Vec<Diagnostic> {
    let odd: Vec<(&Page<F>, &str, Oddity)> = pages
        .par_iter()
        .filter_map(|page| page.route.split('/').find_map(|name| oddity(name).map(|oddity| (page, name, oddity))))
        .collect();
    let mut told = HashSet::new();
    let mut found = Vec::new();
    for (page, name, oddity) in odd {
        // A case or term has pages beside its own, of the same name.
        if (page.kind.described)(site, page.subject).is_none() && oddity != Oddity::TooLong {
            continue;
        }
        let file = page.route.rfind('/').map_or(0, |at| at + 1);
        let stem = page.route[file..].find('.').map_or(&*page.route, |at| &page.route[..file + at]).to_owned();
        if !told.insert(stem) {
            continue;
        }
        let what = match oddity {
            Oddity::TooLong => format!("which is {} bytes long; no file system holds more than {LONGEST}", name.len()),
            Oddity::Device => "a name that Windows keeps for devices".to_owned(),
            Oddity::End => "which Windows stores without the dot or space at its end".to_owned(),
            Oddity::Character(c) => format!("and no name holds `{}` on Windows", c.escape_default()),
        };
        let message = format!("{} would be the file `{name}`, {what}", describe(site, page));
        let code = if oddity == Oddity::TooLong { Code::BadId } else { Code::UnportableName };
        let diagnostic = match place(site, page) {
            Some((file, span)) => Diagnostic::new(code, file, span, message),
            None => Diagnostic::of_site(code, message),
        };
        found.push(diagnostic.help("rename it"));
    }
    found
}

/// Why a name cannot be stored everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Oddity {
    TooLong,
    Device,
    End,
    Character(char),
}

fn oddity(name: &str) -> Option<Oddity> {
    if name.len() > LONGEST {
        return Some(Oddity::TooLong);
    }
    if name.ends_with(['.', ' ']) {
        return Some(Oddity::End);
    }
    if let Some(c) = name.chars().find(|c| c.is_ascii_control() || "<>:\"|?*\\".contains(*c)) {
        return Some(Oddity::Character(c));
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_port = |kind: &str| {
        let is_kind = stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(kind));
        let number = stem.get(3..).filter(|_| is_kind).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['1'..='9' | '¹' | '²' | '³']))
    };
    let is_device = DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) || is_port("com") || is_port("lpt");
    is_device.then_some(Oddity::Device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_systems_are_told() {
        for name in ["con.html", "NUL", "aux.tar.gz", "com1.html", "LPT9", "com¹.txt", "prn .txt", "conin$"] {
            assert_eq!(oddity(name), Some(Oddity::Device), "{name}");
        }
        for name in ["trailing.", "trailing ", "..."] {
            assert_eq!(oddity(name), Some(Oddity::End), "{name}");
        }
        for (name, c) in [("a:b", ':'), ("what?.html", '?'), ("back\\slash", '\\'), ("new\nline", '\n')] {
            assert_eq!(oddity(name), Some(Oddity::Character(c)), "{name}");
        }
        assert_eq!(oddity(&format!("{}.html", "x".repeat(251))), Some(Oddity::TooLong));
        assert_eq!(oddity(&"é".repeat(128)), Some(Oddity::TooLong));
        for name in ["console.html", "com10.html", "com.html", "lpt0.txt", "index.html", ".nojekyll", "c on", "é.html"]
        {
            assert_eq!(oddity(name), None, "{name}");
        }
        assert_eq!(oddity(&format!("{}.html", "x".repeat(250))), None);
    }
}
