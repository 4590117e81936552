//! `terms.csv`: every term, with what it is known by elsewhere and the values of its vocabulary's fields.

use std::collections::BTreeSet;

use super::csv::{Column, FieldType, Table, join};
use super::values::of_field;
use crate::addresses::route;
use crate::model::{OwnField, Site, Term, TermRef};
use crate::publication::Publication;

use FieldType::{Integer, String as Text};

/// `terms.csv`
pub fn terms(publication: Publication<'_>) -> Table<'_, TermRef> {
    let site = publication.site;
    let term = move |id: &TermRef| site.term(*id);
    let count = |name: &'static str, described: &'static str, of: fn(&Term) -> usize| {
        Column::new(name, Integer, described, move |id: &TermRef| of(term(id)).to_string()).required()
    };
    let mut columns = vec![
        Column::new("taxonomy", Text, "id of the taxonomy", move |id: &TermRef| site.taxonomy(id.taxonomy).id.as_str())
            .required(),
        Column::new("id", Text, "name of the term in addresses", move |id| term(id).id.as_str()).required(),
        Column::new("label", Text, "its name", move |id| term(id).label.as_str()).required(),
        Column::new("aliases", Text, "other names, joined by semicolons", move |id| {
            join(term(id).aliases.iter().map(String::as_str))
        }),
        Column::new("definition", Text, "what it means", move |id| term(id).definition.as_deref().unwrap_or_default()),
        Column::new("broader", Text, "id of the nearest broader term", move |id| {
            let broader = term(id).broader.first().map(|broader| TermRef { term: *broader, ..*id });
            broader.map_or("", |broader| site.term(broader).id.as_str())
        }),
    ];
    for (key, described) in [
        ("wikidata", "item of Wikidata"),
        ("ror", "id in the Research Organization Registry"),
        ("lei", "Legal Entity Identifier (ISO 17442)"),
        ("url", "its own website"),
    ] {
        columns.push(Column::new(key, Text, described, move |id| term(id).identifier(key).unwrap_or_default()));
    }
    columns.extend([
        count("cases", "cases that carry it or a narrower term, in whatever role", |term| term.cases.len()),
        Column::new("statements", Integer, "statements of its text, and values of its own fields", move |id| {
            site.record(*id).map_or(0, |record| record.evidence.support.statements()).to_string()
        })
        .required(),
        Column::new("independent_statements", Integer, "those that at least one independent source supports", {
            move |id| site.record(*id).map_or(0, |record| record.evidence.support.independent).to_string()
        })
        .required(),
        Column::new("page", Text, "its page: as `url` of a case", move |id| {
            publication.addresses.in_data(publication.href(route::term(site, *id)))
        })
        .required(),
    ]);
    let mut taken: BTreeSet<String> = columns.iter().map(|column| column.name.clone()).collect();
    for field in fields(site) {
        let said = move |id: &TermRef| {
            let fields = &site.taxonomy(id.taxonomy).fields;
            let index = fields.iter().position(|known| is_same(known, field))?;
            site.record(*id).map(|record| (record, record.values_of(index)))
        };
        columns.extend(of_field(field, &mut taken, said));
    }
    Table { columns, key: &["taxonomy", "id"], refers: &[] }
}

/// The fields that terms may have: of one name and shape, which two vocabularies may declare, the first.
fn fields(site: &Site) -> Vec<&OwnField> {
    let mut fields: Vec<&OwnField> = Vec::new();
    for field in site.fields_of_terms() {
        if !fields.iter().any(|known| is_same(known, field)) {
            fields.push(field);
        }
    }
    fields
}

fn is_same(one: &OwnField, other: &OwnField) -> bool {
    (&one.id.value, one.shape) == (&other.id.value, other.shape)
}
