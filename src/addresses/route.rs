//! The routes of a site: the path of every page in the output, with `/`.

use crate::model::config::CaseFile;
use crate::model::{CaseId, Matrix, PublisherId, Site, TaxonomyId, TermId, TermRef, WorkId};

/// A page of a list whose first page has this route: `cases/index.html`, `cases/index_2.html`.
pub fn numbered(first: &str, number: usize) -> String {
    match number {
        1 => first.to_owned(),
        number => format!("{}_{number}.html", first.trim_end_matches(".html")),
    }
}

/// A case.
pub fn case(site: &Site, id: CaseId) -> String {
    ["cases/", site.case(id).slug.as_str(), ".html"].concat()
}

/// A case in another form: `cases/klarna.bib`.
pub fn case_file(site: &Site, id: CaseId, file: CaseFile) -> String {
    ["cases/", site.case(id).slug.as_str(), ".", file.extension()].concat()
}

/// The first page of a taxonomy.
pub fn taxonomy(site: &Site, id: TaxonomyId) -> String {
    [site.taxonomy(id).route.as_str(), "/index.html"].concat()
}

/// The first page of a term.
pub fn term(site: &Site, term: TermRef) -> String {
    [site.taxonomy(term.taxonomy).route.as_str(), "/", site.term(term).id.as_str(), ".html"].concat()
}

/// The first page of a matrix: `matrix/adoption-types_departments/index.html`.
pub fn matrix(site: &Site, index: usize) -> String {
    format!("{}/index.html", folder(site, &site.matrices[index]))
}

/// The first page of a cell of a matrix.
pub fn cell(site: &Site, matrix: &Matrix, row: TermId, column: TermId) -> String {
    let row = &site.taxonomy(matrix.rows).term(row).id;
    let column = &site.taxonomy(matrix.columns).term(column).id;
    format!("{}/{row}_{column}.html", folder(site, matrix))
}

fn folder(site: &Site, matrix: &Matrix) -> String {
    format!("matrix/{}_{}", site.taxonomy(matrix.rows).route, site.taxonomy(matrix.columns).route)
}

/// The first page of a publisher.
pub fn publisher(site: &Site, id: PublisherId) -> String {
    ["sources/", site.publisher(id).slug.as_str(), ".html"].concat()
}

/// The page of a work that has one.
pub fn work(site: &Site, id: WorkId) -> String {
    ["works/", site.work(id).slug.as_str(), ".html"].concat()
}

/// Where a work stands on the page of its publisher.
pub fn work_anchor(site: &Site, id: WorkId) -> String {
    ["work_", site.work(id).slug.as_str()].concat()
}

/// The feed of a term.
pub fn term_feed(site: &Site, term: TermRef) -> String {
    [site.taxonomy(term.taxonomy).route.as_str(), "/", site.term(term).id.as_str(), ".xml"].concat()
}
