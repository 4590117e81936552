//! The text of cases and pages as HTML.

mod highlight;
mod html;
mod sanitize;

pub use highlight::Highlighter;
pub use html::{BodyHtml, Labels, SectionHtml, Setting, Written, render};
