//! The evidence figures of a case, each with what it counts and where that is explained.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{Case, CaseId, PublisherId, Site, Support, fold};
use crate::render::body::Marked;
use crate::render::link::Link;
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::render::support::SupportView;
use crate::theme::DateView;

/// Evidence figures of a case.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// Its statements (paragraphs and list items in its sections) by their support.
    pub support: Shared<SupportView>,
    /// Statements that cite a passage: words of a source.
    pub quoting: usize,
    /// Distinct publishers among its cited sources.
    pub publishers: usize,
    /// Sources.
    pub sources: usize,
    /// Cited sources that are independent of the organisation.
    pub independent: usize,
    /// Date of the newest cited source.
    pub newest: Option<Shared<DateView>>,
    /// Entry of the newest cited source in the citation list.
    pub newest_href: Option<String>,
    /// Last review by an editor.
    pub reviewed: Option<Shared<DateView>>,
    /// The months that the site allows until the next review, where more have passed.
    pub overdue: Option<usize>,
    /// Statements that cite no independent source and some other, with their places in the text.
    pub other_statements: Vec<Link>,
    /// Statements that cite no source, with their places in the text.
    pub uncited_statements: Vec<Link>,
    /// The publishers of the sources, in the order of the citation list: the first few.
    pub publisher_names: Vec<String>,
    /// How many publishers there are beyond those.
    pub more_publishers: usize,
    /// Where the site's method page explains each figure.
    pub method: MethodLinks,
}

/// How many publishers a case names in brief.
const NAMED: usize = 3;

/// Sections of the method page, relative to the root; the page itself where it has no such section, and absent where
/// the site has no such page.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct MethodLinks {
    /// On statements and citations.
    pub statements: Option<String>,
    /// On publishers, and the figures as a whole.
    pub publishers: Option<String>,
    /// On independent sources.
    pub independent: Option<String>,
    /// On dates.
    pub newest: Option<String>,
    /// On reviews.
    pub reviewed: Option<String>,
}

/// `case.evidence`; `statements` are those of the case, in their order.
pub fn evidence(renderer: &Renderer, id: CaseId, statements: &[Marked]) -> EvidenceView {
    let case = renderer.site.case(id);
    let figures = &case.evidence;
    let cited = cited_sources(case);
    let in_order = || case.entries.iter().map(|index| (&case.sources[*index], cited[*index]));
    let names = publishers(renderer, case);
    let newest = in_order()
        .filter(|(source, cited)| *cited && renderer.site.work(source.work).source.date == figures.newest)
        .map(|(source, _)| format!("#{}", source.anchor));
    EvidenceView {
        support: renderer.support(figures.support),
        quoting: figures.quoting,
        publishers: figures.publishers,
        sources: case.sources.len(),
        independent: figures.independent_sources,
        newest: figures.newest.as_ref().map(|date| renderer.date(date)),
        newest_href: figures.newest.as_ref().and(newest.into_iter().next()),
        reviewed: case.reviewed.as_ref().map(|date| renderer.date(date)),
        overdue: overdue(&renderer.site, case),
        other_statements: supported_links(renderer, case, statements, Support::Other),
        uncited_statements: supported_links(renderer, case, statements, Support::None),
        more_publishers: names.len().saturating_sub(NAMED),
        publisher_names: names.into_iter().take(NAMED).collect(),
        method: method(renderer),
    }
}

/// The months that the site allows between reviews, where the last one is longer ago. A date that leaves a month or day
/// open is taken at its latest.
pub fn overdue(site: &Site, case: &Case) -> Option<usize> {
    let (today, reviewed) = (site.today?, case.reviewed.as_ref()?);
    let months = site.config.review_after;
    let point = reviewed.end().unwrap_or(reviewed.start());
    let month = i8::try_from(point.month.unwrap_or(12)).ok()?;
    let first = Date::new(i16::try_from(point.year).ok()?, month, 1).ok()?;
    let day = point.day.and_then(|day| i8::try_from(day).ok()).unwrap_or(first.days_in_month());
    let reviewed = first.with().day(day).build().ok()?;
    let due = reviewed.checked_add(Span::new().try_months(i64::try_from(months).ok()?).ok()?).ok()?;
    (due < today).then_some(months)
}

/// Statements in the order in which they open.
pub fn statements(case: &Case) -> Vec<Marked> {
    let supports = case.supports.iter().copied().enumerate();
    let mut statements: Vec<Marked> = supports.map(|(statement, support)| Marked { statement, support }).collect();
    statements.sort_by_key(|marked| case.body.statements[marked.statement].opens());
    statements
}

/// Statements that are supported so, in the order in which they open, then values under the site's own fields; each with
/// its place.
fn supported_links(renderer: &Renderer, case: &Case, statements: &[Marked], support: Support) -> Vec<Link> {
    let text = case.text.get();
    let in_text = statements.iter().filter(|marked| marked.support == support);
    let in_text = in_text.map(|marked| Link {
        label: renderer.site.statement_text(case, &text, marked.statement),
        href: format!("#{}", case.body.anchor(marked.statement)),
    });
    let values = renderer.site.values_of(case).filter(|(_, value)| value.support(&case.sources) == support).map(
        |(field, value)| Link {
            label: format!("{}: {}", field.label, renderer.words().value(field, value)),
            href: format!("#field_{}", field.id.value),
        },
    );
    in_text.chain(values).collect()
}

/// Per source of a case: does its text cite it?
fn cited_sources(case: &Case) -> Vec<bool> {
    let mut cited = vec![false; case.sources.len()];
    let in_text = case.citations.iter().flat_map(|citation| citation.sources.iter());
    for source in in_text.chain(case.fields.iter().flatten().flat_map(|value| &value.sources)) {
        cited[*source] = true;
    }
    cited
}

/// The publishers of a case's sources, each once, in the order of the citation list.
fn publishers(renderer: &Renderer, case: &Case) -> Vec<String> {
    let mut ids: Vec<PublisherId> = Vec::new();
    for source in &case.entries {
        let id = renderer.site.work(case.sources[*source].work).publisher;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| renderer.site.publisher(id).label.clone()).collect()
}

/// The sections of the method page, found by the headings that the theme's words give.
fn method(renderer: &Renderer) -> MethodLinks {
    let page = renderer.site.method();
    let href = |heading: &str| {
        let page = page?;
        let wanted = fold(renderer.words().get(heading));
        let heading = page.body.headings.iter().find(|heading| fold(&heading.text) == wanted);
        let anchor = heading.map(|heading| format!("#{}", heading.anchor)).unwrap_or_default();
        Some(format!("{}{anchor}", renderer.href(route::free_page(page))))
    };
    MethodLinks {
        statements: href("evidence.headings.statements"),
        publishers: href("evidence.headings.publishers"),
        independent: href("evidence.headings.independent"),
        newest: href("evidence.headings.newest"),
        reviewed: href("evidence.headings.reviewed"),
    }
}
