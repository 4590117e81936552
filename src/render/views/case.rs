//! `case`

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::super::context::{
    BacklinkView, CaseView, CorrectionView, EntryView, EventView, Link, RelatedView, SectionView,
};
use super::super::{Renderer, coins};
use super::frame::direction;
use super::{case_href, case_link, evidence, fact, facts, shared_link, take_away};
use crate::addresses::route;
use crate::markdown::plain_text;
use crate::model::{Backlink, Case, CaseId, CaseSource, Event, Related, Target, UrlStatus, names as people};
use crate::render::body::{self, BodyHtml, Labels, Setting, Written};
use crate::render::citation::csl::{self, CitationStyle, Cited};

/// `case`
pub fn case<'a>(r: &'a Renderer, id: CaseId) -> CaseView<'a> {
    let case = r.site.case(id);
    let cited = cited(r, case);
    let uncited = evidence::uncited(case);
    let marks = Marks { citations: cited.groups, notes: cited.notes.len(), uncited: &uncited };
    let written = Written { text: &case.text.get(), body: &case.body, targets: &case.targets };
    let html = body_html(r, written, marks, &route::case(&r.site, id));
    let (history, older_revisions) = take_away::history(r, case);
    let date = |date: &Option<crate::model::PartialDate>| date.as_ref().map(|date| r.words().date(date));
    CaseView {
        slug: case.slug.as_str(),
        title: &case.title,
        summary: &case.summary,
        lang: case.lang.as_deref(),
        direction: case.lang.as_deref().map(direction),
        draft: case.draft,
        date: date(&case.date),
        added: date(&case.added),
        reviewed: date(&case.reviewed),
        authors: &case.authors,
        image: case.image.as_deref(),
        preamble: html.preamble,
        sections: sections(r, id, html.sections),
        footnotes: html.footnotes,
        facts: facts(r, id),
        evidence: evidence::evidence(r, id),
        formatted: !cited.entries.is_empty(),
        citations: entries(r, id, cited.entries),
        citation_notes: cited.notes,
        events: case.events.iter().map(|event| event_view(r, case, event, &cited.labels)).collect(),
        corrections: case
            .corrections
            .iter()
            .map(|correction| CorrectionView { date: r.words().date(&correction.date), note: &correction.note })
            .collect(),
        history,
        older_revisions,
        repository: take_away::repository(r, id),
        cite: take_away::cite(r, id),
        files: take_away::files(r, id),
        related: case.related.iter().map(|related| related_view(r, related)).collect(),
        backlinks: case.backlinks.iter().map(|backlink| backlink_view(r, backlink)).collect(),
    }
}

/// The citations of a case in the site's style.
fn cited(r: &Renderer, case: &Case) -> Cited {
    match &*r.citation_style {
        CitationStyle::House => {
            Cited { groups: crate::render::citation::house::house_style(&r.site, case, r.words()), ..Cited::default() }
        }
        CitationStyle::Csl(style) => csl::cite(&r.site, case, style, r.words()),
    }
}

/// What is marked in a body.
#[derive(Debug, Default)]
pub struct Marks<'a> {
    /// HTML of each citation group, by its index.
    pub citations: FxHashMap<usize, String>,
    /// How many notes cite: the footnotes are numbered on from there.
    pub notes: usize,
    /// Statements without a source, in the order in which they open.
    pub uncited: &'a [usize],
}

/// A body as HTML, for a page at a route.
pub fn body_html(r: &Renderer, written: Written<'_>, marks: Marks<'_>, route: &str) -> BodyHtml {
    let root = r.root(route);
    let resolve = |target: &Target| resolve(r, target, &root);
    let setting = Setting {
        citations: marks.citations,
        notes: marks.notes,
        uncited: marks.uncited,
        resolve: &resolve,
        policy: r.site.config.html,
        highlighter: &r.highlighter,
        labels: Labels {
            back: r.words().get("text.footnote_back"),
            done: r.words().get("text.task_done"),
            open: r.words().get("text.task_open"),
            uncited: r.words().get("text.uncited"),
        },
    };
    body::render(written, &setting)
}

/// The address of a target, and the text that a wiki link without one shows.
fn resolve(r: &Renderer, target: &Target, root: &str) -> Option<(String, String)> {
    let at = |anchor: &Option<String>| anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    match target {
        Target::AsWritten | Target::Unsafe => None,
        Target::Case(id, anchor) => {
            let case = case_link(r, *id);
            Some((format!("{root}{}{}", case.href, at(anchor)), case.label))
        }
        Target::Page(index, anchor) => {
            let page = &r.site.pages[*index];
            let href = r.href(format!("{}.html", page.route));
            Some((format!("{root}{href}{}", at(anchor)), page.title.value.clone()))
        }
        Target::File(route) => Some((format!("{root}{}", encode(route)), String::new())),
        Target::Anchor(anchor) => Some((format!("#{anchor}"), String::new())),
    }
}

/// A route with the characters that an address cannot hold encoded (RFC 3986, section 3.3).
pub fn encode(route: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'%');
    percent_encoding::utf8_percent_encode(route, KEEP).to_string()
}

fn sections(r: &Renderer, id: CaseId, html: Vec<body::SectionHtml>) -> Vec<SectionView<'_>> {
    let case = r.site.case(id);
    let pairs = case.body.sections.iter().zip(html);
    pairs
        .map(|(section, html)| {
            let configured = section.configured.map(|index| &r.site.config.sections[index]);
            let named = configured.and_then(|section| section.taxonomy.as_ref());
            let taxonomy =
                named.and_then(|named| r.site.taxonomy_ids().find(|id| r.site.taxonomy(*id).id == named.value));
            let heading = &case.body.headings[section.heading];
            SectionView {
                id: &heading.anchor,
                label: &heading.text,
                title: html.title,
                fact: taxonomy.and_then(|taxonomy| fact(r, id, taxonomy)),
                role: configured.and_then(|section| section.role).map(|role| role.as_str()),
                html: html.html,
            }
        })
        .collect()
}

fn entries<'a>(r: &'a Renderer, id: CaseId, formatted: Vec<(usize, String)>) -> Vec<EntryView<'a>> {
    let case = r.site.case(id);
    let mut places = places(case);
    // A style without a bibliography leaves the list to the template.
    let in_order: Vec<(usize, Option<String>)> = if formatted.is_empty() {
        case.entries.iter().map(|source| (*source, None)).collect()
    } else {
        formatted.into_iter().map(|(source, html)| (source, Some(html))).collect()
    };
    let numbered = in_order.into_iter().enumerate();
    numbered
        .map(|(index, (source, formatted))| EntryView {
            formatted,
            ..entry(r, id, &case.sources[source], index + 1, places.get_mut(source).map(std::mem::take))
        })
        .collect()
}

/// Per source of a case, the places that cite it.
fn places(case: &Case) -> Vec<Vec<Link>> {
    let mut places: Vec<Vec<Link>> = vec![Vec::new(); case.sources.len()];
    for citation in &case.citations {
        for (offset, source) in citation.sources.iter().enumerate() {
            let of_source = &mut places[*source];
            let href = format!("#cite_{}", citation.first() + offset);
            of_source.push(Link { label: place_label(of_source.len()), href });
        }
    }
    places
}

/// a, b, …, z, aa, ab, …
fn place_label(index: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    match index / 26 {
        0 => letter(index).to_string(),
        rest => format!("{}{}", place_label(rest - 1), letter(index)),
    }
}

fn entry<'a>(
    r: &'a Renderer,
    case: CaseId,
    source: &'a CaseSource,
    number: usize,
    places: Option<Vec<Link>>,
) -> EntryView<'a> {
    let work = r.site.work(source.work);
    let publisher = r.site.publisher(work.publisher);
    let of = &source.source;
    let kind = r.site.kind_of(source);
    let date = |date: &Option<crate::model::PartialDate>| date.as_ref().map(|date| r.words().date(date));
    let others = work.uses.iter().filter(|other| other.case != case);
    EntryView {
        number,
        formatted: None,
        anchor: &source.anchor,
        publisher: Link { label: publisher.label.clone(), href: r.publication().work_href(source.work) },
        title: of.title.as_deref(),
        author: of.author.as_deref().map(people::display),
        date: date(&of.date),
        date_text: r.words().source_date(source),
        kind: r.words().kind(kind),
        independent: work.independent,
        url: of.url.as_deref(),
        url_status: (of.url_status != UrlStatus::Live).then(|| of.url_status.as_str()),
        archive_url: of.archive_url.as_deref(),
        archive_date: date(&of.archive_date),
        accessed: date(&of.accessed),
        doi: of.doi.as_deref(),
        isbn: of.isbn.as_deref(),
        quote: of.quote.as_deref(),
        note: of.note.as_deref(),
        coins: coins::context_object(of, &publisher.label, kind),
        places: places.unwrap_or_default(),
        other_cases: others.take(MANY).map(|other| case_link(r, other.case)).collect(),
    }
}

/// How many other cases of a work an entry names; the publisher's page names them all.
const MANY: usize = 10;

fn event_view<'a>(r: &Renderer, case: &Case, event: &'a Event, labels: &FxHashMap<usize, String>) -> EventView<'a> {
    let link = |index: &usize| {
        let source = &case.sources[*index];
        let publisher = r.site.publisher(r.site.work(source.work).publisher);
        let date = r.words().source_date(source);
        let label = labels.get(index).cloned().unwrap_or_else(|| format!("{}, {date}", publisher.label));
        Link { label, href: format!("#{}", source.anchor) }
    };
    EventView {
        date: r.words().date(&event.date),
        text: &event.text,
        sources: event.sources.iter().map(link).collect(),
    }
}

fn related_view<'a>(r: &'a Renderer, related: &Related) -> RelatedView<'a> {
    let case = r.site.case(related.case);
    RelatedView {
        title: &case.title,
        href: case_href(r, related.case),
        summary: &case.summary,
        shared: related.shared.iter().map(|term| shared_link(r, *term)).collect(),
    }
}

fn backlink_view<'a>(r: &'a Renderer, backlink: &Backlink) -> BacklinkView<'a> {
    let from = r.site.case(backlink.from);
    BacklinkView { title: &from.title, href: case_href(r, backlink.from), sentence: sentence_around(r, from, backlink) }
}

/// The sentence of a block that holds a link, in plain text (Unicode Standard Annex 29, sentences).
fn sentence_around(r: &Renderer, case: &Case, backlink: &Backlink) -> String {
    let text = case.text.get();
    let block = &text[backlink.block.clone()];
    let link = backlink.link.start - backlink.block.start;
    let mut start = 0;
    let mut end = block.len();
    let mut goes_on = false;
    let offset = backlink.block.start;
    let first = case.body.links.partition_point(|other| other.span.start < offset);
    let links = &case.body.links[first..];
    // The full stops of an address end no sentence.
    let is_in_link = |at: usize| {
        let mut before = links.iter().take_while(|other| other.span.start < offset + at);
        before.any(|other| offset + at < other.span.end)
    };
    for (at, sentence) in block.split_sentence_bound_indices() {
        if at <= link && !goes_on {
            start = at;
        }
        goes_on = is_abbreviation(sentence) || is_in_link(at + sentence.len());
        if at + sentence.len() > link && !goes_on {
            end = at + sentence.len();
            break;
        }
    }
    let skip: Vec<_> = case
        .body
        .groups
        .iter()
        .map(|group| &group.span)
        .filter(|span| span.start >= offset + start && span.end <= offset + end)
        .map(|span| span.start - offset - start..span.end - offset - start)
        .collect();
    let sentence = with_titles(r, case, &block[start..end], offset + start);
    plain_text(sentence.as_deref().unwrap_or(&block[start..end]), if sentence.is_some() { &[] } else { &skip })
}

/// Wiki links without a text of their own show the title of their case; in plain text too. Citations go.
fn with_titles(r: &Renderer, case: &Case, text: &str, offset: usize) -> Option<String> {
    let end = offset + text.len();
    let mut cuts: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let links = case.body.links.iter().zip(&case.targets);
    for (link, target) in links.filter(|(link, _)| offset <= link.span.start && link.span.end <= end) {
        if let (crate::model::LinkSyntax::Wiki, Target::Case(id, _)) = (link.syntax, target) {
            cuts.push((link.span.clone(), r.site.case(*id).title.clone()));
        }
    }
    if cuts.is_empty() {
        return None;
    }
    let groups = case.body.groups.iter().map(|group| group.span.clone());
    cuts.extend(groups.filter(|span| offset <= span.start && span.end <= end).map(|span| (span, String::new())));
    cuts.sort_by_key(|(span, _)| span.start);
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for (span, title) in cuts {
        let (start, end) = (span.start - offset, span.end - offset);
        replaced.push_str(&text[at..start.max(at)]);
        replaced.push_str(&title);
        at = end.max(at);
    }
    replaced.push_str(&text[at..]);
    Some(replaced)
}

/// `v.`, `Dr.`, `p.`: a full stop that ends no sentence.
fn is_abbreviation(sentence: &str) -> bool {
    let last = sentence.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(word) = last.strip_suffix('.') else { return false };
    let word = word.trim_start_matches(['(', '“', '"']);
    word.chars().count() == 1
        || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "No" | "vs" | "St" | "pp" | "cf" | "e.g" | "i.e")
}
