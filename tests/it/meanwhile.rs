//! Files that change, or come and go, while they are read: what is published is of one version or another, and whole.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::site::Site;

const CONFIG: &str = "title: Examples\nsections:\n  - { id: what, title: What they did, required: true }\n";

/// A case of one version, and a picture beside it: long enough that they are not read at once.
fn version(letter: char) -> (String, Vec<u8>) {
    let front = "title: A case\ndate: 2025\nsummary: S.\nsources: [{id: a, publisher: Example Times}]";
    let text = format!("{letter} ").repeat(20_000);
    let case =
        format!("---\n{front}\n---\n\n## What they did\n\nFirst {letter}. {text} Last {letter} [@a]. ![x](a/x.png)\n");
    (case, vec![u8::try_from(letter).unwrap(); 400_000])
}

/// Do something again and again while a site is built, and look at it after each build.
fn meanwhile(site: &Site, change: &(dyn Fn(usize) + Sync), after: &dyn Fn(i32)) {
    /// Sets what it holds, also where a test fails.
    struct Done<'a>(&'a AtomicBool);
    impl Drop for Done<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _done = Done(&is_done);
        scope.spawn(|| {
            for number in 0.. {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                change(number);
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        for _ in 0..4 {
            let run = site.run(&["build"]);
            after(run.code);
        }
    });
}

/// The published page and picture are of one version each.
fn is_whole(site: &Site) {
    let page = site.read("public/cases/a.html");
    let letter = if page.contains("First A.") { 'A' } else { 'B' };
    let other = if letter == 'A' { " B" } else { " A" };
    let text = page.split_once("First ").and_then(|(_, rest)| rest.split_once("Last ")).unwrap().0;
    assert!(page.contains(&format!("Last {letter}")) && !text.contains(other), "{letter}");
    let picture = fs::read(site.path("public/cases/a.files/x.png")).unwrap();
    assert!(picture.iter().all(|byte| *byte == picture[0]) && picture.len() == 400_000, "{}", picture.len());
}

/// Editors and git put a new file in the place of the old one.
#[test]
fn a_file_that_is_replaced_while_it_is_read_is_one_or_the_other() {
    let site = Site::of(&[("casebook.yaml", CONFIG)]);
    let versions = ['A', 'B'].map(version);
    let put = |number: usize| {
        let (case, picture) = &versions[number % 2];
        for (path, bytes) in [("content/cases/a.md", case.as_bytes()), ("content/cases/a/x.png", picture)] {
            site.write(".new", bytes);
            fs::create_dir_all(site.path(path).parent().unwrap()).unwrap();
            fs::rename(site.path(".new"), site.path(path)).unwrap();
        }
    };
    put(0);
    meanwhile(&site, &put, &|code| {
        assert_eq!(code, 0);
        is_whole(&site);
    });
}

/// A branch is switched: files, and folders, are gone and back.
#[test]
fn what_comes_and_goes_is_told_or_published_whole() {
    let site = Site::of(&[("casebook.yaml", CONFIG)]);
    let (case, picture) = version('A');
    let put = || {
        site.write("content/cases/a.md", &case);
        site.write("content/cases/a/x.png", &picture);
    };
    put();
    site.run(&["build"]).succeeds();
    let change = |number: usize| match number % 3 {
        0 => site.remove("content/cases/a/x.png"),
        1 => fs::rename(site.path("content/cases"), site.path("content/gone")).unwrap(),
        _ => {
            fs::rename(site.path("content/gone"), site.path("content/cases")).unwrap();
            site.write(".new", &picture);
            fs::rename(site.path(".new"), site.path("content/cases/a/x.png")).unwrap();
        }
    };
    meanwhile(&site, &change, &|code| {
        assert!((0..=2).contains(&code), "{code}");
        // A build between the two saw no case at all, and is as whole as one that saw it.
        if code != 0 || site.path("public/cases/a.html").exists() {
            assert!(site.path("public/index.html").exists());
        }
    });
}
