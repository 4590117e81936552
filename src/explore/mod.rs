//! Explore: facets, the search index, and the files of both that the browser reads.

pub mod card;
pub mod chunks;
pub mod facets;
pub mod fields;
pub mod index;
mod postings;
pub mod values;
mod words;
