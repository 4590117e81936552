//! The fields of every record, as data: what a case, a source, a vocabulary and `casebook.yaml` may hold is said here,
//! once. Reading, order, JSON Schema, forms and what is written of them in other formats follow from the tables.

pub mod case;
pub mod checked;
pub mod config;
mod csp;
pub mod fields;
mod front;
mod front_matter_cms;
mod json;
mod key;
mod menu;
pub mod own;
pub mod page;
mod passage;
pub mod picture;
pub mod question;
pub mod read;
mod site;
pub mod source;
mod table;
mod value;
pub mod vocabulary;

pub use case::{ALLOWANCE, CASE, CORRECTION, CaseFields, EVENT, ParsedEvent, ParsedTerms};
pub use checked::{CHECKED, CHECKED_PASSAGE};
pub use config::{ARCHIVES, CITATIONS, CONFIG, LIMITS, SECTION};
pub use front::QUESTION;
pub use front_matter_cms::front_matter_cms;
pub use key::{Key, Outline, Shape, label_of};
pub use menu::OUTSIDE_LINK;
pub use own::{DECLARATION, ParsedFieldValue, VALUE};
pub use page::PAGE;
pub use passage::PASSAGE;
pub use picture::{PICTURE, ParsedPicture};
pub use question::QUERY;
pub use site::{Kind, schema, to_text};
pub use source::{Listed, ParsedSource, SOURCE};
pub use table::{Field, Record, Table};
pub use value::{Given, Pairs, Shown, Value};
pub use vocabulary::{
    LinkedTerm, OfTerms, PUBLISHER, PUBLISHERS, ParsedTerm, ParsedVocabulary, TERM, TERM_FILE, VOCABULARY,
};
