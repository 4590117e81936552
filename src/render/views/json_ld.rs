//! A page as a schema.org graph (JSON-LD 1.1): what search engines and other programs take from it.
//!
//! Absolute addresses where the site has a `base_url`, else addresses relative to the page, which JSON-LD resolves.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::super::Renderer;
use super::super::feed::last_changed;
use super::{frame, metadata};
use crate::addresses::route;
use crate::export::{DataFile, licence};
use crate::model::{CaseId, CaseSource, Openness, PartialDate, SourceKind, TaxonomyId, TermRef};
use crate::plan::{Page, PageKind};

/// The graph of a page, safe inside a `<script>`; empty where there is nothing to say.
pub fn graph(r: &Renderer, page: &Page) -> String {
    let at = Place { r, root: frame::root(r, page) };
    let mut nodes = match page.kind {
        PageKind::NotFound | PageKind::Redirect(..) => return String::new(),
        PageKind::Home => vec![at.site(true)],
        PageKind::Case(id) => vec![at.case(id)],
        PageKind::Taxonomy(id, number) => vec![at.taxonomy(id, number)],
        PageKind::Term(term, _) => vec![at.term_page(term)],
        PageKind::Free(_) => vec![at.web_page(page, "WebPage")],
        PageKind::DataIndex => vec![at.dataset(page)],
        _ => vec![at.web_page(page, "CollectionPage")],
    };
    nodes.extend(at.breadcrumbs(page));
    // What is named within `json!` is copied, with all that is in it.
    let graph = object([("@context", json!("https://schema.org")), ("@graph", Value::Array(nodes))]);
    in_script(graph.to_string())
}

/// JSON that cannot end the element that it stands in: the characters of HTML as escapes, which only strings hold.
fn in_script(json: String) -> String {
    if !json.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'&')) {
        return json;
    }
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// An object without its empty members.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    let kept = members.into_iter().filter(|(_, value)| !is_empty(value));
    Value::Object(kept.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn day(date: Option<&PartialDate>) -> Value {
    date.map(|date| json!(date.start().datetime())).unwrap_or_default()
}

/// A page from which addresses are given.
struct Place<'a> {
    r: &'a Renderer,
    root: String,
}

impl Place<'_> {
    fn address(&self, route: &str) -> String {
        self.r.absolute(route).unwrap_or_else(|| format!("{}{}", self.root, self.r.href(route)))
    }

    /// The site, in full or as what a page is part of.
    fn site(&self, in_full: bool) -> Value {
        let config = &self.r.site.config;
        let full = |value: Value| if in_full { value } else { Value::Null };
        object([
            ("@type", json!("WebSite")),
            ("name", json!(config.title)),
            ("url", json!(self.address("index.html"))),
            ("description", full(json!(config.description))),
            ("inLanguage", full(json!(config.language))),
            ("license", full(self.licence())),
            ("image", full(json!(metadata::image(self.r, None)))),
        ])
    }

    fn licence(&self) -> Value {
        let licence = self.r.site.config.licence.as_ref();
        licence.map(|name| json!({ "@type": "CreativeWork", "name": name })).unwrap_or_default()
    }

    /// Who answers for the site: all that it says of itself is its name.
    fn organisation(&self) -> Value {
        json!({ "@type": "Organization", "name": self.r.site.config.title, "url": self.address("index.html") })
    }

    fn case(&self, id: CaseId) -> Value {
        let r = self.r;
        let case = r.site.case(id);
        let address = self.address(&route::case(&r.site, id));
        let author = |name: &String| json!({ "@type": "Person", "name": name });
        let authors: Vec<Value> = case.authors.iter().map(author).collect();
        let terms = r.site.taxonomy_ids().zip(&case.terms);
        let terms = terms.flat_map(|(taxonomy, terms)| terms.iter().map(move |term| TermRef { taxonomy, term: *term }));
        object([
            ("@type", json!("Article")),
            ("@id", json!(address)),
            ("url", json!(address)),
            ("mainEntityOfPage", json!(address)),
            ("headline", json!(case.title)),
            ("description", json!(case.summary)),
            ("inLanguage", json!(case.lang.as_ref().unwrap_or(&r.site.config.language))),
            ("author", if authors.is_empty() { self.organisation() } else { Value::Array(authors) }),
            ("publisher", self.organisation()),
            ("datePublished", day(case.added.as_ref())),
            ("dateModified", day(last_changed(case))),
            ("temporalCoverage", json!(case.date.as_ref().map(temporal_coverage))),
            ("image", json!(metadata::image(r, Some(id)))),
            ("license", self.licence()),
            ("isPartOf", self.site(false)),
            ("about", terms.map(|term| self.term(term)).collect()),
            ("citation", case.entries.iter().map(|index| self.source(&case.sources[*index])).collect()),
        ])
    }

    fn source(&self, source: &CaseSource) -> Value {
        let r = self.r;
        let work = r.site.work(source.work);
        let publisher = r.site.publisher(work.publisher);
        let of = &source.source;
        let kind = match r.site.kind_of(source) {
            SourceKind::News => "NewsArticle",
            SourceKind::Paper => "ScholarlyArticle",
            SourceKind::Filing | SourceKind::Official => "Report",
            SourceKind::Social => "SocialMediaPosting",
            _ => "CreativeWork",
        };
        let published = day(of.date.as_ref());
        let name = match (&of.title, published.as_str()) {
            (Some(title), _) => Cow::Borrowed(&**title),
            (None, Some(date)) => Cow::Owned(format!("{}, {date}", publisher.label)),
            (None, None) => Cow::Borrowed(&*publisher.label),
        };
        let is_gone = of.url_status != crate::model::UrlStatus::Live;
        let identifier = |name: &str, value: &Option<Box<str>>| {
            let value = value.as_ref()?;
            Some(json!({ "@type": "PropertyValue", "propertyID": name, "value": value }))
        };
        let author = of.author.as_ref().map(|author| json!({ "@type": "Person", "name": author }));
        let identifiers = [identifier("doi", &of.doi), identifier("isbn", &of.isbn)];
        object([
            ("@type", json!(kind)),
            ("name", json!(name)),
            ("headline", if kind == "CreativeWork" { Value::Null } else { json!(of.title) }),
            ("author", author.unwrap_or_default()),
            ("publisher", json!({ "@type": "Organization", "name": publisher.label })),
            ("datePublished", published),
            ("url", json!(if is_gone { of.archive_url.as_ref().or(of.url.as_ref()) } else { of.url.as_ref() })),
            ("archivedAt", json!(of.archive_url)),
            ("identifier", identifiers.into_iter().flatten().collect()),
        ])
    }

    /// A term where it is named: its name, its address and its vocabulary.
    fn term(&self, id: TermRef) -> Value {
        let term = self.r.site.term(id);
        json!({
            "@type": "DefinedTerm",
            "name": term.label,
            "url": self.address(&route::term(&self.r.site, id)),
            "inDefinedTermSet": self.address(&route::taxonomy(&self.r.site, id.taxonomy)),
        })
    }

    fn term_page(&self, id: TermRef) -> Value {
        let term = self.r.site.term(id);
        let taxonomy = self.r.site.taxonomy(id.taxonomy);
        let address = self.address(&route::term(&self.r.site, id));
        object([
            ("@type", json!("DefinedTerm")),
            ("@id", json!(address)),
            ("url", json!(address)),
            ("name", json!(term.label)),
            ("alternateName", json!(term.aliases)),
            ("termCode", json!(term.id.as_str())),
            ("description", json!(term.definition)),
            (
                "inDefinedTermSet",
                json!({
                    "@type": "DefinedTermSet",
                    "name": taxonomy.plural,
                    "url": self.address(&route::taxonomy(&self.r.site, id.taxonomy)),
                }),
            ),
        ])
    }

    /// A vocabulary with the terms of the page.
    fn taxonomy(&self, id: TaxonomyId, number: usize) -> Value {
        let taxonomy = self.r.site.taxonomy(id);
        let address = self.address(&route::taxonomy(&self.r.site, id));
        let shown = super::page_of(&taxonomy.order, number, self.r.site.config.page_size);
        let term = |term: &crate::model::TermId| {
            let of = taxonomy.term(*term);
            object([
                ("@type", json!("DefinedTerm")),
                ("name", json!(of.label)),
                ("termCode", json!(of.id.as_str())),
                ("description", json!(of.definition)),
                ("url", json!(self.address(&route::term(&self.r.site, TermRef { taxonomy: id, term: *term })))),
            ])
        };
        object([
            ("@type", json!("DefinedTermSet")),
            ("@id", json!(address)),
            ("url", json!(address)),
            ("name", json!(taxonomy.plural)),
            ("description", json!(taxonomy.definition)),
            ("inLanguage", json!(self.r.site.config.language)),
            ("creativeWorkStatus", if taxonomy.openness == Openness::Open { json!("Incomplete") } else { Value::Null }),
            ("isPartOf", self.site(false)),
            ("hasDefinedTerm", shown.iter().map(term).collect()),
        ])
    }

    fn web_page(&self, page: &Page, kind: &str) -> Value {
        let (_, title, description) = frame::describe(self.r, page.kind);
        object([
            ("@type", json!(kind)),
            ("url", json!(self.address(&page.route))),
            ("name", json!(title)),
            ("description", json!(description)),
            ("inLanguage", json!(self.r.site.config.language)),
            ("isPartOf", self.site(false)),
        ])
    }

    /// The site as a data set, with every file that it can be taken away in.
    fn dataset(&self, page: &Page) -> Value {
        let site = &self.r.site;
        let address = self.address(&page.route);
        let (_, _, description) = frame::describe(self.r, page.kind);
        let description =
            if site.config.description.is_empty() { description } else { Some(site.config.description.clone()) };
        let configured = site.config.licence.as_deref().map(licence);
        let dates = site.cases.iter().filter_map(|case| case.date.as_ref());
        let years = dates
            .clone()
            .map(|date| date.year())
            .min()
            .zip(dates.map(|date| date.end().map_or(date.year(), |end| end.year)).max());
        let changed = site.cases.iter().filter_map(|case| last_changed(case)).max();
        object([
            ("@type", json!("Dataset")),
            ("@id", json!(address)),
            ("url", json!(address)),
            ("name", json!(site.config.title)),
            ("description", json!(description)),
            ("inLanguage", json!(site.config.language)),
            ("license", configured.and_then(|known| known.url).map_or_else(|| self.licence(), |url| json!(url))),
            ("isAccessibleForFree", json!(true)),
            ("creator", self.organisation()),
            ("publisher", self.organisation()),
            ("dateModified", day(changed)),
            ("temporalCoverage", json!(years.map(|(first, last)| format!("{first:04}/{last:04}")))),
            ("keywords", site.taxonomies.iter().map(|taxonomy| json!(taxonomy.plural)).collect()),
            ("isPartOf", self.site(false)),
            ("distribution", DataFile::all(site).into_iter().filter_map(|file| self.download(file)).collect()),
        ])
    }

    fn download(&self, file: DataFile) -> Option<Value> {
        let digest = self.r.digests().get(self.r.publication(), file)?;
        Some(json!({
            "@type": "DataDownload",
            "name": file.path(&self.r.site),
            "description": self.r.word(file.described()),
            "contentUrl": self.address(&file.route(&self.r.site)),
            "encodingFormat": file.media_type(),
            "contentSize": format!("{} B", digest.bytes),
            "sha256": digest.sha256,
        }))
    }

    /// The way from home to this page; absent for home itself.
    fn breadcrumbs(&self, page: &Page) -> Option<Value> {
        let above = frame::breadcrumbs(self.r, page.kind);
        if above.is_empty() {
            return None;
        }
        let (_, title, _) = frame::describe(self.r, page.kind);
        let base = self.r.site.config.base_url.as_ref().map_or_else(|| self.root.clone(), |base| format!("{base}/"));
        let mut steps: Vec<(String, String)> =
            above.into_iter().map(|link| (link.label, format!("{base}{}", link.href))).collect();
        if let (Some(first), Some(home)) = (steps.first_mut(), self.r.absolute("index.html")) {
            first.1 = home;
        }
        steps.push((title, self.address(&page.route)));
        let item = |(index, (name, address)): (usize, (String, String))| json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": address });
        let items = steps.into_iter().enumerate().map(item).collect();
        Some(object([("@type", json!("BreadcrumbList")), ("itemListElement", items)]))
    }
}

/// ISO 8601, an interval with its end.
fn temporal_coverage(date: &PartialDate) -> String {
    let start = date.start().datetime();
    date.end().map_or_else(|| start.clone(), |end| format!("{start}/{}", end.datetime()))
}

#[cfg(test)]
mod tests {
    use super::in_script;

    #[test]
    fn json_cannot_end_its_script() {
        let json = serde_json::json!({ "name": "</script><!-- & -->" }).to_string();
        let safe = in_script(json);
        assert!(!safe.contains(['<', '>', '&']), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON")["name"], "</script><!-- & -->");
    }
}
