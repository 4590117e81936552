//! A term as data: what a file of its own says of it.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::said::{SaidData, TextData, keys_schema};
use crate::addresses::route;
use crate::model::TermRef;
use crate::publication::Publication;
use crate::schema::{LinkedTerm, TERM_FILE, own};

/// A term of which more is said than the vocabulary's file has room for: a text, sources, values.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Term")]
pub struct TermFileData<'a> {
    /// Id of its taxonomy.
    taxonomy: &'a str,
    id: &'a str,
    /// Address of its page, relative to the site's root.
    page: String,
    #[serde(flatten)]
    #[schemars(schema_with = "said_schema")]
    said: SaidData<'a>,
    /// Values of its vocabulary's fields, by field.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[schemars(with = "std::collections::BTreeMap<String, Vec<serde_json::Map<String, serde_json::Value>>>")]
    fields: serde_json::Map<String, serde_json::Value>,
    /// Not of a text that is a draft.
    #[serde(flatten)]
    text: Option<TextData<'a>>,
}

impl<'a> TermFileData<'a> {
    /// Of a term.
    pub fn of(publication: Publication<'a>, id: TermRef) -> Self {
        let site = publication.site;
        let taxonomy = site.taxonomy(id.taxonomy);
        let record = site.record(id);
        let values = record.into_iter().flat_map(|record| own::records(&taxonomy.fields, record));
        TermFileData {
            taxonomy: &taxonomy.id,
            id: site.term(id).id.as_str(),
            page: publication.href(route::term(site, id)),
            said: SaidData(TERM_FILE.pairs(LinkedTerm { site, id })),
            fields: values.map(|(field, value)| (field.to_owned(), value.to_json())).collect(),
            text: record.map(|record| TextData::of(publication, record)),
        }
    }
}

/// Its sources are those of its text.
fn said_schema(_: &mut SchemaGenerator) -> Schema {
    keys_schema(TERM_FILE.keys().filter(|key| key.name != "sources"))
}

/// The schema of a term as data.
pub fn term_schema(generator: &mut SchemaGenerator) -> Schema {
    generator.root_schema_for::<TermFileData<'static>>()
}
