//! Faults of the machine: links out of the site, kills, full and read-only disks, two builds, folders of somebody else.
//!
//! `FAULT_POINTS=100 cargo test --test it faults` kills each command at 100 points of time in place of 34 and at every call
//! that changes the disk, and tries every step of a full disk in place of each fourth.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::kill::{kill, points};
use crate::support::run::{Run, casebook};
use crate::support::site::{Files, Site, assert_same, read_all};

const CONFIG: &str = "title: Examples\nsections:\n  - { id: what, title: What they did, required: true }\n";
const CASES: usize = 40;

/// A case that `check --fix` cures: a term by another of its names.
fn case(number: usize) -> String {
    format!(
        "---\ntitle: Example {number}\ndate: 2025\nsummary: S.\nstage: Launch\nsources:\n  - {{ id: a, publisher: Example Times, \
         title: A report, date: 2025 }}\n---\n\n## What they did\n\nOne [@a]. THE END\n"
    )
}

fn site() -> Site {
    let stages = "label: Stage\nterms:\n  - { id: rollout, label: Rollout, aliases: [Launch] }\n";
    let site = Site::of(&[("casebook.yaml", CONFIG), ("content/taxonomies/stage.yaml", stages)]);
    for number in 0..CASES {
        site.write(&format!("content/cases/c{number}.md"), case(number));
    }
    site
}

/// A table of as many records, to be imported into a site without cases.
fn rows(year: usize) -> String {
    let rows = (0..CASES).map(|number| format!("Row {number},{year},What happened.,THE END\n"));
    format!("title,date,summary,section what\n{}", rows.collect::<String>())
}

fn no_leftovers(site: &Site) {
    let entries = walkdir::WalkDir::new(site.root()).into_iter().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let left: Vec<String> =
        names.filter(|name| name.ends_with(".tmp") || name.ends_with(".lock") || name.contains(".building-")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_build_that_is_killed_leaves_the_old_output_or_the_new() {
    let site = site();
    let texts = ["One [@a]. THE END", "Two [@a]. THE END"];
    let write = |number: usize| site.write("content/cases/c0.md", case(0).replace(texts[0], texts[number]));
    let whole = [0, 1].map(|number| {
        write(number);
        site.run(&["build"]).succeeds();
        site.files("public")
    });
    kill(&site, &["build"], &|point| write(usize::from(point % 2 == 0)), &|point| {
        let left = site.files("public");
        assert!(whole.contains(&left), "point {point}: neither the old output nor the new");
    });
    write(0);
    site.run(&["build"]).succeeds();
    assert_same(&site.files("public"), &whole[0], "after all kills");
    no_leftovers(&site);
}

#[test]
fn a_fix_that_is_killed_leaves_every_case_whole() {
    let site = site();
    let (old, new) = (case(7), case(7).replace("Launch", "Rollout"));
    let write = |_| (0..CASES).for_each(|number| site.write(&format!("content/cases/c{number}.md"), case(number)));
    kill(&site, &["check", "--fix"], &write, &|point| {
        let text = site.read("content/cases/c7.md");
        assert!(text == old || text == new, "point {point}: {text}");
        for number in 0..CASES {
            let text = site.read(&format!("content/cases/c{number}.md"));
            assert!(text.ends_with("THE END\n"), "point {point}: {text}");
        }
    });
    site.run(&["check", "--fix"]);
    assert_eq!(site.read("content/cases/c7.md"), new);
    no_leftovers(&site);
}

#[test]
fn an_import_that_is_killed_is_taken_up_again() {
    let site = site();
    site.write("rows.csv", rows(2024));
    let import = ["import", "rows.csv"];
    let clear = |_| {
        fs::remove_dir_all(site.path("content/cases")).unwrap();
        let _ = fs::remove_dir_all(site.path("imports"));
        fs::create_dir(site.path("content/cases")).unwrap();
    };
    clear(0);
    site.run(&import).succeeds();
    let whole = (site.files("content"), site.files("imports"));
    kill(&site, &import, &clear, &|point| {
        for (path, bytes) in site.files("content").iter().filter(|(path, _)| path.ends_with(".md")) {
            assert_eq!(whole.0.get(path), Some(bytes), "point {point}: {path}");
        }
        let state = if site.path("imports").exists() { site.files("imports") } else { Files::new() };
        assert!(
            state.iter().all(|(path, bytes)| path.ends_with(".tmp") || whole.1.get(path) == Some(bytes)),
            "{point}"
        );
        if point % 4 == 0 {
            site.run(&import).succeeds();
            assert_same(&site.files("content"), &whole.0, "imported again");
            assert_same(&site.files("imports"), &whole.1, "remembered");
        }
    });
    site.run(&import).succeeds();
    no_leftovers(&site);
}

#[test]
fn a_signal_clears_what_is_temporary() {
    let site = site();
    // A build that waits for another has its lock file, and one that writes has its stage.
    let held = fs::File::create(site.path(".public.lock")).unwrap();
    held.lock().unwrap();
    let mut child = casebook(site.root()).arg("build").stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none(), "it waits for whoever holds the output");
    assert!(!site.path("public").exists());
    drop(held);
    assert!(child.wait().unwrap().success(), "then it goes on");
    no_leftovers(&site);
    site.append("content/cases/c0.md", "\nMore.\n");
    let old = site.files("public");
    let mut child = casebook(site.root()).arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let is_building = || site.names("").iter().any(|name| name.contains(".building-"));
    let started = Instant::now();
    while !is_building() && child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(20) {
        std::thread::yield_now();
    }
    let killed = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let ended = child.wait().unwrap();
    if killed.success() && ended.code() == Some(143) {
        assert_same(&site.files("public"), &old, "a build that was ended");
    }
    no_leftovers(&site);
}

/// Run a script with a file system of its own, where the machine allows that. `$1` is an empty folder to mount.
fn mounted(script: &str, arguments: &[&Path]) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let may = Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|tried| tried.status.success());
    if !may {
        return false;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-ec", script, "sh"]).arg(folder.path()).args(arguments);
    command.env("CASEBOOK", casebook(Path::new(".")).get_program());
    let done = Run::from(command.output().unwrap());
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    true
}

/// Fills the disk up to `free` kB, for every number from 0 in steps, runs a command, and copies what is left.
const FULL: &str = r#"
free=0
while [ $free -le $STEPS ]; do
  mount -t tmpfs -o size=64m tmpfs "$1"
  cp -r "$2/." "$1"
  used=$(df -k "$1" | awk 'NR == 2 { print $3 }')
  mount -o remount,size=$((used + free * STEP))k "$1"
  code=0; (cd "$1" && "$CASEBOOK" $RUN > /dev/null 2>&1) || code=$?
  mkdir "$3/$free"; echo $code > "$3/$free/code"
  for part in public content imports; do [ ! -e "$1/$part" ] || cp -r "$1/$part" "$3/$free/"; done
  ls -A "$1" > "$3/$free/names"
  umount "$1"
  free=$((free + 1))
done
"#;

/// What a command left behind on disks that are fuller and less full.
fn on_full_disks(site: &Site, run: &str, step: usize, steps: usize) -> Option<Vec<(Run, Files)>> {
    let out = tempfile::tempdir().unwrap();
    let (step, steps) = if points() < 100 { (step * 4, steps / 4) } else { (step, steps) };
    let script = format!("RUN='{run}'; STEP={step}; STEPS={steps}\n{FULL}");
    if !mounted(&script, &[site.root(), out.path()]) {
        return None;
    }
    let left = (0..=steps).map(|free| {
        let mut files = read_all(&out.path().join(free.to_string()));
        let code = String::from_utf8(files.remove("code").unwrap()).unwrap();
        let names = String::from_utf8(files.remove("names").unwrap()).unwrap();
        assert!(!names.contains(".building-") && !names.contains(".lock"), "{free}: {names}");
        (Run { code: code.trim().parse().unwrap(), out: names, err: String::new() }, files)
    });
    let left: Vec<_> = left.collect();
    let codes: BTreeSet<i32> = left.iter().map(|(run, _)| run.code).collect();
    assert!(codes.contains(&2) && codes.len() == 2, "some runs fail, some do not: {codes:?}");
    Some(left)
}

#[test]
fn a_full_disk_costs_no_file() {
    let build = site();
    build.run(&["build"]).succeeds();
    let old = build.files("public");
    build.append("content/cases/c0.md", "\nMore [@a].\n");
    let runs = on_full_disks(&build, "build", 16, 40).unwrap_or_default();
    for (run, files) in &runs {
        let output: Files = files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("public/")?.to_owned(), bytes.clone())))
            .collect();
        assert_eq!(run.code != 0, output == old, "a build that fails leaves the old output, whole");
    }
    let fix = site();
    let runs = on_full_disks(&fix, "check --fix", 4, CASES + 4).unwrap_or_default();
    for (_, files) in &runs {
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("content/cases/")) {
            assert!(!path.ends_with(".tmp") && bytes.ends_with(b"THE END\n"), "{path}");
        }
    }
    let import = site();
    import.write("rows.csv", rows(2024));
    import.run(&["import", "rows.csv"]).succeeds();
    import.append("content/cases/row-1.md", "\nWritten by hand.\n");
    import.write("rows.csv", rows(2023));
    let runs = on_full_disks(&import, "import rows.csv --update", 4, CASES + 8).unwrap_or_default();
    for (run, files) in &runs {
        let years = files.iter().filter(|(path, _)| path.starts_with("content/cases/row-"));
        let texts = years.map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap());
        let new = texts.clone().filter(|text| text.contains("date: 2023")).count();
        assert!(texts.clone().all(|text| text.contains("THE END")));
        assert!(texts.clone().any(|text| text.contains("Written by hand.")));
        assert!(new == 0 || new == CASES, "{new} of {CASES}, and exit code {}", run.code);
        assert!(new == CASES || run.code == 2);
    }
}

#[test]
fn other_file_systems_are_met() {
    let site = site();
    site.run(&["build"]).succeeds();
    let out = tempfile::tempdir().unwrap();
    // An output that is a mount of its own cannot be exchanged; cases may lie on another disk; nothing is written to one
    // that is read-only.
    let script = r#"
cp -r "$2" "$3/site"; cd "$3/site"
mount -t tmpfs tmpfs public; echo mine > public/mine
! "$CASEBOOK" build --force 2> "$3/exchange" > /dev/null
cp -r public "$3/kept"; umount public
mount -t tmpfs tmpfs content/cases; cp -r "$2/content/cases/." content/cases
"$CASEBOOK" check --fix > /dev/null 2>&1
cp -r content/cases "$3/fixed"; umount content/cases
mount --bind "$2" "$1"; mount -o remount,bind,ro "$1"; cd "$1"
! "$CASEBOOK" build 2>> "$3/read-only" > /dev/null
! "$CASEBOOK" check --fix 2>> "$3/read-only" > /dev/null
! "$CASEBOOK" new "A case" 2>> "$3/read-only" > /dev/null
"#;
    let before = read_all(site.root());
    if !mounted(script, &[site.root(), out.path()]) {
        return;
    }
    assert_same(&read_all(site.root()), &before, "a read-only disk");
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    assert!(read("exchange").contains("error: cannot write "), "{}", read("exchange"));
    assert_eq!(read("kept/mine"), "mine\n");
    assert!(read("fixed/c7.md").contains("stage: Rollout"));
    let refused = read("read-only");
    assert_eq!(refused.matches("Read-only file system").count(), 3, "{refused}");
}

#[test]
fn nothing_outside_is_read_or_written() {
    let outside = Site::of(&[("key.md", "TOPSECRET"), ("deep/key.md", "TOPSECRET"), ("style.csl", "TOPSECRET")]);
    let linked = [
        ("static", ""),
        ("static/deep", ""),
        ("static/key.md", "key.md"),
        ("content", ""),
        ("content/cases", ""),
        ("content/cases/c7.md", "key.md"),
        ("content/pages", ""),
        ("content/taxonomies/stage.yaml", "key.md"),
        ("content/sources", ""),
        ("content/publishers.yaml", "key.md"),
        ("content/nowhere", "nowhere"),
        ("themes", ""),
        ("themes/default", ""),
        ("themes/default/templates/base.html", "key.md"),
        ("themes/default/static/font.woff2", "key.md"),
        ("styles", ""),
        ("house.csl", "style.csl"),
        ("casebook.yaml", "key.md"),
    ];
    for (path, to) in linked {
        let site = site();
        let at = site.path(path);
        let _ = fs::remove_dir_all(&at).or_else(|_| fs::remove_file(&at));
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(outside.path(to), &at).unwrap();
        let run = site.run(&["build"]);
        assert_ne!(run.code, 0, "{path}: {run:?}");
        assert!(run.err.contains(path) && run.err.contains("symbolic link"), "{path}: {}", run.err);
        assert!(!run.err.contains("TOPSECRET") && !site.path("public").exists(), "{path}: {}", run.err);
    }
    // What an import, `new` and `source import` write.
    for (path, arguments) in [
        ("imports", &["import", "rows.csv"][..]),
        ("imports/rows.json", &["import", "rows.csv"]),
        ("content/cases", &["import", "rows.csv"]),
        ("content/cases", &["new", "A case"]),
        ("content/cases/2026", &["new", "A case", "--folder", "2026"]),
        ("content/sources", &["source", "import", "refs.bib"]),
        ("themes/default/templates", &["theme", "copy", "templates/case.html"]),
        (".vscode", &["schema", "--write"]),
    ] {
        let site = site();
        site.write("rows.csv", rows(2024));
        site.write("refs.bib", "@article{a, title={T}, publisher={P}, date={2024}}\n");
        let at = site.path(path);
        let _ = fs::remove_dir_all(&at);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        symlink(outside.root(), &at).unwrap();
        let run = site.run(arguments);
        assert_eq!(run.code, 2, "{path}: {run:?}");
        assert!(run.err.contains(path) && run.err.contains("symbolic link"), "{path}: {}", run.err);
    }
    assert_eq!(outside.files("").into_values().collect::<BTreeSet<_>>(), BTreeSet::from([b"TOPSECRET".to_vec()]));
    assert_eq!(outside.files("").len(), 3);
}

#[test]
fn what_is_not_ours_stops_the_build() {
    let site = site();
    site.run(&["build"]).succeeds();
    let refused = |what: &str, names: &str| {
        let run = site.run(&["build"]).exits_with(2);
        assert!(run.err.contains(names), "{what}: {}", run.err);
    };
    site.write("public/CNAME", "example.org");
    refused("a file", "CNAME; move that away");
    site.write("public/.git/HEAD", "ref: refs/heads/pages");
    refused("a repository", "which no build replaces");
    let forced = site.run(&["build", "--force", "--force"]).exits_with(2);
    assert!(forced.err.contains("holds a repository"), "{}", forced.err);
    // What the host needs stays where it is, over any number of builds.
    site.write("casebook.yaml", format!("{CONFIG}keep: [.git, CNAME]\n"));
    site.append("content/cases/c0.md", "\nMore [@a].\n");
    for _ in 0..2 {
        site.run(&["build"]).succeeds();
        assert_eq!(
            (site.read("public/CNAME"), site.read("public/.git/HEAD")),
            ("example.org".into(), "ref: refs/heads/pages".into())
        );
    }
    assert!(!site.read("public/.casebook").contains("CNAME"));
    // A marker makes no folder ours.
    site.write("other/.casebook", "");
    site.write("other/deep/mine.txt", "mine");
    let run = site.run(&["build", "--output", "other"]).exits_with(2);
    assert!(run.err.contains("deep/; move that away"), "{}", run.err);
    // Outside of the site, once is not enough.
    let outside = Site::of(&[("mine.txt", "mine")]);
    let output = outside.root().to_str().unwrap();
    let run = site.run(&["build", "--force", "--output", output]).exits_with(2);
    assert!(run.err.contains("is not below the site") && run.err.contains("mine.txt"), "{}", run.err);
    site.run(&["build", "--force", "--force", "--output", output]).succeeds();
    // Nor is a home, or what holds it, ever replaced.
    let home = Site::of(&[("me/.profile", "")]);
    for folder in ["me", ""] {
        let mut command = casebook(site.root());
        command.env("HOME", fs::canonicalize(home.path("me")).unwrap());
        let run = Run::from(
            command.args(["build", "--force", "--force", "--output"]).arg(home.path(folder)).output().unwrap(),
        );
        assert!(run.code == 2 && run.err.contains("your home folder"), "{folder}: {run:?}");
    }
    assert!(home.path("me/.profile").exists());
}

#[test]
fn modes_are_those_of_new_files() {
    let site = site();
    site.run(&["build"]).succeeds();
    let path = site.path("public/cases/c1.html");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    let ordinary = mode(&path);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(site.path("public/cases"), fs::Permissions::from_mode(0o700)).unwrap();
    site.run(&["build"]).succeeds();
    assert_eq!(mode(&path), ordinary);
    assert_eq!(mode(&site.path("public/cases")), mode(&site.path("public")));
}

#[test]
fn what_a_killed_build_left_is_cleared() {
    let site = site();
    // With a marker and without, and the old output itself, put aside between two renames.
    site.write(".public.building-1/index.html", "half");
    site.write(".public.building-2/.casebook", "");
    site.run(&["build"]).succeeds();
    no_leftovers(&site);
    fs::rename(site.path("public"), site.path(".public.building-3.old")).unwrap();
    site.write("content/cases/broken.md", "no front matter");
    site.run(&["build"]).exits_with(1);
    site.remove("content/cases/broken.md");
    site.run(&["build"]).succeeds();
    no_leftovers(&site);
}
