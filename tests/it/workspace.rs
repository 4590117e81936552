//! A site that is checked again after an edit is the site that is checked anew: same findings, same pages.

// The edits are those that editors make to text, which leave the index as it is, and some that reach further.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook::files::Files;
use casebook::load::{load, reload};
use casebook::model::Body;
use casebook::parse::{Cache, parse_with};
use casebook::pipeline::{self, Checked, Options, Workspace};
use proptest::prelude::*;

use crate::support::site::Site;

fn cases(root: &Path) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(root.join("content/cases")).expect("cases").flatten().map(|entry| entry.path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    cases.sort();
    cases
}

/// Every page by its route.
fn pages(checked: &Checked) -> Vec<(String, String)> {
    let renderer = checked.renderer.as_ref().expect("a site");
    let mut pages = Vec::new();
    for page in &renderer.plan().pages {
        let mut bytes = Vec::new();
        renderer.render(page, &mut bytes).expect("a page");
        pages.push((page.route.clone(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    pages
}

fn same_as_anew(root: &Path, again: &Checked, what: &str) {
    let anew = pipeline::check(root, &Options::default()).expect("a site");
    assert_eq!(again.diagnostics, anew.diagnostics, "{what}");
    assert_eq!(again.counts, anew.counts, "{what}");
    let (again, anew) = (pages(again), pages(&anew));
    let routes = |pages: &[(String, String)]| pages.iter().map(|(route, _)| route.clone()).collect::<Vec<_>>();
    assert_eq!(routes(&again), routes(&anew), "{what}");
    for ((route, again), (_, anew)) in again.iter().zip(&anew) {
        assert!(again == anew, "{what}: {route} differs");
    }
}

/// Does a check report that it linked the edited cases only?
fn is_short(checked: &Checked) -> bool {
    !checked.timings.0.iter().any(|(stage, _)| *stage == "link")
}

#[test]
fn edits_of_text_are_linked_alone() {
    let site = Site::demonstration();
    let root = site.root();
    let all = cases(root);
    let mut workspace = Workspace::open(root, Options::default()).expect("a site");
    workspace.check();
    let slug = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    // Every edit renders the whole site twice.
    for (index, path) in all.iter().enumerate().step_by(5) {
        let original = fs::read_to_string(path).expect("a case");
        let id = original.split("- id: ").nth(1).and_then(|rest| rest.lines().next()).expect("a source").trim();
        let other = slug(&all[(index + 1) % all.len()]);
        let edits = [
            ("a paragraph", format!("{original}\nA new paragraph.\n")),
            ("a citation", format!("{original}\nA new paragraph [@{id}], and one more [@{id}, p. 3].\n")),
            ("a link", format!("{original}\nSee [[{other}]] and [[{other}|this]] and [[{}]].\n", slug(path))),
            ("a broken link", format!("{original}\nSee [[no-such-case]] [@no-such-source] (Nobody, 2025).\n")),
            ("citations gone", original.replace(&format!(" [@{id}]"), "")),
            ("as it was", original.clone()),
        ];
        let mut short = 0;
        for (what, text) in edits {
            fs::write(path, text).expect("an edit");
            workspace.update(std::slice::from_ref(path)).expect("an update");
            let checked = workspace.check();
            short += usize::from(is_short(&checked));
            same_as_anew(root, &checked, &format!("{what} in {}", path.display()));
        }
        assert!(short > 0, "{}: no edit took the short way", path.display());
    }
}

#[test]
fn statements_shown_elsewhere_follow_their_case() {
    let case = |text: &str| {
        format!(
            "---\ntitle: A case\ndate: 2025\nsummary: It is one.\nsources:\n  - {{id: a, publisher: ET, date: 2025, \
             kind: news, url: \"https://example.org/a\"}}\n---\n\n## What they did\n\n{text}\n"
        )
    };
    let site = Site::of(&[
        ("casebook.yaml", "title: A site\nseverities: {no-base-url: off, duplicate-case: off}\n".to_owned()),
        ("content/cases/home.md", case("They did it [@a]. ^did")),
        ("content/cases/other.md", case("A thing [@a].\n\n![[home#^did]]\n\n![[home#^later]]")),
        ("content/pages/about.md", "---\ntitle: About\n---\n\n![[home#^did]]\n\nSee [[home#^did]].\n".to_owned()),
    ]);
    let root = site.root();
    let home = root.join("content/cases/home.md");
    let mut workspace = Workspace::open(root, Options::default()).expect("a site");
    workspace.check();
    for (what, text, is_short_way) in [
        ("other words", "They did *this* [@a]. ^did", true),
        ("a paragraph before it", "A new one [@a].\n\nThey did *this* [@a]. ^did", true),
        ("no citation", "They did this. ^did", true),
        ("a new id", "They did this [@a]. ^did\n\nThey do [@a]. ^later", false),
        ("an id that is gone", "They did this [@a].\n\nThey do [@a]. ^later", false),
        ("no statement any more", "They do [@a]. ^did\n\n- One [@a].\n- Two [@a].\n\n^later", false),
    ] {
        fs::write(&home, case(text)).expect("an edit");
        workspace.update(std::slice::from_ref(&home)).expect("an update");
        let checked = workspace.check();
        assert_eq!(is_short(&checked), is_short_way, "{what}");
        same_as_anew(root, &checked, what);
    }
    // An anchor that is made of words is gone with them.
    let page = root.join("content/pages/about.md");
    let words = |text: &str| {
        let text = case(text);
        let start = text.find("## ").expect("a section");
        let anchors = casebook::parse::markdown::Anchors::default();
        casebook::parse::markdown::parse(&text, start..text.len(), anchors, |_| None).0.anchor(0).into_owned()
    };
    fs::write(&page, format!("---\ntitle: About\n---\n\n![[home#{}]]\n", words("Words [@a]."))).expect("an edit");
    workspace.update(std::slice::from_ref(&page)).expect("an update");
    same_as_anew(root, &workspace.check(), "words that are not there");
    for (what, text) in [("the words come", "Words [@a]."), ("the words go", "Other words [@a].")] {
        fs::write(&home, case(text)).expect("an edit");
        workspace.update(std::slice::from_ref(&home)).expect("an update");
        let checked = workspace.check();
        assert!(!is_short(&checked), "{what}");
        same_as_anew(root, &checked, what);
    }
}

#[test]
fn edits_that_reach_further_are_seen_everywhere() {
    let site = Site::demonstration();
    let root = site.root();
    let all = cases(root);
    let path = &all[0];
    let original = fs::read_to_string(path).expect("a case");
    let mut workspace = Workspace::open(root, Options::default()).expect("a site");
    workspace.check();
    let edits = [
        ("a title", original.replacen("title: ", "title: Another ", 1)),
        ("a heading", format!("{original}\n### One more\n\nText.\n")),
        ("a draft", original.replacen("title: ", "draft: true\ntitle: ", 1)),
        ("unlisted", original.replacen("title: ", "draft: unlisted\ntitle: ", 1)),
        ("no draft", original.clone()),
    ];
    for (what, text) in edits {
        fs::write(path, text).expect("an edit");
        workspace.update(std::slice::from_ref(path)).expect("an update");
        let checked = workspace.check();
        assert!(!is_short(&checked), "{what}");
        same_as_anew(root, &checked, what);
    }
    // A shared source that a text cites is a work of its case.
    fs::create_dir_all(root.join("content/sources")).expect("a folder");
    let shared = root.join("content/sources/shared.yaml");
    fs::write(&shared, shared_source("Business Insider")).expect("a file");
    workspace.update(std::slice::from_ref(&shared)).expect("an update");
    same_as_anew(root, &workspace.check(), "a shared source");
    fs::write(path, format!("{original}\nOne more paragraph [@shared].\n")).expect("an edit");
    workspace.update(std::slice::from_ref(path)).expect("an update");
    let checked = workspace.check();
    assert!(!is_short(&checked), "a shared source is cited");
    same_as_anew(root, &checked, "a shared source is cited");
    // The text of a case that stands behind the others.
    fs::write(path, original.replacen("title: ", "draft: unlisted\ntitle: ", 1)).expect("an edit");
    workspace.update(std::slice::from_ref(path)).expect("an update");
    workspace.check();
    fs::write(path, original.replacen("title: ", "draft: unlisted\ntitle: ", 1) + "\nMore of it.\n").expect("an edit");
    workspace.update(std::slice::from_ref(path)).expect("an update");
    let checked = workspace.check();
    assert!(is_short(&checked), "the text of an unlisted case");
    same_as_anew(root, &checked, "the text of an unlisted case");
    fs::write(path, &original).expect("an edit");
    workspace.update(std::slice::from_ref(path)).expect("an update");
    workspace.check();
    // Two cases at once, then a page, then a file that comes and goes.
    for path in &all[..2] {
        let text = fs::read_to_string(path).expect("a case");
        fs::write(path, format!("{text}\nMore of it.\n")).expect("an edit");
    }
    workspace.update(&all[..2]).expect("an update");
    let checked = workspace.check();
    assert!(is_short(&checked));
    same_as_anew(root, &checked, "two cases");
    let new = root.join("content/cases/a-new-one.md");
    fs::write(&new, original.replacen("title: ", "title: New ", 1)).expect("a file");
    workspace.update(std::slice::from_ref(&new)).expect("an update");
    same_as_anew(root, &workspace.check(), "a new case");
    fs::remove_file(&new).expect("a file");
    workspace.update(std::slice::from_ref(&new)).expect("an update");
    same_as_anew(root, &workspace.check(), "a case that is gone");
}

/// A site with a term that has a text, and a role in which it occurs.
fn with_terms() -> Site {
    let case = |name: &str, terms: &str| {
        format!(
            "---\ntitle: Case {name}\ndate: 2025\nsummary: It is one.\n{terms}\nsources:\n  - {{id: a, publisher: ET, \
             date: 2025, kind: news}}\n---\n\n## What they did\n\nThey did it [@a], see [[owner/maker]].\n"
        )
    };
    Site::of(&[
        ("casebook.yaml", "title: A site\nseverities: {no-base-url: off, duplicate-case: off}\n".to_owned()),
        ("content/taxonomies/owner.yaml", OWNER.to_owned()),
        ("content/taxonomies/vendor.yaml", "label: Vendor\nplural: Vendors\nterms_of: owner\n".to_owned()),
        ("content/taxonomies/owner/maker.md", MAKER.to_owned()),
        ("content/taxonomies/owner/other.md", "---\nlabel: Other\n---\n\nSee [[owner/maker#history]].\n".to_owned()),
        ("content/sources/shared.yaml", shared_source("Business Insider")),
        ("content/cases/one.md", case("one", "owner: Maker\nvendor: Other")),
        ("content/cases/two.md", case("two", "vendor: [Maker, Somebody]")),
    ])
}

const OWNER: &str = "label: Owner\nplural: Owners\nvocabulary: open\nfields: [{id: staff, shape: number}]\nterms:\n  \
    - {id: group, label: Group}\n";

const MAKER: &str = "---\nlabel: Maker\nstaff: {value: 5, sources: [own]}\nsources: [{id: own, publisher: ET, date: 2024}]\n\
    ---\n\nIt makes things [@own]. ^makes\n\n## History\n\nIt was founded [@own].\n";

#[test]
fn edits_of_terms_are_seen_everywhere() {
    let site = with_terms();
    let (maker, owner) = ("content/taxonomies/owner/maker.md", "content/taxonomies/owner.yaml");
    let mut workspace = Workspace::open(site.root(), Options::default()).expect("a site");
    workspace.check();
    let edits: [(&str, &str, Option<String>); 16] = [
        ("its words", maker, Some(MAKER.replace("makes things", "makes many things"))),
        ("a shared source", maker, Some(format!("{MAKER}\nAnd more [@shared].\n"))),
        ("a source that nobody has", maker, Some(format!("{MAKER}\nAnd more [@nobody].\n"))),
        ("its label, which cases use", maker, Some(MAKER.replace("label: Maker", "label: The maker"))),
        ("an alias in its place", maker, Some(MAKER.replace("label: Maker", "label: The maker\naliases: [Maker]"))),
        ("a heading that a link names", maker, Some(MAKER.replace("## History", "## Its past"))),
        ("a broader term", maker, Some(MAKER.replace("label: Maker", "label: Maker\nbroader: group"))),
        ("a value", maker, Some(MAKER.replace("value: 5", "value: many"))),
        ("a draft", maker, Some(MAKER.replace("label: Maker", "label: Maker\ndraft: true"))),
        ("a word of the text of a case", "content/cases/one.md", Some(site.read("content/cases/one.md") + "\nMore.\n")),
        ("another field in the vocabulary", owner, Some(OWNER.replace("id: staff", "id: people"))),
        ("the term in its vocabulary too", owner, Some(format!("{OWNER}  - {{id: maker, label: Maker}}\n"))),
        (
            "a role in its vocabulary's place",
            owner,
            Some("label: Owner\nplural: Owners\nterms_of: vendor\n".to_owned()),
        ),
        ("the vocabulary as it was", owner, Some(OWNER.to_owned())),
        ("no file any more", maker, None),
        ("a file again", maker, Some(MAKER.to_owned())),
    ];
    for (what, path, text) in edits {
        match text {
            Some(text) => site.write(path, text),
            None => site.remove(path),
        }
        workspace.update(&[site.path(path)]).expect("an update");
        same_as_anew(site.root(), &workspace.check(), what);
    }
}

#[test]
fn files_are_parsed_once() {
    let site = with_terms();
    let mut cache = Cache::default();
    let (mut files, _) = load(site.root()).expect("a site");
    let bodies = |files: &Files, cache: &mut Cache| -> Vec<Arc<Body>> {
        let (parsed, _) = parse_with(files, cache);
        parsed.cited().map(|one| one.body.clone()).collect()
    };
    let same = |one: &[Arc<Body>], other: &[Arc<Body>]| -> Vec<bool> {
        one.iter().zip(other).map(|(one, other)| Arc::ptr_eq(one, other)).collect()
    };
    // Two cases, two terms.
    let first = bodies(&files, &mut cache);
    assert_eq!(same(&first, &bodies(&files, &mut cache)), [true; 4]);
    site.append("content/taxonomies/owner/maker.md", "\nMore.\n");
    reload(&mut files, &[site.path("content/taxonomies/owner/maker.md")]).expect("a site");
    let second = bodies(&files, &mut cache);
    assert_eq!(same(&first, &second), [true, true, false, true]);
    // What its terms are read with is a vocabulary's, and none of cases.
    site.write("content/taxonomies/owner.yaml", OWNER.replace("id: staff", "id: people"));
    reload(&mut files, &[site.path("content/taxonomies/owner.yaml")]).expect("a site");
    assert_eq!(same(&second, &bodies(&files, &mut cache)), [true, true, false, false]);
}

/// An edit of a site with few cases. Numbers choose among what there is.
#[derive(Debug, Clone)]
enum Change {
    /// A paragraph that cites the case's first source, a shared source, or one that nobody has.
    Paragraph(usize, &'static str),
    /// A link to a case, under a heading of it or not.
    Link(usize, usize, &'static str),
    /// A heading, which links may lead to.
    Heading(usize),
    /// The text without its last paragraph.
    Shorter(usize),
    /// Words in the front matter in place of others.
    Front(usize, &'static str, &'static str),
    /// Words in a vocabulary, of terms or of publishers, in place of others.
    Vocabulary(&'static str, &'static str, &'static str),
    /// The publisher of the source that all cases may cite.
    SharedSource(&'static str),
    /// A page gets a link to a case.
    Page(usize),
    /// The case as it was at first, also where it was removed.
    AsItWas(usize),
    Remove(usize),
}

fn change() -> impl Strategy<Value = Change> {
    use Change::{AsItWas, Front, Heading, Link, Page, Paragraph, Remove, SharedSource, Shorter, Vocabulary};
    let case = || 0..FEW;
    let cited = prop::sample::select(vec![" [@OWN]", " [@OWN; @shared]", " [@shared, p. 2]", " [@nobody]", ""]);
    let section = prop::sample::select(vec!["", "#one-more", "#sources"]);
    let front = prop::sample::select(vec![
        ("title: ", "title: Another "),
        ("\ndate: 20", "\ndate: 19"),
        ("\nsummary: ", "\ndraft: true\nsummary: "),
        ("\nsummary: ", "\ndraft: unlisted\nsummary: "),
        ("\ndraft: unlisted", ""),
        ("\ndraft: true", ""),
        ("\norganisation: ", "\norganisation: New "),
        ("\nregion: ", "\nregion: Nowhere, not "),
        ("\ntag: [", "\ntag: [Something new, "),
        ("  - id: ", "  - id: other-"),
        ("    publisher: ", "    publisher: The "),
        ("\nsummary: ", "\nevents:\n  - { date: 2020-01, text: Something happened., sources: [shared] }\nsummary: "),
        ("\nsummary: ", "\nallow:\n  - uncited-source: it is further reading\nsummary: "),
    ]);
    let vocabulary = prop::sample::select(vec![
        ("taxonomies/organisation.yaml", "label: Air Canada", "label: Air Canada Inc"),
        ("taxonomies/organisation.yaml", "aliases: [New York City", "aliases: [Air Canada Inc"),
        ("taxonomies/region.yaml", "terms:\n", "terms:\n  - { id: nowhere, label: Nowhere }\n"),
        ("taxonomies/tag.yaml", "vocabulary: open", "vocabulary: closed"),
        ("publishers.yaml", "label: Business Insider,", "label: The Insider,"),
        ("publishers.yaml", "kind: news", "kind: other"),
    ]);
    prop_oneof![
        3 => (case(), cited).prop_map(|(case, cited)| Paragraph(case, cited)),
        3 => (case(), case(), section).prop_map(|(from, to, section)| Link(from, to, section)),
        1 => case().prop_map(Heading),
        2 => case().prop_map(Shorter),
        3 => (case(), front).prop_map(|(case, (from, to))| Front(case, from, to)),
        2 => vocabulary.prop_map(|(file, from, to)| Vocabulary(file, from, to)),
        1 => prop::sample::select(vec!["Somebody", "Business Insider"]).prop_map(SharedSource),
        1 => case().prop_map(Page),
        2 => case().prop_map(AsItWas),
        1 => case().prop_map(Remove),
    ]
}

/// So many cases the site of random edits has: each edit renders all its pages twice.
const FEW: usize = 4;

fn shared_source(publisher: &str) -> String {
    format!("- id: shared\n  publisher: {publisher}\n  title: A title\n  url: https://example.org/shared\n")
}

/// Make a change in the files; the file that it is in.
fn make(change: &Change, root: &Path, cases: &[(PathBuf, String)]) -> PathBuf {
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    let slug = |case: usize| cases[case].0.file_stem().expect("a name").to_string_lossy().into_owned();
    let of_case = |case: usize| (cases[case].0.clone(), read(&cases[case].0));
    let (path, text) = match change {
        Change::Paragraph(case, cited) => {
            let (path, text) = of_case(*case);
            let own = text.split("- id: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or("none").to_owned();
            (path, format!("{text}\nOne more paragraph{}.\n", cited.replace("OWN", &own)))
        }
        Change::Link(from, to, section) => {
            let (path, text) = of_case(*from);
            (path, format!("{text}\nSee [[{}{section}]] for more.\n", slug(*to)))
        }
        Change::Heading(case) => {
            let (path, text) = of_case(*case);
            (path, format!("{text}\n### One more\n"))
        }
        Change::Shorter(case) => {
            let (path, text) = of_case(*case);
            let shorter = text.trim_end().rsplit_once("\n\n").map(|(rest, _)| format!("{rest}\n"));
            (path, shorter.unwrap_or(text))
        }
        Change::Front(case, from, to) => {
            let (path, text) = of_case(*case);
            (path, text.replacen(from, to, 1))
        }
        Change::Vocabulary(file, from, to) => {
            let path = root.join("content").join(file);
            let text = read(&path);
            let new = if text.contains(to) { text.replacen(to, from, 1) } else { text.replacen(from, to, 1) };
            (path, new)
        }
        Change::SharedSource(publisher) => (root.join("content/sources/shared.yaml"), shared_source(publisher)),
        Change::Page(case) => {
            let path = root.join("content/pages/about.md");
            let text = read(&path);
            (path, format!("{text}\nSee [[{}]].\n", slug(*case)))
        }
        Change::AsItWas(case) => cases[*case].clone(),
        Change::Remove(case) => {
            let path = cases[*case].0.clone();
            let _ = fs::remove_file(&path);
            return path;
        }
    };
    fs::write(&path, text).expect("an edit");
    path
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_row_of_random_edits_leaves_the_site_as_if_checked_anew(changes in prop::collection::vec(change(), 1..8)) {
        let site = Site::demonstration();
        let root = site.root();
        let all = cases(root);
        for path in &all[FEW..] {
            fs::remove_file(path).expect("a case");
        }
        fs::create_dir_all(root.join("content/sources")).expect("a folder");
        fs::write(root.join("content/sources/shared.yaml"), shared_source("Business Insider")).expect("a source");
        let few: Vec<(PathBuf, String)> =
            all[..FEW].iter().map(|path| (path.clone(), fs::read_to_string(path).expect("a case"))).collect();
        let mut workspace = Workspace::open(root, Options::default()).expect("a site");
        workspace.check();
        for (index, change) in changes.iter().enumerate() {
            let path = make(change, root, &few);
            workspace.update(std::slice::from_ref(&path)).expect("an update");
            same_as_anew(root, &workspace.check(), &format!("after {:?}", &changes[..=index]));
        }
    }
}
