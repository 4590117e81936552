//! `explore` and `compare`: what they are without a script.

use super::super::Renderer;
use super::super::context::{CompareView, ExploreView};
use super::{case_link, lists, matrix};

/// How many cases the comparison suggests.
const SUGGESTIONS: usize = 8;

/// `explore`
pub fn explore(r: &Renderer) -> ExploreView {
    ExploreView { ways_in: lists::ways_in(r), years: r.years().to_vec(), matrices: matrix::links(r, None) }
}

/// `compare`
pub fn compare(r: &Renderer) -> CompareView {
    CompareView { suggestions: r.site.newest.iter().take(SUGGESTIONS).map(|id| case_link(r, *id)).collect() }
}
