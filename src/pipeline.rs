//! The line of stages, for every command: load → parse → link → plan.
//!
//! `check` stops here, `build` goes on to [`crate::publish`], `serve` to [`crate::serve`].

use std::path::Path;
use std::time::{Duration, Instant};

use crate::diagnostic::{self, Counts, Diagnostic};
use crate::link::{Drafts, allowances, link};
use crate::load::{Files, LoadError, load};
use crate::model::Site;
use crate::parse::parse;
use crate::plan::plan;
use crate::render::{Renderer, Theme};

/// What a command may change of a site.
#[derive(Debug, Clone)]
pub struct Options {
    /// Are drafts part of the site?
    pub drafts: Drafts,
    /// In place of the configuration's.
    pub base_url: Option<String>,
}

/// A site as far as it can be known without rendering it.
pub struct Checked {
    /// Its files, for the places of findings.
    pub files: Files,
    /// What was found, in order, at the severities that the site asks for.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of them there are.
    pub counts: Counts,
    /// The site, ready to be rendered; absent where its theme cannot be used.
    pub renderer: Option<Renderer>,
    /// How many cases it has.
    pub cases: usize,
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
    let (files, mut diagnostics) = timings.time("load", || load(root))?;
    let (mut parsed, found) = timings.time("parse", || parse(&files));
    diagnostics.extend(found);
    if options.base_url.is_some() {
        parsed.config.base_url.clone_from(&options.base_url);
    }
    let allowances = allowances(&parsed);
    if options.drafts == Drafts::Exclude {
        diagnostic::forgive_unfinished(&mut diagnostics, &parsed.drafts());
    }
    let (theme, found) = timings.time("theme", || Theme::new(&files, &parsed.config));
    diagnostics.extend(found);
    let (site, found) = timings.time("link", || link(parsed, options.drafts));
    diagnostics.extend(found);
    let severities = site.config.severities.clone();
    let cases = site.cases.len();
    let renderer = theme.map(|theme| {
        let (plan, found) = timings.time("plan", || plan(&site, &theme));
        diagnostics.extend(found);
        Renderer::new(site, theme, plan)
    });
    diagnostic::apply(&mut diagnostics, &severities, &allowances);
    timings.time("sort findings", || diagnostic::sort(&mut diagnostics));
    let counts = Counts::of(&diagnostics);
    Ok(Checked { files, diagnostics, counts, renderer, cases, timings })
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
