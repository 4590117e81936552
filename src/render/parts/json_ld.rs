//! A page as a schema.org graph (JSON-LD 1.1), for search engines and other programs.

use serde_json::{Map, Value, json};

use super::text::encode;
use crate::addresses::route;
use crate::model::PartialDate;
use crate::render::link::Link;
use crate::render::renderer::{LinkedData, Page, Renderer};

/// What a page says of itself to people, which its graph repeats.
pub struct Described<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is about.
    pub description: Option<&'a str>,
    /// The way from home to the page above it.
    pub breadcrumbs: &'a [Link],
}

/// The graph of a page, safe inside a `<script>`; empty where there is nothing to say.
///
/// Addresses are absolute where the site has a `base_url`, else relative to the page, which JSON-LD resolves.
pub fn graph(renderer: &Renderer, page: &Page, of: &LinkedData, described: &Described<'_>) -> String {
    let at = Place::of(renderer, page);
    let node = match of {
        LinkedData::Nothing => return String::new(),
        LinkedData::Page(kind) => Some(at.web_page(page, kind, described)),
        LinkedData::As(make) => make(renderer, page),
    };
    let nodes = node.into_iter().chain(at.breadcrumbs(page, described)).collect();
    // `json!` would copy the values it is given.
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
pub fn object<'n>(members: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    let kept = members.into_iter().filter(|(_, value)| !is_empty(value));
    Value::Object(kept.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// The day of a date, or its month or year.
pub fn day(date: Option<&PartialDate>) -> Value {
    date.map(|date| json!(date.start().datetime())).unwrap_or_default()
}

/// A page from which addresses are given.
pub struct Place<'a> {
    renderer: &'a Renderer,
    root: String,
}

impl<'a> Place<'a> {
    /// Of a page.
    pub fn of(renderer: &'a Renderer, page: &Page) -> Self {
        Place { renderer, root: renderer.root_of(page) }
    }

    /// The address of a route.
    pub fn address(&self, route: &str) -> String {
        self.renderer.absolute(route).unwrap_or_else(|| format!("{}{}", self.root, self.renderer.href(route)))
    }

    /// The site, in full or as what a page is part of.
    pub fn site(&self, in_full: bool) -> Value {
        let config = &self.renderer.site.config;
        let full = |value: Value| if in_full { value } else { Value::Null };
        object([
            ("@type", json!("WebSite")),
            ("name", json!(config.title)),
            ("url", json!(self.address(route::HOME))),
            ("description", full(json!(config.description))),
            ("inLanguage", full(json!(config.language.value))),
            ("license", full(self.licence())),
            ("image", full(json!(image(self.renderer, None)))),
        ])
    }

    /// The licence of the content, by its name.
    pub fn licence(&self) -> Value {
        let licence = self.renderer.site.config.licence.as_ref();
        licence.map(|name| json!({ "@type": "CreativeWork", "name": name })).unwrap_or_default()
    }

    /// Who answers for the site: all that it says of itself is its name.
    pub fn organisation(&self) -> Value {
        json!({ "@type": "Organization", "name": self.renderer.site.config.title, "url": self.address(route::HOME) })
    }

    fn web_page(&self, page: &Page, kind: &str, described: &Described<'_>) -> Value {
        object([
            ("@type", json!(kind)),
            ("url", json!(self.address(&page.route))),
            ("name", json!(described.title)),
            ("description", json!(described.description)),
            ("inLanguage", json!(self.renderer.site.config.language.value)),
            ("isPartOf", self.site(false)),
        ])
    }

    /// The way from home to this page; absent for home itself.
    fn breadcrumbs(&self, page: &Page, described: &Described<'_>) -> Option<Value> {
        if described.breadcrumbs.is_empty() {
            return None;
        }
        let base = self.renderer.site.config.base_url.as_ref();
        let base = base.map_or_else(|| self.root.clone(), |base| format!("{base}/"));
        let above = described.breadcrumbs.iter().map(|link| (link.label.as_str(), format!("{base}{}", link.href)));
        let mut steps: Vec<(&str, String)> = above.collect();
        if let (Some(first), Some(home)) = (steps.first_mut(), self.renderer.absolute(route::HOME)) {
            first.1 = home;
        }
        steps.push((described.title, self.address(&page.route)));
        let item = |(index, (name, address)): (usize, (&str, String))| json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": address });
        let items = steps.into_iter().enumerate().map(item).collect();
        Some(object([("@type", json!("BreadcrumbList")), ("itemListElement", items)]))
    }
}

/// The absolute address of a picture, else of the site's.
pub fn image(renderer: &Renderer, own: Option<&str>) -> Option<String> {
    let config = &renderer.site.config;
    let route = own.or(config.image.as_ref().map(|image| image.value.as_str()))?;
    config.base_url.as_ref().map(|base| format!("{base}/{}", encode(route)))
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
