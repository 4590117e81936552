//! An output that is not as its build left it is mended; its list of paths is never taken for more than it is.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::site::Site;
use crate::support::site::{assert_same, read_all};

const PAGE: &str = "cases/alpha.html";

/// What is done to an output.
type Harm = (&'static str, fn(&Site));

fn page(site: &Site) -> String {
    fs::read_to_string(site.output(PAGE)).unwrap()
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Change the text of the marker, and not its time.
fn garble(site: &Site, change: impl Fn(&str) -> String) {
    let path = site.output(".casebook");
    let text = fs::read_to_string(&path).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let changed = change(&text);
    assert_ne!(text, changed);
    fs::write(&path, changed).unwrap();
    set_time(&path, time);
}

const HARMS: &[Harm] = &[
    ("a page with another text", |site| fs::write(site.output(PAGE), "Nonsense.").unwrap()),
    ("a page of the same length", |site| {
        fs::write(site.output(PAGE), page(site).replace("It did one", "It did two")).unwrap();
    }),
    ("a page that is older than it should be", |site| {
        let path = site.output(PAGE);
        fs::write(&path, page(site).replace("It did one", "It did two")).unwrap();
        set_time(&path, SystemTime::now() - Duration::from_secs(9_999));
    }),
    ("an older page in its place, with its time", |site| {
        let other = site.output("cases/bravo.html");
        let time = fs::metadata(&other).unwrap().modified().unwrap();
        fs::copy(&other, site.output(PAGE)).unwrap();
        set_time(&site.output(PAGE), time);
    }),
    ("another page moved there", |site| {
        fs::rename(site.output("cases/bravo.html"), site.output(PAGE)).unwrap();
    }),
    ("a page that was cut", |site| {
        fs::File::options().write(true).open(site.output(PAGE)).unwrap().set_len(100).unwrap();
    }),
    ("an empty page", |site| fs::write(site.output(PAGE), "").unwrap()),
    ("a page that is gone", |site| fs::remove_file(site.output(PAGE)).unwrap()),
    ("a file of data", |site| fs::write(site.output("data/cases.json"), "{}").unwrap()),
    ("a copied file", |site| fs::write(site.output("notes.txt"), "notes.\n").unwrap()),
    ("a style", |site| {
        let assets = fs::read_dir(site.output("assets")).unwrap().map(|entry| entry.unwrap().path());
        assets.for_each(|path| fs::write(path, "x").unwrap());
    }),
    ("a folder that is gone", |site| fs::remove_dir_all(site.output("cases")).unwrap()),
    ("a folder in place of a page", |site| {
        fs::remove_file(site.output(PAGE)).unwrap();
        fs::create_dir_all(site.output(PAGE).join("deep")).unwrap();
    }),
    ("times that say nothing", |site| {
        for path in read_all(&site.output("")).keys() {
            set_time(&site.output(path), SystemTime::UNIX_EPOCH);
        }
    }),
    ("a marker with each path twice", |site| garble(site, |text| format!("{text}{text}"))),
];

/// After these the output holds what no list names: it may be somebody else's.
const FOREIGN: &[Harm] = &[
    ("a file that is not ours", |site| fs::write(site.output("cases/stray.html"), "Stray.").unwrap()),
    ("an empty marker", |site| garble(site, |_| String::new())),
    ("a marker with half of its paths", |site| garble(site, |text| text[..text.len() / 2].to_owned())),
    ("a marker in other letters", |site| garble(site, str::to_uppercase)),
];

#[cfg(unix)]
const LINKS: &[Harm] = &[
    ("a link to another page", |site| {
        fs::remove_file(site.output(PAGE)).unwrap();
        std::os::unix::fs::symlink("bravo.html", site.output(PAGE)).unwrap();
    }),
    ("a link to the same text", |site| {
        fs::rename(site.output(PAGE), site.path("../elsewhere.html")).unwrap();
        std::os::unix::fs::symlink(site.path("../elsewhere.html"), site.output(PAGE)).unwrap();
    }),
    ("a link to nowhere", |site| {
        fs::remove_file(site.output(PAGE)).unwrap();
        std::os::unix::fs::symlink("nowhere", site.output(PAGE)).unwrap();
    }),
];
#[cfg(not(unix))]
const LINKS: &[Harm] = &[];

#[test]
fn harm_is_mended() {
    let site = Site::new();
    site.build();
    let whole = read_all(&site.output(""));
    for (what, harm) in HARMS.iter().chain(LINKS) {
        harm(&site);
        site.build();
        assert_same(&read_all(&site.output("")), &whole, what);
        for path in whole.keys() {
            assert!(fs::symlink_metadata(site.output(path)).unwrap().is_file(), "{what}: {path}");
        }
        let again = site.build();
        assert_eq!(again.unchanged, again.files, "{what}: {again:?}");
    }
}

#[test]
fn what_no_list_names_stops_a_build() {
    let site = Site::new();
    site.build();
    let whole = read_all(&site.output(""));
    for (what, harm) in FOREIGN {
        harm(&site);
        let harmed = read_all(&site.output(""));
        let refused = site.try_build(&site.output(""), false).unwrap_err().to_string();
        assert!(refused.contains("was not written by casebook: "), "{what}: {refused}");
        assert_same(&read_all(&site.output("")), &harmed, what);
        site.try_build(&site.output(""), true).unwrap();
        assert_same(&read_all(&site.output("")), &whole, what);
    }
}

#[test]
fn harm_is_mended_after_an_edit_too() {
    let site = Site::new();
    let edits = [("Nobody knows why.", "Nobody will tell why."), ("Nobody will tell why.", "Nobody knows why.")];
    let edit = |number: usize| site.edit("content/cases/hotel.md", edits[number % 2].0, edits[number % 2].1);
    let anew = [0, 1].map(|number| {
        edit(number);
        site.rebuild("an edit");
        read_all(&site.output(""))
    });
    for (number, (what, harm)) in HARMS.iter().chain(LINKS).enumerate() {
        harm(&site);
        edit(number);
        site.build();
        assert_same(&read_all(&site.output("")), &anew[number % 2], what);
    }
}

/// Builds at the same time may get in each other's way, and one of them wins as a whole.
#[test]
fn builds_at_the_same_time_are_told_apart() {
    let sites = [Site::new(), Site::new()];
    sites[1].edit("content/cases/hotel.md", "Nobody knows why.", "Nobody will tell why.");
    let anew = sites.each_ref().map(|site| {
        site.build();
        read_all(&site.output(""))
    });
    let output = sites[0].output("");
    for _ in 0..4 {
        std::thread::scope(|scope| {
            for site in &sites {
                scope.spawn(|| site.try_build(&output, false));
            }
        });
        let came_out = read_all(&output);
        assert!(anew.contains(&came_out), "neither the one nor the other");
        sites[0].try_build(&output, false).unwrap();
        assert_same(&read_all(&output), &anew[0], "after two at the same time");
    }
}

/// Files keep their inodes wherever the output stands, and bytes decide, not times.
#[test]
fn an_output_may_be_moved() {
    let site = Site::new();
    let first = site.build();
    let elsewhere = site.path("../elsewhere");
    fs::rename(site.output(""), &elsewhere).unwrap();
    let moved = site.try_build(&elsewhere, false).unwrap();
    assert_eq!(moved.unchanged, first.files);
    let whole = read_all(&elsewhere);
    for (path, bytes) in &whole {
        fs::create_dir_all(site.output(path).parent().unwrap()).unwrap();
        fs::write(site.output(path), bytes).unwrap();
    }
    assert_eq!(site.rebuild("a copy").unchanged, first.files);
}

#[test]
fn a_build_that_fails_leaves_the_output() {
    let site = Site::new();
    site.build();
    let whole = read_all(&site.output(""));
    site.append("content/cases/alpha.md", "\nAn edit.\n");
    // A check renders the first and the last page of a kind.
    let broken = "{% if term.id == \"partial\" %}{{ term.no_such_thing }}{% endif %}";
    site.write("themes/default/templates/term.html", broken);
    assert!(site.try_build(&site.output(""), false).is_err());
    assert_same(&read_all(&site.output("")), &whole, "a build that failed");
    site.remove("themes/default/templates/term.html");
    let mended = site.rebuild("mended");
    assert!(mended.unchanged > mended.files / 2, "{mended:?}");
}

#[test]
fn the_marker_lists_what_was_written_in_order() {
    let site = Site::new();
    site.build();
    let listed = fs::read_to_string(site.output(".casebook")).unwrap();
    let mut written: Vec<String> = read_all(&site.output("")).into_keys().filter(|path| path != ".casebook").collect();
    written.sort();
    assert_eq!(listed.lines().collect::<Vec<_>>(), written);
}

/// A folder of someone else's is replaced where that is asked for, and nothing of it is taken for ours.
#[test]
fn what_is_not_ours_is_not_kept() {
    let site = Site::new();
    fs::create_dir_all(site.output("cases")).unwrap();
    fs::write(site.output(PAGE), "Someone else's.").unwrap();
    assert!(site.try_build(&site.output(""), false).is_err());
    let forced = site.try_build(&site.output(""), true).unwrap();
    assert_eq!(forced.unchanged, 0);
    site.rebuild("afterwards");
    // The marker of another output says nothing of this one.
    let other = Site::new();
    other.write("static/more.txt", "More.\n");
    other.build();
    garble(&site, |_| fs::read_to_string(other.output(".casebook")).unwrap());
    site.rebuild("another marker");
}
