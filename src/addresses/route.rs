//! The routes of a site: the path of every page in the output, with `/`.

use crate::model::config::{CaseFile, Output};
use crate::model::{
    CaseId, CellRef, FreePage, Matrix, MatrixId, PublisherId, QuestionId, Site, TaxonomyId, TermId, TermRef, WorkId,
};

/// The folders of the site's own pages and files, which no taxonomy may claim.
pub const OWN_FOLDERS: [&str; 8] = ["cases", "sources", "works", "questions", "data", "assets", "matrix", "explore"];

/// The home page.
pub const HOME: &str = "index.html";
/// The first page of all cases.
pub const CASES: &str = "cases/index.html";
/// The first page of all publishers.
pub const PUBLISHERS: &str = "sources/index.html";
/// The first page of all works.
pub const WORKS: &str = "works/index.html";
/// Search and facets.
pub const EXPLORE: &str = "explore.html";
/// Cases side by side.
pub const COMPARE: &str = "compare.html";
/// The first page of the timeline.
pub const TIMELINE: &str = "timeline.html";
/// Charts.
pub const CHARTS: &str = "charts.html";
/// The first page of all corrections.
pub const CORRECTIONS: &str = "corrections.html";
/// The feed of corrections.
pub const CORRECTIONS_FEED: &str = "corrections.xml";
/// What data the site offers.
pub const DATA: &str = "data/index.html";
/// What a host shows for an address that leads nowhere.
pub const NOT_FOUND: &str = "404.html";
/// The feed of the site.
pub const FEED: &str = "feed.xml";
/// The sitemap, or the index of its parts.
pub const SITEMAP: &str = "sitemap.xml";
/// What robots may read.
pub const ROBOTS: &str = "robots.txt";
/// What the site is, for language models.
pub const LLMS: &str = "llms.txt";

/// Where "Sources" leads: to all works, or to publishers where a site is without pages of works.
pub fn sources(site: &Site) -> &'static str {
    if site.config.writes(Output::Works) { WORKS } else { PUBLISHERS }
}

/// A page of a list whose first page has this route: `cases/index.html`, `cases/index_2.html`.
pub fn numbered(first: &str, number: usize) -> String {
    match number {
        1 => first.to_owned(),
        number => format!("{}_{number}.html", first.trim_end_matches(".html")),
    }
}

/// The first page of the list that this route is a page of, by its number: the inverse of [`numbered`].
pub fn first(route: &str, number: usize) -> String {
    match (number, route.strip_suffix(&format!("_{number}.html"))) {
        (2.., Some(stem)) => format!("{stem}.html"),
        _ => route.to_owned(),
    }
}

/// A part of a sitemap that is too long for one file, from 1.
pub fn sitemap_part(number: usize) -> String {
    format!("sitemap_{number}.xml")
}

/// A page of the site's own.
pub fn free_page(page: &FreePage) -> String {
    [page.route.as_str(), ".html"].concat()
}

/// A case; of what is said of a term, the page of the term.
pub fn case(site: &Site, id: CaseId) -> String {
    if let Some(id) = site.case(id).term {
        return term(site, id);
    }
    ["cases/", site.case(id).slug.as_str(), ".html"].concat()
}

/// A case in another form: `cases/klarna.bib`.
pub fn case_file(site: &Site, id: CaseId, file: CaseFile) -> String {
    ["cases/", site.case(id).slug.as_str(), ".", file.extension()].concat()
}

/// What the name of the folder of a page's files ends in.
pub const BESIDE: &str = ".files";

/// A file beside a page, by the route of that page without `.html`: `cases/klarna.files/chart.png`. A folder
/// `cases/klarna` would hide the page from a host that finds `cases/klarna.html` for `cases/klarna`; no page has a dot in
/// its name.
pub fn beside(stem: &str, name: &str) -> String {
    [stem, BESIDE, "/", name].concat()
}

/// Where a file beside a page lay in former versions: `cases/klarna/chart.png`.
pub fn beside_before(route: &str) -> Option<String> {
    let (stem, name) = route.split_once(&[BESIDE, "/"].concat())?;
    Some([stem, "/", name].concat())
}

/// The first page of a taxonomy.
pub fn taxonomy(site: &Site, id: TaxonomyId) -> String {
    [site.taxonomy(id).route.as_str(), "/index.html"].concat()
}

/// The first page of a term; of one in a role, the part of its page that lists its cases in that role.
pub fn term(site: &Site, term: TermRef) -> String {
    let owned = site.owned(term);
    let page = [site.taxonomy(owned.taxonomy).route.as_str(), "/", site.term(owned).id.as_str(), ".html"].concat();
    match site.place_of_role(term) {
        Some(place) => {
            let page = numbered(&page, super::page_of(place, site.config.page_size));
            [&page, "#", &site.taxonomy(term.taxonomy).id].concat()
        }
        None => page,
    }
}

/// The first page of a matrix: `matrix/adoption-types_departments/index.html`.
pub fn matrix(site: &Site, id: MatrixId) -> String {
    format!("{}/index.html", folder(site, site.matrix(id)))
}

/// The first page of a cell of a matrix.
pub fn cell(site: &Site, id: CellRef) -> String {
    let cell = site.cell(id);
    pair(site, site.matrix(id.matrix), cell.row, cell.column)
}

/// The first page of a pair of terms that a matrix has a cell for.
pub fn pair(site: &Site, matrix: &Matrix, row: TermId, column: TermId) -> String {
    let row = &site.taxonomy(matrix.rows).term(row).id;
    let column = &site.taxonomy(matrix.columns).term(column).id;
    format!("{}/{row}_{column}.html", folder(site, matrix))
}

fn folder(site: &Site, matrix: &Matrix) -> String {
    format!("matrix/{}_{}", site.taxonomy(matrix.rows).route, site.taxonomy(matrix.columns).route)
}

/// The figures of a chart: of the cases over time (0), of the pairs that are drawn, and of the evidence (the last).
pub fn chart_data(site: &Site, number: usize) -> String {
    let name = match (number, number.checked_sub(1).and_then(|pair| site.config.charts.get(pair))) {
        (0, _) => "years".to_owned(),
        (_, Some([rows, columns])) => format!("{}_{}", rows.value, columns.value),
        _ => "evidence".to_owned(),
    };
    beside("charts", &format!("{name}.csv"))
}

/// The first page of a publisher.
pub fn publisher(site: &Site, id: PublisherId) -> String {
    ["sources/", site.publisher(id).slug.as_str(), ".html"].concat()
}

/// The page of a work that has one.
pub fn work(site: &Site, id: WorkId) -> String {
    ["works/", site.work(id).slug.as_str(), ".html"].concat()
}

/// The first page of the cases that answer a question.
pub fn question(site: &Site, id: QuestionId) -> String {
    ["questions/", &site.question(id).slug, ".html"].concat()
}

/// Where a work stands on the page of its publisher.
pub fn work_anchor(site: &Site, id: WorkId) -> String {
    ["work_", site.work(id).slug.as_str()].concat()
}

/// The feed of a term.
pub fn term_feed(site: &Site, term: TermRef) -> String {
    [site.taxonomy(term.taxonomy).route.as_str(), "/", site.term(term).id.as_str(), ".xml"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_page_leads_back_to_the_first() {
        for (route, number, numbered_route) in [
            (CASES, 1, "cases/index.html"),
            (CASES, 12, "cases/index_12.html"),
            ("tags/a_2.html", 2, "tags/a_2_2.html"),
        ] {
            assert_eq!(numbered(route, number), numbered_route);
            assert_eq!(first(numbered_route, number), route);
        }
    }

    #[test]
    fn files_lie_beside_their_page_and_are_known_by_where_they_lay() {
        for (stem, name) in [("cases/klarna", "chart.png"), ("guide/one", "more.files/a b.pdf"), ("about", "x")] {
            let route = beside(stem, name);
            assert!(!route.starts_with(&format!("{stem}/")), "{route}");
            assert_eq!(beside_before(&route), Some(format!("{stem}/{name}")));
        }
        assert_eq!(beside_before("cases/klarna.html"), None);
    }

    #[test]
    fn the_folders_of_own_pages_are_listed() {
        for route in [CASES, PUBLISHERS, WORKS, DATA] {
            let folder = route.split('/').next().unwrap_or_default();
            assert!(OWN_FOLDERS.contains(&folder), "{folder}");
        }
    }
}
