//! The schema of a case's front matter.

use serde_json::{Map, Value, json};

use super::{Key, boolean, choice, date, mapping, one_or_many, optional, reference, required, text, url};
use crate::diagnostic::Code;
use crate::model::{Openness, Site, SourceKind, Taxonomy, Term, UrlStatus};

pub fn schema(site: &Site) -> Value {
    let mut definitions = Map::new();
    for taxonomy in site.taxonomies.iter() {
        definitions.insert(term_name(taxonomy), term(taxonomy));
    }
    definitions.insert("source".to_owned(), source(site));
    definitions.insert("event".to_owned(), event());
    definitions.insert("correction".to_owned(), correction());
    definitions.insert("allowance".to_owned(), allowance());

    let mut keys = own_keys();
    keys.extend(site.taxonomies.iter().map(taxonomy_key));
    let sections = site.config.sections.iter().filter(|section| section.required);
    let sections: Vec<String> = sections.map(|section| format!("`## {}`", section.title)).collect();
    let mut description = "The front matter of a case.".to_owned();
    if !sections.is_empty() {
        description.push_str(&format!(" The text below it has the sections {}.", sections.join(", ")));
    }
    let mut schema = mapping(&description, keys);
    schema["title"] = json!(format!("Case of {}", site.config.title));
    schema["definitions"] = Value::Object(definitions);
    schema
}

/// The keys that the cases of every site have.
fn own_keys() -> Vec<Key> {
    vec![
        required("title", text("Title of the case, and of its page.")),
        required("date", date("When it happened, as exactly as it is known and no more; orders timelines and years.")),
        required("summary", text("One or two sentences for lists, feeds and search results.")),
        required("sources", one_or_many("The works that the case cites.", &reference("source"), 1)),
        optional("added", date("When the case joined the site; orders the newest cases and feeds.")),
        optional("reviewed", date("When an editor last checked the case against its sources.")),
        optional("draft", boolean("A draft is left out of the site unless it is asked for with --drafts.")),
        optional("authors", one_or_many("Who wrote the case.", &text("A person."), 0)),
        optional("image", text("A picture beside the case, by its file name.")),
        optional("lang", text("Language of the case where it differs from the site's: a BCP 47 tag such as `en-GB`.")),
        optional("aliases", one_or_many("Old addresses, which lead to this case.", &alias(), 0)),
        optional("events", one_or_many("What happened when, for the timeline.", &reference("event"), 0)),
        optional("corrections", one_or_many("What was corrected after publication.", &reference("correction"), 0)),
        optional("extra", json!({ "description": "Data of your own, which Casebook carries and does not read." })),
        optional("allow", one_or_many("Findings that are meant to be so in this case.", &reference("allowance"), 0)),
    ]
}

fn alias() -> Value {
    let slug = "[a-z0-9]+(-[a-z0-9]+)*";
    let part = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    json!({
        "type": ["string", "number"],
        "pattern": format!(r"^({slug}|/*({part}/)*{part}\.html)$"),
        "patternErrorMessage": "write the slug that the case had, or a route that ends in .html",
        "description": "A slug that the case had, or a route that ends in `.html`.",
    })
}

/// Name of the definition of a taxonomy's terms.
fn term_name(taxonomy: &Taxonomy) -> String {
    format!("term_{}", taxonomy.id)
}

fn taxonomy_key(taxonomy: &Taxonomy) -> Key {
    let description = taxonomy.definition.clone().unwrap_or_else(|| {
        let words = if taxonomy.openness == Openness::Closed { "A term" } else { "A term, which may be a new one," };
        format!("{words} of content/taxonomies/{}.yaml, or a list of them.", taxonomy.id)
    });
    let schema = one_or_many(&description, &reference(&term_name(taxonomy)), usize::from(taxonomy.required));
    if taxonomy.required { required(&taxonomy.id, schema) } else { optional(&taxonomy.id, schema) }
}

/// The terms of a taxonomy: all that there are, or examples where others may join them.
fn term(taxonomy: &Taxonomy) -> Value {
    if taxonomy.openness == Openness::Open {
        let mut schema = text(&format!("{}: any name; write a known one as it is written here.", taxonomy.label));
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
    let choice = |name: Value| match &term.definition {
        Some(definition) => json!({ "const": name, "description": definition }),
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

fn source(site: &Site) -> Value {
    let mut publisher = text("Who published it, by label or alias of content/publishers.yaml, or a new name.");
    publisher["examples"] = site.publishers.iter().map(|publisher| publisher.label.as_str()).collect();
    let id = json!({
        "type": ["string", "number"],
        "pattern": r"^[\p{L}\p{N}_]+([:.#$%&+?<>~/-][\p{L}\p{N}_]+)*$",
        "patternErrorMessage": "start with a letter, digit or _, go on with those and single :.#$%&-+?<>~/ between them",
        "description": "By which the text cites it: `[@id]`.",
    });
    mapping(
        "A work that the case cites.",
        vec![
            required("id", id),
            required("publisher", publisher),
            optional(
                "kind",
                choice("What kind of work it is, else the publisher's.", SourceKind::ALL.map(|k| k.as_str())),
            ),
            optional("title", text("Headline or title, where it was seen.")),
            optional("date", date("The date printed on it, as exactly as it is known and no more.")),
            optional("url", url("Where the original is.")),
            optional("url_status", choice("Can the original still be followed?", UrlStatus::ALL.map(|s| s.as_str()))),
            optional("archive_url", url("Where an archived copy is.")),
            optional("archive_date", date("When the copy was made.")),
            optional("accessed", date("When the original was last read.")),
            optional("author", text("Who wrote it.")),
            optional(
                "doi",
                json!({
                    "type": "string",
                    "pattern": r"^(https?://(dx\.)?doi\.org/|doi:)?10\.[0-9.]+/\S+$",
                    "description": "Digital object identifier, such as `10.1038/x`.",
                }),
            ),
            optional(
                "isbn",
                json!({
                    "type": ["string", "integer"],
                    "pattern": "^([ -]*[0-9]){9}([ -]*[0-9]{3})?[ -]*[0-9Xx][ -]*$",
                    "description": "ISBN of ten or thirteen digits.",
                }),
            ),
            optional("quote", text("Words quoted from it.")),
            optional("note", text("An editor's note on it.")),
            optional("independent", boolean("Independent of the organisation? Else its kind decides.")),
        ],
    )
}

fn event() -> Value {
    let id = text("Id of a source.");
    mapping(
        "Something that happened.",
        vec![
            required("date", date("When.")),
            required("text", text("What.")),
            optional("sources", one_or_many("Ids of the sources that say so.", &id, 0)),
        ],
    )
}

fn correction() -> Value {
    mapping(
        "A correction.",
        vec![required("date", date("When it was made.")), required("note", text("What was wrong, and what is right."))],
    )
}

fn allowance() -> Value {
    let codes = Code::ALL.into_iter().filter(|code| code.is_adjustable());
    let codes: Vec<Value> = codes.map(|code| json!({ "const": code.name(), "description": code.title() })).collect();
    mapping(
        "A finding that is meant to be so.",
        vec![
            required("code", json!({ "oneOf": codes, "description": "Code of the finding." })),
            required("reason", text("Why, for the next editor.")),
        ],
    )
}
