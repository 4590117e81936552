//! `data/passages.csv`: the words that cases quote from their sources.

use rustc_hash::{FxHashMap, FxHashSet};

use super::csv::{Column, FieldType, Table};
use crate::addresses::route;
use crate::model::{Case, CaseId, CaseSource, Passage, Resting, Site};
use crate::publication::Publication;

use FieldType::{Boolean, Integer, String as Text};

/// A passage of a source of a case.
#[derive(Debug, Clone, Copy)]
pub struct Quoted {
    case: CaseId,
    /// Index into the sources of the case.
    source: usize,
    /// Index into the passages of the source.
    passage: usize,
    /// How many statements cite it.
    statements: usize,
}

impl Quoted {
    /// The passages of a case: sources in the order of its list, passages in that of the source.
    pub fn all(site: &Site, id: CaseId) -> impl Iterator<Item = Quoted> {
        let case = site.case(id);
        let counted = citing_statements(case);
        let of_source = move |source: &usize| {
            let source = *source;
            let statements = |passage| counted.get(&(source, passage)).copied().unwrap_or_default();
            let quoted = |passage| Quoted { case: id, source, passage, statements: statements(passage) };
            (0..case.sources[source].source.passages.len()).map(quoted).collect::<Vec<_>>()
        };
        case.entries.iter().flat_map(of_source)
    }

    fn source(self, site: &Site) -> &CaseSource {
        &site.case(self.case).sources[self.source]
    }

    fn passage(self, site: &Site) -> &Passage {
        &self.source(site).source.passages[self.passage]
    }
}

/// By source and passage, how many statements of a case cite it.
fn citing_statements(case: &Case) -> FxHashMap<(usize, usize), usize> {
    let resting: FxHashSet<Resting> = case.resting().collect();
    let mut counted = FxHashMap::default();
    for Resting { source, passage, .. } in resting {
        if let Some(passage) = passage {
            *counted.entry((source, passage)).or_default() += 1;
        }
    }
    counted
}

/// The table.
pub fn passages(publication: Publication<'_>) -> Table<'_, Quoted> {
    let site = publication.site;
    let columns = vec![
        Column::new("case", Text, "slug of the case", move |row: &Quoted| site.case(row.case).slug.as_str()).required(),
        Column::new("source", Text, "id by which the case cites the source", move |row: &Quoted| {
            row.source(site).id.as_str()
        })
        .required(),
        Column::new("number", Integer, "number of the passage among those of the source, from 1", |row: &Quoted| {
            (row.passage + 1).to_string()
        })
        .required(),
        Column::new("passage", Text, "id by which the case cites the passage", move |row: &Quoted| {
            row.passage(site).id.as_ref().map_or("", |id| id.as_str())
        }),
        Column::new("work", Text, "name of the source in the whole site", move |row: &Quoted| {
            site.work(row.source(site).work).slug.as_str()
        })
        .required(),
        Column::new("text", Text, "the words", move |row: &Quoted| &*row.passage(site).text).required(),
        Column::new("at", Text, "where they stand in the source, as written: p. 3", move |row: &Quoted| {
            row.passage(site).at.as_deref().unwrap_or_default()
        }),
        Column::new("translated", Boolean, "are they a translation?", move |row: &Quoted| {
            if row.passage(site).translated { "true" } else { "false" }
        })
        .required(),
        Column::new("statements", Integer, "statements of the case that cite the passage", |row: &Quoted| {
            row.statements.to_string()
        })
        .required(),
        Column::new(
            "url",
            Text,
            "where a browser shows them: in the original, or in its archived copy",
            move |row: &Quoted| {
                let address = row.source(site).source.address_of(row.passage(site));
                address.map(|(address, _)| address).unwrap_or_default()
            },
        ),
        Column::new("page", Text, "where the case lists them: as `url` of a case", move |row: &Quoted| {
            let anchor = row.source(site).anchor_of(Some(row.passage));
            let page = publication.href(route::case(site, row.case));
            publication.addresses.in_data(format!("{page}#{anchor}"))
        })
        .required(),
    ];
    Table {
        columns,
        key: &["case", "source", "number"],
        refers: &[("case", "cases", "slug"), ("work", "sources", "work")],
    }
}
