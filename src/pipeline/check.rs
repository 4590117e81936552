//! Load, parse, link and plan a site once.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostic::{self, Allowance, Counts, Diagnostic, Severities};
use crate::files::{FileId, Files};
use crate::link::{Drafts, allowances, link};
use crate::load::{LoadError, findings, load};
use crate::model::Site;
use crate::model::config::Config;
use crate::parse::{Cache, Parsed, Surroundings, parse, parse_with};
use crate::plan::plan;
use crate::query;
use crate::render::citation::csl::{self, CitationStyle};
use crate::render::{KINDS, Renderer};
use crate::theme::Theme;

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
    /// How many cases its lists have.
    pub cases: usize,
    /// How many more have a page and stand in no list.
    pub unlisted: usize,
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

impl Checked {
    /// Render pages of each kind to nowhere, for what is wrong with the templates. `serve` does without: it shows that in
    /// place of the page.
    fn try_theme(&mut self) {
        let Some(renderer) = &self.renderer else { return };
        let found = self.timings.time("theme tried", || renderer.try_theme());
        if !found.is_empty() {
            self.diagnostics.extend(found);
            diagnostic::sort(&mut self.diagnostics);
            self.counts = Counts::of(&self.diagnostics);
        }
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
    Ok(check_files(files, found, options, timings))
}

/// Check files as they are in memory.
pub fn check_again(files: Files, options: &Options) -> Checked {
    let found = findings(&files);
    check_files(files, found, options, Timings::default())
}

fn check_files(files: Files, found: Vec<Diagnostic>, options: &Options, mut timings: Timings) -> Checked {
    let (parsed, mut diagnostics) = parse_files(&files, found, options, &mut Cache::default(), &mut timings);
    let judgement = Judgement::new(&parsed, options.drafts);
    let look = timings.time("theme", || Look::new(&files, &parsed.config));
    let (site, found) = timings.time("link", || link(parsed, options.drafts));
    diagnostics.extend(found);
    let mut checked = plan_linked(Arc::new(files), site, look, &judgement, diagnostics, timings);
    checked.try_theme();
    checked
}

/// Parse the files; also what was found in them.
pub(super) fn parse_files(
    files: &Files,
    found: Vec<Diagnostic>,
    options: &Options,
    cache: &mut Cache,
    timings: &mut Timings,
) -> (Parsed, Vec<Diagnostic>) {
    let mut diagnostics = found;
    let (mut parsed, found) = timings.time("parse", || parse_with(files, cache));
    diagnostics.extend(found);
    if options.base_url.is_some() {
        parsed.config.base_url.clone_from(&options.base_url);
    }
    parsed.surroundings = options.surroundings.clone();
    diagnostics.extend(options.surroundings.history.found.clone());
    (parsed, diagnostics)
}

/// How a site looks: what its theme and its citation style say, and what is wrong with them.
#[derive(Clone)]
pub(super) struct Look {
    /// Absent where the theme cannot be used.
    theme: Option<Arc<Theme>>,
    citation_style: Arc<CitationStyle>,
    found: Vec<Diagnostic>,
}

impl Look {
    pub(super) fn new(files: &Files, config: &Config) -> Self {
        let (theme, mut found) = Theme::new(files, config);
        let (citation_style, of_style) = CitationStyle::new(files, config);
        found.extend(of_style);
        Look { theme: theme.map(Arc::new), citation_style: Arc::new(citation_style), found }
    }
}

/// What the site and its cases say of findings.
pub(super) struct Judgement {
    severities: Severities,
    allowances: Vec<Allowance>,
    /// The files that are left out as drafts.
    drafts: Vec<FileId>,
}

impl Judgement {
    pub(super) fn new(parsed: &Parsed, drafts: Drafts) -> Self {
        Judgement {
            severities: parsed.config.severities.clone(),
            allowances: allowances(parsed),
            drafts: if drafts == Drafts::Exclude { parsed.drafts() } else { Vec::new() },
        }
    }
}

/// Plan a site that is linked, and judge all that was found.
pub(super) fn plan_linked(
    files: Arc<Files>,
    site: Site,
    look: Look,
    judgement: &Judgement,
    mut diagnostics: Vec<Diagnostic>,
    mut timings: Timings,
) -> Checked {
    diagnostics.extend(look.found);
    let cases = site.cases.len();
    let unlisted = site.case_ids_with_unlisted().count() - cases;
    let renderer = look.theme.map(|theme| {
        let (plan, found) = timings.time("plan", || plan(&site, &theme, &KINDS));
        diagnostics.extend(found);
        diagnostics.extend(timings.time("queries", || query::report(&site)));
        diagnostics.extend(query::report_questions(&site));
        diagnostics.extend(timings.time("styles", || csl::report(&site, &look.citation_style, &theme.words)));
        Arc::new(Renderer::new(site, theme, Arc::new(plan), look.citation_style))
    });
    diagnostic::forgive_unfinished(&mut diagnostics, &judgement.drafts);
    diagnostic::apply(&mut diagnostics, &judgement.severities, &judgement.allowances);
    timings.time("sort findings", || diagnostic::sort(&mut diagnostics));
    let counts = Counts::of(&diagnostics);
    Checked { files, diagnostics, counts, renderer, cases, unlisted, drafts: judgement.drafts.len(), timings }
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
