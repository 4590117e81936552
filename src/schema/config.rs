//! What `casebook.yaml` may hold.

use super::fields::{Fields, Findings, text_of, web_address};
use super::key::Shape;
use super::menu::OUTSIDE_LINK;
use super::own::DECLARATION;
use super::table::{Field, Record, Table, field};
use super::value::Given;
use super::{case, csp, front, menu, own, read};
use crate::diagnostic::{Code, Severities, did_you_mean, parse_severity};
use crate::model::config::{
    Accent, Archives, CaseFile, CitationDisplay, Config, HOUSE_STYLE, HtmlPolicy, Output, SelectionMethod,
};
use crate::model::host::Host;
use crate::model::{Limits, SectionConfig, SectionRole, Sections, Slug, Spanned, Transliteration, named, words_of};
use crate::yaml::{Node, Value};

impl Record for Config {
    type View<'a> = &'a Config;
}

/// The configuration.
pub const CONFIG: Table<Config> = Table {
    name: "configuration",
    meaning: "The configuration of a Casebook site.",
    hint: "docs/reference.md lists the keys of casebook.yaml",
    parts: &[FIELDS, front::FIELDS],
    one_of: &[],
};

const FIELDS: &[Field<Config>] = &[
    field!(Config, "title", Shape::Line, "The site's name.", set |into, given| into.title = given.into()).required(),
    field!(Config, "description", Shape::Line, "What it is, in one or two sentences. Shown on the home page.",
        set |into, given| into.description = given.into()),
    field!(Config, "base_url", Shape::Url,
        "Where it will be published. Without it feeds, sitemap and canonical addresses are left out.",
        set |into, given| into.base_url = Some(without_slash(given))),
    field!(Config, "language", Shape::Language,
        "Its language. Chooses the theme's words, and how names are written in addresses: `Größe` is `groesse` in German, \
         also in a case of another language.",
        set |into, given| into.language = given.into())
    .default("`en`"),
    field!(Config, "licence", Shape::Line, "Licence of the content. In the footer and the feeds.",
        set |into, given| into.licence = given.into()),
    field!(Config, "repository_url", Shape::Url,
        "Where the site's source lives. Linked in the footer; at GitHub, GitLab and Forgejo, cases lead to a report, an \
         edit and their history.",
        set |into, given| into.repository_url = Some(without_slash(given))),
    field!(Config, "repository_branch", Shape::Line, "The branch of that repository that is edited.",
        set |into, given| into.repository_branch = given.into())
    .default("`main`"),
    field!(Config, "image", Shape::Line,
        "The picture that link previews show, where a case has none of its own. A file of static/.",
        set |into, given| into.image = given.into()),
    field!(Config, "theme", Shape::Line, "A theme: `default`, or the name of a folder in themes/.",
        set |into, given| into.theme = given.into())
    .default("`default`"),
    field!(Config, "accent", Shape::Colours,
        "The colour of links and marks, as CSS writes it; or a pair, for light paper and for dark. Of one colour, dark \
         paper gets a lighter shade.",
        set |into, given| into.accent = accent(given))
    .default("the theme’s"),
    field!(Config, "logo", Shape::Line, "A picture beside the site’s name on every page. A file of static/.",
        set |into, given| into.logo = given.into()),
    field!(Config, "menu", Shape::Menu(|| OUTSIDE_LINK.outline()),
        "What the header leads to, in order: free pages (`about`), taxonomies by id, `home`, `cases`, `browse` (all \
         taxonomies), `explore`, `timeline`, `sources`, `charts`, `compare`, `matrices`, `corrections`, `data`, `feed`, \
         `repository`, or `{label: …, url: …}`. What a site has only at times stands there once it has it.",
        read |into, given, findings| into.menu = Some(menu::lines("menu", &given.nodes(), findings)))
    .default("cases, taxonomies, Explore, timeline, sources, free pages"),
    field!(Config, "footer", Shape::Menu(|| OUTSIDE_LINK.outline()), "What the footer leads to, as `menu` says it.",
        read |into, given, findings| into.footer = Some(menu::lines("footer", &given.nodes(), findings)))
    .default("taxonomies, and what the menu has not"),
    field!(Config, "csp", Shape::Policy,
        "Hosts that pages may load from beside their own, for each directive of the Content-Security-Policy: \
         `script-src: https://stats.example.org`. See [theme.md](theme.md#load-something-from-elsewhere).",
        read |into, given, findings| {
            for node in given.nodes() {
                into.csp = csp::additions(node, findings);
            }
        })
    .default("none"),
    field!(Config, "sections", Shape::Records(|| SECTION.outline()), "The sections that cases may or must have, in order.",
        read |into, given, findings| into.sections = sections(&given.nodes(), into.transliteration(), findings)),
    field!(Config, "fields", Shape::Records(|| DECLARATION.outline()),
        "Keys of the site's own: facts that its cases may state, such as `jobs: 700`. See \
         [Fields of your own](#fields-of-your-own).",
        read |into, given, findings| {
            let is_taken = |id: &str| case::CASE.key(id).is_some();
            into.fields = own::declarations(&given.nodes(), own::Owner::Cases, is_taken, findings);
        }),
    field!(Config, "matrix", Shape::Pairs,
        "Pairs of taxonomies that are set against each other in a table, whose cells lead to their cases.",
        read |into, given, findings| into.matrix = pairs("matrix", "a matrix", &given.nodes(), findings)),
    field!(Config, "charts", Shape::Pairs,
        "Pairs of taxonomies that are drawn as a chart. The first taxonomy of the first pair tells cases apart in the \
         other charts; each pair has a matrix too.",
        read |into, given, findings| into.charts = pairs("charts", "a chart", &given.nodes(), findings)),
    field!(Config, "facets", Shape::Lines,
        "What Explore filters by, the most telling first: taxonomies and facets of the site's own by id, `evidence`, \
         `cited`, `source_kind`, `year`, `publisher`. The first three stand open; what is not named follows.",
        set |into, given| into.facets = given.into())
    .default("two taxonomies of `charts` and `matrix`, then `evidence`"),
    field!(Config, "selection", Shape::Choice(|| words_of(&SelectionMethod::NAMES)),
        "How the cases were chosen, which charts then say. `chosen`: by the editors, so that they are no sample; \
         `sample`: by a method that stands for others too; `complete`: every case that there is.",
        set |into, given| into.selection = named(&SelectionMethod::NAMES, &String::from(given))),
    field!(Config, "page_size", Shape::Count, "Items on a page of a list.", set |into, given| into.page_size = given.into())
        .default("`50`"),
    field!(Config, "html", Shape::Choice(|| words_of(&POLICIES)),
        "What happens to raw HTML in texts. `sanitize`: harmless elements stay; `escape`: it is shown as text; `allow`: \
         it is left as it is, so that whoever writes a text can do to readers what a theme can (`SECURITY.md`).",
        set |into, given| into.html = named(&POLICIES, &String::from(given)).unwrap_or(HtmlPolicy::Sanitize))
    .default("`sanitize`"),
    field!(Config, "clean_urls", Shape::Flag, "Links without `.html`, for hosts that map them. The files stay the same.",
        set |into, given| into.clean_urls = given.into())
    .default("`false`"),
    field!(Config, "review_after", Shape::Count, "Months after which a case should be reviewed again.",
        set |into, given| into.review_after = given.into())
    .default("`12`"),
    field!(Config, "recheck_after", Shape::Count,
        "Days after which an address that `casebook sources check` saw should be seen again; what is older is reported as \
         `unchecked-source`.",
        set |into, given| into.recheck_after = Some(given.into()))
    .default("never"),
    field!(Config, "archives", Shape::Record(|| ARCHIVES.outline()),
        "Where `casebook sources check --archived` looks for copies.",
        read |into, given, findings| {
            for node in given.nodes() {
                let read = read::record_with(&ARCHIVES, node, findings, Archives::default(), |_, _| {});
                into.archives = read.map_or_else(Archives::default, |read| read.value);
            }
        })
    .default("the Wayback Machine"),
    field!(Config, "case_files", Shape::Choices(|| CaseFile::ALL.map(CaseFile::extension).to_vec()),
        "Forms in which a case is given beside its page. `[]` for none.",
        set |into, given| into.case_files = case_files(given))
    .default("`[md]`"),
    field!(Config, "extra", Shape::Choice(|| vec![SHOWN, "hidden"]),
        "Is what cases hold under `extra` shown to readers, as “More data”?",
        set |into, given| into.shows_extra = String::from(given) == SHOWN)
    .default("`hidden`"),
    field!(Config, "severities", Shape::Severities, "How grave findings are here.",
        read |into, given, findings| {
            for node in given.nodes() {
                into.severities.extend(severities(node, findings));
            }
        }),
    field!(Config, "without", Shape::Choices(|| words_of(&Output::NAMES)),
        "Parts of the output that are not written, and that nothing leads to. `explore` is search, facets and the \
         comparison; `statements` is what rests on each source, on its page and its publisher's, which then name the \
         cases and say how many statements of each rest on it; `data` is all of `data/`, and `llms.txt`; `related` is \
         the cases most like a case, and the terms that occur with a term; `references` is how to cite a case; \
         `metadata` is what link previews, search engines and reference managers read of a page.",
        set |into, given| {
            let names = Vec::<String>::from(given);
            into.without = names.iter().filter_map(|name| named(&Output::NAMES, name)).collect();
        }),
    field!(Config, "keep", Shape::Lines,
        "Files and folders in the output that the host needs there and that a build leaves as they are, by name: \
         `[.git, CNAME]`. Other files that Casebook did not write stop a build.",
        read |into, given, findings| into.keep = kept_names(given, findings))
    .default("none"),
    field!(Config, "host", Shape::Choices(|| words_of(&Host::NAMES)),
        "Where the site is published. What that host reads is written (`_headers`, `_redirects`, `.nojekyll`, \
         `staticwebapp.config.json`), and a build says when the site is more than it takes. See \
         [publish](publish/README.md).",
        set |into, given| {
            let names = Vec::<String>::from(given);
            into.hosts = names.iter().filter_map(|name| named(&Host::NAMES, name)).collect();
        }),
    field!(Config, "limits", Shape::Record(|| LIMITS.outline()),
        "How much the site takes of what would grow without bounds. What goes beyond is reported as `too-large`.",
        read |into, given, findings| {
            for node in given.nodes() {
                let read = read::record(&LIMITS, node, findings);
                into.limits = read.map_or(into.limits, |read| read.value);
            }
        }),
    field!(Config, "citations", Shape::Record(|| CITATIONS.outline()), "How citations are shown.",
        read |into, given, findings| {
            for node in given.nodes() {
                let Some(read) = read::record(&CITATIONS, node, findings) else { continue };
                citations(into, read.value, findings);
            }
        }),
];

/// The value of `extra` that shows it.
const SHOWN: &str = "shown";

const POLICIES: [(&str, HtmlPolicy); 3] =
    [("sanitize", HtmlPolicy::Sanitize), ("escape", HtmlPolicy::Escape), ("allow", HtmlPolicy::Allow)];

/// Plain names: what is kept stands at the top of the output.
fn kept_names(given: Given<'_>, findings: &mut Findings<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for Spanned { value: name, span } in Vec::<Spanned<String>>::from(given) {
        if matches!(name.as_str(), "" | "." | ".." | ".casebook") || name.contains(['/', '\\']) {
            let message = format!("`{name}` cannot be kept in the output");
            let help =
                "name one file or folder there, as `CNAME` or `.git`, without a slash; `.casebook` is Casebook’s own";
            findings.push(findings.at(Code::BadValue, &span, message).help(help));
        } else {
            names.push(name);
        }
    }
    names
}

fn accent(given: Given<'_>) -> Option<Accent> {
    let mut colours = Vec::<String>::from(given).into_iter();
    Some(Accent { light: colours.next()?, dark: colours.next() })
}

fn without_slash(given: Given<'_>) -> String {
    String::from(given).trim_end_matches('/').to_owned()
}

fn case_files(given: Given<'_>) -> Vec<CaseFile> {
    let names = Vec::<String>::from(given);
    CaseFile::ALL.into_iter().filter(|file| names.iter().any(|name| name == file.extension())).collect()
}

/// How citations are shown, while it is read.
#[derive(Debug, Default)]
pub struct CitationFields {
    style: Option<Spanned<String>>,
    display: Option<Spanned<String>>,
}

impl Record for CitationFields {
    type View<'a> = &'a Config;
}

/// How citations are shown.
pub const CITATIONS: Table<CitationFields> = Table {
    name: "citation setting",
    meaning: "How citations are shown.",
    hint: "the settings of citations are `style` and `display`",
    parts: &[&[
        field!(
            CitationFields,
            "style",
            Shape::Line,
            "A citation style: `publisher-date`, a CSL style such as `apa` or `ieee`, or a `.csl` file.",
            set | into,
            given | into.style = given.into()
        )
        .default("`publisher-date`"),
        field!(
            CitationFields,
            "display",
            Shape::Choice(|| words_of(&CitationDisplay::NAMES)),
            "How `publisher-date` shows a citation in the text. `names`: publisher and date, in parentheses; `numerals`: \
             the number of the source, raised, with publisher and date in the preview and in print.",
            set | into,
            given | into.display = given.into()
        )
        .default("`names`"),
    ]],
    one_of: &[],
};

/// Take in how citations are shown. A CSL style says itself how it shows them.
fn citations(into: &mut Config, read: CitationFields, findings: &mut Findings<'_>) {
    if let Some(style) = read.style {
        into.citation_style = style;
    }
    let Some(display) = read.display else { return };
    into.citation_display = named(&CitationDisplay::NAMES, &display.value).unwrap_or_default();
    if into.citation_style.value != HOUSE_STYLE && into.citation_display != CitationDisplay::default() {
        into.citation_display = CitationDisplay::default();
        let message = format!("`{}` is no display of the style `{}`", display.value, into.citation_style.value);
        let help = format!("remove `display`, or use the style `{HOUSE_STYLE}`");
        findings.push(findings.at(Code::BadValue, &display.span, message).help(help));
    }
}

impl Record for Archives {
    type View<'a> = &'a Config;
}

/// Where archived copies are looked for.
pub const ARCHIVES: Table<Archives> = Table {
    name: "setting of archives",
    meaning: "Where archived copies of sources are looked for.",
    hint: "the settings of archives are `timemaps` and `availability`",
    parts: &[&[
        field!(
            Archives,
            "timemaps",
            Shape::Lines,
            "Where TimeMaps (RFC 7089) are asked for: the address that is looked for follows. `[]` for none.",
            read | into,
            given,
            findings | into.timemaps = endpoints(given, findings)
        )
        .default("the Wayback Machine’s"),
        field!(
            Archives,
            "availability",
            Shape::Url,
            "The availability API of the Wayback Machine, or one like it.",
            set | into,
            given | into.availability = given.into()
        )
        .default("the Wayback Machine’s"),
    ]],
    one_of: &[],
};

fn endpoints(given: Given<'_>, findings: &mut Findings<'_>) -> Vec<String> {
    let texts = Vec::<Spanned<String>>::from(given).into_iter();
    texts.filter_map(|text| web_address(text, findings)).map(|address| address.value).collect()
}

impl Record for Limits {
    type View<'a> = &'a Config;
}

/// Limits that a site may raise.
pub const LIMITS: Table<Limits> = Table {
    name: "limit",
    meaning: "How much the site takes of what would grow without bounds.",
    hint: "the limits are `broader`, `terms` and `style_elements`",
    parts: &[&[
        field!(
            Limits,
            "broader",
            Shape::Count,
            "Terms above a term: the one that is `broader`, the one above that, and so on.",
            set | into,
            given | into.broader = given.into()
        )
        .default("`30`"),
        field!(
            Limits,
            "terms",
            Shape::Count,
            "Terms of a case, those of all taxonomies counted together.",
            set | into,
            given | into.terms = given.into()
        )
        .default("`500`"),
        field!(
            Limits,
            "style_elements",
            Shape::Count,
            "Elements that a citation style comes to, its macros put in wherever they are called.",
            set | into,
            given | into.style_elements = given.into()
        )
        .default("`10000000`"),
    ]],
    one_of: &[],
};

/// A section while it is read.
#[derive(Debug, Default)]
pub struct SectionFields {
    id: Option<Spanned<Slug>>,
    title: String,
    required: bool,
    aliases: Vec<String>,
    taxonomy: Option<Spanned<String>>,
    role: Option<SectionRole>,
}

impl Record for SectionFields {
    type View<'a> = &'a SectionConfig;
}

/// A section.
pub const SECTION: Table<SectionFields> = Table {
    name: "section",
    meaning: "A section that cases may or must have.",
    hint: "",
    parts: &[&[
        field!(
            SectionFields,
            "id",
            Shape::Slug("a section id"),
            "Its anchor.",
            set | into,
            given | into.id = given.into()
        )
        .default("from `title`"),
        field!(
            SectionFields,
            "title",
            Shape::Line,
            "Its heading, without the `##`.",
            set | into,
            given | into.title = given.into()
        )
        .required(),
        field!(
            SectionFields,
            "required",
            Shape::Flag,
            "Must every case have it?",
            set | into,
            given | into.required = given.into()
        )
        .default("`false`"),
        field!(
            SectionFields,
            "aliases",
            Shape::Lines,
            "Other headings that mean the same.",
            set | into,
            given | into.aliases = given.into()
        ),
        field!(
            SectionFields,
            "taxonomy",
            Shape::Taxonomy,
            "The taxonomy whose terms are shown under the heading.",
            set | into,
            given | into.taxonomy = given.into()
        ),
        field!(
            SectionFields,
            "role",
            Shape::Choice(|| vec![SectionRole::Differences.as_str()]),
            "What it is for, where that changes how it is shown. `differences`: the points on which sources differ.",
            set | into,
            given | {
                let role = SectionRole::Differences;
                into.role = (String::from(given) == role.as_str()).then_some(role);
            }
        ),
    ]],
    one_of: &[],
};

fn sections(nodes: &[&Node], transliteration: Transliteration, findings: &mut Findings<'_>) -> Sections {
    let mut sections = Sections::default();
    for node in nodes {
        let Some(read) = read::record(&SECTION, node, findings) else { continue };
        if !read.is_complete || read.has_bad_id {
            continue;
        }
        let SectionFields { id, title, required, aliases, taxonomy, role } = read.value;
        let id = id.map_or_else(|| transliteration.slug(&title), |id| id.value).to_string();
        if let Err(name) = sections.push(SectionConfig { id, title, required, aliases, taxonomy, role }) {
            let message = format!("two sections answer to `{name}`");
            let found = findings.at(Code::DuplicateTerm, &read.opening, message);
            findings.push(found.help("give each section names of its own"));
        }
    }
    sections
}

/// A severity for each of some codes.
fn severities(node: &Node, findings: &mut Findings<'_>) -> Severities {
    let mut read = Severities::new();
    let Some(mut fields) = Fields::new(node, "list of severities", findings) else { return read };
    for code in Code::ALL {
        let Some(word) = fields.line(code.name()) else { continue };
        let (message, help) = match parse_severity(&word.value) {
            Some(_) if !code.is_adjustable() => {
                (format!("the severity of `{code}` cannot be changed"), "remove this line".to_owned())
            }
            Some(severity) => {
                read.insert(code, severity);
                continue;
            }
            None => {
                let help = did_you_mean(&word.value, SEVERITIES);
                let help = help.unwrap_or_else(|| "use `error`, `warning` or `off`".to_owned());
                (format!("`{}` is not a severity", word.value), help)
            }
        };
        fields.findings.push(fields.findings.at(Code::BadValue, &word.span, message).help(help));
    }
    fields.finish(|| "`casebook explain --list` names all codes".to_owned());
    read
}

/// What a code's severity may be.
pub const SEVERITIES: [&str; 3] = ["error", "warning", "off"];

/// Pairs of taxonomies.
fn pairs(key: &'static str, what: &str, nodes: &[&Node], findings: &mut Findings<'_>) -> Vec<[Spanned<String>; 2]> {
    let mut pairs = Vec::new();
    for item in nodes {
        let pair: Option<Vec<Spanned<String>>> = match &item.value {
            Value::Sequence(items) if items.len() == 2 => {
                items.iter().map(|node| text_of(node, key, findings)).collect()
            }
            _ => None,
        };
        match pair.map(<[Spanned<String>; 2]>::try_from) {
            Some(Ok(pair)) => pairs.push(pair),
            _ => {
                let found = findings.at(Code::WrongType, &item.span, format!("{what} is a pair of taxonomies"));
                findings.push(found.help(format!("write `{key}: [[adoption_type, department]]`")));
            }
        }
    }
    pairs
}
