//! Each text linked by itself against the index: its citations, its links, its evidence.

use std::sync::Arc;

use rayon::prelude::*;

use super::citations;
use super::index::Index;
use super::parts::Parts;
use super::{checked, future, slips};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Asset, Case, CaseId, CitationKind, FreePage, Heading, LinkedCitation};
use crate::parse::{ParsedCase, ParsedPage};

/// All texts of the site, linked.
pub struct Texts {
    /// Cases by id.
    pub(super) cases: Vec<Linked<Case>>,
    /// Pages by route.
    pub(super) pages: Vec<Linked<FreePage>>,
}

/// A text that is linked.
pub(super) struct Linked<T> {
    pub(super) text: Arc<T>,
    /// The files that it shows or offers.
    pub(super) assets: Vec<Asset>,
    found: Vec<Diagnostic>,
}

impl<T> Linked<T> {
    /// Findings that the site turns off are forgotten at once: there may be several for each case.
    fn new(text: T, assets: Vec<Asset>, mut found: Vec<Diagnostic>, index: &Index) -> Self {
        found.retain(|one| !one.is_turned_off(&index.config.severities));
        Linked { text: Arc::new(text), assets, found }
    }
}

impl Texts {
    /// Link all texts. A case that nobody else holds gives way to what is made of it.
    pub fn new(index: &Index, Parts { cases, pages, .. }: Parts) -> Self {
        let cases = cases.into_all().into_par_iter().enumerate();
        Texts {
            cases: cases.map(|(id, case)| link_case(index, CaseId::from_index(id), case)).collect(),
            pages: pages.into_par_iter().map(|page| link_page(index, page)).collect(),
        }
    }

    /// Link the text of a case again, after an edit that left the index as it is. A case that is no part of the site, a
    /// draft, has no text here.
    pub fn renew(&mut self, index: &Index, case: Arc<ParsedCase>) {
        if let Some(place) = self.cases.par_iter().position_any(|linked| linked.text.file == case.file) {
            self.cases[place] = link_case(index, CaseId::from_index(place), case);
        }
    }

    /// What was found in them.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_cases = self.cases.iter().flat_map(|case| &case.found);
        of_cases.chain(self.pages.iter().flat_map(|page| &page.found))
    }

    /// What was found in them, where they are done with.
    pub fn into_found(self) -> impl Iterator<Item = Diagnostic> {
        let of_cases = self.cases.into_iter().flat_map(|case| case.found);
        of_cases.chain(self.pages.into_iter().flat_map(|page| page.found))
    }
}

fn link_case(index: &Index, id: CaseId, case: Arc<ParsedCase>) -> Linked<Case> {
    let mut found = Vec::new();
    let indexed = index.cases.get(id.index());
    index.shared.report_taken(&case, &mut found);
    index.shared.report_slips(&case, &mut found);
    future::of_case(&case, index.surroundings.today, &mut found);
    let sources = index.shared.of(&case);
    let cited = citations::link(&case, &sources, &indexed.works, index.known(), &mut found);
    drop(sources);
    let (links, image) = index.targets.of_case(&case, &mut found);
    checked::report_links(&index.checks, case.file, &case.text, &case.body, &mut found);
    let mut case = Arc::unwrap_or_clone(case);
    name_headings(&mut case, &cited.citations);
    let front = case.front;
    let text = Case {
        term: case.term,
        file: case.file,
        history: index.surroundings.history.of(&case.path).into(),
        path: case.path,
        text: case.text,
        slug: case.slug,
        title: front.title,
        summary: front.summary,
        date: front.date,
        added: front.added,
        reviewed: front.reviewed,
        visibility: front.visibility,
        authors: front.authors.into(),
        image,
        lang: front.lang,
        aliases: front.aliases,
        allow: front.allow.into(),
        terms: indexed.terms.clone(),
        sources: cited.sources,
        entries: cited.entries,
        citations: cited.citations,
        events: cited.events,
        fields: cited.fields.into(),
        corrections: front.corrections.into(),
        extra: front.extra,
        body: case.body,
        targets: links.targets,
        supports: cited.supports.into(),
        evidence: cited.evidence,
    };
    Linked::new(text, links.assets, found, index)
}

/// Take what cites in running text out of the names of headings, now that it is known to cite.
fn name_headings(case: &mut ParsedCase, citations: &[LinkedCitation]) {
    let body = &case.body;
    let mut text = None;
    let mut names: Vec<(usize, String)> = Vec::new();
    for (index, Heading { span, .. }) in body.headings.iter().enumerate() {
        let group = |citation: &LinkedCitation| &body.groups[citation.group()];
        let first = citations.partition_point(|citation| group(citation).span.start < span.start);
        let cites = || citations[first..].iter().map(group).take_while(|group| group.span.end <= span.end);
        if cites().any(|group| group.kind == CitationKind::InText) {
            let ids = body.block_ids_in(span).map(|named| &named.span);
            let left_out = cites().map(|group| &group.span).chain(ids).map(|place| (place.clone(), "")).collect();
            names.push((index, body.excerpt(text.get_or_insert_with(|| case.text.get()), span, left_out)));
        }
    }
    if !names.is_empty() {
        let headings = &mut Arc::make_mut(&mut case.body).headings;
        for (index, name) in names {
            headings[index].text = name;
        }
    }
}

fn link_page(index: &Index, page: ParsedPage) -> Linked<FreePage> {
    let mut found = Vec::new();
    report_citations(&page, &mut found);
    if page.body.needs_slips() {
        slips::report(page.file, &page.text.get(), &page.body, &[], &mut found);
    }
    let links = index.targets.of_page(&page, &mut found);
    checked::report_links(&index.checks, page.file, &page.text, &page.body, &mut found);
    let text = FreePage {
        file: page.file,
        history: index.surroundings.history.of(&page.path).to_vec(),
        text: page.text,
        route: page.route,
        title: page.title,
        summary: page.summary,
        lang: page.lang,
        aliases: page.aliases,
        body: page.body,
        targets: links.targets,
    };
    Linked::new(text, links.assets, found, index)
}

fn report_citations(page: &ParsedPage, diagnostics: &mut Vec<Diagnostic>) {
    let bracketed = page.body.groups.iter().filter(|group| group.kind == CitationKind::Bracketed);
    for item in bracketed.flat_map(|group| &group.items) {
        let message = format!("a page has no sources, and `{}` is cited here", item.id);
        let found = Diagnostic::new(Code::UnknownCitation, page.file, item.span.clone(), message);
        diagnostics.push(found.help("link to the case that has the source, or write `\\@`"));
    }
}
