//! SKOS: both forms are read by a parser of others, and say the same.

use std::collections::BTreeSet;

use casebook::export::{DataFile, Rdf, Selection};
use casebook::pipeline::Checked;
use oxjsonld::JsonLdParser;
use oxttl::TurtleParser;

use super::{BASE_URL, checked, example, export, options};

/// Where the files are read, for relative addresses.
const HERE: &str = "https://here.example/site/data/vocabularies/department.ttl";

pub fn triples(checked: &Checked, form: Rdf) -> BTreeSet<String> {
    let site = checked.renderer.as_ref().unwrap().site();
    let taxonomy = site.taxonomy_ids().next().unwrap();
    let text = export(checked, DataFile::Vocabulary(taxonomy, form), &Selection::whole(site));
    match form {
        Rdf::Turtle => {
            let parser = TurtleParser::new().with_base_iri(HERE).unwrap();
            parser.for_slice(text.as_bytes()).map(|triple| triple.unwrap().to_string()).collect()
        }
        Rdf::JsonLd => {
            let parser = JsonLdParser::new().with_base_iri(HERE).unwrap();
            let quads = parser.for_slice(text.as_bytes());
            quads.map(|quad| oxrdf::Triple::from(quad.unwrap()).to_string()).collect()
        }
    }
}

#[test]
fn a_term_is_a_concept() {
    let checked = example().check(&options(Some(BASE_URL)));
    let found = triples(&checked, Rdf::Turtle);
    let term = |id: &str| format!("<{BASE_URL}/departments/{id}.html>");
    let skos = |name: &str| format!("<http://www.w3.org/2004/02/skos/core#{name}>");
    let dcterms = |name: &str| format!("<http://purl.org/dc/terms/{name}>");
    let kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    let scheme = format!("<{BASE_URL}/departments/index.html>");
    let mut expected = BTreeSet::from([
        format!("{scheme} {kind} {}", skos("ConceptScheme")),
        format!("{scheme} {} \"Departments\"@en", skos("prefLabel")),
        format!("{scheme} {} \"Departments\"@en", dcterms("title")),
        format!("{scheme} {} \"department\"", dcterms("identifier")),
        format!("{scheme} {} <https://creativecommons.org/licenses/by/4.0/>", dcterms("license")),
        format!("{} {} \"Work at desks, and \\\"meetings\\\".\"@en", term("office"), skos("definition")),
        format!("{} {} \"Lawyers\"@en", term("legal"), skos("altLabel")),
        format!("{} {} {}", term("legal"), skos("broader"), term("office")),
        format!("{} {} {}", term("office"), skos("narrower"), term("legal")),
    ]);
    for (id, label, is_top) in
        [("office", "Office", true), ("legal", "Legal", false), ("real-estate", "Real estate", true)]
    {
        expected.extend([
            format!("{} {kind} {}", term(id), skos("Concept")),
            format!("{} {} \"{label}\"@en", term(id), skos("prefLabel")),
            format!("{} {} \"{id}\"", term(id), skos("notation")),
            format!("{} {} {scheme}", term(id), skos("inScheme")),
        ]);
        if is_top {
            expected.insert(format!("{} {} {scheme}", term(id), skos("topConceptOf")));
            expected.insert(format!("{scheme} {} {}", skos("hasTopConcept"), term(id)));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn both_forms_say_the_same() {
    for base_url in [None, Some(BASE_URL)] {
        let checked = example().check(&options(base_url));
        assert_eq!(triples(&checked, Rdf::Turtle), triples(&checked, Rdf::JsonLd));
    }
    // Without a base URL, pages are named from where the file lies.
    let found = triples(&checked(&example()), Rdf::Turtle);
    assert!(found.iter().any(|triple| triple.starts_with("<https://here.example/site/departments/legal.html>")));
}
