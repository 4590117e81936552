//! Link again after an edit of nothing but text.
//!
//! Comes in: the last site, and each edited case as it was and as it is. Goes out: what [`link`](super::link) would
//! make of it, for the price of those cases: a citation or a link more changes the case, the works that it cites and
//! the cases that it links to. `None` where an edit reaches further (front matter, headings, files, shared
//! sources); then everything is linked.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::citations::{self, Shared};
use super::references::{self, Targets};
use super::works::{self, Known};
use super::{Drafts, Parts};
use crate::diagnostic::Diagnostic;
use crate::model::{Case, CaseId, Publisher, PublisherId, Site, Target, WorkId, fold};
use crate::parse::{Edit, Parsed, ParsedCase};

/// What an edit came to.
pub struct Relinked {
    /// The site.
    pub site: Site,
    /// What `link` found in the text of the edited cases as they were.
    pub before: Vec<Diagnostic>,
    /// What it finds in them as they are.
    pub after: Vec<Diagnostic>,
    /// The site still has the same pages.
    pub same_pages: bool,
}

/// Is all that other cases see of this one as it was, and where it was?
fn is_of_text(Edit { before, after }: &Edit) -> bool {
    let headings = |case: &ParsedCase| {
        let all = case.body.headings.iter();
        all.map(|heading| (heading.level, heading.text.clone(), heading.anchor.clone())).collect::<Vec<_>>()
    };
    let sections = |case: &ParsedCase| {
        case.body.sections.iter().map(|section| (section.heading, section.configured)).collect::<Vec<_>>()
    };
    before.is_readable == after.is_readable
        && before.text.get()[..before.body.span.start] == after.text.get()[..after.body.span.start]
        && headings(before) == headings(after)
        && sections(before) == sections(after)
}

/// Link the edited cases anew. `parsed` is everything as it is now.
pub fn relink(last: &Site, parsed: &Parsed, drafts: Drafts, edits: &[Edit]) -> Option<Relinked> {
    if !edits.iter().all(is_of_text) {
        return None;
    }
    // What is wrong with more than these cases was found when everything was linked.
    let mut known_already = Vec::new();
    let Parts { cases, pages, left_out } = Parts::of(&parsed.cases, &parsed.pages, drafts, &mut known_already);
    let shared = Shared::new(&parsed.shared_sources, &mut known_already);
    let targets = Targets::new(&cases, &pages, &parsed.attachments, &left_out, &parsed.config);
    let publisher_names = names_of(&last.publishers);
    let known = Known { works: &last.works, publisher_names: &publisher_names };

    let mut relinked = Relinked { site: last.clone(), before: Vec::new(), after: Vec::new(), same_pages: true };
    for Edit { before, after } in edits {
        let id = last.cases.binary_search_by(|case| case.slug.cmp(&after.slug)).ok().map(CaseId::from_index)?;
        let old = last.case(id);
        if old.file != after.file {
            return None;
        }
        let work_of: Vec<WorkId> = old.sources.iter().map(|source| source.work).collect();
        let link = |case: &ParsedCase, found: &mut Vec<Diagnostic>| {
            let sources = citations::sources(case, &shared, &mut Vec::new());
            let ids = sources.iter().map(|(_, source)| &source.id.value);
            if !ids.eq(old.sources.iter().map(|source| &source.id)) {
                return None;
            }
            let cited = citations::link(case, &sources, &work_of, known, found);
            let (links, image) = targets.of_case(case, found);
            Some((cited, links, image))
        };
        let (_, links_before, _) = link(before, &mut relinked.before)?;
        let (cited, links, image) = link(after, &mut relinked.after)?;
        if links.assets != links_before.assets || image != old.image {
            return None;
        }
        let new = Case {
            text: after.text.clone(),
            body: after.body.clone(),
            targets: links.targets,
            sources: cited.sources,
            entries: cited.entries,
            citations: cited.citations,
            events: cited.events,
            evidence: cited.evidence,
            ..old.clone()
        };
        relinked.same_pages &= recount(&mut relinked.site, old, &new, &work_of);
        let before = (&*before.body, old.targets.as_slice());
        link_back(&mut relinked.site, id, before, (&*new.body, &new.targets));
        // A link to itself gives a case no backlink, so that nothing was set here in the meantime but what others'
        // edits set.
        let backlinks = relinked.site.case(id).backlinks.clone();
        relinked.site.cases[id.index()] = Arc::new(Case { backlinks, ..new });
    }
    Some(relinked)
}

/// Publishers by their folded names.
fn names_of(publishers: &[Publisher]) -> FxHashMap<String, PublisherId> {
    let mut names = FxHashMap::default();
    for (index, publisher) in publishers.iter().enumerate() {
        let all = std::iter::once(&publisher.label).chain(&publisher.aliases).map(|name| fold(name));
        for name in all.chain([publisher.slug.to_string()]) {
            names.entry(name).or_insert(PublisherId::from_index(index));
        }
    }
    names
}

/// Move the counts of works from the statements of a case as it was to those as it is. Has each work a page of its
/// own still, or still none?
fn recount(site: &mut Site, old: &Case, new: &Case, work_of: &[WorkId]) -> bool {
    let had_page: Vec<bool> = work_of.iter().map(|work| site.has_page(*work)).collect();
    works::supported(&old.citations, |source| work_of[source], |work| site.statements[work.index()] -= 1);
    works::supported(&new.citations, |source| work_of[source], |work| site.statements[work.index()] += 1);
    work_of.iter().map(|work| site.has_page(*work)).eq(had_page)
}

/// Take the backlinks of a case's old text from the cases that it linked to, and give those of its new text.
fn link_back(
    site: &mut Site,
    from: CaseId,
    before: (&crate::model::Body, &[Target]),
    after: (&crate::model::Body, &[Target]),
) {
    for (to, _) in references::backlinks_from(from, before.0, before.1) {
        Arc::make_mut(&mut site.cases[to.index()]).backlinks.retain(|backlink| backlink.from != from);
    }
    for (to, backlink) in references::backlinks_from(from, after.0, after.1) {
        let backlinks = &mut Arc::make_mut(&mut site.cases[to.index()]).backlinks;
        if let Err(place) = backlinks.binary_search_by_key(&from, |backlink| backlink.from) {
            backlinks.insert(place, backlink);
        }
    }
}
