//! `data/explore/…`: what the script of Explore reads.
//!
//! Comes in: the site. Goes out: a table of facets, and beside it, in pieces that are loaded when they are
//! needed, large facets, titles and summaries, the index and the texts. All are classic scripts that call
//! `casebook(kind, number, data)`: a page that was opened from a folder may load those, and not JSON. Cases are
//! numbered as in `data/cases.json`.

use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::facets::{self, About, Facet, FacetValue};
use super::{RenderError, Renderer, citation};
use crate::model::{Case, CaseId};
use crate::plan::{EXPLORE_CASES, EXPLORE_TEXTS, ExploreData, index_parts};
use crate::search::{self, Posting};

/// Write a file.
pub fn write(r: &Renderer, data: ExploreData, out: &mut dyn Write) -> Result<(), RenderError> {
    match data {
        ExploreData::Table => call(out, "table", 0, &table(r)),
        ExploreData::Facet(index) => {
            let facet = facets::all(r).get(index).map(|about| facets::facet(r, *about));
            let data = facet.map(|facet| json!({ "values": values(&facet.values), "rows": rows(&facet.rows) }));
            call(out, "facet", index, &data)
        }
        ExploreData::Cases(chunk) => {
            let cases: Vec<Value> = chunk_of(r, chunk, EXPLORE_CASES).map(|id| case_data(r, id)).collect();
            call(out, "cases", chunk, &cases)
        }
        ExploreData::Texts(chunk) => {
            let passages = |id| -> Vec<(String, String)> {
                let all = search::passages(&r.site, r.site.case(id));
                all.into_iter().map(|passage| (passage.anchor, passage.text)).collect()
            };
            let texts: Vec<_> = chunk_of(r, chunk, EXPLORE_TEXTS).map(passages).collect();
            call(out, "texts", chunk, &texts)
        }
        ExploreData::Words => {
            let index = r.index();
            let first = |part: &usize| index.words.get(*part).map_or("\u{ffff}", |word| word.text.as_str());
            let firsts: Vec<&str> = index.parts.iter().map(first).collect();
            call(out, "words", 0, &firsts)
        }
        ExploreData::Index(part) => {
            let words = r.index().part(part).iter().map(|word| (word.text.clone(), postings(&word.postings).into()));
            let words: serde_json::Map<String, Value> = words.collect();
            call(out, "index", part, &words)
        }
    }
}

/// Index the site in as many parts as the plan has pages for.
pub fn index(r: &Renderer) -> search::Index {
    search::index(&r.site, index_parts(&r.site))
}

fn call(out: &mut dyn Write, kind: &str, number: usize, data: &impl Serialize) -> Result<(), RenderError> {
    write!(out, "casebook(\"{kind}\",{number},")?;
    serde_json::to_writer(&mut *out, data)?;
    Ok(out.write_all(b");\n")?)
}

fn chunk_of(r: &Renderer, chunk: usize, size: usize) -> impl Iterator<Item = CaseId> + use<> {
    let end = ((chunk + 1) * size).min(r.site.cases.len());
    (chunk * size..end).map(CaseId::from_index)
}

fn table(r: &Renderer) -> Value {
    let all: Vec<Value> = facets::all(r).into_iter().map(|about| facet_data(r, &facets::facet(r, about))).collect();
    let cases = &r.site.cases;
    let column = |number: &dyn Fn(&Case) -> usize| -> String {
        cases.iter().map(|case| base36(number(case))).collect::<Vec<_>>().join(";")
    };
    let share = |case: &Case| case.evidence.cited * 100 / case.evidence.statements.max(1);
    // Month and day on top of the year, which is a facet.
    let day = |case: &Case| {
        let start = case.date.as_ref().map(|date| date.start());
        start.map_or(0, |date| usize::from(date.month.unwrap_or(0)) * 32 + usize::from(date.day.unwrap_or(0)))
    };
    json!({
        "cases": cases.len(),
        "perFile": EXPLORE_CASES,
        "perText": EXPLORE_TEXTS,
        "page": r.href("cases/SLUG.html"),
        "explore": r.href("explore.html"),
        "compare": r.href("compare.html"),
        "year": facets::key(r, About::Year),
        "facets": all,
        "days": column(&day),
        "shares": column(&share),
        "independent": column(&|case| case.evidence.independent),
        "language": r.site.config.language,
        "t": r.words().tree().get("explore").and_then(|words| words.get("script")),
    })
}

fn facet_data(r: &Renderer, facet: &Facet) -> Value {
    let mut data = json!({ "key": facet.key, "label": facet.label });
    let folder = match facet.about {
        About::Taxonomy(id) => Some(r.site.taxonomy(id).route.as_str()),
        About::Publisher => Some("sources"),
        _ => None,
    };
    if let Some(folder) = folder {
        data["page"] = r.href(format!("{folder}/TERM.html")).into();
    }
    if matches!(facet.about, About::Taxonomy(_)) {
        data["terms"] = true.into();
    }
    if facet.is_large() {
        data["large"] = true.into();
    } else {
        data["values"] = values(&facet.values).into();
        data["rows"] = rows(&facet.rows).into();
    }
    data
}

/// `[id, label]`, and the index of the broader value where there is one.
fn values(values: &[FacetValue]) -> Vec<Value> {
    let value = |value: &FacetValue| match value.broader {
        Some(broader) => json!([value.id, value.label, broader]),
        None => json!([value.id, value.label]),
    };
    values.iter().map(value).collect()
}

/// `0;3,a;;1`: per case its values, in base 36.
fn rows(rows: &[Vec<usize>]) -> String {
    let row = |values: &Vec<usize>| values.iter().map(|value| base36(*value)).collect::<Vec<_>>().join(",");
    rows.iter().map(row).collect::<Vec<_>>().join(";")
}

/// `3B1a`: per case the distance from the one before in base 36, and the weight as a capital letter.
fn postings(postings: &[Posting]) -> String {
    let mut text = String::with_capacity(postings.len() * 3);
    let mut last = 0;
    for posting in postings {
        text.push_str(&base36(posting.case.index() - last));
        text.push(char::from(b'A' + posting.weight.min(25)));
        last = posting.case.index();
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

/// `[slug, title, summary, date, statements, cited, sources, independent, passage]`; a passage is
/// `[text, anchor, source]`.
fn case_data(r: &Renderer, id: CaseId) -> Value {
    let case = r.site.case(id);
    let date = case.date.as_ref().map(|date| r.words().date_text(date));
    let passage = facets::key_statement(r, id).map(|(statement, number, source)| {
        let source = &case.sources[source];
        let publisher = &r.site.publisher(r.site.work(source.work).publisher).label;
        let label = format!("{publisher}, {}", citation::date_text(source, r.words()));
        (super::views::statement_text(case, &case.text.get(), statement), format!("cite_{number}"), label)
    });
    json!([
        case.slug.as_str(),
        case.title,
        case.summary,
        date,
        case.evidence.statements,
        case.evidence.cited,
        case.sources.len(),
        case.evidence.independent,
        passage,
    ])
}
