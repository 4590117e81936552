//! What the page of a case shows.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::backlinks::{BacklinkView, backlink_view};
use super::entries::EntryView;
use super::evidence::EvidenceView;
use super::fields::{FieldView, fields};
use super::more::more;
use super::take_away::{self, CaseFileView, CiteView, RepositoryLinks, RevisionView};
use super::told::{Told, told};
use crate::explore::card::CardLine;
use crate::model::config::Output;
use crate::model::{Case, CaseId, Event, PartialDate, Related, Visibility, taxonomy_named};
use crate::render::body::SectionHtml;
use crate::render::link::{Link, Mention};
use crate::render::parts::card::{Fact, card_lines, fact, facts, lead};
use crate::render::parts::links::{case_href, shared_mention};
use crate::render::parts::picture::{PictureView, picture_view};
use crate::render::parts::text::direction;
use crate::render::parts::values::cited_links;
use crate::render::renderer::{Page, Renderer};
use crate::render::shared::Shared;
use crate::theme::DateView;

/// `case`
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseView<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// One or two sentences.
    pub summary: &'a str,
    /// Language of the text, where it differs from the site's.
    pub lang: Option<&'a str>,
    /// `ltr` or `rtl`, where the text has a language of its own.
    pub direction: Option<&'static str>,
    /// Is it a draft?
    pub draft: bool,
    /// Has it a page and stands in no list?
    pub unlisted: bool,
    /// When it happened.
    pub date: Option<Shared<DateView>>,
    /// When it joined the knowledge base.
    pub added: Option<Shared<DateView>>,
    /// When an editor last checked it against its sources.
    pub reviewed: Option<Shared<DateView>>,
    /// Who wrote it.
    pub authors: &'a [String],
    /// Its picture.
    pub image: Option<PictureView<'a>>,
    /// How it ended, where the site has a taxonomy for that.
    pub lead: Option<Shared<Fact>>,
    /// What the site's cards say of it.
    pub card: Shared<Vec<Shared<CardLine<'a>>>>,
    /// Its terms, a group per taxonomy, but for the one that says how it ended.
    pub facts: Vec<Shared<Fact>>,
    /// What it says under the site's own fields, in their order.
    pub fields: Vec<FieldView<'a>>,
    /// HTML before the first section; often empty.
    pub preamble: String,
    /// Its sections, in the order of the file.
    pub sections: Vec<SectionView<'a>>,
    /// HTML of its notes (an ordered list): footnotes, and citations where the style writes notes; or empty.
    pub footnotes: String,
    /// How well it is supported.
    pub evidence: EvidenceView,
    /// The citation list: in the order of the citation style; in the built-in one by first citation, never-cited
    /// ones last.
    pub citations: Vec<EntryView<'a>>,
    /// Are its entries written in a CSL style?
    pub formatted: bool,
    /// Dated events, oldest first.
    pub events: Vec<EventView<'a>>,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView<'a>>,
    /// Data of the editors' own as HTML, where the site shows it.
    pub more: Option<String>,
    /// What changed its file, the newest first; empty where the site is in no repository.
    pub history: Vec<RevisionView>,
    /// How many changes there are beyond those.
    pub older_revisions: usize,
    /// The ways into the site's repository.
    pub repository: RepositoryLinks,
    /// References to this page; absent where the site leaves them out.
    pub cite: Option<CiteView>,
    /// The case in other forms, beside its page.
    pub files: Vec<CaseFileView>,
    /// Cases that share rare terms with it, nearest first.
    pub related: Vec<RelatedView<'a>>,
    /// Cases that link here.
    pub backlinks: Vec<BacklinkView<'a>>,
}

/// A section of a case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SectionView<'a> {
    /// Anchor; the configured id, where the heading is a configured section.
    pub id: &'a str,
    /// Heading, as plain text.
    pub label: &'a str,
    /// Heading, as HTML.
    pub title: String,
    /// The terms that the site's configuration shows under this heading.
    pub fact: Option<Shared<Fact>>,
    /// What the site's configuration says it is for: `differences`, where sources differ.
    pub role: Option<&'static str>,
    /// The text, as HTML.
    pub html: String,
}

/// A dated event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventView<'a> {
    /// When.
    pub date: Shared<DateView>,
    /// What, in plain text.
    pub text: &'a str,
    /// Its sources: label and anchor of the entry.
    pub sources: Vec<Link>,
}

/// A correction.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: Shared<DateView>,
    /// What was corrected.
    pub note: &'a str,
}

/// A related case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelatedView<'a> {
    /// Title.
    pub title: &'a str,
    /// Address.
    pub href: String,
    /// How it ended, where the site has a taxonomy for that.
    pub lead: Option<Shared<Fact>>,
    /// The terms that both share, rarest first.
    pub shared: Vec<Shared<Mention>>,
}

/// `case`, of a page.
pub fn view<'a>(renderer: &'a Renderer, page: &Page) -> Option<CaseView<'a>> {
    let id = page.subject.case()?;
    let case = renderer.site.case(id);
    let Told { html, evidence, entries, is_formatted, labels } = told(renderer, page, id);
    let (history, older_revisions) = take_away::history(renderer, case);
    let date = |date: &Option<PartialDate>| date.as_ref().map(|date| renderer.date(date));
    Some(CaseView {
        slug: case.slug.as_str(),
        title: &case.title,
        summary: &case.summary,
        lang: case.lang.as_deref(),
        direction: case.lang.as_deref().map(direction),
        draft: case.visibility == Visibility::Draft,
        unlisted: case.visibility == Visibility::Unlisted,
        date: date(&case.date),
        added: date(&case.added),
        reviewed: date(&case.reviewed),
        authors: &case.authors,
        image: case.image.as_ref().map(|picture| picture_view(renderer, picture)),
        lead: lead(renderer, id),
        card: card_lines(renderer, id),
        preamble: html.preamble,
        sections: sections(renderer, id, html.sections),
        footnotes: html.footnotes,
        facts: facts(renderer, id),
        fields: fields(renderer, case, &labels),
        evidence,
        formatted: is_formatted,
        citations: entries,
        events: case.events.iter().map(|event| event_view(renderer, case, event, &labels)).collect(),
        corrections: case
            .corrections
            .iter()
            .map(|correction| CorrectionView { date: renderer.date(&correction.date), note: &correction.note })
            .collect(),
        more: more(renderer, case),
        history,
        older_revisions,
        repository: take_away::repository(renderer, id),
        cite: renderer.site.config.writes(Output::References).then(|| take_away::cite(renderer, id)),
        files: take_away::files(renderer, id),
        related: renderer.site.related(id).iter().map(|one| related_view(renderer, one)).collect(),
        backlinks: renderer.site.backlinks_of(id).iter().map(|backlink| backlink_view(renderer, backlink)).collect(),
    })
}

fn sections(renderer: &Renderer, id: CaseId, html: Vec<SectionHtml>) -> Vec<SectionView<'_>> {
    let case = renderer.site.case(id);
    let pairs = case.body.sections.iter().zip(html);
    pairs
        .map(|(section, html)| {
            let configured = section.configured.map(|index| &renderer.site.config.sections[index]);
            let named = configured.and_then(|section| section.taxonomy.as_ref());
            let taxonomy = named.and_then(|named| taxonomy_named(&renderer.site.taxonomies, &named.value));
            let heading = &case.body.headings[section.heading];
            SectionView {
                id: &heading.anchor,
                label: &heading.text,
                title: html.title,
                fact: taxonomy.and_then(|taxonomy| fact(renderer, id, taxonomy)),
                role: configured.and_then(|section| section.role).map(|role| role.as_str()),
                html: html.html,
            }
        })
        .collect()
}

fn event_view<'a>(
    renderer: &Renderer,
    case: &Case,
    event: &'a Event,
    labels: &FxHashMap<usize, String>,
) -> EventView<'a> {
    EventView {
        date: renderer.date(&event.date),
        text: &event.text,
        sources: cited_links(renderer, case, (&event.sources, &event.passages), labels),
    }
}

fn related_view<'a>(renderer: &'a Renderer, related: &Related) -> RelatedView<'a> {
    let case = renderer.site.case(related.case);
    RelatedView {
        title: &case.title,
        href: case_href(renderer, related.case),
        lead: lead(renderer, related.case),
        shared: related.shared.iter().map(|term| shared_mention(renderer, *term)).collect(),
    }
}
