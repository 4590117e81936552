//! `data/datapackage.json`, a Data Package 1 (readable as version 2) that describes the data files and the columns of
//! the tables.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::csv::{FieldType, Table};
use super::data::DataFile;
use super::digest::Digest;
use super::licence::licence;
use super::passages::passages;
use super::{tables, terms, values};
use crate::model::Transliteration;
use crate::publication::Publication;

/// What a file weighs and sums up to, where that can be told.
pub type Weigh<'a, 'd> = &'a dyn Fn(DataFile) -> Option<&'d Digest>;

/// Write it.
pub fn write(publication: Publication<'_>, weigh: Weigh<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let config = &publication.site.config;
    let described = |file: &DataFile| !matches!(file, DataFile::Package | DataFile::Schema(_) | DataFile::Sums);
    let files = DataFile::all(publication.site).into_iter().filter(described);
    let name = config.transliteration().slugify(&config.title);
    let mut package = json!({
        "name": if name.is_empty() { "casebook" } else { name.as_str() },
        "title": config.title,
        "profile": "data-package",
        "resources": files.map(|file| resource(publication, weigh, file)).collect::<Vec<_>>(),
    });
    if !config.description.is_empty() {
        package["description"] = json!(config.description);
    }
    if let Some(url) = &config.base_url {
        package["homepage"] = json!(url);
    }
    if let Some(configured) = &config.licence {
        package["licenses"] = json!([licence_of(configured, config.transliteration())]);
    }
    writeln!(out, "{package:#}")
}

/// A licence has a name, which programs know, or a path.
fn licence_of(configured: &str, transliteration: Transliteration) -> Value {
    let known = licence(configured);
    let mut object = Map::new();
    let name = known.name.unwrap_or_else(|| transliteration.slugify(configured));
    object.insert("name".to_owned(), json!(if name.is_empty() { "other" } else { name.as_str() }));
    object.insert("title".to_owned(), json!(known.title));
    if let Some(url) = known.url {
        object.insert("path".to_owned(), json!(url));
    }
    Value::Object(object)
}

fn resource(publication: Publication<'_>, weigh: Weigh<'_, '_>, file: DataFile) -> Value {
    let path = file.path(publication.site);
    let (stem, extension) = path.rsplit_once('.').unwrap_or((&path, ""));
    let schema = match file {
        DataFile::CasesCsv => Some(table_schema(&tables::cases(publication))),
        DataFile::SourcesCsv => Some(table_schema(&tables::sources(publication))),
        DataFile::CitationsCsv => Some(table_schema(&tables::citations(publication))),
        DataFile::ValuesCsv => Some(table_schema(&values::values(publication))),
        DataFile::TermsCsv => Some(table_schema(&terms::terms(publication))),
        DataFile::PassagesCsv => Some(table_schema(&passages(publication))),
        _ => None,
    };
    let name = if schema.is_some() { stem.to_owned() } else { path.replace(['/', '.'], "-") };
    let mut resource = json!({
        "name": name.to_lowercase(),
        "path": path,
        "format": extension,
        "mediatype": file.media_type(),
        "encoding": "utf-8",
    });
    if let Some(digest) = weigh(file) {
        resource["bytes"] = json!(digest.bytes);
        resource["hash"] = json!(format!("sha256:{}", digest.sha256));
    }
    match schema {
        Some(schema) => {
            resource["profile"] = json!("tabular-data-resource");
            resource["type"] = json!("table");
            resource["dialect"] =
                json!({ "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "header": true });
            resource["schema"] = schema;
        }
        None => resource["type"] = json!("file"),
    }
    resource
}

/// A table as Table Schema 1.
fn table_schema<R>(table: &Table<'_, R>) -> Value {
    let field = |column: &super::csv::Column<'_, R>| {
        let kind = match column.of {
            FieldType::String => "string",
            FieldType::Integer => "integer",
            FieldType::Number => "number",
            FieldType::Boolean => "boolean",
            FieldType::Year => "year",
        };
        let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
        if column.required {
            field["constraints"] = json!({ "required": true });
        }
        field
    };
    let mut schema = json!({
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "primaryKey": table.key,
        "missingValues": [""],
    });
    if !table.refers.is_empty() {
        let refers = |(column, other, its): &(&str, &str, &str)| json!({ "fields": [column], "reference": { "resource": other, "fields": [its] } });
        schema["foreignKeys"] = table.refers.iter().map(refers).collect();
    }
    schema
}
