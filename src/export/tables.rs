//! The columns of the data tables and what each means, for the CSV files and the Data Package alike.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::checked::CheckData;
use super::csv::{Column, FieldType, Table, date, free_name, join};
use super::values;
use crate::addresses::route;
use crate::model::{
    Case, CaseId, PartialDate, Resting, Site, SourceKind, Support, TaxonomyId, TermId, WorkId, WorkUse, names,
};
use crate::publication::Publication;
use crate::schema::source::says;
use crate::schema::{SOURCE, Shape};

use FieldType::{Boolean, Integer, String as Text, Year};

fn year(date: Option<&PartialDate>) -> String {
    date.map(|date| format!("{:04}", date.year())).unwrap_or_default()
}

/// The columns of `cases.csv`, by what they are about.
pub struct CaseColumns<'a> {
    /// What every case has.
    pub own: Vec<Column<'a, CaseId>>,
    /// By taxonomy.
    pub taxonomies: Vec<Vec<Column<'a, CaseId>>>,
    /// By field of the site's own.
    pub fields: Vec<Vec<Column<'a, CaseId>>>,
    /// How many of the first stand before the others.
    before: usize,
}

/// `cases.csv`
pub fn cases(publication: Publication<'_>) -> Table<'_, CaseId> {
    let CaseColumns { own, taxonomies, fields, before } = case_columns(publication);
    let mut columns = own;
    let counted = columns.split_off(before);
    columns.extend(taxonomies.into_iter().chain(fields).flatten());
    columns.extend(counted);
    Table { columns, key: &["slug"], refers: &[] }
}

/// The columns of `cases.csv`.
pub fn case_columns(publication: Publication<'_>) -> CaseColumns<'_> {
    let site = publication.site;
    let case = move |id: &CaseId| site.case(*id);
    let mut said = vec![
        Column::new("slug", Text, "name of the case in addresses", move |id| case(id).slug.as_str()).required(),
        Column::new("title", Text, "title", move |id| case(id).title.as_str()).required(),
        Column::new("date", Text, "when it happened (EDTF)", move |id| date(case(id).date.as_ref())),
        Column::new("year", Year, "the year in which it began", move |id| year(case(id).date.as_ref())),
        Column::new("summary", Text, "one or two sentences", move |id| case(id).summary.as_str()),
        Column::new("authors", Text, "who wrote the case, joined by semicolons", move |id| {
            join(case(id).authors.iter().map(|name| name.as_str()))
        }),
        Column::new("lang", Text, "language (BCP 47)", move |id| {
            case(id).lang.as_deref().unwrap_or(&site.config.language.value)
        }),
        Column::new("added", Text, "when it joined the knowledge base (EDTF)", move |id| date(case(id).added.as_ref())),
        Column::new("reviewed", Text, "when it was last checked against its sources (EDTF)", move |id| {
            date(case(id).reviewed.as_ref())
        }),
    ];
    let count = move |name: &'static str, described: &'static str, of: fn(&Case) -> usize| {
        Column::new(name, Integer, described, move |id: &CaseId| of(case(id)).to_string()).required()
    };
    let counted = [
        count("statements", "statements: paragraphs and list items of its sections, values of own fields", |case| {
            case.evidence.support.statements()
        }),
        count("independent_statements", "statements that at least one independent source supports", |case| {
            case.evidence.support.independent
        }),
        count("other_statements", "statements that only other sources support", |case| case.evidence.support.other),
        count("uncited_statements", "statements that cite no source", |case| case.evidence.support.none),
        count("cited_statements", "statements that cite a source, independent or not", |case| {
            case.evidence.support.cited()
        }),
        count("quoting_statements", "statements that cite a passage: words of a source", |case| case.evidence.quoting),
        count("sources", "sources", |case| case.sources.len()),
        count("independent_sources", "sources that are independent of the organisation", |c| {
            c.evidence.independent_sources
        }),
        count("publishers", "publishers of its sources", |case| case.evidence.publishers),
        Column::new("newest_source", Text, "date of its newest source (EDTF)", move |id| {
            date(case(id).evidence.newest.as_ref())
        }),
        Column::new("url", Text, "its page: absolute where the site knows its address, else from the site's root", {
            move |id| publication.addresses.in_data(publication.href(route::case(site, *id)))
        })
        .required(),
    ];
    let mut taken = said.iter().chain(&counted).map(|column| column.name.clone()).collect();
    let taxonomies = of_taxonomies(site, &mut taken);
    let fields = values::of_fields(site, &mut taken);
    let before = said.len();
    said.extend(counted);
    CaseColumns { own: said, taxonomies, fields, before }
}

/// Two columns for each taxonomy, under names that are not taken.
fn of_taxonomies<'a>(site: &'a Site, taken: &mut BTreeSet<String>) -> Vec<Vec<Column<'a, CaseId>>> {
    let mut all = Vec::new();
    for id in site.taxonomy_ids() {
        let mut columns = Vec::new();
        let taxonomy = site.taxonomy(id);
        let name = free_name(&taxonomy.id, "taxonomy_", taken);
        taken.extend([name.clone(), format!("{name}_ids")]);
        let described = format!("{}: labels, joined by semicolons", taxonomy.label);
        columns.push(Column::new(&name, Text, described, move |case| terms(site, *case, id, |t| t.label.as_str())));
        let described = format!("{}: ids, joined by semicolons", taxonomy.label);
        let name = format!("{name}_ids");
        columns.push(Column::new(name, Text, described, move |case| terms(site, *case, id, |t| t.id.as_str())));
        all.push(columns);
    }
    all
}

fn terms(site: &Site, case: CaseId, of: TaxonomyId, name: fn(&crate::model::Term) -> &str) -> Cow<'_, str> {
    let taxonomy = site.taxonomy(of);
    match site.case(case).terms[of.index()].as_slice() {
        [one] => Cow::Borrowed(name(taxonomy.term(*one))),
        all => Cow::Owned(join(all.iter().map(|id: &TermId| name(taxonomy.term(*id))))),
    }
}

/// `sources.csv`
pub fn sources(publication: Publication<'_>) -> Table<'_, WorkId> {
    let site = publication.site;
    let work = move |id: &WorkId| site.work(*id);
    let source = move |id: &WorkId| &site.work(*id).source;
    let mut columns = vec![
        Column::new("work", Text, "name of the source in the whole site", move |id| work(id).slug.as_str()).required(),
        Column::new("publisher", Text, "who published it", move |id| site.publisher(work(id).publisher).label.as_str())
            .required(),
        Column::new("publisher_id", Text, "name of the publisher in addresses", move |id| {
            site.publisher(work(id).publisher).slug.as_str()
        })
        .required(),
        Column::new("kind", Text, kinds(), move |id| work(id).kind.as_str()).required(),
        Column::new("independent", Boolean, "does every case that lists it take it as independent?", move |id| {
            if work(id).independent { "true" } else { "false" }
        })
        .required(),
    ];
    for field in SOURCE.fields().filter(|field| field.key.column) {
        let key = &field.key;
        let gist = if matches!(key.shape, Shape::Date) { format!("{} (EDTF)", key.note()) } else { key.note() };
        let value = move |id: &WorkId| -> Cow<'_, str> {
            let said = says(field, source(id));
            match (key.shape, said) {
                (Shape::Names, said) => said.map(|value| names::display(&value.as_text())).unwrap_or_default().into(),
                (Shape::Choice(_), None) => key.default.into(),
                (_, said) => said.map(|value| value.as_text().into_owned()).unwrap_or_default().into(),
            }
        };
        let column = match key.shape {
            Shape::Choice(words) => Column::new(key.name, Text, list(&words()), value).required(),
            _ => Column::new(key.name, Text, gist, value),
        };
        columns.push(column);
        match key.name {
            "author" => columns.push(Column::new(
                "container",
                Text,
                "the journal, book or site that it is part of",
                move |id| {
                    let variables = source(id).bibliographic.as_ref().map(|of| &of.variables);
                    variables.and_then(|of| of.get("container-title")).map_or("", |title| title.as_str())
                },
            )),
            "date" => columns.push(Column::new("year", Year, "the year in which it was published", move |id| {
                year(source(id).date.as_ref())
            })),
            "url" => columns.push(Column::new(
                "reposted_at",
                Text,
                "the host of `url`, where it is none of its publisher's",
                move |id| site.publisher(work(id).publisher).reposted_at(source(id)).unwrap_or_default(),
            )),
            _ => {}
        }
    }
    let check = move |id: &WorkId| CheckData::of(site, source(id));
    columns.extend([
        Column::new(
            "check_state",
            Text,
            "what a check of sources found: ok, moved, blocked, dead or unknown",
            move |id| check(id).map_or("", |check| check.state),
        ),
        Column::new("checked", Text, "when it was last seen so", move |id| {
            check(id).map(|check| check.checked).unwrap_or_default()
        }),
        Column::new("statements", Integer, "statements that rest on it, in the whole site", move |id| {
            site.statements_on(*id).statements().to_string()
        })
        .required(),
        Column::new("cases", Integer, "cases that list it, in the whole site", move |id| {
            work(id).uses.len().to_string()
        })
        .required(),
        Column::new("case_slugs", Text, "the slugs of these cases, joined by semicolons", move |id| {
            join(work(id).uses.iter().map(|one| site.case(one.case).slug.as_str()))
        }),
        Column::new("passages", Integer, "passages that cases quote from it, in the whole site", move |id| {
            let of_case = |one: &WorkUse| site.case(one.case).sources[one.source].source.passages.iter();
            let mut texts: Vec<&str> = work(id).uses.iter().flat_map(of_case).map(|passage| &*passage.text).collect();
            texts.sort_unstable();
            texts.dedup();
            texts.len().to_string()
        })
        .required(),
        Column::new("page", Text, "where the site shows it: as `url` of a case", move |id| {
            publication.work_href(*id).map(|href| publication.addresses.in_data(href)).unwrap_or_default()
        })
        .required(),
    ]);
    Table { columns, key: &["work"], refers: &[] }
}

/// `live, dead or unfit`
fn list(words: &[&str]) -> String {
    match words {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        words => words.concat(),
    }
}

fn kinds() -> String {
    let kinds: Vec<&str> = SourceKind::ALL.iter().map(|kind| kind.as_str()).collect();
    format!("what kind of work it is: {}", kinds.join(", "))
}

/// A statement and one of the sources that it cites.
pub struct Pair {
    case: CaseId,
    /// Index into the statements of the body.
    statement: usize,
    /// Index into the sources of the case.
    source: usize,
    /// Number of the first citation of the one in the other.
    citation: usize,
    /// What follows the id there, once for each citation that says something.
    locators: Vec<String>,
    /// Indices of the passages that are cited there.
    passages: Vec<usize>,
    /// How the statement is supported, by all of its sources.
    support: Support,
    /// The statement as plain text: the same for all of its pairs.
    text: Rc<str>,
}

/// The pairs of a case, in the order of its text.
pub fn pairs(site: &Site, id: CaseId) -> Vec<Pair> {
    let case = site.case(id);
    let no_text: Rc<str> = Rc::from("");
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    let mut told = FxHashSet::default();
    for citation in &case.citations {
        let items = &case.body.groups[citation.group()].items;
        for ((offset, one), item) in citation.resting().enumerate().zip(items) {
            let Resting { source, statement, passage } = one;
            let new = Pair {
                case: id,
                statement,
                source,
                citation: citation.first() + offset,
                locators: Vec::new(),
                passages: Vec::new(),
                support: case.supports[statement],
                text: no_text.clone(),
            };
            let pair = pairs.entry((statement, source)).or_insert(new);
            pair.passages.extend(passage.filter(|_| told.insert(one)));
            let suffix = item.suffix();
            let locator = suffix.trim_start_matches([',', ' ']).trim_end();
            if !locator.is_empty() {
                pair.locators.push(locator.to_owned());
            }
        }
    }
    let mut pairs: Vec<Pair> = pairs.into_values().collect();
    pairs.sort_by_key(|pair| (pair.statement, pair.citation));
    let of_case = case.text.get();
    for of_statement in pairs.chunk_by_mut(|a, b| a.statement == b.statement) {
        let text: Rc<str> = site.statement_text(case, &of_case, of_statement[0].statement).into();
        for pair in of_statement {
            pair.text = text.clone();
        }
    }
    pairs
}

/// `citations.csv`
pub fn citations(publication: Publication<'_>) -> Table<'_, Pair> {
    let site = publication.site;
    let case = move |pair: &Pair| site.case(pair.case);
    let heading = move |pair: &Pair| case(pair).body.heading_of(pair.statement);
    let of_source = move |pair: &Pair| &case(pair).sources[pair.source];
    let columns = vec![
        Column::new("case", Text, "slug of the case", move |pair| case(pair).slug.as_str()).required(),
        Column::new("statement", Text, "anchor of the statement in the page of its case", move |pair: &Pair| {
            case(pair).body.anchor(pair.statement)
        })
        .required(),
        Column::new("source", Text, "id by which the case cites the source", move |pair| of_source(pair).id.as_str())
            .required(),
        Column::new("work", Text, "name of the source in the whole site", move |pair| {
            site.work(of_source(pair).work).slug.as_str()
        })
        .required(),
        Column::new("independent", Boolean, "is the source independent of the case's organisation?", move |pair| {
            if of_source(pair).independent { "true" } else { "false" }
        })
        .required(),
        Column::new("support", Text, "how the statement is supported by all its sources: independent or other", {
            |pair: &Pair| pair.support.as_str()
        })
        .required(),
        Column::new("section", Text, "id of the section", move |pair| {
            heading(pair).map_or("", |heading| heading.anchor.as_str())
        })
        .required(),
        Column::new("section_title", Text, "heading of the section", move |pair| {
            heading(pair).map_or("", |heading| heading.text.as_str())
        }),
        Column::new("locator", Text, "the place in the source, as written: p. 3", |pair: &Pair| {
            join(pair.locators.iter().map(|locator| locator.as_str()))
        }),
        Column::new("passages", Text, "ids of the passages of the source that it cites, joined by semicolons", {
            move |pair: &Pair| {
                let passages = pair.passages.iter().filter_map(|index| of_source(pair).source.passages.get(*index));
                join(passages.filter_map(|passage| passage.id.as_ref()).map(|id| id.as_str()))
            }
        }),
        Column::new("text", Text, "the statement as plain text, without its citations", |pair: &Pair| {
            pair.text.to_string()
        }),
        Column::new("url", Text, "where the statement stands: as `url` of a case", move |pair: &Pair| {
            let page = publication.href(route::case(site, pair.case));
            publication.addresses.in_data(format!("{page}#{}", case(pair).body.anchor(pair.statement)))
        })
        .required(),
    ];
    let refers = &[("case", "cases", "slug"), ("work", "sources", "work")];
    Table { columns, key: &["case", "statement", "source"], refers }
}
