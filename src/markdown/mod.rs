//! The dialect of Markdown, for `parse` and `render` alike, and the raw HTML in it.

mod entities;
mod html;
mod pasted;
mod plain;
mod text;

pub use entities::decode_references;
pub use html::{HtmlAddress, raw_html};
pub use pasted::{from_pasted, is_pasted, without_tags};
pub use plain::{Hidden, Plain, plain_part, plain_text};
pub use text::{definitions, events, is_inline};
