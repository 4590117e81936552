//! Every address of a site: its routes, how pages link to them, and how long lists are cut into pages.

mod pages;
pub mod route;

use std::borrow::Cow;

use crate::model::config::Config;

pub use pages::{PageRange, page_of, ranges};

/// How the pages of a site are linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Links go without `.html` and `index`.
    is_clean: bool,
    /// Where the site is published, without a slash at its end.
    base_url: Option<String>,
}

impl Addresses {
    /// As a site is configured.
    pub fn new(config: &Config) -> Addresses {
        Addresses { is_clean: config.clean_urls, base_url: config.base_url.clone() }
    }

    /// A route as pages link to it, from the site's root: with `clean_urls`, without `.html` and `index`.
    pub fn href<'a>(&self, route: impl Into<Cow<'a, str>>) -> String {
        let route = route.into();
        if !self.is_clean {
            return route.into_owned();
        }
        if let Some((page, part)) = route.split_once(".html#") {
            return format!("{}#{part}", self.href(format!("{page}.html")));
        }
        let Some(stem) = route.strip_suffix(".html") else { return route.into_owned() };
        match stem.strip_suffix("index") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
            _ => stem.to_owned(),
        }
    }

    /// The absolute address of a route; absent without a `base_url`.
    pub fn absolute(&self, route: &str) -> Option<String> {
        let base = self.base_url.as_ref()?;
        let href = if route == route::HOME { String::new() } else { self.href(route) };
        Some(format!("{base}/{href}"))
    }

    /// A link from the site's root as data has it: absolute where the site knows where it is published.
    pub fn in_data(&self, href: String) -> String {
        match &self.base_url {
            Some(base) => format!("{base}/{href}"),
            None => href,
        }
    }

    /// What leads from a route to the site's root: nothing, `../`, …
    pub fn root(&self, route: &str) -> String {
        match route.matches('/').count() {
            // An empty address would be the page itself.
            0 if self.is_clean => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}
