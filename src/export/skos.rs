//! Vocabularies as SKOS (W3C Recommendation, 18 August 2009) in Turtle and JSON-LD: a taxonomy is a concept scheme, a
//! term a concept.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Rdf, licence};
use crate::addresses::route;
use crate::model::{Identifier, TaxonomyId, Term, TermId, TermRef};
use crate::publication::Publication;
use crate::schema::fields::clean;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const TERMS: &str = "http://purl.org/dc/terms/";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";

/// Something that is described, with what is said of it: property and objects.
struct Node {
    iri: String,
    class: &'static str,
    says: Vec<(&'static str, Vec<Object>)>,
}

enum Object {
    Iri(String),
    /// In the language of the site.
    Words(String),
    /// In no language.
    Code(String),
}

/// Write vocabularies, a node at a time.
pub fn write(publication: Publication<'_>, of: &[TaxonomyId], form: Rdf, out: &mut dyn Write) -> Result<(), io::Error> {
    let language = language(&publication.site.config.language.value);
    let mut first = true;
    match form {
        Rdf::Turtle => {
            write!(out, "@prefix skos: <{SKOS}> .\n@prefix dcterms: <{TERMS}> .\n@prefix rdfs: <{RDFS}> .\n")?;
        }
        Rdf::JsonLd => {
            write!(out, "{{\"@context\":")?;
            serde_json::to_writer(&mut *out, &context(language.as_deref()))?;
            write!(out, ",\n\"@graph\":[")?;
        }
    }
    let mut one = |node: &Node| -> Result<(), io::Error> {
        match form {
            Rdf::Turtle => turtle(node, language.as_deref(), out)?,
            Rdf::JsonLd => {
                out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *out, &json_ld(node))?;
            }
        }
        Ok(())
    };
    for id in of {
        one(&scheme(publication, *id))?;
        for term in &publication.site.taxonomy(*id).order {
            one(&concept(publication, TermRef { taxonomy: *id, term: *term }))?;
        }
    }
    if form == Rdf::JsonLd {
        out.write_all(b"\n]}\n")?;
    }
    Ok(())
}

fn scheme(publication: Publication<'_>, id: TaxonomyId) -> Node {
    let taxonomy = publication.site.taxonomy(id);
    let top = |term: &&TermId| taxonomy.term(**term).broader.is_empty();
    let rights = publication.site.config.licence.as_deref().and_then(|configured| licence(configured).url);
    Node {
        iri: iri(publication, &route::taxonomy(publication.site, id)),
        class: "ConceptScheme",
        says: vec![
            ("skos:prefLabel", words([&taxonomy.plural])),
            ("dcterms:title", words([&taxonomy.plural])),
            ("dcterms:description", words(&taxonomy.definition)),
            ("skos:editorialNote", words(&taxonomy.editors)),
            ("dcterms:identifier", vec![Object::Code(taxonomy.id.clone())]),
            ("dcterms:license", rights.map(|url| Object::Iri(escape_iri(&url))).into_iter().collect()),
            (
                "skos:hasTopConcept",
                taxonomy.order.iter().filter(top).map(|term| concept_iri(publication, id, *term)).collect(),
            ),
        ],
    }
}

fn concept(publication: Publication<'_>, id: TermRef) -> Node {
    let term: &Term = publication.site.term(id);
    let scheme = || vec![Object::Iri(iri(publication, &route::taxonomy(publication.site, id.taxonomy)))];
    let website = term.identifier("url");
    let all = |ids: &[TermId]| ids.iter().map(|other| concept_iri(publication, id.taxonomy, *other)).collect();
    Node {
        iri: iri(publication, &route::term(publication.site, id)),
        class: "Concept",
        says: vec![
            ("skos:prefLabel", words([&term.label])),
            ("skos:altLabel", words(term.aliases.iter().filter(|alias| **alias != term.label))),
            ("skos:definition", words(&term.definition)),
            ("skos:editorialNote", words(&term.editors)),
            ("skos:notation", vec![Object::Code(term.id.to_string())]),
            ("skos:inScheme", scheme()),
            ("skos:topConceptOf", if term.broader.is_empty() { scheme() } else { Vec::new() }),
            // The nearest one: that broader terms have broader ones follows (`skos:broaderTransitive`).
            ("skos:broader", all(&term.broader[..term.broader.len().min(1)])),
            ("skos:narrower", all(&term.narrower)),
            ("skos:exactMatch", term.identifiers.iter().filter_map(Identifier::iri).map(Object::Iri).collect()),
            ("rdfs:seeAlso", website.map(|url| Object::Iri(escape_iri(url))).into_iter().collect()),
        ],
    }
}

fn concept_iri(publication: Publication<'_>, taxonomy: TaxonomyId, term: TermId) -> Object {
    Object::Iri(iri(publication, &route::term(publication.site, TermRef { taxonomy, term })))
}

fn words<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<Object> {
    texts.into_iter().map(|text| Object::Words(clean(text))).collect()
}

/// The address of a page, from `data/vocabularies/`.
fn iri(publication: Publication<'_>, route: &str) -> String {
    escape_iri(&publication.absolute(route).unwrap_or_else(|| format!("../../{}", publication.href(route))))
}

/// What an IRI may not hold (RFC 3987; Turtle, `IRIREF`) as percent-encoded bytes.
fn escape_iri(iri: &str) -> String {
    let mut escaped = String::with_capacity(iri.len());
    for c in iri.chars() {
        if c <= ' ' || "<>\"{}|^`\\".contains(c) {
            escaped.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// The tag of a language as Turtle can write it; absent where it is none (BCP 47).
fn language(configured: &str) -> Option<String> {
    let tag = configured.replace('_', "-");
    let mut parts = tag.split('-');
    let is_primary = parts
        .next()
        .is_some_and(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let are_parts = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (is_primary && are_parts).then_some(tag)
}

fn turtle(node: &Node, language: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "\n<{}> a skos:{}", node.iri, node.class)?;
    for (property, objects) in node.says.iter().filter(|(_, objects)| !objects.is_empty()) {
        write!(out, " ;\n    {property} ")?;
        for (index, object) in objects.iter().enumerate() {
            out.write_all(if index == 0 { b"" } else { b", " })?;
            match (object, language) {
                (Object::Iri(iri), _) => write!(out, "<{iri}>")?,
                (Object::Words(text), Some(language)) => write!(out, "\"{}\"@{language}", escape_text(text))?,
                (Object::Words(text) | Object::Code(text), _) => write!(out, "\"{}\"", escape_text(text))?,
            }
        }
    }
    out.write_all(b" .\n")
}

/// A text between quotes in Turtle: texts are single lines without controls.
fn escape_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn context(language: Option<&str>) -> Value {
    let link = |name: &str| json!({ "@id": name, "@type": "@id" });
    let code = |name: &str| json!({ "@id": name, "@language": null });
    json!({
        "skos": SKOS,
        "dcterms": TERMS,
        "rdfs": RDFS,
        "@language": language,
        "id": "@id",
        "type": "@type",
        "dcterms:license": link("dcterms:license"),
        "dcterms:identifier": code("dcterms:identifier"),
        "skos:notation": code("skos:notation"),
        "skos:inScheme": link("skos:inScheme"),
        "skos:topConceptOf": link("skos:topConceptOf"),
        "skos:hasTopConcept": link("skos:hasTopConcept"),
        "skos:broader": link("skos:broader"),
        "skos:narrower": link("skos:narrower"),
        "skos:exactMatch": link("skos:exactMatch"),
        "rdfs:seeAlso": link("rdfs:seeAlso"),
    })
}

fn json_ld(node: &Node) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(node.iri));
    object.insert("type".to_owned(), json!(format!("skos:{}", node.class)));
    for (property, objects) in node.says.iter().filter(|(_, objects)| !objects.is_empty()) {
        let texts = objects.iter().map(|object| match object {
            Object::Iri(text) | Object::Words(text) | Object::Code(text) => json!(text),
        });
        let mut texts: Vec<Value> = texts.collect();
        let value = if texts.len() == 1 { texts.remove(0) } else { Value::Array(texts) };
        object.insert((*property).to_owned(), value);
    }
    Value::Object(object)
}
