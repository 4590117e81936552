//! Citations and entries in a CSL style, through hayagriva. The built-in style is not here (`house`).

mod bounds;
mod cited;
mod collapse;
mod elements;
mod engine;
mod entry;
mod faults;
mod html;
mod item;
mod letters;
mod limits;
mod locator;
mod marks;
mod narrow;
mod page;
mod place;
mod questions;
mod reference;
mod requests;
mod shapes;
mod style;
mod tree;
mod works;

pub use cited::{Cited, Limit};
pub use faults::Faults;
pub use limits::report;
pub use page::cite;
pub use reference::ReferenceStyle;
pub use style::{CitationStyle, CslStyle};
