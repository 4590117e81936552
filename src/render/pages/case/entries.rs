//! The citation list of a case.

use schemars::JsonSchema;
use serde::Serialize;

use super::coins::context_object;
use crate::model::config::Output;
use crate::model::{Case, CaseId, CaseSource, PartialDate, UrlStatus, names};
use crate::render::link::{Link, Mention};
use crate::render::parts::checked::{CheckedView, checked_view};
use crate::render::parts::links::case_link;
use crate::render::parts::passage::{PassageView, passage_view};
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::theme::DateView;

/// An entry of the citation list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView<'a> {
    /// From 1.
    pub number: usize,
    /// HTML of the entry in the site's CSL style; absent in the built-in style, which templates lay out.
    pub formatted: Option<String>,
    /// `id` attribute of the entry.
    pub anchor: &'a str,
    /// Its publisher, with the address of the publisher's page at this work.
    pub publisher: Mention,
    /// Title of the work, where one was seen.
    pub title: Option<&'a str>,
    /// BCP 47 tag of its language, where it is known.
    pub lang: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published; absent when undated.
    pub date: Option<Shared<DateView>>,
    /// The date in words with the letter that tells it from an equal label: `13 May 2025a`; `n.d.` when undated.
    pub date_text: String,
    /// Word for its kind: `news`, `court ruling`, … in the site's language.
    pub kind: &'a str,
    /// Is it independent of the organisation?
    pub independent: bool,
    /// The original.
    pub url: Option<&'a str>,
    /// `dead` or `unfit` where the original is not to be followed.
    pub url_status: Option<&'static str>,
    /// An archived copy.
    pub archive_url: Option<&'a str>,
    /// When the copy was made.
    pub archive_date: Option<Shared<DateView>>,
    /// What a check of sources saw of it.
    pub checked: Option<CheckedView<'a>>,
    /// When the original was last read.
    pub accessed: Option<Shared<DateView>>,
    /// The host where it was read, where that is none of its publisher's.
    pub reposted_at: Option<String>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<&'a str>,
    /// ISBN.
    pub isbn: Option<&'a str>,
    /// Words quoted from it.
    pub passages: Vec<PassageView<'a>>,
    /// An editor's note.
    pub note: Option<&'a str>,
    /// The source as an `OpenURL` context object (ANSI/NISO Z39.88), for the `title` of a `COinS` span;
    /// absent where the site leaves out metadata.
    pub coins: Option<String>,
    /// Places that cite it: `a`, `b`, `c`, …; empty when it is never cited.
    pub places: Vec<Link>,
    /// Other listed cases that cite the same work.
    pub other_cases: Vec<Link>,
}

/// The entries in their order; `formatted` where the citation style writes them.
pub fn entries(renderer: &Renderer, id: CaseId, formatted: Vec<(usize, String)>) -> Vec<EntryView<'_>> {
    let case = renderer.site.case(id);
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
            ..entry(renderer, id, &case.sources[source], index + 1, places.get_mut(source).map(std::mem::take))
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
    renderer: &'a Renderer,
    case: CaseId,
    source: &'a CaseSource,
    number: usize,
    places: Option<Vec<Link>>,
) -> EntryView<'a> {
    let work = renderer.site.work(source.work);
    let publisher = renderer.site.publisher(work.publisher);
    let of = &source.source;
    let date = |date: &Option<PartialDate>| date.as_ref().map(|date| renderer.date(date));
    let says_metadata = renderer.site.config.writes(Output::Metadata);
    let others = work.uses.iter().filter(|other| other.case != case);
    EntryView {
        number,
        formatted: None,
        anchor: &source.anchor,
        publisher: Mention {
            label: publisher.label.clone(),
            href: renderer.publication().work_href(source.work),
            mark: None,
        },
        title: of.title.as_deref(),
        lang: of.lang.as_deref(),
        author: of.author.as_deref().map(names::display),
        date: date(&of.date),
        date_text: renderer.words().source_date(source),
        kind: renderer.words().kind(source.kind),
        independent: source.independent,
        url: of.url.as_deref(),
        url_status: (of.url_status != UrlStatus::Live).then(|| of.url_status.as_str()),
        archive_url: of.archive_url.as_deref(),
        archive_date: date(&of.archive_date),
        checked: checked_view(renderer, of),
        accessed: date(&of.accessed),
        reposted_at: publisher.reposted_at(of),
        doi: of.doi.as_deref(),
        isbn: of.isbn.as_deref(),
        passages: (0..of.passages.len()).filter_map(|index| passage_view(source, index)).collect(),
        note: of.note.as_deref(),
        coins: says_metadata.then(|| context_object(of, &publisher.label, source.kind)),
        places: places.unwrap_or_default(),
        other_cases: others.take(MANY).map(|other| case_link(renderer, other.case)).collect(),
    }
}

/// How many other cases of a work an entry names; the publisher's page names them all.
const MANY: usize = 10;
