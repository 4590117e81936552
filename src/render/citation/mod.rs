//! Citations as HTML: in the house style, or in a style of CSL.

pub mod csl;
pub mod house;
mod numbering;
mod written;

pub use numbering::Numbering;
pub use written::{CitationHtml, CitationNote, Inline};
