//! The evidence figures of a case, each with what it counts and where that is explained.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::addresses::route;
use crate::model::{Case, CaseId, CaseSource, PublisherId, Site, Support, fold};
use crate::render::body::Marked;
use crate::render::link::Link;
use crate::render::parts::support::SupportView;
use crate::render::renderer::Renderer;
use crate::theme::DateView;

/// Evidence figures of a case.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// Its statements (paragraphs and list items in its sections) by their support.
    pub support: SupportView,
    /// Statements that cite a passage: words of a source.
    pub quoting: usize,
    /// Distinct publishers among its cited sources.
    pub publishers: usize,
    /// Sources.
    pub sources: usize,
    /// Cited sources that are independent of the organisation.
    pub independent: usize,
    /// Date of the newest cited source.
    pub newest: Option<DateView>,
    /// Entry of the newest cited source in the citation list.
    pub newest_href: Option<String>,
    /// Last review by an editor.
    pub reviewed: Option<DateView>,
    /// The months that the site allows until the next review, where more have passed.
    pub overdue: Option<usize>,
    /// Statements that cite no independent source and some other, with their places in the text.
    pub other_statements: Vec<Link>,
    /// Statements that cite no source, with their places in the text.
    pub uncited_statements: Vec<Link>,
    /// The publishers, each with how many of the cited sources are theirs.
    pub by_publisher: Vec<PublisherCount>,
    /// The independent sources, with their entries.
    pub independent_sources: Vec<Link>,
    /// The others, with their entries.
    pub other_sources: Vec<JudgedSource>,
    /// Where the site's method page explains each figure.
    pub method: MethodLinks,
}

/// A source that does not count as independent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JudgedSource {
    /// Publisher and date.
    pub label: String,
    /// Its entry in the citation list.
    pub href: String,
    /// Word for its kind.
    pub kind: String,
    /// Is it cited in the text?
    pub cited: bool,
}

/// A publisher of sources that the text cites.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PublisherCount {
    /// Its name.
    pub label: String,
    /// Address of its page, relative to the root; absent where it has none.
    pub href: Option<String>,
    /// How many of these sources are its own.
    pub count: usize,
}

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
    let is_counted = |source: &CaseSource, cited: bool| cited && source.independent;
    let newest = in_order()
        .filter(|(source, cited)| *cited && renderer.site.work(source.work).source.date == figures.newest)
        .map(|(source, _)| format!("#{}", source.anchor));
    EvidenceView {
        support: figures.support.into(),
        quoting: figures.quoting,
        publishers: figures.publishers,
        sources: case.sources.len(),
        independent: figures.independent_sources,
        newest: figures.newest.as_ref().map(|date| renderer.words().date(date)),
        newest_href: figures.newest.as_ref().and(newest.into_iter().next()),
        reviewed: case.reviewed.as_ref().map(|date| renderer.words().date(date)),
        overdue: overdue(&renderer.site, case),
        other_statements: supported_links(renderer, case, statements, Support::Other),
        uncited_statements: supported_links(renderer, case, statements, Support::None),
        by_publisher: by_publisher(renderer, case, &cited),
        independent_sources: in_order()
            .filter(|(source, cited)| is_counted(source, *cited))
            .map(|(source, _)| source_link(renderer, source))
            .collect(),
        other_sources: in_order()
            .filter(|(source, cited)| !is_counted(source, *cited))
            .map(|(source, cited)| {
                let Link { label, href } = source_link(renderer, source);
                JudgedSource { label, href, kind: renderer.words().kind(source.kind).to_owned(), cited }
            })
            .collect(),
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

fn source_link(renderer: &Renderer, source: &CaseSource) -> Link {
    let publisher = &renderer.site.publisher(renderer.site.work(source.work).publisher).label;
    let date = renderer.words().source_date(source);
    Link { label: format!("{publisher}, {date}"), href: format!("#{}", source.anchor) }
}

/// Publishers in the order of the citation list.
fn by_publisher(renderer: &Renderer, case: &Case, cited: &[bool]) -> Vec<PublisherCount> {
    let mut counts: Vec<(PublisherId, usize)> = Vec::new();
    for source in case.entries.iter().filter(|index| cited[**index]) {
        let id = renderer.site.work(case.sources[*source].work).publisher;
        match counts.iter_mut().find(|(other, _)| *other == id) {
            Some((_, count)) => *count += 1,
            None => counts.push((id, 1)),
        }
    }
    let counted = |(id, count): (PublisherId, usize)| {
        let has_page = renderer.site.publishers.shows(id.index());
        let href = has_page.then(|| renderer.href(route::publisher(&renderer.site, id)));
        PublisherCount { label: renderer.site.publisher(id).label.clone(), href, count }
    };
    counts.into_iter().map(counted).collect()
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
