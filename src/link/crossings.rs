//! Matrices and the timeline: which terms meet on which cases, and when everything happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::order::highest_first;
use crate::model::config::Config;
use crate::model::{CaseId, Cell, Matrix, Moment, PartialDate, Taxonomy, TaxonomyId, TermId, TermRef, taxonomy_named};
use crate::parse::ParsedCase;

/// The matrices that the configuration asks for; pairs that a chart shows have one too.
///
/// Linear in the number of cases: per matrix, each case is visited once and only its own pairs of terms are counted.
pub fn matrices(
    config: &Config,
    taxonomies: &[Taxonomy],
    all_terms: &[Vec<TermRef>],
    latest: &[CaseId],
) -> Vec<Matrix> {
    let find = |name: &str| taxonomy_named(taxonomies, name);
    let mut made: Vec<Matrix> = Vec::new();
    for [rows, columns] in config.matrix.iter().chain(&config.charts) {
        let (Some(rows), Some(columns)) = (find(&rows.value), find(&columns.value)) else { continue };
        if !made.iter().any(|other| (other.rows, other.columns) == (rows, columns)) {
            made.push(Matrix { rows, columns, cells: cells(rows, columns, all_terms, latest) });
        }
    }
    made
}

fn cells(rows: TaxonomyId, columns: TaxonomyId, all_terms: &[Vec<TermRef>], latest: &[CaseId]) -> Vec<Cell> {
    let mut cells: BTreeMap<(TermId, TermId), Vec<CaseId>> = BTreeMap::new();
    for case in latest {
        let terms = &all_terms[case.index()];
        let of = |taxonomy: TaxonomyId| terms.iter().filter(move |term| term.taxonomy == taxonomy);
        for row in of(rows) {
            for column in of(columns) {
                cells.entry((row.term, column.term)).or_default().push(*case);
            }
        }
    }
    cells.into_iter().map(|((row, column), cases)| Cell { row, column, cases }).collect()
}

/// Cases and their events, the latest first; at one date by slug, the case before its events. What has no date
/// is left out.
pub fn timeline(cases: &[Arc<ParsedCase>]) -> Vec<Moment> {
    let mut moments: Vec<(&PartialDate, Moment)> = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let id = CaseId::from_index(index);
        moments.extend(case.front.date.iter().map(|date| (date, Moment { case: id, event: None })));
        let events = case.front.events.iter().enumerate();
        moments.extend(events.map(|(event, of)| (&of.date, Moment { case: id, event: Some(event) })));
    }
    let key = |moment: &Moment| (moment.case, moment.event);
    let moments = moments.into_iter().map(|dated| (dated.0.sort_key(), dated));
    let latest = highest_first(moments, |(a, first), (b, second)| b.cmp(a).then_with(|| key(first).cmp(&key(second))));
    latest.into_iter().map(|(_, moment)| moment).collect()
}
