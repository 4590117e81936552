//! What is gathered from all texts (backlinks, statements per work, files to copy), to complete the site.

use std::collections::BTreeMap;

use super::index::Index;
use super::texts::Texts;
use crate::files::OtherFile;
use crate::model::config::ListOrder;
use crate::model::{Asset, Backlink, Case, CaseId, CaseSource, Listing, Site, SupportCounts, Target};

/// Make the site.
pub fn gather(index: &Index, texts: &Texts) -> Site {
    let listed = index.cases.len();
    let all: Vec<_> = texts.cases.iter().map(|case| case.text.clone()).collect();
    let mut lists = index.lists.clone();
    if index.config.order == ListOrder::Evidence {
        lists = lists.by_evidence(&all);
    }
    let cases = || texts.cases.iter().take(listed).map(|case| &*case.text);
    let by_work = || count_statements(index.works.all().len(), cases(), |source| source.work.index());
    let by_publisher = || {
        let publisher = |source: &CaseSource| index.works.get(source.work.index()).publisher.index();
        count_statements(index.publishers.all().len(), cases(), publisher)
    };
    let links = || backlinks(texts.cases.len(), cases());
    let (by_work, (by_publisher, backlinks)) = rayon::join(by_work, || rayon::join(by_publisher, links));
    let assets = texts.cases.iter().flat_map(|case| &case.assets);
    let assets = assets.chain(texts.pages.iter().flat_map(|page| &page.assets));
    Site {
        config: index.config.clone(),
        cases: Listing::new(all, listed),
        newest: index.newest.clone(),
        pages: texts.pages.iter().map(|page| page.text.clone()).collect(),
        taxonomies: lists.taxonomies,
        checks: index.checks.clone(),
        works: index.works.clone(),
        newest_works: index.newest_works.clone(),
        statements_by_work: by_work,
        statements_by_publisher: by_publisher,
        publishers: index.publishers.clone(),
        backlinks,
        matrices: lists.matrices,
        in_order: lists.cases,
        front: index.front.clone(),
        menu: index.menu.clone(),
        footer: index.footer.clone(),
        timeline: index.timeline.clone(),
        in_common: index.in_common.clone(),
        assets: collect_assets(&index.statics, assets).into(),
        today: index.surroundings.today,
        repository_folder: index.surroundings.history.prefix.clone(),
    }
}

/// The links to each of so many cases, by the case that links; one for each case, its first link.
fn backlinks<'a>(count: usize, cases: impl Iterator<Item = &'a Case>) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); count];
    for (index, case) in cases.enumerate() {
        let from = CaseId::from_index(index);
        for (link, target) in case.body.links.iter().zip(&case.targets) {
            let (Target::Case(to, _) | Target::Statement(to, _)) = target else { continue };
            let of_other = &mut backlinks[to.index()];
            if *to != from && of_other.last().is_none_or(|last| last.from != from) {
                of_other.push(Backlink { from, link: link.span.clone(), block: link.block.clone() });
            }
        }
    }
    backlinks
}

/// The statements that rest on each of so many works or publishers, by all that supports them; `of` says which of them
/// a source is.
fn count_statements<'a>(
    many: usize,
    cases: impl Iterator<Item = &'a Case>,
    of: impl Fn(&CaseSource) -> usize,
) -> Vec<SupportCounts> {
    let mut counts = vec![SupportCounts::default(); many];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for case in cases {
        pairs.clear();
        pairs.extend(case.resting().map(|one| (one.statement, of(&case.sources[one.source]))));
        // A statement that cites a work twice rests on it once.
        pairs.sort_unstable();
        pairs.dedup();
        for (statement, one) in &pairs {
            counts[*one].add(case.supports[*statement]);
        }
    }
    counts
}

/// All files to copy, each route once.
fn collect_assets<'a>(statics: &[OtherFile], assets: impl Iterator<Item = &'a Asset>) -> Vec<Asset> {
    let mut by_route: BTreeMap<String, Asset> = BTreeMap::new();
    for file in statics {
        let route = file.path.strip_prefix("static/").unwrap_or(&file.path).to_owned();
        by_route.insert(
            route.clone(),
            Asset { route, path: file.location.clone(), source: file.path.clone(), size: file.size },
        );
    }
    let mut all: Vec<Asset> = assets.filter(|asset| by_route.get(&asset.route) != Some(asset)).cloned().collect();
    all.sort_by(|a, b| a.route.cmp(&b.route).then_with(|| a.path.cmp(&b.path)));
    all.dedup();
    by_route.into_values().chain(all).collect()
}
