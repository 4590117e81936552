//! The schemas of vocabularies: `content/taxonomies/*.yaml` and `content/publishers.yaml`.

use serde_json::{Value, json};

use super::{Key, boolean, choice, mapping, one_or_many, optional, reference, slug, text};
use crate::model::{Site, SourceKind};

/// The vocabulary of a taxonomy.
pub fn schema(site: &Site) -> Value {
    let taxonomies = site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str());
    let scope = choice("The taxonomy whose number of terms in a case this one describes.", taxonomies);
    of_terms("A taxonomy: one way of classifying cases.", scope, Vec::new())
}

/// The vocabulary of publishers.
pub fn publishers() -> Value {
    let kinds = SourceKind::ALL.map(SourceKind::as_str);
    let kind = optional("kind", choice("What it mostly brings out; a source may say otherwise.", kinds));
    of_terms("The publishers of sources. Others may appear by use.", text("Not used here."), vec![kind])
}

fn of_terms(description: &str, scope: Value, more: Vec<Key>) -> Value {
    let openness = "closed: unknown terms are errors; open: new terms appear by use.";
    let keys = vec![
        optional("label", text("Its name for people, in the singular.")),
        optional("plural", text("Its name for people, in the plural.")),
        optional("definition", text("What it classifies.")),
        optional("route", slug("First part of the addresses of its pages.")),
        optional("vocabulary", choice(openness, ["closed", "open"])),
        optional("required", boolean("Must every case have a term?")),
        optional("scope_of", scope),
        optional("terms", one_or_many("Its terms, in order.", &reference("term"), 0)),
    ];
    let mut schema = mapping(description, keys);
    schema["title"] = json!("Vocabulary");
    schema["definitions"] = json!({ "term": term(more) });
    schema
}

fn term(more: Vec<Key>) -> Value {
    let mut keys = vec![
        optional("id", slug("Its name in addresses, else made from the label.")),
        optional("label", text("Its name for people, else made from the id.")),
        optional("definition", text("What it means, and what it does not.")),
        optional("aliases", one_or_many("Other names by which a case may give it.", &text("A name."), 0)),
        optional("broader", text("Id of a broader term of this vocabulary.")),
    ];
    keys.extend(more);
    let mut schema = mapping("A term.", keys);
    // Either of the two gives the other.
    schema["anyOf"] = json!([{ "required": ["id"] }, { "required": ["label"] }]);
    schema
}
