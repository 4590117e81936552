//! The site's own fields: how `casebook.yaml` and vocabularies declare them, and how values of them are read and written.

mod amount;
mod declaration;
mod value;

pub use amount::amount_of;
pub use declaration::{DECLARATION, Owner, declarations, key_of, report_taxonomies};
pub use value::{Ids, ParsedFieldValue, VALUE, keys, of_text, pairs, records, values, written};
