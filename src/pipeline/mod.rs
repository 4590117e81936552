//! The line of stages, for every command: load → parse → link → plan.
//!
//! `check` stops here, `build` goes on to [`crate::publish`], `serve` to [`crate::serve`].

mod workspace;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostic::{self, Counts, Diagnostic};
use crate::files::Files;
use crate::link::{Drafts, allowances, link};
use crate::load::{LoadError, load};
use crate::model::Site;
use crate::parse::{Cache, Parsed, Surroundings, parse, parse_with};
use crate::plan::plan;
use crate::render::citation::csl::CitationStyle;
use crate::render::{KINDS, Renderer};
use crate::theme::Theme;

pub use workspace::Workspace;

/// What a command may change of a site.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Are drafts part of the site?
    pub drafts: Drafts,
    /// In place of the configuration's.
    pub base_url: Option<String>,
    /// The day of the build, and what changed each file.
    pub surroundings: Surroundings,
}

/// A site as far as it can be known without rendering it.
pub struct Checked {
    /// Its files, for the places of findings.
    pub files: Arc<Files>,
    /// What was found, in order, at the severities that the site asks for.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of them there are.
    pub counts: Counts,
    /// The site, ready to be rendered; absent where its theme cannot be used.
    pub renderer: Option<Arc<Renderer>>,
    /// How many cases it has.
    pub cases: usize,
    /// How many files are left out of it as drafts.
    pub drafts: usize,
    /// How long each stage took.
    pub timings: Timings,
}

/// How long stages took, in their order.
#[derive(Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

impl Timings {
    /// Do a stage and note how long it took.
    pub fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.0.push((stage, started.elapsed()));
        done
    }
}

/// Load, parse, link and plan a site.
///
/// # Errors
/// Where the folder is not that of a site, or a file cannot be read. What is wrong with the content is among
/// the findings.
pub fn check(root: &Path, options: &Options) -> Result<Checked, LoadError> {
    let mut timings = Timings::default();
    let (files, found) = timings.time("load", || load(root))?;
    let parsed = parse_files(&files, found, options, None, &mut timings);
    Ok(link_parsed(Arc::new(files), parsed, options, timings))
}

/// Parse the files; also what was found in them.
fn parse_files(
    files: &Files,
    found: Vec<Diagnostic>,
    options: &Options,
    cache: Option<&mut Cache>,
    timings: &mut Timings,
) -> (Parsed, Vec<Diagnostic>) {
    let mut diagnostics = found;
    let (mut parsed, found) = timings.time("parse", || parse_with(files, cache));
    diagnostics.extend(found);
    if options.base_url.is_some() {
        parsed.config.base_url.clone_from(&options.base_url);
    }
    parsed.surroundings = options.surroundings.clone();
    (parsed, diagnostics)
}

/// Link and plan what was parsed, and judge all that was found.
fn link_parsed(
    files: Arc<Files>,
    (parsed, mut diagnostics): (Parsed, Vec<Diagnostic>),
    options: &Options,
    mut timings: Timings,
) -> Checked {
    let allowances = allowances(&parsed);
    let drafts = if options.drafts == Drafts::Exclude { parsed.drafts() } else { Vec::new() };
    diagnostic::forgive_unfinished(&mut diagnostics, &drafts);
    let (theme, found) = timings.time("theme", || Theme::new(&files, &parsed.config));
    diagnostics.extend(found);
    let (citation_style, found) = CitationStyle::new(&files, &parsed.config);
    diagnostics.extend(found);
    let (site, found) = timings.time("link", || link(parsed, options.drafts));
    diagnostics.extend(found);
    let severities = site.config.severities.clone();
    let cases = site.cases.len();
    let renderer = theme.map(|theme| {
        let (plan, found) = timings.time("plan", || plan(&site, &theme, &KINDS));
        diagnostics.extend(found);
        Arc::new(Renderer::new(site, Arc::new(theme), Arc::new(plan), Arc::new(citation_style)))
    });
    diagnostic::apply(&mut diagnostics, &severities, &allowances);
    timings.time("sort findings", || diagnostic::sort(&mut diagnostics));
    let counts = Counts::of(&diagnostics);
    Checked { files, diagnostics, counts, renderer, cases, drafts: drafts.len(), timings }
}

/// The linked site of a folder with its drafts, for tools that read its vocabularies. What is wrong with its
/// content is left to [`check`].
///
/// # Errors
/// Where the folder is not that of a site, or a file cannot be read.
pub fn site(root: &Path) -> Result<Site, LoadError> {
    let (files, _) = load(root)?;
    let (parsed, _) = parse(&files);
    Ok(link(parsed, Drafts::Include).0)
}
