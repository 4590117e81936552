//! The text of cases and pages as HTML.

mod highlight;
mod html;
mod sanitize;

pub use html::shown::render_statement;
pub use html::{BodyHtml, Labels, Marked, SectionHtml, Setting, Written, render};
