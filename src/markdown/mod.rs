//! The dialect of Markdown, for `parse` and `render` alike, and the raw HTML in it.

mod entities;
mod html;
mod pasted;
mod text;

pub use entities::decode_references;
pub use html::{HtmlAddress, raw_html};
pub use pasted::{from_pasted, is_pasted, without_tags};
pub use text::{definitions, events, excerpt, is_inline, plain_pieces, plain_text};
