//! The pager of a long list.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::renderer::{Page, Renderer};

/// One page among those of a long list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// All pages.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Some pages to jump to: the first, the last and those nearby; `href` is absent for a gap and for this page.
    pub steps: Vec<PagerStep>,
}

/// A place in a pager.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PagerStep {
    /// Page number, or `…`.
    pub label: String,
    /// Address; absent for a gap and for the current page.
    pub href: Option<String>,
    /// Is it the page shown?
    pub current: bool,
}

/// Where a page stands among its siblings: the first, the last, and two on either side; absent where it has none.
pub fn pager(renderer: &Renderer, page: &Page) -> Option<Pager> {
    let range = page.range?;
    let (number, total) = (range.number(), range.pages());
    if total == 1 {
        return None;
    }
    let href = |number: usize| renderer.href(page.sibling(number));
    let mut steps: Vec<PagerStep> = Vec::new();
    let mut last = 0;
    // Only nearby pages are visited, because a list of a thousand pages has a thousand pagers.
    let nearby = std::iter::once(1).chain(number.saturating_sub(2).max(2)..=(number + 2).min(total - 1));
    for step in nearby.chain(std::iter::once(total)) {
        if step > last + 1 {
            steps.push(PagerStep { label: "…".to_owned(), href: None, current: false });
        }
        let current = step == number;
        steps.push(PagerStep { label: step.to_string(), href: (!current).then(|| href(step)), current });
        last = step;
    }
    Some(Pager {
        number,
        total,
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < total).then(|| href(number + 1)),
        steps,
    })
}
