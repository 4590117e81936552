//! Benches of each stage by itself, on generated cases: `cargo bench`, or `cargo bench -- link` for those whose names
//! hold a word; `CASES=10000` takes another number than 1,000.

#![expect(
    clippy::disallowed_methods,
    reason = "the number of cases comes from the environment; an edit is one of a file"
)]

mod generated;

use std::hint::black_box;
use std::sync::Arc;

use casebook::explore::chunks::LazyIndex;
use casebook::files::{Files, Role};
use casebook::link::{Drafts, link};
use casebook::model::config::Config;
use casebook::model::{CaseId, Site, TermId, TermRef};
use casebook::parse::{case, front_matter, markdown, parse};
use casebook::pipeline::{Options, Workspace};
use casebook::plan::{Subject, plan};
use casebook::render::citation::csl::CitationStyle;
use casebook::render::{KINDS, Page, Renderer};
use casebook::schema::fields::Findings;
use casebook::theme::Theme;
use criterion::{Bencher, Criterion, Throughput, criterion_group, criterion_main};

fn cases() -> usize {
    std::env::var("CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1000)
}

fn config_of(files: &Files) -> Config {
    let (id, source) = files.find(&Role::Config).expect("a configuration");
    casebook::parse::config::parse(id, source).0
}

/// A linked site, ready to render.
fn renderer(files: &Files) -> Renderer {
    let (parsed, _) = parse(files);
    let theme = Theme::new(files, &parsed.config).0.expect("a theme");
    let style = CitationStyle::new(files, &parsed.config).0;
    let (site, found) = link(parsed, Drafts::Exclude);
    assert!(found.iter().all(|one| one.severity != casebook::diagnostic::Severity::Error), "{found:?}");
    let (plan, _) = plan(&site, &theme, &KINDS);
    Renderer::new(site, Arc::new(theme), Arc::new(plan), Arc::new(style))
}

fn one_case(criterion: &mut Criterion) {
    let files = generated::site(20, "");
    let config = config_of(&files);
    let taxonomies: Vec<String> =
        ["adoption_type", "department", "organisation", "region", "sector", "tag"].map(str::to_owned).into();
    let (id, source) = files.find(&Role::Case).expect("a case");
    let mut diagnostics = Vec::new();
    let transliteration = config.transliteration();
    let mut findings = Findings { file: id, transliteration, list: &mut diagnostics };
    let text = source.text.get();
    let body = front_matter::split(&text, &mut findings).body;

    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("front matter", |b| {
        b.iter(|| {
            let mut diagnostics = Vec::new();
            let mut findings = Findings { file: id, transliteration, list: &mut diagnostics };
            front_matter::split(black_box(&text), &mut findings).body
        });
    });
    group.bench_function("Markdown with citations", |b| {
        b.iter(|| markdown::parse(black_box(&text), body.clone(), markdown::Anchors::default(), |_| None));
    });
    group.bench_function("a whole case", |b| b.iter(|| case::parse(id, black_box(source), &config, &taxonomies)));
    group.finish();
}

fn whole_site(criterion: &mut Criterion) {
    let count = cases();
    let files = generated::site(count, "");
    let parsed = parse(&files).0;
    let site = link(parsed.clone(), Drafts::Exclude).0;
    let theme = Theme::new(&files, &site.config).0.expect("a theme");

    let mut group = criterion.benchmark_group(format!("{count} cases"));
    group.throughput(Throughput::Elements(count as u64)).sample_size(10);
    group.bench_function("parse", |b| b.iter(|| parse(black_box(&files))));
    group.bench_function("link", |b| b.iter(|| link(black_box(parsed.clone()), Drafts::Exclude)));
    let related = || site.case_ids().map(|id| site.related(id).len()).sum::<usize>();
    group.bench_function("related cases", |b| b.iter(related));
    group.bench_function("plan", |b| b.iter(|| plan(black_box(&site), &theme, &KINDS)));
    group.bench_function("search index", |b| b.iter(|| LazyIndex::default().get(black_box(&site)).words.len()));
    group.finish();
}

/// What `serve` does after an edit: read and parse that file again, link, plan; then render the page.
fn edit(criterion: &mut Criterion) {
    let count = cases();
    let folder = tempfile::tempdir().expect("a folder");
    let files = generated::site(count, "");
    for file in &files.sources {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a folder of the site")).expect("a folder");
        std::fs::write(path, &*file.text.get()).expect("a file");
    }
    let path = folder.path().join(generated::path(0));
    let original = generated::case(0, count);
    let mut workspace = Workspace::open(folder.path(), Options::default()).expect("a site");
    workspace.check();
    let mut number = 0;
    let mut again = |b: &mut Bencher<'_>, render: bool| {
        b.iter(|| {
            number += 1;
            let edited = original.replace("## What they did\n", &format!("## What they did\n\nEdit {number}.\n"));
            std::fs::write(&path, edited).expect("a file");
            workspace.update(std::slice::from_ref(&path)).expect("a file of the site");
            let checked = workspace.check();
            let renderer = checked.renderer.expect("a site without errors");
            if render { page(&renderer, is_case).1 } else { 0 }
        });
    };
    let mut group = criterion.benchmark_group(format!("edit of one of {count} cases"));
    group.sample_size(10);
    group.bench_function("to the linked site", |b| again(b, false));
    group.bench_function("to its page", |b| again(b, true));
    group.finish();
}

fn is_case(page: &Page) -> bool {
    page.subject == Subject::Case(CaseId::from_index(0))
}

/// The first page of a kind, and its size.
fn page(renderer: &Renderer, is_wanted: impl Fn(&Page) -> bool) -> (&Page, usize) {
    let page = renderer.plan().pages.iter().find(|page| is_wanted(page)).expect("a page of that kind");
    let mut out = Vec::new();
    renderer.render(page, &mut out).expect("a page that can be rendered");
    (page, out.len())
}

/// The term that most cases carry: its list is full.
fn commonest(site: &Site) -> Subject {
    let terms = site.taxonomy_ids().flat_map(|taxonomy| {
        let ids = (0..site.taxonomy(taxonomy).terms.len()).map(TermId::from_index);
        ids.map(move |term| TermRef { taxonomy, term })
    });
    Subject::Term(terms.max_by_key(|term| site.term(*term).cases.len()).expect("a term"))
}

fn pages(criterion: &mut Criterion) {
    let files = generated::site(cases(), "");
    let house = renderer(&files);
    let apa = renderer(&generated::site(cases(), "citations: {style: apa}\n"));
    let mut group = criterion.benchmark_group("render");
    let mut bench = |name: &str, renderer: &Renderer, is_wanted: &dyn Fn(&Page) -> bool| {
        let (page, size) = page(renderer, is_wanted);
        group.throughput(Throughput::Bytes(size as u64));
        let mut out = Vec::with_capacity(size);
        group.bench_function(name, |b| {
            b.iter(|| {
                out.clear();
                renderer.render(black_box(page), &mut out)
            });
        });
    };
    bench("a case page", &house, &is_case);
    bench("a case page in APA", &apa, &is_case);
    let common = commonest(house.site());
    bench("a term page", &house, &|page| page.subject == common);
    bench("a list page", &house, &|page| page.kind.name == "cases");
    bench("a publisher page", &house, &|page| page.kind.name == "publisher");
    group.finish();
}

criterion_group!(benches, one_case, whole_site, edit, pages);
criterion_main!(benches);
