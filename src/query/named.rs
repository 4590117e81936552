//! The names by which expressions and queries of pages know what cases say.

use crate::diagnostic::did_you_mean;
use crate::model::{Case, PartialDate, Site, TaxonomyId, fold, names, taxonomy_named};

/// What a name stands for.
#[derive(Clone, Copy)]
pub enum Named {
    /// The terms of a taxonomy.
    Taxonomy(TaxonomyId),
    /// A field of the site's own: index into the configuration's.
    Own(usize),
    /// What every case has.
    BuiltIn(&'static BuiltIn),
}

/// What every case has, under a name.
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub field: Field,
}

/// What a built-in name stands for.
#[derive(Clone, Copy)]
pub enum Field {
    /// A date.
    Date(fn(&Case) -> Option<&PartialDate>),
    /// The date of a case, of which the year is shown.
    Year,
    /// A number that several cases can be added up by.
    Number(fn(&Case) -> usize),
    /// A number of what several cases may share.
    Count(fn(&Case) -> usize),
    /// How many of its statements cite a source?
    Cited,
    /// How many of its statements are independently sourced?
    Evidence,
    /// Kinds of its sources.
    Kind,
    /// Publishers of its sources.
    Publisher,
    /// Its sources.
    Source,
    /// A text.
    Text(fn(&Case) -> String),
    /// All of its text.
    Whole,
}

const fn built_in(name: &'static str, field: Field) -> BuiltIn {
    BuiltIn { name, field }
}

/// The fields that are no taxonomy. A taxonomy of such a name takes it; the field is then `case_NAME`, as on Explore.
static OWN: [BuiltIn; 25] = [
    built_in("date", Field::Date(|case| case.date.as_ref())),
    built_in("year", Field::Year),
    built_in("added", Field::Date(|case| case.added.as_ref())),
    built_in("reviewed", Field::Date(|case| case.reviewed.as_ref())),
    built_in("newest_source", Field::Date(|case| case.evidence.newest.as_ref())),
    built_in("statements", Field::Number(|case| case.evidence.support.statements())),
    built_in("independent_statements", Field::Number(|case| case.evidence.support.independent)),
    built_in("other_statements", Field::Number(|case| case.evidence.support.other)),
    built_in("uncited_statements", Field::Number(|case| case.evidence.support.none)),
    built_in("cited_statements", Field::Number(|case| case.evidence.support.cited())),
    built_in("quoting_statements", Field::Number(|case| case.evidence.quoting)),
    built_in("sources", Field::Number(|case| case.sources.len())),
    built_in("independent_sources", Field::Number(|case| case.evidence.independent_sources)),
    built_in("publishers", Field::Count(|case| case.evidence.publishers)),
    built_in("cited", Field::Cited),
    built_in("evidence", Field::Evidence),
    built_in("source_kind", Field::Kind),
    built_in("publisher", Field::Publisher),
    built_in("source", Field::Source),
    built_in("draft", Field::Text(|case| case.visibility.as_str().to_owned())),
    built_in("slug", Field::Text(|case| case.slug.to_string())),
    built_in("title", Field::Text(|case| case.title.clone())),
    built_in("summary", Field::Text(|case| case.summary.clone())),
    built_in("author", Field::Text(authors)),
    built_in("text", Field::Whole),
];

/// One a line.
fn authors(case: &Case) -> String {
    case.authors.iter().map(|name| names::display(name)).collect::<Vec<_>>().join("\n")
}

/// Everything that a reader reads of a case.
pub fn whole_text(case: &Case) -> String {
    format!("{} {} {}", case.title, case.summary, case.body.excerpt(&case.text.get(), &case.body.span, Vec::new()))
}

/// What a name stands for in a site; else what is wrong with it, and the cure.
pub fn named(site: &Site, written: &str) -> Result<Named, (String, String)> {
    let name = fold(written).replace('-', "_");
    if let Some(id) = taxonomy_named(&site.taxonomies, &name) {
        return Ok(Named::Taxonomy(id));
    }
    if let Some(index) = site.config.fields.iter().position(|field| field.id.value == name) {
        return Ok(Named::Own(index));
    }
    let own = name.strip_prefix("case_").unwrap_or(&name);
    if let Some(known) = OWN.iter().find(|known| known.name == own) {
        return Ok(Named::BuiltIn(known));
    }
    let known = site.taxonomies.iter().map(|taxonomy| taxonomy.id.as_str()).chain(OWN.iter().map(|known| known.name));
    let known = site.config.fields.iter().map(|field| field.id.value.as_str()).chain(known);
    let help = did_you_mean(&name, known.clone())
        .unwrap_or_else(|| format!("fields are {}", known.collect::<Vec<_>>().join(", ")));
    Err((format!("unknown field `{written}`"), help))
}
