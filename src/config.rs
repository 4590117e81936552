//! `casebook.yaml`: what a site says of itself.
//!
//! Comes in: the file. Goes out: a [`Config`] in which every key has a value, and findings. Part of `parse`.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severities, did_you_mean, parse_severity};
use crate::files::{FileId, SourceFile};
use crate::model::{Slug, Spanned, fold};
use crate::parse::fields::{Fields, Findings, text_of};
use crate::parse::read_yaml;
use crate::yaml::Value;

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
    pub language: String,
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
    /// Sections of cases.
    pub sections: Vec<SectionConfig>,
    /// Pairs of taxonomies for which there is a matrix.
    pub matrix: Vec<[Spanned<String>; 2]>,
    /// Pairs of taxonomies for which there is a chart.
    pub charts: Vec<[Spanned<String>; 2]>,
    /// Items on a page of a list.
    pub page_size: usize,
    /// What happens to raw HTML in content.
    pub html: HtmlPolicy,
    /// Links without `.html`.
    pub clean_urls: bool,
    /// Months after which a case should be reviewed again.
    pub review_after: usize,
    /// In which forms a case is given beside its page.
    pub case_files: Vec<CaseFile>,
    /// Severities that differ from the defaults.
    pub severities: Severities,
    /// How citations are shown: [`HOUSE_STYLE`], the name of a CSL style, or the path of a `.csl` file.
    pub citation_style: Spanned<String>,
    /// What is not written.
    pub without: BTreeSet<Output>,
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
    /// Pages of works; their entries on the pages of publishers stay.
    Works,
    /// The site as data, and what is said of it to language models.
    Data,
    /// Atom feeds.
    Feeds,
    /// The sitemap.
    Sitemap,
}

impl Output {
    /// As written in the configuration.
    pub const NAMES: [(&str, Output); 7] = [
        ("explore", Output::Explore),
        ("timeline", Output::Timeline),
        ("charts", Output::Charts),
        ("works", Output::Works),
        ("data", Output::Data),
        ("feeds", Output::Feeds),
        ("sitemap", Output::Sitemap),
    ];
}

/// A section that cases may or must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionConfig {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Must every case have it?
    pub required: bool,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// Taxonomy whose terms are shown under the heading.
    pub taxonomy: Option<Spanned<String>>,
    /// What it is for, where that changes how it is shown.
    pub role: Option<SectionRole>,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionRole {
    /// The points on which sources differ: set apart from what they agree on.
    Differences,
}

impl SectionRole {
    /// As written in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            SectionRole::Differences => "differences",
        }
    }
}

impl SectionConfig {
    /// Does a heading name this section?
    pub fn matches(&self, heading: &str) -> bool {
        let heading = fold(heading);
        let mut names = [&self.id, &self.title].into_iter().chain(&self.aliases);
        names.any(|name| fold(name) == heading)
    }
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

/// The built-in citation style.
pub const HOUSE_STYLE: &str = "publisher-date";

/// Read the configuration.
pub fn parse(file: FileId, source: &SourceFile) -> (Config, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut findings = Findings { file, list: &mut diagnostics };
    let mut config = Config::empty(file);
    match read_yaml(source, &mut findings) {
        Some(node) => {
            if let Some(fields) = Fields::new(&node, "configuration", &mut findings) {
                config.read(fields);
            }
        }
        None if diagnostics.is_empty() && source.readable => {
            let found = Diagnostic::new(Code::MissingKey, file, 0..0, "this configuration has no `title`");
            diagnostics.push(found.help("add `title: …`"));
        }
        None => {}
    }
    (config, diagnostics)
}

impl Config {
    fn empty(file: FileId) -> Config {
        Config {
            file,
            title: "Untitled".to_owned(),
            description: String::new(),
            base_url: None,
            language: "en".to_owned(),
            licence: None,
            repository_url: None,
            repository_branch: "main".to_owned(),
            image: None,
            theme: Spanned::new("default".to_owned(), 0..0),
            sections: Vec::new(),
            matrix: Vec::new(),
            charts: Vec::new(),
            page_size: 50,
            html: HtmlPolicy::Sanitize,
            clean_urls: false,
            review_after: 12,
            case_files: CaseFile::ALL.to_vec(),
            severities: Severities::new(),
            citation_style: Spanned::new(HOUSE_STYLE.to_owned(), 0..0),
            without: BTreeSet::new(),
        }
    }

    /// Is this part of the output written? Feeds and sitemap also need a `base_url`.
    pub fn writes(&self, output: Output) -> bool {
        !self.without.contains(&output)
    }

    fn read(&mut self, mut fields: Fields<'_, '_, '_>) {
        let without_slash = |url: Spanned<String>| url.value.trim_end_matches('/').to_owned();
        if let Some(title) = fields.required_line("title") {
            self.title = title.value;
        }
        self.description = fields.line("description").map(|t| t.value).unwrap_or_default();
        self.base_url = fields.url("base_url").map(without_slash);
        if let Some(language) = fields.line("language") {
            self.language = language.value;
        }
        self.licence = fields.line("licence").map(|t| t.value);
        self.repository_url = fields.url("repository_url").map(without_slash);
        if let Some(branch) = fields.line("repository_branch") {
            self.repository_branch = branch.value;
        }
        self.image = fields.line("image");
        if let Some(theme) = fields.line("theme") {
            self.theme = theme;
        }
        self.read_sections(&mut fields);
        self.matrix = read_pairs(&mut fields, "matrix");
        self.charts = read_pairs(&mut fields, "charts");
        if let Some(size) = fields.count("page_size") {
            self.page_size = size;
        }
        let policies =
            [("sanitize", HtmlPolicy::Sanitize), ("escape", HtmlPolicy::Escape), ("allow", HtmlPolicy::Allow)];
        if let Some(policy) = fields.choice("html", &policies) {
            self.html = policy;
        }
        if let Some(clean) = fields.boolean("clean_urls") {
            self.clean_urls = clean;
        }
        if let Some(months) = fields.count("review_after") {
            self.review_after = months;
        }
        self.read_case_files(&mut fields);
        self.read_severities(&mut fields);
        if let Some((_, node)) = fields.take("citations")
            && let Some(mut citations) = Fields::new(node, "citation setting", fields.findings)
        {
            if let Some(style) = citations.line("style") {
                self.citation_style = style;
            }
            citations.finish("the only setting of citations is `style`");
        }
        self.without = fields.choices("without", &Output::NAMES).into_iter().collect();
        fields.finish("see the README for the keys of casebook.yaml");
    }

    fn read_sections(&mut self, fields: &mut Fields<'_, '_, '_>) {
        for item in fields.items("sections") {
            let Some(mut section) = Fields::new(item, "section", fields.findings) else { continue };
            let title = section.required_line("title");
            let id = section.line("id");
            let required = section.boolean("required").unwrap_or(false);
            let aliases = section.lines("aliases").into_iter().map(|alias| alias.value).collect();
            let taxonomy = section.line("taxonomy");
            let role = section.choice("role", &[(SectionRole::Differences.as_str(), SectionRole::Differences)]);
            let id = match (id, &title) {
                (Some(id), _) => match Slug::parse(&id.value) {
                    Ok(slug) => Some(slug),
                    Err(error) => {
                        let message = format!("`{}` is not a section id", id.value);
                        section
                            .findings
                            .push(section.findings.at(Code::BadId, &id.span, message).help(error.to_string()));
                        None
                    }
                },
                (None, Some(title)) => Some(Slug::from_text(&title.value)),
                (None, None) => None,
            };
            let opening = section.opening();
            section.finish("a section has `id`, `title`, `required`, `aliases`, `taxonomy` and `role`");
            let (Some(id), Some(title)) = (id, title) else { continue };
            let section = SectionConfig { id: id.to_string(), title: title.value, required, aliases, taxonomy, role };
            let taken = |name: &&String| self.sections.iter().any(|other| other.matches(name));
            let clash = [&section.id, &section.title].into_iter().chain(&section.aliases).find(taken);
            if let Some(name) = clash {
                let message = format!("two sections answer to `{name}`");
                let found = fields.findings.at(Code::DuplicateTerm, &opening, message);
                fields.findings.push(found.help("give each section names of its own"));
                continue;
            }
            self.sections.push(section);
        }
    }

    fn read_case_files(&mut self, fields: &mut Fields<'_, '_, '_>) {
        // An empty list says that there are none.
        if fields.take("case_files").is_some() {
            self.case_files = fields.choices("case_files", &CaseFile::ALL.map(|file| (file.extension(), file)));
            self.case_files.sort_unstable();
            self.case_files.dedup();
        }
    }

    fn read_severities(&mut self, fields: &mut Fields<'_, '_, '_>) {
        let Some((_, node)) = fields.take("severities") else { return };
        let Some(mut severities) = Fields::new(node, "list of severities", fields.findings) else { return };
        for code in Code::ALL {
            let Some(word) = severities.line(code.name()) else { continue };
            match parse_severity(&word.value) {
                Some(_) if !code.is_adjustable() => {
                    let message = format!("the severity of `{code}` cannot be changed");
                    severities
                        .findings
                        .push(severities.findings.at(Code::BadValue, &word.span, message).help("remove this line"));
                }
                Some(severity) => {
                    self.severities.insert(code, severity);
                }
                None => {
                    let message = format!("`{}` is not a severity", word.value);
                    let help = did_you_mean(&word.value, ["error", "warning", "off"])
                        .unwrap_or_else(|| "use `error`, `warning` or `off`".to_owned());
                    severities.findings.push(severities.findings.at(Code::BadValue, &word.span, message).help(help));
                }
            }
        }
        severities.finish("`casebook explain --list` names all codes");
    }
}

/// Pairs of taxonomies.
fn read_pairs(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Vec<[Spanned<String>; 2]> {
    let mut pairs = Vec::new();
    for item in fields.items(key) {
        let pair: Option<Vec<Spanned<String>>> = match &item.value {
            Value::Sequence(items) if items.len() == 2 => {
                items.iter().map(|node| text_of(node, key, fields.findings)).collect()
            }
            _ => None,
        };
        match pair.map(<[Spanned<String>; 2]>::try_from) {
            Some(Ok(pair)) => pairs.push(pair),
            _ => {
                let what = if key == "matrix" { "a matrix" } else { "a chart" };
                let found = fields.findings.at(Code::WrongType, &item.span, format!("{what} is a pair of taxonomies"));
                fields.findings.push(found.help(format!("write `{key}: [[adoption_type, department]]`")));
            }
        }
    }
    pairs
}
