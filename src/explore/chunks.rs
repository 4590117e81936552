//! The files `data/explore/…` that Explore loads piece by piece.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Value, json};

use super::card::card_lines;
use super::facets::{self, About};
use super::fields;
use super::index::{self, Index};
use super::values::FacetValue;
use crate::addresses::route;
use crate::model::config::Output;
use crate::model::{Case, CaseId, Mark, Site};
use crate::publication::Publication;

/// A file that the script of Explore reads. Scripts rather than JSON: a page that was opened from a folder may
/// load the one and not the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExploreData {
    /// The facets, and what is shown before the reader asks for anything.
    Table,
    /// What every case says under the facets of the table.
    Rows,
    /// A facet that is too large for the table: index into [`facets::all`].
    Facet(usize),
    /// Titles and summaries of [`EXPLORE_CASES`] cases.
    Cases(usize),
    /// Where the words of the index are.
    Words,
    /// A part of the index.
    Index(usize),
    /// The text of [`EXPLORE_TEXTS`] cases, for the passages of hits.
    Texts(usize),
}

/// Route of the file that the script reads first.
pub const TABLE: &str = "data/explore/table.js";
/// Cases in view, before the reader asks for more.
const FIRST: usize = 10;
/// Cases in one file of titles.
const EXPLORE_CASES: usize = 16;
/// Cases in one file of texts.
const EXPLORE_TEXTS: usize = 4;
/// Cases for each part of the index.
const CASES_PER_PART: usize = 16;

/// How many parts the index of a site has.
pub fn index_parts(site: &Site) -> usize {
    site.cases.len().div_ceil(CASES_PER_PART).max(1)
}

/// Every file, with its route.
pub fn files(site: &Site) -> Vec<(String, ExploreData)> {
    let cut = |size: usize| 0..site.cases.len().div_ceil(size);
    let mut files = vec![ExploreData::Table, ExploreData::Rows, ExploreData::Words];
    files.extend(facets::large(site).into_iter().map(ExploreData::Facet));
    files.extend(cut(EXPLORE_CASES).map(ExploreData::Cases));
    files.extend(cut(EXPLORE_TEXTS).map(ExploreData::Texts));
    files.extend((0..index_parts(site)).map(ExploreData::Index));
    files.into_iter().map(|file| (file.route(), file)).collect()
}

impl ExploreData {
    fn route(self) -> String {
        match self {
            ExploreData::Table => TABLE.to_owned(),
            ExploreData::Rows => "data/explore/rows.js".to_owned(),
            ExploreData::Words => "data/explore/words.js".to_owned(),
            ExploreData::Facet(index) => format!("data/explore/facet_{index}.js"),
            ExploreData::Cases(index) => format!("data/explore/cases_{index}.js"),
            ExploreData::Texts(index) => format!("data/explore/texts_{index}.js"),
            ExploreData::Index(index) => format!("data/explore/index_{index}.js"),
        }
    }
}

/// Write a file.
pub fn write(
    publication: Publication<'_>,
    index: &LazyIndex,
    data: ExploreData,
    out: &mut dyn Write,
) -> Result<(), io::Error> {
    match data {
        ExploreData::Table => call(out, "table", 0, &table(publication)),
        ExploreData::Rows => call(out, "rows", 0, &all_rows(publication)),
        ExploreData::Facet(number) => {
            let facet = facets::all(publication.site).get(number).map(|about| facets::facet(publication, *about));
            let data = facet.map(|facet| json!({ "values": values(&facet.values), "rows": rows(&facet.rows) }));
            call(out, "facet", number, &data)
        }
        ExploreData::Cases(chunk) => {
            let cases: Vec<Value> =
                chunk_of(publication, chunk, EXPLORE_CASES).map(|id| case_data(publication, id)).collect();
            call(out, "cases", chunk, &cases)
        }
        ExploreData::Texts(chunk) => {
            let passages = |id| -> Vec<(String, String)> {
                let all = index::passages(publication.site, publication.site.case(id));
                all.into_iter().map(|passage| (passage.anchor, passage.text)).collect()
            };
            let texts: Vec<_> = chunk_of(publication, chunk, EXPLORE_TEXTS).map(passages).collect();
            call(out, "texts", chunk, &texts)
        }
        ExploreData::Words => {
            let index = index.get(publication.site);
            let first = |part: &usize| index.words.get(*part).map_or("\u{ffff}", |word| word.text.as_str());
            let firsts: Vec<&str> = index.parts.iter().map(first).collect();
            call(out, "words", 0, &firsts)
        }
        ExploreData::Index(part) => {
            let index = index.get(publication.site);
            let words = index.part(part).iter().map(|word| (word.text.clone(), postings(index.postings(word)).into()));
            let words: serde_json::Map<String, Value> = words.collect();
            call(out, "index", part, &words)
        }
    }
}

/// The index for searching, made when a part of it is first asked for.
#[derive(Debug, Default)]
pub struct LazyIndex(OnceLock<Index>);

impl LazyIndex {
    /// The index of a site.
    pub fn get(&self, site: &Site) -> &Index {
        self.0.get_or_init(|| index::index(site, index_parts(site)))
    }
}

fn call(out: &mut dyn Write, kind: &str, number: usize, data: &impl Serialize) -> Result<(), io::Error> {
    write!(out, "casebook(\"{kind}\",{number},")?;
    serde_json::to_writer(&mut *out, data)?;
    out.write_all(b");\n")
}

fn chunk_of(publication: Publication<'_>, chunk: usize, size: usize) -> impl Iterator<Item = CaseId> + use<> {
    let end = ((chunk + 1) * size).min(publication.site.cases.len());
    (chunk * size..end).map(CaseId::from_index)
}

fn table(publication: Publication<'_>) -> Value {
    let first = first(publication.site);
    let all = facets::all(publication.site).into_iter().enumerate();
    let all: Vec<Value> = all.map(|(place, about)| facet_data(publication, place, about, &first)).collect();
    json!({
        "cases": publication.site.cases.len(),
        "first": first.iter().map(|id| id.index()).collect::<Vec<_>>(),
        "perFile": EXPLORE_CASES,
        "perText": EXPLORE_TEXTS,
        "page": publication.href("cases/SLUG.html"),
        "explore": publication.href(route::EXPLORE),
        "compare": publication.href(route::COMPARE),
        "facets": all,
        "language": publication.site.config.language.value,
        "t": publication.words.tree().get("explore").and_then(|words| words.get("script")),
        "support": publication.words.tree().get("support"),
    })
}

/// The latest cases, as the script orders all of them.
fn first(site: &Site) -> Vec<CaseId> {
    let mut all: Vec<CaseId> = (0..site.cases.len()).map(CaseId::from_index).collect();
    let when = |id: &CaseId| {
        let case = site.case(*id);
        Reverse((facets::year_of(case).unwrap_or(0), day(case)))
    };
    all.sort_by_key(when);
    all.truncate(FIRST);
    all
}

/// Only month and day: the year is a facet already.
fn day(case: &Case) -> usize {
    let start = case.date.as_ref().map(|date| date.start());
    start.map_or(0, |date| usize::from(date.month.unwrap_or(0)) * 32 + usize::from(date.day.unwrap_or(0)))
}

fn all_rows(publication: Publication<'_>) -> Value {
    let cases = &publication.site.cases;
    let column = |number: &dyn Fn(&Case) -> usize| -> String {
        cases.iter().map(|case| base36(number(case))).collect::<Vec<_>>().join(";")
    };
    let share = |some: usize, case: &Case| some * 100 / case.evidence.support.statements().max(1);
    let of_facet =
        |about: About| (!about.is_large(publication.site)).then(|| rows(&facets::facet(publication, about).rows));
    json!({
        "facets": facets::all(publication.site).into_iter().map(of_facet).collect::<Vec<_>>(),
        "year": facets::key(publication.site, About::Year),
        "days": column(&day),
        "events": publication.site.config.writes(Output::Timeline).then(|| events(publication.site)),
        "independent": column(&|case| share(case.evidence.support.independent, case)),
        "cited": column(&|case| share(case.evidence.support.cited(), case)),
        "orders": orders(publication.site),
    })
}

/// `1k8,1k9;;1k9`: per case the years of its events, in base 36.
fn events(site: &Site) -> String {
    let years = |case: &Case| -> String {
        case.events.iter().map(|event| base36(usize::from(event.date.year()))).collect::<Vec<_>>().join(",")
    };
    site.cases.iter().map(|case| years(case)).collect::<Vec<_>>().join(";")
}

/// Per order of the site's own the place of each case in it.
fn orders(site: &Site) -> Value {
    let ranks = |index| fields::ranks(site, index).into_iter().map(base36).collect::<Vec<_>>().join(";");
    fields::orders(site).map(|(index, field)| (fields::order_key(field), Value::from(ranks(index)))).collect()
}

/// A facet; where it is not large with its values, how many cases have each, and what the first cases say.
fn facet_data(publication: Publication<'_>, place: usize, about: About, first: &[CaseId]) -> Value {
    let site = publication.site;
    let mut data = json!({ "key": facets::key(site, about), "label": facets::label(publication, about) });
    if place < facets::OPEN {
        data["open"] = true.into();
    }
    if about.is_scale(site) {
        data["ordered"] = true.into();
    }
    let folder = match about {
        About::Taxonomy(id) => Some(site.taxonomy(id).route.as_str()),
        About::Publisher => Some("sources"),
        _ => None,
    };
    if let Some(folder) = folder {
        data["page"] = publication.href(format!("{folder}/TERM.html")).into();
    }
    if let About::Taxonomy(id) = about {
        data["terms"] = true.into();
        if site.front.lead == Some(id) {
            data["lead"] = true.into();
        }
    }
    if about.is_large(site) {
        data["large"] = true.into();
    } else {
        let facet = facets::facet(publication, about);
        data["values"] = values(&facet.values).into();
        data["counts"] = facet.counts().into();
        data["rows"] = rows(first.iter().filter_map(|id| facet.rows.get(id.index()))).into();
    }
    data
}

/// `[id, label]`, and where there is one the index of the broader value, and the mark.
fn values(values: &[FacetValue]) -> Vec<Value> {
    let value = |value: &FacetValue| match (value.broader, value.mark.map(Mark::as_str)) {
        (None, None) => json!([value.id, value.label]),
        (broader, None) => json!([value.id, value.label, broader]),
        (broader, mark) => json!([value.id, value.label, broader, mark]),
    };
    values.iter().map(value).collect()
}

/// `0;3,a;;1`: per case its values, in base 36.
fn rows<'a>(rows: impl IntoIterator<Item = &'a Vec<usize>>) -> String {
    let row = |values: &Vec<usize>| values.iter().map(|value| base36(*value)).collect::<Vec<_>>().join(",");
    rows.into_iter().map(row).collect::<Vec<_>>().join(";")
}

/// `3B1a`: per case the distance from the one before in base 36, and the weight as a capital letter.
fn postings(postings: impl Iterator<Item = (CaseId, u8)>) -> String {
    let mut text = String::new();
    let mut last = 0;
    for (case, weight) in postings {
        text.push_str(&base36(case.index() - last));
        text.push(char::from(b'A' + weight.min(25)));
        last = case.index();
    }
    text
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(u32::try_from(number % 36).unwrap_or(0), 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// `[slug, title, summary, date, statements, independent, cited, sources, independentSources, [[label, text]]]`
fn case_data(publication: Publication<'_>, id: CaseId) -> Value {
    let case = publication.site.case(id);
    let date = case.date.as_ref().map(|date| publication.words.date_text(date));
    let card = card_lines(publication, id);
    let card: Vec<Value> = card.into_iter().map(|line| json!([line.label, line.text])).collect();
    json!([
        case.slug.as_str(),
        case.title,
        case.summary,
        date,
        case.evidence.support.statements(),
        case.evidence.support.independent,
        case.evidence.support.cited(),
        case.sources.len(),
        case.evidence.independent_sources,
        card,
    ])
}
