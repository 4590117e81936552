//! The configuration of a site: what `casebook.yaml` says of it.

use std::collections::BTreeSet;

use super::Spanned;
use super::field::OwnField;
use super::host::Host;
use super::limits::Limits;
use super::sections::Sections;
use super::transliteration::Transliteration;
use crate::diagnostic::Severities;
use crate::files::FileId;

/// A site's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Its file.
    pub file: FileId,
    /// The site's name.
    pub title: String,
    /// What it is, in one or two sentences.
    pub description: String,
    /// Where it will be published: an absolute address without a trailing slash.
    pub base_url: Option<String>,
    /// BCP 47 tag.
    pub language: Spanned<String>,
    /// Licence of the content.
    pub licence: Option<String>,
    /// Where the site's source lives.
    pub repository_url: Option<String>,
    /// The branch of that repository that is edited.
    pub repository_branch: String,
    /// The picture that stands for the site where it is shared: a file of `static/`.
    pub image: Option<Spanned<String>>,
    /// Name of the theme.
    pub theme: Spanned<String>,
    /// The colour of links and marks, where it is not the theme's.
    pub accent: Option<Accent>,
    /// A picture beside the site's name: a file of `static/`.
    pub logo: Option<Spanned<String>>,
    /// The ways of the header, where they are not those that every site has.
    pub menu: Option<Vec<MenuLine>>,
    /// The ways of the footer, likewise.
    pub footer: Option<Vec<MenuLine>>,
    /// What is added to the Content-Security-Policy of every page.
    pub csp: Vec<Addition>,
    /// Sections of cases.
    pub sections: Sections,
    /// Keys of the site's own, for its cases.
    pub fields: Vec<OwnField>,
    /// The taxonomy that says how cases ended.
    pub lead: Option<Spanned<String>>,
    /// What cards say of a case: ids of taxonomies and of the site's own fields.
    pub cards: Option<Vec<Spanned<String>>>,
    /// The order of the site's lists of cases.
    pub order: ListOrder,
    /// The slug of the case that the home page opens with.
    pub lead_case: Option<Spanned<String>>,
    /// Questions that the home page answers.
    pub questions: Vec<Question>,
    /// Pairs of taxonomies for which there is a matrix.
    pub matrix: Vec<[Spanned<String>; 2]>,
    /// Pairs of taxonomies for which there is a chart.
    pub charts: Vec<[Spanned<String>; 2]>,
    /// What Explore filters by first, by names in addresses; empty for what the site's charts are about.
    pub facets: Vec<Spanned<String>>,
    /// How the cases were chosen, where the site says so.
    pub selection: Option<SelectionMethod>,
    /// Items on a page of a list.
    pub page_size: usize,
    /// What happens to raw HTML in content.
    pub html: HtmlPolicy,
    /// Links without `.html`.
    pub clean_urls: bool,
    /// Months after which a case should be reviewed again.
    pub review_after: usize,
    /// Days after which an address should be checked again; never, where it is not said.
    pub recheck_after: Option<usize>,
    /// Where archived copies of sources are looked for.
    pub archives: Archives,
    /// In which forms a case is given beside its page.
    pub case_files: Vec<CaseFile>,
    /// Do readers see what cases hold under `extra`?
    pub shows_extra: bool,
    /// Severities that differ from the defaults.
    pub severities: Severities,
    /// How much it takes of what would grow without bounds.
    pub limits: Limits,
    /// How citations are shown: [`HOUSE_STYLE`], the name of a CSL style, or the path of a `.csl` file.
    pub citation_style: Spanned<String>,
    /// How [`HOUSE_STYLE`] shows them in the text.
    pub citation_display: CitationDisplay,
    /// What is not written.
    pub without: BTreeSet<Output>,
    /// Names at the top of the output that a build takes over from the old one.
    pub keep: Vec<String>,
    /// Where it is published, so that the files which these hosts read are written.
    pub hosts: BTreeSet<Host>,
}

/// A colour on light paper, and one on dark, as CSS prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accent {
    /// On light paper.
    pub light: String,
    /// On dark paper; a lighter shade of the other, where it is not given.
    pub dark: Option<String>,
}

/// A line of `menu` or `footer`, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuLine {
    /// The name of a page, a taxonomy or a what every site has.
    Name(Spanned<String>),
    /// An address outside of the site.
    Link(OutsideLink),
}

/// A label and an absolute address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideLink {
    /// Text.
    pub label: String,
    /// Address.
    pub url: String,
}

/// Sources that are added to a directive of the Content-Security-Policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// `script-src`
    pub directive: &'static str,
    /// `https://stats.example.org`
    pub sources: Vec<String>,
}

/// Where archived copies of sources are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archives {
    /// Where time maps (RFC 7089, section 5) are asked for: the address that is looked for follows.
    pub timemaps: Vec<String>,
    /// The availability API of the Wayback Machine, or one like it.
    pub availability: Option<String>,
}

impl Default for Archives {
    fn default() -> Self {
        Archives {
            timemaps: vec!["https://web.archive.org/web/timemap/link/".to_owned()],
            availability: Some("https://archive.org/wayback/available".to_owned()),
        }
    }
}

/// A part of the output that a site may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// Search, facets, the comparison, and the data that their script reads.
    Explore,
    /// The timeline.
    Timeline,
    /// The charts; the matrices of their pairs stay.
    Charts,
    /// The list of works and their pages; their entries on the pages of publishers stay.
    Works,
    /// The statements under each work; the cases that it supports stay, with how many statements of each.
    Statements,
    /// The site as data, and what is said of it to language models.
    Data,
    /// Atom feeds.
    Feeds,
    /// The sitemap.
    Sitemap,
    /// What has much in common: cases most like a case, and terms that occur with a term.
    Related,
    /// How a case is cited, on its page.
    References,
    /// What link previews, search engines and reference managers read of a page.
    Metadata,
}

impl Output {
    /// As written in the configuration.
    pub const NAMES: [(&str, Output); 11] = [
        ("explore", Output::Explore),
        ("timeline", Output::Timeline),
        ("charts", Output::Charts),
        ("works", Output::Works),
        ("statements", Output::Statements),
        ("data", Output::Data),
        ("feeds", Output::Feeds),
        ("sitemap", Output::Sitemap),
        ("related", Output::Related),
        ("references", Output::References),
        ("metadata", Output::Metadata),
    ];
}

/// How the cases of a site were chosen: what their numbers can say of other cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionMethod {
    /// The editors chose them: they stand for no others.
    Chosen,
    /// A sample by a method that the site explains.
    Sample,
    /// Every case that there is.
    Complete,
}

impl SelectionMethod {
    /// As written in the configuration, which is also the name of the theme's word for it.
    pub const NAMES: [(&str, SelectionMethod); 3] = [
        ("chosen", SelectionMethod::Chosen),
        ("sample", SelectionMethod::Sample),
        ("complete", SelectionMethod::Complete),
    ];
}

/// The order of a site's lists of cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// What happened last first.
    #[default]
    Date,
    /// By title.
    Title,
    /// The best supported first: by the share of statements that an independent source supports.
    Evidence,
}

impl ListOrder {
    /// As written in the configuration.
    pub const NAMES: [(&str, ListOrder); 3] =
        [("date", ListOrder::Date), ("title", ListOrder::Title), ("evidence", ListOrder::Evidence)];
}

/// A question that the home page answers with the cases that an expression chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What readers see.
    pub label: String,
    /// Its name in addresses.
    pub slug: String,
    /// Which cases answer it.
    pub expression: Spanned<String>,
}

/// How the built-in citation style shows a citation in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CitationDisplay {
    /// Publisher and date, in parentheses.
    #[default]
    Names,
    /// The number of the entry, raised, behind the punctuation; publisher and date in the preview and in print.
    Numerals,
}

impl CitationDisplay {
    /// As written in the configuration.
    pub const NAMES: [(&str, CitationDisplay); 2] =
        [("names", CitationDisplay::Names), ("numerals", CitationDisplay::Numerals)];
}

/// What happens to raw HTML in content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlPolicy {
    /// Harmless elements stay.
    Sanitize,
    /// It is shown as text.
    Escape,
    /// It stays as it is.
    Allow,
}

/// A form in which a case is given beside its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseFile {
    /// The case as data: its object of `cases.json`.
    Json,
    /// The case as a file that Casebook reads.
    Md,
    /// Its sources in BibLaTeX.
    Bib,
    /// Its sources in RIS.
    Ris,
    /// Its sources in CSL-JSON.
    CslJson,
}

impl CaseFile {
    /// Every form, in the order in which a page names them.
    pub const ALL: [CaseFile; 5] = [CaseFile::Json, CaseFile::Md, CaseFile::Bib, CaseFile::Ris, CaseFile::CslJson];

    /// As written in the configuration, and behind the slug in the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            CaseFile::Json => "json",
            CaseFile::Md => "md",
            CaseFile::Bib => "bib",
            CaseFile::Ris => "ris",
            CaseFile::CslJson => "csl.json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            CaseFile::Json => "application/json",
            CaseFile::Md => "text/markdown",
            CaseFile::Bib => "application/x-bibtex",
            CaseFile::Ris => "application/x-research-info-systems",
            CaseFile::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }
}

/// Facets of every site, by their names in addresses: how its statements are supported, how many cite a source, kinds
/// of source, years, publishers.
pub const OWN_FACETS: [&str; 5] = ["evidence", "cited", "source_kind", "year", "publisher"];

/// The name of a facet of every site; another where a taxonomy or field of the site's own has it.
pub fn own_facet(name: &str, is_taken: bool) -> String {
    if is_taken { format!("case_{name}") } else { name.to_owned() }
}

/// The built-in citation style.
pub const HOUSE_STYLE: &str = "publisher-date";

impl Config {
    /// How names are written in addresses, also those in cases of other languages: an address is the whole site's.
    pub fn transliteration(&self) -> Transliteration {
        Transliteration::of_language(&self.language.value)
    }

    /// A configuration that says nothing: every key at its default.
    pub fn new(file: FileId) -> Config {
        Config {
            file,
            title: "Untitled".to_owned(),
            description: String::new(),
            base_url: None,
            language: Spanned::new("en".to_owned(), 0..0),
            licence: None,
            repository_url: None,
            repository_branch: "main".to_owned(),
            image: None,
            theme: Spanned::new("default".to_owned(), 0..0),
            accent: None,
            logo: None,
            menu: None,
            footer: None,
            csp: Vec::new(),
            sections: Sections::default(),
            fields: Vec::new(),
            lead: None,
            cards: None,
            order: ListOrder::default(),
            lead_case: None,
            questions: Vec::new(),
            matrix: Vec::new(),
            charts: Vec::new(),
            facets: Vec::new(),
            selection: None,
            page_size: 50,
            html: HtmlPolicy::Sanitize,
            clean_urls: false,
            review_after: 12,
            recheck_after: None,
            archives: Archives::default(),
            case_files: vec![CaseFile::Md],
            shows_extra: false,
            severities: Severities::new(),
            limits: Limits::default(),
            citation_style: Spanned::new(HOUSE_STYLE.to_owned(), 0..0),
            citation_display: CitationDisplay::default(),
            without: BTreeSet::new(),
            keep: Vec::new(),
            hosts: BTreeSet::new(),
        }
    }

    /// Is this part of the output written? Feeds and sitemap also need a `base_url`.
    pub fn writes(&self, output: Output) -> bool {
        !self.without.contains(&output)
    }
}
