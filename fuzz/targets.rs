//! What is tried with any bytes, and what must hold: for libFuzzer and for `tests/it/fuzz.rs`.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use casebook::diagnostic::{Diagnostic, apply_fixes, human};
use casebook::files::{CONFIG_FILE, Files, Role, SourceFile};
use casebook::import::{Job, Mode, import};
use casebook::link::{Drafts, link};
use casebook::model::config::HtmlPolicy;
use casebook::model::{PartialDate, SCHEMES};
use casebook::parse::parse;
use casebook::plan::{Subject, plan};
use casebook::query;
use casebook::render::body::{Labels, Setting, Written, render};
use casebook::render::citation::Numbering;
use casebook::render::citation::csl::{self, CitationStyle};
use casebook::render::{KINDS, Renderer};
use casebook::theme::Theme;
use scraper::{Html, Selector};

/// What a target does with some bytes.
type Target = fn(&[u8]);

/// Every target: its name, and what it does with some bytes. It panics where something does not hold.
pub const TARGETS: [(&str, Target); 10] = [
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("citation_groups", citation_groups),
    ("dates", dates),
    ("bibliographies", bibliographies),
    ("styles", styles),
    ("vocabularies", vocabularies),
    ("maps", maps),
    ("imports", imports),
    ("queries", queries),
];

/// Rounds of `check --fix`.
const ROUNDS: usize = 10;

const CONFIG: &str = "title: Examples\nbase_url: https://example.org\nhtml: sanitize\nsections:\n  \
- {id: what, title: What they did, required: true, aliases: [What happened]}\n\
severities: {near-term: error}\n";
const STYLED: &str = "citations: {style: example.csl}\n";
const VOCABULARY: &str = "label: Department\nplural: Departments\nvocabulary: closed\nterms:\n  \
- {id: legal, label: Legal, aliases: [Law]}\n  - {id: courts, broader: legal}\n";
const FRONT: &str = "title: A case\ndate: 2025-05~\ndepartment: [legal]\nsummary: What happened.\nsources:\n  \
- {id: times, publisher: Example Times, title: A report, date: 2025-05-13, url: 'https://example.org/a', kind: news}\n  \
- {id: post, publisher: Example Post, author: 'Doe, Jane', date: 2024}\n";
const CASE: &str = "content/cases/a.md";
const BODY: &str = "## What they did\n\nA thing [see @times, p. 3; -@post] and @times [p. 4].\n";

fn case(front: &str, body: &str) -> String {
    format!("---\n{front}---\n\n{body}")
}

/// A site in memory, with one file in place of its own or beside them.
fn site_with(path: &str, role: Role, text: &str) -> Files {
    let is_styled = role == Role::CitationStyle;
    let config = if is_styled { format!("{CONFIG}{STYLED}") } else { CONFIG.to_owned() };
    let mut sources: Vec<SourceFile> = [
        (CONFIG_FILE, Role::Config, config),
        (CASE, Role::Case, case(FRONT, BODY)),
        ("content/cases/b.md", Role::Case, case(FRONT, BODY)),
        ("content/taxonomies/department.yaml", Role::Vocabulary, VOCABULARY.to_owned()),
        (path, role, text.to_owned()),
    ]
    .into_iter()
    .rev()
    .map(|(path, role, text)| SourceFile {
        path: path.to_owned(),
        role,
        text: text.into(),
        readable: true,
        conflicts: Vec::new(),
    })
    .collect();
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    // The sort keeps equals in order, and the file in question stands before the one that it takes the place of.
    sources.dedup_by(|second, first| second.path == first.path);
    Files { root: PathBuf::from("."), sources, ..Files::default() }
}

/// Check a site, render what it says, and fix it: everything that must hold of any text.
fn run(path: &str, role: &Role, text: &str) {
    let files = site_with(path, role.clone(), text);
    let diagnostics = check(&files);
    let mut text = text.to_owned();
    let mut found = own(&files, &diagnostics, path);
    for _ in 0..ROUNDS {
        let Some((fixed, _)) = apply_fixes(&text, found.iter()) else { return };
        text = fixed;
        let files = site_with(path, role.clone(), &text);
        found = own(&files, &check(&files), path);
    }
    assert!(apply_fixes(&text, found.iter()).is_none_or(|(fixed, _)| fixed == text), "no end of fixes: {text:?}");
}

fn own(files: &Files, diagnostics: &[Diagnostic], path: &str) -> Vec<Diagnostic> {
    let is_own = |found: &&Diagnostic| found.place.as_ref().is_some_and(|place| files.get(place.file).path == path);
    diagnostics.iter().filter(is_own).cloned().collect()
}

fn theme(files: &Files) -> Arc<Theme> {
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    let make = || Theme::new(files, &parse(files).0.config).0.expect("the default theme");
    THEME.get_or_init(|| Arc::new(make())).clone()
}

fn check(files: &Files) -> Vec<Diagnostic> {
    let (parsed, mut diagnostics) = parse(files);
    let (style, found) = CitationStyle::new(files, &parsed.config);
    diagnostics.extend(found);
    let (site, found) = link(parsed, Drafts::Include);
    diagnostics.extend(found);
    let theme = theme(files);
    let (plan, found) = plan(&site, &theme, &KINDS);
    diagnostics.extend(found);
    diagnostics.extend(csl::report(&site, &style, &theme.words));
    places_hold(files, &diagnostics);
    let renderer = Renderer::new(site, theme, Arc::new(plan), Arc::new(style));
    for page in &renderer.plan().pages {
        let is_shown = matches!(
            page.subject,
            Subject::Case(_) | Subject::CaseFile(_) | Subject::Term(_) | Subject::Publisher(_) | Subject::Work(_)
        );
        if is_shown {
            let mut bytes = Vec::new();
            renderer.render(page, &mut bytes).unwrap_or_else(|error| panic!("{}: {error}", page.route));
            let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{}: {error}", page.route));
            if page.route.ends_with(".html") {
                is_harmless(&page.route, &text);
            }
        }
    }
    diagnostics
}

/// Every place lies in its file, between characters, and can be shown.
fn places_hold(files: &Files, diagnostics: &[Diagnostic]) {
    for found in diagnostics {
        for place in found.place.iter().chain(found.related.iter().map(|related| &related.place)) {
            let text = files.get(place.file).text.get();
            assert!(text.get(place.span.clone()).is_some(), "{found:?} lies outside of {text:?}");
        }
        for edit in found.fix.iter().flat_map(|fix| &fix.edits) {
            let file = found.place.as_ref().expect("a fix has a place").file;
            let text = files.get(file).text.get();
            assert!(text.get(edit.span.clone()).is_some(), "{edit:?} lies outside of {text:?}");
        }
    }
    let shown = &diagnostics[..diagnostics.len().min(20)];
    assert_eq!(human::render(shown, files, human::Style::Plain).is_empty(), shown.is_empty());
}

/// Elements that a page may have: those of the theme and those that sanitising leaves.
const ELEMENTS: &str = "a abbr acronym area article aside b bdi bdo blockquote body br button caption center cite code \
    circle col colgroup data dd del details dfn dialog div dl dt em figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup \
    hr html i img input ins kbd label li link main map mark meta nav ol optgroup option output p pre q rp rt ruby s samp \
    script search section select small span strike strong sub summary sup svg path rect g table tbody td textarea tfoot th thead \
    text time title tr tt u ul var wbr";
/// Attributes that may stand on them, beside `aria-…` and `data-…`.
const ATTRIBUTES: &str = "abbr align alt autocomplete axis border cellpadding cellspacing char charoff charset checked \
    cite class cols colspan content coords d datetime defer dir disabled download for form headers height hidden href \
    hreflang http-equiv id inputmode itemprop label lang list loading max maxlength media method min multiple name open \
    pattern placeholder prefix property readonly rel required reversed role rows rowspan rules scope selected shape size \
    sizes span spellcheck src srcset start step summary tabindex target title type value viewbox width xml:lang action \
    enterkeyhint preserveaspectratio text-anchor transform x y rx ry fill stroke xmlns focusable decoding fetchpriority color typeof translate \
    cx cy r popover popovertarget";

/// A page has elements, attributes and schemes that are listed, and no others. A page that was seen before is not read
/// again: most pages of a site say nothing of what is tried.
fn is_harmless(route: &str, page: &str) {
    static SEEN: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(page);
    if SEEN.lock().is_ok_and(|seen| seen.contains(&hash)) {
        return;
    }
    has_only_what_is_listed(route, page);
    SEEN.lock().expect("no panic meanwhile").insert(hash);
}

fn has_only_what_is_listed(route: &str, page: &str) {
    static LISTS: OnceLock<[BTreeSet<&str>; 2]> = OnceLock::new();
    let [elements, attributes] =
        LISTS.get_or_init(|| [ELEMENTS, ATTRIBUTES].map(|list| list.split_whitespace().collect()));
    let html = Html::parse_document(page);
    for node in html.tree.nodes() {
        let Some(element) = node.value().as_element() else { continue };
        let name = element.name();
        // The theme's style sheet for readers without scripts; nothing of a case stands in the head.
        let above = node.parent().and_then(|parent| parent.value().as_element());
        let is_of_theme = name == "noscript" && above.is_some_and(|above| above.name() == "head");
        assert!(is_of_theme || elements.contains(name), "{route} has an element `{name}`");
        let is_data = element.attr("type") == Some("application/ld+json");
        assert!(name != "script" || is_data || element.attr("src").is_some(), "{route} has a script");
        for (attribute, value) in element.attrs() {
            let is_open = attribute.starts_with("aria-") || attribute.starts_with("data-");
            let is_known = is_open || attributes.contains(attribute.to_ascii_lowercase().as_str());
            assert!(is_known, "{route}: `{name}` has an attribute `{attribute}`");
            if ["href", "src", "cite", "action", "poster", "formaction"].contains(&attribute) {
                is_allowed(route, value);
            }
        }
    }
    let refresh = Selector::parse("meta[http-equiv=refresh]").expect("a selector");
    assert!(html.select(&refresh).next().is_none(), "{route} leads away");
}

/// An address has no scheme, or one that is listed, as a browser reads it: without white space and control characters.
fn is_allowed(route: &str, address: &str) {
    let read: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let before = read.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, _)) = before.split_once(':') else { return };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    assert!(!is_scheme || known || read.starts_with("data:image/"), "{route} leads to {address:?}");
}

fn text_of(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

fn front_matter(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    run(CASE, &Role::Case, &case(&format!("{text}\n"), BODY));
    run(CASE, &Role::Case, text);
}

fn markdown(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    run(CASE, &Role::Case, &case(FRONT, &format!("## What they did\n\n{text}")));
    // What holds no mark of Casebook's own comes out as the Markdown library alone has it.
    let is_marked = |c: char| "@[](){}<>#=-^`~|\\&:".contains(c) || c.is_control() && c != '\n';
    if !text.contains(is_marked) {
        let mut plain = String::new();
        pulldown_cmark::html::push_html(&mut plain, casebook::markdown::events(text).map(|(event, _)| event));
        assert_eq!(outline(&body_of(text)), outline(&plain), "{text:?}");
    }
}

/// A text without citations as HTML.
fn body_of(text: &str) -> String {
    let (body, _) =
        casebook::parse::markdown::parse(text, 0..text.len(), casebook::parse::markdown::Anchors::default(), |_| None);
    let setting = Setting {
        citations: rustc_hash::FxHashMap::default(),
        numbering: Numbering::new(&body, &[], false),
        statements: Vec::new(),
        show: &|_, _| None,
        answer: &|_| None,
        home: None,
        resolve: &|_| None,
        picture_size: &|_| None,
        policy: HtmlPolicy::Sanitize,
        labels: Labels { back: "back", done: "done", open: "open", uncited: "uncited", copy: "copy" },
    };
    let html = render(Written { text, body: &body, targets: &[] }, &setting);
    html.preamble + &html.sections.into_iter().map(|section| section.html).collect::<String>() + &html.footnotes
}

/// The elements of some HTML in their order, and its text.
fn outline(html: &str) -> (Vec<String>, String) {
    let html = Html::parse_fragment(html);
    let elements = html.tree.values().filter_map(|node| node.as_element()).map(|element| element.name().to_owned());
    let text: String = html.root_element().text().collect();
    (elements.collect(), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn citation_groups(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    let body = format!("## What they did\n\nOne [{text}]. Two [@times, {text}; see @post]. Three @times [{text}].\n");
    run(CASE, &Role::Case, &case(FRONT, &body));
}

/// Dates have a total order, are written as they were read, and read again alike.
fn dates(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    let dates: Vec<PartialDate> = text
        .lines()
        .take(6)
        .flat_map(|line| {
            let date = PartialDate::parse(line).ok();
            assert!(date.iter().all(|date| date.edtf() == line.trim()), "{line:?} is written as {date:?}");
            [date, PartialDate::from_words(line)]
        })
        .flatten()
        .collect();
    for date in &dates {
        assert_eq!(PartialDate::parse(&date.edtf()).as_ref(), Ok(date));
        for other in &dates {
            assert_eq!(date.cmp(other), other.cmp(date).reverse(), "{date:?} {other:?}");
            assert_eq!(date.cmp(other).is_eq(), date == other, "{date:?} {other:?}");
            for third in &dates {
                assert!(!(date <= other && other <= third) || date <= third, "{date:?} {other:?} {third:?}");
            }
        }
    }
    let line = text.lines().next().unwrap_or_default().replace('\'', "''");
    run(CASE, &Role::Case, &case(&format!("{FRONT}events:\n  - {{date: '{line}', text: It began}}\n"), BODY));
}

/// A bibliography in the form that its first byte chooses.
fn bibliographies(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let Some(text) = text_of(data) else { return };
    let form = ["bib", "ris", "json", "yaml"][usize::from(*form) % 4];
    run(&format!("content/sources/shared.{form}"), &Role::SharedSources, text);
}

fn styles(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    run("example.csl", &Role::CitationStyle, text);
}

fn vocabularies(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    run("content/taxonomies/department.yaml", &Role::Vocabulary, text);
    run("content/publishers.yaml", &Role::Publishers, text);
}

/// A folder that imports are tried in; nothing is written into the site.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [(CONFIG_FILE, CONFIG), ("content/taxonomies/department.yaml", VOCABULARY)] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

fn imported(input: (&str, &[u8]), map: Option<&[u8]>) {
    let folder = folder();
    let paths = [folder.path().join(input.0)];
    std::fs::write(&paths[0], input.1).expect("a file");
    let map = map.map(|text| {
        let path = folder.path().join("map.yaml");
        std::fs::write(&path, text).expect("a file");
        path
    });
    let job = Job {
        root: folder.path(),
        paths: &paths,
        map: map.as_deref(),
        name: Some("fuzz"),
        format: None,
        constants: Vec::new(),
        slug: None,
        mode: Mode::Update,
        is_dry: true,
        repair: true,
        report: None,
    };
    if let Ok(report) = import(&job, &|_, _| ()) {
        places_hold(&report.files, &report.diagnostics);
        let _ = report.lines(true);
    }
}

fn maps(data: &[u8]) {
    let rows = b"title,date,department,text\nA test,2025,Law,\"One, two\"\n,,,\n";
    imported(("rows.csv", rows), Some(data));
}

/// An input in the form that its first byte chooses.
fn imports(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let form = ["txt", "csv", "tsv", "json", "jsonl", "yaml", "md"][usize::from(*form) % 7];
    imported((&format!("input.{form}"), data), None);
}

fn queries(data: &[u8]) {
    let Some(text) = text_of(data) else { return };
    let files = site_with(CASE, Role::Case, &case(FRONT, BODY));
    let (site, _) = link(parse(&files).0, Drafts::Include);
    match query::select(&site, Some(text)) {
        Ok(chosen) => assert!(chosen.len() <= site.cases.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
