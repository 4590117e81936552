//! Citations as HTML: in the house style, or in a style of CSL.

pub mod csl;
pub mod house;
