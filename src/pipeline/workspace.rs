//! A site that is checked again after every edit, for `serve`.
//!
//! What did not change is neither read nor parsed again. Where nothing but the text of cases changed, only those
//! cases are linked; what else changes makes the whole site be linked, from what is parsed already.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Checked, Options, Timings, link_parsed, parse_files};
use crate::diagnostic::{self, Counts, Diagnostic};
use crate::files::{FileId, Files, Role};
use crate::link::{Drafts, allowances_of, relink};
use crate::load::{LoadError, load, reload};
use crate::parse::{Cache, Edit, Parsed};
use crate::render::Renderer;

/// A site that is checked again and again.
pub struct Workspace {
    files: Arc<Files>,
    found: Vec<Diagnostic>,
    cache: Cache,
    options: Options,
    last: Option<Last>,
}

/// What the last check came to, where its site can be rendered.
struct Last {
    files: Arc<Files>,
    parsed: Parsed,
    renderer: Arc<Renderer>,
    diagnostics: Vec<Diagnostic>,
    drafts: usize,
}

impl Workspace {
    /// Load a site.
    ///
    /// # Errors
    /// As [`check`](super::check).
    pub fn open(root: &Path, options: Options) -> Result<Self, LoadError> {
        let (files, found) = load(root)?;
        Ok(Workspace { files: Arc::new(files), found, cache: Cache::default(), options, last: None })
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.files.root
    }

    /// Its files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Take in files that changed.
    ///
    /// # Errors
    /// As [`check`](super::check); what was known before stays.
    pub fn update(&mut self, changed: &[PathBuf]) -> Result<(), LoadError> {
        self.found = reload(Arc::make_mut(&mut self.files), changed)?;
        Ok(())
    }

    /// Parse what changed, link and plan.
    pub fn check(&mut self) -> Checked {
        let last = self.last.take();
        if let Some((checked, last)) = last.and_then(|last| self.check_texts(last)) {
            self.last = Some(last);
            return checked;
        }
        let mut timings = Timings::default();
        let cache = Some(&mut self.cache);
        let (parsed, found) = parse_files(&self.files, self.found.clone(), &self.options, cache, &mut timings);
        let kept = parsed.clone();
        let checked = link_parsed(self.files.clone(), (parsed, found), &self.options, timings);
        self.last = checked.renderer.clone().map(|renderer| Last {
            files: self.files.clone(),
            parsed: kept,
            renderer,
            diagnostics: checked.diagnostics.clone(),
            drafts: checked.drafts,
        });
        checked
    }

    /// Parse and link the cases whose text changed; `None` where more than that is to be done.
    fn check_texts(&mut self, mut last: Last) -> Option<(Checked, Last)> {
        let mut timings = Timings::default();
        let edited = edited_cases(&last.files, &self.files)?;
        let mut edits = Vec::with_capacity(edited.len());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        timings.time("parse", || {
            for file in edited {
                let at = last.parsed.cases.binary_search_by_key(&file, |case| case.file).ok()?;
                let parsed = self.cache.parse_again(file, self.files.get(file), &last.parsed.config)?;
                before.extend(parsed.found_before);
                after.extend(parsed.found_after);
                last.parsed.cases[at] = parsed.edit.after.clone();
                edits.push(parsed.edit);
            }
            Some(())
        })?;
        let drafts = self.options.drafts;
        let site = last.renderer.site();
        let relinked = timings.time("link", || relink(site, &last.parsed, drafts, &edits))?;
        if !relinked.same_pages {
            return None;
        }
        before.extend(relinked.before);
        after.extend(relinked.after);
        judge(&mut before, &last.parsed, drafts, &edits);
        judge(&mut after, &last.parsed, drafts, &edits);
        last.diagnostics.retain(|known| !before.contains(known));
        last.diagnostics.append(&mut after);
        diagnostic::sort(&mut last.diagnostics);
        last.renderer = Arc::new(last.renderer.with_site(relinked.site));
        last.files = self.files.clone();
        let checked = Checked {
            files: self.files.clone(),
            diagnostics: last.diagnostics.clone(),
            counts: Counts::of(&last.diagnostics),
            renderer: Some(last.renderer.clone()),
            cases: last.renderer.site().cases.len(),
            drafts: last.drafts,
            timings,
        };
        Some((checked, last))
    }
}

/// The cases whose text changed, where nothing else did.
fn edited_cases(before: &Files, after: &Files) -> Option<Vec<FileId>> {
    let same_others = before.sources.len() == after.sources.len()
        && before.attachments == after.attachments
        && before.statics == after.statics
        // A file that is not text may have changed without a sign of it here.
        && after.theme_assets.is_empty();
    if !same_others {
        return None;
    }
    let mut edited = Vec::new();
    for ((file, old), new) in before.iter().zip(&after.sources) {
        if old.text.is_shared_with(&new.text) && old.path == new.path {
            continue;
        }
        let is_text = new.role == Role::Case && old.path == new.path && old.readable && new.readable;
        if !is_text {
            return None;
        }
        edited.push(file);
    }
    (!edited.is_empty()).then_some(edited)
}

/// What the site and the files say of findings in edited cases.
fn judge(diagnostics: &mut Vec<Diagnostic>, parsed: &Parsed, drafts: Drafts, edits: &[Edit]) {
    if drafts == Drafts::Exclude {
        let drafts: Vec<FileId> =
            edits.iter().filter(|edit| edit.after.front.draft).map(|edit| edit.after.file).collect();
        diagnostic::forgive_unfinished(diagnostics, &drafts);
    }
    let allowances = allowances_of(edits.iter().map(|edit| &*edit.after));
    diagnostic::apply(diagnostics, &parsed.config.severities, &allowances);
}
