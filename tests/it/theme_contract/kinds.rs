//! What a value in a template is: the contract's JSON Schemas, and the words file, as [`Kind`]s.

use std::collections::BTreeMap;

use casebook::render::contract;
use serde_json::Value;

/// What a value is, as far as a template can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A text, number or truth value.
    Scalar,
    /// A list of one kind of thing.
    List(Box<Kind>),
    /// A struct of the contract.
    Record(String),
    /// A word, or a map of words: its path below `t`.
    Word(String),
    /// `loop` inside a `for`.
    Loop,
    /// Nothing: what an optional parameter is when it is not given.
    Absent,
}

/// What a template is given.
pub struct Given {
    /// Its name.
    pub template: String,
    /// Its variables.
    pub variables: BTreeMap<String, Kind>,
}

/// The whole contract.
pub struct Kinds {
    /// The fields of every struct.
    pub records: BTreeMap<String, BTreeMap<String, Kind>>,
    /// The words of the theme.
    pub words: Value,
    /// A row per template.
    pub templates: Vec<Given>,
    /// What every page is given.
    pub frame: BTreeMap<String, Kind>,
}

impl Kinds {
    /// The contract of the crate, with the words of a theme.
    pub fn new(words: Value) -> Kinds {
        let contract = contract();
        let site = BTreeMap::from([
            ("site".to_owned(), kind_of(contract.site.as_value())),
            ("t".to_owned(), Kind::Word(String::new())),
        ]);
        let mut frame = site.clone();
        frame.insert("page".to_owned(), kind_of(contract.page.as_value()));
        let templates = contract
            .templates
            .iter()
            .map(|given| {
                let mut variables = if given.kind.is_some() { frame.clone() } else { site.clone() };
                if let Some((name, schema)) = &given.value {
                    variables.insert((*name).to_owned(), kind_of(schema.as_value()));
                }
                Given { template: given.template.to_owned(), variables }
            })
            .collect();
        let fields = |schema: &Value| -> BTreeMap<String, Kind> {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            properties.iter().map(|(name, schema)| (name.clone(), kind_of(schema))).collect()
        };
        let records = contract.definitions.iter().map(|(name, schema)| (name.clone(), fields(schema))).collect();
        Kinds { records, words, templates, frame }
    }

    /// The word at a path, or the map of words.
    pub fn word(&self, path: &str) -> Option<&Value> {
        path.split('.').filter(|key| !key.is_empty()).try_fold(&self.words, |words, key| words.get(key))
    }

    /// A field of a value, or why there is none.
    pub fn field(&self, of: &Kind, name: &str) -> Result<Kind, String> {
        match of {
            Kind::Record(record) => {
                let field = self.records.get(record).and_then(|fields| fields.get(name));
                field.cloned().ok_or_else(|| format!("{record} has no field `{name}`"))
            }
            Kind::Word(path) => {
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                self.word(&path).map(|_| Kind::Word(path.clone())).ok_or_else(|| format!("no word `t.{path}`"))
            }
            Kind::Loop => match name {
                "index" | "index0" | "first" | "last" | "length" => Ok(Kind::Scalar),
                _ => Err(format!("`loop` has no field `{name}`")),
            },
            Kind::Absent => Ok(Kind::Absent),
            Kind::Scalar => Err(format!("a text, number or truth value has no field `{name}`")),
            Kind::List(_) => Err(format!("a list has no field `{name}`")),
        }
    }
}

/// The kind that a schema describes; what may be absent is what it is when present.
fn kind_of(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return Kind::Record(name.to_owned());
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let present = any.iter().find(|schema| schema["type"] != "null");
        return present.map_or(Kind::Scalar, kind_of);
    }
    let is_list =
        schema["type"] == "array" || schema["type"].as_array().is_some_and(|t| t.iter().any(|t| t == "array"));
    if is_list { Kind::List(Box::new(kind_of(&schema["items"]))) } else { Kind::Scalar }
}
