//! Which parsed cases and pages are linked, and in which order.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Listing, Slug, Visibility};
use crate::parse::{ParsedCase, ParsedPage};

/// What to link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Drafts {
    /// Leave drafts out, and unlisted cases out of lists.
    #[default]
    Exclude,
    /// Take drafts in, and list all cases.
    Include,
}

/// The cases and pages of the site.
pub struct Parts {
    /// Cases by slug, each slug once: those that are listed, what is said of terms, and the unlisted cases, again by slug.
    pub cases: Listing<Arc<ParsedCase>>,
    /// How many of them are no unlisted cases.
    pub public: usize,
    /// Pages by route.
    pub pages: Vec<ParsedPage>,
    /// Slugs and paths of the cases that are left out as drafts.
    pub left_out: Vec<(Slug, String)>,
}

impl Parts {
    /// Choose among all cases and pages, and put them in order.
    pub fn of(
        cases: Vec<Arc<ParsedCase>>,
        said_of_terms: Vec<Arc<ParsedCase>>,
        mut pages: Vec<ParsedPage>,
        drafts: Drafts,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let is_in = |is_draft: bool| drafts == Drafts::Include || !is_draft;
        let (cases, out): (Vec<_>, Vec<_>) =
            cases.into_iter().partition(|case| is_in(case.front.visibility == Visibility::Draft));
        let left_out = out.iter().map(|case| (case.slug.clone(), case.path.clone())).collect();
        pages.retain(|page| is_in(page.draft));
        pages.sort_by(|a, b| a.route.cmp(&b.route));
        let is_listed = |case: &Arc<ParsedCase>| is_in(case.front.visibility == Visibility::Unlisted);
        let (mut all, unlisted): (Vec<_>, Vec<_>) = unique_cases(cases, diagnostics).into_iter().partition(is_listed);
        let listed = all.len();
        all.extend(said_of_terms.into_iter().filter(|said| is_in(said.front.visibility == Visibility::Draft)));
        let public = all.len();
        all.extend(unlisted);
        Parts { cases: Listing::new(all, listed), public, pages, left_out }
    }
}

/// Cases by slug; of two with one slug the first path stays.
fn unique_cases(mut cases: Vec<Arc<ParsedCase>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<ParsedCase>> {
    cases.sort_by(|a, b| a.slug.cmp(&b.slug).then_with(|| a.path.cmp(&b.path)));
    cases.dedup_by(|later, first| {
        let same = later.slug == first.slug;
        if same {
            let message = format!("`{}` and `{}` are both the case `{}`", first.path, later.path, first.slug);
            let found = Diagnostic::new(Code::DuplicateSlug, later.file, 0..0, message)
                .help("rename one of the two files")
                .related(first.file, 0..0, "the other file");
            diagnostics.push(found);
        }
        same
    });
    cases
}
