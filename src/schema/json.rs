//! JSON Schema of keys: draft-07, which every editor understands, and nothing of later drafts (`patternErrorMessage` is
//! Visual Studio Code's; others ignore it).

use serde_json::{Map, Value, json};

use super::config::SEVERITIES;
use super::csp::DIRECTIVES;
use super::key::{Key, Outline, Shape};
use super::own::VALUE;
use crate::diagnostic::Code;
use crate::model::{FieldShape, Openness, OwnField, PartialDateError, SlugError, Taxonomy, Term, told};

/// What the keys of a site refer to.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Its taxonomies.
    pub taxonomies: &'a [Taxonomy],
    /// Its own fields.
    pub fields: &'a [OwnField],
    /// Names of its publishers.
    pub publishers: &'a [&'a str],
}

impl Terms<'_> {
    /// Must a record have this key?
    fn require(&self, key: &Key<'_>) -> bool {
        key.required || self.taxonomies.iter().any(|taxonomy| taxonomy.id == key.name && taxonomy.required)
    }
}

/// What a schema asks of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// That it has what it must have.
    Complete,
    /// That what it has is right: it may be a draft.
    Right,
}

/// The schema of a record with these keys and no others; the records in it are definitions, once each. One that may be a
/// draft may be unfinished while it is.
pub fn document<'a>(description: &str, keys: impl IntoIterator<Item = Key<'a>>, terms: Terms<'_>) -> Value {
    let mut definitions = Map::new();
    let keys: Vec<Key<'a>> = keys.into_iter().collect();
    let wanted = if keys.iter().any(|key| key.name == "draft") { Wanted::Right } else { Wanted::Complete };
    let mut schema = mapping(description, keys.iter().copied(), &[], (terms, wanted), &mut definitions);
    if wanted == Wanted::Right {
        schema["if"] = json!({ "required": ["draft"], "properties": { "draft": { "const": true } } });
        schema["then"] = json!(true);
        schema["else"] = complete(&keys, &[], terms, &mut definitions);
    }
    schema["definitions"] = Value::Object(definitions);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema
}

fn mapping<'a>(
    description: &str,
    keys: impl IntoIterator<Item = Key<'a>>,
    one_of: &[&str],
    (terms, wanted): (Terms<'_>, Wanted),
    definitions: &mut Map<String, Value>,
) -> Value {
    let mut schema = json!({ "type": "object", "description": description, "additionalProperties": false });
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for key in keys {
        let is_required = wanted == Wanted::Complete && terms.require(&key);
        let of_key = value(&key, is_required, (terms, wanted), definitions);
        // An empty value counts as none, as it does for the parser.
        properties.insert(key.name.to_owned(), if is_required { of_key } else { or_nothing(of_key) });
        if is_required {
            required.push(json!(key.name));
        }
    }
    if !required.is_empty() {
        schema["required"] = Value::Array(required);
    }
    if !one_of.is_empty() && wanted == Wanted::Complete {
        schema["anyOf"] = one_of.iter().map(|key| json!({ "required": [key] })).collect();
    }
    schema["properties"] = Value::Object(properties);
    schema
}

/// What a record must have beside what is right in it.
fn complete(keys: &[Key<'_>], one_of: &[&str], terms: Terms<'_>, definitions: &mut Map<String, Value>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for key in keys {
        let is_required = terms.require(key);
        let of_key = match key.shape {
            Shape::Records(outline) => {
                let outline = outline();
                let name = format!("complete_{}", outline.definition_name());
                let record = complete(&outline.keys, outline.one_of, terms, definitions);
                definitions.insert(name.clone(), record);
                let records = one_or_many(&reference(&name), usize::from(is_required));
                if is_required { records } else { or_nothing(records) }
            }
            _ if is_required => json!({ "not": { "enum": [null, []] } }),
            _ => continue,
        };
        properties.insert(key.name.to_owned(), of_key);
        if is_required {
            required.push(key.name);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !one_of.is_empty() {
        schema["anyOf"] = one_of.iter().map(|key| json!({ "required": [key] })).collect();
    }
    schema
}

/// A record, defined once; a reference to it.
fn defined(outline: &Outline, terms: (Terms<'_>, Wanted), definitions: &mut Map<String, Value>) -> Value {
    let name = outline.definition_name();
    if !definitions.contains_key(name) {
        // Records may hold records, and are not to be defined twice.
        definitions.insert(name.to_owned(), Value::Null);
        let schema = mapping(outline.meaning, outline.keys.iter().copied(), outline.one_of, terms, definitions);
        definitions.insert(name.to_owned(), schema);
    }
    reference(name)
}

fn or_nothing(schema: Value) -> Value {
    let description = schema.get("description").cloned();
    let mut either = Map::new();
    either.insert("anyOf".to_owned(), Value::Array(vec![schema, json!({ "type": "null" })]));
    if let Some(description) = description {
        either.insert("description".to_owned(), description);
    }
    Value::Object(either)
}

/// The values of a key, with what they mean.
fn value(key: &Key<'_>, is_required: bool, wanted: (Terms<'_>, Wanted), definitions: &mut Map<String, Value>) -> Value {
    let (terms, _) = wanted;
    let at_least = usize::from(is_required);
    let mut schema = match key.shape {
        Shape::Records(outline) => one_or_many(&defined(&outline(), wanted, definitions), at_least),
        Shape::Menu(outline) => {
            let line = json!({ "anyOf": [text(), defined(&outline(), wanted, definitions)] });
            one_or_many(&line, 0)
        }
        Shape::LineOr(outline) => json!({ "anyOf": [text(), defined(&outline(), wanted, definitions)] }),
        Shape::Record(outline) => {
            let outline = outline();
            mapping(outline.meaning, outline.keys, outline.one_of, wanted, definitions)
        }
        Shape::Terms => {
            let taxonomy = terms.taxonomies.iter().find(|taxonomy| taxonomy.id == key.name);
            definitions.insert(term_name(key.name), taxonomy.map_or_else(text, term));
            one_or_many(&reference(&term_name(key.name)), at_least)
        }
        Shape::Value => {
            let field = terms.fields.iter().find(|field| field.id.value == key.name);
            field.map_or_else(text, |field| own_value(field, at_least, wanted, definitions))
        }
        Shape::Taxonomy => words(terms.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str())),
        Shape::Pairs => {
            let taxonomy = words(terms.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str()));
            let pair = json!({ "type": "array", "items": taxonomy, "minItems": 2, "maxItems": 2 });
            json!({ "type": "array", "items": pair })
        }
        Shape::Choices(of) => one_or_many(&words(of()), 0),
        Shape::Colours => {
            json!({ "anyOf": [text(), { "type": "array", "items": text(), "minItems": 1, "maxItems": 2 }] })
        }
        shape => plain(shape),
    };
    if key.name == "publisher" {
        schema["examples"] = json!(terms.publishers);
    }
    let taxonomy =
        terms.taxonomies.iter().find(|taxonomy| matches!(key.shape, Shape::Terms) && taxonomy.id == key.name);
    let meaning = taxonomy.map_or_else(|| key.meaning.to_owned(), meaning_of);
    schema["description"] = json!(meaning);
    schema
}

/// The values of a field of the site's own: plain, or with what is known of them.
fn own_value(
    field: &OwnField,
    at_least: usize,
    wanted: (Terms<'_>, Wanted),
    definitions: &mut Map<String, Value>,
) -> Value {
    let plain = datum(field);
    let outline = VALUE.outline();
    let mut record = mapping(outline.meaning, outline.keys, outline.one_of, wanted, definitions);
    record["properties"]["value"] = or_nothing(plain.clone());
    let one = json!({ "anyOf": [plain, record] });
    if field.is_many { one_or_many(&one, at_least) } else { one }
}

/// A plain value of a field.
fn datum(field: &OwnField) -> Value {
    match field.shape {
        FieldShape::Text => text(),
        FieldShape::Number | FieldShape::Money | FieldShape::Percentage | FieldShape::Duration => {
            let message = "write digits, and a unit behind a space";
            patterned(
                &json!(["number", "string"]),
                r"^[+-]?[0-9][0-9_]*(\.[0-9_]+)?([eE][+-]?[0-9]+)?( *%| +\S.*)?$",
                message,
            )
        }
        FieldShape::Date => date(),
        FieldShape::Url => plain(Shape::Url),
        FieldShape::Flag => plain(Shape::Flag),
        FieldShape::Choice => {
            let words = field.range.words().iter();
            json!({ "enum": words.flat_map(|word| std::iter::once(json!(word)).chain(typed(word))).collect::<Vec<_>>() })
        }
    }
}

/// The values of a shape that refers to nothing else.
fn plain(shape: Shape) -> Value {
    match shape {
        Shape::Date => date(),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::FlagOr(word) => json!({ "enum": [true, false, word] }),
        Shape::Count => json!({ "type": "integer", "minimum": 1 }),
        Shape::Choice(of) => words(of()),
        Shape::Url => patterned(
            &json!("string"),
            r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$",
            "write the whole address, starting with https://",
        ),
        Shape::Slug(_) => {
            patterned(&json!(["string", "number"]), r"^(?!index$)[a-z0-9]+(-[a-z0-9]+)*$", &SlugError::Form.to_string())
        }
        Shape::SourceId => patterned(
            &json!(["string", "number"]),
            SOURCE_ID,
            "start with a letter, digit or _, go on with those and single :.#$%&-+?<>~/ between them",
        ),
        Shape::Doi => {
            patterned(&json!("string"), r"^(https?://(dx\.)?doi\.org/|doi:)?10\.[0-9.]+/\S+$", "write it as 10.1038/…")
        }
        Shape::Language => patterned(
            &json!("string"),
            r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
            "write a code such as de, en-GB or pt-BR",
        ),
        Shape::Isbn => patterned(
            &json!(["string", "integer"]),
            "^([ -]*[0-9]){9}([ -]*[0-9]{3})?[ -]*[0-9Xx][ -]*$",
            "write ten or thirteen digits",
        ),
        Shape::Wikidata => patterned(
            &json!("string"),
            r"^(https?://(www\.)?wikidata\.org/(wiki|entity)/)?[Qq][1-9][0-9]*/?$",
            "write the number of its item, such as Q95",
        ),
        Shape::Ror => patterned(
            &json!("string"),
            r"^(https?://(www\.)?ror\.org/)?0[0-9A-Za-z]{6}[0-9]{2}/?$",
            "write it as 03yrm5c26",
        ),
        Shape::Lei => patterned(
            &json!("string"),
            r"^([ -]*[0-9A-Za-z]){18}([ -]*[0-9]){2}[ -]*$",
            "write eighteen letters and digits, and two check digits",
        ),
        Shape::OldAddresses(_) => one_or_many(&old_address(), 0),
        Shape::Lines | Shape::SourceIds => one_or_many(&text(), 0),
        Shape::Hosts => {
            let host = patterned(&json!("string"), r"^[^\s/:@*]+\.[^\s/:@*]+$", "write a name such as example.org");
            one_or_many(&host, 0)
        }
        Shape::Code => {
            let codes = Code::ALL.into_iter().filter(|code| code.is_adjustable());
            let codes: Vec<Value> =
                codes.map(|code| json!({ "const": code.name(), "description": code.title() })).collect();
            json!({ "oneOf": codes })
        }
        Shape::Severities => severities(),
        Shape::Policy => {
            let sources = DIRECTIVES.map(|directive| (directive.to_owned(), or_nothing(one_or_many(&text(), 0))));
            json!({ "type": "object", "additionalProperties": false, "properties": Map::from_iter(sources) })
        }
        Shape::Anything => json!({}),
        _ => text(),
    }
}

/// Words of every script, and single marks between them. `\p{L}` would say it, but Python's `re` does not know it, nor
/// JavaScript without the flag `u`: so what is outside of ASCII is taken for a letter.
const SOURCE_ID: &str = r"^[^\x00-/:-@\[-^`{-\x7f]+([:.#$%&+?<>~/-][^\x00-/:-@\[-^`{-\x7f]+)*$";

/// A text. YAML makes a number of `title: 1984`; the parser reads the text as written.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": r"\S" })
}

fn patterned(of_type: &Value, pattern: &str, message: &str) -> Value {
    json!({ "type": of_type, "pattern": pattern, "patternErrorMessage": message })
}

fn old_address() -> Value {
    let slug = "[a-z0-9]+(-[a-z0-9]+)*";
    let part = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    let pattern = format!(r"^({slug}|/*({part}/)*{part}\.html)$");
    let message = "write the name that it had, or a route that ends in .html";
    patterned(&json!(["string", "number"]), &pattern, message)
}

/// A date as it is known (EDTF); a bare year is a number to YAML.
fn date() -> Value {
    let time = r"T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}(:\d{2})?)?";
    let day = format!(r"\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])({time})?)?)?[~?%]?");
    json!({
        "anyOf": [
            patterned(&json!("string"), &format!("^{day}(/{day})?$"), &PartialDateError::Form.to_string()),
            { "type": "integer", "minimum": 0, "maximum": 9999 },
        ],
        "examples": ["2025-05-13", "2025-05", "2025", "2025-05~"],
    })
}

fn severities() -> Value {
    let codes = Code::ALL.into_iter().filter(|code| code.is_adjustable());
    let properties: Map<String, Value> = codes
        .map(|code| {
            let mut one = words(SEVERITIES);
            one["description"] = json!(code.title());
            (code.name().to_owned(), or_nothing(one))
        })
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

/// One or a list of them. For the parser a single one is a list of one.
fn one_or_many(item: &Value, at_least: usize) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item, "minItems": at_least }] })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// Name of the definition of a taxonomy's terms.
fn term_name(taxonomy: &str) -> String {
    format!("term_{taxonomy}")
}

fn meaning_of(taxonomy: &Taxonomy) -> String {
    told(taxonomy.definition.as_deref(), taxonomy.editors.as_deref()).unwrap_or_else(|| {
        let words = if taxonomy.openness == Openness::Closed { "A term" } else { "A term, which may be a new one," };
        format!("{words} of content/taxonomies/{}.yaml, or a list of them.", taxonomy.vocabulary)
    })
}

/// The terms of a taxonomy: all that there are, or examples where others may join them.
fn term(taxonomy: &Taxonomy) -> Value {
    if taxonomy.openness == Openness::Open {
        let mut schema = text();
        schema["description"] =
            json!(format!("{}: any name; write a known one as it is written here.", taxonomy.label));
        schema["examples"] = taxonomy.terms.iter().map(|term| term.label.as_str()).collect();
        return schema;
    }
    let mut choices: Vec<Value> = taxonomy.terms.iter().flat_map(labelled).collect();
    let others: Vec<&str> = taxonomy.terms.iter().flat_map(other_names).collect();
    choices.extend(others.iter().filter_map(|name| typed(name)).map(|value| json!({ "const": value })));
    if !others.is_empty() {
        let names: Vec<String> = others.into_iter().map(escape).collect();
        choices.push(json!({ "type": "string", "pattern": format!("^({})$", names.join("|")) }));
    }
    // An empty list of choices is no schema; a vocabulary without terms allows nothing.
    if choices.is_empty() { json!({ "not": {} }) } else { json!({ "anyOf": choices }) }
}

/// A term by its label, which is what editors offer.
fn labelled(term: &Term) -> Vec<Value> {
    let names = std::iter::once(json!(term.label)).chain(typed(&term.label));
    let told = told(term.definition.as_deref(), term.editors.as_deref());
    let choice = |name: Value| match &told {
        Some(told) => json!({ "const": name, "description": told }),
        None => json!({ "const": name }),
    };
    names.map(choice).collect()
}

/// The number or truth value that YAML makes of a name without quotes.
fn typed(name: &str) -> Option<Value> {
    serde_json::from_str::<Value>(name).ok().filter(|value| value.is_number() || value.is_boolean())
}

/// The id and the aliases: accepted, but not offered, so that cases are written alike.
fn other_names(term: &Term) -> impl Iterator<Item = &str> {
    std::iter::once(term.id.as_str()).chain(term.aliases.iter().map(String::as_str))
}

/// A text as a regular expression that matches it (ECMA-262, `SyntaxCharacter`).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"^$\.*+?()[]{}|/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
