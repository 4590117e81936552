//! Pages that list: home, cases, taxonomies, terms, publishers; and free pages.

use schemars::JsonSchema;
use serde::Serialize;

use super::{CaseRow, CountLink, DateView, Link, Pager, TaxonomyLink};

/// `home`
#[derive(Debug, Serialize, JsonSchema)]
pub struct HomeView<'a> {
    /// The cases that joined last.
    pub newest: Vec<CaseRow<'a>>,
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
pub struct CaseListView<'a> {
    /// The cases of this page.
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Where this page stands among its siblings; absent when there is one page only.
    pub pager: Option<Pager>,
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
pub struct TermView<'a> {
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
    pub cases: Vec<CaseRow<'a>>,
    /// Cases on all pages.
    pub count: usize,
    /// Address of those cases in Explore, where there is one.
    pub explore: Option<String>,
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
pub struct PublisherView<'a> {
    /// Name.
    pub label: &'a str,
    /// Word for its kind, where one is declared.
    pub kind: Option<&'a str>,
    /// Other names.
    pub aliases: &'a [String],
    /// The works of this page, newest first.
    pub works: Vec<WorkView<'a>>,
    /// Works on all pages.
    pub count: usize,
    /// Address of the cases that cite them in Explore, where there is one.
    pub explore: Option<String>,
    /// Where this page stands among its siblings.
    pub pager: Option<Pager>,
}

/// A work and what it supports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkView<'a> {
    /// `id` attribute.
    pub anchor: String,
    /// Title, where one was seen.
    pub title: Option<&'a str>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published.
    pub date: Option<DateView>,
    /// Word for its kind.
    pub kind: &'a str,
    /// Is it independent of the organisation?
    pub independent: bool,
    /// The original.
    pub url: Option<&'a str>,
    /// `dead` or `unfit` where the original is not to be followed.
    pub url_status: Option<&'static str>,
    /// An archived copy.
    pub archive_url: Option<&'a str>,
    /// Digital object identifier, without a resolver.
    pub doi: Option<&'a str>,
    /// Address of its own page, where it has one and this is not it: what it supports stands there.
    pub href: Option<String>,
    /// How many statements rest on it.
    pub statements: usize,
    /// How many cases list it as a source.
    pub cited_by: usize,
    /// Cases that list it as a source, with the statements it supports; empty where they stand on its own page.
    pub cases: Vec<SupportedCase<'a>>,
}

/// `work`: a work that several cases cite, or on which many statements rest.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkPageView<'a> {
    /// Its publisher, with the address of the publisher's page.
    pub publisher: Link,
    /// ISBN.
    pub isbn: Option<&'a str>,
    /// The work.
    pub work: WorkView<'a>,
}

/// What a work supports in one case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SupportedCase<'a> {
    /// The case.
    pub title: &'a str,
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
    /// `ltr` or `rtl`, where the text has a language of its own.
    pub direction: Option<&'static str>,
    /// The text as HTML, headings with anchors.
    pub html: String,
    /// Second-level headings.
    pub contents: Vec<Link>,
}
