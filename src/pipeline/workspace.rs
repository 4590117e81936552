//! A site that `serve` checks again after every edit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::check::{Checked, Judgement, Look, Options, Timings, parse_files, plan_linked};
use crate::diagnostic::Diagnostic;
use crate::files::{Files, Role};
use crate::link::{Drafts, Index, Texts, gather};
use crate::load::{LoadError, known, load, reload};
use crate::model::Body;
use crate::parse::{Cache, Parsed, ParsedCase};

/// A site that is checked again and again.
///
/// The stages are those of every check. Files that did not change are neither read nor parsed again, an edit of the
/// theme links nothing again, and an edit of cases that leaves the index of `link` as it is links only their texts.
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
    /// None where a file of the theme may have changed without a sign of it in what is kept of files.
    look: Option<Look>,
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
        let may_be_asset =
            !self.files.theme_assets.is_empty() && !changed.iter().all(|path| known(&self.files, path).is_some());
        self.found = reload(Arc::make_mut(&mut self.files), changed)?;
        if let Some(last) = self.last.as_mut().filter(|_| may_be_asset) {
            last.look = None;
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
        let cache = &mut self.cache;
        let (parsed, mut diagnostics) =
            parse_files(&self.files, self.found.clone(), &self.options, cache, &mut timings);
        let drafts = self.options.drafts;
        let judgement = Judgement::new(&parsed, drafts);
        let (look, linked) = self.last.take().map_or((None, None), |last| last.kept(&self.files));
        let look = look.unwrap_or_else(|| timings.time("theme", || Look::new(&self.files, &parsed.config)));
        let linked = match linked.and_then(|linked| timings.time("texts", || linked.renew(&parsed))) {
            Some(linked) => linked,
            None => timings.time("link", || Linked::new(parsed, drafts)),
        };
        let site = timings.time("gather", || gather(&linked.index, &linked.texts));
        diagnostics.extend(linked.found.iter().chain(linked.texts.found()).cloned());
        self.last = Some(Last { files: self.files.clone(), look: Some(look.clone()), linked });
        plan_linked(self.files.clone(), site, look, &judgement, diagnostics, timings)
    }
}

impl Last {
    /// What is still true of files that may differ: the look where the theme and the configuration are as they were, what
    /// is linked where all else is, but for the text of cases.
    fn kept(self, files: &Files) -> (Option<Look>, Option<Linked>) {
        let (before, after) = (&*self.files, files);
        let pairs = || before.sources.iter().zip(&after.sources);
        if before.sources.len() != after.sources.len() || pairs().any(|(before, after)| before.path != after.path) {
            return (None, None);
        }
        let changed = pairs()
            .filter(|(before, after)| !before.text.is_shared_with(&after.text) || before.readable != after.readable);
        let (mut looks_alike, mut links_alike) = (
            before.theme_assets == after.theme_assets,
            before.attachments == after.attachments && before.statics == after.statics,
        );
        for (_, file) in changed {
            match file.role {
                Role::Case => {}
                Role::Theme { .. } | Role::CitationStyle => looks_alike = false,
                Role::Config => (looks_alike, links_alike) = (false, false),
                _ => links_alike = false,
            }
        }
        (self.look.filter(|_| looks_alike), Some(self.linked).filter(|_| links_alike))
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
    let changed: HashSet<&String> = gone.symmetric_difference(&come).collect();
    let asks = |body: &Body| {
        let parts = body.links.iter().filter_map(|link| Some(link.destination.rsplit_once('#')?.1.trim()));
        parts.map(|part| part.trim_start_matches('^')).any(|name| changed.contains(&name.to_ascii_lowercase()))
    };
    let of_cases = || parsed.cases.par_iter().chain(&parsed.said_of_terms).any(|case| asks(&case.body));
    !changed.is_empty() && (parsed.pages.iter().any(|page| asks(&page.body)) || of_cases())
}
