//! The renderer of pages: the site, its theme and plan, shared values, and how each kind of page is rendered.

use std::borrow::Cow;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use schemars::{Schema, SchemaGenerator};

use super::citation::csl::{CitationStyle, Faults, ReferenceStyle};
use super::link::Link;
use super::metadata::Article;
use super::shared::{Room, Shared, SharedBy};
use super::support::SupportView;
use super::vocabulary::shown_order;
use super::years::{Year, years};
use crate::addresses::Addresses;
use crate::diagnostic::Diagnostic;
use crate::explore::chunks::LazyIndex;
use crate::export::Digests;
use crate::model::{CaseId, PartialDate, QuestionId, Site, SupportCounts, TaxonomyId, TermId, TermRef};
use crate::plan::{self, Addressed, Subject};
use crate::publication::Publication;
use crate::query::answers;
use crate::theme::{DateView, Theme, Words};

/// A kind of page, with how it is rendered.
pub type Kind = plan::Kind<Form>;
/// A page of the plan.
pub type Page = plan::Page<Form>;
/// All pages of a site.
pub type Plan = plan::Plan<Form>;

/// Why a page could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template prints what is not there.
    #[error("{0}")]
    Template(#[from] tera::Error),
    /// Writing failed, or a copied file could not be read.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Data could not be written as JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The kind of a page does not know what the page is about.
    #[error("a page of the kind `{0}` that is about something else")]
    Subject(&'static str),
}

/// How pages of a kind are rendered. Whatever is asked of a page is absent where it is not about what its kind is about.
pub enum Form {
    /// A page with the theme's frame.
    Page(Framed),
    /// A template without the frame: a feed, a sitemap.
    Template(&'static str, Value),
    /// No template.
    File(Made, fn(&Renderer, &Page, &mut dyn Write) -> Result<(), RenderError>),
}

/// How a file without a template comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is small.
    InMemory,
    /// It may be as large as all cases together, and says what it weighs to those who ask for it.
    AsAStream,
    /// It is a file of the site.
    ByCopy,
    /// It is a file of the theme.
    ByTheTheme,
}

/// A page with the theme's frame.
pub struct Framed {
    /// Its template.
    pub template: &'static str,
    /// Its own value; a page without one has nothing more to show.
    pub value: Option<Value>,
    /// Its own title; the frame adds the number of a page of a list.
    pub title: fn(&Renderer, &Page) -> Option<String>,
    /// What it is about, in a sentence.
    pub description: fn(&Renderer, &Page) -> Option<String>,
    /// The way from home to the page above it.
    pub breadcrumbs: fn(&Renderer, &Page) -> Option<Vec<Link>>,
    /// A feed of its own.
    pub feed: fn(&Renderer, &Page) -> Option<Link>,
    /// The address under which search engines should know it, absolute.
    pub canonical: fn(&Renderer, &Page) -> Option<String>,
    /// Is it shown at any address, so that its links start from the root of the host?
    pub is_anywhere: bool,
    /// What is said of it where it is an article.
    pub article: fn(&Renderer, &Page) -> Option<Article>,
    /// What it is to programs.
    pub linked_data: LinkedData,
    /// When it last changed, as far as is known.
    pub changed: fn(&Site, Subject) -> Option<&PartialDate>,
}

/// What a page is in the vocabulary of schema.org.
pub enum LinkedData {
    /// Nothing is said of it.
    Nothing,
    /// A page of this type.
    Page(&'static str),
    /// Something else.
    As(fn(&Renderer, &Page) -> Option<serde_json::Value>),
}

/// What a template is given as its own.
pub struct Value {
    /// Its name in the template.
    pub name: &'static str,
    /// Its schema.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// The value.
    pub make: fn(&Renderer, &Page) -> tera::TeraResult<tera::Value>,
}

/// `value!("term", TermView, view)`: a value, its type, and the function that makes it.
macro_rules! value {
    ($name:literal, $view:ty, $make:path) => {
        $crate::render::renderer::Value {
            name: $name,
            schema: |generator| generator.subschema_for::<$view>(),
            make: |renderer, page| tera::Value::try_from_serializable(&$make(renderer, page)),
        }
    };
}
pub(super) use value;

impl Framed {
    /// A page of which nothing is said but its title.
    pub const BARE: Framed = Framed {
        template: "",
        value: None,
        title: |_, _| None,
        description: |_, _| None,
        breadcrumbs: |_, _| None,
        feed: |_, _| None,
        canonical: |renderer, page| renderer.absolute(&page.route),
        is_anywhere: false,
        article: |_, _| None,
        linked_data: LinkedData::Page("CollectionPage"),
        changed: |_, _| None,
    };
}

/// A kind of which nothing is said.
pub const KIND: Kind = Kind {
    name: "",
    behind: None,
    pages: |_| {},
    is_indexed: false,
    is_listed: |_, _| true,
    addressed: Addressed::ByTheSite,
    described: |_, _| None,
    place: |_, _| None,
    form: Form::Page(Framed::BARE),
};

/// A linked site with its theme and plan, ready to be rendered.
pub struct Renderer {
    pub(super) site: Site,
    pub(super) addresses: Addresses,
    pub(super) theme: Arc<Theme>,
    pub(super) plan: Arc<Plan>,
    pub(super) citation_style: Arc<CitationStyle>,
    reference_style: OnceLock<ReferenceStyle>,
    /// Of citations and references of pages that were rendered.
    pub(super) faults: Faults,
    pub(super) index: LazyIndex,
    pub(super) digests: Digests,
    /// `site` of the templates' contract.
    pub(super) site_view: Room,
    /// By taxonomy and term.
    terms: Vec<Vec<TermRooms>>,
    /// By case, what cards say of it.
    card_lines: Vec<Room>,
    /// Dates are few, and each stands on many pages.
    dates: SharedBy<PartialDate, DateView>,
    /// So are numbers of statements.
    supports: SharedBy<SupportCounts, SupportView>,
    /// By taxonomy, its terms in the order of its page.
    shown_orders: Vec<OnceLock<Vec<TermId>>>,
    years: OnceLock<Vec<Year>>,
    corrections: OnceLock<Vec<(CaseId, usize)>>,
    /// By question, the cases that answer it.
    answers: OnceLock<Vec<Vec<CaseId>>>,
    /// Width and height of pictures, by their routes.
    picture_sizes: OnceLock<FxHashMap<String, (u32, u32)>>,
}

/// A case's terms stand on its own page and in its row on dozens of others.
#[derive(Default)]
pub struct TermRooms {
    /// The term, with its address where it has a page.
    pub mention: Room,
    /// What is said of a case that has this term of its taxonomy and no other.
    pub fact: Room,
    /// The line of the cards of such a case.
    pub line: Room,
}

impl Renderer {
    /// A site, ready to be rendered.
    pub fn new(site: Site, theme: Arc<Theme>, plan: Arc<Plan>, citation_style: Arc<CitationStyle>) -> Self {
        let of_taxonomy = |taxonomy| site.taxonomy(taxonomy).terms.all().iter().map(|_| TermRooms::default()).collect();
        Renderer {
            terms: site.taxonomy_ids().map(of_taxonomy).collect(),
            card_lines: site.cases.all().iter().map(|_| Room::new()).collect(),
            dates: SharedBy::default(),
            supports: SharedBy::default(),
            shown_orders: site.taxonomy_ids().map(|_| OnceLock::new()).collect(),
            addresses: Addresses::new(&site.config),
            digests: Digests::new(&site),
            site,
            theme,
            plan,
            site_view: Room::new(),
            citation_style,
            reference_style: OnceLock::new(),
            faults: Faults::default(),
            index: LazyIndex::default(),
            years: OnceLock::new(),
            corrections: OnceLock::new(),
            answers: OnceLock::new(),
            picture_sizes: OnceLock::new(),
        }
    }

    /// Its theme.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its pages.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// An error of a template as a finding.
    pub fn diagnose(&self, error: &tera::Error) -> Diagnostic {
        self.theme.diagnose(error)
    }

    /// What was found while pages were rendered, which a check does not see.
    pub fn findings(&self) -> Vec<Diagnostic> {
        self.faults.report()
    }

    /// The style in which pages are cited, once the first page needs it.
    pub(super) fn reference_style(&self) -> &ReferenceStyle {
        self.reference_style.get_or_init(|| ReferenceStyle::apa(&self.site.config.language.value))
    }

    /// What exporters are given.
    pub fn publication(&self) -> Publication<'_> {
        Publication { site: &self.site, addresses: &self.addresses, words: self.words() }
    }

    /// What the files of `data/` weigh.
    pub fn digests(&self) -> &Digests {
        &self.digests
    }

    /// Room for what many pages say of a term.
    pub(super) fn rooms(&self, term: TermRef) -> &TermRooms {
        &self.terms[term.taxonomy.index()][term.term.index()]
    }

    /// Room for what cards say of a case.
    pub(super) fn card_lines(&self, id: CaseId) -> &Room {
        &self.card_lines[id.index()]
    }

    /// A date as templates print it.
    pub(super) fn date(&self, date: &PartialDate) -> Shared<DateView> {
        self.dates.get(date, || self.words().date(date))
    }

    /// Statements by their support, as templates print them.
    pub(super) fn support(&self, counts: SupportCounts) -> Shared<SupportView> {
        self.supports.get(&counts, || counts.into())
    }

    /// The terms of a taxonomy in the order of its page.
    pub(super) fn shown_order(&self, id: TaxonomyId) -> &[TermId] {
        self.shown_orders[id.index()].get_or_init(|| shown_order(self.site.taxonomy(id)))
    }

    /// Every year of the timeline, the latest first.
    pub(super) fn years(&self) -> &[Year] {
        self.years.get_or_init(|| years(&self.site))
    }

    /// Every correction of the site, the newest first: its case, and which of the case's it is.
    pub(super) fn corrections(&self) -> &[(CaseId, usize)] {
        self.corrections.get_or_init(|| {
            let of_case = |id: CaseId| (0..self.site.case(id).corrections.len()).map(move |index| (id, index));
            let mut all: Vec<(CaseId, usize)> = self.site.case_ids().flat_map(of_case).collect();
            all.sort_by_key(|(id, index)| std::cmp::Reverse(&self.site.case(*id).corrections[*index].date));
            all
        })
    }

    /// The cases that answer a question of the home page, in the order of the site's lists.
    pub(super) fn answers(&self, id: QuestionId) -> &[CaseId] {
        let all = self.answers.get_or_init(|| {
            let ids = (0..self.site.config.questions.len()).map(QuestionId::from_index);
            ids.map(|id| answers(&self.site, id)).collect()
        });
        all.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// Width and height of a picture in pixels, by its route, where they are known.
    pub(super) fn picture_size(&self, route: &str) -> Option<(u32, u32)> {
        let sizes = self.picture_sizes.get_or_init(|| {
            let assets = self.site.assets.iter();
            assets.filter_map(|asset| Some((asset.route.clone(), asset.size?))).collect()
        });
        sizes.get(route).copied()
    }

    pub(super) fn words(&self) -> &Words {
        &self.theme.words
    }

    /// A word of the theme.
    pub(super) fn word<'a>(&'a self, path: &'a str) -> &'a str {
        self.words().get(path)
    }

    /// A route as pages link to it: [`Addresses::href`].
    pub(super) fn href<'a>(&self, route: impl Into<Cow<'a, str>>) -> String {
        self.addresses.href(route)
    }

    /// The absolute address of a route: [`Addresses::absolute`].
    pub(super) fn absolute(&self, route: &str) -> Option<String> {
        self.addresses.absolute(route)
    }

    /// What leads from a route to the site's root: [`Addresses::root`].
    pub(super) fn root(&self, route: &str) -> String {
        self.addresses.root(route)
    }

    /// What leads from a page to the site's root.
    pub(super) fn root_of(&self, page: &Page) -> String {
        if !matches!(&page.kind.form, Form::Page(Framed { is_anywhere: true, .. })) {
            return self.root(&page.route);
        }
        let base = self.site.config.base_url.as_ref().and_then(|base| url::Url::parse(base).ok());
        base.map_or_else(|| "/".to_owned(), |url| format!("{}/", url.path().trim_end_matches('/')))
    }
}
