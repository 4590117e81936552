//! Explore: the facets by which cases are narrowed down, the index of words, and what the browser reads of both.

pub mod chunks;
pub mod facets;
pub mod index;
mod words;
