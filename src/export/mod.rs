//! Export: the site as data, sources for reference managers, and a case as the file that it came from.
//!
//! Comes in: words of the model. Goes out: text, written as it is made; one file per format. [`data`] names the files of
//! the whole site. The bibliography of
//! the whole site and that of one case differ only in what they are given ([`of_site`], [`of_case`]). Nothing is
//! read here, and no file is written: routes and pages are `plan`'s and `render`'s.

pub mod bibtex;
pub mod case_file;
pub mod csl_json;
mod csv;
mod data;
mod digest;
mod entry;
pub mod json;
mod licence;
mod llms;
mod package;
mod record;
pub mod ris;
mod schema;
mod skos;
mod tables;
mod write;

pub use data::{DataFile, Rdf, References, SchemaOf, Selection};
pub use digest::Digest;
pub use entry::{Entry, of_case, of_site, of_work};
pub use licence::{Licence, licence};
pub use llms::llms_txt;
pub use record::Record;
pub use write::{Digests, write, write_vocabularies, write_whole};
