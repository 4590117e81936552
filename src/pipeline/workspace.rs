//! A site that `serve` checks again after every edit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::{Checked, Judgement, Look, Options, Timings, parse_files, plan_linked};
use crate::diagnostic::Diagnostic;
use crate::files::{Files, Role};
use crate::link::{Drafts, Index, Texts, gather};
use crate::load::{LoadError, known, load, reload};
use crate::model::Body;
use crate::parse::{Cache, Parsed, ParsedCase};

/// A site that is checked again and again.
///
/// The stages are those of every check. Files that did not change are neither read nor parsed again, and an edit of
/// cases that leaves the index of `link` as it is links only the texts of those cases.
pub struct Workspace {
    files: Arc<Files>,
    found: Vec<Diagnostic>,
    cache: Cache,
    options: Options,
    last: Option<Last>,
}

/// What the last check came to.
struct Last {
    files: Arc<Files>,
    look: Look,
    linked: Linked,
}

/// Cases as they were parsed, and what was made of them.
struct Linked {
    cases: Vec<Arc<ParsedCase>>,
    index: Index,
    /// What was found when the index was made.
    found: Vec<Diagnostic>,
    texts: Texts,
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
        // A file of the theme that is no text may have changed without a sign of it in what is kept of files.
        let may_be_asset =
            !self.files.theme_assets.is_empty() && !changed.iter().all(|path| known(&self.files, path).is_some());
        self.found = reload(Arc::make_mut(&mut self.files), changed)?;
        if may_be_asset {
            self.last = None;
        }
        Ok(())
    }

    /// Forget what was made of the files: the next check starts from nothing but them.
    pub fn forget(&mut self) {
        self.cache = Cache::default();
        self.last = None;
    }

    /// Parse what changed, link and plan.
    pub fn check(&mut self) -> Checked {
        let mut timings = Timings::default();
        let cache = Some(&mut self.cache);
        let (parsed, mut diagnostics) =
            parse_files(&self.files, self.found.clone(), &self.options, cache, &mut timings);
        let drafts = self.options.drafts;
        let judgement = Judgement::new(&parsed, drafts);
        let last = self.last.take().filter(|last| differ_in_cases_only(&last.files, &self.files));
        let (look, last) = match last {
            Some(last) => (last.look, Some(last.linked)),
            None => (timings.time("theme", || Look::new(&self.files, &parsed.config)), None),
        };
        let linked = match last.and_then(|last| timings.time("texts", || last.renew(&parsed))) {
            Some(linked) => linked,
            None => timings.time("link", || Linked::new(parsed, drafts)),
        };
        let site = timings.time("gather", || gather(&linked.index, &linked.texts));
        diagnostics.extend(linked.found.iter().chain(linked.texts.found()).cloned());
        self.last = Some(Last { files: self.files.clone(), look: look.clone(), linked });
        plan_linked(self.files.clone(), site, look, &judgement, diagnostics, timings)
    }
}

impl Linked {
    fn new(parsed: Parsed, drafts: Drafts) -> Self {
        let cases = parsed.cases.clone();
        let (index, parts, found) = Index::new(parsed, drafts);
        let texts = Texts::new(&index, parts);
        Linked { cases, index, found, texts }
    }

    /// The same with the cases that were edited linked anew; `None` where an edit changes the index, or what links of
    /// other texts lead to. The parser's cache gives the very same case where its file did not change.
    fn renew(mut self, parsed: &Parsed) -> Option<Self> {
        let cases = &parsed.cases;
        if self.cases.len() != cases.len() {
            return None;
        }
        for (before, after) in self.cases.iter_mut().zip(cases).filter(|(before, after)| !Arc::ptr_eq(before, after)) {
            if !self.index.is_left_by(before, after) || is_awaited(parsed, before, after) {
                return None;
            }
            self.index.renew(after);
            self.texts.renew(&self.index, after.clone());
            *before = after.clone();
        }
        Some(self)
    }
}

/// Does a text lead to a statement, by its words, that an edit takes from a case or gives to it?
fn is_awaited(parsed: &Parsed, before: &ParsedCase, after: &ParsedCase) -> bool {
    let names = |body: &Body| -> HashSet<String> {
        (0..body.statements.len()).map(|statement| body.anchor(statement).to_ascii_lowercase()).collect()
    };
    let (gone, come) = (names(&before.body), names(&after.body));
    let is_changed = |name: &str| gone.contains(name) != come.contains(name);
    let bodies = parsed.cited().map(|case| &case.body).chain(parsed.pages.iter().map(|page| &page.body));
    let parts =
        bodies.flat_map(|body| &body.links).filter_map(|link| Some(link.destination.rsplit_once('#')?.1.trim()));
    parts.map(|part| part.trim_start_matches('^')).any(|name| is_changed(&name.to_ascii_lowercase()))
}

/// Are all files as they were, but for the text of cases?
fn differ_in_cases_only(before: &Files, after: &Files) -> bool {
    before.sources.len() == after.sources.len()
        && before.attachments == after.attachments
        && before.statics == after.statics
        && before.theme_assets == after.theme_assets
        && before.sources.iter().zip(&after.sources).all(|(before, after)| {
            let is_same = before.text.is_shared_with(&after.text) && before.readable == after.readable;
            before.path == after.path && (is_same || after.role == Role::Case)
        })
}
