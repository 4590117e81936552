//! A case, and a free page, after linking.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    Body, CaseId, CitedPassages, Evidence, FieldValue, PartialDate, Picture, Slug, Source, SourceId, SourceKind,
    Spanned, Support, Target, TaxonomyId, TermId, TermRef, Visibility, WorkId,
};
use crate::diagnostic::Code;
use crate::files::{FileId, Span, Text};

/// One case study; or what is said of a term, which has a text with sources like a case, and stands in no list of them.
#[derive(Debug, Clone)]
pub struct Case {
    /// The term that it is said of, where it is no case.
    pub term: Option<TermRef>,
    /// Its file.
    pub file: FileId,
    /// Path of its file in the site's folder.
    pub path: String,
    /// What changed its file, the newest first; empty where nothing remembers it.
    pub history: Box<[Revision]>,
    /// Text of its file.
    pub text: Text,
    /// Its name in addresses.
    pub slug: Slug,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// When it happened.
    pub date: Option<PartialDate>,
    /// When it joined the knowledge base.
    pub added: Option<PartialDate>,
    /// When an editor last checked it against its sources.
    pub reviewed: Option<PartialDate>,
    /// How far it is published.
    pub visibility: Visibility,
    /// Who wrote it.
    pub authors: Box<[String]>,
    /// Its picture.
    pub image: Option<Picture>,
    /// BCP 47 tag of its language, where it differs from the site's.
    pub lang: Option<String>,
    /// Old addresses, as routes, that lead here.
    pub aliases: Vec<Spanned<String>>,
    /// Its own terms, in the order of the front matter; by taxonomy.
    pub terms: Arc<[Vec<TermId>]>,
    /// Its sources, in the order of the front matter.
    pub sources: Vec<CaseSource>,
    /// Indices into `sources` in the order of the citation list.
    pub entries: Vec<usize>,
    /// What its body cites, in the order of the text.
    pub citations: Vec<LinkedCitation>,
    /// Dated events, oldest first.
    pub events: Vec<Event>,
    /// Corrections, newest first.
    pub corrections: Box<[Correction]>,
    /// Findings that are meant to be so, with the reason.
    pub allow: Box<[Allowed]>,
    /// Values of the site's own fields, by field; of a term those of its taxonomy. [`super::Site::fields_of`] has them.
    pub fields: Box<[Vec<FieldValue>]>,
    /// Data of the editors' own.
    pub extra: Option<crate::yaml::Node>,
    /// Its text.
    pub body: Arc<Body>,
    /// Where each link of its text leads.
    pub targets: Vec<Target>,
    /// How each statement is supported, by index into [`Body::statements`].
    pub supports: Box<[Support]>,
    /// How well it is supported.
    pub evidence: Evidence,
}

/// A source of a case.
#[derive(Debug, Clone)]
pub struct CaseSource {
    /// By which the case cites it.
    pub id: SourceId,
    /// The work of the site that it is.
    pub work: WorkId,
    /// As this case describes it.
    pub source: Arc<Source>,
    /// What kind of work the case takes it for.
    pub kind: SourceKind,
    /// Is it independent of the case's organisation?
    pub independent: bool,
    /// It stands in `content/sources/`, not in the case's own front matter.
    pub is_shared: bool,
    /// `source_bi-2025`: unique in the page.
    pub anchor: Box<str>,
    /// The letter that tells it from another source of the case with the same label.
    pub letter: Option<char>,
    /// How many statements of the case rest on it.
    pub statements: usize,
}

/// What a statement rests on: a source that it cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Resting {
    /// Index into the sources of the case.
    pub source: usize,
    /// Index into [`Body::statements`].
    pub statement: usize,
    /// Index into the passages of the source, where it cites one.
    pub passage: Option<usize>,
}

/// A citation group of the body whose ids are known. There are ten in a case: its numbers are kept narrow.
#[derive(Debug, Clone)]
pub struct LinkedCitation {
    group: u32,
    statement: Option<u32>,
    first: u32,
    /// Per item of the group, the index into the case's sources.
    pub sources: Box<[usize]>,
    /// Which passages of them it cites.
    pub passages: CitedPassages,
}

impl LinkedCitation {
    /// A group that stands in a statement, and the number of its first item.
    pub fn new(
        group: usize,
        statement: Option<usize>,
        first: usize,
        (sources, passages): (Box<[usize]>, CitedPassages),
    ) -> Self {
        let narrow = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let (group, statement, first) = (narrow(group), statement.map(narrow), narrow(first));
        LinkedCitation { group, statement, first, sources, passages }
    }

    /// Index into [`Body::groups`].
    pub fn group(&self) -> usize {
        self.group as usize
    }

    /// Index into [`Body::statements`] of the statement that holds it.
    pub fn statement(&self) -> Option<usize> {
        self.statement.map(|index| index as usize)
    }

    /// Number of its first item: items are numbered through the whole body, from 1.
    pub fn first(&self) -> usize {
        self.first as usize
    }

    /// What its statement rests on by it, in the order of its items; nothing where it stands in none. A statement may
    /// cite a source twice, and one that is an item goes on behind the items in it.
    pub fn resting(&self) -> impl Iterator<Item = Resting> {
        let resting = move |statement| {
            let passages = (0..).map(|item| self.passages.get(item));
            self.sources.iter().zip(passages).map(move |(source, passage)| Resting {
                source: *source,
                statement,
                passage,
            })
        };
        self.statement().into_iter().flat_map(resting)
    }
}

/// A dated event.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub date: PartialDate,
    /// What.
    pub text: String,
    /// Indices into the case's sources.
    pub sources: Vec<usize>,
    /// Which passages of them it cites.
    pub passages: CitedPassages,
}

/// A line of `allow`: a finding that is meant to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Which.
    pub code: Code,
    /// Why.
    pub reason: String,
}

/// A correction.
#[derive(Debug, Clone)]
pub struct Correction {
    /// When.
    pub date: PartialDate,
    /// What was corrected.
    pub note: String,
}

/// A change of a file, as the site's repository remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit's full name.
    pub id: String,
    /// The day on which it was made.
    pub date: PartialDate,
    /// The first line of its message.
    pub subject: String,
}

impl FieldValue {
    /// How it is supported: it counts as a statement.
    pub fn support(&self, sources: &[CaseSource]) -> Support {
        self.sources.iter().map(|source| sources[*source].support()).max().unwrap_or(Support::None)
    }
}

/// A related case.
#[derive(Debug, Clone)]
pub struct Related {
    /// Which.
    pub case: CaseId,
    /// The terms that both carry, rarest first.
    pub shared: Vec<TermRef>,
}

/// A link from another case.
#[derive(Debug, Clone)]
pub struct Backlink {
    /// From which.
    pub from: CaseId,
    /// The link, in that case's file.
    pub link: Span,
    /// The block that the link stands in.
    pub block: Span,
}

/// A page of the site's own.
#[derive(Debug)]
pub struct FreePage {
    /// Its file.
    pub file: FileId,
    /// What changed its file, the newest first.
    pub history: Vec<Revision>,
    /// Text of its file.
    pub text: Text,
    /// Its route without `.html`: `about`, `guides/coding`.
    pub route: String,
    /// Title.
    pub title: Spanned<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Language, where it differs from the site's.
    pub lang: Option<String>,
    /// Old addresses, as routes, that lead here.
    pub aliases: Vec<Spanned<String>>,
    /// Its text.
    pub body: Arc<Body>,
    /// Where each link of its text leads.
    pub targets: Vec<Target>,
}

impl CaseSource {
    /// How it supports what cites it.
    pub fn support(&self) -> Support {
        if self.independent { Support::Independent } else { Support::Other }
    }

    /// The passage of an index, and its id, where it can be cited.
    fn citable(&self, passage: Option<usize>) -> Option<&Slug> {
        self.source.passages.get(passage?)?.id.as_ref()
    }

    /// As the case cites it, or a passage of it: `bi-2025`, `bi-2025#q1`.
    pub fn cited_as(&self, passage: Option<usize>) -> Cow<'_, str> {
        match self.citable(passage) {
            Some(id) => format!("{}#{id}", self.id).into(),
            None => self.id.as_str().into(),
        }
    }

    /// Where the page lists it, or a passage of it: `source_bi-2025`, `passage_bi-2025_q1`.
    pub fn anchor_of(&self, passage: Option<usize>) -> Cow<'_, str> {
        match self.citable(passage) {
            Some(id) => format!("passage_{}_{id}", self.anchor.strip_prefix("source_").unwrap_or(&self.anchor)).into(),
            None => (&*self.anchor).into(),
        }
    }
}

impl Case {
    /// Its own terms of a taxonomy, in the order of the front matter.
    pub fn terms_of(&self, taxonomy: TaxonomyId) -> &[TermId] {
        self.terms.get(taxonomy.index()).map_or(&[], Vec::as_slice)
    }

    /// The values under a field of the site's own: an index into those of its configuration.
    pub fn values_of(&self, field: usize) -> &[FieldValue] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// What its statements rest on, in the order of the text: [`LinkedCitation::resting`].
    pub fn resting(&self) -> impl Iterator<Item = Resting> {
        self.citations.iter().flat_map(LinkedCitation::resting)
    }

    /// The kinds of its sources, in the order of kinds.
    pub fn kinds(&self) -> BTreeSet<SourceKind> {
        self.sources.iter().map(|source| source.kind).collect()
    }

    /// The ids by which an event, or a value, cites its sources.
    pub fn cited_by(&self, sources: &[usize], passages: &CitedPassages) -> Vec<Cow<'_, str>> {
        let sources = sources.iter().enumerate();
        sources.map(|(index, source)| self.sources[*source].cited_as(passages.get(index))).collect()
    }

    /// Where the page lists what the item of a citation cites.
    pub fn cited_anchor(&self, citation: &LinkedCitation, item: usize) -> Option<Cow<'_, str>> {
        Some(self.sources.get(*citation.sources.get(item)?)?.anchor_of(citation.passages.get(item)))
    }

    /// The latest day on which it is known to have changed.
    pub fn last_changed(&self) -> Option<&PartialDate> {
        let said = self.added.iter().chain(&self.reviewed).chain(self.corrections.iter().map(|one| &one.date));
        said.chain(self.history.iter().map(|revision| &revision.date)).max()
    }
}
