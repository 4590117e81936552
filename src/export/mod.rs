//! Data out: the site as tables, JSON and SKOS, sources as bibliographies, a case as the file that it came from.

mod answers;
pub mod bibtex;
pub mod case_file;
mod checked;
pub mod csl_json;
pub mod csv;
mod data;
mod digest;
mod entry;
mod itself;
pub mod json;
mod licence;
mod llms;
mod package;
mod passages;
mod record;
pub mod ris;
mod said;
mod schema;
mod skos;
mod tables;
mod term_file;
mod terms;
mod values;
mod write;

pub use answers::answer_csv;
pub use data::{DataFile, Rdf, References, SchemaOf, Selection};
pub use digest::Digest;
pub use entry::{Entry, of_case, of_site, of_source, of_work};
pub use itself::OwnWork;
pub use licence::{Licence, licence};
pub use llms::llms_txt;
pub use record::Record;
pub use write::{Digests, write, write_vocabularies, write_whole};
