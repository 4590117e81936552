//! The theme's contract: what templates are given.
//!
//! Comes in: nothing; these are plain data types. Goes out: the values that a template prints, already
//! ordered, formatted and in the site's language. Not done here: filling them (see `render::views`).
//!
//! Every template sees `site` ([`SiteView`]), `t` (the words of the theme's language file), `page`
//! ([`PageView`]) and one more value named after the page's kind. All `href`s are relative to the site's
//! root: a template writes `{{ page.root }}{{ link.href }}`. An `href` that starts with `#` stands alone.

use schemars::JsonSchema;
use serde::Serialize;

/// `site`: the same for every page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One or two sentences that say what the site is.
    pub description: String,
    /// BCP 47 tag, for `<html lang>`.
    pub language: String,
    /// `ltr` or `rtl`, for `<html dir>`.
    pub direction: &'static str,
    /// The licence of the content, as configured.
    pub licence: Option<String>,
    /// Where the site's source lives.
    pub repository_url: Option<String>,
    /// Absolute address of the site, without a trailing slash.
    pub base_url: Option<String>,
    /// How much there is.
    pub totals: Totals,
    /// Every taxonomy, in the site's order.
    pub taxonomies: Vec<TaxonomyLink>,
    /// Free pages, for the navigation.
    pub pages: Vec<Link>,
    /// Addresses of the pages that every site has.
    pub home: String,
    /// The list of all cases.
    pub cases: String,
    /// The list of publishers.
    pub sources: String,
    /// The method page, where the site has a free page named `method`.
    pub method: Option<String>,
    /// The data of all cases as JSON.
    pub data: String,
    /// The site's Atom feed; absent without a `base_url`.
    pub feed: Option<String>,
    /// The theme's stylesheet, under its fingerprinted name.
    pub stylesheet: String,
    /// The theme's script, under its fingerprinted name.
    pub script: String,
    /// `Casebook 0.1.0`.
    pub generator: String,
}

/// Numbers of the whole site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Totals {
    /// Cases.
    pub cases: usize,
    /// Statements in all cases.
    pub statements: usize,
    /// Statements that cite at least one source.
    pub cited: usize,
    /// Works, each counted once however many cases cite it.
    pub works: usize,
    /// Publishers with at least one work.
    pub publishers: usize,
}

/// A label and an address.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Link {
    /// Text.
    pub label: String,
    /// Address, relative to the site's root.
    pub href: String,
}

/// A label, an address and how many cases stand behind it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CountLink {
    /// Text.
    pub label: String,
    /// Address, relative to the site's root.
    pub href: String,
    /// Cases.
    pub count: usize,
}

/// A taxonomy, for navigation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxonomyLink {
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// Address of its page.
    pub href: String,
    /// Terms that at least one case uses.
    pub count: usize,
}

/// A date at the precision it was given (EDTF level 0, with `~` and `?`).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DateView {
    /// As written in the front matter, for data.
    pub edtf: String,
    /// For `<time datetime>`: year, month or day, without qualifiers; the start of an interval.
    pub datetime: String,
    /// In words, in the site's language: `May 2025`.
    pub text: String,
}

/// `page`: the page that is being rendered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PageView {
    /// `home`, `cases`, `case`, `taxonomy`, `term`, `publishers`, `publisher`, `page` or `not-found`.
    pub kind: &'static str,
    /// The page's own title, without the site's.
    pub title: String,
    /// For `<meta name=description>`.
    pub description: Option<String>,
    /// What leads from this page to the site's root: empty, `../`, … (for 404 an absolute path).
    pub root: String,
    /// Address of this page, relative to the root.
    pub href: String,
    /// Absolute address; absent without a `base_url`.
    pub canonical: Option<String>,
    /// The feed of this page's term.
    pub feed: Option<Link>,
    /// The way from home to the page above this one.
    pub breadcrumbs: Vec<Link>,
}

/// A case in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseRow {
    /// Title.
    pub title: String,
    /// Address of its page.
    pub href: String,
    /// One or two sentences.
    pub summary: String,
    /// When it happened.
    pub date: Option<DateView>,
    /// When it joined the knowledge base.
    pub added: Option<DateView>,
    /// Its terms, a group per taxonomy, in the site's order.
    pub facts: Vec<Fact>,
    /// Statements.
    pub statements: usize,
    /// Statements with a citation.
    pub cited: usize,
    /// Sources.
    pub sources: usize,
}

/// The terms of one taxonomy on one case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// The front-matter key.
    pub taxonomy: String,
    /// `Department` or `Departments`, by how many there are.
    pub label: String,
    /// Address of the taxonomy.
    pub href: String,
    /// The terms.
    pub terms: Vec<Link>,
}

/// `home`
#[derive(Debug, Serialize, JsonSchema)]
pub struct HomeView {
    /// The cases that joined last.
    pub newest: Vec<CaseRow>,
    /// Ways in: the most used terms of each taxonomy.
    pub ways_in: Vec<WayIn>,
}

/// A taxonomy with its most used terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WayIn {
    /// The taxonomy.
    pub taxonomy: TaxonomyLink,
    /// Its most used terms.
    pub terms: Vec<CountLink>,
    /// How many more there are.
    pub more: usize,
}

/// `list`: a page of all cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseListView {
    /// The cases of this page.
    pub cases: Vec<CaseRow>,
    /// Cases on all pages.
    pub count: usize,
    /// Where this page stands among its siblings; absent when there is one page only.
    pub pager: Option<Pager>,
}

/// One page among those of a long list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// All pages.
    pub total: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Some pages to jump to: the first, the last and those nearby; `href` is absent for a gap and for this page.
    pub steps: Vec<PagerStep>,
}

/// A place in a pager.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PagerStep {
    /// Page number, or `…`.
    pub label: String,
    /// Address; absent for a gap and for the current page.
    pub href: Option<String>,
    /// Is it the page shown?
    pub current: bool,
}

/// `case`
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseView {
    /// Its slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Language of the text, where it differs from the site's.
    pub lang: Option<String>,
    /// Is it a draft?
    pub draft: bool,
    /// When it happened.
    pub date: Option<DateView>,
    /// When it joined the knowledge base.
    pub added: Option<DateView>,
    /// When an editor last checked it against its sources.
    pub reviewed: Option<DateView>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Address of its picture, relative to the root.
    pub image: Option<String>,
    /// Its terms, a group per taxonomy.
    pub facts: Vec<Fact>,
    /// HTML before the first section; often empty.
    pub preamble: String,
    /// Its sections, in the order of the file.
    pub sections: Vec<SectionView>,
    /// HTML of its footnotes (an ordered list), or empty.
    pub footnotes: String,
    /// How well it is supported.
    pub evidence: EvidenceView,
    /// The citation list: numbered by first citation, never-cited ones last.
    pub citations: Vec<EntryView>,
    /// Dated events, oldest first.
    pub events: Vec<EventView>,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Cases that share rare terms with it, nearest first.
    pub related: Vec<RelatedView>,
    /// Cases that link here.
    pub backlinks: Vec<BacklinkView>,
}

/// A section of a case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SectionView {
    /// Anchor; the configured id, where the heading is a configured section.
    pub id: String,
    /// Heading, as plain text.
    pub label: String,
    /// Heading, as HTML.
    pub title: String,
    /// The terms that the site's configuration shows under this heading.
    pub fact: Option<Fact>,
    /// The text, as HTML.
    pub html: String,
}

/// Evidence figures of a case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// Paragraphs and list items in its sections.
    pub statements: usize,
    /// Those that cite a source.
    pub cited: usize,
    /// Those that do not.
    pub uncited: usize,
    /// Distinct publishers among its sources.
    pub publishers: usize,
    /// Sources.
    pub sources: usize,
    /// Sources that are independent of the organisation.
    pub independent: usize,
    /// Date of the newest source.
    pub newest: Option<DateView>,
    /// Last review by an editor.
    pub reviewed: Option<DateView>,
}

/// An entry of the citation list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    /// From 1.
    pub number: usize,
    /// `id` attribute of the entry.
    pub anchor: String,
    /// Its publisher, with the address of the publisher's page at this work.
    pub publisher: Link,
    /// Title of the work, where one was seen.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published; absent when undated.
    pub date: Option<DateView>,
    /// The date in words with the letter that tells it from an equal label: `13 May 2025a`; `n.d.` when undated.
    pub date_text: String,
    /// Word for its kind: `news`, `court ruling`, … in the site's language.
    pub kind: String,
    /// Is it independent of the organisation?
    pub independent: bool,
    /// The original.
    pub url: Option<String>,
    /// `dead` or `unfit` where the original is not to be followed.
    pub url_status: Option<&'static str>,
    /// An archived copy.
    pub archive_url: Option<String>,
    /// When the copy was made.
    pub archive_date: Option<DateView>,
    /// When the original was last read.
    pub accessed: Option<DateView>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<String>,
    /// ISBN.
    pub isbn: Option<String>,
    /// Words quoted from it.
    pub quote: Option<String>,
    /// An editor's note.
    pub note: Option<String>,
    /// Places that cite it: `a`, `b`, `c`, …; empty when it is never cited.
    pub places: Vec<Link>,
    /// Other cases that cite the same work.
    pub other_cases: Vec<Link>,
}

/// A dated event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventView {
    /// When.
    pub date: DateView,
    /// What, in plain text.
    pub text: String,
    /// Its sources: label and anchor of the entry.
    pub sources: Vec<Link>,
}

/// A correction.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What was corrected.
    pub note: String,
}

/// A related case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelatedView {
    /// Title.
    pub title: String,
    /// Address.
    pub href: String,
    /// One or two sentences.
    pub summary: String,
    /// The terms that both share, rarest first.
    pub shared: Vec<Link>,
}

/// A case that links to this one.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BacklinkView {
    /// Title of the case that links.
    pub title: String,
    /// Address of its page.
    pub href: String,
    /// The sentence that links, in plain text.
    pub sentence: String,
}

/// `taxonomy`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TaxonomyView {
    /// The front-matter key.
    pub id: String,
    /// Singular.
    pub label: String,
    /// Plural.
    pub plural: String,
    /// What it classifies.
    pub definition: Option<String>,
    /// Is its list of terms fixed?
    pub closed: bool,
    /// The terms of this page, narrower ones below their broader one.
    pub terms: Vec<TermRow>,
    /// Terms on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A term in its taxonomy's list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermRow {
    /// Label.
    pub label: String,
    /// Address.
    pub href: String,
    /// Definition.
    pub definition: Option<String>,
    /// Cases, those of narrower terms included.
    pub count: usize,
    /// 0 for a term with nothing broader, 1 below it, …
    pub depth: usize,
}

/// `term`
#[derive(Debug, Serialize, JsonSchema)]
pub struct TermView {
    /// Its id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Its taxonomy.
    pub taxonomy: Link,
    /// Singular label of its taxonomy.
    pub kind: String,
    /// Definition.
    pub definition: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Broader terms, the nearest first.
    pub broader: Vec<Link>,
    /// Narrower terms.
    pub narrower: Vec<CountLink>,
    /// The cases of this page.
    pub cases: Vec<CaseRow>,
    /// Cases on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
    /// Terms of other taxonomies that its cases carry most often.
    pub occurs_with: Vec<OccursWith>,
}

/// Terms of one taxonomy that occur with a term.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OccursWith {
    /// Singular label of the other taxonomy.
    pub label: String,
    /// Address of the other taxonomy.
    pub href: String,
    /// Its terms, the most frequent first.
    pub terms: Vec<CountLink>,
}

/// `publishers`
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublishersView {
    /// The publishers of this page, by label.
    pub publishers: Vec<PublisherRow>,
    /// Publishers on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A publisher in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublisherRow {
    /// Name.
    pub label: String,
    /// Address.
    pub href: String,
    /// Word for its kind, where one is declared.
    pub kind: Option<String>,
    /// Works.
    pub works: usize,
    /// Cases that cite one of them.
    pub cases: usize,
}

/// `publisher`
#[derive(Debug, Serialize, JsonSchema)]
pub struct PublisherView {
    /// Name.
    pub label: String,
    /// Word for its kind, where one is declared.
    pub kind: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The works of this page, newest first.
    pub works: Vec<WorkView>,
    /// Works on all pages.
    pub count: usize,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A work and what it supports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkView {
    /// `id` attribute.
    pub anchor: String,
    /// Title, where one was seen.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub date: Option<DateView>,
    /// Word for its kind.
    pub kind: String,
    /// Is it independent of the organisation?
    pub independent: bool,
    /// The original.
    pub url: Option<String>,
    /// `dead` or `unfit` where the original is not to be followed.
    pub url_status: Option<&'static str>,
    /// An archived copy.
    pub archive_url: Option<String>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<String>,
    /// Cases that list it as a source, with the statements it supports.
    pub cases: Vec<SupportedCase>,
}

/// What a work supports in one case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SupportedCase {
    /// The case.
    pub title: String,
    /// Address of its page.
    pub href: String,
    /// The statements, in the order of the text; empty when the case lists the work but never cites it.
    pub statements: Vec<StatementView>,
}

/// A statement in the list of what a work supports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementView {
    /// Plain text, without its citations.
    pub text: String,
    /// Address of the citation in the case.
    pub href: String,
    /// Heading of its section.
    pub section: String,
}

/// `free`: a page of the site's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FreePageView {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: Option<String>,
    /// Language of the text, where it differs from the site's.
    pub lang: Option<String>,
    /// The text as HTML, headings with anchors.
    pub html: String,
    /// Second-level headings.
    pub contents: Vec<Link>,
}

/// `target`: where an old address leads.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RedirectView {
    /// Title of the case.
    pub title: String,
    /// Address of its page.
    pub href: String,
}

/// `feed`: an Atom feed (RFC 4287). Addresses are absolute, dates RFC 3339.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedView {
    /// Title.
    pub title: String,
    /// Permanent id.
    pub id: String,
    /// Address of the feed.
    pub self_href: String,
    /// Address of the page that it follows.
    pub home_href: String,
    /// When anything in it last changed.
    pub updated: String,
    /// The newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedEntry {
    /// Title.
    pub title: String,
    /// Permanent id.
    pub id: String,
    /// Address of the case.
    pub href: String,
    /// When it last changed.
    pub updated: String,
    /// When it joined the knowledge base.
    pub published: Option<String>,
    /// One or two sentences.
    pub summary: String,
    /// Its terms.
    pub categories: Vec<FeedCategory>,
}

/// A category of an entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedCategory {
    /// Taxonomy and id: `department/customer-service`.
    pub term: String,
    /// Label.
    pub label: String,
}

/// `sitemap`
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapView {
    /// Pages.
    pub urls: Vec<SitemapUrl>,
}

/// A page of a sitemap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapUrl {
    /// Absolute address.
    pub loc: String,
    /// When it last changed, as far as is known.
    pub lastmod: Option<String>,
}

/// `index`: the parts of a long sitemap.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SitemapIndex {
    /// Absolute addresses.
    pub sitemaps: Vec<String>,
}
