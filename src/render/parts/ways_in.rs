//! Ways into the cases: every taxonomy with its most used terms.

use schemars::JsonSchema;
use serde::Serialize;

use super::links::{TaxonomyLink, count_link, taxonomy_in_use};
use crate::model::{TaxonomyId, TermId, TermRef};
use crate::render::link::CountLink;
use crate::render::renderer::Renderer;

/// How many terms of a taxonomy are shown.
const SHOWN: usize = 8;

/// A taxonomy with its most used terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WayIn {
    /// The taxonomy.
    pub taxonomy: TaxonomyLink,
    /// Its most used terms.
    pub terms: Vec<CountLink>,
    /// How many more there are.
    pub more: usize,
}

/// Every taxonomy that is in use.
pub fn ways_in(renderer: &Renderer) -> Vec<WayIn> {
    renderer.site.taxonomy_ids().filter_map(|id| way_in(renderer, id)).collect()
}

fn way_in(renderer: &Renderer, taxonomy: TaxonomyId) -> Option<WayIn> {
    let of_site = renderer.site.taxonomy(taxonomy);
    let mut used: Vec<(usize, TermId)> =
        of_site.order.iter().map(|id| (of_site.term(*id).cases.len(), *id)).filter(|(count, _)| *count > 0).collect();
    used.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let link = |(count, term): &(usize, TermId)| count_link(renderer, TermRef { taxonomy, term: *term }, *count);
    let terms: Vec<CountLink> = used.iter().take(SHOWN).map(link).collect();
    let more = used.len() - terms.len();
    (!terms.is_empty()).then(|| WayIn { taxonomy: taxonomy_in_use(renderer, taxonomy), terms, more })
}
