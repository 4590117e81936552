//! `case`

use schemars::JsonSchema;
use serde::Serialize;

use super::{CaseFileView, CiteView, DateView, EvidenceView, Fact, Link, RepositoryLinks, RevisionView, Shared};

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
    /// When it happened.
    pub date: Option<DateView>,
    /// When it joined the knowledge base.
    pub added: Option<DateView>,
    /// When an editor last checked it against its sources.
    pub reviewed: Option<DateView>,
    /// Who wrote it.
    pub authors: &'a [String],
    /// Address of its picture, relative to the root.
    pub image: Option<&'a str>,
    /// Its terms, a group per taxonomy.
    pub facts: Vec<Shared<Fact>>,
    /// HTML before the first section; often empty.
    pub preamble: String,
    /// Its sections, in the order of the file.
    pub sections: Vec<SectionView<'a>>,
    /// HTML of its footnotes (an ordered list), or empty.
    pub footnotes: String,
    /// HTML of the notes that cite, the first one first; empty unless the citation style writes notes.
    pub citation_notes: Vec<String>,
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
    /// What changed its file, the newest first; empty where the site is in no repository.
    pub history: Vec<RevisionView>,
    /// How many changes there are beyond those.
    pub older_revisions: usize,
    /// The ways into the site's repository.
    pub repository: RepositoryLinks,
    /// References to this page.
    pub cite: CiteView,
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
    pub publisher: Link,
    /// Title of the work, where one was seen.
    pub title: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published; absent when undated.
    pub date: Option<DateView>,
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
    pub archive_date: Option<DateView>,
    /// When the original was last read.
    pub accessed: Option<DateView>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<&'a str>,
    /// ISBN.
    pub isbn: Option<&'a str>,
    /// Words quoted from it.
    pub quote: Option<&'a str>,
    /// An editor's note.
    pub note: Option<&'a str>,
    /// The source as an `OpenURL` context object (ANSI/NISO Z39.88), for the `title` of a `COinS` span.
    pub coins: String,
    /// Places that cite it: `a`, `b`, `c`, …; empty when it is never cited.
    pub places: Vec<Link>,
    /// Other cases that cite the same work.
    pub other_cases: Vec<Link>,
}

/// A dated event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventView<'a> {
    /// When.
    pub date: DateView,
    /// What, in plain text.
    pub text: &'a str,
    /// Its sources: label and anchor of the entry.
    pub sources: Vec<Link>,
}

/// A correction.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionView<'a> {
    /// When.
    pub date: DateView,
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
    /// One or two sentences.
    pub summary: &'a str,
    /// The terms that both share, rarest first.
    pub shared: Vec<Shared<Link>>,
}

/// A case that links to this one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BacklinkView<'a> {
    /// Title of the case that links.
    pub title: &'a str,
    /// Address of its page.
    pub href: String,
    /// The sentence that links, in plain text.
    pub sentence: String,
}
