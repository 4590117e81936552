//! Link: everything that was parsed becomes the [`Site`].

mod checked;
mod citations;
mod counts;
mod crossings;
mod destinations;
mod duplicates;
mod embeds;
mod front;
mod future;
mod gather;
mod identifiers;
mod index;
mod joined;
mod kinds;
mod literal;
mod menu;
mod names;
mod no_links;
mod old_names;
mod order;
mod parallel;
mod parts;
mod places;
mod shown;
mod slips;
mod sources;
mod spellings;
mod targets;
mod term_links;
mod terms;
mod texts;
mod values;
mod works;

use crate::diagnostic::{Allowance, Diagnostic};
use crate::model::Site;
use crate::parse::Parsed;

pub use gather::gather;
pub use index::Index;
pub use parts::Drafts;
pub use targets::{join, relative, span_in};
pub use texts::Texts;

/// Link everything that was parsed.
///
/// 1. The [`Index`] of what front matter, vocabularies and sources say: cases and pages in order, terms, works and
///    publishers, cases counted under their terms, what cases have in common.
/// 2. Each text against the index ([`Texts`]): its citations, its links, its evidence.
/// 3. What is gathered from all texts ([`gather`]): backlinks, statements per work, files to copy.
///
/// Every order that a reader sees is settled here, from the content alone. Every step is linear in the number of cases.
pub fn link(parsed: Parsed, drafts: Drafts) -> (Site, Vec<Diagnostic>) {
    let (index, parts, mut diagnostics) = Index::new(parsed, drafts);
    let texts = Texts::new(&index, parts);
    let site = gather(&index, &texts);
    diagnostics.extend(texts.into_found());
    (site, diagnostics)
}

/// The allowances of all cases and terms, for [`crate::diagnostic::apply`].
pub fn allowances(parsed: &Parsed) -> Vec<Allowance> {
    let of_cases =
        parsed.cited().flat_map(|case| case.front.allow.iter().map(move |allowed| (case.file, allowed.code)));
    of_cases.map(|(file, code)| Allowance { file, code }).collect()
}
